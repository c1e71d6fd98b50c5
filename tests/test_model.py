from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview import model
from mock_interview.model import Exchange, Text, Texts, Turn
from tests.samples import finished, question
from tests.strategies import nouns, texts

KINDS = [kind for kind in vars(model).values() if isinstance(kind, type) and is_dataclass(kind)]


def exchanges() -> st.SearchStrategy[Exchange]:
    return st.builds(Exchange, text=texts, probe=texts, point=texts)


@given(exchanges(), st.lists(exchanges(), max_size=3), st.integers(0, 5))
def test_an_answer_pairs_every_followup_with_its_probe_and_point(
    main: Exchange, followups: list[Exchange], hints: int
) -> None:
    turn = Turn(
        number=1,
        question=question(),
        asked_at="",
        limit=60,
        main=main,
        followups=tuple(followups),
        hints=hints,
    )
    answer = turn.answer
    assert answer.parts == (main.text, *(followup.text for followup in followups))
    assert len(answer.probes) == len(answer.probed) == len(answer.parts) - 1
    assert list(zip(answer.probes, answer.probed, strict=True)) == [(f.probe, f.point) for f in followups]
    assert answer.hints == hints


def test_the_words_of_an_answer_stand_as_they_were_typed() -> None:
    words = "  lead\n\ttrail \ud800 "
    assert Turn(
        number=1, question=question(), asked_at="", limit=60, main=Exchange(text=words)
    ).answer.parts == (words,)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_nouns_are_frozen_keyword_only_and_without_a_dict(kind: type) -> None:
    assert all(field.kw_only for field in fields(kind))  # type: ignore[arg-type]
    assert "__slots__" in vars(kind)
    with pytest.raises(TypeError):
        kind("positional")


@given(nouns(Turn))
def test_nouns_can_be_compared_hashed_and_not_changed(turn: Turn) -> None:
    assert hash(turn) == hash(replace(turn)) and turn == replace(turn)
    with pytest.raises(FrozenInstanceError):
        turn.number = 3  # type: ignore[misc]


def test_a_language_that_is_not_chinese_reads_the_english() -> None:
    assert (Text(zh="一", en="one").get("zh"), Text(zh="一", en="one").get("en")) == ("一", "one")
    assert (Texts(zh=("一",)).get("zh"), Texts(zh=("一",)).get("en")) == (("一",), ())


def test_a_question_knows_its_section_and_its_points() -> None:
    session = finished()
    assert [question.section for question in session.planned] == ["norm", "norm", "norm"]
    assert session.planned[0].point("gain").weight == 2
    with pytest.raises(KeyError, match="nothing"):
        session.planned[0].point("nothing")

"""What tells sentences from the same words in no order."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from mock_interview.grading.edits import shuffled
from mock_interview.grading.text import is_chinese, normalise
from mock_interview.grading.word_order import is_shuffled, neighbours, read_orders
from mock_interview.model import LANGUAGES

ANSWERS = Path(__file__).parents[2] / "training" / "answers"
# On which nothing is fitted; the second as typed in a hurry, often without marks.
NAMES = ("apart", "typed_apart")


def answers(name: str, lang: str) -> list[str]:
    rows = [json.loads(line) for line in (ANSWERS / f"{name}.jsonl").read_text("utf-8").splitlines()]
    texts = [normalise(row["answer"]).text for row in rows]
    return [text for text in texts if is_chinese(text) == (lang == "zh")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_written_answer_is_taken_for_a_shuffled_one(name: str, lang: str) -> None:
    texts = answers(name, lang)
    assert len(texts) >= 240
    assert [text for text in texts if is_shuffled(text, lang)] == []


@pytest.mark.parametrize(("lang", "least"), [("zh", 0.93), ("en", 0.99)])
def test_most_long_answers_are_seen_when_shuffled(lang: str, least: float) -> None:
    rng, texts = random.Random(2), answers("apart", lang)
    found = [is_shuffled(normalise(shuffled(text, rng)).text, lang) for text in texts]
    assert sum(found) >= least * len(found)


def test_a_few_words_in_any_order_are_not_judged() -> None:
    assert not is_shuffled("the the of of and and", "en")
    assert not is_shuffled("的的了了是是", "zh")


def test_words_that_are_not_common_stand_for_their_kind() -> None:
    order = read_orders()["en"]
    assert neighbours("the rotor of 7 zorks, and more.", order.words) == [
        ".the", "the@", "@of", "of0", ",and", "andmore", "more."
    ]  # fmt: skip


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    newer = tmp_path / "word_order.json"
    newer.write_text('{"format": 99}', "utf-8")
    with pytest.raises(ValueError, match="format 99"):
        read_orders(newer)

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from justhtml import JustHTML

from mock_interview.clean_text import printable
from mock_interview.model import Appeal, Exchange, Grade, Session, Verdict
from mock_interview.review.anki import HEAD, to_lines
from mock_interview.review.cards import FIELDS, LONGEST, Card, cards, guid, text
from tests.hostile import hostile
from tests.samples import finished, grade
from tests.three_weeks import three_weeks


def field(card: Card, name: str) -> str:
    return card.fields[FIELDS.index(name)]


def asked(name: str, verdict: Verdict, *, at: str = "2026-11-24T09:00:00.000Z", lang: str = "en") -> Session:
    """A session with one answer whose weighty point has that verdict; its light point is covered."""
    turn = finished(lang).turns[0]
    given_ = grade(50.0, divides=verdict)
    points = (given_.points[0], replace(given_.points[1], verdict=Verdict.COVERED))
    turn = replace(turn, grade=replace(given_, points=points), asked_at=at)
    return replace(finished(lang), id=name, started_at=at, turns=(turn,))


def test_what_was_missed_half_said_or_said_wrongly_becomes_a_card() -> None:
    made = cards([finished()])
    assert [(field(card, "Id"), card.tags[-1]) for card in made] == [
        ("q1 / gain", "verdict::missed"),
        ("q2 / divides", "verdict::contradicted"),
        ("q2 / gain", "verdict::missed"),
    ]
    assert all(card.tags[:2] == ("mock-interview", "topic::norm::rms") for card in made)


def test_the_latest_answer_decides() -> None:
    wrong, right = asked("aaa222", Verdict.MISSED), asked("bbb222", Verdict.COVERED)
    assert cards([wrong, right]) == ()
    (card,) = cards([right, wrong])
    assert field(card, "Id") == "q1 / divides"
    (card,) = cards([wrong, asked("ccc222", Verdict.PARTIAL)])
    assert card.tags[-1] == "verdict::partial"


def test_an_appeal_goes_before_the_grader() -> None:
    session = asked("aaa222", Verdict.MISSED)
    appeal = Appeal(at="", point="divides", verdict=Verdict.COVERED, because="said it")
    turn = replace(session.turns[0], appeals=(appeal,))
    assert cards([replace(session, turns=(turn,))]) == ()


def test_what_was_not_graded_or_not_finished_makes_no_card() -> None:
    turn = finished().turns[1]
    skipped = replace(turn, grade=Grade(score=None, reason="skipped", points=grade().points))
    still_open = replace(turn, main=Exchange(text="half"))
    assert cards([replace(finished(), turns=(skipped, still_open))]) == ()


def test_a_card_is_known_again_whenever_and_from_whatever_session_it_is_made() -> None:
    early, late = asked("aaa222", Verdict.MISSED), asked("bbb222", Verdict.PARTIAL, at="2026-12-01T09:00:00Z")
    (one,), (other,) = cards([early]), cards([late])
    assert one.guid == other.guid == guid("q1", "divides", "en") == "28cd586beb29392c937f"
    assert one.fields != other.fields
    assert cards([asked("ccc222", Verdict.MISSED, lang="zh")])[0].guid != one.guid
    found = [card.guid for card in cards([*three_weeks("en"), *three_weeks("zh")])]
    assert len(set(found)) == len(found) > 200


def test_the_front_asks_the_points_own_question_or_for_what_is_missing_beside_the_rest() -> None:
    probed = next(card for card in cards([finished()]) if "divides" in field(card, "Id"))
    assert field(probed, "Cue") == "What stands in the denominator?"
    beside, alone = (card for card in cards([finished()]) if "gain" in field(card, "Id"))
    assert field(beside, "Cue") == (
        "You said these. What is missing?<ul><li>The input is divided by its root mean square</li></ul>"
    )
    assert field(alone, "Cue") == "Name key point 2 of 2."


def test_the_back_has_the_point_the_reference_what_was_said_and_what_to_read() -> None:
    card = next(card for card in cards([finished()]) if field(card, "Id") == "q2 / divides")
    assert field(card, "Point") == "The input is divided by its root mean square"
    assert field(card, "Reference").startswith("The input is divided by its root mean square and")
    assert field(card, "Answer") == (
        "24 Nov 2026 · ! opposite · 0 / 100"
        "<blockquote>It subtracts the mean, like LayerNorm does.</blockquote>"
    )
    assert field(card, "Sources") == (
        '<a href="https://arxiv.org/abs/1910.07467">Root Mean Square Layer Normalization</a>'
    )


def test_cards_are_in_the_language_of_the_session_or_in_the_one_wished_for() -> None:
    (card,) = cards([asked("aaa222", Verdict.MISSED, lang="zh")])
    assert card.lang == "zh" and "分母" in field(card, "Cue") and "缺失" in field(card, "Answer")
    (card,) = cards([asked("aaa222", Verdict.MISSED, lang="zh")], "en")
    assert card.lang == "en" and "denominator" in field(card, "Cue") and "mean(x^2)" in field(card, "Answer")


def test_a_long_answer_is_cut_on_a_card() -> None:
    session = asked("aaa222", Verdict.MISSED)
    turn = replace(session.turns[0], main=Exchange(text="x" * 5000, how="submitted"))
    (card,) = cards([replace(session, turns=(turn,))])
    assert "x" * LONGEST + " …" in field(card, "Answer") and "x" * (LONGEST + 1) not in field(card, "Answer")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_on_a_card_acts(lang: str) -> None:
    for card in cards([hostile(lang)]):
        for html in card.fields:
            found = JustHTML(html, sanitize=False, fragment=True, strict=True)
            assert {node.name for node in found.query("*")} <= {"a", "blockquote", "br", "li", "span", "ul"}
            assert all(str(node.attrs["href"]).startswith("https://") for node in found.query("a"))
            assert "[" not in html and "\n" not in html and "\x1b" not in html


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_shows_as_itself_on_a_card(words: str) -> None:
    found = JustHTML(text(words), sanitize=False, fragment=True)
    shown = found.to_text(separator="", strip=False)
    plain = printable(words).strip().replace("\x0c", "")
    assert "".join(shown.split()) == "".join(plain.split())
    assert {node.name for node in found.query("*")} <= {"br", "span"}


@pytest.mark.parametrize(
    "words", ["[sound:x.mp3]", "[latex]\\input{/etc/passwd}[/latex]", "\\(x\\)", "\\[x\\]", "[$]x[/$]"]
)
def test_what_anki_would_play_or_typeset_is_broken_up(words: str) -> None:
    assert "[" not in text(words) and "\\(" not in text(words)
    assert JustHTML(text(words), sanitize=False, fragment=True).to_text(separator="", strip=False) == words


def test_lines_begin_with_what_anki_needs_to_know() -> None:
    made = to_lines(cards([hostile("en"), finished("zh")]))
    assert made.startswith(HEAD)
    rows = made.removeprefix(HEAD).splitlines()
    assert len(rows) == len(cards([hostile("en"), finished("zh")]))
    for row in rows:
        cells = row.split("\t")
        assert len(cells) == 4 and all(cell[0] == cell[-1] == '"' for cell in cells)
        assert len(cells[0]) == 22


def test_without_cards_there_are_no_lines() -> None:
    assert to_lines([]) == HEAD

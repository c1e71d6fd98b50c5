"""A language model's judgement beside the offline grade: both tracks, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from mock_interview.clean_text import one_line
from mock_interview.model import NOT_ASKED, Grade, JudgedPoint, Judgement, PointResult, Verdict
from mock_interview.terminal.screen import block
from mock_interview.terminal.voice import usage_line
from mock_interview.terminal.words import SIGNS, words

if TYPE_CHECKING:
    from rich.text import Text

DIFFERS = "≠"
MOST_APPEALS = 2  # stretches that are quoted; one tells enough


def track_lines(grade: Grade, band: Callable[[str], str], lang: str, width: int) -> Iterator[Text]:
    """Both tracks and the combined grade, a column each; why there is no judgement, if so."""
    judgement = grade.judgement
    if judgement is None:
        return
    word = words(lang)
    if judgement.score is None:
        yield block(_why_none(judgement, lang), width, indent="  ", first="", style="warn")
        return
    tracks: list[tuple[str, Grade | Judgement]] = [
        ("track_offline", grade.offline or grade),
        ("track_judge", judgement),
        ("track_combined", grade),
    ]
    yield block(word("tracks"), width, style="strong")
    yield _columns([word(name) for name, _ in tracks])
    yield _columns([f"{track.score:.0f}" if track.score is not None else "–" for _, track in tracks])
    yield _columns([one_line(band(track.band)) for _, track in tracks])
    about = [one_line(judgement.model)] if judgement.model else []
    about.append(word("judge_readings", n=judgement.samples))
    if judgement.failed:
        about.append(word("judge_lost", n=len(judgement.failed)))
    yield block(" · ".join(about), width, indent="  ", style="dim")
    if took := usage_line(judgement.usage, lang):
        yield block(took, width, indent="  ", style="dim")
    yield from _appeal_lines(judgement, lang, width)
    if grade.contested:
        yield block(
            f"{DIFFERS} {word('contested', n=len(grade.contested))}", width, indent="  ", style="warn"
        )


def _columns(cells: list[str]) -> Text:
    from rich.cells import set_cell_size
    from rich.text import Text

    text = Text("  ")
    for cell in cells:
        text.append(set_cell_size(cell, 11) + " ")
    text.rstrip()
    return text


def _why_none(judgement: Judgement, lang: str) -> str:
    word = words(lang)
    if judgement.reason.startswith(NOT_ASKED):
        return word("judge_not_asked", why=word(f"flag_{judgement.reason.removeprefix(NOT_ASKED)}"))
    return word("judge_none")  # the reason is said once a session, and is in the transcript


def _appeal_lines(judgement: Judgement, lang: str, width: int) -> Iterator[Text]:
    if not judgement.appeals:
        return
    word = words(lang)
    yield block(word("judge_held"), width, indent="  ", style="warn")
    quoted = [one_line(appeal.span.text) for appeal in judgement.appeals]
    for text in [text for text in quoted if text][:MOST_APPEALS]:
        shown = text if len(text) <= 120 else f"{text[:119]}…"
        yield block(f"“{shown}”", width, indent="    ", style="quote")


def point_lines(grade: Grade, result: PointResult, lang: str, width: int) -> Iterator[Text]:
    """What the judge says of one point, marked where the offline grade says otherwise."""
    judgement = grade.judgement
    judged = next((p for p in judgement.points if p.point == result.point), None) if judgement else None
    if judged is None:
        return
    word = words(lang)
    if result.point in grade.contested:
        offline = next(p.verdict for p in (grade.offline or grade).points if p.point == result.point)
        text = word("point_contested", offline=_shown(offline, lang), judge=_shown(judged.verdict, lang))
        yield block(f"{DIFFERS} {text}", width, indent="      ", style="warn")
    if _is_held(grade, result, judged):
        yield block(word("judge_held_point"), width, indent="      ", style="warn")
    if judged.withdrawn:
        yield block(
            word("judge_withdrawn", verdict=_claimed(judged, lang)), width, indent="      ", style="warn"
        )
    if len(judged.votes) > 1:
        yield block(word("judge_tally", votes=_tally(judged, lang)), width, indent="      ", style="dim")
    reasoning = _reasoning(judged)
    if reasoning:
        lead = f"      {word('judge_says')}"
        yield block(reasoning, width, indent="      ", first=lead, style="dim")


def _is_held(grade: Grade, result: PointResult, judged: JudgedPoint) -> bool:
    """Whether the judge's better verdict was not taken over for want of support; appeals are told above."""
    judgement = grade.judgement
    if judgement is None or judgement.appeals or judgement.rule == "offline":
        return False
    return judged.credit > result.credit and result.verdict is not judged.verdict


def _shown(verdict: Verdict, lang: str) -> str:
    return f"{SIGNS[verdict]} {words(lang)(verdict.value)}"


def _claimed(judged: JudgedPoint, lang: str) -> str:
    """The verdicts that were withdrawn, each once."""
    claimed = dict.fromkeys(vote.verdict for vote in judged.votes if vote.withdrawn)
    return " / ".join(words(lang)(verdict.value) for verdict in claimed)


def _tally(judged: JudgedPoint, lang: str) -> str:
    """How many votes each verdict has, withdrawn ones by themselves."""
    word, parts = words(lang), []
    for verdict in Verdict:
        count = sum(vote.verdict is verdict and not vote.withdrawn for vote in judged.votes)
        if count:
            parts.append(f"{word(verdict.value)} {count}")
    withdrawn = sum(vote.withdrawn for vote in judged.votes)
    if withdrawn:
        parts.append(f"{word('votes_withdrawn')} {withdrawn}")
    return " · ".join(parts)


def _reasoning(judged: JudgedPoint) -> str:
    """The reasons of the first vote that agrees with what was decided, else of the first."""
    agreeing = [v for v in judged.votes if v.verdict is judged.verdict and not v.withdrawn]
    return one_line((agreeing or list(judged.votes))[0].reasoning)

"""A language model's judgement beside the offline grade: both tracks, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from mock_interview.clean_text import one_line
from mock_interview.model import Grade, PointResult
from mock_interview.review.judgement import DIFFERS, opinion, second
from mock_interview.review.labels import labels
from mock_interview.terminal.screen import block
from mock_interview.terminal.voice import usage_line

if TYPE_CHECKING:
    from rich.text import Text


def track_lines(
    grade: Grade, band: Callable[[str], str], lang: str, width: int, *, details: bool = True
) -> Iterator[Text]:
    """Both tracks and the combined grade, a column each; why there is no judgement, if so.

    Without ``details`` it is left out what a server said, because that was told before.
    """
    found = second(grade, lang, details=details)
    if found is None or grade.judgement is None:
        return
    if found.unjudged:
        yield block(found.unjudged, width, indent="  ", first="", style="warn")
        return
    yield block(labels(lang)("tracks"), width, style="strong")
    yield _columns([track.name for track in found.tracks])
    yield _columns([f"{track.score:.0f}" if track.score is not None else "–" for track in found.tracks])
    yield _columns([one_line(band(track.band)) for track in found.tracks])
    yield block(" · ".join(found.about), width, indent="  ", style="dim")
    if took := usage_line(grade.judgement.usage, lang):
        yield block(took, width, indent="  ", style="dim")
    if found.held:
        yield block(found.held, width, indent="  ", style="warn")
    for text in found.appeals:
        yield block(f"“{text}”", width, indent="    ", style="quote")
    if found.contested:
        yield block(f"{DIFFERS} {found.contested}", width, indent="  ", style="warn")


def _columns(cells: list[str]) -> Text:
    from rich.cells import set_cell_size
    from rich.text import Text

    text = Text("  ")
    for cell in cells:
        text.append(set_cell_size(cell, 11) + " ")
    text.rstrip()
    return text


def point_lines(grade: Grade, result: PointResult, lang: str, width: int) -> Iterator[Text]:
    """What the judge says of one point, marked where the offline grade says otherwise."""
    found, label = opinion(grade, result, lang), labels(lang)
    if found is None:
        return
    differs = f"{DIFFERS} {found.differs}" if found.differs else ""
    for text in filter(None, (differs, found.held, found.withdrawn)):
        yield block(text, width, indent="      ", style="warn")
    for text in filter(None, (*found.lost, found.votes)):
        yield block(text, width, indent="      ", style="dim")
    if found.quotes:
        quoted = label("space").join(f"“{quote}”" for quote in found.quotes)
        yield block(quoted, width, indent="      ", first=f"      {label('judge_quotes')}", style="dim")
    if found.reasoning:
        first = f"      {label('judge_says')}"
        yield block(found.reasoning, width, indent="      ", first=first, style="dim")

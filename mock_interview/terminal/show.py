"""What one question looks like on screen: as asked, as answered, and as graded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mock_interview.clean_text import one_line, printable
from mock_interview.dialogue import SKIPPED
from mock_interview.model import (
    NO_REFERENCE,
    SIGNS,
    Exchange,
    Grade,
    PointResult,
    Question,
    Source,
    Span,
    Turn,
    Verdict,
    Why,
)
from mock_interview.model import Text as Bilingual
from mock_interview.review.labels import labels
from mock_interview.review.why import why_text
from mock_interview.terminal.judge_view import point_lines, track_lines
from mock_interview.terminal.screen import block, copyable, indented
from mock_interview.terminal.voice import asked_back, remark_lines, said
from mock_interview.terminal.words import clock, words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


class QuestionView:
    """Draws questions and grades on ``console`` in ``lang``; ``titles`` maps topic paths to names."""

    def __init__(
        self, console: Console, lang: str, titles: Mapping[str, str], bands: Mapping[str, str]
    ) -> None:
        self._console = console
        self._lang = lang
        self._titles = titles
        self._bands = bands
        self._word = words(lang)

    @property
    def _width(self) -> int:
        return self._console.width

    def topic(self, question: Question) -> str:
        """The name of a question's topic."""
        return self._titles.get(question.topic, question.topic)

    def band(self, band: str) -> str:
        """The name of a band."""
        return self._bands.get(band, band)

    def heading(self, left: str, right: str = "") -> None:
        """A line that starts a block; what does not fit beside ``left`` goes below it."""
        from rich.cells import cell_len
        from rich.text import Text

        gap = self._width - cell_len(left) - cell_len(right) - 4
        text = Text()
        if right and gap < 3:
            text.append(f"── {left} ", "head")
            text.append("─" * max(0, self._width - cell_len(left) - 4), "head")
            text.append("\n")
            text.append_text(indented(Text(right, "dim"), self._width, indent="   "))
        else:
            text.append(f"── {left} ", "head")
            text.append("─" * (max(0, gap - 1) if right else max(0, gap)), "head")
            text.append(f" {right}" if right else "", "dim")
        self._print(text)

    def asked(self, question: Question, *, number: int, total: int, why: Why | None = None) -> None:
        """The block above the editor for a main question; ``why`` says why it was chosen."""
        right = " · ".join(
            (
                one_line(self.topic(question)),
                self._word("level", level=question.level),
                self._word("limit", time=clock(question.time_limit)),
            )
        )
        self._print()
        self.heading(self._word("question", n=number, total=total), right)
        if why is not None and (reason := why_text(why, self._lang)):
            chosen = labels(self._lang)("why_chosen", why=reason)
            self._print(block(chosen, self._width, indent="   ", style="dim"))
        self._print()
        self._print(block(question.question.get(self._lang), self._width, style="strong"))
        self._print()

    def followup(self, text: str, limit: int, *, voiced: bool = False) -> None:
        """The block above the editor for a follow-up; ``voiced`` when a model worded it."""
        self._print()
        self.heading(self._word("followup"), self._word("limit", time=clock(limit)))
        self._print()
        plain = block(text, self._width, style="strong")
        self._print(said(text, self._lang, self._width) if voiced else plain)
        self._print()

    def says(self, text: str) -> None:
        """Words of the interviewer beside the questions."""
        self._print(said(text, self._lang, self._width))

    def asks(self, text: str) -> None:
        """A question of the candidate to the interviewer."""
        self._print(asked_back(text, self._lang, self._width))

    def hint(self, number: int, hint: Bilingual) -> None:
        """A hint, numbered from 1."""
        lead = self._word("hint", n=number)
        self._print(block(hint.get(self._lang), self._width, first=lead, indent="  ", style="warn"))

    def note(self, text: str) -> None:
        """A remark of the program."""
        self._print(block(text, self._width, style="warn"))

    def copyable(self, text: str) -> None:
        """A remark that holds a path or a command, which is not broken into lines."""
        self._print(copyable(text))

    def status(self, text: str) -> None:
        """A remark on what is going on, which need not be read."""
        self._print(block(text, self._width, style="dim"))

    @contextmanager
    def meanwhile(self, text: str) -> Iterator[None]:
        """Show a remark as long as something goes on, to those who sit before a terminal."""
        if self._console.is_terminal and not self._console.is_dumb_terminal:
            # An ASCII sign turns beside it, so that it is seen to live; all of it is gone afterwards.
            with self._console.status(block(text, self._width - 2, style="dim"), spinner="line"):
                yield
            return
        if self._console.is_terminal:
            self.status(text)
        yield

    def answer(self, turn: Turn) -> None:
        """The words of the candidate, with the stretches that decided a verdict highlighted."""
        marks: dict[int, list[tuple[Span, str]]] = {}
        for result in turn.counted.points if turn.counted else ():
            if result.quote is not None:
                marks.setdefault(result.quote.source, []).append((result.quote, result.verdict.value))
        self._print(block(self._word("answer"), self._width, style="strong"))
        self._clarified(turn, 0)
        self._said(turn.main, marks.get(0, []))
        for index, exchange in enumerate(turn.followups, start=1):
            lead = f"  {self._word('followup')}{self._word('colon')}"
            self._print(block(exchange.probe, self._width, first=lead, indent="    ", style="dim"))
            self._clarified(turn, index)
            self._said(exchange, marks.get(index, []))

    def _clarified(self, turn: Turn, part: int) -> None:
        """What the candidate asked before answering, and what the interviewer said to it."""
        for remark in turn.remarks:
            if remark.part == part and remark.asked:
                for line in remark_lines(remark, self._lang, self._width, indent="  "):
                    self._print(line)

    def _said(self, exchange: Exchange, marks: Sequence[tuple[Span, str]]) -> None:
        if exchange.text.strip():
            self._print(indented(marked(exchange.text, marks), self._width, indent="  "))
        else:
            empty = "skipped" if exchange.how == SKIPPED else "no_answer"
            self._print(block(self._word(empty), self._width, indent="  ", style="dim"))

    def grade(self, turn: Turn, *, timed: bool = True, details: bool = True) -> None:
        """Score, flags, and the verdict on each key point with the words that earned it.

        ``timed`` is false for an answer that no clock was kept for, ``details`` where the candidate was
        told before what went wrong with the language model.
        """
        grade = turn.counted
        self._print(self._score_line(turn, timed=timed))
        for text in self._other_grades(turn):
            self._print(block(text, self._width, style="dim"))
        if grade is None or grade.score is None:
            return
        for flag in grade.flags:
            text = self._word(f"flag_{flag.value}")
            self._print(block(text, self._width, first=self._word("flags"), indent="  ", style="warn"))
        for line in track_lines(grade, self.band, self._lang, self._width, details=details):
            self._print(line)
        self._print(block(self._word("points"), self._width, style="strong"))
        for result in grade.points:
            self._print(self._point(turn.question, result))
            for line in point_lines(grade, result, self._lang, self._width):
                self._print(line)
            appeal = turn.appealed(result.point)
            if appeal is not None:
                verdict = self._word(appeal.verdict.value)
                text = self._word("you_appealed", verdict=verdict, why=appeal.because)
                self._print(block(text, self._width, indent="      ", style=appeal.verdict.value))

    def _other_grades(self, turn: Turn) -> list[str]:
        """The grades beside the one that counts: the first, where it no longer does, and later ones."""
        others = [(key, grade) for key, grade in _all_grades(turn) if grade != turn.counted]
        return [
            self._word(key, score="–" if grade.score is None else f"{grade.score:.0f}", rubric=grade.rubric)
            for key, grade in others
        ]

    def _score_line(self, turn: Turn, *, timed: bool) -> Text:
        from rich.text import Text

        grade = turn.counted or Grade(score=None)
        parts = Text()
        if grade.score is None:
            parts.append(self._word("not_graded"), "strong")
            if grade.reason in (SKIPPED, NO_REFERENCE):
                key = "skipped" if grade.reason == SKIPPED else "no_reference"
                parts.append(self._word("why", why=self._word(key)))
            elif grade.reason:
                parts.append(self._word("why", why=one_line(grade.reason)))
        else:
            parts.append(
                f"{self._word('score')} {grade.score:.0f}/100  {one_line(self.band(grade.band))}", "strong"
            )
            if grade.low is not None and grade.high is not None:
                parts.append(
                    f"  {self._word('range', low=f'{grade.low:.0f}', high=f'{grade.high:.0f}')}", "dim"
                )
        drawn = indented(parts, self._width, indent="  ", first="")
        if timed:
            drawn.append("\n")
            drawn.append_text(block(" · ".join(self._time_parts(turn)), self._width, style="dim"))
        return drawn

    def _time_parts(self, turn: Turn) -> list[str]:
        used = turn.main.used + sum(f.used for f in turn.followups)
        over = turn.main.overtime + sum(f.overtime for f in turn.followups)
        parts = [self._word("used", used=clock(used), limit=clock(turn.limit))]
        if over >= 1:
            parts.append(self._word("overtime", time=clock(over)))
        if turn.hints:
            parts.append(self._word("hints_used", n=turn.hints))
        if turn.pauses:
            parts.append(self._word("pauses", n=turn.pauses))
        if turn.confidence:
            parts.append(self._word("was_sure", sure=self._word(f"sure_{turn.confidence}")))
        return parts

    def _point(self, question: Question, result: PointResult) -> Text:
        from rich.text import Text

        verdict = result.verdict
        text = Text()
        text.append(f"{SIGNS[verdict]} {self._word(verdict.value)} ", verdict.value)
        text.append(printable(_point_text(question, result.point, self._lang)))
        text.append(self._word("weight", n=result.weight), "dim")
        drawn = indented(text, self._width, indent="    ", first="  ")
        if result.quote is not None:
            said = "you_said_opposite" if verdict is Verdict.CONTRADICTED else "you_said"
            quote = Text(self._word(said), "dim")
            quote.append(f"“{one_line(result.quote.text)}”", "quote")
            drawn.append("\n")
            drawn.append_text(indented(quote, self._width, indent="      "))
        return drawn

    def reference(self, question: Question, *, sources: bool = False) -> None:
        """The reference answer, if there is one, and what to read."""
        if not question.reference.there:
            self._print(block(self._word("add_reference", id=question.id), self._width, style="dim"))
            return
        self._print(block(self._word("reference"), self._width, style="strong"))
        self._print(block(question.reference.get(self._lang), self._width, indent="  "))
        if sources:
            self.sources(question)

    def sources(self, question: Question) -> None:
        """What to read."""
        if question.sources:
            self._print(block(self._word("read"), self._width, style="strong"))
            for source in question.sources:
                self._print(block(source_line(source), self._width, first="  - ", indent="    "))

    def similarity(self, grade: Grade | None) -> None:
        """Whole-answer similarity, which earned nothing."""
        if grade is not None and grade.similarity is not None:
            text = self._word("similarity", value=f"{grade.similarity:.2f}")
            self._print(block(text, self._width, style="dim"))

    def blank(self) -> None:
        """An empty line."""
        self._print()

    def _print(self, text: Text | str = "") -> None:
        self._console.print(text, soft_wrap=True)


def _all_grades(turn: Turn) -> list[tuple[str, Grade]]:
    """Every grade of ``turn``, each once, with the word that introduces it."""
    first = [] if turn.grade is None else [("first_grade", turn.grade)]
    later = {regrade.grade.score: ("now_graded", regrade.grade) for regrade in turn.regrades}
    return [*first, *later.values()]


def marked(text: str, marks: Sequence[tuple[Span, str]]) -> Text:
    """``text`` made printable, with each span in its style. Overlaps go to the span that starts first."""
    from rich.text import Text

    drawn, done = Text(), 0
    for span, style in sorted(marks, key=lambda mark: mark[0].start):
        if span.start < done or text[span.start : span.end] != span.text:
            continue
        drawn.append(printable(text[done : span.start]))
        drawn.append(printable(span.text), f"{style} underline")
        done = span.end
    drawn.append(printable(text[done:]))
    drawn.rstrip()
    return drawn


def source_line(source: Source) -> str:
    """A source on one line: title, and where to find it."""
    where = f"arXiv:{source.arxiv} https://arxiv.org/abs/{source.arxiv}" if source.arxiv else source.url
    return one_line(f"{source.title}: {where}")


def _point_text(question: Question, point_id: str, lang: str) -> str:
    try:
        return question.point(point_id).text.get(lang)
    except KeyError:
        return point_id

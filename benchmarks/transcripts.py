"""Makes folders of invented transcripts, as many as wanted and the same every time. Grades nothing.

Questions are the shipped bank's and answers its sample answers, with the verdicts their authors gave.
``python -m benchmarks.transcripts FOLDER 10000`` writes them for a look.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path

from mock_interview.bank.load import load_bank
from mock_interview.codec import to_plain
from mock_interview.model import (
    Bank,
    Example,
    Grade,
    Options,
    PointResult,
    Question,
    Signal,
    Span,
    Verdict,
)
from mock_interview.paths import bank_folder
from mock_interview.transcript.events import (
    Answered,
    Asked,
    Confidence,
    Draft,
    Ended,
    Event,
    Graded,
    Line,
    Started,
    encode,
)
from mock_interview.transcript.folder import ID_ALPHABET, ID_LENGTH, file_name

FIRST = datetime(2024, 1, 1, 8, 0, tzinfo=timezone.utc)
BETWEEN = timedelta(hours=2, minutes=38)  # 10 000 sessions in three years
QUESTIONS = 6
DRAFTS = 12  # of an answer; a person has one a second, which takes longer to read and says nothing more
SIGNALS = ("p_covered", "p_partial", "p_missed", "p_contradicted", "similarity", "overlap", "terms")
CREDIT = {Verdict.COVERED: 1.0, Verdict.PARTIAL: 0.5, Verdict.MISSED: 0.0, Verdict.CONTRADICTED: 0.0}


def write_transcripts(folder: Path, count: int, *, seed: int = 1, first: int = 0) -> None:
    """``count`` finished sessions of `QUESTIONS` answers each, spread over years, from the ``first`` on."""
    folder.mkdir(parents=True, exist_ok=True)
    maker = _Maker(load_bank(bank_folder(None, {}).path), random.Random(seed))
    for number in range(first, first + count):
        name, raw = maker.transcript(FIRST + number * BETWEEN)
        (folder / name).write_bytes(raw)


@dataclass(frozen=True)
class _Asked:
    """A question with its sample answers in one language, and its stored form."""

    question: Question
    lang: str
    examples: tuple[Example, ...]

    @cached_property
    def stored(self) -> str:
        """The question as a transcript keeps it."""
        return json.dumps(to_plain(replace(self.question, examples=())), separators=(",", ":"))


class _Maker:
    def __init__(self, bank: Bank, draw: random.Random) -> None:
        self._draw = draw
        self._bank = bank
        self._pile = {
            lang: [
                _Asked(question, lang, tuple(e for e in question.examples if e.lang == lang))
                for question in bank.questions
                if any(e.lang == lang for e in question.examples)
            ]
            for lang in ("zh", "en")
        }

    def transcript(self, at: datetime) -> tuple[str, bytes]:
        """The name and the bytes of one session that began at ``at``."""
        lang = self._draw.choice(("zh", "en"))
        asked = self._draw.sample(self._pile[lang], QUESTIONS)
        name = "".join(self._draw.choice(ID_ALPHABET) for _ in range(ID_LENGTH))
        used = {path for one in asked for path in (one.question.topic, one.question.section)}
        started = Started(
            id=name,
            options=Options(questions=QUESTIONS, lang=lang, seed=self._draw.randrange(2**31)),
            planned=(),
            topics=tuple(topic for topic in self._bank.topics if topic.path in used),
            bank=self._bank.digest,
            encoder="bundled",
            versions={"mock-interview": "0.1.0", "python": "3.11.7"},
        )
        first = encode(Line(at=_stamp(at), seq=0, event=started))
        planned = ",".join(one.stored for one in asked)  # made once a question: it is most of the line
        lines = [first.replace(b'"planned":[]', f'"planned":[{planned}]'.encode(), 1)]
        for seq, (later, event) in enumerate(self._events(asked), start=1):
            lines.append(encode(Line(at=_stamp(at + later), seq=seq, event=event)))
        return file_name(_stamp(at), asked[0].question.section, name), b"".join(lines)

    def _events(self, asked: Sequence[_Asked]) -> Iterator[tuple[timedelta, Event]]:
        clock = 0.0
        for number, one in enumerate(asked, start=1):
            yield (
                timedelta(seconds=clock + 20 * number),
                Asked(number=number, question=one.question.id, limit=one.question.time_limit),
            )
            example = self._draw.choice(one.examples)
            used = round(one.question.time_limit * self._draw.uniform(0.3, 1.2), 3)
            clock = round(clock + used, 3)
            later = timedelta(seconds=clock + 20 * number)
            for event in self._answer(number, one, example, used, clock):
                yield later, event
        yield later, Ended(how="finished", clock=clock)

    def _answer(
        self, number: int, one: _Asked, example: Example, used: float, clock: float
    ) -> Iterator[Event]:
        text, limit = example.answer, one.question.time_limit
        for part in range(1, DRAFTS + 1):
            share = part / DRAFTS
            typed = text[: round(len(text) * share)]
            yield Draft(number=number, part=0, text=typed, used=round(used * share, 3), clock=clock)
        over = max(0.0, round(used - limit, 3))
        yield Answered(
            number=number, part=0, text=text, how="submitted", used=used, overtime=over, clock=clock
        )
        if self._draw.random() < 0.5:
            yield Confidence(number=number, level=self._draw.randint(1, 4))
        yield Graded(number=number, parts=1, grade=self._grade(one.question, example))

    def _grade(self, question: Question, example: Example) -> Grade:
        points = tuple(self._point(question, example, at) for at in range(len(question.points)))
        earned = sum(point.weight * point.credit for point in points) / sum(p.weight for p in points)
        score = round(100 * earned, 1)
        return Grade(
            score=score,
            band="strong" if score >= 70 else "partial" if score >= 40 else "weak",
            low=max(0.0, score - 12),
            high=min(100.0, score + 12),
            points=points,
            similarity=0.5,
            rubric="default",
            engine="invented",
        )

    def _point(self, question: Question, example: Example, at: int) -> PointResult:
        point = question.points[at]
        verdict = (
            Verdict.COVERED if point.id in example.covers
            else Verdict.PARTIAL if point.id in example.partly
            else Verdict.CONTRADICTED if point.id in example.contradicts
            else Verdict.MISSED
        )  # fmt: skip
        quote = None
        if verdict is not Verdict.MISSED:
            end = min(len(example.answer), 40)
            quote = Span(source=0, start=0, end=end, text=example.answer[:end])
        signals = tuple(Signal(name=name, value=round(self._draw.random(), 4)) for name in SIGNALS)
        return PointResult(
            point=point.id, weight=point.weight, verdict=verdict, credit=CREDIT[verdict], quote=quote,
            signals=signals,
        )  # fmt: skip


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


if __name__ == "__main__":
    write_transcripts(Path(sys.argv[1]), int(sys.argv[2]))

"""Grades again what transcripts hold: answers for ``regrade`` and ``verify``, drafts for ``timeline``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mock_interview.model import Answer, Bank, Grade, Question, Rubric, Session, Turn, Verdict
from mock_interview.practice import VERDICTS

if TYPE_CHECKING:
    from mock_interview.cli.judging import Judging
    from mock_interview.grading.grader import Grader

LETTERS = {verdict: letter for letter, verdict in reversed(VERDICTS.items())}


class Regrader:
    """Grades with ``encoder`` and ``rubric``; models are loaded at the first grade."""

    def __init__(self, bank: Bank, encoder: str, rubric: Rubric) -> None:
        from mock_interview.cli.wiring import check_encoder

        check_encoder(encoder)
        self.bank, self.encoder, self.rubric = bank, encoder, rubric
        self._made: Grader | None = None

    @property
    def grader(self) -> Grader:
        """The grader, loaded."""
        if self._made is None:
            from mock_interview.cli.wiring import make_grader

            self._made = make_grader(self.bank, self.encoder)
        return self._made

    @property
    def engine(self) -> str:
        """What grades; loads the models."""
        return self.grader.engine

    def grade(self, question: Question, answer: Answer, lang: str) -> Grade:
        """The offline grade of an answer."""
        return self.grader.grade(question, answer, self.rubric, lang=lang)

    def judged(self, judging: Judging, question: Question, answer: Answer, lang: str) -> Grade:
        """The offline grade combined with a language model's."""
        was = self.grader.assess(question, answer, self.rubric, lang=lang)
        return judging(was, self.grader.support, lang=lang)


def regrader(
    session: Session, bank: Path | None, rubrics: Path | None, *, encoder: str = "", rubric: str = ""
) -> Regrader:
    """A regrader for ``session``, with its own encoder and rubric unless others are named.

    Raises ``UsageError`` for an unknown rubric, ``EncoderError``.
    """
    from mock_interview.cli.wiring import open_bank, open_rubric

    options = session.options
    return Regrader(
        open_bank(bank), encoder or options.encoder, open_rubric(rubrics, rubric or options.rubric)
    )


class DraftJudge:
    """Verdicts on the drafts of one session, remembered in the index of its folder."""

    def __init__(self, session: Session, bank: Path | None, rubrics: Path | None, folder: Path) -> None:
        from mock_interview.cli.indexing import index_of

        self._session = session
        self._regrader = regrader(session, bank, rubrics)
        self._index = index_of(folder)
        self._kind = f"drafts of {session.id}"
        self._kept = self._index.kept(self._kind)
        self._fresh: dict[str, str] = {}

    def __enter__(self) -> DraftJudge:
        return self

    def __exit__(self, *_error: object) -> None:
        self._index.keep(self._kind, self._fresh)
        self._index.close()

    def of(self, number: int) -> Callable[[tuple[str, ...]], tuple[Verdict, ...]]:
        """A function that gives the verdicts on question ``number``'s points for the answers so far."""
        turn = self._session.turns[number - 1]
        return lambda parts: self._verdicts(turn, parts)

    def _verdicts(self, turn: Turn, parts: tuple[str, ...]) -> tuple[Verdict, ...]:
        key = self._key(turn, parts)
        found = self._kept.get(key)
        letters = found.decode() if found is not None else self._fresh.get(key)
        if letters is None or len(letters) != len(turn.question.points):
            answer = Answer(parts=parts, hints=turn.hints)
            grade = self._regrader.grade(turn.question, answer, self._session.options.lang)
            letters = self._fresh[key] = "".join(LETTERS[result.verdict] for result in grade.points)
        return tuple(VERDICTS[letter] for letter in letters)

    def _key(self, turn: Turn, parts: tuple[str, ...]) -> str:
        from mock_interview.codec import to_json

        made_by = (self._regrader.engine, self._regrader.rubric.digest, self._regrader.bank.digest)
        content = repr((made_by, to_json(turn.question), self._session.options.lang, turn.hints, parts))
        return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:32]

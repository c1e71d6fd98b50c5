"""``review regrade`` and ``review verify``: grades made again, to have other ones or to check these."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mock_interview.cli import options as opt
from mock_interview.cli.reading import folder_of, print_json
from mock_interview.errors import ExitCode

if TYPE_CHECKING:
    from mock_interview.cli.judging import Judging
    from mock_interview.cli.regrading import Regrader
    from mock_interview.model import Session, Turn
    from mock_interview.transcript.events import Regraded as Event
    from mock_interview.verify import Again, Verified

SHAPE = 1
ANSWERED = ("submitted", "cut")


def regrade(
    sessions: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help="Sessions to grade again.", autocompletion=opt.complete_session),
    ],
    rubric: Annotated[
        str,
        typer.Option(
            "--rubric",
            metavar="NAME",
            help="Another rubric than the session's.",
            autocompletion=opt.complete_rubric,
        ),
    ] = "",
    encoder: Annotated[
        str, typer.Option("--encoder", metavar="NAME", help="Another encoder than the session's.")
    ] = "",
    judge: Annotated[bool, typer.Option("--judge", help="Let a language model grade as well.")] = False,
    use: Annotated[bool, typer.Option("--use", help="Let the new grades count from here on.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Tell which points flipped, and why.")] = False,
    lang: opt.Lang = None,
    as_json: opt.Json = False,
    bank: opt.Bank = None,
    rubrics: opt.Rubrics = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Grade sessions again.

    The new grades are recorded beside the old ones, which still count unless --use is given. Where the
    language model fails nothing is recorded, and the exit code is 8.

    Example: mock-interview review regrade k3f --rubric strict --diff
    """
    from mock_interview.transcript.folder import find

    folder = folder_of(transcripts)
    paths = [find(folder, wanted) for wanted in sessions]  # all of them, before any is changed
    judging = _judging() if judge else None
    done = [_Regrading(path, (bank, rubrics), encoder, rubric, judging).run(use=use) for path in paths]
    if as_json:
        print_json([one.plain() for one in done])
    else:
        from mock_interview.terminal.again_view import show_regraded
        from mock_interview.terminal.screen import console

        for one in done:
            language = opt.language(lang) if lang else one.session.options.lang
            show_regraded(console(), one.outcome(), one.rows, language, flips=diff)
    language = opt.language(lang) if lang else done[0].session.options.lang
    _check_judge([row for one in done for row in one.rows], language)


def _check_judge(rows: list[Any], lang: str) -> None:
    """Say that a judge failed, if it did, and exit with its code."""
    kept = [row for row in rows if row.kept]
    if kept:
        from mock_interview.review.judgement import cause
        from mock_interview.terminal.words import words

        what = cause(kept[0].unjudged, lang)
        typer.echo(words(lang)("regrade_failed", what=what, n=len(kept)), err=True)
        raise typer.Exit(ExitCode.JUDGE)


def _judging() -> Judging | None:
    """The configured judge. Raises ``LlmError`` when there is none."""
    from mock_interview.cli.wiring import open_judge
    from mock_interview.settings.values import LlmOptions

    return open_judge(LlmOptions(judge=True))


class _Regrading:
    """One session being graded again."""

    def __init__(
        self,
        path: Path,
        places: tuple[Path | None, Path | None],
        encoder: str,
        rubric: str,
        judging: Judging | None,
    ) -> None:
        from mock_interview.chat import Usage
        from mock_interview.cli.regrading import regrader
        from mock_interview.transcript.read import read_session

        self.path, self.rows, self.usage = path, list[Any](), Usage()
        self.session: Session = read_session(path)
        self.made: Regrader = regrader(self.session, *places, encoder=encoder, rubric=rubric)
        self._judging = judging
        self.recorded, self.used = 0, False

    def _grade(self, turn: Turn) -> Any:
        lang = self.session.options.lang
        if self._judging is None:
            return self.made.grade(turn.question, turn.answer, lang)
        return self.made.judged(self._judging, turn.question, turn.answer, lang)

    def run(self, *, use: bool) -> _Regrading:
        """Grade every answer, and record what is not there yet; nothing where a judge failed."""
        from mock_interview.review.regrade import compare, judge_failure, kept

        events = []
        for turn in self.session.turns:
            if turn.main.how not in ANSWERED:
                continue
            grade = self._grade(turn)
            if grade.judgement is not None:
                self.usage = self.usage.plus(grade.judgement.usage)
            if reason := judge_failure(grade):
                self.rows.append(kept(turn.number, turn.question, turn.counted, reason))
                continue
            self.rows.append(compare(turn.number, turn.question, turn.counted, grade))
            if not _is_there(turn, grade, use=use):
                events.append(self._event(turn, grade, use=use))
        self._record(events)
        self.recorded, self.used = len(events), use
        return self

    def _event(self, turn: Turn, grade: Any, *, use: bool) -> Event:
        from mock_interview.transcript.events import Regraded as Event

        return Event(
            number=turn.number,
            parts=1 + len(turn.followups),
            grade=grade,
            encoder=self.made.encoder,
            rubric=self.made.rubric.digest,
            bank=self.made.bank.digest,
            used=use,
        )

    def _record(self, events: list[Event]) -> None:
        from mock_interview.cli.amending import amend, write_readable

        if events:
            self.session = amend(self.path, events)
            write_readable(self.session, self.path, self.made.rubric)

    def outcome(self) -> Any:
        """What the screen says above and below the rows."""
        from mock_interview.terminal.again_view import Outcome

        return Outcome(
            id=self.session.id,
            rubric=self.made.rubric.id,
            encoder=self.made.encoder,
            recorded=self.recorded,
            used=self.used,
            usage=self.usage,
        )

    def plain(self) -> dict[str, Any]:
        """The JSON of one session; documented in docs/json.md."""
        from mock_interview.codec import to_plain

        return {
            "shape": SHAPE,
            "id": self.session.id,
            "rubric": self.made.rubric.id,
            "encoder": self.made.encoder,
            "used": self.used,
            "recorded": self.recorded,
            "usage": to_plain(self.usage),
            "questions": to_plain(self.rows),
        }


def _is_there(turn: Turn, grade: Any, *, use: bool) -> bool:
    """Whether recording ``grade`` would tell nothing."""
    from mock_interview.review.regrade import same_grade

    known = (turn.counted,) if use else (turn.grade, *(regrade.grade for regrade in turn.regrades))
    return any(same_grade(grade, one) for one in known)


def verify(
    session: opt.SessionId = "latest",
    lang: opt.Lang = None,
    as_json: opt.Json = False,
    bank: opt.Bank = None,
    rubrics: opt.Rubrics = None,
    transcripts: opt.Transcripts = None,
) -> None:
    """Check that a session is as it was recorded.

    Draws its questions again, grades its answers again, and tells every difference; exits with 1 when
    there is one.

    Example: mock-interview review verify k3f
    """
    from mock_interview.transcript.folder import find
    from mock_interview.transcript.read import fold, read_lines
    from mock_interview.verify import verify as check

    path = find(folder_of(transcripts), session)
    stored = read_lines(path)
    whole = fold(stored, path)
    found = check(stored, path, _again(bank, rubrics))
    if as_json:
        print_json(_verified_json(whole.id, found))
    else:
        from mock_interview.terminal.again_view import show_verified
        from mock_interview.terminal.screen import console

        show_verified(console(), whole.id, found, opt.language(lang) if lang else whole.options.lang)
    if found.findings:
        raise typer.Exit(ExitCode.FINDINGS)


def _again(bank: Path | None, rubrics: Path | None) -> Any:
    """Grades again with whatever encoder and rubric is named; each is loaded once."""
    from functools import cache

    from mock_interview.cli.regrading import Regrader
    from mock_interview.cli.wiring import open_bank, open_rubric
    from mock_interview.verify import Again

    @cache
    def made(encoder: str, rubric: str) -> Regrader:
        return Regrader(open_bank(bank), encoder, open_rubric(rubrics, rubric))

    def again(turn: Turn, lang: str, *, encoder: str, rubric: str) -> Again:
        one = made(encoder, rubric)
        grade = one.grade(turn.question, turn.answer, lang)
        return Again(grade=grade, rubric=one.rubric.digest, bank=one.bank.digest)

    return again


def _verified_json(session_id: str, found: Verified) -> dict[str, Any]:
    from mock_interview.codec import to_plain

    return {
        "shape": SHAPE,
        "id": session_id,
        "verified": not found.findings,
        "altered": any(finding.altered for finding in found.findings),
        "grades": found.grades,
        "drawn_again": found.drawn,
        "findings": [{**to_plain(finding), "altered": finding.altered} for finding in found.findings],
    }

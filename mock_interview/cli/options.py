"""Options shared by commands, declared once, and the small parsers they need."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from mock_interview.errors import UsageError


def complete_topic(incomplete: str) -> list[str]:
    """Topic paths that start with what is typed; the part before a comma stays."""
    from mock_interview.cli.wiring import open_bank
    from mock_interview.errors import MockInterviewError

    done, _, last = incomplete.rpartition(",")
    lead = f"{done}," if done else ""
    try:
        topics = open_bank(None).topics
    except MockInterviewError:
        return []
    names = [name for t in topics for name in (t.path, t.outline, t.title.zh, t.title.en) if name]
    wished = [name for name in names if last and name.startswith(last)]
    return [lead + name for name in wished or [topic.path for topic in topics if not last]]


def complete_question(incomplete: str) -> list[str]:
    """Question ids that start with what is typed."""
    from mock_interview.cli.wiring import open_bank
    from mock_interview.errors import MockInterviewError

    try:
        questions = open_bank(None).questions
    except MockInterviewError:
        return []
    return [question.id for question in questions if question.id.startswith(incomplete)]


def complete_session(incomplete: str) -> list[str]:
    """Session ids that start with what is typed, latest first."""
    from mock_interview.errors import MockInterviewError
    from mock_interview.paths import transcript_folder
    from mock_interview.transcript.folder import files

    try:
        found = files(transcript_folder(None, os.environ).path)
    except MockInterviewError:
        return []
    names = ["latest", *(item.id for item in reversed(found))]
    return [name for name in names if name.startswith(incomplete)]


def complete_lang(incomplete: str) -> list[str]:
    """The two languages."""
    return [name for name in ("zh", "en") if name.startswith(incomplete)]


def complete_rubric(incomplete: str) -> list[str]:
    """Rubric names that start with what is typed."""
    from mock_interview.paths import rubric_folder

    folder = rubric_folder(None, os.environ).path
    return sorted(path.stem for path in folder.glob(f"{incomplete}*.yaml"))


Bank = Annotated[
    Path | None,
    typer.Option("--bank", metavar="DIR", help="Folder of questions to use instead of the shipped one."),
]
Rubrics = Annotated[
    Path | None,
    typer.Option("--rubrics", metavar="DIR", help="Folder of rubrics to use instead of the shipped ones."),
]
Transcripts = Annotated[
    Path | None, typer.Option("--transcripts", metavar="DIR", help="Folder that sessions are kept in.")
]
Topics = Annotated[
    list[str] | None,
    typer.Option(
        "--topic",
        "-t",
        metavar="TOPIC",
        help="Topic path, start of one, outline number or title; may be repeated or comma-separated.",
        autocompletion=complete_topic,
    ),
]
Lang = Annotated[
    str | None,
    typer.Option(
        "--lang", metavar="zh|en", help="Language; default from the locale.", autocompletion=complete_lang
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
Encoder = Annotated[
    str, typer.Option("--encoder", metavar="NAME", help="bundled, or sentence-transformers:<name or path>.")
]
RubricName = Annotated[
    str,
    typer.Option(
        "--rubric", metavar="NAME", help="How points become a score.", autocompletion=complete_rubric
    ),
]
Answers = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="FILE|-",
        help="Answer from a JSONL or YAML file, or from stdin, without prompting.",
    ),
]
SessionId = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="Session id, the start of one, or latest.", autocompletion=complete_session
    ),
]

# There is no option for a key: a command line is kept in the shell's history and shown to every user.
Judge = Annotated[
    bool | None,
    typer.Option("--judge/--no-judge", help="Have a language model grade beside the offline grader."),
]
JudgeSamples = Annotated[
    int | None,
    typer.Option(
        "--judge-samples",
        metavar="N",
        min=1,
        max=9,
        help="How often the judge votes on each point. Default 1.",
    ),
]
Interviewer = Annotated[
    str | None,
    typer.Option(
        "--interviewer",
        metavar="authored|llm",
        help="Who words the follow-ups: the bank, or a language model.",
    ),
]
Persona = Annotated[
    str | None,
    typer.Option("--persona", metavar="NAME", help="Manner of the language model's interviewer."),
]
Model = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="Language model, as its server calls it.")
]
BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help="Server that speaks OpenAI's chat protocol."),
]
MaxCost = Annotated[
    float | None,
    typer.Option(
        "--max-cost",
        metavar="USD",
        min=0,
        help="Most that a session may spend; needs prices in the config file.",
    ),
]
MaxCalls = Annotated[
    int | None,
    typer.Option("--max-calls", metavar="N", min=0, help="Most calls to the language model in a session."),
]

_DURATION = re.compile(r"(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?")
LONGEST = 7 * 24 * 3600  # seconds; more is a slip


def seconds(text: str | None) -> int | None:
    """``30m``, ``1h30m``, ``90s``, or a bare number of minutes. Raises `UsageError`."""
    if text is None:
        return None
    plain = text.strip().lower()
    found = _DURATION.fullmatch(f"{plain}m" if re.fullmatch("[0-9]+", plain) else plain)
    hours, minutes, secs = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    value = hours * 3600 + minutes * 60 + secs
    if not 0 < value <= LONGEST:
        raise UsageError(f"--time {text}: not a length of time; write 30m, 1h30m or 90s, a week at most")
    return value


def levels(text: str | None) -> tuple[int, int]:
    """``3`` or ``2-4``, within 1 to 5. Raises `UsageError`."""
    if text is None:
        return (1, 5)
    found = re.fullmatch(r"([1-5])(?:-([1-5]))?", text.strip())
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if low > high:
        raise UsageError(
            f"--level {text}: write one level or a range from low to high, such as 3 or 2-4 (1 to 5)"
        )
    return (low, high)


def choice(flag: str, value: str, allowed: tuple[str, ...]) -> str:
    """``value`` when it is allowed. Raises `UsageError` with the nearest that is."""
    from mock_interview.fields import nearest

    if value not in allowed:
        raise UsageError(f"{flag} {value}: must be one of {', '.join(allowed)}{nearest(value, allowed)}")
    return value


def language(option: str | None) -> str:
    """``--lang``, else Chinese under a Chinese locale, else English. Raises `UsageError`."""
    if option is not None:
        return choice("--lang", option, ("zh", "en"))
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"

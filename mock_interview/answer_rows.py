"""Rows of answers to grade: what a row must hold, and the row with its grade. Nothing here grades."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_interview.codec import to_plain
from mock_interview.errors import AnswersError, Problem
from mock_interview.fields import nearest
from mock_interview.model import LANGUAGES, Grade, Judgement
from mock_interview.row_file import ColumnType, Row, column_type

KEYS = ("question_id", "question", "reference", "answer", "followups", "point", "lang")
# What a row says of its grade, and of which type that is where a file has types.
OUTCOME_TYPES: Mapping[str, ColumnType] = {
    "score": float,
    "low": float,
    "high": float,
    "band": str,
    "verdicts": [
        {
            "point": str,
            "weight": int,
            "verdict": str,
            "credit": float,
            "quote": {"source": int, "start": int, "end": int, "text": str},
        }
    ],
    "flags": [str],
    "engine": str,
    "reason": str,
}
OUTCOME = tuple(OUTCOME_TYPES)
# What it says besides when a language model judged it too.
JUDGED_TYPES: Mapping[str, ColumnType] = {
    "offline_score": float,
    "judge_score": float,
    "judge_reason": str,
    "contested": [str],
}
JUDGED = tuple(JUDGED_TYPES)
EMPTY_FILE = 'holds no rows; each should have "answer", and "question_id" or "question" and "reference"'
SHAPE = 1
# Findings listed in one message; a file with more of them is wrong as a whole.
MOST_PROBLEMS = 20
_CHINESE = re.compile("[\u3400-\u9fff]")
_LATIN_WORD = re.compile("[A-Za-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """An answer to grade: to the bank's question ``known``, or to ``question`` by ``references``.

    Just one of the two is there. ``group`` names the question, whichever it is. ``followups`` are further
    answers to the same question; with ``point`` it is that key point of a bank's question that matters.
    """

    answer: str
    lang: str
    group: str
    known: str = ""
    followups: tuple[str, ...] = ()
    point: str = ""
    question: str = ""
    references: tuple[str, ...] = ()


def check_row(row: Row, known: Collection[str]) -> AnswerRow:
    """What ``row`` asks to grade. ``known`` are the names of the bank's questions.

    Raises ``ValueError`` with what is wrong and what to do, but not where.
    """
    if row.problem:
        raise ValueError(row.problem)
    fields = row.fields
    answer, followups, point = _answer(fields), _followups(fields), _text(fields, "point").strip()
    name = name_of(fields, "question_id")
    if name in known:
        lang = _lang(fields, answer, "")
        return AnswerRow(answer=answer, lang=lang, group=name, known=name, followups=followups, point=point)
    if point:
        raise ValueError(f"'point' is a key point of a question of the bank, which '{name}' is not")
    references = _references(fields)
    if not references:
        raise ValueError(_Late(lambda: _nothing_to_grade_by(fields, name, known)))
    question = _text(fields, "question")
    if not question.strip():
        raise ValueError(_missing(fields, "question") + "; it goes with 'reference'")
    return AnswerRow(
        answer=answer,
        lang=_lang(fields, answer, question),
        group=name or question,
        question=question,
        references=references,
        followups=followups,
    )


class _Late:
    """A message that is put together when it is read: of ten thousand bad rows, twenty are told."""

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make

    def __str__(self) -> str:
        return self._make()


def name_of(fields: Mapping[str, Any], key: str) -> str:
    """An id as text, empty when there is none; a whole number is taken as its digits.

    Raises ``ValueError``, also for a fraction: 2.10 would be the same as 2.1.
    """
    value = fields.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(fields, key).strip()


def _answer(fields: Mapping[str, Any]) -> str:
    if "answer" not in fields:
        raise ValueError(_missing(fields, "answer"))
    if fields["answer"] is None:
        raise ValueError("""'answer' is null; write "" for an answer that is empty""")
    return _text(fields, "answer")


def _followups(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The answers to follow-up questions, from a list, or in CSV a list written as JSON."""
    value = fields.get("followups")
    if isinstance(value, str):
        value = _listed(value) if value.strip() else None
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError("'followups' must be a list of texts")
    return tuple(value)


def _text(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"'{key}' must be text, not {_kind(value)}; put it in quotes")
    return value or ""


def _kind(value: object) -> str:
    names: dict[type, str] = {bool: "true or false", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")


def _missing(fields: Mapping[str, Any], key: str) -> str:
    others = [name for name in fields if name not in KEYS]
    return f"'{key}' is missing" + (nearest(key, others) if key not in fields else "")


def _nothing_to_grade_by(fields: Mapping[str, Any], name: str, known: Collection[str]) -> str:
    if fields.get("reference"):
        return "'reference' has no words"
    if name:
        remedy = "'mock-interview bank search' finds by words; or give 'question' and 'reference'"
        return f"no question '{name}' in the bank{nearest(name, list(known))}; {remedy}"
    key = "question_id" if "question" not in fields else "reference"
    return _missing(fields, key) + "; give 'question_id', or 'question' and 'reference'"


def _references(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Those with any words, from a text, a list, or in CSV a list written as JSON."""
    value = fields.get("reference")
    if isinstance(value, str) and value.lstrip().startswith("["):
        value = _listed(value)
    texts = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("'reference' must be a text or a list of texts")
    return tuple(text for text in texts if any(map(str.isalnum, text)))


def _listed(text: str) -> object:
    """The list of texts that ``text`` spells as JSON, else ``text``: a reference may begin with a bracket."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else text


def _lang(fields: Mapping[str, Any], answer: str, question: str) -> str:
    given = _text(fields, "lang").strip()
    if not given:
        return detect(answer, question)
    lang = re.split("[-_]", given.lower())[0]
    if lang not in LANGUAGES:
        raise ValueError(f"'lang' is '{given}'; it must be {' or '.join(LANGUAGES)}, or left out")
    return lang


def detect(*texts: str) -> str:
    """The language of the first text with any letters: ``zh`` or ``en``; ``en`` when none has any.

    Chinese uses English terms, so it may have two Latin words for every character of its own.
    """
    for text in texts:
        chinese, latin = len(_CHINESE.findall(text)), len(_LATIN_WORD.findall(text))
        if chinese or latin:
            return "zh" if 2 * chinese >= latin else "en"
    return "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A file of rows, looked through: how many there are, all their fields, and what is wrong.

    ``types`` are those of the fields. ``bad`` counts the rows that cannot be used; ``problems`` are the
    first of theirs.
    """

    rows: int
    types: Mapping[str, ColumnType]
    bad: int
    problems: tuple[Problem, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the fields, in the order they were met."""
        return tuple(self.types)


def scan(rows: Iterable[Row], check: Callable[[Row], object], path: Path) -> Scan:
    """Look at every row once. ``check`` raises ``ValueError`` for one that cannot be used."""
    types: dict[str, ColumnType] = {}
    problems: list[Problem] = []
    count = bad = 0
    for row in rows:
        count += 1
        for name, value in row.fields.items():
            types[name] = column_type(value, types.get(name))
        try:
            check(row)
        except ValueError as error:
            bad += 1
            if bad <= MOST_PROBLEMS:
                problems.append(Problem(path=path, line=row.line, message=str(error)))
    return Scan(rows=count, types=types, bad=bad, problems=tuple(problems))


def refuse(found: Scan) -> None:
    """Raise `AnswersError` with what `scan` found, if anything."""
    if found.bad:
        lines = [str(problem) for problem in found.problems]
        more = found.bad - len(lines)
        raise AnswersError("\n".join([*lines, f"... and {more} more rows"] if more else lines))


def refuse_empty(rows: int, path: Path) -> None:
    """Raise `AnswersError` for a file without any row."""
    if not rows:
        raise AnswersError(str(Problem(path=path, line=0, message=EMPTY_FILE)))


def outcome(grade: Grade) -> dict[str, Any]:
    """What a graded row says of its grade; ``reason`` is there when ``score`` is ``None``."""
    plain = {
        "score": grade.score,
        "low": grade.low,
        "high": grade.high,
        "band": grade.band,
        "verdicts": verdicts(grade),
        "flags": [flag.value for flag in grade.flags],
        "engine": grade.engine,
    }
    if grade.score is None:
        plain["reason"] = grade.reason
    return plain if grade.judgement is None else plain | _judged(grade, grade.judgement)


def _judged(grade: Grade, judgement: Judgement) -> dict[str, Any]:
    return {
        "offline_score": (grade.offline or grade).score,
        "judge_score": judgement.score,
        "judge_reason": judgement.reason,
        "contested": list(grade.contested),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One row, and its grade, or why it could not be used."""

    row: Row
    asked: AnswerRow | None = None
    grade: Grade | None = None
    problem: str = ""

    @property
    def outcome(self) -> dict[str, Any]:
        """What the written row says."""
        return outcome(self.grade or Grade(score=None, reason=self.problem))


def grade_json(question_id: str, lang: str, grade: Grade) -> dict[str, Any]:
    """One grade as plain data; documented in docs/json.md."""
    return {
        "shape": SHAPE,
        "question_id": question_id,
        "lang": lang,
        **outcome(grade),
        "reason": grade.reason,
        "dimensions": to_plain(grade.dimensions),
        "similarity": grade.similarity,
        "rubric": grade.rubric,
        "judgement": None if grade.judgement is None else to_plain(grade.judgement),
        "offline": None if grade.offline is None else outcome(grade.offline),
        "contested": list(grade.contested),
    }


def verdicts(grade: Grade) -> list[dict[str, Any]]:
    """The verdict on each key point, without the signals behind it."""
    return [
        {
            "point": result.point,
            "weight": result.weight,
            "verdict": result.verdict.value,
            "credit": result.credit,
            "quote": to_plain(result.quote),
        }
        for result in grade.points
    ]


def with_outcome(
    fields: Mapping[str, Any], result: Mapping[str, Any], columns: Collection[str] = ()
) -> dict[str, Any]:
    """A row's own fields in order, then its outcome; a field of such a name is kept as ``input_<name>``.

    ``columns`` are the fields of the whole file, so that a field is called the same in every row.
    """
    names = columns or fields
    return {**{kept_as(name, names): value for name, value in fields.items()}, **result}


def kept_as(name: str, names: Collection[str]) -> str:
    """What a row's own field is called beside an outcome, where ``names`` are taken."""
    kept = name
    while kept in (*OUTCOME, *JUDGED) or (kept != name and kept in names):
        kept = f"input_{kept}"
    return kept

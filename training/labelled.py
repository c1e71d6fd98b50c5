"""Answers whose worth is known: the bank's examples, written and marked samples, answers marked by people.

Reads them into one form; measures and trains nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mock_interview.model import Bank, Question
from training.corpus import read_marked

COVERED, PARTIAL, MISSED, CONTRADICTED = range(4)
UNKNOWN = -1
VERDICTS = {"covered": COVERED, "partial": PARTIAL, "missed": MISSED, "contradicted": CONTRADICTED}
WRITTEN = Path(__file__).parent / "answers"
# Questions of other fields with answers: what the trees are fitted on, and what nothing is fitted on.
FRESH, UNSEEN = WRITTEN / "fresh", WRITTEN / "unseen"
# Short answers to the bank as they are typed: what the verifier learns, and what nothing is fitted on.
# Answers as six kinds of people give them, with the deciding words; nothing is fitted on them.
VOICES = WRITTEN / "voices.jsonl"
TYPED, TYPED_APART = WRITTEN / "typed.jsonl", WRITTEN / "typed_apart.jsonl"
# Answers written for training to questions that have only a reference, by how they were written.
WRITTEN_SETS = ("other", "student", "class")
MARKED_SETS = ("beetle", "scientsbank", "le_zh", "saf_en", "ads_zh")
FOLDS = 5


def json_rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines; none when there is no file."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def fold_of(question_id: str) -> int:
    """The fold (0 to 4) of a question, by a hash of its id: always the same, whatever else there is."""
    return hashlib.sha256(question_id.encode()).digest()[0] % FOLDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An answer to a question of the bank, with what it does to each point.

    ``quotes`` maps point ids to the words that decided, where they are known. ``band`` is the
    bank's, ``mark`` (0-1) an interviewer's; either may be missing.
    """

    question: Question
    answer: str
    lang: str
    kind: str
    labels: tuple[int, ...]
    quotes: Mapping[str, str] = field(default_factory=dict)
    band: str = ""
    mark: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An answer to a question that has only references, with its mark (0-1).

    ``label`` is what it does to the reference, where somebody said: ``correct``, ``partial``,
    ``contradictory``, ``beside`` (about something else), or ``incorrect`` (any but correct).
    """

    source: str
    question_id: str
    question: str
    references: tuple[str, ...]
    answer: str
    lang: str
    mark: float
    label: str = ""
    kind: str = ""


def bank_examples(question: Question) -> Iterator[Sample]:
    """The question's own graded answers."""
    for example in question.examples:
        labels = tuple(
            CONTRADICTED if p.id in example.contradicts
            else COVERED if p.id in example.covers
            else PARTIAL if p.id in example.partly
            else MISSED
            for p in question.points
        )  # fmt: skip
        yield Sample(
            question=question, answer=example.answer, lang=example.lang, kind="example", labels=labels,
            band=example.band,
        )  # fmt: skip


def written_samples(bank: Bank, path: Path = WRITTEN / "bank.jsonl") -> Iterator[Sample]:
    """Answers written for training, of fourteen kinds, to the bank's questions.

    Raises ``KeyError`` when one is to a question or a point that the bank does not have.
    """
    for row in json_rows(path):
        question = bank.question(row["question_id"])
        said = row["points"]
        for name in said:
            question.point(name)
        labels = tuple(VERDICTS[said[p.id]["verdict"]] if p.id in said else MISSED for p in question.points)
        yield Sample(
            question=question, answer=row["answer"], lang=row["lang"], kind=row["kind"], labels=labels,
            quotes={name: found["quote"] for name, found in said.items()}, mark=row["score"] / 100,
        )  # fmt: skip


def held_samples(bank: Bank, path: Path = WRITTEN / "held.jsonl") -> Iterator[Sample]:
    """Answers with a verdict for every point that no verifier is trained on. Raises as the last."""
    for row in json_rows(path):
        question = bank.question(row["question_id"])
        said = row["points"]
        for name in said:
            question.point(name)
        yield Sample(
            question=question, answer=row["answer"], lang=row["lang"], kind=row["kind"],
            labels=tuple(VERDICTS[said.get(p.id, "missed")] for p in question.points),
            mark=row["score"] / 100,
        )  # fmt: skip


def right_samples(bank: Bank, path: Path = WRITTEN / "right.jsonl") -> Iterator[Sample]:
    """Short answers in which nothing is false; what they cover is not known. Raises as the last."""
    for row in json_rows(path):
        question = bank.question(row["question_id"])
        labels = (UNKNOWN,) * len(question.points)
        yield Sample(question=question, answer=row["answer"], lang=row["lang"], kind="right", labels=labels)


def written_marked(path: Path = WRITTEN / "other.jsonl") -> Iterator[Marked]:
    """Answers written for training to questions of other fields, which have only a reference."""
    for row in json_rows(path):
        for answer in row["answers"]:
            yield Marked(
                source=row["source"], question_id=row["question_id"], question=row["question"],
                references=(row["reference"],), answer=answer["answer"], lang=row["lang"],
                mark=answer["score"] / 100, label=answer.get("label", ""), kind=answer.get("kind", ""),
            )  # fmt: skip


def people_marked(data: Path, name: str) -> Iterator[Marked]:
    """One of the sets marked by people. Raises ``OSError`` when the data folder lacks it."""
    for row in read_marked(data, name):
        reference = row["reference"]
        options = reference if isinstance(reference, list) else [reference]
        yield Marked(
            source=name, question_id=f"{name}:{row['question_id']}", question=str(row["question"]),
            references=tuple(map(str, options)), answer=str(row["answer"]), lang=str(row["lang"]),
            mark=float(str(row["score"])) / float(str(row["max_score"])), label=str(row.get("label") or ""),
        )  # fmt: skip

"""Packs what is known to be said about the bank's points into ``mock_interview/grading/precedents.zip``.

    python -m training.precedents

Statements, deciding words of answers, and sentences that bear on several points, from ``answers/``. None of
the sets that the grader is fitted or measured on is among them. The same files give the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mock_interview.grading.precedents import FILE, KINDS
from mock_interview.grading.text import normalise
from mock_interview.model import Bank
from training.judgements import CONTRADICTS, PARTLY, STATES
from training.labelled import CONTRADICTED, COVERED, PARTIAL, json_rows, written_samples
from training.reading import project_bank
from training.statements import (
    CONTRAST,
    CONTRAST_APART,
    CONTRAST_FILE,
    CROSSED,
    CROSSED_FILE,
    JOINT_FILE,
    SAID,
    SAID_FILE,
    SHORT,
    SHORT_FILE,
    read_statements,
)

OF_STATEMENT = {STATES: "right", PARTLY: "partly", CONTRADICTS: "wrong"}
OF_ANSWER = {COVERED: "right", PARTIAL: "partly", CONTRADICTED: "wrong"}
OF_JOINT = {"states": "right", "part": "partly", "denies": "wrong"}


@dataclass(frozen=True, slots=True)
class Precedent:
    """One text about a point of a question, of one of `KINDS`."""

    question: str
    point: str
    lang: str
    kind: str
    text: str


def precedents(bank: Bank) -> Iterator[Precedent]:
    """All of them, in the files' order."""
    files = (
        read_statements(),
        read_statements(SHORT_FILE, SHORT),
        read_statements(CROSSED_FILE, CROSSED),
        read_statements(CONTRAST_FILE, CONTRAST),
        read_statements(CONTRAST_APART, CONTRAST),
        read_statements(SAID_FILE, SAID),
    )
    for one in (one for found in files for one in found):
        yield Precedent(one.question, one.point, one.lang, OF_STATEMENT[one.label], one.text)
    for answer in written_samples(bank):
        for point, label in zip(answer.question.points, answer.labels, strict=True):
            if label in OF_ANSWER and answer.quotes.get(point.id):
                kind, quote = OF_ANSWER[label], answer.quotes[point.id]
                yield Precedent(answer.question.id, point.id, answer.lang, kind, quote)
    for row in json_rows(JOINT_FILE):
        for point, does in row["points"].items():
            if does in OF_JOINT:
                yield Precedent(row["question_id"], point, row["lang"], OF_JOINT[does], row["text"])


def by_question(bank: Bank) -> dict[str, dict[str, dict[str, dict[str, list[str]]]]]:
    """By question, language and the point's text, the normalised texts of each kind."""
    out: dict[str, dict[str, dict[str, dict[str, list[str]]]]] = {}
    for one in precedents(bank):
        text = bank.question(one.question).point(one.point).text.get(one.lang)
        points = out.setdefault(one.question, {}).setdefault(one.lang, {})
        kinds = points.setdefault(text, {kind: [] for kind in KINDS})
        kinds[one.kind].append(normalise(one.text).text)
    return out


def pack(bank: Bank, file: Path) -> None:
    """Writes the archive, a member a question."""
    with ZipFile(file, "w") as archive:
        for question, content in sorted(by_question(bank).items()):
            member = ZipInfo(f"{question}.json")  # dated 1980, whenever it is written
            data = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
            archive.writestr(member, data, ZIP_DEFLATED, 9)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=FILE)
    out = parser.parse_args().out
    try:
        pack(project_bank(), out)
    except OSError as error:
        parser.error(f"{out}: {error.strerror}")


if __name__ == "__main__":
    main()

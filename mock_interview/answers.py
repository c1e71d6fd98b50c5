"""Prepared answers for a session without a terminal: JSON lines or YAML, from a file or stdin."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mock_interview.errors import AnswersError, Problem
from mock_interview.fields import Fields, Report, nearest
from mock_interview.model import Bank
from mock_interview.yaml_file import Node, parse_text

ROW_KEYS = ("answer", "question_id", "followups", "asks", "confidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One row: ``answer`` (``None`` skips the question), for ``question_id`` or for whatever is next.

    ``followups`` answer the probes of that question, in order; ``asks`` are questions to an interviewer
    who answers them, put before the answer is given; ``confidence`` is 1 to 4 or ``None``.
    """

    answer: str | None
    question_id: str = ""
    followups: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    confidence: int | None = None
    line: int = 0


class AnswerSheet:
    """Prepared answers being used up: rows that name a question wait for it, the others go in order."""

    def __init__(self, rows: Iterable[Prepared]) -> None:
        self.rows = tuple(rows)
        self._named = {row.question_id: row for row in self.rows if row.question_id}
        self._in_order = [row for row in self.rows if not row.question_id]

    def take(self, question_id: str) -> Prepared | None:
        """The row for this question, which is then used up; ``None`` when there is none."""
        named = self._named.pop(question_id, None)
        if named is not None:
            return named
        return self._in_order.pop(0) if self._in_order else None

    @property
    def confident(self) -> bool:
        """Whether any row says how sure it is."""
        return any(row.confidence is not None for row in self.rows)

    @property
    def left(self) -> int:
        """How many rows have not been used."""
        return len(self._named) + len(self._in_order)


def parse_answers(raw: bytes, path: Path) -> tuple[Prepared, ...]:
    """The rows of ``raw``. Raises `AnswersError` with everything that is wrong, by line."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnswersError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    report = Report(path)
    rows = _json_rows(text, report) if _looks_like_json(text) else _yaml_rows(text, path, report)
    prepared = tuple(row for node in rows if (row := _read_row(node, report)) is not None)
    if not prepared and not report.problems:
        report.error(0, "", 'holds no answers; each line should look like {"answer": "..."}')
    seen: dict[str, int] = {}
    for row in prepared:
        if row.question_id and row.question_id in seen:
            report.error(
                row.line, "", f"answers '{row.question_id}' again (first on line {seen[row.question_id]})"
            )
        seen.setdefault(row.question_id, row.line)
    if report.problems:
        in_order = sorted(report.problems, key=lambda problem: problem.line)
        raise AnswersError("\n".join(str(problem) for problem in in_order))
    return prepared


def check_known(rows: Iterable[Prepared], bank: Bank, path: Path) -> None:
    """Refuse rows for questions that ``bank`` does not have. Raises `AnswersError`."""
    ids = [question.id for question in bank.questions]
    known = frozenset(ids)
    unknown = [
        Problem(
            path=path,
            line=row.line,
            message=f"no question '{row.question_id}'{nearest(row.question_id, ids)}",
        )
        for row in rows
        if row.question_id and row.question_id not in known
    ]
    if unknown:
        raise AnswersError("\n".join(str(problem) for problem in unknown))


def _looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] == "{"


def _json_rows(text: str, report: Report) -> list[Node]:
    nodes = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            nodes.append(_node(json.loads(line, object_pairs_hook=_once), number))
        except (ValueError, RecursionError) as error:
            report.error(number, "", f'is not JSON ({error}); each line should look like {{"answer": "..."}}')
    return nodes


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object, whose keys must differ. Raises ``ValueError``."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is there twice")
    return found


def _node(value: object, line: int) -> Node:
    """A JSON value in the form YAML comes in."""
    if isinstance(value, dict):
        return Node({str(key): _node(item, line) for key, item in value.items()}, line)
    if isinstance(value, list):
        return Node([_node(item, line) for item in value], line)
    return Node(value if isinstance(value, (str, int, float)) else None, line)


def _yaml_rows(text: str, path: Path, report: Report) -> list[Node]:
    root = parse_text(text, path, report)
    if root is None:
        return []
    if not isinstance(root.value, list):
        report.error(root.line, "", "must be a list of answers: '- answer: ...'")
        return []
    return root.value


def _read_row(node: Node, report: Report) -> Prepared | None:
    fields = Fields(node, report, "", ROW_KEYS)
    if not isinstance(node.value, dict):
        return None
    answer = node.value.get("answer")
    if answer is None:
        fields.error("answer", "'answer' is missing")
        return None
    if answer.value is not None and not isinstance(answer.value, str):
        fields.error("answer", "'answer' must be text in quotes, or null to skip the question")
        return None
    return Prepared(
        answer=answer.value,
        question_id=fields.text("question_id", required=False),
        followups=fields.strings("followups", required=False),
        asks=fields.strings("asks", required=False),
        confidence=fields.integer("confidence", 1, 4) if fields.has("confidence") else None,
        line=node.line,
    )

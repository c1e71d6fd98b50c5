"""The topic tree: finding the topics a person names, and the questions under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mock_interview.errors import UsageError
from mock_interview.fields import nearest
from mock_interview.model import Bank, Question, Text, Topic
from mock_interview.topic_names import fold, named_by, names, under, wishes


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCount:
    """A topic, how many questions lie under it, their levels, and how many were ever asked."""

    path: str
    title: Text
    questions: int
    levels: tuple[int, int] | None
    practised: int


def outline_key(number: str) -> tuple[int, ...]:
    """A sort key for outline numbers: 2.9 before 2.10; things without a number come last."""
    return tuple(int(part) for part in number.split(".")) if number else (10**6,)


def sections(bank: Bank) -> list[Topic]:
    """The top topics, in outline order."""
    return sorted((t for t in bank.topics if "/" not in t.path), key=lambda t: outline_key(t.outline))


def match(bank: Bank, wanted: Iterable[str]) -> tuple[str, ...]:
    """The topic paths that ``wanted`` names; empty for no wish at all.

    A wish is a path (``peft/lora``), its last part (``lora``), the start of one (``pe``), an outline
    number (``2.7``) or a title in either language, whole or in part; one text may hold several,
    joined by commas. Raises `UsageError` with the nearest topic for a wish that fits nothing.
    """
    found: list[str] = []
    for wish in wishes(bank.topics, wanted):
        paths = named_by(bank.topics, wish)
        if not paths:
            raise UsageError(
                f"no topic '{wish}'{nearest(fold(wish), names(bank.topics))}; "
                "'mock-interview topics' shows them all"
            )
        found += [path for path in paths if path not in found]
    return tuple(found)


def chosen(bank: Bank, paths: Sequence[str], levels: tuple[int, int]) -> list[Question]:
    """The questions under any of ``paths`` (all when empty) whose level is within ``levels``."""
    low, high = levels
    return [
        question
        for question in bank.questions
        if low <= question.level <= high and (not paths or any(under(path, question.topic) for path in paths))
    ]


def tree(bank: Bank, asked: Mapping[str, int]) -> list[TopicCount]:
    """Every topic in outline order, sections before their subtopics, with what lies under it."""
    rows = []
    for section in sections(bank):
        below = [topic for topic in bank.topics if under(section.path, topic.path)]
        rows += [_count(bank, topic, asked) for topic in below]
    return rows


def _count(bank: Bank, topic: Topic, asked: Mapping[str, int]) -> TopicCount:
    questions = chosen(bank, (topic.path,), (1, 5))
    levels = sorted(question.level for question in questions)
    return TopicCount(
        path=topic.path,
        title=topic.title,
        questions=len(questions),
        levels=(levels[0], levels[-1]) if levels else None,
        practised=sum(question.id in asked for question in questions),
    )

"""Key points drafted from a bare reference, so that a question without any can be graded.

Looks at no answer and knows no model. Points are what the reference states, weighted evenly: the
items of its lists and its sentences.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from mock_interview.clean_text import reflow
from mock_interview.grading.listing import listed
from mock_interview.grading.naming import are_names, cores
from mock_interview.grading.statements import statements
from mock_interview.grading.text import normalise, reading_length, sentences
from mock_interview.model import Bank, KeyPoint, Question, Text, text_in

# Reading lengths: a reference up to the first is one statement; a sentence below the second joins
# its neighbour, for alone it says too little to be a point.
ONE_POINT, SHORT_POINT = 20, 8
MAX_POINTS = 12
# Sentences beside the items of a list that are points as well: what leads to a list repeats it.
MAX_BESIDE_LIST = 2
WEIGHT = 3
TOPIC = "drafted"


def drafted(question: str, references: Sequence[str]) -> tuple[Question, ...]:
    """``question`` as one or more questions with drafted points; one for each reference.

    Every reference stands for itself: an answer need not match more than one.
    Raises ``ValueError`` when no reference has a word.
    """
    texts = [text.strip() for text in references if any(map(str.isalnum, text))]
    if not texts:
        raise ValueError("no reference with any words")
    return tuple(_question(question, text) for text in texts)


class _Stated(NamedTuple):
    """What a reference states in one place; ``names`` if that is an item of a list of names."""

    text: str
    names: tuple[str, ...] = ()


def _question(asked: str, reference: str) -> Question:
    short = reading_length(reference) <= ONE_POINT
    found = _listed(reference) or [*map(_Stated, [reference] if short else _statements(reference))]
    name = hashlib.sha256(f"{asked}\0{reference}".encode("utf-8", "replace")).hexdigest()[:12]
    return Question(
        id=f"drafted-{name}", topic=TOPIC, level=3, kind="concept", time_limit=180,
        question=_both(asked), reference=_both(reference),
        points=tuple(_as_point(i, _both(one.text), one.names) for i, one in enumerate(found, start=1)),
    )  # fmt: skip


def _as_point(number: int, text: Text, names: tuple[str, ...]) -> KeyPoint:
    return KeyPoint(
        id=f"point-{number}", weight=WEIGHT, text=text, terms=(names,) if names else (), drafted=True
    )


def _listed(reference: str) -> list[_Stated]:
    """The items of a reference that is one list, at most `MAX_POINTS`."""
    found = listed(reference)
    if found is None:
        return []
    items = [_line(item) for item in found.items][:MAX_POINTS]
    plain = [normalise(item).text for item in items]
    if not are_names(plain):
        # A statement is told with what it is about.
        return [_Stated(_line(found.lead + item)) for item in items]
    short = cores(plain, normalise(reference).text)
    return [
        _Stated(item, tuple(dict.fromkeys((core, item)))) for item, core in zip(items, short, strict=True)
    ]


def _both(text: str) -> Text:
    return Text(zh=text, en=text)


def _statements(reference: str) -> list[str]:
    """Sentences of a reference as stored, short ones joined to a neighbour, at most `MAX_POINTS`."""
    normal = normalise(reference)
    spans: list[tuple[int, int]] = []
    for start, end in sentences(normal.text):
        shorter = min(reading_length(normal.text[a:b]) for a, b in [*spans[-1:], (start, end)])
        if spans and shorter < SHORT_POINT:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    step = -(-len(spans) // MAX_POINTS) or 1
    groups = [spans[i : i + step] for i in range(0, len(spans), step)]
    stored = [normal.stored(group[0][0], group[-1][1]) for group in groups]
    return [reference[a:b].strip() for a, b in stored]


def with_points(question: Question) -> Question:
    """``question`` with drafted points where it has a reference and no points of its own."""
    return replace(question, points=points_from(question.reference)) if question.lacks_points else question


def whole(bank: Bank) -> Bank:
    """``bank`` with points drafted for every question that has a reference only."""
    return replace(bank, questions=tuple(map(with_points, bank.questions)))


def points_from(reference: Text) -> tuple[KeyPoint, ...]:
    """Points drafted from a reference in one or both languages.

    Statements of two languages are one point only where there are equally many of them.
    """
    found = {lang: _stated(reference.get(lang)) for lang in reference.langs}
    points = [(text_in(lang, one.text), one.names) for lang, said in found.items() for one in said]
    if len(found) == 2 and len(found["zh"]) == len(found["en"]):
        points = [
            (Text(zh=zh.text, en=en.text), (*zh.names, *en.names) if zh.names and en.names else ())
            for zh, en in zip(found["zh"], found["en"], strict=True)
        ]
    elif len(found) == 2:
        lang = max(found, key=lambda name: len(found[name]))
        points = [(text_in(lang, one.text), one.names) for one in found[lang]]
    return tuple(_as_point(number, *point) for number, point in enumerate(points, start=1))


def _line(statement: str) -> str:
    """A statement on one line."""
    return " ".join(part.strip() for part in reflow(statement).split("\n") if part.strip())


def _stated(reference: str) -> list[_Stated]:
    """At most `MAX_POINTS` statements of a reference, each on one line."""
    return _listed(reference) or [_Stated(_line(text)) for text in _in_prose(reference)]


def _in_prose(reference: str) -> list[str]:
    items, prose = statements(reference)
    if len(items) > 1:
        beside = prose[: max(0, min(MAX_BESIDE_LIST, MAX_POINTS - len(items)))]
        return [*beside, *items[:MAX_POINTS]]
    flat = "\n".join([*prose, *items])
    if not any(map(str.isalnum, flat)):
        flat = "\n".join(line for line in reference.split("\n") if not line.lstrip().startswith("```"))
    return [flat.strip()] if reading_length(flat) <= ONE_POINT else _statements(flat)[:MAX_POINTS]

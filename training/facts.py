"""Facts of other subjects with statements about them, written for training: true ones and false ones.

What a statement does to a point is not to be learnt from the points of the bank alone. A line of
``answers/facts.jsonl`` is one fact in one language; those of a subject with a topic ("networks: routing") are
as near to each other as the points of one question.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.judgements import CONTRADICTS, NEITHER, PARTLY, STATES, Judgement
from training.labelled import WRITTEN, json_rows
from training.rewording import reworded

FILE = WRITTEN / "facts.jsonl"
# How often a statement stands between others about the same subject, and what parts them in an excerpt.
AMONG, PARTED = 0.5, (" ; ", " ", "。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """``true`` and ``false`` are statements about ``text``; those of ``part`` say only a part of it.

    Each of ``pairs`` is a true sentence about the subject and the same with a small change that makes it
    false; it need not be all of ``text``.
    """

    subject: str
    lang: str
    text: str
    true: tuple[str, ...]
    false: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    part: tuple[str, ...] = ()

    @property
    def has_topic(self) -> bool:
        """Whether its subject is a topic, whose facts lie near to each other."""
        return ": " in self.subject


def read_facts(path: Path = FILE) -> list[Fact]:
    """All of them, in the file's order; none when there is no file."""
    return [
        Fact(
            subject=row["subject"], lang=row["lang"], text=row["text"], true=tuple(row["true"]),
            false=tuple(row["false"]), pairs=tuple((one, other) for one, other in row["pairs"]),
            part=tuple(row.get("part", ())),
        )
        for row in json_rows(path)
    ]  # fmt: skip


def lessons_of_facts(facts: Sequence[Fact], seed: int) -> Iterator[Judgement]:
    """A lesson for each statement, alone or between others; those of a pair are points for each other."""
    rng = random.Random(seed)
    together: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        together.setdefault((fact.subject, fact.lang), []).append(fact)
    for group in together.values():
        for fact in group:
            others = [other for other in group if other is not fact]
            for claim, point, label in _said(fact, others, rng):
                yield Judgement(
                    claim=claim if label == NEITHER else _among(claim, others, rng), point=point,
                    labels=(label,), kind="fact",
                )  # fmt: skip


def _said(fact: Fact, others: Sequence[Fact], rng: random.Random) -> Iterator[tuple[str, str, int]]:
    """Claims with the point they are about, and what they do to it."""
    for claim in (reworded(fact.text, fact.lang, rng), *fact.true):
        yield claim, fact.text, STATES
    for claim in fact.part:
        yield claim, fact.text, PARTLY
    for claim in fact.false:
        yield claim, fact.text, CONTRADICTS
    for true, false in fact.pairs:
        yield reworded(true, fact.lang, rng), true, STATES
        yield false, true, CONTRADICTS
        yield true, false, CONTRADICTS
    if others:
        yield rng.choice(rng.choice(others).true), fact.text, NEITHER


def _among(claim: str, others: Sequence[Fact], rng: random.Random) -> str:
    """``claim`` between statements about other facts, as an answer would have it, or as it is."""
    if not others or rng.random() >= AMONG:
        return claim
    near = rng.sample(others, min(rng.choice((1, 1, 2)), len(others)))
    said = [claim, *(rng.choice((*other.true, *other.false)) for other in near)]
    rng.shuffle(said)
    return rng.choice(PARTED).join(said)

"""Answers measured for fitting: the signals of every point.

Nothing here fits anything.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mock_interview.grading import attacks, edits
from mock_interview.grading.judging import formulas, judged, whole_pair
from mock_interview.grading.material import Material
from mock_interview.grading.nominate import Nomination
from mock_interview.grading.sides import length_to_the_point, precision, reference_length
from mock_interview.grading.signals import NAMES, measure
from mock_interview.grading.steps import finish
from mock_interview.grading.verifier import CLASSES, BundledVerifier, Verifier
from mock_interview.model import LANGUAGES, KeyPoint, Question
from training.flips import flips_of, pick
from training.labelled import (
    CONTRADICTED,
    COVERED,
    MISSED,
    UNKNOWN,
    Marked,
    Sample,
    bank_examples,
    fold_of,
)
from training.reading import Heeded, Reader

SEED = 11
# Share of clauses from which on an answer with direction words or numbers changed is among the edited ones.
REACHED = 1 / 3
# Edits that change words to their opposites, and from which log odds on right statements have what was there.
SWAPS = ("turned", "opposite")
SWAPPED = 0.7


@dataclass(frozen=True, slots=True)
class Row:
    """One answer measured. ``signals`` (points, names), ``labels`` (points,), `UNKNOWN` where nobody said.

    ``reference`` and ``to_the_point`` are reading lengths (see `grading.verdicts.Leniency`).
    """

    item: Sample | Marked
    fold: int
    signals: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    precision: float | None
    similarity: float
    reference: float
    to_the_point: int
    lists_names: bool


class Remembering:
    """A `Verifier` that keeps its judgements, in a file between runs."""

    def __init__(self, verifier: Verifier, path: Path | None) -> None:
        self._verifier, self._path = verifier, path
        self.name, self.digest = verifier.name, verifier.digest
        self._known: dict[tuple[str, str], np.ndarray] = {}
        if path is not None and path.exists():
            stored = np.load(path, allow_pickle=False)
            if str(stored["digest"]) == self.digest:
                pairs = zip(stored["claims"].tolist(), stored["points"].tolist(), strict=True)
                self._known = dict(zip(pairs, stored["rows"], strict=True))

    def judge(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """As the verifier's, each pair once."""
        missing = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        if missing:
            self._known.update(zip(missing, self._verifier.judge(missing), strict=True))
        return np.array([self._known[pair] for pair in pairs], np.float32).reshape(len(pairs), CLASSES)

    def save(self) -> None:
        """Writes what is known, if there is somewhere to."""
        if self._path is not None:
            claims, points = zip(*self._known, strict=True) if self._known else ((), ())
            np.savez_compressed(
                self._path, digest=np.array(self.digest), claims=np.array(claims), points=np.array(points),
                rows=np.array(list(self._known.values()), np.float32),
            )  # fmt: skip


class Verifiers:
    """A verifier for each fold and each set that was kept out of its training.

    ``folder`` holds a model folder for each: ``f0`` to ``f4``, and ``s_NAME`` for the sets.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, Remembering] = {}

    def named(self, name: str) -> Remembering:
        """The verifier of that name."""
        if name not in self._loaded:
            memory = self._folder / f"{name}.judged.npz"
            self._loaded[name] = Remembering(BundledVerifier(self._folder / name), memory)
        return self._loaded[name]

    def of_fold(self, fold: int) -> Remembering:
        """The one that has not seen the questions of ``fold``."""
        return self.named(f"f{fold}")

    def save(self) -> None:
        """Keeps all judgements for the next run."""
        for verifier in self._loaded.values():
            verifier.save()


def row_of(found: Heeded, item: Sample | Marked, fold: int, verifier: Verifier) -> Row:
    """One answer's signals with the judgements of ``verifier``."""
    whole = whole_pair(found.heard, found.material)
    judgements = finish(judged(found.nominations, whole), lambda need: verifier.judge(need.pairs))
    tables = measure(
        found.heard, found.nominations, found.material, judged=judgements,
        formulas=formulas([item.answer], found.material.question),
    )  # fmt: skip
    points = found.material.question.points
    labels = item.labels if isinstance(item, Sample) else tuple(UNKNOWN for _ in points)
    cosines, rows = found.heard.whole, found.material.reference_rows
    near = max(float(cosines[row]) for row in rows) if cosines is not None else 0.0
    return Row(
        item, fold, np.array([[table[name] for name in NAMES] for table in tables]), np.array(labels),
        np.array([p.weight for p in points], float), precision(found.heard.said, found.material), near,
        reference_length(found.material), length_to_the_point(found.heard.said, found.material),
        found.material.question.lists_names,
    )  # fmt: skip


# ------------------------------------------------------------------- answers made from others


def edited(sample: Sample, reader: Reader, rng: random.Random) -> Iterator[Sample]:
    """A good answer with clauses turned round: what was covered and reads otherwise is contradicted.

    Of words changed to their opposites only where right statements about the point are known to have the
    words that were there; what others do to it, nobody knows.
    """
    before = _excerpts(sample, reader)
    for kind, text in _edits(sample, rng):
        other = replace(sample, answer=text, kind=kind, band="", mark=None, quotes={})
        read = reader.read(other.question, text)
        labels = tuple(
            (CONTRADICTED if kind not in SWAPS or _matters(told, read.material) else UNKNOWN)
            if label == COVERED and one != told.excerpt
            else label
            for label, one, told in zip(sample.labels, before, read.nominations, strict=True)
        )
        if CONTRADICTED in labels:
            yield replace(other, labels=labels)


def _matters(told: Nomination, material: Material) -> bool:
    """Whether words that were changed to their opposites turn the point, by what is known of it."""
    found = material.precedents.likeness(told.material.point.id, told.excerpt)
    return not found.known or found.swapped >= SWAPPED


def _edits(sample: Sample, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Kinds of edits with what they make of an answer."""
    for kind in ("negated", "turned", "flipped"):
        text = edited_text(sample.answer, sample.lang, kind, rng)
        if text != sample.answer:
            yield kind, text
    for kind, edit in (("opposite", edits.opposite), ("numbers", edits.numbers_changed)):
        text, share = edit(sample.answer)
        if share >= REACHED:
            yield kind, text


def _excerpts(sample: Sample, reader: Reader) -> list[str]:
    return [one.excerpt for one in reader.read(sample.question, sample.answer).nominations]


def edited_text(text: str, lang: str, kind: str, rng: random.Random) -> str:
    """``text`` negated, turned to its opposites, or with each clause flipped by the trainer's edits."""
    if kind == "negated":
        return attacks.negated(text, lang)
    if kind == "turned":
        return attacks.turned_round(text)
    clauses = text.replace("\n", " ").split("。" if lang == "zh" else ". ")
    flipped = [pick(flips, rng).text if (flips := flips_of(c, lang)) else c for c in clauses]
    return ("。" if lang == "zh" else ". ").join(flipped)


def worthless(question: Question, reader: Reader) -> Iterator[Sample]:
    """Echo, keywords, a sibling's answer, an appeal to the grader."""
    for lang in LANGUAGES:
        answers = {
            "echo": attacks.echo(question, lang),
            "keywords": attacks.keyword_list(question, lang),
            "sibling": attacks.from_sibling(question, reader.bank, lang),
            "injection": attacks.injected(lang),
        }
        for kind, answer in answers.items():
            if answer:
                labels = tuple(MISSED for _ in question.points)
                yield Sample(question=question, answer=answer, lang=lang, kind=kind, labels=labels, mark=0.0)


def referenced(question: Question) -> Iterator[Sample]:
    """The reference as an answer: it states every point, by the bank's own rule."""
    for lang in question.reference.langs:
        labels = tuple(COVERED for _ in question.points)
        text = question.reference.get(lang)
        yield Sample(question=question, answer=text, lang=lang, kind="reference", labels=labels)


def mistaken(question: Question) -> Iterator[Sample]:
    """Each known mistake as an answer; what it does to the other points is not known."""
    for mistake in question.mistakes:
        labels = tuple(CONTRADICTED if p.id == mistake.contradicts else UNKNOWN for p in question.points)
        if CONTRADICTED in labels:
            for lang in mistake.text.langs:
                yield Sample(
                    question=question, answer=mistake.text.get(lang), lang=lang, kind="mistake", labels=labels
                )


def retold(question: Question) -> Iterator[Sample]:
    """The points as they are told, with the sides of what they relate exchanged, or with other numbers."""
    for lang in LANGUAGES:
        for kind, edit in (("exchanged", edits.roles_swapped), ("renumbered", edits.numbers_changed)):
            said = {p.id: _edited_point(p, lang, edit) for p in question.points}
            labels = tuple(CONTRADICTED if said[p.id] else UNKNOWN for p in question.points)
            texts = [text for text in said.values() if text]
            if texts:
                answer = attacks.joined(texts, lang)
                yield Sample(question=question, answer=answer, lang=lang, kind=kind, labels=labels)


def _edited_point(point: KeyPoint, lang: str, edit: Callable[[str], tuple[str, float]]) -> str:
    """The first wording of a point that ``edit`` changes, changed; empty where none is."""
    texts = (*point.accept.get(lang), point.text.get(lang))
    found = (new for text in texts if (new := edit(text)[0]) != text)
    return next(found, "").strip().rstrip("。.")


def samples(reader: Reader, answers: Iterable[Sample]) -> Iterator[Sample]:
    """``answers`` to the reader's bank, its examples, and what is made from both."""
    rng = random.Random(SEED)
    written: dict[str, list[Sample]] = {}
    for sample in answers:
        written.setdefault(sample.question.id, []).append(sample)
    for question in reader.bank.questions:
        own = [*bank_examples(question), *written.get(question.id, [])]
        yield from own
        for sample in own:
            if sample.band == "strong" or sample.kind.startswith("strong"):
                yield from edited(sample, reader, rng)
        yield from worthless(question, reader)
        yield from referenced(question)
        yield from mistaken(question)
        yield from retold(question)


def bank_rows(reader: Reader, verifier: Verifier, found: Iterable[Sample]) -> list[Row]:
    """Samples measured by ``verifier``."""
    return [
        row_of(reader.read(one.question, one.answer), one, fold_of(one.question.id), verifier)
        for one in found
    ]


def marked_rows(reader: Reader, verifier_of: Callable[[int], Verifier], found: Iterable[Marked]) -> list[Row]:
    """Marked answers, each measured by the verifier of its fold."""
    out = []
    for item in found:
        fold = fold_of(item.question_id)
        heeded = reader.read_free(item.question, item.references, item.answer)
        out.append(row_of(heeded, item, fold, verifier_of(fold)))
    return out

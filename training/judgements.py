"""Pairs of claim and point with what the claim does to the point: the verifier's lessons.

Three sources: the parallel corpus with edits, answers marked by people, and the question bank.
What is held out is decided by a hash of the question's id, so it stays held out.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from training.corpus import Pair, read_marked
from training.flips import TRAINING_KINDS, flips_of, pick
from training.rewording import keyword_list, reworded

STATES, CONTRADICTS, NEITHER = range(3)
LANGS = ("zh", "en")
LABELS = {"correct": STATES, "contradictory": CONTRADICTS, "incorrect": NEITHER}
# ads_zh and saf_en have long references and stay out of training altogether.
MARKED_SETS = ("beetle", "scientsbank", "le_zh")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One lesson; ``label`` is STATES, CONTRADICTS or NEITHER; ``kind`` says how it was made."""

    claim: str
    point: str
    label: int
    kind: str


def held_out(question_id: str, share: float = 1 / 4) -> bool:
    """True for a fixed share of all questions, which no training may see."""
    first = hashlib.sha256(question_id.encode()).digest()[0]
    return first < 256 * share


def marked_judgements(data: Path, *, held: bool) -> list[Judgement]:
    """Answers against the nearest of their references, of held-out questions or of the others."""
    found = []
    for name in MARKED_SETS:
        for row in read_marked(data, name):
            if held_out(str(row["question_id"])) != held:
                continue
            score = float(str(row["score"])) / float(str(row["max_score"]))
            label = LABELS.get(str(row.get("label")), {0.0: NEITHER, 1.0: STATES}.get(score))
            if label is not None:
                answer, reference = str(row["answer"]), row["reference"]
                options = reference if isinstance(reference, list) else [str(reference)]
                found.append(Judgement(answer, nearest(answer, options), label, name))
    return found


def nearest(text: str, options: Sequence[str]) -> str:
    """The option that shares most of its words with ``text``."""
    words = set(text.lower().split())
    return max(options, key=lambda o: len(words & set(o.lower().split())) / (3 + len(o.split())))


def parallel_judgements(pairs: Sequence[Pair], neighbours: Sequence[int], seed: int) -> Iterator[Judgement]:
    """Three lessons for every pair, one of each label; ``neighbours`` are similar other pairs."""
    rng = random.Random(seed)
    for number, pair in enumerate(pairs):
        lang = rng.choice(LANGS)
        other = LANGS[lang == "zh"]
        point, translation = getattr(pair, lang), getattr(pair, other)
        stranger = pairs[rng.randrange(len(pairs))]
        near = pairs[neighbours[number]]
        yield _stated(point, translation, lang, getattr(stranger, rng.choice(LANGS)), rng)
        flipped = _flipped(point, translation, lang, rng)
        if flipped:
            yield flipped
        yield _unrelated(point, lang, near, stranger, rng)


def _stated(point: str, translation: str, lang: str, extra: str, rng: random.Random) -> Judgement:
    draw = rng.random()
    if draw < 0.35:
        return Judgement(translation, point, STATES, "translation")
    if draw < 0.45:
        both = [translation, extra] if rng.random() < 0.5 else [extra, translation]
        return Judgement(" ".join(both), point, STATES, "translation and more")
    flips = flips_of(point, lang, TRAINING_KINDS) if draw < 0.6 else []
    if flips:
        # Both sides carry the edit: words like "not" say nothing when they stand on both.
        point = pick(flips, rng).text
    claim = reworded(point, lang, rng)
    if rng.random() < 0.15:
        claim = f"{claim} {extra}" if rng.random() < 0.5 else f"{extra} {claim}"
    return Judgement(claim, point, STATES, "reworded")


def _flipped(point: str, translation: str, lang: str, rng: random.Random) -> Judgement | None:
    across = rng.random() < 0.5
    text, its_lang = (translation, LANGS[lang == "zh"]) if across else (point, lang)
    flips = flips_of(text, its_lang, TRAINING_KINDS)
    if not flips:
        return None
    flip = pick(flips, rng)
    claim = reworded(flip.text, its_lang, rng) if rng.random() < 0.3 else flip.text
    if rng.random() < 0.4:
        # A contradiction holds both ways round.
        claim, point = point, claim
    return Judgement(claim, point, CONTRADICTS, "flip across" if across else "flip")


def _unrelated(point: str, lang: str, near: Pair, stranger: Pair, rng: random.Random) -> Judgement:
    draw = rng.random()
    if draw < 0.6:
        return Judgement(getattr(near, rng.choice(LANGS)), point, NEITHER, "neighbour")
    if draw < 0.75:
        return Judgement(getattr(stranger, rng.choice(LANGS)), point, NEITHER, "stranger")
    if draw < 0.87:
        return Judgement(keyword_list(point, lang, rng), point, NEITHER, "keywords")
    half = len(point) * 2 // 5
    return Judgement(point[:half], point, NEITHER, "beginning only")


def read_bank(folder: Path, *, held: bool) -> list[dict[str, object]]:
    """Questions of the bank, the held-out ones or the others; files that do not parse are left."""
    questions = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except yaml.YAMLError:
            print(f"left out, not readable: {path}")
            continue
        questions += [q for q in content["questions"] if held_out(str(q["id"])) == held]
    return questions


def bank_judgements(folder: Path, seed: int, *, held: bool) -> list[Judgement]:
    """Every point of every question against its paraphrases, mistakes, siblings and examples."""
    rng = random.Random(seed)
    found: list[Judgement] = []
    for question in read_bank(folder, held=held):
        points = {str(p["id"]): p for p in question["points"]}  # type: ignore[attr-defined]
        for point in points.values():
            found += _of_point(point, rng)
        found += _of_siblings(list(points.values()), rng)
        found += _of_mistakes(question, points, rng)
        found += _of_examples(question, points)
    return found


def _ways(point: Mapping[str, object]) -> dict[str, list[str]]:
    """All right ways of saying the point, per language, the statement itself first."""
    text, accept = point["text"], point.get("accept") or {}
    return {lang: [text[lang], *(accept.get(lang) or [])] for lang in LANGS}  # type: ignore[index,attr-defined]


def _of_point(point: Mapping[str, object], rng: random.Random) -> Iterator[Judgement]:
    ways = _ways(point)
    for lang in LANGS:
        statement = ways[lang][0]
        for claim_lang in LANGS:
            for claim in ways[claim_lang]:
                if claim == statement:
                    claim = reworded(claim, lang, rng)
                yield Judgement(claim, statement, STATES, "bank accept")
                flips = flips_of(claim, claim_lang, TRAINING_KINDS)
                if flips and rng.random() < 0.6:
                    yield Judgement(pick(flips, rng).text, statement, CONTRADICTS, "bank flip")
        yield Judgement(keyword_list(statement, lang, rng), statement, NEITHER, "bank keywords")


def _of_siblings(points: Sequence[Mapping[str, object]], rng: random.Random) -> Iterator[Judgement]:
    for i, point in enumerate(points):
        for j, other in enumerate(points):
            if i != j:
                for lang in LANGS:
                    claim = rng.choice(_ways(other)[rng.choice(LANGS)])
                    yield Judgement(claim, _ways(point)[lang][0], NEITHER, "bank sibling")


def _of_mistakes(
    question: Mapping[str, object], points: Mapping[str, Mapping[str, object]], rng: random.Random
) -> Iterator[Judgement]:
    for mistake in question.get("mistakes") or []:  # type: ignore[attr-defined]
        denied = str(mistake.get("contradicts"))
        for lang in LANGS:
            claim = mistake["text"][lang]
            for name, point in points.items():
                ways = _ways(point)
                if name == denied:
                    for point_lang in LANGS:
                        yield Judgement(claim, ways[point_lang][0], CONTRADICTS, "bank mistake")
                elif rng.random() < 0.4:
                    yield Judgement(claim, ways[rng.choice(LANGS)][0], NEITHER, "bank mistake elsewhere")


def _of_examples(
    question: Mapping[str, object], points: Mapping[str, Mapping[str, object]]
) -> Iterator[Judgement]:
    for example in question.get("examples") or []:  # type: ignore[attr-defined]
        answer, lang = str(example["answer"]).strip(), str(example["lang"])
        marks = dict.fromkeys(example.get("covers") or [], STATES)
        marks |= dict.fromkeys(example.get("contradicts") or [], CONTRADICTS)
        partly = set(example.get("partly") or [])
        if len(answer) > (400 if lang == "en" else 160):
            continue
        for name, point in points.items():
            if name not in partly:
                yield Judgement(answer, _ways(point)[lang][0], marks.get(name, NEITHER), "bank example")

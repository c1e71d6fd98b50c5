"""Fits the coefficients of the grader on the bank's examples and on answers edited from them.

    python -m training.fit_grader                # fit, print the tables, write coefficients.json
    python -m training.fit_grader --verifier     # the same, and once more with the bundled verifier
    python -m training.fit_grader --dry-run      # print the tables only

Cross-validation is by question: what is printed comes from questions a fold has not seen.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

# Small matrices: more threads only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from mock_interview.bank.load import read_bank
from mock_interview.grading import attacks, blend
from mock_interview.grading.encoder import Encoder, Kind, make_encoder
from mock_interview.grading.lexical import Rarity, rarity
from mock_interview.grading.material import Material, build, question_words
from mock_interview.grading.nominate import Scale, hear, measured_scale, nominate
from mock_interview.grading.probing import probe
from mock_interview.grading.sides import precision
from mock_interview.grading.signals import NAMES, measure
from mock_interview.grading.text import normalise
from mock_interview.grading.verdicts import (
    FILE,
    FORMAT,
    Coefficients,
    Linear,
    probabilities,
    verdict_of,
)  # fmt: skip
from mock_interview.grading.verifier import BundledVerifier, Verifier
from mock_interview.model import LANGUAGES, Bank, KeyPoint, PointResult, Question, Rubric
from mock_interview.rubric import load_rubrics
from training.flips import flips_of, pick

ROOT = Path(__file__).resolve().parent.parent
COVERED, PARTIAL, MISSED, CONTRADICTED = range(4)
FOLDS = 5
SEED = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An answer with what it does to each point; ``None`` where nobody can say."""

    question: Question
    answer: str
    lang: str
    kind: str
    labels: tuple[int | None, ...]
    band: str = ""


class Memory:
    """An `Encoder` that keeps every vector, in a file between runs."""

    def __init__(self, encoder: Encoder, path: Path | None) -> None:
        self._encoder, self._path = encoder, path
        self.name, self.digest, self.dim = encoder.name, encoder.digest, encoder.dim
        self._known: dict[str, np.ndarray] = {}
        if path is not None and path.exists():
            stored = np.load(path, allow_pickle=False)
            if str(stored["digest"]) == self.digest:
                self._known = dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))

    def encode(self, texts: Sequence[str], *, kind: Kind = "passage") -> np.ndarray:  # noqa: ARG002
        """As the encoder's, each text once."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        if missing:
            self._known.update(zip(missing, self._encoder.encode(missing), strict=True))
        return np.array([self._known[t] for t in texts], np.float32).reshape(len(texts), self.dim)

    def save(self) -> None:
        """Writes what is known, if there is somewhere to."""
        if self._path is not None:
            np.savez(
                self._path, digest=np.array(self.digest), texts=np.array(list(self._known)),
                vectors=np.array(list(self._known.values()), np.float16),
            )  # fmt: skip


# ------------------------------------------------------------------- labelled answers


def examples(question: Question) -> Iterator[Labelled]:
    """The bank's own graded answers."""
    for example in question.examples:
        labels = tuple(
            CONTRADICTED if p.id in example.contradicts
            else COVERED if p.id in example.covers
            else PARTIAL if p.id in example.partly
            else MISSED
            for p in question.points
        )  # fmt: skip
        yield Labelled(
            question=question, answer=example.answer, lang=example.lang, kind="example",
            labels=labels, band=example.band
        )  # fmt: skip


def paraphrases(question: Question, rng: random.Random) -> Iterator[Labelled]:
    """``accept`` texts that the grader is not shown: all points, about half of them, some turned round."""
    for lang in LANGUAGES:
        _, hidden = attacks.paraphrase(question, lang)
        said = [_said(point, lang) for point in question.points]
        half = tuple(rng.random() < 0.5 for _ in said)
        kept = [text for text, is_kept in zip(said, half, strict=True) if is_kept]
        labels = tuple(COVERED if is_kept else MISSED for is_kept in half)
        mixed = rng.sample(said, len(said))
        everything = tuple(COVERED for _ in said)
        for kind, texts, label in (("paraphrase", mixed, everything), ("half", kept, labels)):
            if texts:
                answer = attacks.joined(texts, lang)
                yield Labelled(question=hidden, answer=answer, lang=lang, kind=kind, labels=label)
        yield from _turned(hidden, said, lang, rng)


def _said(point: KeyPoint, lang: str) -> str:
    texts = point.accept.get(lang)
    return texts[0] if texts else point.text.get(lang)


def _turned(question: Question, said: Sequence[str], lang: str, rng: random.Random) -> Iterator[Labelled]:
    """About half of the statements turned round by an edit, and all of them negated."""
    edited, labels = [], []
    for text in said:
        flips = flips_of(text, lang)
        if flips and rng.random() < 0.6:
            edited.append(pick(flips, rng).text)
            labels.append(CONTRADICTED)
        else:
            edited.append(text)
            labels.append(COVERED)
    yield Labelled(
        question=question, answer=attacks.joined(edited, lang), lang=lang, kind="flipped",
        labels=tuple(labels)
    )  # fmt: skip
    negate = rng.random() < 0.5
    changed = [attacks.negated(text, lang) if negate else attacks.turned_round(text) for text in said]
    found = tuple(CONTRADICTED if c != s else COVERED for c, s in zip(changed, said, strict=True))
    yield Labelled(
        question=question, answer=attacks.joined(changed, lang), lang=lang, kind="negated", labels=found
    )


def wrong_claims(question: Question) -> Iterator[Labelled]:
    """Known wrong claims that the grader is not shown as such."""
    for lang in LANGUAGES:
        said = {m.contradicts: m.text.get(lang) for m in question.mistakes}
        if said:
            hidden = replace(
                question,
                mistakes=tuple(m for m in question.mistakes if m.text.get(lang) not in said.values()),
            )
            labels = tuple(CONTRADICTED if p.id in said else MISSED for p in question.points)
            yield Labelled(
                question=hidden, answer=attacks.joined(list(said.values()), lang), lang=lang,
                kind="wrong claims", labels=labels
            )  # fmt: skip


def negated_examples(question: Question, rng: random.Random) -> Iterator[tuple[Labelled, Labelled]]:
    """A strong example and its edit; the edit's labels are worked out once claims are known."""
    for one in examples(question):
        if one.band != "strong":
            continue
        for edit in ("negated", "turned", "flip"):
            text = edited_answer(one.answer, one.lang, edit, rng)
            if text != one.answer:
                yield one, replace(one, answer=text, kind=edit, band="")


def edited_answer(text: str, lang: str, edit: str, rng: random.Random) -> str:
    """``text`` negated, turned round, or with each clause flipped by the trainer's edits."""
    if edit == "negated":
        return attacks.negated(text, lang)
    if edit == "turned":
        return attacks.turned_round(text)

    def flip(clause: str) -> str:
        flips = flips_of(clause, lang)
        return pick(flips, rng).text if flips else clause

    return attacks._edited(text, flip, every=True)


def worthless(question: Question, bank: Bank) -> Iterator[Labelled]:
    """Echo, keywords, a sibling's answer, an appeal to the grader."""
    for lang in LANGUAGES:
        answers = {
            "echo": attacks.echo(question, lang),
            "keywords": attacks.keyword_list(question, lang),
            "sibling": attacks.from_sibling(question, bank, lang),
            "injection": attacks.injected(lang),
        }
        for kind, answer in answers.items():
            if answer:
                yield Labelled(
                    question=question, answer=answer, lang=lang, kind=kind,
                    labels=tuple(MISSED for _ in question.points)
                )  # fmt: skip


# ------------------------------------------------------------------------ measuring


@dataclass(frozen=True, slots=True)
class Row:
    """One answer measured: signals (points, names) with labels, point weights and the answer's kind."""

    item: Labelled
    signals: np.ndarray
    labels: np.ndarray
    points: np.ndarray
    spans: tuple[tuple[int, int], ...]
    precision: float | None


class Bench:
    """Measures answers with one encoder."""

    def __init__(self, bank: Bank, encoder: Encoder, scale: Scale, verifier: Verifier | None = None) -> None:
        self.bank, self.encoder, self.scale, self.verifier = bank, encoder, scale, verifier
        self.weight: Rarity = rarity([question_words(q) for q in bank.questions])
        self._kept: dict[str, tuple[Question, Material]] = {}

    def material(self, question: Question) -> Material:
        """Built again only when the question's texts differ from the last of that id."""
        kept = self._kept.get(question.id)
        if kept is None or kept[0] != question:
            kept = self._kept[question.id] = (question, build(question, self.encoder, self.weight))
        return kept[1]

    def row(self, item: Labelled) -> Row:
        """The signals of one answer."""
        material = self.material(item.question)
        normal = normalise(item.answer)
        heard = hear([normal], material, self.encoder, self.scale)
        nominations = nominate(heard, material)
        probes = probe(nominations, material, self.encoder, self.scale, self.verifier)
        tables = measure(heard, nominations, probes, material)
        spans = tuple(
            normal.stored(n.right[0].said.claim.start, n.right[0].said.claim.end) if n.right else (0, 0)
            for n in nominations
        )
        return Row(
            item, np.array([[t[name] for name in NAMES] for t in tables]),
            np.array([-1 if label is None else label for label in item.labels]),
            np.array([p.weight for p in item.question.points], float), spans, precision(heard.said, material),
        )  # fmt: skip


def relabelled(original: Row, edited: Row) -> Row:
    """Labels for an edited example: a point whose stating words were edited is contradicted."""
    labels = original.labels.copy()
    for i, (start, end) in enumerate(original.spans):
        if labels[i] in (COVERED, PARTIAL):
            stands = original.item.answer[start:end] in edited.item.answer
            labels[i] = labels[i] if stands else CONTRADICTED
    return replace(edited, labels=labels)


def measure_all(bench: Bench) -> list[Row]:
    """Every labelled answer of the bank, measured."""
    rows: list[Row] = []
    rng = random.Random(SEED)
    for question in bench.bank.questions:
        own = {item.answer: bench.row(item) for item in examples(question)}
        rows += own.values()
        for one, edited in negated_examples(question, rng):
            rows.append(relabelled(own[one.answer], bench.row(edited)))
        rows += [bench.row(item) for item in worthless(question, bench.bank)]
        rows += [bench.row(item) for item in wrong_claims(question)]
        rows += [bench.row(item) for item in paraphrases(question, rng)]
    return rows


# -------------------------------------------------------------------------- fitting

EDITED = ("negated", "turned", "flip", "flipped")
HONEST = ("example", "paraphrase", "half")
# Weights of the kinds of answers in the two fits; edited answers say nothing about `stated`.
STATED_WEIGHT = {"example": 2.0, "paraphrase": 0.7, "half": 0.7, "keywords": 0.1}
OTHER_WEIGHT, EDITED_WEIGHT = 0.3, 0.4
PENALTY = 1.0
# Sign (-1, 1, or 0 for free) a feature must have in the logits of covered and of contradicted
# against missed, so that no accident of the sample can make a contradiction pay.
STATED: dict[str, tuple[int, int]] = {
    "similarity": (1, 0), "similarity_second": (0, 0), "lead_over_other_points": (1, 0),
    "question_similarity": (-1, 0), "shared_words": (1, 0), "shared_words_answer": (1, 0),
    "shared_letters": (1, 0), "new_words": (1, 0), "wrong_similarity": (-1, 1), "wrong_lead": (-1, 1),
    "wrong_lead_here": (-1, 1), "wrong_shared_words": (-1, 1), "has_wrong": (0, 0),
    "opposed": (-1, 1), "agreed": (1, 0), "other_numbers": (-1, 0), "same_numbers": (1, 0),
    "wrong_turned": (0, -1), "wrong_opposed": (0, -1), "wrong_agreed": (0, 1),
    "plain_words": (0, 0), "other_points_similarity": (0, 0), "other_points_words": (0, 0),
    "cross_language": (0, 0), "terms": (1, 0), "similarity*shared_words": (1, 0),
    "similarity*lead_over_other_points": (0, 0), "wrong_similarity*wrong_lead": (0, 1),
    "wrong_similarity*wrong_lead_here": (0, 1), "cross_language*similarity": (0, 0),
    "similarity*similarity": (0, 0), "shared_words*shared_words": (0, 0),
    "shared_words_answer*similarity": (0, 0),
}  # fmt: skip
TURNED: dict[str, int] = {
    "turned": 1, "added_negation": 1, "dropped_negation": 1, "opposed": 1, "agreed": -1,
    "other_numbers": 1, "wrong_lead": 1, "wrong_lead_here": 1, "wrong_agreed": 1, "wrong_turned": -1,
    "similarity*turned": 1, "shared_words*turned": 1, "shared_words*added_negation": 1,
    "shared_words*opposed": 1, "shared_letters*added_negation": 1, "shared_letters*turned": 1,
    "shared_letters*opposed": 1, "similarity*opposed": 1, "shared_letters*other_numbers": 1,
    "cross_language": 0, "shared_letters": 0, "similarity": 0, "shared_words": 0,
    "unnegated_lead": 1, "has_negation": 0, "swapped_lead": 1, "has_opposite": 0,
    "added_negation*unnegated_lead": 1, "turned*unnegated_lead": 1, "opposed*swapped_lead": 1,
}  # fmt: skip

# What a verifier adds to each.
STATED_VERIFIED: dict[str, tuple[int, int]] = {
    "verifier_states": (1, 0), "verifier_denies": (-1, 1),
    "similarity*verifier_states": (1, 0), "shared_words*verifier_states": (1, 0),
}  # fmt: skip
TURNED_VERIFIED: dict[str, int] = {
    "verifier_states": -1, "verifier_denies": 1, "similarity*verifier_denies": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Features:
    """What the two steps of a verdict look at, with the signs of their weights."""

    stated: dict[str, tuple[int, int]]
    turned: dict[str, int]


PLAIN = Features(STATED, TURNED)
VERIFIED = Features({**STATED, **STATED_VERIFIED}, {**TURNED, **TURNED_VERIFIED})


def expanded(signals: np.ndarray, features: Sequence[str]) -> np.ndarray:
    """Columns of the named features; a name with ``*`` is a product."""
    columns = {name: signals[:, i] for i, name in enumerate(NAMES)}
    return np.stack([np.prod([columns[n] for n in f.split("*")], axis=0) for f in features], 1)


def fit_linear(
    signals: np.ndarray, labels: np.ndarray, weights: np.ndarray, features: Sequence[str],
    bounds: Sequence[tuple[int, ...]],
) -> Linear:  # fmt: skip
    """Logistic regression over outcomes 0..n-1 and "none of them" (label n), with signs, by L-BFGS-B.

    ``bounds[outcome]`` holds the signs of that outcome's weights.
    """
    from scipy.optimize import minimize

    x = expanded(signals, features)
    center, spread = x.mean(0), np.maximum(x.std(0), 1e-3)
    x = (x - center) / spread
    count = len(bounds)
    hot = np.eye(count + 1)[labels]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table = flat.reshape(count, -1)
        logits = np.zeros((len(x), count + 1))
        logits[:, :count] = x @ table[:, :-1].T + table[:, -1]
        logits -= logits.max(1, keepdims=True)
        chances = np.exp(logits)
        chances /= chances.sum(1, keepdims=True)
        value = -(weights * np.log((chances * hot).sum(1) + 1e-12)).sum()
        delta = ((chances - hot) * weights[:, None])[:, :count]
        slope = np.concatenate([delta.T @ x, delta.sum(0)[:, None]], 1)
        slope[:, :-1] += PENALTY * table[:, :-1]
        return value + 0.5 * PENALTY * (table[:, :-1] ** 2).sum(), slope.ravel()

    limits = [_limit(sign) for row in bounds for sign in (*row, 0)]
    start = np.zeros(len(limits))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 150})
    table = found.x.reshape(count, -1)
    return Linear(
        tuple(features), _floats(center), _floats(spread),
        tuple(_floats(row[:-1]) for row in table), _floats(table[:, -1]),
    )  # fmt: skip


def _limit(sign: int) -> tuple[float | None, float | None]:
    return (0, None) if sign > 0 else (None, 0) if sign < 0 else (None, None)


def _floats(values: np.ndarray) -> tuple[float, ...]:
    return tuple(round(float(value), 5) for value in values)


def fit(rows: Sequence[Row], features: Features = PLAIN) -> tuple[Linear, Linear]:
    """The two steps of a verdict, `Coefficients.stated` and ``turned``."""
    return fit_stated(rows, features.stated), fit_turned(rows, features.turned)


def fit_stated(rows: Sequence[Row], features: dict[str, tuple[int, int]]) -> Linear:
    """Which points an answer speaks of, from everything but edited answers."""
    used = [row for row in rows if row.item.kind not in EDITED]
    weights = [np.full(len(r.labels), STATED_WEIGHT.get(r.item.kind, OTHER_WEIGHT)) for r in used]
    labels = np.concatenate([r.labels for r in used])
    order = np.array([0, 1, 3, 2])  # covered, partial, contradicted; missed is "none of them"
    covered_signs, denied_signs = zip(*features.values(), strict=True)
    free = tuple(0 for _ in features)
    found = fit_linear(
        np.concatenate([r.signals for r in used]), order[labels], np.concatenate(weights),
        tuple(features), [covered_signs, free, denied_signs],
    )  # fmt: skip
    covered, partial, denied = found.weights
    zero = tuple(0.0 for _ in covered)
    bias = (found.bias[0], found.bias[1], 0.0, found.bias[2])
    return Linear(found.features, found.center, found.spread, (covered, partial, zero, denied), bias)


def fit_turned(rows: Sequence[Row], features: dict[str, int]) -> Linear:
    """Whether a point spoken of is said the wrong way round: edited claims against honest ones."""
    signals, labels, weights = [], [], []
    for row in rows:
        edited = row.item.kind in EDITED
        turned = (row.labels == CONTRADICTED) & edited
        honest = (row.labels <= PARTIAL) & (edited | (row.item.kind in HONEST))
        keep = turned | honest
        signals.append(row.signals[keep])
        labels.append(np.where(turned[keep], 0, 1))
        weights.append(np.where(turned[keep], EDITED_WEIGHT, 1.0))
    return fit_linear(
        np.concatenate(signals), np.concatenate(labels), np.concatenate(weights),
        tuple(features), [tuple(features.values())],
    )  # fmt: skip


def chances(row: Row, model: Coefficients) -> list[tuple[float, ...]]:
    """Probabilities of the verdicts, point by point."""
    tables = [dict(zip(NAMES, signals.tolist(), strict=True)) for signals in row.signals]
    return [probabilities(table, model) for table in tables]


def folds(rows: Sequence[Row]) -> dict[str, int]:
    """The fold of each question, dealt out in a shuffled order."""
    ids = sorted({r.item.question.id for r in rows})
    random.Random(SEED).shuffle(ids)
    return {question: i % FOLDS for i, question in enumerate(ids)}


def cross_validated(rows: Sequence[Row], rubric: Rubric, features: Features = PLAIN) -> list[Judged]:
    """Every answer judged by a fit without its question."""
    fold = folds(rows)
    out: dict[int, Judged] = {}
    for number in range(FOLDS):
        model = _model(*fit([r for r in rows if fold[r.item.question.id] != number], features))
        for i, row in enumerate(rows):
            if fold[row.item.question.id] == number:
                out[i] = judge(row, model, rubric)
    return [out[i] for i in range(len(rows))]


def _model(stated: Linear, turned: Linear) -> Coefficients:
    return Coefficients(digest="", stated=stated, turned=turned, curve=((0, 0), (1, 1)), residual=0)


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer's chances point by point, and the share of the marks it earns before the curve."""

    row: Row
    chances: list[tuple[float, ...]]
    share: float


def judge(row: Row, model: Coefficients, rubric: Rubric) -> Judged:
    """As the grader does it, without flags and hints."""
    found = chances(row, model)
    points = [
        PointResult(point=p.id, weight=p.weight, verdict=verdict_of(c), credit=blend.credit(c, rubric))
        for p, c in zip(row.item.question.points, found, strict=True)
    ]
    return Judged(row, found, blend.add_up(points, found, {"precision": row.precision}, rubric).share)


# ----------------------------------------------------------------------- the curve


def edges(judged: Sequence[Judged]) -> tuple[float, float]:
    """The two shares that part weak, partial and strong examples best, all bands counting alike."""
    shares = {
        band: np.array([j.share for j in judged if j.row.item.band == band])
        for band in ("weak", "partial", "strong")
    }
    grid = np.arange(0.05, 0.9, 0.01)
    best = (0.0, 0.2, 0.5)
    for low in grid:
        for high in grid[grid > low + 0.05]:
            right = [
                (shares["weak"] < low).mean(),
                ((shares["partial"] >= low) & (shares["partial"] < high)).mean(),
                (shares["strong"] >= high).mean(),
            ]
            best = max(best, (float(np.mean(right)), float(low), float(high)))
    return best[1], best[2]


def curve(judged: Sequence[Judged]) -> tuple[tuple[float, float], ...]:
    """Shares of marks to scores: the edges of the bands, and the best strong examples near the top."""
    low, high = edges(judged)
    top = float(np.quantile([j.share for j in judged if j.row.item.band == "strong"], 0.9))
    top = min(0.97, max(top, high + 0.05))
    return ((0.0, 0.0), (round(low, 3), 0.35), (round(high, 3), 0.70), (round(top, 3), 0.93), (1.0, 1.0))


def residual(judged: Sequence[Judged], knots: Sequence[tuple[float, float]], rubric: Rubric) -> float:
    """The spread that makes 80 % of the examples' marks fall into the stated range."""
    cases = []
    for one in judged:
        if one.row.item.kind == "example":
            weights = one.row.points
            worth = np.array([1.0, rubric.partial_credit, 0.0, -rubric.contradiction_cost])
            mark = max(0.0, float((weights * worth[one.row.labels]).sum() / weights.sum()))
            variance = sum(
                w**2 * blend.variance(c, rubric) for w, c in zip(weights, one.chances, strict=True)
            ) / float(weights.sum() ** 2)
            cases.append((abs(blend.curved(one.share, knots) - mark), variance))
    for value in np.arange(0.0, 0.4, 0.005):
        inside = [gap <= blend.RANGE * (variance + value**2) ** 0.5 for gap, variance in cases]
        if np.mean(inside) >= 0.8:
            break
    return round(float(value), 3)


# ------------------------------------------------------------------------ reporting

FLOORS = {"strong": (70.0, 101.0), "partial": (35.0, 70.0), "weak": (0.0, 35.0)}


def table_of_bands(judged: Sequence[Judged], knots: Sequence[tuple[float, float]]) -> str:
    """Share of the examples inside their band, by language and band."""
    lines = ["| language | strong | partial | weak | all |", "|---|---|---|---|---|"]
    for lang in LANGUAGES:
        cells, every = [], []
        for band, (low, high) in FLOORS.items():
            scores = [
                100 * blend.curved(j.share, knots)
                for j in judged
                if j.row.item.band == band and j.row.item.lang == lang
            ]
            inside = [low <= score + 1e-9 < high for score in scores]
            every += inside
            cells.append(f"{np.mean(inside):.1%} of {len(inside)}")
        lines.append(f"| {lang} | {' | '.join(cells)} | {np.mean(every):.1%} of {len(every)} |")
    return "\n".join(lines)


def table_of_attacks(judged: Sequence[Judged], knots: Sequence[tuple[float, float]]) -> str:
    """How often an attack scores below the strong example and the paraphrase, and half marks or more."""
    own: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for one in judged:
        item = one.row.item
        name = "strong" if item.band == "strong" else item.kind
        if name in ("strong", "paraphrase"):
            own[item.question.id, item.lang].setdefault(name, one.share)
    lines = ["| attack | language | below strong | below paraphrase | half marks |", "|---|---|---|---|---|"]
    for kind in (*EDITED, "echo", "keywords", "sibling", "injection", "wrong claims"):
        for lang in LANGUAGES:
            found = [j for j in judged if j.row.item.kind == kind and j.row.item.lang == lang]
            best = [own[j.row.item.question.id, lang] for j in found]
            strong = np.mean([j.share < b.get("strong", 2) for j, b in zip(found, best, strict=True)])
            other = np.mean([j.share < b.get("paraphrase", 2) for j, b in zip(found, best, strict=True)])
            half = np.mean([blend.curved(j.share, knots) >= 0.5 for j in found])
            lines.append(f"| {kind} | {lang} | {strong:.1%} | {other:.1%} | {half:.1%} |")
    return "\n".join(lines)


# ---------------------------------------------------------------------------- main


def scale_pairs(bank: Bank, count: int = 24) -> list[tuple[str, str]]:
    """Pairs of wordings of one point, from questions spread over the bank, half in each language."""
    chosen = bank.questions[:: max(1, len(bank.questions) // count)][:count]
    pairs = []
    for i, question in enumerate(chosen):
        lang = LANGUAGES[i % 2]
        point = question.points[0]
        pairs.append((point.text.get(lang), (point.accept.get(lang) or (point.text.get(lang),))[0]))
    return pairs


def as_json(model: Coefficients) -> dict[str, object]:
    """The stored form of one set of coefficients."""
    return {
        "stated": asdict(model.stated), "turned": asdict(model.turned),
        "curve": model.curve, "residual": model.residual,
    }  # fmt: skip


def fit_all(rows: Sequence[Row], rubric: Rubric, features: Features) -> Coefficients:
    """Cross-validates, prints the tables, and fits on everything."""
    judged = cross_validated(rows, rubric, features)
    knots = curve(judged)
    print(table_of_bands(judged, knots), end="\n\n")
    print(table_of_attacks(judged, knots), end="\n\n")
    stated, turned = fit(rows, features)
    spread = residual(judged, knots, rubric)
    return Coefficients(digest="", stated=stated, turned=turned, curve=knots, residual=spread)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--encoder", default="bundled")
    parser.add_argument("--bank", type=Path, default=ROOT / "question_bank")
    parser.add_argument("--vectors", type=Path, help="file that keeps vectors between runs (.npz)")
    parser.add_argument("--verifier", action="store_true", help="fit with the bundled verifier too")
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--dry-run", action="store_true", help="print the tables, write nothing")
    options = parser.parse_args()
    bank = read_bank(options.bank).bank
    encoder = Memory(make_encoder(options.encoder), options.vectors)
    pairs = scale_pairs(bank)
    scale = measured_scale(encoder, pairs)
    verifier = BundledVerifier() if options.verifier else None
    bench = Bench(bank, encoder, scale, verifier)
    rows = measure_all(bench)
    encoder.save()
    print(f"{len(bank.questions)} questions, {len(rows)} answers, encoder {encoder.name}@{encoder.digest}\n")
    rubric = load_rubrics(ROOT / "rubrics")["default"]
    model = fit_all(rows, rubric, PLAIN)
    verified = None
    if verifier is not None:
        print(f"with the verifier {verifier.name}@{verifier.digest}\n")
        verified = fit_all(rows, rubric, VERIFIED)
    if options.dry_run:
        return
    stored = {
        "format": FORMAT,
        "fitted": {
            "command": "python -m training.fit_grader", "bank": bank.digest, "questions": len(bank.questions),
            "answers": len(rows), "encoder": f"{encoder.name}@{encoder.digest}",
        },
        "scales": {encoder.digest: (round(scale.low, 4), round(scale.high, 4))},
        "pairs": pairs,
        "plain": as_json(model),
        "verified": None if verified is None else as_json(verified),
    }  # fmt: skip
    options.out.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

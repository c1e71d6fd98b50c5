"""Fits the coefficients of the grader on the bank's examples and on answers edited from them.

    python -m training.fit_grader                # fit, print the tables, write coefficients.json
    python -m training.fit_grader --dry-run      # print the tables only

Cross-validation is by question: what is printed comes from questions a fold has not seen.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mock_interview.grading import attacks
from mock_interview.grading.encoder import Encoder
from mock_interview.grading.lexical import Rarity, rarity
from mock_interview.grading.material import Material, build, question_words
from mock_interview.grading.nominate import Scale, hear, nominate
from mock_interview.grading.signals import NAMES, measure
from mock_interview.grading.text import normalise
from mock_interview.model import LANGUAGES, Bank, Question
from training.flips import flips_of, pick

ROOT = Path(__file__).resolve().parent.parent
COVERED, PARTIAL, MISSED, CONTRADICTED = range(4)
FOLDS = 5
SEED = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An answer with what it does to each point; ``None`` where nobody can say. ``weight`` is per point."""

    question: Question
    answer: str
    lang: str
    kind: str
    labels: tuple[int | None, ...]
    weight: float = 1.0
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

    def encode(self, texts: Sequence[str], *, kind: str = "passage") -> np.ndarray:
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
            labels=labels, band=example.band, weight=2.0,
        )  # fmt: skip


def paraphrases(question: Question, rng: random.Random) -> Iterator[Labelled]:
    """``accept`` texts that the grader is not shown: all points, about half of them, some turned round."""
    for lang in LANGUAGES:
        for turn in range(2):
            _, hidden = attacks.paraphrase(question, lang, turn)
            said = [_said(p, lang, turn) for p in question.points]
            everything = tuple(COVERED for _ in said)
            if turn == 0:
                order = list(range(len(said)))
                rng.shuffle(order)
                yield Labelled(
                    question=hidden, answer=attacks.joined([said[i] for i in order], lang), lang=lang,
                    kind="paraphrase", labels=everything, weight=0.7,
                )  # fmt: skip
            half = [rng.random() < 0.5 for _ in said]
            if any(half):
                yield Labelled(
                    question=hidden, answer=attacks.joined([s for s, h in zip(said, half, strict=True) if h], lang),
                    lang=lang, kind="half", labels=tuple(COVERED if h else MISSED for h in half), weight=0.7,
                )  # fmt: skip
            yield from _turned(hidden, said, lang, rng)


def _said(point: object, lang: str, turn: int) -> str:
    texts = point.accept.get(lang)  # type: ignore[attr-defined]
    return texts[turn % len(texts)] if texts else point.text.get(lang)  # type: ignore[attr-defined]


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
        labels=tuple(labels), weight=0.7,
    )  # fmt: skip
    edit = rng.choice([attacks.negated, attacks.turned_round])
    changed = [edit(text, lang) for text in said]
    yield Labelled(
        question=question, answer=attacks.joined(changed, lang), lang=lang, kind="negated",
        labels=tuple(CONTRADICTED if c != s else COVERED for c, s in zip(changed, said, strict=True)), weight=0.7,
    )  # fmt: skip


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
                kind="wrong claims", labels=labels, weight=0.7,
            )  # fmt: skip


def negated_examples(question: Question, rng: random.Random) -> Iterator[tuple[Labelled, Labelled]]:
    """A strong example and its edit; the edit's labels are worked out once claims are known."""
    for one in examples(question):
        if one.band != "strong":
            continue
        for edit in ("negated", "turned", "flip"):
            text = edited_answer(one.answer, one.lang, edit, rng)
            if text != one.answer:
                yield one, replace(one, answer=text, kind=edit, weight=0.7, band="")


def edited_answer(text: str, lang: str, edit: str, rng: random.Random) -> str:
    """``text`` negated, turned round, or with each clause flipped by the trainer's edits."""
    if edit == "negated":
        return attacks.negated(text, lang)
    if edit == "turned":
        return attacks.turned_round(text, lang)

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
                    labels=tuple(MISSED for _ in question.points), weight=0.5,
                )  # fmt: skip


# ------------------------------------------------------------------------ measuring


@dataclass(frozen=True, slots=True)
class Row:
    """One answer measured: signals (points, names) with labels, point weights and the answer's kind."""

    item: Labelled
    signals: np.ndarray
    labels: np.ndarray
    points: np.ndarray
    spans: tuple[tuple[int, int], ...] = ()


class Bench:
    """Measures answers with one encoder."""

    def __init__(self, bank: Bank, encoder: Encoder, scale: Scale) -> None:
        self.bank, self.encoder, self.scale = bank, encoder, scale
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
        tables = measure(heard, nominations, material)
        spans = tuple(
            normal.stored(n.right[0].said.claim.start, n.right[0].said.claim.end) if n.right else (0, 0)
            for n in nominations
        )
        return Row(
            item, np.array([[t[name] for name in NAMES] for t in tables]),
            np.array([-1 if label is None else label for label in item.labels]),
            np.array([p.weight for p in item.question.points], float), spans,
        )  # fmt: skip


def relabelled(original: Row, edited: Row) -> Row:
    """Labels for an edited example: a point whose stating words were edited is contradicted."""
    labels = original.labels.copy()
    for i, (start, end) in enumerate(original.spans):
        if labels[i] in (COVERED, PARTIAL):
            stands = original.item.answer[start:end] in edited.item.answer
            labels[i] = labels[i] if stands else CONTRADICTED
    return replace_row(edited, labels)


def replace_row(row: Row, labels: np.ndarray) -> Row:
    """``row`` with other labels."""
    return Row(row.item, row.signals, labels, row.points, row.spans)


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

# Sign (-1, 0 free, 1) a feature must have in the logit of covered and of contradicted, against
# missed: that way no edit that adds a contradiction can raise a score by an accident of the sample.
SIGNS: dict[str, tuple[int, int]] = {
    "similarity": (1, 0), "similarity_second": (0, 0), "lead_over_other_points": (1, 0),
    "question_similarity": (-1, 0), "shared_words": (1, 0), "shared_words_answer": (1, 0),
    "shared_letters": (1, 0), "new_words": (1, 0), "wrong_similarity": (-1, 1), "wrong_lead": (-1, 1),
    "wrong_lead_here": (-1, 1), "wrong_shared_words": (-1, 1), "has_wrong": (0, 0),
    "turned": (-1, 1), "added_negation": (-1, 1), "dropped_negation": (-1, 1), "opposed": (-1, 1),
    "agreed": (1, 0), "other_numbers": (-1, 0), "same_numbers": (1, 0),
    "wrong_turned": (0, -1), "wrong_opposed": (0, -1), "wrong_agreed": (0, 1),
    "plain_words": (0, 0), "other_points_similarity": (0, 0), "other_points_words": (0, 0),
    "cross_language": (0, 0), "terms": (1, 0),
    "similarity*shared_words": (1, 0), "similarity*lead_over_other_points": (0, 0),
    "similarity*turned": (-1, 1), "similarity*opposed": (-1, 1), "shared_words*added_negation": (-1, 1),
    "similarity*dropped_negation": (-1, 1), "shared_words*dropped_negation": (-1, 1),
    "wrong_similarity*wrong_lead": (0, 1), "wrong_similarity*wrong_lead_here": (0, 1),
    "cross_language*similarity": (0, 0), "similarity*similarity": (0, 0),
    "shared_words*shared_words": (0, 0), "shared_words_answer*similarity": (0, 0),
}  # fmt: skip
PENALTY = 1.0


@dataclass(frozen=True, slots=True)
class Fit:
    """Fitted weights (4, features) over scaled features; the row of missed is zero."""

    features: tuple[str, ...]
    center: np.ndarray
    spread: np.ndarray
    weights: np.ndarray
    bias: np.ndarray

    def chances(self, signals: np.ndarray) -> np.ndarray:
        """Probabilities (rows, 4) for signals (rows, names)."""
        logits = (expanded(signals, self.features) - self.center) / self.spread @ self.weights.T + self.bias
        powers = np.exp(logits - logits.max(1, keepdims=True))
        return np.asarray(powers / powers.sum(1, keepdims=True))


def expanded(signals: np.ndarray, features: Sequence[str]) -> np.ndarray:
    """Columns of the named features; a name with ``*`` is a product."""
    columns = {name: signals[:, i] for i, name in enumerate(NAMES)}
    return np.stack([np.prod([columns[n] for n in f.split("*")], axis=0) for f in features], 1)


def fit(signals: np.ndarray, labels: np.ndarray, weights: np.ndarray, penalty: float = PENALTY) -> Fit:
    """Multinomial logistic regression with the signs of `SIGNS`, by L-BFGS-B."""
    from scipy.optimize import minimize

    features = tuple(SIGNS)
    x = expanded(signals, features)
    center, spread = x.mean(0), x.std(0) + 1e-6
    x = (x - center) / spread
    free = (COVERED, PARTIAL, CONTRADICTED)
    hot = np.eye(4)[labels]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table = np.zeros((4, x.shape[1] + 1))
        table[list(free)] = flat.reshape(3, -1)
        logits = x @ table[:, :-1].T + table[:, -1]
        logits -= logits.max(1, keepdims=True)
        chances = np.exp(logits)
        chances /= chances.sum(1, keepdims=True)
        value = -(weights * np.log(chances[np.arange(len(labels)), labels] + 1e-12)).sum()
        delta = (chances - hot) * weights[:, None]
        slope = np.concatenate([delta.T @ x, delta.sum(0)[:, None]], 1)[list(free)]
        slope[:, :-1] += penalty * table[list(free), :-1]
        return value + 0.5 * penalty * (table[:, :-1] ** 2).sum(), slope.ravel()

    bounds: list[tuple[float | None, float | None]] = []
    for row in range(3):
        for feature in features:
            sign = SIGNS[feature][1] if row == 2 else SIGNS[feature][0]
            bounds.append((0, None) if sign > 0 else (None, 0) if sign < 0 else (None, None))
        bounds.append((None, None))
    found = minimize(loss, np.zeros(3 * (x.shape[1] + 1)), jac=True, method="L-BFGS-B", bounds=bounds,
                     options={"maxiter": 400})  # fmt: skip
    table = np.zeros((4, x.shape[1] + 1))
    table[list(free)] = found.x.reshape(3, -1)
    return Fit(features, center, spread, table[:, :-1], table[:, -1])


def stacked(rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Signals, labels and weights of all points that have a label."""
    signals = np.concatenate([r.signals for r in rows])
    labels = np.concatenate([r.labels for r in rows])
    weights = np.concatenate([np.full(len(r.labels), r.item.weight) for r in rows])
    known = labels >= 0
    return signals[known], labels[known], weights[known]


def folds(rows: Sequence[Row]) -> dict[str, int]:
    """The fold of each question, dealt out in a shuffled order."""
    ids = sorted({r.item.question.id for r in rows})
    random.Random(SEED).shuffle(ids)
    return {question: i % FOLDS for i, question in enumerate(ids)}


def cross_validated(rows: Sequence[Row]) -> list[np.ndarray]:
    """Chances (points, 4) for every row, from a fit without its question."""
    fold = folds(rows)
    out: list[np.ndarray] = [np.zeros((0, 4))] * len(rows)
    for number in range(FOLDS):
        model = fit(*stacked([r for r in rows if fold[r.item.question.id] != number]))
        for i, row in enumerate(rows):
            if fold[row.item.question.id] == number:
                out[i] = model.chances(row.signals)
    return out

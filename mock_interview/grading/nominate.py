"""Finds, for each key point, the claims of an answer most likely to state or to deny it.

Owns the table of similarities between claims and statements. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mock_interview.grading.encoder import Encoder
from mock_interview.grading.excerpt import Clauses
from mock_interview.grading.lexical import respelt, tokens
from mock_interview.grading.material import Material, PointMaterial, Statement
from mock_interview.grading.steps import Encode, Steps
from mock_interview.grading.text import Claim, Normal, claims, normalise, units

# What common words count beside vector similarity when claims are ranked for a point.
WORDS_SHARE = 0.6
# Characters of one part of an answer, and of one clause, that the encoder reads: it takes most of the time,
# so much for every character. Of a part longer than half an hour of Chinese or ten minutes of English, it
# reads the clauses that share most words with what is looked for, and the others are compared by their words
# alone; beyond a page without a mark or a connective, a clause is no clause.
ENCODED_PART, ENCODED_CLAUSE = 8_000, 1_500


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps an encoder's cosines to 0 (unrelated) .. 1 (another wording of the same)."""

    low: float
    high: float

    def __call__(self, cosine: np.ndarray) -> np.ndarray:
        return np.asarray((cosine - self.low) / max(self.high - self.low, 1e-3))


def measured_scale(encoder: Encoder, pairs: Sequence[tuple[str, str]]) -> Scale:
    """An encoder's scale from pairs of wordings: mean cosine across pairs, and within."""
    vectors = encoder.encode([normalise(text).text for pair in pairs for text in pair])
    table = vectors[::2] @ vectors[1::2].T
    within = float(np.diag(table).mean())
    across = float((table.sum() - np.trace(table)) / max(1, table.size - len(table)))
    return Scale(across, max(within, across + 0.05))


@dataclass(frozen=True, slots=True)
class Said:
    """A claim with the part of the answer it comes from, its vector and its content words."""

    source: int
    claim: Claim
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """All claims of an answer and their similarity to the question's rows, on the encoder's scale."""

    said: tuple[Said, ...]
    similarity: np.ndarray  # (claims, rows)
    recall: np.ndarray  # (claims, rows of statements)
    words: frozenset[str]
    units: int
    parts: tuple[str, ...] = ()  # the normalised texts that claims were cut from
    whole: np.ndarray | None = None  # (rows,) cosines of the main answer as a whole

    def only(self, source: int) -> Heard:
        """What was said in one part."""
        if len(self.parts) == 1:
            return self
        keep = [i for i, said in enumerate(self.said) if said.source == source]
        said = tuple(self.said[i] for i in keep)
        words = frozenset(word for s in said for word in s.words)
        count = len({s.claim.units[0] for s in said})
        return Heard(said, self.similarity[keep], self.recall[keep], words, count, self.parts)


@dataclass(frozen=True, slots=True)
class Nominee:
    """A claim (``at``, its number) and the statement it is nearest to, with how near they are."""

    at: int
    said: Said
    statement: Statement
    similarity: float
    recall: float


@dataclass(frozen=True, slots=True)
class Nomination:
    """For one point: the claims that may state it, best first, and the one that may deny it.

    ``excerpt`` is what of the answer bears on the point, for a model that reads it whole.
    """

    material: PointMaterial
    right: tuple[Nominee, ...]
    wrong: Nominee | None
    excerpt: str = ""


def hear(parts: Sequence[Normal], material: Material, scale: Scale) -> Steps[Heard]:
    """Claims of all parts against all statements; every clause is encoded once, in one call."""
    texts: list[str] = []
    weights: list[tuple[int, int]] = []  # first and last unit row of each claim
    found: list[tuple[int, Claim]] = []
    for source, part in enumerate(parts):
        base = len(texts)
        texts += [part.text[a:b] for a, b, _ in units(part.text)]
        for claim in claims(part):
            found.append((source, claim))
            weights.append((base + claim.units[0], base + claim.units[1]))
    if not found:
        nothing = np.zeros((0, len(material.vectors)), np.float32)
        return Heard((), nothing, nothing, frozenset(), 0)
    said = _with_words(found, material)
    shared = material.recalls([s.words for s in said])
    read = _readable(texts, said, shared)
    kept = [at for at, size in enumerate(read) if size]
    encoded = yield Encode([texts[at][: read[at]] for at in kept])
    by_unit = np.zeros((len(texts), encoded.shape[1]), encoded.dtype)
    by_unit[kept] = encoded
    lengths = [len(text) for text in texts]
    main = len(units(parts[0].text)) or len(texts)
    whole = _joined(by_unit, lengths, [(0, main)])[0] @ material.vectors.T
    vectors = _joined(by_unit, lengths, weights)
    words = frozenset(word for s in said for word in s.words)
    spoken = tuple(part.text for part in parts)
    similarity = scale(vectors @ material.vectors.T)
    return Heard(said, similarity, shared, words, len(texts), spoken, whole)


def _readable(texts: Sequence[str], said: Sequence[Said], shared: np.ndarray) -> list[int]:
    """How many characters of each clause are encoded: all, as long as there is room in their part."""
    lone = [at for at, one in enumerate(said) if one.claim.units[1] - one.claim.units[0] == 1]
    worth = shared[lone].max(1, initial=0.0).tolist()  # the clauses themselves are claims too, in order
    sources = [said[at].source for at in lone]
    left = dict.fromkeys(sources, ENCODED_PART)
    out = [0] * len(texts)
    for at in sorted(range(len(texts)), key=lambda at: (-worth[at], at)):
        out[at] = min(len(texts[at]), ENCODED_CLAUSE, left[sources[at]])
        left[sources[at]] -= out[at]
    return out


def _joined(vectors: np.ndarray, lengths: Sequence[int], ranges: Sequence[tuple[int, int]]) -> np.ndarray:
    """A claim's vector: the mean of its units' vectors by length, at length one."""
    long = vectors * np.asarray(lengths, np.float32)[:, None]
    rows = np.stack([long[a:b].sum(0) for a, b in ranges])
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 0, norms, 1), np.float32)


def _with_words(found: Sequence[tuple[int, Claim]], material: Material) -> tuple[Said, ...]:
    by_claim = [tokens(claim.text) for _, claim in found]
    fixed = respelt({word for words in by_claim for word in words}, material.vocabulary)
    return tuple(
        Said(source, claim, frozenset(words) | {fixed[w] for w in words if w in fixed})
        for (source, claim), words in zip(found, by_claim, strict=True)
    )


def nominate(heard: Heard, material: Material, *, most: int = 3) -> tuple[Nomination, ...]:
    """The best ``most`` claims that state each point, and the best that denies it. One per point."""
    if not heard.said:
        return tuple(Nomination(point, (), None) for point in material.points)
    out = []
    clauses = _clauses(heard)
    tables = [(_table(heard, point.right), _table(heard, point.wrong)) for point in material.points]
    ranks = np.array([np.maximum(right.score, wrong.score) for right, wrong in tables])
    for number, (point, (right, wrong)) in enumerate(zip(material.points, tables, strict=True)):
        order = np.argsort(-right.score, kind="stable")
        chosen = _apart(heard, order.tolist(), most)
        nominees = tuple(_nominee(heard, point.right, right, at) for at in chosen)
        denial = _nominee(heard, point.wrong, wrong, _denial(right, wrong)) if point.wrong else None
        # Sentences of a reference lean on each other: what bears on one may be needed for the next.
        others = None if material.question.drafted else np.delete(ranks, number, 0).max(0, initial=-np.inf)
        out.append(Nomination(point, nominees, denial, clauses.excerpt(ranks[number], others)))
    return tuple(out)


def bearing(heard: Heard, material: Material, budget: int) -> str:
    """What of the answer bears on any point, up to ``budget`` of reading length."""
    if not heard.said:
        return ""
    statements = [statement for point in material.points for statement in point.right]
    return _clauses(heard).excerpt(_table(heard, statements).score, budget=budget)


def _clauses(heard: Heard) -> Clauses:
    return Clauses([(said.source, said.claim) for said in heard.said], heard.parts)


def _denial(right: _Table, wrong: _Table) -> int:
    """The claim nearest to a wrong claim while far from the right statements."""
    return int(np.argmax(wrong.score - 0.5 * right.score))


@dataclass(frozen=True, slots=True)
class _Table:
    best: np.ndarray  # (claims,) number of the nearest statement
    similarity: np.ndarray  # (claims,)
    recall: np.ndarray  # (claims,)
    score: np.ndarray  # (claims,)


def _table(heard: Heard, statements: Sequence[Statement]) -> _Table:
    if not statements:
        none = np.zeros(len(heard.said))
        return _Table(none.astype(int), none, none, none - np.inf)
    at = [s.row for s in statements]
    similarity, shared = heard.similarity[:, at], heard.recall[:, at]
    score = similarity + WORDS_SHARE * shared
    best = score.argmax(1)
    rows = np.arange(len(best))
    return _Table(best, similarity.max(1), shared[rows, best], score[rows, best])


def _apart(heard: Heard, order: list[int], most: int) -> list[int]:
    """The first ``most`` of ``order`` that are not all about the same clauses."""
    out: list[int] = []
    taken: set[tuple[int, int]] = set()
    for at in order:
        said = heard.said[at]
        covers = {(said.source, unit) for unit in range(*said.claim.units)}
        if not covers <= taken:
            out.append(at)
            taken |= covers
        if len(out) == most:
            break
    return out


def _nominee(heard: Heard, statements: Sequence[Statement], table: _Table, at: int) -> Nominee:
    return Nominee(
        at, heard.said[at], statements[int(table.best[at])],
        float(table.similarity[at]), float(table.recall[at]),
    )  # fmt: skip

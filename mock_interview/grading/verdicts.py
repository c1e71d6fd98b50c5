"""From a point's signals to the probability of each verdict, by what was fitted.

Boosted trees and weighted sums for written points, weighted sums for drafted ones and for names. All lie in
``coefficients.json``, which says what fitted them (``training.fit_grader``).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mock_interview.model import Verdict

if TYPE_CHECKING:
    from mock_interview.grading.trees import Boosted

FILE = Path(__file__).with_name("coefficients.json")
FORMAT = 7
CLASSES = (Verdict.COVERED, Verdict.PARTIAL, Verdict.MISSED, Verdict.CONTRADICTED)
# Probability from which on a point is called contradicted: high, for a right statement that is told to be the
# opposite costs more trust than a wrong one that is only told as missed.
SURE = 0.8
# The same where there are precedents: of answers that nothing was fitted on, nine of ten such calls are
# right, and a sixth more of what is false is called than from 0.8 on.
SURE_BY_PRECEDENTS = 0.7
# How much nearer to a known mistake than to the point (on the scale of similarities), and how sure of a
# denial the verifier must be, for words to be that mistake whatever else speaks for them.
KNOWN_LEAD, KNOWN_DENIAL = 0.1, 0.6
# The share of the mistake's words that makes it that mistake, and how much it must exceed the point's.
KNOWN_WORDS, KNOWN_MORE = 0.8, 0.2
# The share of a statement's words from which on a claim is a copy of it, and how far the two sides of what it
# relates must be exchanged in a copy for it to say the opposite.
COPY, EXCHANGED = 0.6, 0.4
# How sure of a denial the verifier must be for an accepted wording not to count.
REVOKED = 0.95


class Model(Protocol):
    """What tells the chances of verdicts from signals."""

    def chances(self, tables: Sequence[Mapping[str, float]]) -> list[tuple[float, ...]]:
        """Probabilities of `CLASSES`, which sum to one, for each table of signals."""
        ...


@dataclass(frozen=True, slots=True)
class Linear:
    """Rows of ``weights`` over features scaled by ``center`` and ``spread``, one row per outcome."""

    features: tuple[str, ...]
    center: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]

    def logits(self, signals: Mapping[str, float]) -> list[float]:
        """One logit per outcome."""
        scaled = [
            (value_of(feature, signals) - center) / spread
            for feature, center, spread in zip(self.features, self.center, self.spread, strict=True)
        ]
        return [
            bias + sum(w * x for w, x in zip(row, scaled, strict=True))
            for row, bias in zip(self.weights, self.bias, strict=True)
        ]

    def chances(self, tables: Sequence[Mapping[str, float]]) -> list[tuple[float, ...]]:
        """See `Model.chances`."""
        return [softmax(self.logits(signals)) for signals in tables]


@dataclass(frozen=True, slots=True)
class Leniency:
    """How freely marks are given where there is only a reference: the exponent of the share earned.

    Below 1 a part of the reference earns more than its share of the marks, above 1 less. The logarithm
    of the exponent is linear in two logarithms of reading lengths: the reference's, and that of what an
    answer says to the point as far as it is shorter than the reference.
    """

    level: float
    reference: float
    brevity: float

    def exponent(self, reference: float, to_the_point: float) -> float:
        """For reading lengths of the reference and of the answer's clauses that are to the point."""
        long, brevity = lengths(reference, to_the_point)
        power = self.level + self.reference * long + self.brevity * brevity
        return math.exp(min(MOST_LENIENT, max(-MOST_LENIENT, power)))


# The logarithm of the exponent stays within this, either way.
MOST_LENIENT = 1.5


def lengths(reference: float, to_the_point: float) -> tuple[float, float]:
    """What leniency depends on: log length of the reference, and of the answer beside it, at most 0."""
    long = math.log1p(reference)
    return long, min(0.0, math.log1p(to_the_point) - long)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was fitted for points that were written.

    ``verdict`` tells the verdicts shown; what a point earns rests on the mean of it and ``earning``, which
    was fitted on the marks of whole answers too. ``curve`` maps the share of marks earned (0-1) to the
    score's share; ``residual`` and ``doubt`` tell how far marks lie around the score (see `blend.Measure`).
    """

    verdict: Boosted
    earning: Linear
    curve: tuple[tuple[float, float], ...]
    residual: float
    doubt: float


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was fitted for points drafted from a reference, on marks of whole answers.

    ``verdict`` tells what a point earns; shown is the verdict of `Fitted.plain`, where it is near to that.
    """

    verdict: Linear
    leniency: Leniency
    residual: float
    doubt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What was fitted.

    ``known`` is for points about which there are precedents (see `precedents`), ``plain`` for all others
    that were written. ``drafted`` stands in for what points earn and for the curve where points were drafted
    from a reference, and ``names`` where a point is a name of a list.
    ``scales`` maps an encoder's digest to the cosines of unrelated texts and of two wordings of one thing;
    for other encoders they are measured on ``pairs`` of such wordings.
    """

    digest: str
    known: Written
    plain: Written
    drafted: Drafted
    names: Linear
    scales: Mapping[str, tuple[float, float]]
    pairs: tuple[tuple[str, str], ...]

    def written(self, *, known: bool) -> Written:
        """What is for points about which something is known, or nothing."""
        return self.known if known else self.plain


@lru_cache(maxsize=4)
def read_fitted(path: Path = FILE) -> Fitted:
    """The coefficients in ``path``, which belongs to the package. Raises ``ValueError`` if newer."""
    data = path.read_bytes()
    raw = json.loads(data)
    if raw["format"] != FORMAT:
        raise ValueError(f"{path}: format {raw['format']}, this version reads {FORMAT}")
    return Fitted(
        digest=hashlib.sha256(data).hexdigest()[:8],
        known=_written(raw["known"]),
        plain=_written(raw["plain"]),
        drafted=_drafted(raw["drafted"]),
        names=read_linear(raw["names"]),
        scales={key: (low, high) for key, (low, high) in raw["scales"].items()},
        pairs=tuple((one, other) for one, other in raw["pairs"]),
    )


def _written(raw: Mapping[str, Any]) -> Written:
    from mock_interview.grading.trees import Boosted

    return Written(
        verdict=Boosted.read(raw["verdict"]), earning=read_linear(raw["earning"]), curve=_knots(raw["curve"]),
        residual=raw["residual"], doubt=raw["doubt"],
    )  # fmt: skip


def _knots(raw: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((x, y) for x, y in raw)


def _drafted(raw: Mapping[str, Any]) -> Drafted:
    return Drafted(read_linear(raw["verdict"]), Leniency(**raw["leniency"]), raw["residual"], raw["doubt"])


def read_linear(raw: Mapping[str, Any]) -> Linear:
    """A weighted sum as ``coefficients.json`` has it."""
    return Linear(
        tuple(raw["features"]),
        tuple(raw["center"]),
        tuple(raw["spread"]),
        tuple(tuple(row) for row in raw["weights"]),
        tuple(raw["bias"]),
    )


def value_of(feature: str, signals: Mapping[str, float]) -> float:
    """A signal, or the product of signals for a name such as ``similarity*opposed``."""
    return math.prod(signals[name] for name in feature.split("*"))


def probabilities(tables: Sequence[Mapping[str, float]], model: Model) -> list[tuple[float, ...]]:
    """Probabilities of `CLASSES`, which sum to one, for each table of signals."""
    found = zip(tables, model.chances(tables), strict=True)
    return [_held(chances, signals) for signals, chances in found]


def mean_of(one: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
    """The mean of two models' chances for one point."""
    return tuple((a + b) / 2 for a, b in zip(one, other, strict=True))


def _held(chances: tuple[float, ...], signals: Mapping[str, float]) -> tuple[float, ...]:
    """``chances`` as they must be where words settle what they do to the point, whatever else is measured.

    An accepted wording is the point. Words that cannot be it earn nothing: a known mistake and a turned
    copy say the opposite; other amounts than the point's, in other words than its own, may be about something
    else (91 % of such words in written answers do not state the point).
    """
    covered, partial, missed, denied = chances
    if signals["verbatim"] > 0 and signals["denies"] < REVOKED:
        return 1.0, 0.0, 0.0, 0.0
    if is_turned_copy(signals):
        return 0.0, 0.0, 0.0, 1.0
    if is_known_mistake(signals):
        return 0.0, 0.0, missed, covered + partial + denied
    if signals["other_amounts"] > 0:
        return 0.0, 0.0, covered + partial + missed, denied
    return chances


def is_known_mistake(signals: Mapping[str, float]) -> bool:
    """Whether the words nearest to a point are a known mistake rather than the point.

    They are nearer to it, and either the verifier reads a denial, or nearly all of the mistake is in them.
    On written answers to questions not seen, 94 % of such words contradict the point and 4 % state it.
    """
    lead, denies = signals["wrong_lead_here"], signals["denies"]
    denied = lead > KNOWN_LEAD and denies > max(KNOWN_DENIAL, signals["states"])
    said = signals["wrong_shared_words"]
    return denied or (lead > 0 and said > max(KNOWN_WORDS, signals["shared_words"] + KNOWN_MORE))


def is_turned_copy(signals: Mapping[str, float]) -> bool:
    """Whether words are a copy of a right statement with its sides exchanged or its amounts changed.

    In copies neither is an accident; in other words for the same thing both may be.
    """
    turned = signals["exchanged"] >= EXCHANGED or signals["other_amounts"] > 0
    return signals["shared_words"] >= COPY and turned


def softmax(logits: Sequence[float]) -> tuple[float, ...]:
    """Probabilities in proportion to the exponentials of ``logits``."""
    top = max(logits)
    powers = [math.exp(logit - top) for logit in logits]
    total = sum(powers)
    return tuple(power / total for power in powers)


def verdict_of(chances: Sequence[float], sure: float = SURE) -> Verdict:
    """The verdict of the highest probability; the worse one on a tie.

    "You said the opposite" needs ``sure``; below it a point spoken of is partial, else missed.
    """
    best = max(range(len(CLASSES)), key=lambda i: (chances[i], i))
    if CLASSES[best] is not Verdict.CONTRADICTED or chances[best] >= sure:
        return CLASSES[best]
    covered, partial, missed, _ = chances
    return Verdict.PARTIAL if covered + partial > missed else Verdict.MISSED

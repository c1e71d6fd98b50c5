"""Asks models about the nominated claims: would the opposite fit better, and what says the verifier?

All claims of an answer go through each model in one call. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mock_interview.grading.encoder import Encoder
from mock_interview.grading.material import Material
from mock_interview.grading.nominate import Nomination, Nominee, Scale
from mock_interview.grading.polarity import swapped, unnegated
from mock_interview.grading.text import is_chinese
from mock_interview.grading.verifier import Verifier

# Claims less similar than this to a point's statements are not shown to the models.
FAR = 0.25


@dataclass(frozen=True, slots=True)
class Probe:
    """What the models say of a point's best claim.

    ``unnegated`` and ``swapped`` are by how much the claim without its negations, or with a word
    turned to its opposite, comes nearer to the point than the claim itself (``None``: nothing to
    change). ``states`` and ``denies`` are the verifier's probabilities (0 without one).
    """

    unnegated: float | None = None
    swapped: float | None = None
    states: float = 0.0
    denies: float = 0.0


def probe(
    nominations: Sequence[Nomination],
    material: Material,
    encoder: Encoder,
    scale: Scale,
    verifier: Verifier | None,
) -> tuple[Probe, ...]:
    """One `Probe` a nomination, in order."""
    near = [n.right[0] if n.right and n.right[0].similarity >= FAR else None for n in nominations]
    leads = _leads(near, nominations, material, encoder, scale)
    judged = _judged(near, nominations, verifier)
    return tuple(Probe(*lead, *verdict) for lead, verdict in zip(leads, judged, strict=True))


def _leads(
    near: Sequence[Nominee | None],
    nominations: Sequence[Nomination],
    material: Material,
    encoder: Encoder,
    scale: Scale,
) -> list[tuple[float | None, float | None]]:
    edits = {n.said.claim.text: _edits(n.said.claim.text) for n in near if n is not None}
    texts = list(dict.fromkeys(t for text, (one, more) in edits.items() for t in (text, one, *more) if t))
    if not texts:
        return [(None, None)] * len(near)
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    out: list[tuple[float | None, float | None]] = []
    for nominee, nomination in zip(near, nominations, strict=True):
        if nominee is None:
            out.append((None, None))
            continue
        rows = material.vectors[[s.row for s in nomination.material.right]]
        own = nominee.said.claim.text
        without, turned = edits[own]

        def lead(text: str, rows: np.ndarray = rows, own: str = own) -> float:
            best = scale(np.array([(rows @ vectors[text]).max(), (rows @ vectors[own]).max()]))
            return float(best[0] - best[1])

        out.append((lead(without) if without else None, max(map(lead, turned)) if turned else None))
    return out


def _edits(text: str) -> tuple[str, list[str]]:
    """The claim without negations ("" when it has none), and with single words turned round."""
    without = unnegated(text)
    return ("" if without == text else without), swapped(text)


def _judged(
    near: Sequence[Nominee | None], nominations: Sequence[Nomination], verifier: Verifier | None
) -> list[tuple[float, float]]:
    if verifier is None:
        return [(0.0, 0.0)] * len(near)
    pairs = [_pair(n, m) for n, m in zip(near, nominations, strict=True) if n is not None]
    found = iter(verifier.judge(pairs)) if pairs else iter(())
    return [(0.0, 0.0) if n is None else _two(next(found)) for n in near]


def _two(row: np.ndarray) -> tuple[float, float]:
    return float(row[0]), float(row[1])


def _pair(nominee: Nominee, nomination: Nomination) -> tuple[str, str]:
    """The claim, and the point's own text in the claim's language."""
    claim = nominee.said.claim.text
    zh, en = nomination.material.right[0].text, nomination.material.right[1].text
    return claim, zh if is_chinese(claim) else en

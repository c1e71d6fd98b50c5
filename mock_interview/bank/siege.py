"""What attacks on the grader earned, as tables: by attack, language and section; retellings beside.

Pure. An attack's name may begin with its family and a "/".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from mock_interview.bank.assault import Shot

# Share of the questions of a language in which an attack may succeed. A right answer turned round
# keeps its words, and is the hardest to tell.
MOST, MOST_FLIPS, FLIPS = 0.05, 0.10, "flip/"
# How far (in marks) a retelling may lie from its original: on average either way, and on average below.
MOST_APART: Mapping[str, float] = {"order": 3.0, "bullets": 3.0}
MOST_BELOW: Mapping[str, float] = {"typos": 5.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackRow:
    """What an attack earned in a language (and a section, if not empty): ``graded`` questions, in
    ``succeeded`` of them half marks or more; ``mean`` score (0-100)."""

    attack: str
    lang: str
    section: str
    graded: int
    not_graded: int
    succeeded: int
    mean: float | None
    most: float

    @property
    def share(self) -> float | None:
        """Share (0-1) of the graded questions in which it succeeded."""
        return self.succeeded / self.graded if self.graded else None

    @property
    def over(self) -> bool:
        """Whether it succeeds more often than it may."""
        return self.graded > 0 and self.succeeded > self.most * self.graded


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRow:
    """Retellings of a kind beside their originals: mean scores, mean distance ``apart`` (>= 0) and
    ``change`` (negative when the retelling scores lower); ``goal_met`` is ``None`` without a goal."""

    control: str
    lang: str
    graded: int
    mean: float
    original: float
    apart: float
    change: float
    goal_met: bool | None


def attack_rows(shots: Sequence[Shot], *, by_section: bool = False) -> list[AttackRow]:
    """A row for every attack and language (and section), in the order met, families together."""
    groups: dict[tuple[str, str, str], list[Shot]] = {}
    for shot in shots:
        if not shot.control:
            key = (shot.name, shot.lang, shot.section if by_section else "")
            groups.setdefault(key, []).append(shot)
    families = [_family(name) for name, _, _ in groups]
    ordered = sorted(groups.items(), key=lambda item: families.index(_family(item[0][0])))
    return [_attack_row(*key, group) for key, group in ordered]


def _family(name: str) -> str:
    return name.partition("/")[0]


def section_rows(shots: Sequence[Shot]) -> list[AttackRow]:
    """A row for every section and language over all its attacks; ``attack`` is the one that did best."""
    rows = []
    cross = attack_rows(shots, by_section=True)
    for section, lang in dict.fromkeys((row.section, row.lang) for row in cross):
        group = [s for s in shots if not s.control and (s.section, s.lang) == (section, lang)]
        best = max(
            (row for row in cross if (row.section, row.lang) == (section, lang)),
            key=lambda row: (row.share or 0.0, row.mean or 0.0),
        )
        rows.append(_attack_row(best.attack, lang, section, group))
    return rows


def _attack_row(name: str, lang: str, section: str, group: Sequence[Shot]) -> AttackRow:
    scores = [shot.score for shot in group if shot.score is not None]
    return AttackRow(
        attack=name, lang=lang, section=section, graded=len(scores), not_graded=len(group) - len(scores),
        succeeded=sum(shot.succeeded for shot in group),
        mean=sum(scores) / len(scores) if scores else None,
        most=MOST_FLIPS if name.startswith(FLIPS) else MOST,
    )  # fmt: skip


def control_rows(shots: Sequence[Shot]) -> list[ControlRow]:
    """A row for every control and language, in the order met, of the pairs where both were graded."""
    groups: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for shot in shots:
        if shot.control and shot.score is not None and shot.original is not None:
            groups.setdefault((shot.name, shot.lang), []).append((shot.score, shot.original))
    return [_control_row(*key, pairs) for key, pairs in groups.items()]


def _control_row(name: str, lang: str, pairs: Sequence[tuple[float, float]]) -> ControlRow:
    n = len(pairs)
    mean, original = sum(one for one, _ in pairs) / n, sum(other for _, other in pairs) / n
    apart = sum(abs(one - other) for one, other in pairs) / n
    goal_met = None
    if name in MOST_APART:
        goal_met = apart <= MOST_APART[name]
    elif name in MOST_BELOW:
        goal_met = original - mean <= MOST_BELOW[name]
    return ControlRow(
        control=name, lang=lang, graded=n, mean=mean, original=original, apart=apart,
        change=mean - original, goal_met=goal_met,
    )  # fmt: skip


def offenders(shots: Sequence[Shot]) -> list[Shot]:
    """The attacks that succeeded, highest score first."""
    return sorted((s for s in shots if not s.control and s.succeeded), key=lambda s: -(s.score or 0.0))


def over_limit(rows: Sequence[AttackRow]) -> list[str]:
    """The attacks that succeed more often than they may, with their language."""
    return [f"{row.attack} ({row.lang})" for row in rows if row.over]


def as_plain(shots: Sequence[Shot]) -> dict[str, object]:
    """All tables and the successful attacks as dicts, lists, texts and numbers."""
    rows = attack_rows(shots)
    return {
        "attacks": [_plain_attack(row) for row in rows],
        "sections": [_plain_attack(row) for row in attack_rows(shots, by_section=True)],
        "controls": [asdict(row) for row in control_rows(shots)],
        "offenders": [
            {"question": s.question, "lang": s.lang, "attack": s.name, "score": s.score, "answer": s.answer}
            for s in offenders(shots)
        ],
        "over": over_limit(rows),
    }


def _plain_attack(row: AttackRow) -> dict[str, object]:
    return {**asdict(row), "share": row.share, "over": row.over}

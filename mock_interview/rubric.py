"""rubrics/*.yaml to `Rubric`: how verdicts become a score and a band. Grades nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from mock_interview.errors import FileProblems, Problem
from mock_interview.fields import Fields, Report, read_text
from mock_interview.model import JUDGE_RULES, Band, Dimension, Flag, Level, Rubric, Text
from mock_interview.yaml_file import Node, parse_bytes, read

DIMENSIONS = ("completeness", "correctness", "precision", "clarity")
FIELDS = (
    "name", "partial_credit", "contradiction_cost", "probe_credit", "hint_cap", "flag_caps",
    "dimensions", "judge", "bands",
)  # fmt: skip
REMEDY = "docs/grading.md says what a rubric may hold."
_EMPTY = Text(zh="", en="")


def load_rubrics(folder: Path) -> dict[str, Rubric]:
    """Every rubric of ``folder`` by the name of its file. Raises `FileProblems`."""
    paths = sorted(path for path in folder.glob("*.y*ml") if path.suffix in (".yaml", ".yml"))
    if not paths:
        what = "has no .yaml files" if folder.is_dir() else "is not a folder"
        problem = Problem(path=folder, line=0, message=f"{what}; name a folder of rubrics with --rubrics")
        raise FileProblems((problem,))
    rubrics: dict[str, Rubric] = {}
    problems: list[Problem] = []
    for path in paths:
        report = Report(path)
        rubric = read_rubric(path, report)
        if path.stem in rubrics:
            report.error(0, path.stem, f"there are two rubrics named '{path.stem}'; rename one file")
        problems += report.problems
        if rubric is not None and not report.problems:
            rubrics[path.stem] = rubric
    if problems:
        raise FileProblems(tuple(problems), REMEDY)
    return rubrics


def read_rubric(path: Path, report: Report) -> Rubric | None:
    """One file; everything wrong with it goes to ``report``."""
    raw = read(path, report)
    root = None if raw is None else parse_bytes(raw, path, report)
    if raw is None or root is None:
        return None
    fields = Fields(root, report, path.stem, FIELDS)
    return Rubric(
        id=path.stem,
        name=fields.bilingual("name") or _EMPTY,
        partial_credit=fields.number("partial_credit", 0, 1),
        contradiction_cost=fields.number("contradiction_cost", 0, 5),
        probe_credit=fields.number("probe_credit", 0, 1, required=False, default=1.0),
        hint_cap=_hint_caps(fields),
        flag_caps=_flag_caps(fields),
        dimensions=_dimensions(fields),
        judge=_judge(fields),
        bands=_bands(fields),
        digest=hashlib.sha256(raw).hexdigest()[:16],
    )


def _hint_caps(fields: Fields) -> tuple[float, ...]:
    caps: list[float] = []
    for item in fields.items("hint_cap", required=False):
        value = _number(item, 0, 100)
        if value is None or (caps and value > caps[-1]):
            message = "'hint_cap' must be numbers from 0 to 100, none above the one before"
            fields.report.error(item.line, fields.where, message)
        else:
            caps.append(value)
    return tuple(caps)


def _number(node: Node, low: float, high: float) -> float | None:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        return None
    return float(value)


def _flag_caps(fields: Fields) -> tuple[tuple[str, float], ...]:
    node = fields.node("flag_caps", required=False)
    if node is None:
        return ()
    known = [flag.value for flag in Flag]
    caps = Fields(node, fields.report, f"{fields.where} flag_caps", known)
    return tuple((flag, caps.number(flag, 0, 100)) for flag in known if caps.has(flag))


def _dimensions(fields: Fields) -> tuple[Dimension, ...]:
    found = []
    for item in fields.items("dimensions"):
        one = Fields(item, fields.report, f"{fields.where} dimensions", ("id", "name", "weight", "levels"))
        found.append(
            Dimension(
                id=one.choice("id", DIMENSIONS),
                name=one.bilingual("name") or _EMPTY,
                weight=one.number("weight", 0, 1),
                levels=_levels(one),
            )
        )
        if found[-1].id == "completeness" and found[-1].levels:
            one.error("levels", "'completeness' is what the points earn; it has no levels")
    ids = [dimension.id for dimension in found]
    if len(set(ids)) < len(ids):
        fields.error("dimensions", "each dimension may stand there once")
    if "completeness" not in ids:
        fields.error("dimensions", "'completeness' is missing: it is what the points earn")
    elif abs(sum(dimension.weight for dimension in found) - 1) > 1e-6:
        fields.error("dimensions", "the weights of the dimensions must add up to 1")
    return tuple(found)


def _levels(dimension: Fields) -> tuple[Level, ...]:
    found = []
    for item in dimension.items("levels", required=False):
        one = Fields(item, dimension.report, f"{dimension.where} levels", ("id", "value", "text"))
        found.append(
            Level(id=one.text("id"), value=one.number("value", 0, 1), text=one.bilingual("text") or _EMPTY)
        )
    values = [level.value for level in found]
    if len(found) == 1:
        dimension.error("levels", "'levels' needs at least two levels, or none")
    elif values != sorted(set(values), reverse=True):
        dimension.error("levels", "levels go from the highest value to the lowest, each below the last")
    for double in _doubles(level.id for level in found):
        dimension.error("levels", f"the level '{double}' is there twice")
    return tuple(found)


def _judge(fields: Fields) -> str:
    """What a language model's verdicts may change."""
    node = fields.node("judge", required=False)
    if node is None:
        return JUDGE_RULES[0]
    return Fields(node, fields.report, f"{fields.where} judge", ("rule",)).choice("rule", JUDGE_RULES)


def _bands(fields: Fields) -> tuple[Band, ...]:
    found = []
    for item in fields.items("bands"):
        one = Fields(item, fields.report, f"{fields.where} bands", ("id", "at_least", "name"))
        name = one.node("name")
        found.append(
            Band(
                id=one.text("id"),
                at_least=one.number("at_least", 0, 100),
                name=_EMPTY if name is None else read_text(name, fields.report, one.where),
            )
        )
    _check_bands(found, fields)
    return tuple(found)


def _check_bands(bands: list[Band], fields: Fields) -> None:
    floors = [band.at_least for band in bands]
    if not bands:
        fields.error("bands", "'bands' needs at least one band")
    elif floors != sorted(set(floors), reverse=True) or floors[-1] != 0:
        fields.error("bands", "bands go from the highest to one that starts at 0, each below the last")
    for double in _doubles(band.id for band in bands):
        fields.error("bands", f"the band '{double}' is there twice")


def _doubles(ids: Iterable[str]) -> list[str]:
    seen = list(ids)
    return sorted({one for one in seen if one and seen.count(one) > 1})

"""Fits what is for questions that have only a reference.

The verifier has read nearly all answers to such questions that are marked. So there are two ways: `by_folds`
lets every answer be judged by a verifier of its fold, which has not; `by_shipped` lets the shipped one judge
and holds the fit to what came of the folds, ``bare.json``. What moves it there are answers that no verifier
has read: those to the bank and to ``fresh``, held against their reference alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from mock_interview.grading.assessment import AS_EARNED
from mock_interview.grading.verdicts import Leniency, read_linear
from mock_interview.grading.verifier import Verifier
from mock_interview.model import Bank, Rubric
from training.curves import RESIDUAL, doubt_of
from training.fitting import fit_drafted, fit_earning, fit_names, with_whole
from training.judged import Bare, Judged, judge_drafted
from training.labelled import (
    FRESH,
    MARKED_SETS,
    WRITTEN_SETS,
    Marked,
    Sample,
    held_samples,
    people_marked,
    written_marked,
)
from training.reading import Reader
from training.rows import Row, Verifiers, marked_rows
from training.tables import people_table

FILE = Path(__file__).with_name("bare.json")
# Rows of a set marked by people that are measured at most; the whole of all sets takes an hour.
PEOPLE_SAMPLE = 2600
# The same for those written for training.
WRITTEN_SAMPLE = 2640
# The same where the verifier has read them.
SEEN_SAMPLE = 350
# Every so many of the answers to the bank are held against the reference alone.
HELD_STEP = 5


@dataclass(frozen=True, slots=True)
class People:
    """A set marked by people: by the verifiers of the folds, and by one that has not seen the set."""

    within: list[Row]
    without: list[Row]


def by_folds(
    own: Sequence[Row], reader: Reader, folder: Path, data: Path, rubric: Rubric
) -> dict[str, object]:
    """Fits by the verifiers of folds in ``folder``, held to what written points earn on ``own``.

    Prints their tables; returns what `FILE` is to hold.
    """
    verifiers = Verifiers(folder)
    other = marked_rows(reader, verifiers.of_fold, written(WRITTEN_SAMPLE))
    people = _measured_people(reader, verifiers, data)
    verifiers.save()
    marked = [*other, *(row for found in people.values() for row in found.within)]
    drafted = [row for row in marked if not row.lists_names]
    earning, names = with_whole(fit_earning(own, rubric), drafted), fit_names(marked, rubric)
    start = Bare(earning, Leniency(0.0, 0.0, 0.0), names)
    free = _cross_validated(marked, start, rubric)
    without = {name: _left_out(name, people, other, start, rubric) for name in people}
    print("\n" + people_table(free, without))
    return stored(_fit(marked, start, rubric), doubt_of(free, AS_EARNED, rubric))


def by_shipped(
    answers: Sequence[Marked], reader: Reader, verifier: Verifier, data: Path, rubric: Rubric
) -> dict[str, object]:
    """Fits on ``answers`` that ``verifier`` has not read, held to `before` and to answers that it has.

    Prints a table; returns what is for bare references in ``coefficients.json``.
    """
    start = before()
    rows = marked_rows(reader, lambda _: verifier, [*answers, *_seen(data)])
    rows = [row for row in rows if not row.lists_names]
    judged = _cross_validated(rows, start, rubric)
    print("\n" + people_table(judged, {}, "coefficients have not seen the question"))
    new = [one for one in judged if one.row.item in answers]
    return stored(_fit(rows, start, rubric), doubt_of(new, AS_EARNED, rubric))


def before(path: Path = FILE) -> Bare:
    """What was fitted by the verifiers of folds."""
    content = json.loads(path.read_text(encoding="utf-8"))
    drafted = content["drafted"]
    leniency = Leniency(**drafted["leniency"])
    return Bare(read_linear(drafted["verdict"]), leniency, read_linear(content["names"]))


def stored(bare: Bare, doubt: float) -> dict[str, object]:
    """What ``coefficients.json`` says of bare references."""
    drafted = {"verdict": asdict(bare.verdict), "leniency": asdict(bare.leniency)}
    return {"drafted": {**drafted, "residual": RESIDUAL, "doubt": doubt}, "names": asdict(bare.names)}


def unread(bank: Bank, fresh: Bank) -> list[Marked]:
    """Answers that no verifier has read, as if their questions had nothing but the reference."""
    own = list(held_samples(bank))[::HELD_STEP]
    return [*alone(held_samples(fresh, FRESH / "answers.jsonl"), "fresh"), *alone(own, "held")]


def alone(answers: Iterable[Sample], source: str) -> list[Marked]:
    """Marked answers to a bank as answers to questions that have nothing but their reference."""
    return [
        Marked(
            source=source, question_id=one.question.id, question=one.question.question.get(one.lang),
            references=(one.question.reference.get(one.lang),), answer=one.answer, lang=one.lang,
            mark=one.mark, kind=one.kind,
        )
        for one in answers
        if one.mark is not None
    ]  # fmt: skip


def sampled(rows: Sequence[Marked], count: int) -> list[Marked]:
    """At most ``count`` rows spread evenly over ``rows``."""
    step = max(1.0, len(rows) / count)
    return [rows[int(i * step)] for i in range(min(count, len(rows)))]


def written(count: int) -> Iterator[Marked]:
    """At most ``count`` answers of each kind written for questions that have only a reference."""
    found = list(written_marked())
    for name in WRITTEN_SETS:
        yield from sampled([row for row in found if row.source == name], count)


def _seen(data: Path) -> Iterator[Marked]:
    """Some of the marked answers that the shipped verifier has read."""
    yield from written(SEEN_SAMPLE)
    for name in MARKED_SETS:
        with suppress(OSError):
            yield from sampled(list(people_marked(data, name)), SEEN_SAMPLE)


def _measured_people(reader: Reader, verifiers: Verifiers, data: Path) -> dict[str, People]:
    """The sets marked by people that the data folder has."""
    out = {}
    for name in MARKED_SETS:
        try:
            found = sampled(list(people_marked(data, name)), PEOPLE_SAMPLE)
        except OSError:
            continue
        apart = verifiers.named(f"s_{name}")
        within = marked_rows(reader, verifiers.of_fold, found)
        out[name] = People(within, marked_rows(reader, lambda _, one=apart: one, found))
    return out


def _fit(rows: Sequence[Row], start: Bare, rubric: Rubric) -> Bare:
    """Held to ``start``; names stay as they are there when no row lists any."""
    listed = any(row.lists_names for row in rows)
    names = fit_names(rows, rubric) if listed else start.names
    return Bare(*fit_drafted(rows, start.verdict, start.leniency, rubric), names)


def _cross_validated(rows: Sequence[Row], start: Bare, rubric: Rubric) -> list[Judged]:
    """Every row judged by a fit on the questions of other folds."""
    folds = {row.fold for row in rows}
    models = {fold: _fit([row for row in rows if row.fold != fold], start, rubric) for fold in folds}
    return [judge_drafted(row, models[row.fold], rubric) for row in rows]


def _left_out(
    name: str, sets: Mapping[str, People], other: Sequence[Row], start: Bare, rubric: Rubric
) -> list[Judged]:
    """One set judged by a fit on the others."""
    rest = [row for each, found in sets.items() if each != name for row in found.within]
    fitted = _fit([*other, *rest], start, rubric)
    return [judge_drafted(row, fitted, rubric) for row in sets[name].without]

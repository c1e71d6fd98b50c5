"""Writes the verifier's lessons about answers: an excerpt, a point, and what the one does to the other.

    python -m training.lessons --out lessons.jsonl [--model FOLDER]

Lessons about sentences of the parallel corpus are in ``judgements``; they need no grader.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from mock_interview.grading import attacks, edits
from mock_interview.grading.judging import pair, whole_pair
from mock_interview.grading.model_files import FOLDER
from mock_interview.model import LANGUAGES, KeyPoint, Question
from training.corpus import DATA
from training.flips import flips_of, pick
from training.judgements import ANYTHING_ELSE, CONTRADICTS, NEITHER, NOT_DENIED, PARTLY, STATES, Judgement
from training.labelled import (
    CONTRADICTED,
    COVERED,
    MARKED_SETS,
    MISSED,
    PARTIAL,
    Marked,
    Sample,
    bank_examples,
    people_marked,
    written_marked,
    written_samples,
)
from training.reading import Reader, project_bank
from training.rewording import keyword_list, reworded

LABEL_OF = {COVERED: STATES, PARTIAL: PARTLY, MISSED: NEITHER, CONTRADICTED: CONTRADICTS}
# Nobody gives full marks to an answer that denies a point, or none to one that states the only point.
FULL = 0.95
# How the kinds of written answers begin that are right as a whole.
GOOD = ("strong", "terse", "speech")
LABEL_SETS = {
    "correct": (STATES,), "partial": (PARTLY,), "contradictory": (CONTRADICTS,), "beside": (NEITHER,),
    "incorrect": ANYTHING_ELSE,
}  # fmt: skip


def of_points(question: Question, rng: random.Random) -> Iterator[Judgement]:
    """Ways of saying a point, known wrong claims, other points, and texts that say nothing."""
    for point in question.points:
        yield from _of_ways(question, point, rng)
        for other in question.points:
            if other is not point:
                for lang in LANGUAGES:
                    claim = rng.choice(_ways(other, rng.choice(LANGUAGES)))
                    yield _lesson(question, claim, point.text.get(lang), (NEITHER,), "sibling point")
    for mistake in question.mistakes:
        for lang in LANGUAGES:
            for point in question.points:
                denied = point.id == mistake.contradicts
                labels = (CONTRADICTS,) if denied else (NEITHER, CONTRADICTS)
                if denied or rng.random() < 0.4:
                    for point_lang in LANGUAGES if denied else (lang,):
                        statement = point.text.get(point_lang)
                        yield _lesson(question, mistake.text.get(lang), statement, labels, "mistake")


def _of_ways(question: Question, point: KeyPoint, rng: random.Random) -> Iterator[Judgement]:
    for lang in LANGUAGES:
        statement = point.text.get(lang)
        for claim_lang in LANGUAGES:
            for claim in _ways(point, claim_lang):
                said = reworded(claim, lang, rng) if claim == statement else claim
                yield _lesson(question, said, statement, (STATES,), "accept")
                flips = flips_of(claim, claim_lang)
                if flips and rng.random() < 0.6:
                    text = pick(flips, rng).text
                    yield _lesson(question, text, statement, (CONTRADICTS,), "accept flipped")
        yield _lesson(question, keyword_list(statement, lang, rng), statement, (NEITHER,), "keywords")


def _ways(point: KeyPoint, lang: str) -> list[str]:
    return [point.text.get(lang), *point.accept.get(lang)]


def of_nothing(reader: Reader, question: Question, rng: random.Random) -> Iterator[Judgement]:
    """Texts of the right words that state nothing: words in disorder, terms in a frame, the question."""
    for lang in LANGUAGES:
        for point in question.points:
            statement = point.text.get(lang)
            for text in _ways(point, lang)[:2]:
                yield _lesson(question, edits.shuffled(text, rng), statement, (NEITHER,), "salad")
        whole = [
            edits.shuffled(question.reference.get(lang), rng), attacks.framed_keywords(question, lang),
            attacks.keyword_list(question, lang), attacks.echo(question, lang),
            attacks.padding(question, lang),
        ]  # fmt: skip
        for text in whole:
            for nomination in reader.read(question, text).nominations:
                yield _lesson(question, *pair(nomination), (NEITHER,), "nothing said")


def _lesson(question: Question, claim: str, point: str, labels: tuple[int, ...], kind: str) -> Judgement:
    return Judgement(claim=claim, point=point, labels=labels, kind=kind, question=question.id)


def of_sample(reader: Reader, sample: Sample) -> Iterator[Judgement]:
    """What the grader would read of an answer for each point, with the point's label."""
    found = reader.read(sample.question, sample.answer)
    for nomination, label in zip(found.nominations, sample.labels, strict=True):
        if nomination.excerpt:
            yield _lesson(sample.question, *pair(nomination), (LABEL_OF[label],), sample.kind)


def of_quotes(sample: Sample, rng: random.Random) -> Iterator[Judgement]:
    """The deciding words alone, and turned round where they stated the point."""
    for point, label in zip(sample.question.points, sample.labels, strict=True):
        quote = sample.quotes.get(point.id)
        if quote is None:
            continue
        statement = point.text.get(sample.lang)
        yield _lesson(sample.question, quote, statement, (LABEL_OF[label],), "quote")
        if label == COVERED:
            flips = flips_of(quote, sample.lang)
            text = pick(flips, rng).text if flips and rng.random() < 0.7 else ""
            text = text or attacks.negated(quote, sample.lang, every=False)
            yield _lesson(sample.question, text, statement, (CONTRADICTS,), "quote flipped")


def of_one_flip(reader: Reader, sample: Sample, rng: random.Random, count: int = 3) -> Iterator[Judgement]:
    """A good answer with the words for one point turned round, and everything else left as it was."""
    covered = [p for p, label in zip(sample.question.points, sample.labels, strict=True) if label == COVERED]
    for point in rng.sample(covered, min(count, len(covered))):
        quote = sample.quotes.get(point.id, "")
        text = _flipped(quote, sample.lang, rng) if quote else quote
        if text == quote:
            continue
        found = reader.read(sample.question, sample.answer.replace(quote, text, 1))
        for nomination, label in zip(found.nominations, sample.labels, strict=True):
            other = sample.quotes.get(nomination.material.point.id, "")
            if nomination.material.point.id == point.id:
                yield _lesson(sample.question, *pair(nomination), (CONTRADICTS,), "one flip")
            elif other and other not in quote and quote not in other and rng.random() < 0.4:
                yield _lesson(sample.question, *pair(nomination), (LABEL_OF[label],), "beside a flip")


def _flipped(quote: str, lang: str, rng: random.Random) -> str:
    """``quote`` with one edit that turns it round; the same text when nothing fits."""
    flips = flips_of(quote, lang)
    if flips and rng.random() < 0.7:
        return pick(flips, rng).text
    return attacks.negated(quote, lang, every=False)


def of_edited(reader: Reader, sample: Sample, rng: random.Random) -> Iterator[Judgement]:
    """A good answer with every clause turned round: it states nothing any more."""
    negate = rng.random() < 0.6
    text = attacks.negated(sample.answer, sample.lang) if negate else attacks.turned_round(sample.answer)
    found = reader.read(sample.question, text)
    for nomination, label in zip(found.nominations, sample.labels, strict=True):
        if label == COVERED and nomination.excerpt not in sample.answer.lower():
            labels = (CONTRADICTS,) if negate else ANYTHING_ELSE
            yield _lesson(sample.question, *pair(nomination), labels, "answer turned")


def of_stranger(reader: Reader, question: Question, rng: random.Random) -> Iterator[Judgement]:
    """Answers that belong to another question."""
    for lang in LANGUAGES:
        texts = [attacks.from_sibling(question, reader.bank, lang)]
        other = rng.choice(reader.bank.questions)
        best = attacks.strong(other, lang) if other.section != question.section else None
        texts.append(best.answer if best else None)
        for text in texts:
            if text:
                for nomination in reader.read(question, text).nominations:
                    yield _lesson(question, *pair(nomination), (NEITHER, PARTLY), "stranger")


def of_marked(reader: Reader, row: Marked, number: int) -> Iterator[Judgement]:
    """All drafted points of one marked answer as a group that shares its mark, and the whole of it."""
    found = reader.read_free(row.question, row.references, row.answer)
    labels = labels_of(row, len(found.nominations))
    pairs = [(pair(nomination), labels, "points") for nomination in found.nominations if nomination.excerpt]
    whole = whole_pair(found.heard, found.material)
    if whole and whole[0]:
        pairs.append((whole, labels_of(row, 1), "whole"))
    for (claim, point), allowed, what in pairs:
        yield Judgement(
            claim=claim, point=point, labels=allowed, kind=row.source, question=row.question_id,
            group=f"{row.source}:{number}:{what}", mark=row.mark,
        )  # fmt: skip


def labels_of(row: Marked, points: int) -> tuple[int, ...]:
    """What an answer may do to each of its ``points``: by its label, or else by its mark."""
    if points == 1 and row.label in LABEL_SETS:
        return LABEL_SETS[row.label]
    if row.mark >= FULL:
        return NOT_DENIED
    return ANYTHING_ELSE if points == 1 and row.mark <= 1 - FULL else ()


def everything(reader: Reader, data: Path, seed: int) -> Iterator[Judgement]:
    """All lessons about answers, in a fixed order."""
    rng = random.Random(seed)
    samples: dict[str, list[Sample]] = {}
    for sample in written_samples(reader.bank):
        samples.setdefault(sample.question.id, []).append(sample)
    for question in reader.bank.questions:
        yield from of_points(question, rng)
        yield from of_nothing(reader, question, rng)
        yield from of_stranger(reader, question, rng)
        own = [*bank_examples(question), *samples.get(question.id, [])]
        for sample in own:
            yield from of_sample(reader, sample)
            yield from of_quotes(sample, rng)
            yield from of_one_flip(reader, sample, rng)
            if sample.band == "strong" or sample.kind.startswith(GOOD):
                yield from of_edited(reader, sample, rng)
    yield from _of_all_marked(reader, written_marked())
    for name in MARKED_SETS:
        yield from _of_all_marked(reader, people_marked(data, name))


def _of_all_marked(reader: Reader, rows: Iterable[Marked]) -> Iterator[Judgement]:
    for number, row in enumerate(rows):
        yield from of_marked(reader, row, number)


def write(lessons: Iterable[Judgement], path: Path) -> int:
    """One JSON object a line; returns how many."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for lesson in lessons:
            file.write(json.dumps(asdict(lesson), ensure_ascii=False) + "\n")
            count += 1
    return count


def read_lessons(path: Path) -> Sequence[Judgement]:
    """What `write` wrote."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Judgement(**{**row, "labels": tuple(row["labels"])}) for row in rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--model", type=Path, default=FOLDER, help="folder of the encoder that reads")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=31)
    options = parser.parse_args()
    from tqdm import tqdm

    reader = Reader(project_bank(), options.model)
    lessons = tqdm(everything(reader, options.data, options.seed), mininterval=10, unit=" lessons")
    print(write(lessons, options.out), "lessons")


if __name__ == "__main__":
    main()

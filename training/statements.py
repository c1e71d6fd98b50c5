"""Single statements about the bank's key points, written for training: true ones and false ones.

A line of ``answers/statements.jsonl`` holds those of one point in one language: two of each kind, and three
pairs. A line of ``answers/short.jsonl`` holds short ones, as they are typed in a hurry, one of
``answers/crossed.jsonl`` spoken ones, and as many in which compared things have changed places, one of
``answers/contrast.jsonl`` some that reject one thing for another. A line of ``answers/joint.jsonl`` is one
sentence that bears on several points of a question. ``answers/said.jsonl`` has taught no verifier.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from mock_interview.grading.edits import shuffled
from mock_interview.grading.polarity import swapped
from mock_interview.grading.text import normalise, units
from mock_interview.model import LANGUAGES, Bank
from training.flips import TRAINING_KINDS, Flip, flips_of, pick
from training.judgements import CONTRADICTS, NEITHER, NOT_DENIED, PARTLY, STATES, Judgement
from training.labelled import WRITTEN, json_rows
from training.reading import Reader
from training.rewording import reworded

FILE, SHORT_FILE, CROSSED_FILE, CONTRAST_FILE, CONTRAST_APART = (
    WRITTEN / f"{name}.jsonl" for name in ("statements", "short", "crossed", "contrast", "contrast_apart")
)
# True: in other words, built otherwise, with a reason; nearly in the point's words. False: plainly, by a
# twist, with a reason, mostly in words near to the point's; in quite other words. Paired and exchanged ones
# are the same sentence but for a small change, so that no choice of words tells which is which.
TRUE = ("right", "rebuilt", "argued", "near", "paired")
FALSE = ("wrong", "twisted", "misargued", "far", "exchanged")
# Typed in a hurry: the gist, a part of it, and false.
SHORT = ("short", "part", "slip")
# Spoken; and with roles, directions, amounts or conditions of compared things exchanged.
CROSSED = ("spoken", "crossed")
# "Not A, but B": with the right side affirmed, a part of the point in that form or at another grain, and with
# the wrong side affirmed. Without these, whatever is rejected would be the point.
CONTRAST = ("contrast", "aside", "converse")
# As different people say it: in words far from the point's, a hint of it, and as it is really got wrong.
SAID_FILE = WRITTEN / "said.jsonl"
SAID = ("own", "hint", "confused")
LABELS = dict.fromkeys((*TRUE, "short", "spoken", "contrast", "own"), STATES) | dict.fromkeys(
    ("part", "aside", "hint"), PARTLY
)
JOINT_FILE = WRITTEN / "joint.jsonl"
# What a sentence does to a point, as ``answers/joint.jsonl`` has it: a part of one may be all that counts.
DOES: dict[str, tuple[int, ...]] = {"states": (STATES,), "part": (STATES, PARTLY), "denies": (CONTRADICTS,)}
# How often a statement is cut out of an answer, if it can be; points that an answer speaks of at most.
AMONG, MOST = 0.6, 4
# How often a point's own text is retold with small changes.
RETOLD = 2
# How often a true statement is also told with one word turned round, if it can be.
TURNED = 0.6
# How often a true statement is read beside another point of its question.
BESIDE = 0.5
# Questions that tell what they ask about: without them, "a question" would come to mean that nothing is told.
TELLING = {
    "zh": ("{}，对吗？", "所以{}？", "是不是说{}？", "你的意思是{}，是吗？"),
    "en": ("Is it right that {}?", "Do you mean that {}?", "{}, right?", "So {}?"),
}
# Share of a statement's letters that a clause must have to be a statement in brief, and at most.
BRIEF, WHOLE = 0.25, 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement about ``point`` of ``question``, of a kind in one of the lists above."""

    question: str
    point: str
    lang: str
    kind: str
    text: str

    @property
    def label(self) -> int:
        """What it does to its point."""
        return LABELS.get(self.kind, CONTRADICTS)


def read_statements(path: Path = FILE, kinds: Sequence[str] = (*TRUE, *FALSE)) -> list[Statement]:
    """All of them, in the file's order; none when there is no file."""
    return [
        Statement(question=row["question_id"], point=row["point"], lang=row["lang"], kind=kind, text=text)
        for row in json_rows(path)
        for kind in kinds
        for text in row[kind]
    ]


def answers_of(statements: Sequence[Statement], rng: random.Random) -> Iterator[list[Statement]]:
    """All of them in answers to their question, each with one statement on some of its points."""
    said: dict[tuple[str, str], dict[str, list[Statement]]] = {}
    for one in statements:
        said.setdefault((one.question, one.lang), {}).setdefault(one.point, []).append(one)
    for by_point in said.values():
        for own in by_point.values():
            rng.shuffle(own)
        for turn in zip_longest(*by_point.values()):
            together = [one for one in turn if one is not None]
            rng.shuffle(together)
            yield from (together[at : at + MOST] for at in range(0, len(together), MOST))


def lessons_of(statements: Sequence[Statement], reader: Reader, seed: int) -> Iterator[Judgement]:
    """A lesson for each: alone, or as the grader cuts it out of an answer with other statements.

    Of many true ones another with a word turned round in the same surroundings, and for each answer one
    about a point that it does not speak of: where nothing in it is false, that denies nothing. Raises
    ``KeyError`` for a question or a point that the bank does not have.
    """
    rng = random.Random(seed)
    for answer in answers_of(statements, rng):
        question, lang = reader.bank.question(answer[0].question), answer[0].lang
        text = ("" if lang == "zh" else " ").join(one.text for one in answer)
        excerpts = {n.material.point.id: n.excerpt for n in reader.read(question, text).nominations}
        for one in answer:
            cut = excerpts.pop(one.point)
            among = rng.random() < AMONG and _longest_clause(one.text) in cut
            lesson = Judgement(
                claim=cut if among else one.text, point=question.point(one.point).text.get(lang),
                labels=(one.label,), kind=one.kind, question=question.id,
            )  # fmt: skip
            yield lesson
            if one.kind in TRUE and rng.random() < TURNED:
                yield from _turned(lesson, one.text, lang, rng)
        others = [(point, cut) for point, cut in excerpts.items() if cut]
        if others:
            point, cut = rng.choice(others)
            statement = question.point(point).text.get(lang)
            labels = () if any(one.label == CONTRADICTS for one in answer) else NOT_DENIED
            yield Judgement(claim=cut, point=statement, labels=labels, kind="unspoken", question=question.id)


def brief_of(statements: Sequence[Statement], bank: Bank, seed: int) -> Iterator[Judgement]:
    """Lessons about single clauses of true statements: they state the point, or part of it, and deny nothing.

    As they stand or after a clause about another point, and some with a word turned round. Without these,
    whatever says less than the written statements would be nearer to the false ones.
    """
    rng = random.Random(seed)
    said: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one in statements:
        if one.label == STATES and one.kind != "argued":  # a reason is no part of a point
            said.setdefault((one.question, one.lang), []).append((one.point, one.text))
    for question in bank.questions:
        for lang in LANGUAGES:
            own = [(p.id, t) for p in question.points for t in (p.text.get(lang), *p.accept.get(lang))]
            texts = own + said.get((question.id, lang), [])
            clauses = [(point, rng.choice(brief)) for point, text in texts if (brief := _brief(text))]
            for point, clause in clauses:
                others = [other for at, other in clauses if at != point]
                before = f"{rng.choice(others)} ; " if others and rng.random() < AMONG / 2 else ""
                lesson = Judgement(
                    claim=before + clause, point=question.point(point).text.get(lang),
                    labels=(STATES, PARTLY), kind="brief", question=question.id,
                )  # fmt: skip
                yield lesson
                if rng.random() < TURNED / 2:
                    yield from _turned(lesson, clause, lang, rng)


def beside_of(statements: Sequence[Statement], bank: Bank, seed: int) -> Iterator[Judgement]:
    """Lessons about what denies no point: true statements beside another one of their question; questions.

    Without these, whatever is said of a question's subject would be near to the false statements about it,
    and a question about a point near to the short statements of it. Follow-ups tell nothing, `TELLING`
    questions tell the point.
    """
    rng = random.Random(seed)
    for one in statements:
        others = [point for point in bank.question(one.question).points if point.id != one.point]
        if others and one.label != CONTRADICTS and rng.random() < BESIDE:
            yield Judgement(
                claim=one.text, point=rng.choice(others).text.get(one.lang), labels=NOT_DENIED, kind="beside",
                question=one.question,
            )  # fmt: skip
    for question in bank.questions:
        for point in question.points:
            for lang in LANGUAGES:
                statement, ways = point.text.get(lang), point.accept.get(lang)
                told = rng.choice((statement, *ways)).rstrip(".。")
                questions = [(rng.choice(TELLING[lang]).format(told), STATES, "told")]
                if point.probe:
                    questions.append((point.probe.get(lang), NEITHER, "asked"))
                for asked, label, kind in questions:
                    yield Judgement(
                        claim=asked, point=statement, labels=(label,), kind=kind, question=question.id
                    )


def joint_of(bank: Bank, seed: int, path: Path = JOINT_FILE) -> Iterator[Judgement]:
    """Lessons about sentences that bear on several points, one for each, and one about another point.

    Without these, a right sentence at another grain than a point's would be near to the false ones about it.
    """
    rng = random.Random(seed)
    for row in json_rows(path):
        question, lang, does = bank.question(row["question_id"]), row["lang"], row["points"]
        labels = {point: DOES[done] for point, done in does.items()}
        others = [point.id for point in question.points if point.id not in does]
        if others and "denies" not in does.values():
            labels[rng.choice(others)] = NOT_DENIED
        for point, label in labels.items():
            yield Judgement(
                claim=row["text"], point=question.point(point).text.get(lang), labels=label, kind="joint",
                question=question.id,
            )  # fmt: skip


def _brief(text: str) -> list[str]:
    normal = normalise(text).text
    found = [normal[a:b] for a, b, _ in units(normal)]
    return [clause for clause in found if BRIEF * len(normal) <= len(clause) <= WHOLE * len(normal)]


def wordings_of(bank: Bank, seed: int) -> Iterator[Judgement]:
    """Lessons about the bank's own wordings of its points: as they stand, retold, turned round, in disorder.

    True statements were written in other words than the point's, false ones in words near to it; without
    these, "in the point's own words" would come to mean a contradiction. Words in disorder say nothing.
    """
    rng = random.Random(seed)
    for question in bank.questions:
        for point in question.points:
            for lang in LANGUAGES:
                statement, ways = point.text.get(lang), point.accept.get(lang)
                true = [statement, *(reworded(statement, lang, rng) for _ in range(RETOLD)), *ways]
                every = (statement, *ways)
                edits = [flips_of(way, lang, TRAINING_KINDS) for way in every]
                false = [pick(flips, rng).text for flips in edits if flips]
                torn = [shuffled(normalise(way).text, rng) for way in (statement, rng.choice(every))]
                for label, kind, claims in (
                    (STATES, "worded", true), (CONTRADICTS, "worded falsely", false), (NEITHER, "torn", torn)
                ):  # fmt: skip
                    for claim in claims:
                        yield Judgement(
                            claim=claim, point=statement, labels=(label,), kind=kind, question=question.id
                        )


def _turned(lesson: Judgement, statement: str, lang: str, rng: random.Random) -> Iterator[Judgement]:
    """``lesson`` with a word of its statement turned round, where one can be."""
    normal = normalise(statement).text
    clauses = [clause for a, b, _ in units(normal) if (clause := normal[a:b]) in normalise(lesson.claim).text]
    rng.shuffle(clauses)
    for clause in clauses:
        ways = flips_of(clause, lang, TRAINING_KINDS)
        ways += [Flip(text, "opposite") for text in swapped(clause, most=20)]
        if ways:
            claim = normalise(lesson.claim).text.replace(clause, pick(ways, rng).text, 1)
            yield replace(lesson, claim=claim, labels=(CONTRADICTS,), kind="turned")
            return


def _longest_clause(text: str) -> str:
    normal = normalise(text).text
    return max((normal[a:b] for a, b, _ in units(normal)), key=len, default=normal)

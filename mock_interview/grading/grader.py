"""An answer to a `Grade` with its evidence: normalise, gate, nominate, measure, decide.

Puts the stages together; none of them is here. Deterministic: no clock, no randomness.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mock_interview.grading import blend, gate
from mock_interview.grading.assessment import AS_EARNED, Assessment
from mock_interview.grading.draft import drafted
from mock_interview.grading.material import Material, build
from mock_interview.grading.sides import clarity, length_to_the_point, precision, reference_length
from mock_interview.grading.steps import Judge, Need, Steps, finish, finish_all
from mock_interview.grading.subject import Subjects
from mock_interview.grading.text import Claim, Normal, is_chinese, normalise
from mock_interview.grading.verdicts import CLASSES, mean_of, probabilities, read_fitted
from mock_interview.model import (
    NO_REFERENCE,
    Answer,
    Bank,
    Flag,
    Grade,
    KeyPoint,
    PointResult,
    Question,
    Rubric,
    Signal,
    Span,
    Verdict,
)  # fmt: skip

if TYPE_CHECKING:
    import numpy as np

    from mock_interview.grading.encoder import Encoder
    from mock_interview.grading.nominate import Heard, Nomination, Said, Scale
    from mock_interview.grading.verifier import Verifier

VERSION = "13"
# A point that stays below this in every part is shown without a quote.
QUOTED = (Verdict.COVERED, Verdict.PARTIAL, Verdict.CONTRADICTED)
# What a point may earn (0-1) and still be called contradicted, and how far what it earns may be from
# what any other verdict is worth.
DENIABLE, APART = 0.25, 0.4
WORTH = {Verdict.COVERED: 1.0, Verdict.PARTIAL: 0.5, Verdict.MISSED: 0.0}
# Questions whose texts and vectors are kept between grades.
KEPT = 64


@dataclass(frozen=True, slots=True)
class Judged:
    """One point: the chances of each verdict, the verdict shown, where it was said, and the signals.

    The credit rests on chances fitted on marks, the verdict on those of written points: marks of whole
    answers do not tell a vague answer from a wrong one. Nobody is told to have said the opposite of what
    earns more than `DENIABLE`. ``known`` tells whether there are precedents for the point.
    """

    chances: tuple[float, ...]
    verdict: Verdict
    quote: Span | None
    signals: tuple[Signal, ...]
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An answer to grade: by whichever of ``options``, forms of one question, it is nearest to.

    ``lang`` is the interview's language.
    """

    options: tuple[Question, ...]
    answer: Answer
    lang: str


class Grader:
    """Grades answers to the questions of ``bank``, or to any other question.

    ``cache`` encodes the texts that do not change (default: ``encoder``); ``kept`` is how many questions'
    texts and vectors stay in memory. Nothing is encoded before the first grade. Not for use by several
    threads at once.
    """

    def __init__(
        self,
        encoder: Encoder,
        verifier: Verifier,
        bank: Bank,
        *,
        cache: Encoder | None = None,
        kept: int = KEPT,
    ) -> None:
        self._encoder, self._verifier = encoder, verifier
        self._subjects = Subjects(bank)
        self._constant = cache or encoder
        self._fitted = read_fitted()
        self._known_scale: Scale | None = None
        self._kept: dict[str, Material] = {}
        self._most_kept = kept

    @property
    def engine(self) -> str:
        """What graded: encoder and verifier with their digests, the grader's version, its coefficients."""
        models = f"{self._encoder.name}@{self._encoder.digest}+{self._verifier.name}@{self._verifier.digest}"
        return f"{models}/{VERSION}.{self._fitted.digest}"

    def material(self, question: Question) -> Material:
        """What points of ``question`` are recognised by, built once."""
        return finish(self._material(question), self._ask)

    def _material(self, question: Question) -> Steps[Material]:
        kept = self._kept.get(question.id)
        if kept is None or kept.question != question:
            kept = yield from build(question, self._subjects.weight)
            while len(self._kept) >= self._most_kept:
                self._kept.pop(next(iter(self._kept)))
            self._kept[question.id] = kept
        return kept

    def grade(self, question: Question, answer: Answer, rubric: Rubric, *, lang: str) -> Grade:
        """The grade of ``answer``. ``lang`` is the interview's language; points count in both."""
        return self.assess(question, answer, rubric, lang=lang).grade

    def assess(self, question: Question, answer: Answer, rubric: Rubric, *, lang: str) -> Assessment:
        """The grade of ``answer`` as in `grade`, with what it was made of."""
        return finish(self._assessed(question, answer, rubric, lang), self._ask)

    def grade_all(self, tasks: Sequence[Task], rubric: Rubric) -> list[Grade]:
        """As grading each of ``tasks`` by itself, to the last bit; the models run for all of them at once."""
        return [one.grade for one in self.assess_all(tasks, rubric)]

    def assess_all(self, tasks: Sequence[Task], rubric: Rubric) -> list[Assessment]:
        """As `grade_all`, each grade with what it was made of."""
        questions = {option.id: option for task in tasks for option in task.options}
        together = self._encoder.independent
        materials = [self._material(question) for question in questions.values()]
        finish_all(materials, self._ask, together=together)
        gradings = [self._nearest_assessed(task, rubric) for task in tasks]
        return finish_all(gradings, self._ask, together=together)

    def _ask(self, need: Need) -> np.ndarray:
        if isinstance(need, Judge):
            return self._verifier.judge(need.pairs)
        return (self._constant if need.constant else self._encoder).encode(need.texts)

    def _nearest_assessed(self, task: Task, rubric: Rubric) -> Steps[Assessment]:
        question, *others = task.options
        if others:
            near = []
            for option in task.options:
                near.append((yield from self._nearness(option, task.answer)))
            question = task.options[near.index(max(near))]
        return (yield from self._assessed(question, task.answer, rubric, task.lang))

    def _assessed(self, question: Question, answer: Answer, rubric: Rubric, lang: str) -> Steps[Assessment]:
        if not question.points:
            grade = Grade(score=None, reason=NO_REFERENCE, rubric=rubric.id, engine=self.engine)
            return Assessment(question=question, answer=answer, rubric=rubric, grade=grade)
        parts = [normalise(part) for part in answer.parts]
        material = yield from self._material(question)
        flags = gate.look_at_all(parts, material.asked, material.references, lang)
        if {Flag.EMPTY, Flag.GIBBERISH} & set(flags) or _gives_up(parts, flags):
            grade = self._nothing(question, rubric, flags)
            return Assessment(question=question, answer=answer, rubric=rubric, grade=grade)
        if question.lists_names:
            flags = tuple(flag for flag in flags if flag not in gate.OF_STATEMENTS)
        from mock_interview.grading.nominate import hear
        from mock_interview.grading.retraction import stood_by
        from mock_interview.grading.spelling import mended

        parts = [mended(stood_by(part), material.spelt) for part in parts]
        heard = yield from hear(parts, material, self._scale())
        first = yield from self._judge(heard.only(0), parts, answer, material)
        later = first
        if len(parts) > 1:
            later = yield from self._judge(heard, parts, answer, material)
        judged = [_better(a, b, rubric) for a, b in zip(first, later, strict=True)]
        # Words of another question may still say what is asked: "in plain words" answered with a formula.
        covers = any(one.verdict is Verdict.COVERED for one in judged)
        if not covers and self._subjects.off_topic(heard.words, question):
            flags = tuple(flag for flag in Flag if flag in flags or flag is Flag.OFF_TOPIC)
        factors = [
            rubric.probe_credit if _is_later(a, b) else 1.0 for a, b in zip(first, judged, strict=True)
        ]
        points = [_point(material, i, one, rubric, factors[i]) for i, one in enumerate(judged)]
        # Of the main answer alone: a follow-up that says nothing takes nothing away.
        main = heard.only(0).said
        sides = {"precision": precision(main, material), "clarity": clarity(main)}
        known = all(one.known for one in judged)
        measure = self._measure(material, heard.said, known=known)
        cap = blend.score_cap(rubric, flags, answer.hints)
        grade = self._settled(points, judged, sides, rubric, measure, cap)
        grade = replace(grade, flags=flags, similarity=_similarity(heard, material))
        return Assessment(
            question=question, answer=answer, rubric=rubric, grade=grade,
            chances=tuple(one.chances for one in judged), factors=tuple(factors),
            sides=sides, measure=measure,
        )  # fmt: skip

    def states(self, point: KeyPoint, text: str) -> float:
        """How surely (0-1) ``text`` by itself states ``point`` in full; the point in the text's language."""
        from mock_interview.grading.verifier import STATES

        return self._of(point, text)[STATES]

    def support(self, point: KeyPoint, text: str) -> float:
        """How surely (0-1) ``text`` by itself states ``point`` in full or in part."""
        from mock_interview.grading.verifier import PARTLY, STATES

        row = self._of(point, text)
        return row[STATES] + row[PARTLY]

    def _of(self, point: KeyPoint, text: str) -> list[float]:
        """The verifier's four probabilities for a text and a point."""
        lang = "zh" if is_chinese(text) else "en"
        row: list[float] = self._verifier.judge([(normalise(text).text, point.text.get(lang))])[0].tolist()
        return row

    def grade_free(
        self, question: str, references: Sequence[str], answer: Answer, rubric: Rubric, *, lang: str
    ) -> Grade:
        """As `grade`, for a question that has only references: by the one the answer is nearest to.

        Raises ``ValueError`` when no reference has a word.
        """
        return self.assess_free(question, references, answer, rubric, lang=lang).grade

    def assess_free(
        self, question: str, references: Sequence[str], answer: Answer, rubric: Rubric, *, lang: str
    ) -> Assessment:
        """As `assess`, for a question that has only references. Raises as `grade_free`."""
        task = Task(options=drafted(question, references), answer=answer, lang=lang)
        return finish(self._nearest_assessed(task, rubric), self._ask)

    def _nearness(self, question: Question, answer: Answer) -> Steps[float]:
        """Cosine of the main answer with the question's reference."""
        from mock_interview.grading.nominate import hear

        material = yield from self._material(question)
        heard = yield from hear([normalise(answer.parts[0])], material, self._scale())
        return _similarity(heard, material) or 0.0

    def _settled(
        self,
        points: Sequence[PointResult],
        judged: Sequence[Judged],
        sides: Mapping[str, float | None],
        rubric: Rubric,
        measure: blend.Measure,
        cap: float,
    ) -> Grade:
        chances = [one.chances for one in judged]
        found = blend.add_up(points, chances, sides, rubric)
        result = blend.settle(points, chances, found, rubric, measure, cap)
        return Grade(
            score=result.score, band=result.band, low=result.low, high=result.high,
            points=tuple(points), dimensions=result.dimensions, rubric=rubric.id, engine=self.engine,
        )  # fmt: skip

    def _measure(self, material: Material, said: Sequence[Said], *, known: bool) -> blend.Measure:
        """How the shares become scores: as marks are given where there is only a reference, if so."""
        fitted = self._fitted
        even = material.question.lists_names
        if not (material.question.drafted or even):
            written = fitted.written(known=known)
            return blend.Measure(written.curve, written.residual, written.doubt)
        leniency, long = fitted.drafted.leniency, length_to_the_point(said, material)
        power = 1.0 if even else leniency.exponent(reference_length(material), long)
        return blend.Measure(AS_EARNED, fitted.drafted.residual, fitted.drafted.doubt, power)

    def _scale(self) -> Scale:
        """The encoder's scale: fitted with the coefficients, or measured once."""
        from mock_interview.grading.nominate import Scale, measured_scale

        if self._known_scale is None:
            fitted = self._fitted.scales.get(self._encoder.digest)
            self._known_scale = (
                Scale(*fitted) if fitted else measured_scale(self._constant, self._fitted.pairs)
            )
        return self._known_scale

    def _nothing(self, question: Question, rubric: Rubric, flags: tuple[Flag, ...]) -> Grade:
        points = tuple(
            PointResult(point=p.id, weight=p.weight, verdict=Verdict.MISSED, credit=0.0)
            for p in question.points
        )
        return Grade(
            score=0.0, band=blend.band(0.0, rubric), low=0.0, high=0.0, points=points,
            flags=flags, rubric=rubric.id, engine=self.engine,
        )  # fmt: skip

    def _judge(
        self, heard: Heard, parts: Sequence[Normal], answer: Answer, material: Material
    ) -> Steps[list[Judged]]:
        from mock_interview.grading.judging import formulas, judged, whole_pair
        from mock_interview.grading.nominate import nominate
        from mock_interview.grading.signals import measure

        nominations = nominate(heard, material)
        judgements = yield from judged(nominations, whole_pair(heard, material))
        tables = measure(
            heard, nominations, material, judged=judgements,
            formulas=formulas(answer.parts, material.question),
        )  # fmt: skip
        if not heard.said:
            nothing = (0.0, 0.0, 1.0, 0.0)
            return [
                Judged(nothing, Verdict.MISSED, None, _listed(table.items()), known=False) for table in tables
            ]
        verdicts = self._verdicts(tables, material.question.points)
        return [
            Judged(
                chances,
                verdict,
                _quote(nomination, verdict, parts, answer),
                _listed(signals.items()),
                known=signals["known"] > 0,
            )
            for nomination, signals, (chances, verdict) in zip(nominations, tables, verdicts, strict=True)
        ]

    def _verdicts(
        self, tables: Sequence[Mapping[str, float]], points: Sequence[KeyPoint]
    ) -> list[tuple[tuple[float, ...], Verdict]]:
        """For each point the chances that its credit rests on, and the verdict that is shown."""
        told = self._told(tables)
        out = []
        for point, signals, verdicts in zip(points, tables, told, strict=True):
            chances = self._earning(point, signals, verdicts)
            known = signals["known"] > 0
            verdict = blend.verdict(chances if point.is_name else verdicts, known=known)
            if not _agrees(verdict, _earned(chances)):
                verdict = blend.verdict(chances, known=known)
            out.append((chances, verdict))
        return out

    def _told(self, tables: Sequence[Mapping[str, float]]) -> list[tuple[float, ...]]:
        """For each point the chances of the verdicts on written ones."""
        out: list[tuple[float, ...]] = [()] * len(tables)
        for known in (True, False):
            those = [at for at, table in enumerate(tables) if (table["known"] > 0) is known]
            if those:
                model = self._fitted.written(known=known).verdict
                found = probabilities([tables[at] for at in those], model)
                for at, chances in zip(those, found, strict=True):
                    out[at] = chances
        return out

    def _earning(
        self, point: KeyPoint, signals: Mapping[str, float], verdicts: Sequence[float]
    ) -> tuple[float, ...]:
        """The chances that the credit of ``point`` rests on, whose verdicts have the chances ``verdicts``."""
        fitted = self._fitted
        if point.is_name or point.drafted:
            model = fitted.names if point.is_name else fitted.drafted.verdict
            return probabilities([signals], model)[0]
        written = fitted.written(known=signals["known"] > 0)
        return mean_of(verdicts, probabilities([signals], written.earning)[0])


def _agrees(verdict: Verdict, earned: float) -> bool:
    """Whether a verdict can stand beside what its point earns."""
    return earned < DENIABLE if verdict is Verdict.CONTRADICTED else abs(WORTH[verdict] - earned) <= APART


def _earned(chances: Sequence[float]) -> float:
    """What a point earns when half is given for a part, less what its denial costs."""
    return chances[0] + chances[1] / 2 - blend.denied(chances)


def _gives_up(parts: Sequence[Normal], flags: Sequence[Flag]) -> bool:
    """Whether "I don't know" is all that was said."""
    said = [part.text for part in parts if part.text.strip()]
    return Flag.DONT_KNOW in flags and all(map(gate.says_nothing_else, said))


def _listed(values: Iterable[tuple[str, float]]) -> tuple[Signal, ...]:
    return tuple(Signal(name=name, value=round(value, 4)) for name, value in values)


def _similarity(heard: Heard, material: Material) -> float | None:
    """Cosine of the main answer with the nearer reference, from the vectors of its clauses."""
    if heard.whole is None or not material.reference_rows:
        return None
    return round(float(max(heard.whole[row] for row in material.reference_rows)), 4)


def _is_later(first: Judged, one: Judged) -> bool:
    return one is not first


def _better(first: Judged, later: Judged, rubric: Rubric) -> Judged:
    """What the follow-ups add; what they leave as it was stays the main answer's."""
    gain = blend.credit(later.chances, rubric) * rubric.probe_credit
    return later if gain > blend.credit(first.chances, rubric) else first


def _point(material: Material, at: int, one: Judged, rubric: Rubric, factor: float) -> PointResult:
    point = material.points[at].point
    return PointResult(
        point=point.id,
        weight=point.weight,
        verdict=one.verdict,
        credit=round(blend.credit(one.chances, rubric) * factor, 4),
        quote=one.quote if one.verdict in QUOTED else None,
        signals=(
            *_listed((f"p_{v.value}", p) for v, p in zip(CLASSES, one.chances, strict=True)),
            *one.signals,
        ),
    )


def _quote(nomination: Nomination, verdict: Verdict, parts: Sequence[Normal], answer: Answer) -> Span | None:
    """The words that decided: the denial for a contradiction, else the best statement, or the name in it.

    Of the statements that are near to a point with amounts, it is the one that gives most of them.
    """
    if not nomination.right:
        return None
    from mock_interview.grading.amounts import amounts_given

    told = [statement.text for statement in nomination.material.right]
    nominee = max(nomination.right, key=lambda one: amounts_given(one.said.claim.text, told))
    denied = verdict is Verdict.CONTRADICTED
    if denied and nomination.wrong is not None and nomination.wrong.similarity > nominee.similarity:
        nominee = nomination.wrong
    said = nominee.said
    start, end = parts[said.source].stored(*_decisive(nomination, said.claim))
    return Span(source=said.source, start=start, end=end, text=answer.parts[said.source][start:end])


def _decisive(nomination: Nomination, claim: Claim) -> tuple[int, int]:
    """Where in the normalised part the words stand: a name alone if the point is one and the claim has it."""
    if nomination.material.point.is_name:
        from mock_interview.grading.naming import places

        found = [span for name in nomination.material.terms[0] for span in places(name, claim.text)]
        if found:
            start, end = max(found, key=lambda span: (span[1] - span[0], -span[0]))
            return claim.start + start, claim.start + end
    return claim.start, claim.end

"""The grader as a whole, on one question and with an encoder that needs no model."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mock_interview.grading.grader import APART, DENIABLE, WORTH, Grader
from mock_interview.grading.signals import USUAL
from mock_interview.model import Answer, Flag, Grade, Verdict
from mock_interview.rubric import load_rubrics
from tests.grading.samples import BANK, QUESTION, WordEncoder, WordVerifier

RUBRICS = load_rubrics(Path(__file__).parents[2] / "rubrics")
DEFAULT = RUBRICS["default"]
GOOD = (
    "LoRA freezes the pretrained weights. It trains the product of two low-rank matrices. "
    "At inference they are merged and add no latency."
)
GRADER = Grader(WordEncoder(), WordVerifier(), BANK)


def grade(*parts: str, rubric: str = "default", **more: object) -> Grade:
    return GRADER.grade(QUESTION, Answer(parts=parts, **more), RUBRICS[rubric], lang="en")


def test_a_good_answer_scores_above_a_poor_one() -> None:
    good, poor = grade(GOOD).score, grade("It is a popular method that many companies use.").score
    assert good is not None and poor is not None and good > poor + 20


@pytest.mark.parametrize("asked", ["", " \n"])
def test_a_blank_question_is_like_nothing_that_is_said(asked: str) -> None:
    found = GRADER.grade_free(asked, ["a"], Answer(parts=("a",)), DEFAULT, lang="en")
    assert found.score is not None


def test_an_empty_answer_scores_nothing_and_says_so() -> None:
    for text in ("", " \n", "\u200b\u202e", "\x00\x1b"):
        found = grade(text)
        assert (found.score, found.flags, found.band) == (0.0, (Flag.EMPTY,), "weak")
        assert {p.verdict for p in found.points} == {Verdict.MISSED}


def test_a_question_without_points_is_not_graded_and_says_why() -> None:
    found = GRADER.grade(replace(QUESTION, points=()), Answer(parts=(GOOD,)), DEFAULT, lang="en")
    assert found.score is None and "no key points" in found.reason


METRICS = "The metrics are: recall, Precision and F1."


def metrics(text: str) -> Grade:
    return GRADER.grade_free("Which metrics are there?", [METRICS], Answer(parts=(text,)), DEFAULT, lang="en")


def test_names_of_a_list_are_graded_one_by_one_and_quoted_alone() -> None:
    found = metrics("I would look at PRECISION and at the recall.")
    assert [p.verdict for p in found.points] == [Verdict.COVERED, Verdict.COVERED, Verdict.MISSED]
    assert [p.quote and p.quote.text for p in found.points] == ["recall", "PRECISION", None]
    assert found.score == pytest.approx(67, abs=5)


def test_a_list_of_names_is_no_keyword_list_where_names_are_asked_for() -> None:
    found = metrics("recall, precision, F1")
    assert found.flags == ()
    assert found.score is not None and found.score > 90


@pytest.mark.parametrize("text", ["I don't know.", "Sorry, no idea."])
def test_giving_up_on_a_list_of_names_scores_nothing_and_says_so(text: str) -> None:
    found = metrics(text)
    assert (found.score, found.flags) == (0.0, (Flag.DONT_KNOW,))


def test_names_said_before_giving_up_count() -> None:
    found = metrics("Recall and precision. I don't know the third.")
    assert found.flags == ()
    assert found.score is not None and found.score > 50


def test_a_name_more_raises_the_score_and_a_denied_one_hardly_does() -> None:
    one, two, denied = (
        metrics(text).score
        for text in ("It is recall.", "It is recall and F1.", "It is recall. It is not F1.")
    )
    assert one is not None and two is not None and denied is not None
    assert denied < one + 8 < two - 10


def test_a_quote_is_a_stretch_of_the_stored_answer() -> None:
    raw = "\u200bLoRA  FREEZES the ｐｒｅｔｒａｉｎｅｄ weights！\r\n- trains two low-rank matrices\u202e"
    quotes = [p.quote for p in grade(raw).points if p.quote]
    assert quotes
    for quote in quotes:
        assert raw[quote.start : quote.end] == quote.text


def test_points_credited_or_denied_have_a_quote_and_all_have_signals() -> None:
    for point in grade(GOOD).points:
        assert (point.quote is not None) == (point.verdict is not Verdict.MISSED)
        assert {"p_covered", "similarity", "states", "turned"} <= {signal.name for signal in point.signals}


def test_grading_twice_is_identical_and_a_new_grader_agrees() -> None:
    assert grade(GOOD) == grade(GOOD)
    other = Grader(WordEncoder(), WordVerifier(), BANK).grade(
        QUESTION, Answer(parts=(GOOD,)), DEFAULT, lang="en"
    )
    assert other == grade(GOOD)


def test_a_follow_up_adds_evidence_at_the_rubrics_rate() -> None:
    half = "LoRA freezes the pretrained weights."
    more = "It trains the product of two low-rank matrices."
    probe = {"probes": ("What is trained?",), "probed": ("low-rank",)}
    alone, both = grade(half), grade(half, more, **probe)
    at_once = grade(f"{half} {more}")
    assert alone.score is not None and both.score is not None and at_once.score is not None
    assert alone.score < both.score < at_once.score
    assert both.points[1].quote is not None and both.points[1].quote.source == 1
    assert both.points[0].credit == alone.points[0].credit


def test_a_useless_follow_up_takes_nothing_away() -> None:
    probe = {"probes": ("And?",), "probed": ("merges",)}
    before, after = grade(GOOD).score, grade(GOOD, "I don't know.", **probe).score
    assert before is not None and after is not None and after >= before - 1


def test_hints_cap_the_score() -> None:
    assert (grade(GOOD, hints=3, rubric="strict").score or 0) <= RUBRICS["strict"].hint_cap[-1]


def test_the_claims_of_an_answer_are_encoded_in_one_call() -> None:
    encoder = WordEncoder()
    grader = Grader(encoder, WordVerifier(), BANK)
    grader.grade(QUESTION, Answer(parts=(GOOD,)), DEFAULT, lang="en")
    before = encoder.calls
    grader.grade(QUESTION, Answer(parts=(GOOD,)), DEFAULT, lang="en")
    assert encoder.calls - before == 1


def test_all_points_of_an_answer_go_through_the_verifier_in_one_call() -> None:
    verifier = WordVerifier()
    Grader(WordEncoder(), verifier, BANK).grade(QUESTION, Answer(parts=(GOOD,)), DEFAULT, lang="en")
    assert verifier.calls == 1


def test_a_statement_turned_round_costs_its_point_and_is_quoted() -> None:
    found = grade(GOOD.replace("freezes", "does not freeze"))
    assert found.points[0].verdict is Verdict.CONTRADICTED
    assert found.points[0].quote is not None and "not freeze" in found.points[0].quote.text
    assert (found.score or 0) < (grade(GOOD).score or 0)


def test_a_question_with_only_a_reference_is_graded_by_the_nearest_one() -> None:
    references = ["Paris is the capital of France.", "LoRA freezes the pretrained weights."]
    found = GRADER.grade_free(
        "What does LoRA do?",
        references,
        Answer(parts=("LoRA freezes all the pretrained weights.",)),
        DEFAULT,
        lang="en",
    )
    assert [p.verdict for p in found.points] == [Verdict.COVERED]


def test_a_lone_point_is_judged_as_if_nothing_unusual_was_said_elsewhere() -> None:
    for answer in ("LoRA freezes all the pretrained weights.", "LoRA never freezes the pretrained weights."):
        found = GRADER.grade_free(
            "What does LoRA do?", ["LoRA freezes the pretrained weights."], Answer(parts=(answer,)), DEFAULT,
            lang="en",
        )  # fmt: skip
        (point,) = found.points
        signals = {signal.name: signal.value for signal in point.signals}
        assert {name: signals[f"{name}_elsewhere"] for name in USUAL} == USUAL
        assert point.verdict is not Verdict.CONTRADICTED or point.credit < DENIABLE


@pytest.mark.parametrize(
    "text", ["It freezes them.", "The weights are frozen; matrices of low rank are trained.", GOOD]
)
def test_what_a_drafted_point_earns_is_not_far_from_its_verdict(text: str) -> None:
    reference = (
        "LoRA freezes the pretrained weights of the model. It trains the product of two low-rank matrices."
    )
    found = GRADER.grade_free("What does LoRA do?", [reference], Answer(parts=(text,)), DEFAULT, lang="en")
    for point in found.points:
        chances = {s.name: s.value for s in point.signals if s.name.startswith("p_")}
        likeliest = max(chances, key=chances.__getitem__).removeprefix("p_")
        apart = abs(WORTH.get(point.verdict, 0.0) - point.credit)
        assert apart <= APART + 0.001 or point.verdict.value == likeliest


def test_texts_that_do_not_change_go_through_the_cache() -> None:
    cache = WordEncoder()
    Grader(WordEncoder(), WordVerifier(), BANK, cache=cache).grade(
        QUESTION, Answer(parts=(GOOD,)), DEFAULT, lang="en"
    )
    assert cache.texts > 0


def test_the_engine_names_both_models_and_the_version() -> None:
    assert grade(GOOD).engine.startswith("words@0000000000000000+words@1111111111111111/")


def test_similarity_earns_nothing() -> None:
    found = grade(GOOD)
    assert found.similarity is not None
    assert found.score != round(100 * found.similarity, 1)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "字" * 1_000_000,
        "LoRA freezes. " * 70_000,
        "\n".join("- line of an answer" for _ in range(10_000)),
        "\x00\x07\x1b[31m" * 5_000,
        "\ud800\udfff" * 5_000,
        "\u202e\u200b\u2066" * 5_000,
        "不" * 20_000,
        "a,b;c、" * 4_000,
        "((((" * 5_000,
        "1. " * 7_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_hostile_answer_is_graded_in_bounded_time(text: str) -> None:
    started = time.process_time()
    found = grade(text)
    assert found.score is not None
    assert (Flag.TRUNCATED in found.flags) == (len(text) > 20_000)
    assert time.process_time() - started < 10


@given(st.text(st.characters(), max_size=300), st.sampled_from(sorted(RUBRICS)))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gets_a_score_between_its_bounds_and_true_quotes(text: str, rubric: str) -> None:
    found = grade(text, rubric=rubric)
    assert found.score is not None and found.low is not None and found.high is not None
    assert 0 <= found.low <= found.score <= found.high <= 100
    for point in found.points:
        assert 0 <= point.credit <= 1
        if point.quote:
            assert text[point.quote.start : point.quote.end] == point.quote.text


def test_importing_the_grader_imports_nothing_heavy() -> None:
    code = (
        "import sys, mock_interview.grading.grader, mock_interview.rubric\n"
        "heavy = {'numpy', 'onnxruntime', 'torch', 'rapidfuzz', 'tokenizers', 'sentence_transformers'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"

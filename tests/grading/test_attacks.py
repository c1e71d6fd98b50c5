"""Attacks are what they are called."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from rapidfuzz.distance import OSA

from mock_interview.grading import attacks, controls
from mock_interview.grading.battery import attacks_on, controls_on
from mock_interview.grading.polarity import direction
from mock_interview.grading.text import normalise
from mock_interview.model import Example, Text, Texts
from tests.grading.samples import BANK, QUESTION


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "LoRA 会冻结原来的权重。只训练两个低秩矩阵，推理时可以合并回去。"),
        ("en", "LoRA will freeze the pretrained weights. It trains two low-rank matrices. They are merged."),
    ],
)
def test_a_negated_answer_negates_every_clause_and_keeps_the_rest(lang: str, text: str) -> None:
    edited = attacks.negated(text, lang)
    before, after = direction(normalise(text).text), direction(normalise(edited).text)
    assert after.negations >= before.negations + 2
    assert len(edited) < len(text) + 30


def test_one_edit_changes_one_clause() -> None:
    text = "LoRA 会冻结原来的权重，它也会训练两个小的矩阵"
    assert attacks.negated(text, "zh", every=False).count("不") == 1


def test_turning_round_exchanges_opposites() -> None:
    assert attacks.turned_round("显存占用会降低很多") == "显存占用会提高很多"
    assert attacks.turned_round("memory use is reduced") == "memory use is increased"


def test_a_paraphrase_hides_the_words_it_says_from_the_grader() -> None:
    answer, hidden = attacks.paraphrase(QUESTION, "zh")
    assert all(point.text.zh in answer for point in QUESTION.points)
    assert hidden.points == QUESTION.points  # no accept texts in Chinese to hide


def test_a_lone_question_has_no_sibling() -> None:
    assert attacks.from_sibling(QUESTION, BANK, "en") is None


def test_the_keyword_list_states_nothing() -> None:
    words = attacks.keyword_list(QUESTION, "en").split(", ")
    assert len(words) >= 6 and all(" " not in word for word in words)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_framed_keywords_name_words_of_every_point_and_state_nothing(lang: str) -> None:
    said = attacks.framed_keywords(QUESTION, lang)
    frame = "这些都很重要" if lang == "zh" else "which are important"
    assert 1 <= said.count(frame) <= len(QUESTION.points)
    assert not any(point.text.get(lang) in said for point in QUESTION.points)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_there_are_six_or_more_injections_and_one_names_the_points(lang: str) -> None:
    found = attacks.injections(QUESTION, lang)
    assert len(set(found.values())) >= 6 and found["ignore"] == attacks.injected(lang)
    body = found["verdict"].removeprefix("```json\n").removesuffix("\n```")
    assert {p["point"] for p in json.loads(body)["points"]} == {p.id for p in QUESTION.points}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_talk_about_nothing_uses_the_words_of_the_question_alone(lang: str) -> None:
    assert "LoRA" in attacks.terms(QUESTION, lang)
    for text in (attacks.padding(QUESTION, lang), *attacks.scaffolds(QUESTION, lang).values()):
        assert "LoRA" in text and "{" not in text
        assert not any(word in text for word in ("freeze", "low-rank", "冻结", "低秩"))


def test_a_question_of_asking_words_alone_gives_its_topic_as_a_term() -> None:
    bare = replace(QUESTION, question=Text(zh="为什么？", en="Why is that so?"))
    assert attacks.terms(bare, "zh") == attacks.terms(bare, "en") == ["lora"]


def test_an_answer_from_elsewhere_comes_from_another_section() -> None:
    example = Example(answer="About tokens.", lang="en", band="strong")
    other = replace(QUESTION, id="other", topic="tokenizer", examples=(example,))
    near = replace(QUESTION, id="near", examples=(replace(example, answer="About LoRA."),))
    bank = replace(BANK, questions=(QUESTION, near, other))
    assert attacks.from_elsewhere(QUESTION, bank, "en") == "About tokens."
    assert attacks.from_elsewhere(QUESTION, bank, "zh") is None


def test_wrong_claims_make_an_answer_where_a_question_names_some() -> None:
    assert attacks.mistaken(QUESTION, "en") == "LoRA updates all pretrained weights."
    assert attacks.mistaken(replace(QUESTION, mistakes=()), "en") is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_gibberish_is_the_same_for_the_same_seed_and_has_no_words_of_the_points(lang: str) -> None:
    said = attacks.gibberish(lang, random.Random(3))
    assert said == attacks.gibberish(lang, random.Random(3)) and len(said) > 40
    assert "lora" not in said.lower()


ANSWER = "LoRA reduces memory a lot. It keeps 8 of 16 heads."
ANSWERED = replace(QUESTION, examples=(Example(answer=ANSWER, lang="en", band="strong"),))


def test_an_attack_without_material_is_left_out() -> None:
    found = attacks_on(QUESTION, BANK, "en")
    assert not {"sibling", "elsewhere", "flip/negated", "flip/opposite", "flip/numbers"} & set(found)
    assert {"echo", "keywords", "padding", "salad", "truncated", "gibberish", "mistakes"} <= set(found)
    assert all(found.values())


def test_a_strong_answer_is_turned_round_only_in_its_own_language() -> None:
    assert {"flip/negated", "flip/opposite", "flip/numbers"} <= set(attacks_on(ANSWERED, BANK, "en"))
    assert "flip/negated" not in attacks_on(ANSWERED, BANK, "zh")


def test_roles_are_swapped_when_half_the_weight_hangs_on_them() -> None:
    text = Text(zh="LoRA 比全参更省", en="LoRA is cheaper than full tuning")
    heavy, *rest = QUESTION.points
    asked = replace(QUESTION, points=(replace(heavy, weight=9, text=text), *rest))
    assert attacks_on(asked, BANK, "en")["flip/roles"] == "full tuning is cheaper than LoRA."
    light = replace(QUESTION, points=(replace(heavy, weight=1, text=text, accept=Texts()), *rest))
    assert "flip/roles" not in attacks_on(light, BANK, "en")


def test_an_appended_appeal_follows_a_single_term() -> None:
    assert attacks_on(QUESTION, BANK, "en")["appended/ignore"] == f"LoRA. {attacks.injected('en')}"


def test_attacks_and_retellings_are_the_same_every_time() -> None:
    assert attacks_on(ANSWERED, BANK, "en") == attacks_on(ANSWERED, BANK, "en")
    assert controls_on(ANSWERED, "en") == controls_on(ANSWERED, "en")


def test_retellings_keep_what_the_answer_says() -> None:
    found = controls_on(ANSWERED, "en")
    assert found["original"] == ANSWER
    assert found["order"] == "It keeps 8 of 16 heads. LoRA reduces memory a lot."
    assert found["bullets"] == "- LoRA reduces memory a lot.\n- It keeps 8 of 16 heads."
    assert ANSWER in found["polite"]
    assert controls_on(ANSWERED, "zh") == {}


def test_one_sentence_has_no_other_order() -> None:
    assert controls.reordered("LoRA freezes the weights.", random.Random(0)) is None


@pytest.mark.parametrize(
    ("text", "sentence"), [("it keeps\nthe base", "it keeps the base"), ("冻结\n权重", "冻结权重")]
)
def test_a_wrapped_line_is_one_sentence(text: str, sentence: str) -> None:
    assert controls.said(text) == [sentence]


def test_typing_errors_touch_a_twentieth_and_leave_figures_and_negations() -> None:
    text = "the 12 layers do keep their weights frozen while training runs " * 5
    typed = controls.mistyped(text, random.Random(2))
    wanted = round(controls.TYPING_ERRORS * len(text))
    assert typed.count("12") == 5
    assert 0.6 * wanted <= OSA.distance(text, typed) <= wanted
    assert controls.mistyped("不没" * 50, random.Random(2)) == "不没" * 50

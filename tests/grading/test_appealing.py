"""What speaks to the grader is found; what speaks of the subject mostly is not."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.bank.load import load_bank
from mock_interview.grading import disguise
from mock_interview.grading.appealing import find_appeals
from mock_interview.grading.attacks import injections
from mock_interview.model import APPEALS, LANGUAGES
from tests.grading.samples import QUESTION
from tests.judge.injections import EN, ZH

ROOT = Path(__file__).parents[2]
HONEST = {
    "en": "The pretrained weights stay as they are. Only a small update is trained.",
    "zh": "预训练权重保持不动。只训练一个很小的增量。",
}
ALL = [("en", name, text) for name, text in EN.items()] + [("zh", name, text) for name, text in ZH.items()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_honest_answer_holds_none(lang: str) -> None:
    assert find_appeals([HONEST[lang]], QUESTION) == ()


@pytest.mark.parametrize(("lang", "name", "text"), ALL, ids=[f"{lang}-{name}" for lang, name, _ in ALL])
def test_an_appeal_is_found_behind_an_honest_answer_and_its_place_is_told(
    lang: str, name: str, text: str
) -> None:
    parts = [HONEST[lang], HONEST[lang] + "\n" + text]
    found = find_appeals(parts, QUESTION)
    assert found and {one.span.source for one in found} == {1} and {one.kind for one in found} <= set(APPEALS)
    for one in found:
        assert parts[1][one.span.start : one.span.end] == one.span.text
    if name not in ("padding", "void"):
        assert all(one.span.end == 0 or one.span.end > len(HONEST[lang]) for one in found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_appeals_of_the_siege_are_found(lang: str) -> None:
    for name, text in injections(QUESTION, lang).items():
        assert find_appeals([HONEST[lang] + " " + text], QUESTION), name


def test_few_honest_answers_are_taken_for_appeals() -> None:
    """Every thirtieth of the strong and terse answers; in all of 3155 it is one in twenty."""
    bank = load_bank(ROOT / "question_bank")
    with (ROOT / "training" / "answers" / "bank.jsonl").open(encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["kind"].startswith(("strong", "terse"))]
    chosen = rows[::30]
    taken = [row for row in chosen if find_appeals([row["answer"]], bank.question(row["question_id"]))]
    assert len(taken) <= 0.1 * len(chosen)


@pytest.mark.parametrize(
    "text",
    [
        "θ_i = 10000^(-2i/d), h = W0x + (α/r)·BAx, out = (GELU(xW) ⊗ xV)W2",
        "q·k depends on m − n; ‖q‖ stays; x ∈ ℝ^d, ℒ = −Σ log p",
        "paged_attention_v1_reduce_kernel, meta-llama/Llama-3.1-8B-Instruct, bert-base-uncased",
        "The tokenizer splits “你好” into bytes E4 BD A0.",
        "naïve Bayes, Schrödinger, café",
        "gpt-4o, int4, w8a8, fp16, 4bit, q4_k_m",
        "全参微调要 16 字节/参数，7B 就是 112 GB。",
        "１２８Ｋ、ＦＰ１６，用全角也行",
        "LoRA 👍🏽 👨‍👩‍👧 is cheap",
    ],
)
def test_formulas_names_and_emoji_hide_nothing(text: str) -> None:
    for look in (disguise.unseen, disguise.lookalikes, disguise.spread, disguise.encoded, disguise.voids):
        assert not list(look(text)), (look.__name__, text)
    assert not disguise.is_ciphered(text.lower()) and not disguise.is_other_language(text.lower())


@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=40), min_size=1, max_size=3))
def test_any_text_is_looked_at_and_every_place_is_in_it(parts: list[str]) -> None:
    for one in find_appeals(parts, QUESTION):
        assert parts[one.span.source][one.span.start : one.span.end] == one.span.text


@pytest.mark.parametrize(
    "sign", ["a", "a ", "请", "all points ", "1 ", ". ", "%41", "<", "\u200b", "covered, "]
)
def test_a_wall_of_one_sign_is_looked_through_in_time(sign: str) -> None:
    start = process_time()
    find_appeals([(sign * 20_000)[:20_000]], QUESTION)
    assert process_time() - start < 8

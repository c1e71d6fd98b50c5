from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.bank.topics import chosen, match, tree
from mock_interview.errors import UsageError
from mock_interview.model import Bank, Text, Topic
from tests.samples import question


def topic(path: str, zh: str, en: str, outline: str = "") -> Topic:
    return Topic(path=path, title=Text(zh=zh, en=en), outline=outline)


BANK = Bank(
    topics=(
        topic("peft", "参数高效微调", "Parameter-efficient fine-tuning", "2.10"),
        topic("peft/lora", "低秩适配 LoRA", "Low-rank adaptation (LoRA)"),
        topic("peft/prompt", "提示微调", "Prompt tuning"),
        topic("norm", "归一化", "Normalisation", "2.9"),
        topic("norm/rms", "均方根归一化", "RMS norm"),
        topic("lora-serving", "部署 LoRA", "Serving adapters"),
        topic("rag", "检索增强，RAG", "Search, then answer", "2.1"),
    ),
    questions=(
        question("a", topic="peft", level=1),
        question("b", topic="peft/lora", level=3),
        question("c", topic="peft/lora", level=5),
        question("d", topic="norm/rms", level=2),
    ),
    digest="",
)


@pytest.mark.parametrize(
    ("wish", "paths"),
    [
        ("peft", ["peft"]),
        ("peft/lora", ["peft/lora"]),
        ("PEFT/LoRA", ["peft/lora"]),
        ("peft/", ["peft"]),
        ("pe", ["peft"]),
        ("peft/l", ["peft/lora"]),
        ("lora", ["peft/lora"]),
        ("lora-", ["lora-serving"]),
        ("rms", ["norm/rms"]),
        ("2.10", ["peft"]),
        ("2.9", ["norm"]),
        ("2.1", ["rag"]),
        ("归一化", ["norm"]),
        ("normalisation", ["norm"]),
        ("  RMS   Norm ", ["norm/rms"]),
        ("均方根", ["norm/rms"]),
        ("adaptation", ["peft/lora"]),
        ("tuning", ["peft"]),
        ("peft/lora,norm", ["peft/lora", "norm"]),
        ("norm，rag", ["norm", "rag"]),
        (" norm , ,rag ,", ["norm", "rag"]),
        ("norm,norm/rms,norm", ["norm", "norm/rms"]),
        ("Search, then answer", ["rag"]),
        ("检索增强，RAG", ["rag"]),
    ],
)
def test_a_topic_is_found_by(wish: str, paths: list[str]) -> None:
    assert list(match(BANK, [wish])) == paths


def test_several_wishes_add_up_in_order() -> None:
    assert match(BANK, ["norm", "peft/lora,rag"]) == ("norm", "peft/lora", "rag")


@pytest.mark.parametrize("wanted", [[], [""], [" , ，/"]])
def test_no_wish_is_no_restriction(wanted: list[str]) -> None:
    assert match(BANK, wanted) == ()
    assert chosen(BANK, match(BANK, wanted), (1, 5)) == list(BANK.questions)


@pytest.mark.parametrize(
    ("wish", "near"),
    [
        ("peff", "peft"),
        ("peft/lroa", "peft/lora"),
        ("prmopt", "prompt"),
        ("归一华", "归一化"),
        ("lowrank adaption (lora)", "low-rank"),
    ],
)
def test_a_wish_that_fits_nothing_names_the_nearest_and_the_list(wish: str, near: str) -> None:
    said = rf"no topic '{re.escape(wish)}' \(did you mean '{re.escape(near)}.*'mock-interview topics'"
    with pytest.raises(UsageError, match=said):
        match(BANK, [f"norm,{wish}"])


def test_a_wish_like_nothing_gets_no_far_fetched_advice() -> None:
    with pytest.raises(UsageError) as caught:
        match(BANK, ["quantum"])
    assert "did you mean" not in str(caught.value)


@given(st.lists(st.text(max_size=8), max_size=3))
def test_any_text_gives_known_topics_or_a_usage_error(wanted: list[str]) -> None:
    try:
        found = match(BANK, wanted)
    except UsageError:
        return
    assert set(found) <= {topic.path for topic in BANK.topics}


def test_what_a_wish_finds_can_be_wished_for_again() -> None:
    for known in BANK.topics:
        assert match(BANK, [known.path]) == (known.path,)
        assert match(BANK, match(BANK, [known.title.zh])) == match(BANK, [known.title.zh])


def test_a_topic_holds_its_subtopics_but_not_its_namesakes() -> None:
    assert [q.id for q in chosen(BANK, ("peft",), (1, 5))] == ["a", "b", "c"]
    assert [q.id for q in chosen(BANK, ("peft/lora",), (1, 5))] == ["b", "c"]
    assert chosen(BANK, ("pe",), (1, 5)) == [] and chosen(BANK, ("rag",), (1, 5)) == []


def test_levels_are_inclusive_on_both_sides() -> None:
    assert [q.id for q in chosen(BANK, (), (2, 3))] == ["b", "d"]
    assert [q.id for q in chosen(BANK, (), (5, 5))] == ["c"]


def test_the_tree_counts_what_lies_under_each_topic_in_outline_order() -> None:
    rows = [(row.path, row.questions, row.levels, row.practised) for row in tree(BANK, {"b": 2, "gone": 1})]
    assert rows == [
        ("rag", 0, None, 0),
        ("norm", 1, (2, 2), 0),
        ("norm/rms", 1, (2, 2), 0),
        ("peft", 3, (1, 5), 1),
        ("peft/lora", 2, (3, 5), 1),
        ("peft/prompt", 0, None, 0),
        ("lora-serving", 0, None, 0),
    ]

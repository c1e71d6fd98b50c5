"""What is counted, and when an attack is above its limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from mock_interview.bank.assault import Shot, besiege, besieged
from mock_interview.bank.siege import (
    as_plain,
    attack_rows,
    control_rows,
    offenders,
    over_limit,
    section_rows,
)
from mock_interview.model import Bank, Question
from tests.samples import TOPICS, question

BANK = Bank(questions=tuple(question(f"q{i}") for i in range(10)), topics=TOPICS, digest="")


def shots(name: str, *scores: float | None, lang: str = "en", section: str = "norm") -> list[Shot]:
    return [
        Shot(question=f"q{i}", section=section, lang=lang, name=name, score=score, answer="words")
        for i, score in enumerate(scores)
    ]


def control(name: str, score: float | None, original: float | None) -> Shot:
    (shot,) = shots(name, score)
    return replace(shot, control=True, original=original)


@pytest.mark.parametrize(
    ("name", "succeeded", "over"),
    [("echo", 5, False), ("echo", 6, True), ("flip/negated", 10, False), ("flip/negated", 11, True)],
)
def test_an_attack_may_succeed_in_a_twentieth_and_a_flip_in_a_tenth(
    name: str, succeeded: int, over: bool
) -> None:
    (row,) = attack_rows(shots(name, *[50.0] * succeeded, *[49.9] * (100 - succeeded)))
    assert (row.succeeded, row.share, row.over) == (succeeded, succeeded / 100, over)


def test_an_answer_without_a_score_is_left_out_and_counted() -> None:
    (row,) = attack_rows(shots("echo", None, 0.0, 40.0))
    assert (row.graded, row.not_graded, row.mean, row.share) == (2, 1, 20.0, 0.0)
    (none,) = attack_rows(shots("echo", None))
    assert none.mean is None and none.share is None and not none.over


def test_languages_are_judged_apart_and_named() -> None:
    rows = attack_rows(shots("echo", 0.0, 0.0) + shots("echo", 90.0, 0.0, lang="zh"))
    assert [(row.lang, row.share) for row in rows] == [("en", 0.0), ("zh", 0.5)]
    assert over_limit(rows) == ["echo (zh)"]


def test_a_family_stands_together_in_the_table() -> None:
    met = shots("flip/negated", 1.0) + shots("echo", 1.0) + shots("flip/roles", 1.0)
    assert [row.attack for row in attack_rows(met)] == ["flip/negated", "flip/roles", "echo"]


def test_a_section_is_summed_over_attacks_and_names_the_best() -> None:
    met = shots("echo", 0.0, 60.0) + shots("salad", 80.0, 70.0) + shots("echo", 1.0, section="ffn")
    norm, ffn = section_rows(met)
    assert (norm.section, norm.attack, norm.graded, norm.succeeded) == ("norm", "salad", 4, 3)
    assert (ffn.section, ffn.graded, ffn.mean) == ("ffn", 1, 1.0)


def test_controls_are_no_attacks_and_are_compared_in_pairs() -> None:
    met = [control("order", 80.0, 84.0), control("order", 84.0, 82.0), control("order", None, 50.0)]
    assert attack_rows(met) == [] and offenders(met) == []
    (row,) = control_rows(met)
    assert (row.graded, row.apart, row.change, row.goal_met) == (2, 3.0, -1.0, True)


@pytest.mark.parametrize(
    ("name", "score", "met"),
    [("order", 83.1, False), ("bullets", 77.0, True), ("typos", 75.0, True), ("typos", 74.9, False)],
)
def test_each_retelling_has_its_goal(name: str, score: float, met: bool) -> None:
    assert control_rows([control(name, score, 80.0)])[0].goal_met is met


def test_a_retelling_without_a_goal_says_so() -> None:
    assert control_rows([control("polite", 10.0, 80.0)])[0].goal_met is None


def test_offenders_come_worst_first() -> None:
    found = offenders(shots("echo", 49.0, 60.0, None, 90.0))
    assert [shot.score for shot in found] == [90.0, 60.0]
    plain = as_plain(shots("echo", 90.0))
    assert plain["over"] == ["echo (en)"] and plain["offenders"][0]["attack"] == "echo"  # type: ignore[index]


@pytest.mark.parametrize("limit", [1, 3, 10, 99])
def test_a_limit_spreads_over_the_bank(limit: int) -> None:
    ids = [one.id for one in besieged(BANK, (), limit)]
    assert len(ids) == min(limit, 10) and len(set(ids)) == len(ids)
    assert ids == sorted(ids) and ids[0] == "q0"
    assert besieged(BANK, ("other",), limit) == []


def test_every_answer_is_graded_once_with_its_language() -> None:
    seen: list[tuple[str, str, str]] = []

    def score(asked: Question, text: str, lang: str) -> float:
        seen.append((asked.id, text, lang))
        return float(len(text))

    def retellings(_asked: Question, lang: str) -> Mapping[str, str]:
        return {"original": "four", "order": "rfou"} if lang == "en" else {}

    rounds = list(
        besiege(
            BANK.questions[:1],
            ("zh", "en"),
            score,
            attacks=lambda _q, lang: {"echo": lang},
            controls=retellings,
        )
    )
    assert [[shot.name for shot in one] for one in rounds] == [["echo"], ["echo", "order"]]
    assert rounds[1][1].original == 4.0 and rounds[1][1].control
    assert seen == [("q0", "zh", "zh"), ("q0", "en", "en"), ("q0", "four", "en"), ("q0", "rfou", "en")]

"""Rubric files: what ships, and that every mistake in one is reported with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.errors import FileProblems
from mock_interview.rubric import load_rubrics

SHIPPED = Path(__file__).parent.parent / "rubrics"
GOOD = (SHIPPED / "default.yaml").read_text(encoding="utf-8")


def problems_of(tmp_path: Path, text: str) -> str:
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FileProblems) as caught:
        load_rubrics(tmp_path)
    return str(caught.value)


def test_the_shipped_rubrics_are_default_strict_and_screening() -> None:
    assert set(load_rubrics(SHIPPED)) == {"default", "strict", "screening"}


def test_the_default_bands_are_strong_partial_weak() -> None:
    bands = load_rubrics(SHIPPED)["default"].bands
    assert [(band.id, band.at_least) for band in bands] == [("strong", 70), ("partial", 35), ("weak", 0)]
    assert all(band.name.zh and band.name.en for band in bands)


def test_strict_costs_more_and_caps_hints_lower_than_default() -> None:
    rubrics = load_rubrics(SHIPPED)
    strict, default = rubrics["strict"], rubrics["default"]
    assert strict.contradiction_cost > default.contradiction_cost
    assert all(a < b for a, b in zip(strict.hint_cap, default.hint_cap, strict=True))


def test_screening_looks_at_coverage_only() -> None:
    assert [d.id for d in load_rubrics(SHIPPED)["screening"].dimensions] == ["completeness"]


def test_a_judge_may_lower_freely_by_default_and_knows_levels_from_best_to_worst(tmp_path: Path) -> None:
    for rubric in load_rubrics(SHIPPED).values():
        assert rubric.judge == "cautious"
        for dimension in rubric.dimensions:
            values = [level.value for level in dimension.levels]
            assert values == sorted(values, reverse=True) and (not values or values[0] == 1)
    plain = "\n".join(line for line in GOOD.splitlines() if not line.startswith("judge:"))
    (tmp_path / "mine.yaml").write_text(plain, encoding="utf-8")
    assert load_rubrics(tmp_path)["mine"].judge == "cautious"


def test_a_digest_names_the_content(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    first = load_rubrics(tmp_path)["a"].digest
    (tmp_path / "a.yaml").write_text(GOOD + "# changed\n", encoding="utf-8")
    assert first and load_rubrics(tmp_path)["a"].digest != first


@pytest.mark.parametrize(
    ("find", "put", "says"),
    [
        ("partial_credit: 0.5", "partial_credit: 2", "'partial_credit' must be a number from 0 to 1"),
        ("probe_credit:", "probe_credits:", "did you mean 'probe_credit'?"),
        ("hint_cap: [90, 80, 70]", "hint_cap: [70, 80]", "none above the one before"),
        ("  echo: 15", "  ecko: 15", "did you mean 'echo'?"),
        ("id: completeness, weight: 0.85", "id: completeness, weight: 0.5", "must add up to 1"),
        ("id: completeness", "id: correctness", "'completeness' is missing"),
        ("{id: weak, at_least: 0", "{id: weak, at_least: 10", "one that starts at 0"),
        ("{id: partial, at_least: 35", "{id: strong, at_least: 35", "the band 'strong' is there twice"),
        ("name: {zh: 默认, en: Default}", "name: {zh: 默认}", "'en' is missing"),
        ("rule: cautious", "rule: cautios", "did you mean 'cautious'?"),
        ("judge: {rule", "judge: {rules", "did you mean 'rule'?"),
        ("value: 0.7", "value: 1", "each below the last"),
        ("id: slips", "id: sound", "the level 'sound' is there twice"),
        ("value: 0.4", "value: 4", "'value' must be a number from 0 to 1"),
        (
            "weight: 0.85, name: {zh: 完整性, en: Completeness}",
            "weight: 0.85, name: {zh: 完整性, en: Completeness}, "
            "levels: [{id: a, value: 1, text: {zh: a, en: a}}, {id: b, value: 0, text: {zh: b, en: b}}]",
            "'completeness' is what the points earn",
        ),
    ],
)
def test_a_mistake_is_reported_in_words(tmp_path: Path, find: str, put: str, says: str) -> None:
    assert find in GOOD
    assert says in problems_of(tmp_path, GOOD.replace(find, put, 1))


def test_all_mistakes_of_a_file_are_reported_at_their_lines(tmp_path: Path) -> None:
    text = GOOD.replace("partial_credit: 0.5", "partial_credit: x").replace("  echo: 15", "  echo: 1500")
    message = problems_of(tmp_path, text)
    lines = text.splitlines()
    for start in ("partial_credit", "  echo"):
        number = next(i for i, line in enumerate(lines, 1) if line.startswith(start))
        assert f"mine.yaml:{number}:" in message


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileProblems, match=r"has no \.yaml files"):
        load_rubrics(tmp_path)

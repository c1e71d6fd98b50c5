"""Questions in one language, without an answer, or with drafted points, as a bank file has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.bank.check import check_bank
from mock_interview.bank.load import load_bank, read_bank
from mock_interview.model import LANGUAGES, Imported, Text, Texts, text_in
from tests.samples import write_bank

SHIPPED = Path(__file__).parents[2] / "question_bank"
CHINESE = """\
section: {id: mine, lang: zh, title: 我的题, subtopics: {sub: 子题}}
questions:
  - id: one
    topic: mine/sub
    level: 2
    kind: concept
    time_limit: 60
    imported: {from: a.md, question: abc, reference: def}
    question: 什么是一？
    reference: |
      一是
      一。
    points:
      - {id: a, weight: 3, drafted: true, text: 一是一, accept: [还是一], probe: 一呢？}
    hints: [想想]
  - id: two
    topic: mine
    lang: en
    level: 2
    kind: concept
    time_limit: 60
    question: What is two?
  - id: both
    topic: mine
    level: 2
    kind: concept
    time_limit: 60
    question: {zh: 两种？, en: Both?}
    reference: 只有中文
"""


def problems(tmp_path: Path, old: str, new: str) -> list[str]:
    assert old in CHINESE
    folder = write_bank(tmp_path / "bank", CHINESE.replace(old, new, 1), "mine.yaml")
    return [str(one).replace(f"{folder}/", "") for one in read_bank(folder).problems]


def test_plain_texts_are_in_the_language_of_the_file_or_of_the_question(tmp_path: Path) -> None:
    bank = load_bank(write_bank(tmp_path, CHINESE, "mine.yaml"))
    one, two, both = bank.questions
    assert one.question == text_in("zh", "什么是一？") and one.langs == ("zh",)
    assert one.reference.zh == "一是一。" and one.hints == (text_in("zh", "想想"),)
    (point,) = one.points
    assert point.drafted and one.drafted and point.accept == Texts(zh=("还是一",))
    assert point.probe == text_in("zh", "一呢？")
    assert one.imported == Imported(source="a.md", question="abc", reference="def")
    assert two.langs == ("en",) and not two.points and not two.reference.there
    assert both.langs == ("zh", "en") and both.reference.langs == ("zh",)
    assert bank.topics[1].title == text_in("zh", "子题")


def test_a_text_in_one_language_is_given_for_the_other(tmp_path: Path) -> None:
    assert text_in("zh", "一").get("en") == "一" and text_in("en", "a").get("zh") == "a"
    assert Text(zh="一", en="a").get("en") == "a"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("lang: zh,", "", "[section title] expected a mapping with the keys zh, en"),
        ("lang: zh,", "lang: fr,", "[section] 'lang' is 'fr'; it must be one of zh, en"),
        ("    lang: en\n", "    lang: english\n", "[two] 'lang' is 'english'"),
        ("什么是一？", "{en: What?}", "[one question] 'zh' is missing"),
        ("什么是一？", "' '", "[one question] is blank"),
        ("drafted: true", "drafted: perhaps", "'drafted' must be on or off"),
        ("drafted: true, ", "", "[one] has 1 key points; it needs 2 to 7"),
        ("    reference: |\n      一是\n      一。\n", "", "[one] 'reference' is missing"),
        ("{from: a.md, ", "{", "[one imported] 'from' is missing"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert any(said in line for line in problems(tmp_path, old, new)), problems(tmp_path, old, new)


def test_more_than_twelve_drafted_points_are_too_many(tmp_path: Path) -> None:
    points = "\n".join(f"      - {{id: p{n}, weight: 3, drafted: true, text: 点{n}}}" for n in range(13))
    (found,) = problems(
        tmp_path,
        "      - {id: a, weight: 3, drafted: true, text: 一是一, accept: [还是一], probe: 一呢？}",
        points,
    )
    assert "has 13 key points; it needs 1 to 12" in found


def test_the_check_warns_once_about_each_that_is_not_finished(tmp_path: Path) -> None:
    report = check_bank(write_bank(tmp_path, CHINESE, "mine.yaml"))
    assert report.errors == 0
    assert [(one.where, one.code) for one in report.problems] == [
        ("one", "drafted"),
        ("two", "unanswered"),
        ("both", "points"),
    ]


def test_every_shipped_question_is_whole_in_both_languages() -> None:
    for question in load_bank(SHIPPED).questions:
        texts = [question.question, question.reference, *(p.text for p in question.points), *question.hints]
        texts += [mistake.text for mistake in question.mistakes]
        assert all(text.langs == LANGUAGES for text in texts), question.id
        assert question.points and not any(point.drafted for point in question.points)

from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.bank.load import load_bank, read_bank
from mock_interview.errors import FileProblems
from mock_interview.model import Example, Mistake, Source, Text, Texts, Topic
from tests.bank.conftest import Say, changed
from tests.samples import BANK_YAML, write_bank

EXTRAS = """\
    reviewed: 2026-11
    mistakes:
      - contradicts: divides
        text: {zh: 减去均值, en: It subtracts the mean}
    hints:
      - {zh: 想想平方, en: Think of squares}
    sources:
      - {title: RMSNorm, arxiv: "1910.07467"}
      - {title: Blog, url: "https://example.org/a_b"}
    examples:
      - band: partial
        lang: en
        covers: [divides]
        partly: [gain]
        contradicts: []
        answer: |
          Divide by the rms,
            then scale.
  - id: layer-formula
"""
SECOND = "  - id: layer-formula\n"
PROBE = "        probe: {zh: 分母是什么？, en: What stands in the denominator?}\n"
FULL_POINT = """\
        accept:
          zh: [除以 rms]
          en: [divide by the rms, over the rms]
        terms:
          - [rms, 均方根]
          - gain
"""


def test_every_field_of_a_question_is_read(tmp_path: Path) -> None:
    text = changed(SECOND, EXTRAS, changed(PROBE, PROBE + FULL_POINT))
    bank = load_bank(write_bank(tmp_path, text))
    first, second = bank.questions
    assert (first.id, first.topic, first.seed, first.level, first.kind) == (
        "rms-formula",
        "norm/rms",
        "2.18.2",
        2,
        "formula",
    )
    assert (first.time_limit, first.reviewed, first.section) == (60, "2026-11", "norm")
    assert first.question == Text(zh="写出 RMSNorm 的公式。", en="Write down the formula of RMSNorm.")
    divides, gain = first.points
    assert (divides.id, divides.weight) == ("divides", 5)
    assert (
        divides.probe == Text(zh="分母是什么？", en="What stands in the denominator?") and gain.probe is None
    )
    assert divides.accept == Texts(zh=("除以 rms",), en=("divide by the rms", "over the rms"))
    assert divides.terms == (("rms", "均方根"), ("gain",)) and gain.terms == ()
    assert first.mistakes == (
        Mistake(contradicts="divides", text=Text(zh="减去均值", en="It subtracts the mean")),
    )
    assert first.hints == (Text(zh="想想平方", en="Think of squares"),)
    assert first.sources == (
        Source(title="RMSNorm", arxiv="1910.07467"),
        Source(title="Blog", url="https://example.org/a_b"),
    )
    assert first.examples == (
        Example(
            band="partial",
            lang="en",
            answer="Divide by the rms,\n  then scale.",
            covers=("divides",),
            partly=("gain",),
        ),
    )
    assert (second.seed, second.hints, second.examples) == ("", (), ())
    assert bank.topics == (
        Topic(path="norm", title=Text(zh="归一化", en="Normalisation"), outline="2.18"),
        Topic(path="norm/rms", title=Text(zh="均方根归一化", en="RMS norm")),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "    level: 2\n",
            "    levle: 2\n",
            ["11: [rms-formula] unknown key 'levle' (did you mean 'level'?)"],
        ),
        ("    level: 2\n", "", ["8: [rms-formula] 'level' is missing"]),
        (
            "    level: 2\n",
            "    level: 6\n",
            ["11: [rms-formula] 'level' must be a whole number from 1 to 5"],
        ),
        ("    level: 2\n", "    level: 2.5\n", ["11: [rms-formula] 'level' must be a whole number"]),
        ("    level: 2\n", "    level: yes\n", ["11: [rms-formula] 'level' must be a whole number"]),
        ("    level: 2\n", '    level: "2"\n', ["11: [rms-formula] 'level' must be a whole number"]),
        (
            "kind: formula",
            "kind: formular",
            ["12: [rms-formula] 'kind' is 'formular' (did you mean 'formula'?); it must be one of concept,"],
        ),
        (
            "time_limit: 60",
            "time_limit: 9",
            ["13: [rms-formula] 'time_limit' must be a whole number from 10 to"],
        ),
        ("time_limit: 60", "time_limit: 3601", ["13: [rms-formula] 'time_limit' must be", "to 3600"]),
        (
            "id: rms-formula",
            "id: RMS formula",
            ["8: [RMS formula] 'id' is 'RMS formula'; it must be lower-case"],
        ),
        ("id: rms-formula", "id: 7", ["8: [question without id] 'id' must be text; put it in quotes"]),
        ("- id: rms-formula\n    topic", "- topic", ["8: [question without id] 'id' is missing"]),
        ('"2.18.2"', "2.18", ["10: [rms-formula] 'seed' must be text; put it in quotes"]),
        ('"2.18.2"', '"two"', ["10: [rms-formula] 'seed' is 'two'; it must be an outline number such as"]),
        (
            "topic: norm/rms",
            "topic: norm/rsm",
            [
                "9: [rms-formula] 'topic' is 'norm/rsm', which 'section' does not list",
                "(did you mean 'norm/rms'?)",
            ],
        ),
        (
            "topic: norm/rms",
            "topic: Norm/RMS/x",
            ["9: [rms-formula] 'topic' is", "it must look like peft or"],
        ),
        (
            ", en: Write down the formula of RMSNorm.",
            "",
            ["14: [rms-formula question] 'en' is missing"],
        ),
        ("zh: 写出 RMSNorm 的公式。", 'zh: " "', ["14: [rms-formula question] 'zh' is blank"]),
        ("zh: 写出 RMSNorm 的公式。", "zh: 42", ["14: [rms-formula question] 'zh' must be text"]),
        (
            "{zh: 写出 RMSNorm 的公式。, en: Write down the formula of RMSNorm.}",
            "just one language",
            ["14: [rms-formula question] expected a mapping with the keys zh, en"],
        ),
        (
            "en: The input is",
            "eng: The input is",
            ["19: [rms-formula/divides text] unknown key 'eng' (did you"],
        ),
        ("weight: 5", "weight: 0", ["18: [rms-formula/divides] 'weight' must be a whole number from 1 to 5"]),
        (
            "weight: 5",
            "wieght: 5",
            ["18: [rms-formula points] unknown key 'wieght' (did you mean 'weight'?)"],
        ),
        ("- id: gain", "- id: divides", ["21: [rms-formula] the key point 'divides' is already on line 17"]),
        ("- id: gain\n        weight", "- weight", ["21: [rms-formula points] 'id' is missing"]),
        (PROBE, "        probe: {zh: 问}\n", ["20: [rms-formula/divides probe] 'en' is missing"]),
        (PROBE, PROBE + "        accept: [a]\n", ["21: [rms-formula/divides accept] expected a mapping"]),
        (
            PROBE,
            PROBE + "        accept: {en: [' ']}\n",
            ["21: [rms-formula/divides accept] every item of 'en'"],
        ),
        (
            PROBE,
            PROBE + "        terms: [[2]]\n",
            ["21: [rms-formula/divides] every group of 'terms'", "quotes"],
        ),
        (PROBE, PROBE + "        terms: [[]]\n", ["21: [rms-formula/divides] every group of 'terms'"]),
        (PROBE, PROBE + "        terms: rms\n", ["21: [rms-formula/divides] 'terms' must be a list"]),
        ('outline: "2.18"', "outline: 2.18", ["4: [section] 'outline' must be text; put it in quotes"]),
        ('outline: "2.18"', 'outline: "two"', ["4: [section] 'outline' must be a number such as \"2.15\""]),
        ("    rms: {zh", "    RMS: {zh", ["6: [section] subtopic 'RMS' must be lower-case words"]),
        (
            "subtopics:\n    rms: {zh: 均方根归一化, en: RMS norm}",
            "subtopics: [rms]",
            ["5: [section] 'subtopics' must"],
        ),
        (
            "rms: {zh: 均方根归一化, en: RMS norm}",
            "rms: {en: RMS norm}",
            ["6: [subtopic rms] 'zh' is missing"],
        ),
        ("questions:\n", "question:\n", ["7: unknown key 'question' (did you mean 'questions'?)"]),
        ("  title: {zh: 归一化, en: Normalisation}\n", "", ["1: [section] 'title' is missing"]),
    ],
)
def test_a_mistake_is_named_with_file_line_question_and_the_nearest_right_word(
    problems: Say, old: str, new: str, said: list[str]
) -> None:
    found = problems(old, new)
    place, *rest = said
    hit = [line for line in found if line.startswith(f"norm.yaml:{place}")]
    assert hit, found
    assert all(part in hit[0] for part in rest), hit


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("mistakes: [{contradicts: divide, text: {zh: a, en: b}}]", "(did you mean 'divides'?)"),
        ("mistakes: [{text: {zh: a, en: b}}]", "[rms-formula mistakes] 'contradicts' is missing"),
        ("mistakes: [{contradicts: divides, text: b}]", "[rms-formula mistakes text] expected a mapping"),
        ("mistakes: {contradicts: divides}", "[rms-formula] 'mistakes' must be a list"),
        ("hints: [one]", "[rms-formula hints] expected a mapping with the keys zh, en"),
        ("sources: [{title: x}]", "[rms-formula sources] a source needs 'arxiv' or 'url'"),
        ("sources: [{arxiv: '1910.07467'}]", "[rms-formula sources] 'title' is missing"),
        ("sources: [{title: x, arxiv: 1910.07467}]", "'arxiv' must be text; put it in quotes"),
        ("sources: [{title: x, arxiv: RoFormer}]", "'arxiv' is 'RoFormer'; it must be an arXiv id such as"),
        ("sources: [{title: x, url: 'javascript:alert(1)'}]", "it must be a web address"),
        ("sources: [{titel: x, url: 'https://x.org'}]", "unknown key 'titel' (did you mean 'title'?)"),
        ("examples: [{band: stong, lang: en, answer: x}]", "(did you mean 'strong'?)"),
        ("examples: [{band: weak, lang: fr, answer: x}]", "'lang' is 'fr'; it must be one of zh, en"),
        ("examples: [{band: weak, lang: en}]", "[rms-formula examples] 'answer' is missing"),
        ("examples: [{band: weak, lang: en, answer: x, covers: [gian]}]", "(did you mean 'gain'?)"),
        ("examples: [{band: weak, lang: en, answer: x, covers: gain}]", "'covers' must be a list"),
        (
            "examples: [{band: weak, lang: en, answer: x, covers: [gain], partly: [gain]}]",
            "names the key point 'gain' under two headings",
        ),
        ("reviewed: 2026", "'reviewed' must be text"),
        ("reviewed: last week", "'reviewed' is 'last week'; it must be a month such as 2026-11"),
    ],
)
def test_a_mistake_in_the_extras_is_named(problems: Say, row: str, said: str) -> None:
    found, *_ = problems("    kind: formula\n", f"    kind: formula\n    {row}\n")
    assert found.startswith("norm.yaml:13: ") and said in found


@pytest.mark.parametrize(("count", "fine"), [(0, False), (1, False), (2, True), (7, True), (8, False)])
def test_a_question_has_two_to_seven_key_points(tmp_path: Path, count: int, fine: bool) -> None:
    points = "".join(f"      - {{id: p{n}, weight: 1, text: {{zh: 点, en: point}}}}\n" for n in range(count))
    start, _, rest = BANK_YAML.partition("    points:\n")
    text = f"{start}    points:{' []' if not count else ''}\n{points}{SECOND}{rest.partition(SECOND)[2]}"
    found = read_bank(write_bank(tmp_path, text)).problems
    told = [problem.message for problem in found if problem.where == "rms-formula"]
    assert told == ([] if fine else [f"has {count} key points; it needs 2 to 7"])


def test_points_that_are_no_list_are_told_once(problems: Say) -> None:
    found = problems(
        "    points:\n      - id: divides", "    points: none\n    mistakes:\n      - id: divides"
    )
    assert sum("'points'" in line for line in found) == 1
    assert not any("has 0 key points" in line for line in found)


def test_everything_wrong_in_several_files_comes_in_one_run_in_line_order(tmp_path: Path) -> None:
    broken = changed("level: 2", "level: 9", changed("kind: formula", "kind: essay"))
    write_bank(tmp_path, broken, "a.yaml")
    write_bank(tmp_path, "questions: [", "b.yaml")
    write_bank(tmp_path, changed("weight: 5", "weight: heavy", BANK_YAML), "c.yaml")
    with pytest.raises(FileProblems) as caught:
        load_bank(tmp_path)
    lines = str(caught.value).replace(f"{tmp_path}/", "").splitlines()
    starts = [line.split(" ", 1)[0] for line in lines]
    assert starts[:4] == ["a.yaml:11:", "a.yaml:12:", "b.yaml:2:", "c.yaml:18:"]
    assert lines[-1].endswith("'mock-interview bank check' tells when all is well.")


def test_what_a_broken_file_does_hold_is_still_checked(problems: Say) -> None:
    found = problems("level: 2", "level: 9", "level: 3", "level: 0", "weight: 2", "weight: 7")
    assert [line.split(" ")[0] for line in found] == ["norm.yaml:11:", "norm.yaml:22:", "norm.yaml:26:"]


def test_a_message_cannot_act_on_the_terminal(problems: Say) -> None:
    found = problems("    level: 2\n", '    "le\\x1b[2J\\u202evel": 2\n')
    assert found and not any("\x1b" in line or "\u202e" in line for line in found)


def test_a_question_that_is_no_mapping_is_one_problem(tmp_path: Path) -> None:
    found = read_bank(write_bank(tmp_path, BANK_YAML + "  - just text\n")).problems
    assert [problem.line for problem in found] == [38]


def test_two_questions_without_an_id_are_not_called_duplicates(tmp_path: Path) -> None:
    text = changed("id: layer-formula\n    ", "", changed("id: rms-formula\n    ", ""))
    found = read_bank(write_bank(tmp_path, text)).problems
    assert [problem.message for problem in found] == ["'id' is missing", "'id' is missing"]

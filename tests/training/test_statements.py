"""Claims about the statements written for training: every kind for every point, and not told by a word."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from rapidfuzz.distance.Indel import normalized_similarity as indel_similarity

from mock_interview.grading.text import count_chinese, normalise
from mock_interview.model import LANGUAGES
from training.judgements import CONTRADICTS, NEITHER, NOT_DENIED, PARTLY, STATES
from training.labelled import json_rows
from training.reading import Reader, project_bank
from training.statements import (
    CONTRAST,
    CONTRAST_APART,
    CONTRAST_FILE,
    CROSSED,
    CROSSED_FILE,
    DOES,
    FALSE,
    JOINT_FILE,
    SAID,
    SAID_FILE,
    SHORT,
    SHORT_FILE,
    TRUE,
    Statement,
    answers_of,
    beside_of,
    brief_of,
    joint_of,
    lessons_of,
    read_statements,
    wordings_of,
)

BANK = project_bank()
STATEMENTS = read_statements()
TYPED = read_statements(SHORT_FILE, SHORT)
SPOKEN = read_statements(CROSSED_FILE, CROSSED)
CONTRASTED = read_statements(CONTRAST_FILE, CONTRAST)
ALL = (*STATEMENTS, *TYPED, *SPOKEN, *CONTRASTED)
PAIRED = ("paired", "exchanged")


def test_every_kind_is_there_for_every_point_in_both_languages() -> None:
    found = Counter((one.question, one.point, one.lang, one.kind) for one in STATEMENTS)
    points = {(question.id, point.id) for question in BANK.questions for point in question.points}
    assert {key[:2] for key in found} == points
    assert len(found) == len(points) * 2 * len(TRUE + FALSE)
    assert all(count == (3 if key[3] in PAIRED else 2) for key, count in found.items())


def test_short_ones_are_there_for_every_point_in_both_languages() -> None:
    found = Counter((one.question, one.point, one.lang, one.kind) for one in TYPED)
    points = {(question.id, point.id) for question in BANK.questions for point in question.points}
    assert {key[:2] for key in found} == points
    assert len(found) == len(points) * 2 * len(SHORT)
    assert all(count == (2 if key[3] == "part" else 3) for key, count in found.items())


def test_spoken_ones_are_there_for_every_point_in_both_languages_and_as_many_crossed() -> None:
    found = Counter((one.question, one.point, one.lang, one.kind) for one in SPOKEN)
    points = {(question.id, point.id) for question in BANK.questions for point in question.points}
    assert {key[:2] for key in found} == points
    assert len(found) == len(points) * 2 * len(CROSSED) and set(found.values()) == {4}


def test_contrasts_are_there_for_every_point_of_a_question_and_those_apart_are_of_other_questions() -> None:
    apart = read_statements(CONTRAST_APART, CONTRAST)
    questions = [{one.question for one in own} for own in (CONTRASTED, apart)]
    assert not questions[0] & questions[1] and all(questions)
    for own, of in zip((CONTRASTED, apart), questions, strict=True):
        found = Counter((one.question, one.point, one.lang, one.kind) for one in own)
        points = {(id_, point.id) for id_ in of for point in BANK.question(id_).points}
        assert {key[:2] for key in found} == points
        assert len(found) == len(points) * 2 * len(CONTRAST)
        assert all(count == (2 if key[3] == "aside" else 3) for key, count in found.items())


@pytest.mark.parametrize(
    ("kinds", "own", "most"), [(CROSSED, SPOKEN, 0.65), (("contrast", "converse"), CONTRASTED, 0.78)]
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_tell_few_false_ones_from_true_ones(
    lang: str, kinds: tuple[str, ...], own: Sequence[Statement], most: float
) -> None:
    """Else the verifier would learn the words: on questions not seen, a count of words is right by chance.

    Who contrasts falsely says "never" and "nothing" more often, and English contrasts are told by that.
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_score

    own = [one for one in own if one.lang == lang and one.kind in kinds]
    counted = CountVectorizer(analyzer="char" if lang == "zh" else "word", ngram_range=(1, 2), min_df=3)
    words = counted.fit_transform([one.text for one in own])
    right = cross_val_score(
        LogisticRegression(C=0.1, max_iter=300), words, [one.label for one in own],
        groups=[one.question for one in own], cv=GroupKFold(5),
    )  # fmt: skip
    assert right.mean() < most


@pytest.mark.parametrize("lang", LANGUAGES)
def test_short_ones_that_are_true_are_as_long_as_those_that_are_false(lang: str) -> None:
    """Else the verifier would learn that little is wrong, or right."""
    sizes = {
        kind: np.mean([len(one.text) for one in TYPED if (one.kind, one.lang) == (kind, lang)])
        for kind in ("short", "slip")
    }
    long = np.mean([len(one.text) for one in STATEMENTS if one.kind == "right" and one.lang == lang])
    assert sizes["slip"] == pytest.approx(sizes["short"], rel=0.12)
    assert sizes["short"] < 0.8 * long


def test_a_paired_statement_and_its_partner_have_nearly_the_same_words() -> None:
    kinds = [[one for one in STATEMENTS if one.kind == kind] for kind in PAIRED]
    shares = []
    for true, false in zip(*kinds, strict=True):
        assert (true.question, true.point, true.lang) == (false.question, false.point, false.lang)
        shares.append(indel_similarity(true.text, false.text))
    assert np.mean(shares) > 0.8 and np.mean(np.array(shares) > 0.5) > 0.98


def test_none_is_said_twice_of_a_point_none_as_true_and_false_and_none_in_another_language() -> None:
    for own in (STATEMENTS, TYPED, SPOKEN, CONTRASTED):
        assert max(Counter((one.question, one.point, one.lang, one.text) for one in own).values()) == 1
    labels: dict[tuple[str, ...], set[int]] = {}
    for one in ALL:
        labels.setdefault((one.question, one.point, one.lang, one.text), set()).add(one.label)
        chinese, least = count_chinese(one.text), 4 if one.kind in TRUE + FALSE else 1  # some are names alone
        assert chinese >= least if one.lang == "zh" else not chinese, one
    assert {len(found) for found in labels.values()} == {1}


def test_true_ones_state_and_false_ones_contradict() -> None:
    labels = {one.kind: one.label for one in STATEMENTS}
    assert labels == dict.fromkeys(TRUE, STATES) | dict.fromkeys(FALSE, CONTRADICTS)
    others = {one.kind: one.label for one in (*TYPED, *SPOKEN)}
    assert others == {
        "short": STATES, "part": PARTLY, "slip": CONTRADICTS, "spoken": STATES, "crossed": CONTRADICTS,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "words"), [("en", (" not ", "n't", "never", "without", " no ")), ("zh", ("不", "没", "无"))]
)
def test_a_negation_is_no_sign_of_a_false_one(lang: str, words: tuple[str, ...]) -> None:
    """Else the verifier would learn the word and not the meaning."""

    def share(label: int, said: list[Statement]) -> float:
        texts = [f" {one.text.lower()}" for one in said if one.label == label and one.lang == lang]
        return sum(any(word in text for word in words) for text in texts) / len(texts)

    for said in (STATEMENTS, SPOKEN):
        assert 0.15 < share(CONTRADICTS, said) < share(STATES, said) + 0.05


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(BANK)


def test_every_statement_is_a_lesson_alone_or_cut_out_of_an_answer(reader: Reader) -> None:
    some = [one for one in STATEMENTS if one.question in {BANK.questions[0].id, BANK.questions[-1].id}]
    found = list(lessons_of(some, reader, seed=1))
    lessons = [lesson for lesson in found if lesson.kind not in ("turned", "unspoken")]
    assert len(lessons) == len(some) < len(found)
    texts = {one.text: one for one in some}
    alone = [lesson for lesson in lessons if lesson.claim in texts]
    assert 0.35 < len(alone) / len(lessons) < 0.75
    for lesson in alone:
        one = texts[lesson.claim]
        assert lesson.labels == (one.label,) and lesson.kind == one.kind
        assert lesson.point == BANK.question(one.question).point(one.point).text.get(one.lang)


def test_what_an_answer_does_not_speak_of_is_not_denied_where_nothing_in_it_is_false(reader: Reader) -> None:
    own = [one for one in TYPED if one.question == BANK.questions[0].id]
    true, false = ([one for one in own if one.kind == kind] for kind in ("short", "slip"))
    for said, labels in ((true, NOT_DENIED), (false, ())):
        unspoken = [one for one in lessons_of(said, reader, seed=1) if one.kind == "unspoken"]
        assert unspoken and {one.labels for one in unspoken} == {labels}


def test_many_true_statements_are_lessons_with_a_word_turned_round_too(reader: Reader) -> None:
    some = [one for one in STATEMENTS if one.question == BANK.questions[0].id]
    found = list(lessons_of(some, reader, seed=1))
    pairs = [(one, other) for one, other in pairwise(found) if other.kind == "turned"]
    true = sum(one.label == STATES for one in some)
    assert 0.4 * true < len(pairs) < 0.8 * true
    for one, turned in pairs:
        assert (one.labels, turned.labels, one.point) == ((STATES,), (CONTRADICTS,), turned.point)
        assert normalise(one.claim).text != turned.claim
    alike = [indel_similarity(normalise(one.claim).text, turned.claim) for one, turned in pairs]
    assert min(alike) > 0.5 and np.mean(alike) > 0.9


def test_clauses_of_true_statements_deny_nothing_unless_turned_round() -> None:
    said = [one for one in STATEMENTS if one.question in {BANK.questions[0].id, BANK.questions[-1].id}]
    found = list(brief_of(said, BANK, seed=1))
    assert {(one.kind, one.labels) for one in found} == {
        ("brief", (STATES, PARTLY)),
        ("turned", (CONTRADICTS,)),
    }
    true = [normalise(one.text).text for one in said if one.label == STATES]
    false = {normalise(one.text).text for one in said if one.label == CONTRADICTS}
    of_bank = [
        normalise(text).text
        for question in BANK.questions
        for point in question.points
        for lang in LANGUAGES
        for text in (point.text.get(lang), *point.accept.get(lang))
    ]
    for lesson in found:
        clause = lesson.claim.rpartition(" ; ")[2]
        assert clause not in false
        assert lesson.kind == "turned" or any(clause in text != clause for text in (*true, *of_bank))


def test_true_statements_deny_no_other_point_and_questions_state_what_they_tell() -> None:
    found = list(beside_of(ALL, BANK, seed=1))
    of_point = {
        (one.question, one.text): BANK.question(one.question).point(one.point).text.get(one.lang)
        for one in ALL
    }
    false = {one.text for one in ALL if one.label == CONTRADICTS}
    beside = [one for one in found if one.kind == "beside"]
    assert len(beside) > 10_000
    for one in beside:
        assert one.labels == NOT_DENIED and one.point != of_point[one.question, one.claim]
        assert one.claim not in false
    asked = {one.claim for one in found if one.kind == "asked" and one.labels == (NEITHER,)}
    probes = [p.probe for question in BANK.questions for p in question.points if p.probe]
    assert asked == {probe.get(lang) for probe in probes for lang in LANGUAGES}
    told = [one for one in found if one.kind == "told" and one.labels == (STATES,)]
    ways = {
        point.text.get(lang): [point.text.get(lang), *point.accept.get(lang)]
        for question in BANK.questions
        for point in question.points
        for lang in LANGUAGES
    }
    assert {one.point for one in told} == set(ways)
    assert all(any(way.rstrip(".。") in one.claim != way for way in ways[one.point]) for one in told)
    assert len(beside) + len(told) + 2 * len(probes) == len(found)


def test_what_people_say_is_there_for_every_point_in_both_languages_and_nothing_twice() -> None:
    rows = json_rows(SAID_FILE)
    points = {(q.id, point.id, lang) for q in BANK.questions for point in q.points for lang in LANGUAGES}
    assert {(row["question_id"], row["point"], row["lang"]) for row in rows} == points
    assert len(rows) == len(points)
    for row in rows:
        assert [len(row[kind]) for kind in SAID] == [3, 1, 3], row
    texts = [one.text for one in read_statements(SAID_FILE, SAID)]
    assert len(set(texts)) == len(texts) and all(text.strip() for text in texts)


def test_sentences_that_bear_on_several_points_are_there_for_every_question_in_both_languages() -> None:
    rows = json_rows(JOINT_FILE)
    found = Counter((row["question_id"], row["lang"]) for row in rows)
    assert set(found) == {(question.id, lang) for question in BANK.questions for lang in LANGUAGES}
    assert set(found.values()) == {12}
    assert len({(row["question_id"], row["text"]) for row in rows}) == len(rows)
    for row in rows:
        points = {point.id for point in BANK.question(row["question_id"]).points}
        assert len(row["points"]) > 1 and set(row["points"]) <= points, row
        assert list(row["points"].values()).count("denies") < 2, row
        assert bool(count_chinese(row["text"])) == (row["lang"] == "zh"), row


def test_such_a_sentence_is_a_lesson_for_each_of_its_points_and_denies_no_other_where_all_is_right() -> None:
    rows = {(row["question_id"], row["text"]): row for row in json_rows(JOINT_FILE)}
    said: Counter[tuple[str, str]] = Counter()
    for lesson in joint_of(BANK, seed=1):
        row = rows[lesson.question, lesson.claim]
        point = next(
            p.id for p in BANK.question(lesson.question).points if p.text.get(row["lang"]) == lesson.point
        )
        said[lesson.question, lesson.claim] += point in row["points"]
        if point in row["points"]:
            assert lesson.labels == DOES[row["points"][point]]
        else:
            assert lesson.labels == NOT_DENIED and "denies" not in row["points"].values()
    assert said == {key: len(row["points"]) for key, row in rows.items()}


def test_an_answer_speaks_of_a_point_once() -> None:
    answers = list(answers_of(STATEMENTS, random.Random(1)))
    assert sum(map(len, answers)) == len(STATEMENTS)
    for answer in answers:
        assert len({(one.question, one.lang) for one in answer}) == 1
        assert len({one.point for one in answer}) == len(answer)


def test_the_same_seed_gives_the_same_lessons(reader: Reader) -> None:
    one, other = (list(lessons_of(STATEMENTS[:60], reader, seed=2)) for _ in range(2))
    assert one == other


def test_a_points_own_wordings_are_lessons_and_some_of_them_turned_round() -> None:
    found = list(wordings_of(BANK, seed=1))
    texts = {(point.text.get(lang)) for q in BANK.questions for point in q.points for lang in LANGUAGES}
    verbatim = [lesson for lesson in found if lesson.claim == lesson.point]
    assert {lesson.point for lesson in verbatim} == texts
    assert all(lesson.labels == (STATES,) for lesson in verbatim)
    turned = [lesson for lesson in found if lesson.labels == (CONTRADICTS,)]
    assert len(turned) > 0.2 * len(found)


def test_a_points_wordings_in_disorder_say_nothing() -> None:
    torn = [lesson for lesson in wordings_of(BANK, seed=1) if lesson.kind == "torn"]
    points = sum(len(question.points) for question in BANK.questions)
    assert len(torn) == 2 * points * len(LANGUAGES)
    assert all(lesson.labels == (NEITHER,) for lesson in torn)

"""Claims about the facts of other subjects: their form, and the lessons they become."""

from __future__ import annotations

from collections import Counter

import pytest

from mock_interview.grading.text import count_chinese
from mock_interview.model import LANGUAGES
from training.facts import lessons_of_facts, read_facts
from training.judgements import CONTRADICTS, NEITHER, PARTLY, STATES

FACTS = read_facts()


def test_every_subject_has_as_many_facts_in_both_languages() -> None:
    assert len({fact.text for fact in FACTS}) == len(FACTS)
    topics = Counter((fact.subject, fact.lang) for fact in FACTS if ": " in fact.subject)
    assert set(topics.values()) == {5} and len({topic for topic, _ in topics}) == len(topics)
    found = Counter((fact.subject.partition(": ")[0], fact.lang) for fact in FACTS)
    subjects = {subject for subject, _ in found}
    assert len(subjects) >= 30
    assert all(found[subject, lang] >= 30 for subject in subjects for lang in LANGUAGES)


def test_a_fact_has_statements_of_every_kind_in_its_language() -> None:
    for fact in FACTS:
        said = [fact.text, *fact.true, *fact.part, *fact.false, *(one for pair in fact.pairs for one in pair)]
        sizes = (len(fact.true), len(fact.part), len(fact.false), len(fact.pairs))
        assert sizes == ((4, 2, 4, 2) if ": " in fact.subject else (3, 0, 2, 2))
        assert len(set(said)) == len(said), fact
        for text in said:
            assert bool(count_chinese(text)) == (fact.lang == "zh"), text


def test_what_says_a_part_of_a_fact_is_a_lesson_of_that() -> None:
    own = [fact for fact in FACTS if fact.subject == FACTS[-1].subject]
    partly = [lesson for lesson in lessons_of_facts(own, seed=1) if lesson.labels == (PARTLY,)]
    assert len(partly) == 2 * len(own)
    parts = {fact.text: fact.part for fact in own}
    assert all(any(part in lesson.claim for part in parts[lesson.point]) for lesson in partly)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_fact_is_stated_contradicted_and_passed_over(seed: int) -> None:
    some = [fact for fact in FACTS if fact.subject == FACTS[0].subject]
    lessons = list(lessons_of_facts(some, seed))
    labels = Counter(lesson.labels for lesson in lessons)
    assert labels == {(STATES,): 6 * len(some), (CONTRADICTS,): 6 * len(some), (NEITHER,): len(some)}
    texts = {fact.text: fact for fact in some}
    for lesson in lessons:
        if lesson.labels == (NEITHER,):
            fact = texts[lesson.point]
            assert lesson.claim not in (*fact.true, *fact.false)
    alone = sum(lesson.claim in {s for f in some for s in (*f.true, *f.false)} for lesson in lessons)
    assert 0.2 < alone / len(lessons) < 0.6


def test_each_of_a_pair_contradicts_the_other() -> None:
    lessons = list(lessons_of_facts(FACTS[:40], seed=3))
    about: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for lesson in lessons:
        about.setdefault(lesson.point, []).append((lesson.claim, lesson.labels))
    for fact in FACTS[:40]:
        for true, false in fact.pairs:
            assert any(false in claim and labels == (CONTRADICTS,) for claim, labels in about[true])
            assert any(true in claim and labels == (CONTRADICTS,) for claim, labels in about[false])

"""Answers made from others for the fit."""

from __future__ import annotations

import random

from training.labelled import CONTRADICTED, COVERED, UNKNOWN, bank_examples
from training.reading import Reader, project_bank
from training.rows import SWAPS, edited, referenced


def test_only_what_reads_otherwise_in_an_edited_answer_is_contradicted() -> None:
    bank = project_bank()
    reader, kinds, unchanged, unsure = Reader(bank), set(), 0, 0
    for question in bank.questions[:30]:
        for sample in bank_examples(question):
            if sample.band != "strong":
                continue
            before = [one.excerpt for one in reader.read(question, sample.answer).nominations]
            for other in edited(sample, reader, random.Random(1)):
                after = [one.excerpt for one in reader.read(question, other.answer).nominations]
                kinds.add(other.kind)
                assert CONTRADICTED in other.labels and other.mark is None
                for label, was, one, told in zip(other.labels, sample.labels, before, after, strict=True):
                    turned = was == COVERED and one != told
                    # What is known to be said tells which opposites matter.
                    unknown = turned and label == UNKNOWN and other.kind in SWAPS
                    assert unknown or label == (CONTRADICTED if turned else was), (other.answer, one, told)
                    unsure += unknown
                    unchanged += was == COVERED and one == told
    assert kinds == {"negated", "turned", "flipped", "opposite", "numbers"}
    assert unchanged > 20 and unsure > 20


def test_the_reference_states_every_point_in_both_languages() -> None:
    question = project_bank().questions[0]
    found = list(referenced(question))
    assert [one.lang for one in found] == list(question.reference.langs)
    for one in found:
        assert one.answer == question.reference.get(one.lang) and one.mark is None
        assert set(one.labels) == {COVERED} and len(one.labels) == len(question.points)

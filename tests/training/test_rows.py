"""Answers made from others for the fit."""

from __future__ import annotations

import random

from training.labelled import CONTRADICTED, COVERED, UNKNOWN, bank_examples
from training.reading import Reader, project_bank
from training.rows import SWAPS, edited


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

"""Claims about what the fit writes: all that the grader reads, and bare references as they were."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("sklearn", reason="scikit-learn comes with the extra 'training'")

from mock_interview.grading.trees import Boosted
from mock_interview.grading.verdicts import FILE
from training.fit_grader import as_text, kept_bare, stored
from training.reading import Reader, project_bank


def test_without_folds_the_fit_writes_every_key_and_leaves_bare_references_alone() -> None:
    before = json.loads(FILE.read_text(encoding="utf-8"))
    knots = tuple((x, y) for x, y in before["curve"])
    content = stored(Boosted.read(before["verdict"]), knots, before["doubt"], Reader(project_bank()))
    after = json.loads(as_text(content | kept_bare()))
    assert after.keys() == before.keys()
    for key in ("verdict", "curve", "doubt", "drafted", "names", "pairs"):
        assert after[key] == before[key], key

"""Claims about what the fit writes: all that the grader reads, and nothing when it is asked wrongly."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="scikit-learn comes with the extra 'training'")

from mock_interview.grading.trees import Boosted
from mock_interview.grading.verdicts import FILE, Leniency, read_linear
from mock_interview.model import LANGUAGES
from training import bare
from training.fit_grader import as_text, main, source_of, stored
from training.judged import Bare, Written
from training.labelled import FRESH, held_samples
from training.reading import Reader, project_bank


def test_the_fit_writes_every_key_that_the_grader_reads_as_it_was_fitted() -> None:
    before = json.loads(FILE.read_text(encoding="utf-8"))
    written = {
        name: stored(
            Written(Boosted.read(before[name]["verdict"]), read_linear(before[name]["earning"])),
            tuple((x, y) for x, y in before[name]["curve"]),
            before[name]["doubt"],
        )
        for name in ("known", "plain")
    }
    drafted, names = before["drafted"], read_linear(before["names"])
    alone = Bare(read_linear(drafted["verdict"]), Leniency(**drafted["leniency"]), names)
    content = source_of(Reader(project_bank())) | written
    after = json.loads(as_text(content | bare.stored(alone, drafted["doubt"])))
    assert after.keys() == before.keys()
    for key in ("format", "known", "plain", "drafted", "names", "pairs"):
        assert after[key] == before[key], key


def test_what_came_of_the_folds_is_over_the_same_signals_as_what_is_shipped() -> None:
    shipped, start = json.loads(FILE.read_text(encoding="utf-8")), bare.before()
    assert list(start.verdict.features) == shipped["drafted"]["verdict"]["features"]
    assert start.names == read_linear(shipped["names"])


def test_answers_are_held_against_nothing_but_the_reference_in_their_language() -> None:
    fresh = project_bank(FRESH)
    found = bare.alone(held_samples(fresh, FRESH / "answers.jsonl"), "fresh")
    assert len(found) == 4 * len(fresh.questions) and {one.lang for one in found} == set(LANGUAGES)
    for one in found:
        question = fresh.question(one.question_id)
        assert one.references == (question.reference.get(one.lang),)


@pytest.mark.parametrize("option", ["--model", "--verifiers"])
def test_a_folder_that_is_not_there_is_named(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "nowhere"
    monkeypatch.setattr(sys, "argv", ["fit_grader", option, str(missing)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2 and f"{missing}: no such folder" in capsys.readouterr().err

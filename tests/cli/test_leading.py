"""What a session has of a language model, and what is left when nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mock_interview.cli.leading import Model, find_words, open_model, remembered
from mock_interview.cli.wiring import BackgroundGrader, make_chat, make_grader
from mock_interview.errors import UsageError
from mock_interview.model import STOPPED, Answer, Bank, Options
from mock_interview.settings.values import LlmOptions
from tests.led import settings
from tests.llm_server import LlmServer
from tests.samples import RUBRIC, TOPICS, question


def test_ctrl_c_while_the_judge_is_asked_leaves_the_offline_grade(llm_server: LlmServer) -> None:
    @contextmanager
    def impatient() -> Iterator[None]:
        raise KeyboardInterrupt
        yield

    asked = question()
    bank = Bank(questions=(asked,), topics=TOPICS, digest="")
    offline = BackgroundGrader(lambda: make_grader(bank, "bundled"), RUBRIC, "en", asked)
    model = Model(chat=make_chat(settings(llm_server)), judge=True, samples=1, persona=None)
    answer = Answer(parts=("The input is divided by its root mean square.",))
    grade = model.grader(offline, print, impatient)(asked, answer)
    assert grade.score == offline(asked, answer).score and grade.score is not None
    assert grade.judgement is not None and grade.judgement.reason == STOPPED


def test_what_was_chosen_stays_unless_something_else_is_said_now() -> None:
    stored = Options(interviewer="llm", persona="tough", judge=True, judge_samples=3, model="m")
    kept = remembered(stored, LlmOptions())
    assert (kept.interviewer, kept.persona, kept.judge, kept.judge_samples, kept.model) == (
        "llm", "tough", True, 3, "m",
    )  # fmt: skip
    changed = remembered(stored, LlmOptions(interviewer="authored", judge=False, model="n", max_calls=0))
    assert (changed.interviewer, changed.persona, changed.judge) == ("authored", None, False)
    assert (changed.model, changed.max_calls) == ("n", 0)


def test_a_session_without_a_model_goes_on_without_one_whatever_the_config_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("interviewer: llm\njudge: on\nmodel: m\n", encoding="utf-8")
    monkeypatch.setenv("MOCK_INTERVIEW_CONFIG", str(path))
    assert open_model(remembered(Options(), LlmOptions())) is None


def test_a_persona_without_anybody_to_play_it_is_refused() -> None:
    with pytest.raises(UsageError, match="--interviewer llm"):
        open_model(LlmOptions(persona="tough"))


@pytest.mark.parametrize(
    ("quote", "found"), [("ROOT mean  square", "root-mean square"), ("mean cube", ""), ("me", ""), ("", "")]
)
def test_evidence_is_found_whatever_became_of_its_marks(quote: str, found: str) -> None:
    assert find_words(quote, "divided by its root-mean square, then") == found

"""Puts the rooms together for the commands: folders, bank, rubrics, and the grader in the background."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from mock_interview.errors import UsageError
from mock_interview.model import Answer, Bank, Example, Grade, Question, Rubric
from mock_interview.paths import bank_folder, cache_folder, rubric_folder

if TYPE_CHECKING:
    from mock_interview.bank.lint import Finding
    from mock_interview.grading.encoder import Encoder
    from mock_interview.grading.grader import Grader

# Questions whose texts and vectors a grader of many answers keeps; one takes about 0.1 MB.
KEPT_IN_BULK = 256


def open_bank(option: Path | None) -> Bank:
    """The bank in use."""
    from mock_interview.bank.cache import load_cached

    return load_cached(bank_folder(option, os.environ).path, cache_folder().path)


def open_rubric(option: Path | None, name: str) -> Rubric:
    """The rubric of that name. Raises `UsageError` with the nearest name."""
    from mock_interview.fields import nearest
    from mock_interview.rubric import load_rubrics

    rubrics = load_rubrics(rubric_folder(option, os.environ).path)
    if name not in rubrics:
        names = sorted(rubrics)
        raise UsageError(f"no rubric '{name}'{nearest(name, names)}; there are {', '.join(names)}")
    return rubrics[name]


def utc_now() -> str:
    """The time, UTC, ISO 8601 to the millisecond."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def make_grader(bank: Bank, encoder: str) -> Grader:
    """A grader with its models loaded, which takes a fraction of a second or more."""
    from mock_interview.grading.encoder import make_encoder
    from mock_interview.grading.grader import Grader
    from mock_interview.grading.verifier import BundledVerifier

    made = make_encoder(encoder)
    return Grader(made, BundledVerifier(), bank, cache=_cached(made))


def make_bulk_grader(bank: Bank, encoder: str, threads: int) -> Grader:
    """A grader for many answers: it remembers what it met, and computes with ``threads`` threads."""
    from mock_interview.grading.encoder import make_encoder
    from mock_interview.grading.grader import Grader
    from mock_interview.grading.remembered import RememberedEncoder, RememberedVerifier
    from mock_interview.grading.verifier import BundledVerifier

    made, verifier = make_encoder(encoder, threads=threads), BundledVerifier(threads=threads)
    own = RememberedEncoder(made) if made.independent else made
    return Grader(own, RememberedVerifier(verifier), bank, cache=_cached(made), kept=KEPT_IN_BULK)


def check_encoder(spec: str) -> None:
    """Refuse an encoder that cannot be had before anybody answers a question. Loads nothing.

    Raises ``EncoderError``.
    """
    from mock_interview.grading.encoder import check_spec

    check_spec(spec)


def make_cached_encoder(spec: str) -> Encoder:
    """An encoder that keeps the vectors of what it has met."""
    from mock_interview.grading.encoder import make_encoder

    return _cached(make_encoder(spec))


def _cached(encoder: Encoder) -> Encoder:
    from mock_interview.grading.vector_cache import CachedEncoder

    return CachedEncoder(encoder, cache_folder().path / "vectors")


def example_grader(bank: Bank, encoder: str, rubric: Rubric) -> Callable[[Question, Example], Grade]:
    """A function that grades a bank's own sample answers."""
    grader = make_grader(bank, encoder)

    def grade(question: Question, example: Example) -> Grade:
        return grader.grade(question, Answer(parts=(example.answer,)), rubric, lang=example.lang)

    return grade


def look_with_models(bank: Bank) -> list[Finding]:
    """What the bundled encoder and the default rubric find in ``bank``."""
    from mock_interview.bank.relations import alike, gradable
    from mock_interview.grading.alike import find_alike

    encoder = make_cached_encoder("bundled")
    grader = make_grader(bank, "bundled")
    rubric = open_rubric(None, "default")

    def grade(question: Question, text: str, lang: str) -> Grade:
        return grader.grade(question, Answer(parts=(text,)), rubric, lang=lang)

    found = list(alike(bank, lambda texts, threshold: find_alike(encoder, texts, threshold)))
    return found + [finding for question in bank.questions for finding in gradable(question, grade)]


class BackgroundGrader:
    """A grader that loads, and prepares for ``first``, while the first question is being read."""

    def __init__(self, make: Callable[[], Grader], rubric: Rubric, lang: str, first: Question | None) -> None:
        self._made: Future[Grader] = Future()
        self._rubric = rubric
        self._lang = lang
        threading.Thread(target=self._load, args=(make, first), daemon=True, name="load-grader").start()

    def _load(self, make: Callable[[], Grader], first: Question | None) -> None:
        try:
            grader = make()
            if first is not None:
                grader.material(first)
            self._made.set_result(grader)
        except BaseException as error:  # handed to whoever asks for the first grade
            self._made.set_exception(error)

    def __call__(self, question: Question, answer: Answer) -> Grade:
        """Grade, waiting for the load if need be. Raises what the load raised."""
        return self._made.result().grade(question, answer, self._rubric, lang=self._lang)

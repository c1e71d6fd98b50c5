"""Puts the rooms together for the commands: folders, bank, rubrics, and the grader in the background."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from mock_interview.errors import UsageError
from mock_interview.model import Answer, Bank, Example, Grade, KeyPoint, Question, Rubric
from mock_interview.paths import bank_folder, cache_folder, rubric_folder

if TYPE_CHECKING:
    from mock_interview.bank.lint import Finding
    from mock_interview.chat import Chat
    from mock_interview.cli.judging import Judging
    from mock_interview.grading.assessment import Assessment
    from mock_interview.grading.encoder import Encoder
    from mock_interview.grading.grader import Grader
    from mock_interview.llm.asking import Asking
    from mock_interview.llm.endpoint import Endpoint
    from mock_interview.settings.values import LlmOptions, Settings

# Seconds that the end of a session waits for a model that is still being loaded.
LONGEST_LOAD = 20.0
# Questions whose texts and vectors a grader of many answers keeps; one takes about 0.1 MB.
KEPT_IN_BULK = 256


def open_bank(option: Path | None) -> Bank:
    """The bank in use, with key points drafted where a question has only a reference."""
    from mock_interview.bank.cache import load_cached

    bank = load_cached(bank_folder(option, os.environ).path, cache_folder().path)
    if not any(question.lacks_points for question in bank.questions):
        return bank
    from mock_interview.grading.draft import whole

    return whole(bank)


def open_rubric(option: Path | None, name: str) -> Rubric:
    """The rubric of that name. Raises `UsageError` with the nearest name."""
    from mock_interview.fields import nearest
    from mock_interview.rubric import load_rubrics

    rubrics = load_rubrics(rubric_folder(option, os.environ).path)
    if name not in rubrics:
        names = sorted(rubrics)
        raise UsageError(f"no rubric '{name}'{nearest(name, names)}; there are {', '.join(names)}")
    return rubrics[name]


def open_settings(options: LlmOptions | None = None) -> Settings:
    """The settings in use: ``options`` before the environment before the config file before defaults.

    Raises ``SettingsError`` with everything that is wrong.
    """
    from mock_interview.paths import config_file
    from mock_interview.settings.effective import effective

    return effective(config_file(os.environ).path, os.environ, options)


def make_chat(settings: Settings, *, fresh: bool = False) -> Asking:
    """The language model that ``settings`` name, a ``Chat`` with its own budget: make one a session.

    ``fresh`` takes no reply from disk. Calls nobody and imports no client. Raises ``LlmError`` when
    no model, or no key that the server needs, is set, and `UsageError` for a limit on cost without
    prices.
    """
    from mock_interview.llm.asking import Asking, Server
    from mock_interview.llm.budget import Budget
    from mock_interview.llm.client import OpenAISender
    from mock_interview.llm.manners import Manners, name_of
    from mock_interview.llm.pace import Pace
    from mock_interview.llm.reply_cache import ReplyCache

    endpoint = make_server_endpoint(settings)
    folder = cache_folder().path / "replies"
    server = Server(
        endpoint=endpoint,
        model=settings.model,
        timeout=settings.timeout,
        retries=settings.retries,
        extra=settings.body,
    )
    return Asking(
        server,
        OpenAISender(endpoint, clock=time.monotonic),
        budget=Budget(max_calls=settings.max_calls, max_cost=settings.max_cost, price=settings.price),
        manners=Manners(
            folder / "servers.json" if settings.cache else None,
            name_of(endpoint.shown, settings.model),
            wall=time.time,
        ),
        cache=ReplyCache(folder) if settings.cache and not fresh else None,
        pace=Pace(clock=time.monotonic, wall=time.time, sleep=time.sleep, chance=random.random),
    )


def make_server_endpoint(settings: Settings) -> Endpoint:
    """The server that ``settings`` name, when they are complete. Raises as `make_chat`."""
    from mock_interview.errors import LlmError
    from mock_interview.llm.endpoint import make_endpoint
    from mock_interview.paths import config_file

    file = config_file(os.environ).path
    if not settings.model:
        raise LlmError(
            f"no language model is chosen: name one with --model, MOCK_INTERVIEW_MODEL, or in {file}"
        )
    if settings.max_cost is not None and settings.price is None:
        where = settings.origin("max_cost")
        raise UsageError(f"{where}: a limit on cost needs 'price' in {file}; docs/llm.md shows how")
    endpoint = make_endpoint(
        settings.base_url,
        settings.model,
        settings.api_key,
        api_version=settings.api_version,
        headers=settings.headers,
    )
    if endpoint.key is None:
        raise LlmError(
            f"{endpoint.shown} needs a key: set OPENAI_API_KEY, or 'api_key_env' or 'api_key_file' in {file}"
        )
    return endpoint


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
    """A grader that loads, and prepares for ``first``, while the first question is being read.

    It does so from `begin` on, or from the first grade on: earlier it would keep the question from
    appearing.
    """

    def __init__(self, make: Callable[[], Grader], rubric: Rubric, lang: str, first: Question | None) -> None:
        self._made: Future[Grader] = Future()
        self._rubric = rubric
        self._lang = lang
        self._make, self._first = make, first
        self._begun = threading.Lock()
        self._loading = threading.Thread(target=self._load, daemon=True, name="load-grader")

    def begin(self) -> None:
        """Start to load, unless that has begun."""
        if self._begun.acquire(blocking=False):
            self._loading.start()

    def end(self) -> None:
        """Wait until loading has ended, if it has begun: models that load while Python ends abort it."""
        if self._loading.is_alive():
            self._loading.join(LONGEST_LOAD)

    def _load(self) -> None:
        try:
            grader = self._make()
            if self._first is not None:
                grader.material(self._first)
            self._made.set_result(grader)
        except BaseException as error:  # handed to whoever asks for the first grade
            self._made.set_exception(error)

    def __call__(self, question: Question, answer: Answer) -> Grade:
        """Grade, waiting for the load if need be. Raises what the load raised."""
        return self.assess(question, answer).grade

    @property
    def lang(self) -> str:
        """The interview's language."""
        return self._lang

    def assess(self, question: Question, answer: Answer) -> Assessment:
        """The grade with what it was made of. Waits, and raises, as a grade does."""
        return self._grader().assess(question, answer, self._rubric, lang=self._lang)

    def support(self, point: KeyPoint, text: str) -> float:
        """How surely (0-1) ``text`` states ``point``, in part at least."""
        return self._grader().support(point, text)

    def states(self, point: KeyPoint, text: str) -> float:
        """How surely (0-1) ``text`` states ``point``. Waits, and raises, as a grade does."""
        return self._grader().states(point, text)

    def _grader(self) -> Grader:
        self.begin()
        return self._made.result()


def with_judge(
    offline: BackgroundGrader, chat: Chat, *, samples: int = 1, tell: Callable[[str], None] | None = None
) -> Callable[[Question, Answer], Grade]:
    """A grader for a session that grades offline first, and then asks the language model ``chat`` too.

    What it returns is the combined grade, with both tracks in it (see ``Grade``). It takes rubric and
    language from ``offline``, and ``samples`` readings (at least 1) for each answer. A model that fails
    leaves the offline grade with a ``judgement`` that says why; ``tell`` is called with that reason once
    a session, and a model that fails twice in a row is not asked again. What ``offline`` raises is
    raised; nothing else is.
    """
    from mock_interview.cli.judging import JudgedGrader

    return JudgedGrader(offline, chat, samples=samples, tell=tell)


def open_judge(options: LlmOptions, *, tell: Callable[[str], None] | None = None) -> Judging | None:
    """The judge that options, environment or config file ask for; ``None`` when none do. Calls nobody.

    Raises ``LlmError`` when it is not set up.
    """
    from mock_interview.cli.judging import Judging
    from mock_interview.errors import LlmError
    from mock_interview.judge.asking import Judge

    settings = open_settings(options)
    if not settings.judge:
        return None
    try:
        chat = make_chat(settings)
    except LlmError as error:
        asked = "--judge" if options.judge else settings.origin("judge")
        raise LlmError(f"{asked}: {error}; 'mock-interview doctor' checks all of it") from None
    return Judging(Judge(chat, samples=settings.judge_samples), tell=tell)

"""Has a language model judge an answer: as often as there are to be votes, and again after a useless reply.

What becomes of the votes is in `votes`. Never raises for what the model does: a judgement without
points says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from mock_interview.aside import aside
from mock_interview.chat import Chat, Usage
from mock_interview.clean_text import one_line
from mock_interview.errors import BudgetSpent, MockInterviewError
from mock_interview.fence import MakeNonce, nonce_for
from mock_interview.judge.prompt import graded_dimensions, once_more, prompt
from mock_interview.judge.quotes import Quotes
from mock_interview.judge.reply_form import InvalidReply, Reading, read_reply, schema
from mock_interview.judge.votes import count, level
from mock_interview.judge.wording import PROMPT_VERSION
from mock_interview.model import (
    BROKEN,
    SPENT,
    UNUSABLE,
    Answer,
    Judgement,
    Plea,
    Question,
    Rubric,
)

# How far several readings of one answer may go apart; one reading should be the likeliest.
SPREAD = 0.7
# Tokens of a reply: some for the whole, and some for each point.
TOKENS, TOKENS_A_POINT = 1000, 350
REASON = 400  # characters of a reason that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What came of one reading: the reading, or the ``reason`` that there is none."""

    reading: Reading | None = None
    reason: str = ""
    model: str = ""
    usage: Usage = Usage()


class Judge:
    """Reads answers with ``chat``, ``samples`` times each (at least 1), at once where it is several."""

    def __init__(self, chat: Chat, *, samples: int = 1, make_nonce: MakeNonce = nonce_for) -> None:
        self._chat, self._samples, self._make_nonce = chat, samples, make_nonce

    def judge(
        self, question: Question, answer: Answer, rubric: Rubric, *, lang: str, appeals: Sequence[Plea]
    ) -> Judgement:
        """The judgement of ``answer``, without a score; without points when it has a ``reason``."""
        ask = _Ask(self._chat, question, answer, rubric, lang, self._make_nonce, self._samples > 1)
        reads = aside([partial(ask, sample) for sample in range(self._samples)], "judge")
        return judged(question, answer, rubric, reads, appeals=appeals)


def judged(
    question: Question,
    answer: Answer,
    rubric: Rubric,
    reads: Sequence[Read],
    *,
    appeals: Sequence[Plea],
) -> Judgement:
    """What ``reads`` come to: a judgement, when more than half of them are of use."""
    readings = [read.reading for read in reads if read.reading is not None]
    usage = Usage()
    for read in reads:
        usage = usage.plus(read.usage)
    base = Judgement(
        score=None,
        appeals=tuple(appeals),
        model=next((read.model for read in reads if read.model), ""),
        prompt=PROMPT_VERSION,
        samples=len(readings),
        failed=tuple(read.reason for read in reads if read.reading is None),
        usage=usage,
    )
    if 2 * len(readings) <= len(reads):
        return replace(base, reason=base.failed[0], samples=0)
    asked = (question.question.zh, question.question.en, *answer.probes)
    quotes = Quotes(answer.parts, asked, [one.span for one in appeals])
    dimensions = tuple(
        level(one, tuple(reading.levels[one.id] for reading in readings)) for one in graded_dimensions(rubric)
    )
    return replace(base, points=count(question, readings, quotes), dimensions=dimensions)


class _Ask:
    """One answer as it is asked about."""

    def __init__(
        self,
        chat: Chat,
        question: Question,
        answer: Answer,
        rubric: Rubric,
        lang: str,
        make_nonce: MakeNonce,
        several: bool,
    ) -> None:
        self._chat, self._question, self._rubric, self._lang = chat, question, rubric, lang
        self._messages = prompt(question, answer, rubric, lang=lang, make_nonce=make_nonce)
        self._schema = schema(question, rubric)
        self._tokens = TOKENS + TOKENS_A_POINT * len(question.points)
        self._temperature = SPREAD if several else 0.0

    def __call__(self, sample: int) -> Read:
        usage, model, messages, problems = Usage(), "", self._messages, ""
        try:
            for _ in range(2):
                reply = self._chat.ask(
                    messages,
                    schema=self._schema,
                    sample=sample,
                    max_tokens=self._tokens,
                    temperature=self._temperature,
                )
                usage, model = usage.plus(reply.usage), reply.model
                try:
                    reading = read_reply(reply.text, self._question, self._rubric)
                except InvalidReply as error:
                    problems = str(error)
                    messages = once_more(self._messages, reply.text, error.problems, lang=self._lang)
                else:
                    return Read(reading=reading, model=model, usage=usage)
        except BudgetSpent as error:
            reason = f"{SPENT}{error}"
        except MockInterviewError as error:
            reason = str(error)
        except Exception as error:  # a bug of ours, or of a client: the offline grade stands all the same
            reason = f"{BROKEN}{type(error).__name__}: {error}"
        else:
            reason = f"{UNUSABLE}{problems}"
        return Read(reason=one_line(reason)[:REASON], model=model, usage=usage)

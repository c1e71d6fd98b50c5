"""What the judge is asked: the rules, the question with its points, and the answer as fenced data.

Knows nothing of replies. The same answer to the same question always gives the same prompt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mock_interview.chat import Message
from mock_interview.fence import Fence, MakeNonce, nonce_for
from mock_interview.judge.wording import AGAIN, FORM, FORM_DIMENSIONS, HEADINGS, SYSTEM
from mock_interview.model import Answer, Dimension, Question, Rubric

# Characters of each part of an answer that are shown; the offline grader reads as many.
MAX_CHARS = 20_000
# Characters of a reply that is shown again with what was wrong with it.
SHOWN_AGAIN = 6_000


def prompt(
    question: Question, answer: Answer, rubric: Rubric, *, lang: str, make_nonce: MakeNonce = nonce_for
) -> tuple[Message, ...]:
    """The conversation that asks for a judgement of ``answer``, in ``lang``.

    ``make_nonce`` gives the mark of the fences from all the texts between them.
    """
    fence = Fence(make_nonce(_fenced_texts(question, answer, lang)))
    marks = {"opening": fence.opening("…"), "closing": fence.closing("…"), "nonce": fence.nonce}
    body = "\n\n".join(
        (*_about(question, rubric, fence, lang), *_said(answer, fence, lang), _form(question, rubric, lang))
    )
    return (
        Message(role="system", content=SYSTEM[lang].format(**marks)),
        Message(role="user", content=body),
    )


def once_more(
    asked: Sequence[Message], reply: str, problems: Sequence[str], *, lang: str
) -> tuple[Message, ...]:
    """The conversation that asks again, after a reply that cannot be used."""
    listed = "\n".join(f"- {problem}" for problem in problems)
    return (
        *asked,
        Message(role="assistant", content=reply[:SHOWN_AGAIN] or "-"),
        Message(role="user", content=AGAIN[lang].format(problems=listed)),
    )


def as_text(messages: Sequence[Message]) -> str:
    """A prompt as one text, to be pasted into any chat."""
    return "\n\n".join(message.content for message in messages) + "\n"


def graded_dimensions(rubric: Rubric) -> tuple[Dimension, ...]:
    """The dimensions that the judge is asked for: those with levels."""
    return tuple(dimension for dimension in rubric.dimensions if dimension.levels)


def _fenced_texts(question: Question, answer: Answer, lang: str) -> Iterator[str]:
    yield from (question.id, question.question.get(lang), question.reference.get(lang))
    for point in question.points:
        yield from (point.id, point.text.get(lang))
    yield from (mistake.text.get(lang) for mistake in question.mistakes)
    yield from answer.parts
    yield from answer.probes


def _about(question: Question, rubric: Rubric, fence: Fence, lang: str) -> Iterator[str]:
    heading = HEADINGS[lang]
    yield f"{heading['question']}\n{fence.block('QUESTION', question.question.get(lang))}"
    yield f"{heading['reference']}\n{fence.block('REFERENCE', question.reference.get(lang))}"
    points = "\n".join(
        f"- {p.id} ({heading['weight'].format(n=p.weight)}): {_line(p.text.get(lang))}"
        for p in question.points
    )
    yield f"{heading['points']}\n{fence.block('POINTS', points)}"
    if question.mistakes:
        mistakes = "\n".join(f"- {m.contradicts}: {_line(m.text.get(lang))}" for m in question.mistakes)
        yield f"{heading['mistakes']}\n{fence.block('MISTAKES', mistakes)}"
    dimensions = graded_dimensions(rubric)
    if dimensions:
        yield "\n".join((heading["dimensions"], *(_dimension(one, lang) for one in dimensions)))


def _dimension(dimension: Dimension, lang: str) -> str:
    levels = "\n".join(f"  - {level.id}: {_line(level.text.get(lang))}" for level in dimension.levels)
    return f"- {dimension.id} ({_line(dimension.name.get(lang))})\n{levels}"


def _said(answer: Answer, fence: Fence, lang: str) -> Iterator[str]:
    heading = HEADINGS[lang]
    for number, part in enumerate(answer.parts):
        text = part[:MAX_CHARS].strip("\r\n") if part.strip() else heading["nothing"]
        if number == 0:
            yield f"{heading['answer']}\n{fence.block('ANSWER', text)}"
            continue
        probe = answer.probes[number - 1] if number <= len(answer.probes) else ""
        yield f"{heading['probe']}\n{fence.block(f'FOLLOW-UP {number}', probe)}"
        yield f"{heading['followup']}\n{fence.block(f'ANSWER TO FOLLOW-UP {number}', text)}"


def _form(question: Question, rubric: Rubric, lang: str) -> str:
    dimensions = graded_dimensions(rubric)
    shape = ', "dimensions": [{"id": "...", "level": "..."}]' if dimensions else ""
    ids = ", ".join(point.id for point in question.points)
    form = FORM[lang].format(ids=ids, dimensions=shape)
    return f"{form}\n{FORM_DIMENSIONS[lang]}" if dimensions else form


def _line(text: str) -> str:
    return " ".join(text.split())

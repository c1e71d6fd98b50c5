"""Finds what in an answer speaks to whoever grades it, or hides something, for a judge can be talked to.

Puts together the fitted model of `appeal_model`, the rules of `gate` and those of `disguise`. Meant to
find too much rather than too little: what is found costs nothing here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from mock_interview.grading import disguise
from mock_interview.grading.appeal_model import Subject, groups_in, plain, speaks_to_grader, subject_of
from mock_interview.grading.gate import is_verdict, orders
from mock_interview.grading.text import MAX_CHARS, Normal, normalise, reading_length, sentences, units
from mock_interview.model import Plea, Question, Span

Place = tuple[int, int]
# Chinese characters from which on a stretch may be writing from its end.
FEW_BACKWARDS = 4


def find_appeals(parts: Sequence[str], question: Question) -> tuple[Plea, ...]:
    """Every such stretch of the answer's ``parts``, in order.

    ``kind`` is ``order`` (a rule of the gate), ``words`` (the model), ``hidden`` (a disguise) or
    ``padding``. The first `MAX_CHARS` of a part are looked at; a longer part is padding.
    """
    subject = subject_of(question)
    found = [
        Plea(kind=kind, span=Span(source=source, start=start, end=end, text=part[start:end]))
        for source, part in enumerate(parts)
        for kind, start, end in _joined(_in_part(part, subject))
    ]
    return tuple(found)


def _in_part(part: str, subject: Subject) -> Iterator[tuple[str, int, int]]:
    text, normal = part[:MAX_CHARS], normalise(part)
    flat = plain(normal.text)
    found = pieces(flat)
    for kind, places in (
        ("order", orders(flat)),
        ("words", _speaking(flat, found, subject)),
        ("hidden", _written(flat, found, subject)),
        ("padding", _repeated(flat)),
    ):
        yield from ((kind, *normal.stored(a, b)) for a, b in places)
    if is_verdict(flat):
        yield "order", *normal.stored(0, len(flat))
    for look in (disguise.unseen, disguise.lookalikes, disguise.spread, disguise.encoded):
        yield from (("hidden", *_around(normal, place)) for place in look(text))
    yield from (("padding", a, b) for a, b in disguise.voids(text))
    if len(part) > MAX_CHARS:
        yield "padding", MAX_CHARS, len(part)
    elif reading_length(flat) > disguise.LONG_ANSWER:
        yield "padding", 0, 0


def pieces(flat: str) -> list[Place]:
    """Every sentence of a normalised text, and every clause of it."""
    found: list[Place] = []
    for start, end in sentences(flat):
        found.append((start, end))
        found += [(start + a, start + b) for a, b, _ in units(flat[start:end])]
    return [place for place in dict.fromkeys(found) if flat[place[0] : place[1]].strip()]


def _speaking(flat: str, found: Iterable[Place], subject: Subject) -> Iterator[Place]:
    for start, end in found:
        if speaks_to_grader(flat[start:end].strip(), subject):
            yield start, end


def _written(flat: str, found: Iterable[Place], subject: Subject) -> Iterator[Place]:
    """Stretches that are in code or in another language, or speak to the grader once deciphered."""
    for start, end in found:
        piece = flat[start:end].strip()
        told = disguise.unleeted(piece)
        if (
            disguise.is_ciphered(piece)
            or disguise.is_other_language(piece)
            or (told is not None and (any(orders(told)) or speaks_to_grader(told, subject)))
            or _is_backwards(piece, subject)
        ):
            yield start, end


def _is_backwards(piece: str, subject: Subject) -> bool:
    """Whether Chinese has words of grading when read from its end; other writing is seen by small words."""
    if sum("\u3400" <= char <= "\u9fff" for char in piece) < FEW_BACKWARDS:
        return False
    return groups_in(piece[::-1], subject) >= max(2, 1 + groups_in(piece, subject))


def _repeated(flat: str) -> Iterator[Place]:
    """All but the first of the sentences that are said over and over."""
    places = [(a, b) for a, b in sentences(flat) if reading_length(flat[a:b]) >= 6]
    times = Counter(flat[a:b].strip() for a, b in places)
    for a, b in places:
        if times[flat[a:b].strip()] >= disguise.REPEATS:
            yield a, b


def _around(normal: Normal, place: Place) -> Place:
    """The sentence in which a stretch of the stored text lies, in the stored text."""
    for start, end in sentences(normal.text):
        a, b = normal.stored(start, end)
        if a <= place[0] < b:
            return a, max(b, place[1])
    return place


def _joined(found: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Stretches without those that lie in another, in order."""
    out: list[tuple[str, int, int]] = []
    for kind, start, end in sorted(found, key=lambda one: (one[1], -one[2])):
        if not out or end > out[-1][2] or out[-1][2] == 0:
            out.append((kind, start, end))
    return out

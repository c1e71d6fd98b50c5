"""Every attack on a question, and every harmless retelling of its strong answer, by name.

Names with a "/" belong to a family: ``flip/`` turns a right answer round, ``injection/`` and
``appended/`` speak to the grader. Nothing here grades.
"""

from __future__ import annotations

import random

from mock_interview.grading import attacks, controls, edits
from mock_interview.model import Bank, Question

# Share of clauses, or of the points' weight, that an edit must reach: with less of it turned, the rest
# of the answer is right and may earn half marks.
ENOUGH = 0.5


def attacks_on(question: Question, bank: Bank, lang: str) -> dict[str, str]:
    """Answers to ``question`` that deserve next to nothing, by the attack's name.

    An attack that the question has no material for (no strong example, too few numbers) is left out.
    """
    rng = random.Random(f"{question.id}/{lang}")
    appeals = attacks.injections(question, lang)
    found: dict[str, str | None] = {
        "echo": attacks.echo(question, lang),
        "keywords": attacks.keyword_list(question, lang),
        "keywords/framed": attacks.framed_keywords(question, lang),
        "sibling": attacks.from_sibling(question, bank, lang),
        "elsewhere": attacks.from_elsewhere(question, bank, lang),
        "padding": attacks.padding(question, lang),
        **{f"scaffold/{kind}": text for kind, text in attacks.scaffolds(question, lang).items()},
        "salad": edits.shuffled(question.reference.get(lang), rng),
        "truncated": edits.truncated(question.reference.get(lang)),
        "gibberish": attacks.gibberish(lang, rng),
        "mistakes": attacks.mistaken(question, lang),
        **_flips(question, lang),
        **{f"injection/{kind}": text for kind, text in appeals.items()},
        **{f"appended/{kind}": _appended(question, lang, text) for kind, text in appeals.items()},
    }
    return {name: text for name, text in found.items() if text}


def _appended(question: Question, lang: str, appeal: str) -> str:
    """A term of the question, and then the appeal."""
    found = attacks.terms(question, lang)
    name = next((term for term in found if not term.islower() and term.isascii()), found[0])
    return attacks.joined([name], lang) + ("" if lang == "zh" else " ") + appeal


def _flips(question: Question, lang: str) -> dict[str, str]:
    found = {"flip/roles": _roles(question, lang)}
    example = attacks.strong(question, lang)
    if example is not None:
        text = example.answer
        found["flip/negated"] = (attacks.negated(text, lang), 1.0)
        found["flip/opposite"] = edits.opposite(text)
        found["flip/numbers"] = edits.numbers_changed(text)
    return {name: text for name, (text, share) in sorted(found.items()) if share >= ENOUGH}


def _roles(question: Question, lang: str) -> tuple[str, float]:
    """The key points that order two things, with the two exchanged, and their share of the weight.

    Whole answers say "before" or "than" too seldom for an exchange to turn most of them.
    """
    turned, weight = [], 0
    for point in question.points:
        texts = (point.text.get(lang), *point.accept.get(lang))
        edited = (edits.roles_swapped(text)[0] for text in texts)
        other = next((new for text, new in zip(texts, edited, strict=True) if new != text), None)
        if other is not None:
            turned.append(other.strip().rstrip("。."))
            weight += point.weight
    return attacks.joined(turned, lang), weight / max(1, sum(point.weight for point in question.points))


def controls_on(question: Question, lang: str) -> dict[str, str]:
    """The strong example and its retellings, by name; ``original`` is the example as it stands.

    Empty when the question has no strong example in ``lang``.
    """
    example = attacks.strong(question, lang)
    if example is None:
        return {}
    rng = random.Random(f"{question.id}/{lang}/retold")
    text = example.answer
    found = {
        "original": text,
        "order": controls.reordered(text, rng),
        "bullets": controls.bulleted(text),
        "polite": controls.polite(text, lang),
        "typos": controls.mistyped(text, rng),
    }
    return {name: retold for name, retold in found.items() if retold}

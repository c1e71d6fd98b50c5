"""Why a question was chosen, in words, for screens, pages and documents."""

from __future__ import annotations

from dataclasses import replace

from mock_interview.model import Why
from mock_interview.review.labels import labels


def why_text(why: Why, lang: str) -> str:
    """The rule, and the facts of the history behind it; empty where no reason was recorded."""
    word = labels(lang)
    if not why.rule:
        return ""
    return word("why_join").join([_rule(why, lang), *facts(why, lang)])


def without_scores(why: Why) -> Why:
    """``why`` for a candidate who is to see no grades yet: it does not tell how the last answers went."""
    return replace(why, rule="spread", score=None) if why.rule in ("harder", "easier") else why


def _rule(why: Why, lang: str) -> str:
    word = labels(lang)
    if why.rule in ("harder", "easier"):
        return word(f"why_{why.rule}", score=f"{why.score or 0:.0f}")
    if why.rule == "due" and why.overdue:
        return word("why_overdue", days=why.overdue)
    return word(f"why_{why.rule}")


def facts(why: Why, lang: str) -> list[str]:
    """How often the weakest key point was missed, and how likely it is to be recalled; never what it says."""
    word = labels(lang)
    if not why.times:
        return [] if why.rule in ("new", "due", "weak", "named") else [word("why_new")]
    found = []
    if why.missed:
        found.append(word("why_missed", missed=why.missed, times=why.times))
    if why.recall is not None:
        found.append(word("why_recall", recall=f"{100 * why.recall:.0f}"))
    return found

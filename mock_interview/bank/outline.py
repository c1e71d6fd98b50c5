"""The outline the shipped bank follows: which question numbers each section has.

Facts about numbering only. A section that claims an outline number must cover all of its questions.
"""

from __future__ import annotations


def _plain(section: str, count: int) -> tuple[str, ...]:
    return tuple(f"{section}.{number}" for number in range(1, count + 1))


# Group titles (2.17.1 to 2.17.3) are no questions; their children are.
OUTLINE: dict[str, tuple[str, ...]] = {
    "2.1": _plain("2.1", 4),
    "2.2": _plain("2.2", 7),
    "2.3": _plain("2.3", 23),
    "2.5": _plain("2.5", 26),
    "2.6": _plain("2.6", 4),
    "2.7": _plain("2.7", 34),
    "2.8": _plain("2.8", 8),
    "2.9": _plain("2.9", 3),
    "2.10": _plain("2.10", 5),
    "2.11": _plain("2.11", 7),
    "2.12": _plain("2.12", 9),
    "2.13": _plain("2.13", 2),
    "2.14": _plain("2.14", 4),
    "2.15": ("2.15.1", "2.15.1.1", "2.15.1.2", "2.15.2", "2.15.3", "2.15.4", "2.15.5"),
    "2.16": _plain("2.16", 2),
    "2.17": ("2.17.1.1", "2.17.2.1", "2.17.3.1", "2.17.4", "2.17.5"),
    "2.18": _plain("2.18", 8),
}
QUESTIONS = sum(len(numbers) for numbers in OUTLINE.values())

"""Which topics a person's words name. Pure; what a name that fits nothing means is the caller's to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mock_interview.model import Topic


def under(path: str, topic: str) -> bool:
    """Whether ``topic`` is ``path`` or below it."""
    return topic == path or topic.startswith(f"{path}/")


def wishes(topics: Sequence[Topic], wanted: Iterable[str]) -> list[str]:
    """The single names in ``wanted``, each of which may hold several joined by commas, also full-width.

    A title that has a comma in it is one name.
    """
    found: list[str] = []
    for text in wanted:
        parts = [text] if _exact(topics, fold(text)) else text.replace("，", ",").split(",")
        found += [part.strip() for part in parts if fold(part)]
    return found


def named_by(topics: Sequence[Topic], wish: str) -> list[str]:
    """The paths of the topics that ``wish`` names, none below another of them.

    A whole path, outline number or title wins over the last part of a path, which wins over the
    start of one, which wins over a part of a title.
    """
    folded = fold(wish)
    if not folded:
        return []
    by_title = [t for t in topics if folded in fold(t.title.zh) or folded in fold(t.title.en)]
    candidates = (
        _exact(topics, folded),
        [t for t in topics if t.path.rsplit("/", 1)[-1] == folded],
        [t for t in topics if t.path.startswith(folded)],
        by_title,
    )
    found = [topic.path for topic in next(filter(None, candidates), ())]
    return [path for path in found if not any(under(other, path) for other in found if other != path)]


def names(topics: Sequence[Topic]) -> list[str]:
    """Everything a topic can be called in full, for a suggestion."""
    found = [name for t in topics for name in (t.path, t.path.rsplit("/", 1)[-1], t.title.zh, t.title.en)]
    return [fold(name) for name in found if name]


def fold(name: str) -> str:
    """``name`` without differences of case, of white space, and of a slash at its ends."""
    return " ".join(name.casefold().split()).strip("/ ")


def _exact(topics: Sequence[Topic], folded: str) -> list[Topic]:
    return [t for t in topics if folded in (t.path, t.outline or None, fold(t.title.zh), fold(t.title.en))]

"""Titles of notes to topics of a bank: known ones by their title, others with an id of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mock_interview.importing.found import Reading
from mock_interview.importing.names import LONGEST_TOPIC, digest, slug, unique
from mock_interview.model import Bank, Topic, text_in
from mock_interview.topic_names import fold

_OUTLINE_PARTS = 2  # a number such as 2.15; a plain 2 is the place in one file only


@dataclass(slots=True)
class TopicMaker:
    """Gives each pair of titles its path; ``made`` are the topics that the bank did not have."""

    known: dict[str, Topic]
    made: list[Topic] = field(default_factory=list)

    @classmethod
    def of(cls, bank: Bank) -> TopicMaker:
        """A maker that knows the topics of ``bank``."""
        return cls({topic.path: topic for topic in bank.topics})

    def path(self, titles: Sequence[str], lang: str, *, number: str = "") -> str:
        """The path for titles, outermost first: a section, and one subtopic for all the others."""
        section = self._section(titles[0], lang, number)
        if len(titles) < 2:
            return section
        title = " · ".join(titles[1:])
        below = [path for path in self.known if path.startswith(f"{section}/")]
        same = next((path for path in below if _is_called(self.known[path], title)), None)
        return same or self._make(section, title, lang)

    def _section(self, title: str, lang: str, number: str) -> str:
        tops = [path for path in self.known if "/" not in path]
        same = next((path for path in tops if path == title or _is_called(self.known[path], title)), None)
        if same:
            return same
        taken = {topic.outline for topic in self.known.values()}
        outline = number if number.count(".") + 1 >= _OUTLINE_PARTS and number not in taken else ""
        return self._make("", title, lang, outline if outline.replace(".", "").isdecimal() else "")

    def _make(self, section: str, title: str, lang: str, outline: str = "") -> str:
        lead = f"{section}/" if section else ""
        name = slug(title, fallback=f"topic-{digest(title)[:6]}", longest=LONGEST_TOPIC)
        path = lead + unique(name, {path.removeprefix(lead) for path in self.known})
        topic = Topic(path=path, title=text_in(lang, title), outline=outline)
        self.known[path] = topic
        self.made.append(topic)
        return path


def _is_called(topic: Topic, title: str) -> bool:
    return fold(title) in (fold(topic.title.zh), fold(topic.title.en))


def numbers_of(readings: Iterable[Reading]) -> Mapping[str, str]:
    """The numbers of sections, by title."""
    return {path[0]: number for reading in readings for path, number in reading.numbers if len(path) == 1}

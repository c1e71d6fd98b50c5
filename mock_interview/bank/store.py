"""A bank folder being changed: whole files written at once, and only after what they say was checked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from mock_interview.atomic import write_atomic
from mock_interview.bank.load import bank_files, load_bank, read_texts
from mock_interview.bank.schema import read_file, section_lang
from mock_interview.bank.splice import Spliced
from mock_interview.bank.write import (
    file_text,
    item_text,
    plain_question,
    subtopics_of,
)
from mock_interview.errors import FileProblems, UsageError, WriteError
from mock_interview.fields import Report
from mock_interview.model import Bank, Question, Topic
from mock_interview.yaml_file import parse_text

# Fields that are written anew where a question has changed in them.
FIELDS = ("question", "reference", "points", "mistakes", "hints", "sources", "imported")
_COLUMN = 4  # of the questions in a file of ours


class BankFolder:
    """The files of a bank and the changes to them; `save` puts them on disk. Reads what is there first.

    A folder that is not there, or has no files, is an empty bank. Raises `FileProblems` for one that
    cannot be used as it is: nothing is added to a bank that is broken.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._texts: dict[Path, str] = {}
        self._section_of: dict[Path, str] = {}
        self._langs: dict[Path, str] = {}
        self._place: dict[str, Path] = {}
        self._changed: set[Path] = set()
        self._wanted: dict[str, Question | None] = {}
        files = bank_files(folder) if folder.is_dir() else []
        self.bank = load_bank(folder) if files else Bank(questions=(), topics=(), digest="")
        for path in files:
            self._learn(path, path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))

    def _learn(self, path: Path, text: str) -> None:
        self._texts[path] = text
        report = Report(path)
        root = parse_text(text, path, report)
        if root is None:
            return
        topics, questions = read_file(root, report)
        self._section_of[path] = topics[0].path if topics else ""
        self._langs[path] = section_lang(root)
        for question, _ in questions:
            self._place[question.id] = path

    def place(self, question_id: str) -> Path:
        """The file that a question stands in. Raises ``KeyError``."""
        return self._place[question_id]

    def lang_of(self, question_id: str) -> str:
        """The language of the file that a question stands in, empty for both. Raises ``KeyError``."""
        return self._langs[self._place[question_id]]

    def question_text(self, question_id: str) -> str:
        """A question as it stands in its file. Raises ``KeyError``."""
        return Spliced(self._texts[self._place[question_id]]).question_text(question_id)

    # ---------------------------------------------------------------- changes

    def change(self, before: Question, after: Question) -> None:
        """Write the fields anew in which ``after`` differs, and nothing else."""
        path = self._place[before.id]
        spliced = Spliced(self._texts[path])
        new = plain_question(after, self._langs[path])
        fields = {name: new.get(name) for name in FIELDS if getattr(before, name) != getattr(after, name)}
        if spliced.is_flow(before.id):
            spliced.replace_question(before.id, _dedented(item_text(after, self._langs[path], _COLUMN)))
        else:
            spliced.set_fields(before.id, fields)
        self._put(path, spliced.text, after)

    def rewrite(self, question_id: str, text: str, after: Question) -> None:
        """Put a person's own ``text`` in the place of a question; ``after`` is what it says."""
        path = self._place.pop(question_id)
        spliced = Spliced(self._texts[path])
        spliced.replace_question(question_id, text)
        if after.id != question_id:
            self._wanted[question_id] = None
        self._put(path, spliced.text, after)

    def add(self, questions: Sequence[Question], topics: Sequence[Topic]) -> None:
        """Add topics, and questions behind those of their section, in a file of its own for a new one."""
        by_section: dict[str, list[Question]] = defaultdict(list)
        for topic in topics:
            by_section.setdefault(topic.path.split("/")[0], [])
        for question in questions:
            by_section[question.section].append(question)
        known = {topic.path: topic for topic in (*self.bank.topics, *topics)}
        for section, added in by_section.items():
            path = next((p for p, name in self._section_of.items() if name == section), None)
            new = [topic for topic in topics if topic.path.startswith(f"{section}/")]
            if path is None:
                self._new_file(known[section], new, added)
            else:
                self._add_to(path, new, added)
            for question in added:
                self._wanted[question.id] = question

    def _new_file(self, section: Topic, subtopics: Sequence[Topic], questions: Sequence[Question]) -> None:
        number = len(self._texts) + 1
        path = self.folder / f"{number:02d}-{section.path}.yaml"
        while path in self._texts:
            number += 1
            path = self.folder / f"{number:02d}-{section.path}.yaml"
        lang = section.title.langs[0] if len(section.title.langs) == 1 else ""
        self._texts[path] = file_text(section, subtopics, questions, lang)
        self._section_of[path], self._langs[path] = section.path, lang
        self._changed.add(path)
        self._place.update({question.id: path for question in questions})

    def _add_to(self, path: Path, subtopics: Sequence[Topic], questions: Sequence[Question]) -> None:
        spliced = Spliced(self._texts[path])
        lang = self._langs[path]
        if subtopics:
            try:
                spliced.add_subtopics(subtopics_of(subtopics, lang))
            except KeyError:
                section = self._section_of[path]
                there = [topic for topic in self.bank.topics if topic.path.startswith(f"{section}/")]
                spliced.set_section("subtopics", subtopics_of([*there, *subtopics], lang))
        if questions:
            spliced.append("\n".join(item_text(question, lang, _COLUMN) for question in questions))
        self._texts[path] = spliced.text
        self._changed.add(path)
        self._place.update({question.id: path for question in questions})

    def add_file(self, name: str, text: str) -> None:
        """Add a whole file under a name that is free."""
        path = self.folder / name
        number = 2
        while path in self._texts or path.exists():
            path = self.folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
            number += 1
        self._changed.add(path)
        self._learn(path, text)

    def _put(self, path: Path, text: str, question: Question) -> None:
        self._texts[path] = text
        self._changed.add(path)
        self._place[question.id] = path
        self._wanted[question.id] = question

    # ------------------------------------------------------------------- save

    def check(self) -> Bank:
        """The bank as it will be. Raises `FileProblems` when that is no good bank."""
        reading = read_texts(sorted(self._texts.items()))
        if reading.problems:
            raise FileProblems(reading.problems, "Nothing was written.")
        return reading.bank

    def save(self) -> Bank:
        """Check that the changed files say what they should, and write them. Raises `WriteError`."""
        bank = self.check()
        self._verify(bank)
        for path in sorted(self._changed):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomic(path, self._texts[path])
            except OSError as error:
                raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from None
        self._changed.clear()
        return bank

    def _verify(self, bank: Bank) -> None:
        """Every question must be as it was, or as it was wished: no slip in a splice reaches the disk."""
        before = {question.id: question for question in self.bank.questions}
        wanted: Mapping[str, Question | None] = {**before, **self._wanted}
        now = {question.id: question for question in bank.questions}
        wrong = [name for name, question in wanted.items() if now.get(name) != question]
        if wrong:
            raise WriteError(
                f"{self.folder}: '{wrong[0]}' could not be changed without touching something else; "
                "nothing was written. Edit the file by hand, or report this."
            )


def _dedented(item: str) -> str:
    """An item without its dash, moved to the first column."""
    lines = item.rstrip("\n").split("\n")
    return "\n".join([re.sub(r"^\s*- ", "", lines[0]), *(line[_COLUMN:] for line in lines[1:])]) + "\n"


def refuse_shipped(folder: Path, why: str) -> None:
    """Refuse to write into the bank that ships with the program. Raises `UsageError`."""
    if why == "shipped with the program":
        raise UsageError(
            f"{folder}: is the bank that ships with the program; name a folder of yours with --bank"
        )

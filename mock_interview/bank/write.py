"""Questions and topics as the YAML of a bank file. Knows the form; writes nothing to disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mock_interview.model import KeyPoint, Question, Source, Text, Texts, Topic
from mock_interview.yaml_file import dump

INDENT = "  "


def plain_text(text: Text, lang: str) -> Any:
    """A text as it is written where ``lang`` is the language of the file or question (empty: both)."""
    if lang and text.langs == (lang,):
        return text.get(lang)
    return {name: text.get(name) for name in text.langs}


def plain_question(question: Question, section_lang: str) -> dict[str, Any]:
    """A question as data, keys in the order of docs/bank.md; what is empty is left out."""
    lang = question.langs[0] if len(question.langs) == 1 else section_lang
    data: dict[str, Any] = {"id": question.id, "topic": question.topic}
    if question.seed:
        data["seed"] = question.seed
    if lang != section_lang:
        data["lang"] = lang
    data |= {"level": question.level, "kind": question.kind, "time_limit": question.time_limit}
    if question.reviewed:
        data["reviewed"] = question.reviewed
    if question.imported is not None:
        data["imported"] = {
            "from": question.imported.source,
            "question": question.imported.question,
            "reference": question.imported.reference,
        }
    data["question"] = plain_text(question.question, lang)
    if question.reference.there:
        data["reference"] = plain_text(question.reference, lang)
    lists: dict[str, list[Any]] = {
        "points": [plain_point(point, lang) for point in question.points],
        "mistakes": [
            {"contradicts": one.contradicts, "text": plain_text(one.text, lang)} for one in question.mistakes
        ],
        "hints": [plain_text(hint, lang) for hint in question.hints],
        "sources": [_plain_source(source) for source in question.sources],
        "examples": [_plain_example(question, i) for i in range(len(question.examples))],
    }
    return data | {key: items for key, items in lists.items() if items}


def plain_point(point: KeyPoint, lang: str) -> dict[str, Any]:
    """A key point as data."""
    data: dict[str, Any] = {"id": point.id, "weight": point.weight}
    if point.drafted:
        data["drafted"] = True
    data["text"] = plain_text(point.text, lang)
    if point.accept != Texts():
        accept = {name: list(point.accept.get(name)) for name in ("zh", "en") if point.accept.get(name)}
        data["accept"] = accept[lang] if list(accept) == [lang] else accept
    if point.terms:
        data["terms"] = [list(group) for group in point.terms]
    if point.probe is not None:
        data["probe"] = plain_text(point.probe, lang)
    return data


def _plain_source(source: Source) -> dict[str, str]:
    data = {"title": source.title, "arxiv": source.arxiv, "url": source.url}
    return {key: value for key, value in data.items() if value}


def _plain_example(question: Question, at: int) -> dict[str, Any]:
    example = question.examples[at]
    data: dict[str, Any] = {"band": example.band, "lang": example.lang}
    named = {"covers": example.covers, "partly": example.partly, "contradicts": example.contradicts}
    return data | {key: list(ids) for key, ids in named.items() if ids} | {"answer": example.answer}


def section_text(section: Topic, subtopics: Sequence[Topic], lang: str) -> str:
    """The head of a bank file, up to its questions."""
    data: dict[str, Any] = {"id": section.path}
    if lang:
        data["lang"] = lang
    data["title"] = plain_text(section.title, lang)
    if section.outline:
        data["outline"] = section.outline
    if subtopics:
        data["subtopics"] = subtopics_of(subtopics, lang)
    return dump({"section": data})


def subtopics_of(subtopics: Sequence[Topic], lang: str) -> Mapping[str, Any]:
    """Subtopics as data, by the last part of their path."""
    return {topic.path.rpartition("/")[2]: plain_text(topic.title, lang) for topic in subtopics}


def item_text(question: Question, section_lang: str, column: int) -> str:
    """One question as an item of the list of questions, its dash ``column - 2`` columns in."""
    lead = " " * (column - len(INDENT))
    lines = dump(plain_question(question, section_lang)).rstrip("\n").split("\n")
    first, *rest = lines
    return "\n".join([f"{lead}- {first}", *(f"{lead}{INDENT}{line}" if line else "" for line in rest)]) + "\n"


def file_text(section: Topic, subtopics: Sequence[Topic], questions: Sequence[Question], lang: str) -> str:
    """A whole bank file."""
    items = "\n".join(item_text(question, lang, column=2 * len(INDENT)) for question in questions)
    return (
        f"{section_text(section, subtopics, lang)}\nquestions:\n{items}"
        if questions
        else (f"{section_text(section, subtopics, lang)}\nquestions: []\n")
    )

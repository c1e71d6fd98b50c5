"""One bank file's YAML to questions and topics. Reads fields; knows nothing of other files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mock_interview.fields import Fields, Report, nearest, read_text
from mock_interview.model import (
    EXAMPLE_BANDS,
    KINDS,
    LANGUAGES,
    Example,
    Imported,
    KeyPoint,
    Mistake,
    Question,
    Source,
    Text,
    Topic,
)
from mock_interview.yaml_file import Node

FILE_KEYS = ("section", "questions")
SECTION_KEYS = ("id", "title", "lang", "outline", "subtopics")
QUESTION_KEYS = (
    "id", "topic", "seed", "lang", "level", "kind", "time_limit", "reviewed", "imported", "question",
    "reference", "points", "mistakes", "hints", "sources", "examples",
)  # fmt: skip
POINT_KEYS = ("id", "weight", "drafted", "text", "accept", "terms", "probe")
MISTAKE_KEYS = ("contradicts", "text")
IMPORTED_KEYS = ("from", "question", "reference")
SOURCE_KEYS = ("title", "arxiv", "url")
EXAMPLE_KEYS = ("band", "lang", "answer", "covers", "partly", "contradicts")

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TOPIC_PATH = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)?")
OUTLINE_NUMBER = re.compile(r"\d+(?:\.\d+)+")
REVIEWED = re.compile(r"\d{4}-\d{2}")
POINTS_RANGE = (2, 7)
DRAFTED_RANGE = (1, 12)  # what a reference says is not cut to fit
MAX_TIME_LIMIT = 3600  # seconds


def read_file(root: Node, report: Report) -> tuple[list[Topic], list[tuple[Question, int]]]:
    """The topics of a file, and its questions, each with the line it starts on."""
    fields = Fields(root, report, "", FILE_KEYS)
    section = fields.node("section")
    lang = _lang_of(section)
    topics = _read_section(section, report, lang) if section else []
    questions = [(read_question(item, report, topics, lang), item.line) for item in fields.items("questions")]
    return topics, questions


def section_lang(root: Node) -> str:
    """The language of a bank file; empty when its texts are in both."""
    return _lang_of(root.value.get("section")) if isinstance(root.value, dict) else ""


def _lang_of(node: Node | None, default: str = "") -> str:
    """The language that a section or a question says it is in; whether it may is told elsewhere."""
    given = node.value.get("lang") if node is not None and isinstance(node.value, dict) else None
    return str(given.value) if given is not None and given.value in LANGUAGES else default


def _read_section(node: Node, report: Report, lang: str) -> list[Topic]:
    fields = Fields(node, report, "section", SECTION_KEYS, lang)
    section_id = _slug(fields, "id")
    if fields.has("lang"):
        fields.choice("lang", LANGUAGES)
    title = fields.bilingual("title")
    outline = fields.text("outline", required=False)
    if outline and not OUTLINE_NUMBER.fullmatch(outline):
        fields.error("outline", f"'outline' must be a number such as \"2.15\", not '{outline}'")
    topics = [Topic(path=section_id, title=title or Text(zh="", en=""), outline=outline)]
    subtopics = fields.node("subtopics", required=False)
    if subtopics is not None and isinstance(subtopics.value, dict):
        for key, child in subtopics.value.items():
            if not SLUG.fullmatch(key):
                report.error(
                    child.line, "section", f"subtopic '{key}' must be lower-case words joined by '-'"
                )
            topics.append(
                Topic(path=f"{section_id}/{key}", title=read_text(child, report, f"subtopic {key}", lang))
            )
    elif subtopics is not None:
        fields.error("subtopics", "'subtopics' must be a mapping of name to titles")
    return topics if section_id else []


def read_question(node: Node, report: Report, topics: Sequence[Topic], section_lang: str) -> Question:
    """One question of a file whose section has ``topics`` and ``section_lang`` (empty: both languages)."""
    where = _name_of(node)
    lang = _lang_of(node, section_lang)
    fields = Fields(node, report, where, QUESTION_KEYS, lang)
    if fields.has("lang"):
        fields.choice("lang", LANGUAGES)
    question_id = _slug(fields, "id")
    nodes = list(fields.items("points", required=False))
    points = tuple(_read_point(item, report, where, lang) for item in nodes)
    _check_points(fields, nodes, points)
    known = tuple(point.id for point in points)
    return Question(
        id=question_id,
        topic=_read_topic(fields, topics),
        seed=_matching(fields, "seed", OUTLINE_NUMBER, 'an outline number such as "2.7.1"'),
        level=fields.integer("level", 1, 5),
        kind=fields.choice("kind", KINDS),
        time_limit=fields.integer("time_limit", 10, MAX_TIME_LIMIT),
        reviewed=_matching(fields, "reviewed", REVIEWED, "a month such as 2026-11"),
        question=fields.bilingual("question") or Text(zh="", en=""),
        # Without a reference it can be asked all the same; what hangs on one needs it.
        reference=fields.bilingual("reference", required=_needs_reference(fields)) or Text(zh="", en=""),
        points=points,
        mistakes=tuple(
            _read_mistake(item, report, where, known, lang)
            for item in fields.items("mistakes", required=False)
        ),
        hints=tuple(
            read_text(item, report, f"{where} hints", lang) for item in fields.items("hints", required=False)
        ),
        sources=tuple(_read_source(item, report, where) for item in fields.items("sources", required=False)),
        examples=tuple(
            _read_example(item, report, where, known) for item in fields.items("examples", required=False)
        ),
        imported=_read_imported(fields),
    )


def _needs_reference(fields: Fields) -> bool:
    return any(fields.has(key) for key in ("points", "mistakes", "examples"))


def _read_imported(fields: Fields) -> Imported | None:
    node = fields.node("imported", required=False)
    if node is None:
        return None
    inner = Fields(node, fields.report, f"{fields.where} imported", IMPORTED_KEYS)
    return Imported(
        source=inner.text("from"), question=inner.text("question"), reference=inner.text("reference")
    )


def _name_of(node: Node) -> str:
    """What problems call a question: its id as it stands in the file, or that it has none."""
    given = node.value.get("id") if isinstance(node.value, dict) else None
    name = given.value.strip() if given is not None and isinstance(given.value, str) else ""
    return name or "question without id"


def _read_topic(fields: Fields, topics: Sequence[Topic]) -> str:
    topic = fields.text("topic")
    paths = [known.path for known in topics]
    if topic and not TOPIC_PATH.fullmatch(topic):
        fields.error("topic", f"'topic' is '{topic}'; it must look like peft or peft/lora")
    elif topic and paths and topic not in paths:
        fields.error("topic", f"'topic' is '{topic}', which 'section' does not list{nearest(topic, paths)}")
    return topic


def _read_point(node: Node, report: Report, where: str, lang: str) -> KeyPoint:
    fields = Fields(node, report, f"{where} points", POINT_KEYS, lang)
    point_id = _slug(fields, "id")
    fields.where = f"{where}/{point_id}" if point_id else f"{where} points"
    return KeyPoint(
        id=point_id,
        weight=fields.integer("weight", 1, 5),
        text=fields.bilingual("text") or Text(zh="", en=""),
        accept=fields.texts("accept"),
        terms=tuple(_read_alternatives(item, fields) for item in fields.items("terms", required=False)),
        probe=fields.bilingual("probe", required=False),
        drafted=fields.flag("drafted", required=False),
    )


def _read_alternatives(node: Node, fields: Fields) -> tuple[str, ...]:
    """One group of ``terms``: a list of texts that mean the same, or a single text."""
    items = node.value if isinstance(node.value, list) else [node]
    found = tuple(item.value for item in items if isinstance(item.value, str) and item.value.strip())
    if len(found) != len(items) or not found:
        fields.report.error(
            node.line, fields.where, "every group of 'terms' must be a list of texts; put numbers in quotes"
        )
    return found


def _check_points(fields: Fields, nodes: Sequence[Node], points: Sequence[KeyPoint]) -> None:
    low, high = DRAFTED_RANGE if points and all(point.drafted for point in points) else POINTS_RANGE
    given = fields.node("points", required=False)
    if given is not None and isinstance(given.value, list) and not low <= len(points) <= high:
        fields.error("points", f"has {len(points)} key points; it needs {low} to {high}")
    first: dict[str, int] = {}
    for node, point in zip(nodes, points, strict=True):
        if point.id in first:
            fields.report.error(
                node.line, fields.where, f"the key point '{point.id}' is already on line {first[point.id]}"
            )
        elif point.id:
            first[point.id] = node.line


def _read_mistake(node: Node, report: Report, where: str, known: tuple[str, ...], lang: str) -> Mistake:
    fields = Fields(node, report, f"{where} mistakes", MISTAKE_KEYS, lang)
    contradicts = fields.text("contradicts")
    _check_point_ids(fields, "contradicts", (contradicts,) if contradicts else (), known)
    return Mistake(contradicts=contradicts, text=fields.bilingual("text") or Text(zh="", en=""))


def _read_source(node: Node, report: Report, where: str) -> Source:
    fields = Fields(node, report, f"{where} sources", SOURCE_KEYS)
    source = Source(
        title=fields.text("title"),
        arxiv=_matching(
            fields, "arxiv", re.compile(r"\d{4}\.\d{4,5}|[a-z-]+/\d{7}"), 'an arXiv id such as "2104.09864"'
        ),
        url=_matching(fields, "url", re.compile(r"https?://\S+"), "a web address"),
    )
    if isinstance(node.value, dict) and not (fields.has("arxiv") or fields.has("url")):
        fields.error("title", "a source needs 'arxiv' or 'url'")
    return source


def _read_example(node: Node, report: Report, where: str, known: tuple[str, ...]) -> Example:
    fields = Fields(node, report, f"{where} examples", EXAMPLE_KEYS)
    named = {key: fields.strings(key, required=False) for key in ("covers", "partly", "contradicts")}
    for key, ids in named.items():
        _check_point_ids(fields, key, ids, known)
    twice = {
        point_id
        for ids in named.values()
        for point_id in ids
        if sum(point_id in n for n in named.values()) > 1
    }
    for point_id in sorted(twice):
        fields.error("answer", f"an example names the key point '{point_id}' under two headings")
    return Example(
        band=fields.choice("band", EXAMPLE_BANDS),
        lang=fields.choice("lang", LANGUAGES),
        answer=fields.text("answer"),
        **named,
    )


def _check_point_ids(fields: Fields, key: str, ids: tuple[str, ...], known: tuple[str, ...]) -> None:
    for point_id in ids:
        if point_id not in known:
            fields.error(
                key,
                f"'{key}' names the key point '{point_id}', which the question does not have"
                f"{nearest(point_id, known)}",
            )


def _slug(fields: Fields, key: str) -> str:
    return _matching(fields, key, SLUG, "lower-case words joined by '-'", required=True)


def _matching(
    fields: Fields, key: str, pattern: re.Pattern[str], shape: str, *, required: bool = False
) -> str:
    value = fields.text(key, required=required)
    if value and not pattern.fullmatch(value):
        fields.error(key, f"'{key}' is '{value}'; it must be {shape}")
    return value

"""Files in the manner of notes as people keep them, each with exactly what must be found in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mock_interview.importing.found import Reading
from mock_interview.importing.sources import SourceOptions, read_source

LAYOUTS = Path(__file__).parent / "layouts"
FILES = sorted(LAYOUTS.glob("*.md"))


def told(reading: Reading) -> str:
    """All of a reading as text that can be read in a diff."""
    answered = sum(bool(found.answer) for found in reading.questions)
    topics = len({found.topics[0] for found in reading.questions})
    lines = [f"questions {len(reading.questions)} · answered {answered} · topics {topics}"]
    for found in reading.questions:
        number = f" ({found.number})" if found.number else ""
        lines += ["", f"{found.line} [{' / '.join(found.topics)}]{number}", *_quoted("Q", found.question)]
        lines += _quoted("A", found.answer) if found.answer else []
        lines += [f"  see {source.title}: {source.url}" for source in found.sources]
        lines += [f"  level {found.level}"] if found.level else []
    lines += ["", *(f"{one.line} left out, {one.why}: {one.text}" for one in reading.skipped)]
    return "\n".join(lines).rstrip() + "\n"


def _quoted(sign: str, text: str) -> list[str]:
    first, *rest = text.split("\n")
    return [f"  {sign} {first}", *(f"    {line}".rstrip() for line in rest)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_exactly_these_questions_answers_and_topics_are_found(
    path: Path, request: pytest.FixtureRequest
) -> None:
    found = told(read_source(path, SourceOptions()))
    expected = path.with_suffix(".found")
    if request.config.getoption("--update-golden"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8"), (
        f"{expected} differs; look, then run --update-golden"
    )


def test_there_are_many_layouts_in_both_languages() -> None:
    texts = [path.read_text(encoding="utf-8") for path in FILES]
    chinese = sum(any("\u4e00" <= char <= "\u9fff" for char in text) for text in texts)
    assert len(texts) >= 50 and 15 <= chinese <= len(texts) - 15

"""Bytes of a text file to text, whatever wrote them: UTF-8, UTF-16, GB18030, with or without a mark.

Knows no format. Lines of the text end in ``\\n``.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from mock_interview.errors import SourceError

LONGEST_LINE = 1_000_000  # characters; longer ones are data, not notes
_SAMPLE = 4096  # bytes that tell what kind of file it is
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Files that people have notes in, and that are no text.
_SIGNATURES = (
    (b"%PDF", "a PDF; export its text as Markdown"),
    (b"PK\x03\x04", "a zip archive or an office document; save it as Markdown or CSV"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as Markdown or CSV"),
    (b"SQLite format 3", "a database; export an Anki deck as .apkg"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "compressed; unpack it first"),
    (b"{\\rtf", "rich text; save it as plain text or Markdown"),
)
# Share of the characters beyond ASCII that must be common ones for bytes to be GB18030 and not Latin.
_COMMON_SHARE = 0.85


def decode(raw: bytes, path: Path, encoding: str = "") -> str:
    """The text of ``raw``; ``path`` only names it. ``encoding`` is found out when it is empty.

    Raises `SourceError` for what is no text, for an unknown encoding, and for endless lines.
    """
    for signature, what in _SIGNATURES:
        if raw.startswith(signature):
            raise SourceError(f"{path}: is {what}")
    text = _read_as(raw, path, encoding) if encoding else _found_out(raw, path)
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text.removeprefix("\ufeff"))
    _refuse_endless_lines(text, path)
    return text


def _read_as(raw: bytes, path: Path, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except LookupError:
        raise SourceError(f"{path}: no encoding '{encoding}'; try utf-8, gb18030, big5 or utf-16") from None
    except UnicodeError as error:
        line = raw[: getattr(error, "start", 0)].count(b"\n") + 1
        raise SourceError(f"{path}:{line}: is not {encoding}") from None


def _found_out(raw: bytes, path: Path) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _read_as(raw[len(mark) :], path, encoding)
    if b"\0" in raw[:_SAMPLE]:
        return _wide(raw, path)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
    text = _as_chinese(raw)
    if text is None:
        raise SourceError(
            f"{path}:{line}: is neither UTF-8 nor GB18030; "
            "save it as UTF-8, or name its encoding with --encoding"
        )
    return text


def _wide(raw: bytes, path: Path) -> str:
    """Text of two bytes a character without a mark: one of every two bytes of Latin text is zero."""
    sample = raw[: _SAMPLE // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) > 8 * min(even, odd) and len(raw) % 2 == 0:
        try:
            return raw.decode("utf-16-le" if odd > even else "utf-16-be")
        except UnicodeDecodeError:
            pass
    raise SourceError(f"{path}: is not text (it has zero bytes)")


def _as_chinese(raw: bytes) -> str | None:
    """``raw`` as GB18030, if what comes out is Chinese and not Latin letters read in pairs."""
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return None
    beyond = [char for char in text if not char.isascii()]
    common = sum("\u4e00" <= char <= "\u9fff" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef"
                 or char in "“”‘’—…·" for char in beyond)  # fmt: skip
    # A Latin letter with the one behind it makes a rare character, and one between letters.
    lonely = len(re.findall(r"(?<=[A-Za-z])[\u4e00-\u9fff](?=[A-Za-z ])", text))
    if not beyond or common < _COMMON_SHARE * len(beyond) or 2 * lonely > len(beyond):
        return None
    return text


def _refuse_endless_lines(text: str, path: Path) -> None:
    if len(text) <= LONGEST_LINE:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise SourceError(f"{path}:{number}: has a line of {len(line):,} characters; these are no notes")

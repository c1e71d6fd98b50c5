"""Text from files, candidates and models made safe to print. Nothing here prints."""

from __future__ import annotations

import re

# Everything a terminal may act on: C0 and C1 controls except newline and tab, escape sequences,
# the bidirectional overrides that reorder a line, and lone surrogates, which cannot be encoded.
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """``text`` without anything a terminal would act on; newlines and tabs stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSAFE.sub("", _ESCAPE.sub("", text))


def one_line(text: str) -> str:
    """`printable` text on one line, runs of white space folded."""
    return " ".join(printable(text).split())


_OWN_LINE = re.compile(r"\s|[-*•]\s|\d+[.)、]\s?|\|")


def reflow(text: str) -> str:
    """Join the lines that were only broken to fit an editor.

    Kept as they are: blank lines, lines inside ``` fences, and lines that start with white space, a
    list sign, a number or a table bar. Chinese is joined without a space.
    """
    lines: list[list[str]] = [[""]]  # each in the pieces it is joined from
    fenced = False
    for line in text.strip().split("\n"):
        fence = line.lstrip().startswith("```")
        before = lines[-1]
        open_line = bool(before[0]) and not before[0][0].isspace() and not before[0].startswith("```")
        prose = bool(line.strip()) and not fenced and not fence
        if open_line and prose and not _OWN_LINE.match(line):
            gap = "" if _is_wide(before[-1][-1]) or _is_wide(line[0]) else " "
            before.append(gap + line)
        else:
            lines.append([line.rstrip()])
        fenced ^= fence
    return "\n".join(map("".join, lines[1:]))


def _is_wide(char: str) -> bool:
    """Whether ``char`` is Chinese writing, punctuation included."""
    return char >= "\u2e80" or char in "“”‘’…—"

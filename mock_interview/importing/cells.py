"""Text of cells and of flash cards, which may hold HTML or Markdown, as plain text."""

from __future__ import annotations

import re
from html import unescape

from mock_interview.importing.blocks import Block
from mock_interview.importing.html import read_html
from mock_interview.importing.markdown import read_markdown
from mock_interview.importing.plain import canonical, text_of

_HTML = re.compile(
    r"</?(?:br|div|p|b|i|u|em|strong|span|ul|ol|li|pre|code|img|a|table|sub|sup|hr|h[1-6])\b[^<>]*>|&(?:nbsp|lt|gt|amp|quot|#\d+);",
    re.I,
)
_MARKDOWN = re.compile(r"\*\*\S|\]\(|^#{1,6} |^```", re.MULTILINE)
_SOUND = re.compile(r"\[sound:[^\]]*\]|\[\[type:[^\]]*\]\]")
_LATEX = (
    (re.compile(r"\[latex\](.*?)\[/latex\]", re.DOTALL), r"\1"),
    (re.compile(r"\[\$\$\](.*?)\[/\$\$\]", re.DOTALL), r"$$\1$$"),
    (re.compile(r"\[\$\](.*?)\[/\$\]", re.DOTALL), r"$\1$"),
    (re.compile(r"<anki-mathjax[^<>]*>(.*?)</anki-mathjax>", re.DOTALL), r"$\1$"),
)
_CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::(.*?))?\}\}", re.DOTALL)


def cell_text(text: str) -> str:
    """A cell as plain text."""
    if _HTML.search(text):
        return card_text(text)
    if _MARKDOWN.search(text):
        return text_of(read_markdown(text.replace("\r\n", "\n").replace("\r", "\n")).blocks)
    return canonical(text)


def card_text(html: str) -> str:
    """The HTML of a flash card's field as plain text; pictures and sounds are left out."""
    html = _SOUND.sub("", html)
    for pattern, plain in _LATEX:
        html = pattern.sub(plain, html)
    blocks = [piece for piece in read_html(html, 1) if isinstance(piece, Block)]
    return text_of(blocks) if blocks else canonical(unescape(re.sub(r"<[^<>]*>", " ", html)))


def cloze(html: str) -> tuple[str, str] | None:
    """The question and the answer of a text with gaps (``{{c1::gap::hint}}``); ``None`` without gaps."""
    if not _CLOZE.search(html):
        return None
    asked = _CLOZE.sub(lambda found: f"[{found[2] or '...'}]", html)
    told = _CLOZE.sub(lambda found: found[1], html)
    return card_text(asked), card_text(told)

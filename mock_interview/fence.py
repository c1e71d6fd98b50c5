"""Words by other people put into a prompt as data, between marks that the words cannot imitate.

Knows no prompt. Whatever it changes are signs, never letters or digits, so quotes of the data can
still be found in the text it came from.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable

NONCE_LENGTH = 16  # hexadecimal digits: 64 bits

# Signs that marks, tags and the special tokens of chat templates are made of, where they could be one.
_ANGLES = re.compile(
    r"[<＜](?=[<＜|｜/!?_A-Za-z])|(?<=[<＜])[<＜]"
    r"|[>＞](?=[>＞])|(?<=[>＞|｜/A-Za-z_\"'])[>＞]|(?<=--)[>＞]"
)
_TEMPLATE = re.compile(
    r"\[(?=/?\s*(?:INST|SYS|SYSTEM|ASSISTANT|USER|AVAILABLE_TOOLS|TOOL_\w+|gMASK)\s*\])", re.I
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NEITHER_SEEN_NOR_READ = ("Cc", "Cf", "Cs", "Co", "Cn")

MakeNonce = Callable[[Iterable[str]], str]


def nonce_for(texts: Iterable[str]) -> str:
    """A nonce for a prompt that holds ``texts``: a digest of all of them.

    Not drawn by chance, because replies are kept on disk by the words of the prompt, and the same
    answer graded again must give the same prompt. Nobody can write it into a text all the same: the
    text is part of what is digested, so that one that holds its own nonce would have to be hit upon
    by trying about 2**64 of them.
    """
    digest = hashlib.sha256()
    for text in texts:
        raw = text.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()[:NONCE_LENGTH]


class Fence:
    """Marks that carry ``nonce``. What stands between them is data."""

    def __init__(self, nonce: str) -> None:
        self.nonce = nonce

    def opening(self, label: str) -> str:
        """The line that data under ``label`` begins with."""
        return f"<<<{label} {self.nonce}>>>"

    def closing(self, label: str) -> str:
        """The line that data under ``label`` ends with."""
        return f"<<<END {label} {self.nonce}>>>"

    def block(self, label: str, text: str) -> str:
        """``text``, defused, between the marks of ``label``."""
        return f"{self.opening(label)}\n{self.defused(text)}\n{self.closing(label)}"

    def defused(self, text: str) -> str:
        """``text`` without anything that could pass for a mark, a tag, or a token of a chat template.

        Characters that cannot be seen are left out, and the signs of tags are replaced by others of
        their look. Letters and digits stay as they are, save for the nonce itself.
        """
        shown = "".join(
            char
            for char in _LINE_END.sub("\n", text)
            if char in "\n\t" or unicodedata.category(char) not in _NEITHER_SEEN_NOR_READ
        )
        shown = re.sub(re.escape(self.nonce), "…", shown, flags=re.I) if self.nonce else shown
        return _TEMPLATE.sub("⟦", _ANGLES.sub(_lookalike, shown))


def _lookalike(found: re.Match[str]) -> str:
    return "‹" if found.group() in "<＜" else "›"

"""Tokens of formulas in plain, Unicode and LaTeX notation: numbers, names, signs, brackets, breaks.

Tells words of prose from names; knows no grammar. Offsets are into the text as given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mock_interview.grading.formula_words import (
    CHINESE_SIGNS,
    COMMANDS,
    FOLDED,
    FUNCTIONS,
    GREEK,
    PROSE,
    QUANTITIES,
    SCALES,
    SPOKEN_SIGNS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    UNITS,
    known_function,
)

MAX_CHARS, MAX_TOKENS = 2000, 400

_BRACED = r"\{[^{}]{1,24}(?:\{[^{}]{1,20}\}[^{}]{0,4})?\}"
_SUB = rf"(?:_(?:{_BRACED}|[A-Za-z0-9]+|\\[A-Za-z]+|[α-ω])|[{SUBSCRIPTS}])*"
_UPRIGHT = r"text|mathrm|operatorname\*?|math(?:bf|cal|it|bb|sf)|boldsymbol|bm"
_IN_CHINESE = "|".join(sorted((*CHINESE_SIGNS, *QUANTITIES), key=len, reverse=True))
_TOKEN = re.compile(
    r"(?P<skip>\s+|self\.|\\(?:left|right|[bB]igg?[lr]?|q?quad|displaystyle|limits)(?![A-Za-z])|\\[,;!: ])"
    r"|(?P<version>(?<![\d.])\d+(?:\.\d+){2,}|\d{4}-\d{1,2}(?:-\d{1,2})?(?!\d)|\d+/\d+/\d+|U\+[0-9A-Fa-f]{4,}|w/o?(?![\w(]))"
    r"|(?P<num>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][-+]?\d{1,3}(?![\w]))?)"
    r"(?P<scale>\s?[万亿]|\s?%|\s?(?:thousand|million|billion|trillion)\b|[kKMBT](?![A-Za-z0-9_(\[^]))?"
    rf"|\\(?:{_UPRIGHT})\s?\{{\s?(?P<text>\\?[A-Za-z][A-Za-z0-9]{{0,30}})\s?\}}(?P<textsub>{_SUB})"
    rf"|\\(?P<command>[A-Za-z]+)(?P<commandsub>{_SUB})"
    r"|(?P<code>[A-Za-z_]\w{0,40}(?:\.[A-Za-z_]\w{0,40})+\.?|https?:\S+)"
    r"|(?P<joined>(?<![\w\\^])[A-Za-z]\w{0,40}(?:[-/][A-Za-z0-9_]{1,40}){1,5}(?![\w(^]))"
    rf"|(?P<name>(?:[A-Za-z][A-Za-z0-9]*|[\u0370-\u03ff∑∏∇∂∞])(?P<namesub>{_SUB}))"
    rf"|(?P<super>[{''.join(SUPERSCRIPTS)}]+)"
    rf"|(?P<chinese>{_IN_CHINESE})"
    r"|(?P<break>[-=]+>|<-+|<\||\|>|<<+|>>+|\+\++|--+|//+|!=|\\.)"
    r"|(?P<rel>:=|==|<=|>=|~=|[=<>≤≥≈≃≡∝])|(?P<op>\*\*|[-+*/·×^√@⊤'])"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<sep>,|;|\|\|?)"
    r"|(?P<other>.)",
    re.DOTALL,
)  # fmt: skip
_NAME = re.compile(rf"(?P<name>[A-Za-z][A-Za-z0-9]*(?P<namesub>{_SUB}))")
SPOKEN = "spoken"  # the subscript of a sign that is written as a word
_SPLIT = re.compile(r"[A-Z]{2}[a-z]?|[A-Z][a-z]|[a-z][A-Z]{1,2}|[a-z]{2}|QKV|dff")
PIECE = re.compile(r"[A-Za-z]\d*")


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is num, name, unit, op, rel, open, close, sep or break; ``spaced``: white space before it."""

    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False
    sub: str = ""
    value: float = 0.0


END = Token("break", "", 0, 0)


def _subscript(raw: str) -> str:
    plain = raw.translate(str.maketrans(SUBSCRIPTS, "0123456789aehijklmnoprstuvx"))
    plain = re.sub(r"\\(?:text|mathrm|operatorname)", "", plain)
    plain = re.sub(r"\\([A-Za-z]+)", lambda m: GREEK.get(m[1].lower(), m[1]), plain)
    return "".join(ch for ch in plain if ch.isalnum())


def is_splittable(run: str) -> bool:
    """Whether a run of letters and digits may be a product of letters: QK, BAx, xW1, dk."""
    letters = re.sub(r"\d", "", run)
    known = run in GREEK or run in QUANTITIES or run in UNITS or letters in PROSE
    if known or run.lower() in FUNCTIONS:
        return False
    return bool(_SPLIT.fullmatch(letters)) and not (run != letters and letters.islower())


def is_word(text: str) -> bool:
    """Whether a run of Latin letters is one word rather than letters."""
    latin = len(text) > 1 and text.isascii() and text.isalpha()
    return latin and text not in GREEK and not is_splittable(text)


def _is_prose_joined(text: str) -> bool:
    """and/or, GPT-2, fine-tuning: joined without spaces, with a part that no formula has."""
    parts = [part.split("_")[0] for part in re.split("[-/]", text)]
    words = [p for p in parts if sum(map(str.isalpha, p)) > 1]
    return any(w not in GREEK and w not in QUANTITIES and not is_splittable(w) for w in words)


def _name(text: str, sub: str, match: re.Match[str], spaced: bool) -> Token:
    kind = "unit" if text in UNITS and not sub else "name"
    return Token(kind, text, *match.span(), spaced, _subscript(sub), UNITS.get(text, 0.0))


def _command(match: re.Match[str], spaced: bool) -> Token:
    word = match["command"]
    kind, text = COMMANDS.get(word, ("name", word))
    known = word in COMMANDS or word.lower() in GREEK or word.lower() in FUNCTIONS
    sub = _subscript(match["commandsub"])
    return Token(kind if known else "break", text, *match.span(), spaced, sub)


def _one(match: re.Match[str], spaced: bool) -> list[Token]:
    """The tokens of one match; a superscript is several."""
    kind, text, (start, end) = match.lastgroup or "other", match.group(), match.span()
    if match["num"]:
        value = float(match["num"].replace(",", "")) * SCALES.get((match["scale"] or "").strip(), 1.0)
        return [Token("num", text, start, end, spaced, "", value)]
    if match["text"]:
        return [_name(match["text"].lstrip("\\"), match["textsub"], match, spaced)]
    if match["command"]:
        return [_command(match, spaced)]
    if match["name"]:
        bare = match["name"].removesuffix(match["namesub"])
        return [_name(bare, match["namesub"], match, spaced)]
    if match["super"]:
        inside = [
            Token(t.kind, t.text, start, end, False, t.sub, t.value)
            for t in tokens("".join(SUPERSCRIPTS[ch] for ch in text))
        ]
        edge = [Token("open", "(", start, end), Token("close", ")", start, end)]
        return [Token("op", "^", start, end), edge[0], *inside, edge[1]]
    if match["chinese"]:
        sign = CHINESE_SIGNS.get(text)
        kind = "name" if sign is None else "rel" if sign == "=" else "op"
        return [Token(kind, sign or text, start, end, spaced, SPOKEN if sign and sign != "√" else "")]
    read = kind in ("rel", "op", "open", "close", "sep")
    return [Token(kind if read else "break", text, start, end, spaced)]


def tokens(text: str) -> list[Token]:
    """Tokens of the first `MAX_CHARS` characters, at most `MAX_TOKENS`; offsets are into ``text``."""
    plain = text[:MAX_CHARS].translate(FOLDED)
    found: list[Token] = []
    at, spaced = 0, False
    while at < len(plain) and len(found) < MAX_TOKENS:
        match = _TOKEN.match(plain, at)
        assert match is not None  # the last alternative takes any character
        spaced = spaced or text[at] == "（"
        at = match.end()
        if match["skip"]:
            spaced = True
            continue
        if match["joined"] and not _is_prose_joined(match["joined"]):
            name = _NAME.match(plain, match.start())
            assert name is not None  # what is joined begins with a letter
            found.append(_name(name["name"].removesuffix(name["namesub"]), name["namesub"], name, spaced))
            at = name.end()
        else:
            found += _one(match, spaced)
        spaced = False
    return _crosses(found)


def _crosses(found: list[Token]) -> list[Token]:
    """Letters and words that stand for a sign between operands become it: ``2 x d``, ``1x1``, B times A."""
    out = list(found)
    for i in range(1, len(found) - 1):
        before, token, after = out[i - 1], found[i], found[i + 1]
        if token.text in SPOKEN_SIGNS and _is_operand(before) and _is_operand(after):
            kind, sign = "rel" if token.text == "equals" else "op", SPOKEN_SIGNS[token.text]
            out[i] = Token(kind, sign, token.start, token.end, True, SPOKEN)
        glued = re.fullmatch(r"x\d+", token.text) and before.kind == "num" and not token.spaced
        if glued and not token.sub:
            out[i] = Token("crossnum", token.text, token.start, token.end, False, "", float(token.text[1:]))
        if token.text != "x" or token.sub or not (token.spaced and after.spaced):
            continue
        left = before.kind in ("num", "unit", "close", "name")
        short = after.kind == "name" and (len(after.text) == 1 or before.kind in ("num", "unit"))
        listed = i > 1 and out[i - 2].text == "×"
        if left and (after.kind == "num" or after.text == "(" or short or (listed and after.kind == "name")):
            out[i] = Token("op", "×", token.start, token.end, True)
    return [part for token in out for part in _uncrossed(token)]


def _is_operand(token: Token) -> bool:
    if token.kind == "name":
        solid = token.text in GREEK or known_function(token.text) or len(token.text) == 1 or token.sub
        return bool(solid or PIECE.fullmatch(token.text)) and token.text not in ("a", "I")
    return token.kind in ("num", "unit", "open", "close") or token.text == "√"


def _uncrossed(token: Token) -> list[Token]:
    if token.kind != "crossnum":
        return [token]
    digits = Token("num", token.text[1:], token.start + 1, token.end, False, "", token.value)
    return [Token("op", "×", token.start, token.start + 1), digits]

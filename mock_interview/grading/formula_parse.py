"""Formulas as trees: a precedence parser over tokens.

Says what is written, not whether it is a formula rather than prose, nor what it is worth. Text is
never run as code; a reading takes at most `MAX_STEPS` steps and goes down at most `MAX_DEPTH` brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mock_interview.grading.formula_tokens import END, PIECE, Token, is_splittable, is_word
from mock_interview.grading.formula_tree import (
    Apply,
    Node,
    Number,
    Relation,
    Symbol,
    call,
    product_of_letters,
    with_exponent,
)
from mock_interview.grading.formula_words import (
    CALLED_LETTERS,
    FUNCTIONS,
    GREEK,
    PROSE,
    QUANTITIES,
    known_function,
)

MAX_DEPTH, MAX_STEPS = 12, 4000
# Functions whose value is written by their name alone: (x - mean) / std, q*cos.
_NAMES_TOO = frozenset(("mean", "sin", "cos", "f:var", "f:std", "f:norm", "f:rms"))

_CLOSING = {"(": ")", "[": "]", "{": "}"}


def matches(found: list[Token]) -> dict[int, int]:
    """For every opening bracket with a partner and no break between them, the partner's index."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for i, token in enumerate(found):
        if token.kind == "break":
            stack.clear()
        elif token.kind == "open":
            stack.append(i)
        elif token.kind == "close" and stack:
            start = stack.pop()
            if _CLOSING[found[start].text] == token.text:
                pairs[start] = i
    return pairs


class Parser:
    """Reads the longest relation that starts at a token. ``whole``: dk is one name, not d times k."""

    def __init__(self, found: list[Token], *, whole: bool) -> None:
        self._tokens = [*found, END, END]
        self._pairs = matches(found)
        self._whole = whole
        self._steps = MAX_STEPS
        self._depth = 0
        self.at = 0

    def relation(self, start: int) -> Relation | None:
        """The relation or expression from token ``start``; `at` is then the token behind it."""
        self.at = start
        side = self._sum()
        if side is None:
            return None
        sides, kind, turned = [side], "", False
        while self._here.kind == "rel":
            back, sign = self.at, self._here.text
            found = "<" if sign in ("<", ">", "<=", ">=", "≤", "≥") else sign if sign == "∝" else "="
            self.at += 1
            side = self._sum() if not kind or (kind == found == "=") else None
            if side is None:
                self.at = back
                break
            sides, kind, turned = [*sides, side], found, sign[0] in ">≥"
        return Relation(tuple(reversed(sides) if turned else sides), kind)

    @property
    def _here(self) -> Token:
        return self._tokens[self.at]

    def _sum(self) -> Node | None:
        left = self._product()
        while left is not None and self._here.text in ("+", "-") and self._here.kind == "op":
            back, sign = self.at, self._here.text
            if is_word(self._tokens[back - 1].text) and self._is_lopsided(back):
                break
            self.at += 1
            right = self._product()
            if right is None:
                self.at = back
                break
            left = Apply(sign, (left, right))
        return left

    def _product(self) -> Node | None:
        left = self._signed()
        while left is not None:
            back, token = self.at, self._here
            explicit = token.kind == "op" and token.text in ("*", "·", "@", "×", "/")
            markup = token.text == "*" and self._is_lopsided(back)
            if markup or not (explicit or self._joins()):
                break
            self.at += explicit
            right = Number(token.value) if token.kind == "unit" else self._signed()
            self.at += token.kind == "unit"
            if right is None:
                self.at = back
                break
            op = token.text if explicit and token.text in "×/" else "*" if explicit else "juxtaposed"
            left = Apply(op, (left, right))
        return left

    def _is_lopsided(self, sign: int) -> bool:
        """Whether white space stands on one side of a sign only: ``is -x``, ``lang* packages``."""
        return self._tokens[sign].spaced != self._tokens[sign + 1].spaced

    def _joins(self) -> bool:
        """Whether the next token is a factor written without a sign."""
        token, before, after = self._here, self._tokens[self.at - 1], self._tokens[self.at + 1]
        if token.kind == "unit":
            return True
        if token.spaced and before.kind == "name" and is_word(before.text):
            return False
        if token.kind == "open":
            alone = self.at < 2 or self._tokens[self.at - 2].kind not in ("op", "rel")
            aside = (before.kind == "num" and alone) or self._is_aside(self.at)
            return token.text != "{" and not (token.spaced and aside)
        if token.kind == "op":
            return token.text == "√"
        if token.kind != "name" or (token.text in ("a", "I") and token.spaced and len(after.text) > 1):
            return False
        if token.text.lower() in FUNCTIONS or token.text in GREEK or token.text == "frac":
            return True
        letter = bool(re.fullmatch(r"\w\d*", token.text))
        leads = before.kind == "num" or before.text in (")", "]") or before.text in GREEK.values()
        glued = leads and not token.spaced
        mixed = is_splittable(token.text) and not token.text.islower()
        return letter or mixed or (glued and (is_splittable(token.text) or self._is_run(token)))

    @staticmethod
    def _is_run(token: Token) -> bool:
        """Letters behind a number that are factors: 6ND, 2LPd, 2md."""
        short = len(token.text) <= 4 and token.text not in PROSE and token.text not in QUANTITIES
        return short and token.text.isalpha() and token.text.isascii()

    def _is_aside(self, start: int) -> bool:
        """A shape or a lone number in brackets explains what stands before it; it is no factor."""
        end = self._pairs.get(start, start)
        return end == start + 2 or any(token.text == "×" for token in self._tokens[start:end])

    def _signed(self) -> Node | None:
        if self._here.kind == "op" and self._here.text in ("-", "+"):
            sign = self._here.text
            inner = self._prefixed(self._signed)
            if inner is None:
                return None
            return Apply("neg", (inner,)) if sign == "-" else inner
        return self._power()

    def _prefixed(self, operand: Callable[[], Node | None]) -> Node | None:
        """The operand of the sign here; stays where it is if there is none, or too many signs in a row."""
        back = self.at
        self.at += 1
        self._depth += 1
        inner = operand() if self._depth <= MAX_DEPTH and self._spend() else None
        self._depth -= 1
        if inner is None:
            self.at = back
        return inner

    def _spend(self) -> bool:
        self._steps -= 1
        return self._steps > 0

    def _power(self) -> Node | None:
        if self._here.text == "√" and self._here.kind == "op":
            inner = self._prefixed(self._power)
            return None if inner is None else Apply("sqrt", (inner,))
        base = self._primary()
        while base is not None and self._here.kind == "op" and self._here.text in ("^", "**", "'"):
            raised = self._raised(base)
            if raised is None:
                break
            base = raised
        return base

    def _raised(self, base: Node) -> Node | None:
        """``base`` with the exponent or the transpose that follows; a run of letters gives it to its last."""
        back, sign = self.at, self._here.text
        self.at += 1
        if sign == "'":
            upper = isinstance(base, Symbol) and base.base.isupper()
            if not upper or (self._here.kind == "name" and not self._here.spaced):
                self.at = back
                return None
            return Apply("T", (base,))
        markup = sign == "**" and self._here.spaced and not self._tokens[back].spaced
        exponent = None if markup else self._exponent()
        if exponent is None:
            self.at = back
            return None
        return with_exponent(base, exponent)

    def _exponent(self) -> Node | None:
        if self._here.text in ("⊤", "T") and not self._here.sub:
            self.at += 1
            return Symbol("T")
        if self._here.kind == "op" and self._here.text == "-":
            inner = self._prefixed(self._exponent)
            return None if inner is None else Apply("neg", (inner,))
        return self._primary()

    def _primary(self) -> Node | None:
        self._depth += 1
        try:
            if self._depth > MAX_DEPTH or not self._spend():
                return None
            token = self._here
            if token.kind == "num":
                self.at += 1
                return Number(token.value)
            if token.kind == "open":
                inside = self._group()
                return None if inside is None else inside[0] if len(inside) == 1 else Apply("f:[]", inside)
            if token.text == "frac":
                return self._fraction()
            return self._named(token) if token.kind == "name" else None
        finally:
            self._depth -= 1

    def _group(self) -> tuple[Node, ...] | None:
        """The parts of a bracket, set apart by commas, semicolons or bars; nothing unless all of it reads."""
        back, end = self.at, self._pairs.get(self.at)
        if end is None:
            return None
        self.at += 1
        parts: list[Node] = []
        while self.at < end:
            if self._here.text == "⊤":
                parts.append(Symbol("T"))
                self.at += 1
            else:
                part = self._sum()
                if part is None:
                    break
                parts.append(part)
            if self.at == end:
                self.at += 1
                return tuple(parts)
            if self._here.kind != "sep":
                break
            self.at += 1
        self.at = back
        return None

    def _fraction(self) -> Node | None:
        back = self.at
        self.at += 1
        above = self._group() if self._here.text == "{" else None
        below = self._group() if above and self._here.text == "{" else None
        if above is None or below is None or len(above) != 1 or len(below) != 1:
            self.at = back
            return None
        return Apply("/", (above[0], below[0]))

    def _named(self, token: Token) -> Node | None:
        text, after = token.text, self._tokens[self.at + 1]
        known = known_function(text)
        if text in "Σ∑∏" or known in ("sum", "prod"):
            summed = self._summed(token)
            if summed is not None or text != "Σ":
                return summed
        back = self.at
        self.at += 1
        exact = known is not None and not known.startswith("f:")
        bracket = after.kind == "open" and (not after.spaced or exact or token.text == "softmax")
        if bracket and (after.text != "[" or text == "E") and not (after.text == "{" and known is None):
            args = self._group()
            if args is not None and self._is_call(token, args):
                return call(known, text, token.sub, args)
            self.at = back + 1
        if (exact or known == "f:softmax") and known != "mean" and self._begins_argument():
            argument = self._power() if self._spend() else None
            if argument is not None:
                return call(known, text, token.sub, (argument,))
        if known is None or self._here.text == "=" or known in _NAMES_TOO:
            return self._symbol(token)
        self.at = back
        return None

    def _begins_argument(self) -> bool:
        token = self._here
        known = token.text.lower() in FUNCTIONS or token.text in GREEK or token.text in ("frac", "√")
        if token.text in ("a", "I"):
            return False
        return known or token.kind == "num" or bool(re.fullmatch(r"[^\W_]\d*", token.text))

    def _summed(self, token: Token) -> Node | None:
        """A sum over an index: bounds are passed over, the body is the product that follows."""
        back, before = self.at, self._tokens[self.at - 1] if self.at else self._tokens[-1]
        if token.text == "Σ" and before.kind == "name" and before.text.isupper() and not token.spaced:
            return None
        self.at += 1
        if self._here.text == "^":
            self.at += 1
            self._primary()
        close = token.text == "sum" and self._here.text == "(" and not self._here.spaced
        word = token.text.isascii() and not token.sub and token.end - token.start == len(token.text)
        prose = word and self._here.kind != "open" and not self._begins_argument()
        body = None if prose else self._primary() if close else self._product() if self._spend() else None
        if body is None:
            self.at = back
            return None
        return Apply("prod" if token.text in ("∏", "prod") else "sum", (body,))

    def _is_call(self, token: Token, args: tuple[Node, ...]) -> bool:
        text = GREEK.get(token.text, token.text)
        if text.lower() in FUNCTIONS or len(args) > 1 or text in CALLED_LETTERS:
            return True
        if text in GREEK or len(text) == 1 or PIECE.fullmatch(text):
            return isinstance(args[0], Symbol)
        return not is_splittable(text) or text.isupper() or text.islower()

    def _symbol(self, token: Token) -> Node | None:
        text, sub = token.text, token.sub
        inner = self._here
        prefix = text in ("Δ", "∇", "∂", "delta", "Delta")
        if prefix and inner.kind == "name" and PIECE.fullmatch(inner.text):
            self.at += 1
            return Symbol("Δ" + inner.text[0], inner.text[1:] + inner.sub)
        if text in GREEK:
            return Symbol(GREEK[text], sub)
        if text in QUANTITIES:
            return Symbol(QUANTITIES[text])
        if text in ("n", "num", "N") and sub.rstrip("s") in QUANTITIES.values():
            return Symbol(sub.rstrip("s"))
        if PIECE.fullmatch(text) or len(text) == 1:
            return Symbol(text[0], text[1:] + sub)
        before = self._tokens[self.at - 2] if self.at > 1 else self._tokens[-1]
        run = before.kind == "num" and not token.spaced and self._is_run(token)
        if is_splittable(text) or run:
            return Symbol(text[0], text[1:] + sub) if self._whole else product_of_letters(text, sub)
        return Symbol(text, sub)

"""The trees that formulas are read into, and how names, powers and calls become one."""

from __future__ import annotations

from dataclasses import dataclass

from mock_interview.grading.formula_tokens import PIECE
from mock_interview.grading.formula_words import GREEK


@dataclass(frozen=True, slots=True)
class Number:
    """A constant, scale and percent sign counted in."""

    value: float


@dataclass(frozen=True, slots=True)
class Symbol:
    """A quantity: a letter (Greek ones as the letter itself) or a word, and its subscript."""

    base: str
    sub: str = ""


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or a known function by its name, or ``f:name`` for a function known by name only."""

    op: str
    args: tuple[Node, ...]


Node = Number | Symbol | Apply


@dataclass(frozen=True, slots=True)
class Relation:
    """One side (an expression, ``kind`` empty) or more, joined by ``=``, ``<`` or ``∝``."""

    sides: tuple[Node, ...]
    kind: str = ""


def product_of_letters(run: str, sub: str) -> Node:
    """A run of letters as a product, the subscript on its last."""
    pieces = PIECE.findall(run)
    symbols = [Symbol(p[0], p[1:]) for p in pieces[:-1]] + [Symbol(pieces[-1][0], pieces[-1][1:] + sub)]
    product: Node = symbols[0]
    for symbol in symbols[1:]:
        product = Apply("glued", (product, symbol))
    return product


def with_exponent(base: Node, exponent: Node) -> Node:
    if isinstance(base, Apply) and base.op == "glued":
        return Apply("glued", (base.args[0], with_exponent(base.args[1], exponent)))
    small = exponent == Symbol("t") and isinstance(base, Symbol) and base.base in "qkvw"
    if (exponent == Symbol("T") or small) and not isinstance(base, Number):
        return Apply("T", (base,))
    return Apply("^", (base, exponent))


def call(known: str | None, text: str, sub: str, args: tuple[Node, ...]) -> Node:
    if text == "O" and len(args) == 1:
        return Apply("O", args)
    if known is None and GREEK.get(text) == "σ":
        known = "sigmoid"
    if known == "log" and sub.isdigit():
        return Apply("/", (Apply("log", args), Apply("log", (Number(float(sub)),))))
    if known == "max" and Number(0.0) in args and len(args) == 2:
        known, args = "f:relu", (args[1] if args[0] == Number(0.0) else args[0],)
    if known is not None:
        return Apply(known, args)
    name = GREEK.get(text, text).lower()
    return Apply(f"f:{name}_{sub.lower()}" if sub else f"f:{name}", args)

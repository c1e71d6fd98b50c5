"""Formulas in prose, and whether two of them mean the same.

Finds stretches that are expressions or equations, compares them by value, and says how the formulas
of a claim stand to those of a statement. Give it text as stored: case and superscripts carry meaning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mock_interview.grading.formula_equal import (
    PRODUCTS,
    are_one_label,
    compared,
    same,
    shape,
    solved,
    verdict,
)
from mock_interview.grading.formula_parse import Parser
from mock_interview.grading.formula_tokens import SPOKEN, Token, tokens
from mock_interview.grading.formula_tree import Apply, Node, Number, Relation, Symbol
from mock_interview.grading.formula_value import Keys, cost, nodes, paired, ratio, symbols
from mock_interview.grading.formula_words import FUNCTIONS, GREEK, QUANTITIES

MAX_FORMULAS, MAX_COST = 6, 120
# Share of signs and symbols in common with which one nameless expression is meant as the other.
NEAR = 0.7

_KNOWN = frozenset(FUNCTIONS.values()) | {"O", "T", "^", "neg"}


@dataclass(frozen=True, slots=True)
class Formula:
    """``text`` is what stands at ``start:end``; ``readings`` are one or two ways to take its names."""

    text: str
    start: int
    end: int
    readings: tuple[Relation, ...]


@lru_cache(maxsize=1024)
def find(text: str) -> tuple[Formula, ...]:
    """The formulas of ``text``, in order, at most `MAX_FORMULAS`. Takes any string."""
    found = tokens(text)
    whole, split = Parser(found, whole=True), Parser(found, whole=False)
    out: list[Formula] = []
    start = 0
    while start < len(found) and len(out) < MAX_FORMULAS:
        relation = split.relation(start) if _begins(found, start) else None
        end = max(split.at, start + 1) if relation else start + 1
        if relation and not _is_cut(found, end) and _is_formula(relation, found[start:end]):
            other = whole.relation(start)
            differs = other is not None and whole.at == end and other != relation
            readings = (relation, other) if other is not None and differs else (relation,)
            span = found[start].start, found[end - 1].end
            out.append(Formula(text[slice(*span)], *span, readings))
        start = end
    return tuple(out)


def _begins(found: list[Token], at: int) -> bool:
    token = found[at]
    if token.kind == "op" and token.text in "-+":
        return at + 1 < len(found) and not found[at + 1].spaced and token.text == "-"
    if token.text in ("a", "A", "I") and not token.sub and at + 1 < len(found):  # an article, a pronoun
        return not (found[at + 1].spaced and found[at + 1].kind == "name")
    return token.kind in ("num", "name", "open") or token.text == "√"


def _is_cut(found: list[Token], end: int) -> bool:
    """Whether a formula goes on behind token ``end`` in a way that cannot be read."""
    if end >= len(found):
        return False
    token, after = found[end], found[end + 1] if end + 1 < len(found) else None
    if token.kind == "open":
        return not token.spaced
    markup = not token.spaced and (after is None or after.spaced or after.text == token.text)
    return token.kind == "rel" or (token.kind == "op" and token.text not in "-'" and not markup)


def _is_formula(relation: Relation, written: list[Token]) -> bool:
    """Whether a stretch that reads as a relation is meant as one, rather than prose, a name or a date."""
    tree = [node for side in relation.sides for node in nodes(side)]
    if sum(map(cost, relation.sides)) > MAX_COST:
        return False
    applied = {node.op for node in tree if isinstance(node, Apply)}
    names = [node for node in tree if isinstance(node, Symbol)]
    numbers = sum(isinstance(node, Number) for node in tree)
    if _is_ambiguous(written):
        return False
    listed = applied == {"f:[]"} and not relation.kind
    if listed or not (names or numbers > 1):
        return False
    words = [n for n in names if len(n.base) > 1 and n.base[0] != "Δ" and n.base not in QUANTITIES.values()]
    explicit = any(t.kind == "op" and t.text in ("*", "·", "×", "**") for t in written)
    if words:
        multiplied = explicit and len(words) < len(names) + numbers + (relation.kind == "=")
        solid = bool(applied & (_KNOWN - {"neg"}))
        return (multiplied or solid) and not ({"+", "-"} & applied and not solid and len(words) > 1)
    if relation.kind:
        return bool(names) or bool(applied)
    if explicit or applied & (_KNOWN - {"neg", "f:abs"}):
        return "^" not in applied or bool(names) or numbers > 1
    return _is_plain_formula(relation.sides[0], applied, names, written)


def _is_ambiguous(written: list[Token]) -> bool:
    """Whether a sum and a product are both spoken in one bracket: x 乘 1 加 y may mean either order."""
    depth = 0
    sums: set[int] = set()
    products: set[int] = set()
    for token in written:
        depth += (token.kind == "open") - (token.kind == "close")
        if token.sub == SPOKEN and token.kind == "op":
            (sums if token.text in "+-" else products).add(depth)
    return bool(sums & products)


def _is_plain_formula(side: Node, applied: set[str], names: list[Symbol], written: list[Token]) -> bool:
    """An expression of bare +, - and / and letters side by side: α/r and 8d/3 are, K/V and q-k are not."""
    telling = [n for n in names if n.base in GREEK.values() or n.sub]
    numbers = any(isinstance(node, Number) for node in nodes(side))
    if "+" in applied:
        return bool(telling) or numbers or any(n.base.islower() for n in names)
    if "/" in applied and any(op.startswith("f:") for op in applied):
        return True
    words = any(t.kind == "unit" or (t.kind == "name" and re.fullmatch("[a-z]{2}", t.text)) for t in written)
    if "/" in applied:
        small = numbers and all(n.base.islower() for n in names)
        return bool(names) and not words and (bool(telling) or small)
    run = [t for t in written if t.kind == "name" and re.fullmatch(r"[A-Za-z]{2,4}", t.text)]
    return bool(run) and numbers and not any(t.spaced for t in written[1:]) and not run[0].text.islower()


@lru_cache(maxsize=4096)
def equal(a: Formula, b: Formula) -> bool | None:
    """Whether two formulas mean the same: ``None`` when they cannot be compared.

    ``False`` says that they speak of the same quantities and differ in sign, power, order or constant.
    """
    if set(a.readings) & set(b.readings):
        return True
    return verdict(compared(one, other) for one in a.readings for other in b.readings)


def agreement(claim: str, statement: str) -> float | None:
    """How the formulas of ``claim`` stand to those of ``statement``: -1 against, +1 with them.

    Each formula of the statement counts once, for or against, if the claim has one that means it;
    the mean is returned, ``None`` when there is none. A number given for a symbol speaks for, never
    against: a symbol may take many values.
    """
    said, meant = _telling(claim), _telling(statement)
    if not said or not meant:
        return None
    results = {(c, s): equal(c, s) for c in said for s in meant}
    free = [c for c in said if not any(results[c, s] for s in meant)]
    if min(_growths(said), _growths(meant)) != 1 or max(_growths(said), _growths(meant)) > 1:
        free = [c for c in free if not _is_growth(c)]
    votes = []
    for s in meant:
        if any(results[c, s] for c in said):
            votes.append(1.0)
        elif any(_contradicts(c, s, results[c, s]) for c in free):
            votes.append(-1.0)
    return sum(votes) / len(votes) if votes else None


def _is_growth(formula: Formula) -> bool:
    side = formula.readings[0].sides[-1]
    return isinstance(side, Apply) and side.op == "O"


def _growths(formulas: tuple[Formula, ...]) -> int:
    """How many speak of orders of growth; several are different cases."""
    return sum(map(_is_growth, formulas))


def _telling(text: str) -> tuple[Formula, ...]:
    """Formulas that say more than a name: not f(x), not softmax(x)."""
    return tuple(f for f in find(text) if f.readings[0].kind or not _is_bare(f.readings[0].sides[0]))


def _is_bare(side: Node) -> bool:
    plain = isinstance(side, Apply) and len(side.args) == 1 and not isinstance(side.args[0], Apply)
    return plain and isinstance(side, Apply) and side.op != "O"


def _contradicts(claim: Formula, statement: Formula, result: bool | None) -> bool:
    """Whether ``claim`` is meant as ``statement`` and is not: it names the same, or is nearly the same."""
    a, b = claim.readings[0], statement.readings[0]
    if not a.kind or not b.kind:
        return result is False and any(_is_near(x, y) for x in a.sides for y in b.sides)
    one, other = solved(a), solved(b)
    if a.kind == b.kind == "=" and one and other:
        x, y = one[1][-1], other[1][-1]
        named = are_one_label(one[0], other[0]) and bool(symbols(x)) and bool(symbols(y))
        nested = _functions(x) <= _functions(y) or _functions(y) <= _functions(x)
        return named and ((result is False and nested) or _lacks_a_factor(x, y))
    shared = a.kind != "=" or any(same(x, y) for x in a.sides for y in b.sides)
    return result is False and (a.kind == "<" or (shared and not one and not other))


def _functions(tree: Node) -> set[str]:
    operators = {"sqrt", "O", "T", "^", "neg", "+", "-", "/"} | PRODUCTS
    return {node.op for node in nodes(tree) if isinstance(node, Apply)} - operators


def _lacks_a_factor(a: Node, b: Node) -> bool:
    """softmax(QK^T)V for softmax(QK^T/√d_k)V: one function of the same symbols, with some left out."""
    fewer, more = sorted((symbols(a), symbols(b)), key=len)
    return _functions(a) == _functions(b) != set() and len(fewer) > 1 and fewer < more


def _is_near(a: Node, b: Node) -> bool:
    """Whether two expressions without a name are too alike to speak of two things.

    They share functions and most of what they are written with. 8d² and 4d², 2ND and 6ND may be two
    quantities; d×r and r×d are shapes; orders of growth are compared whatever they are.
    """
    if isinstance(a, Apply) and isinstance(b, Apply) and a.op == b.op == "O":
        return True
    keys = paired(symbols(a), symbols(b))
    if not keys or not keys[0] or shape(a) or shape(b) or _functions(a) != _functions(b):
        return False
    if a in nodes(b) or b in nodes(a):  # one speaks of a part of the other
        return False
    factor = ratio(a, b, keys)
    if factor is not None and factor.real > 0 and not _functions(a):
        return False
    one, other = Counter(_parts(a, keys[0])), Counter(_parts(b, keys[1]))
    return (one & other).total() >= NEAR * (one | other).total()


def _parts(tree: Node, keys: Keys) -> Iterator[str]:
    """What a tree is made of; a sign or the place of a factor makes no difference."""
    for node in nodes(tree):
        if isinstance(node, Apply):
            yield "*" if node.op in PRODUCTS else "+" if node.op in "+-" else node.op
        else:
            yield str(node.value) if isinstance(node, Number) else keys.get(node, node.base)

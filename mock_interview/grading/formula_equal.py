"""Whether two relations read from text mean the same: by value, by what they name, by order of factors.

Three outcomes throughout: ``True`` same, ``False`` same quantities but another value, ``None`` cannot say.
"""

from __future__ import annotations

from collections.abc import Iterator

from mock_interview.grading.formula_tree import Apply, Node, Number, Relation, Symbol
from mock_interview.grading.formula_value import (
    CONSTANT,
    MATRIX_LETTERS,
    TRIALS,
    VALUE,
    Keys,
    are_same_name,
    at,
    close,
    nodes,
    paired,
    ratio,
    symbols,
    values,
)

PRODUCTS = frozenset(("*", "×", "juxtaposed", "glued"))
# Letters a result is called by; they stand for each other, and for a word such as loss.
_RESULTS = frozenset("yhozLJ")


def verdict(results: Iterator[bool | None]) -> bool | None:
    """``True`` if any is, else ``False`` if any is, else ``None``."""
    found = False
    for result in results:
        if result:
            return True
        found = found or result is False
    return False if found else None


def compared(a: Relation, b: Relation) -> bool | None:
    """Whether two relations or expressions mean the same."""
    if not a.kind and not b.kind:
        return same(a.sides[0], b.sides[0])
    if not a.kind or not b.kind:
        single, relation = (a, b) if not a.kind else (b, a)
        bodies = relation.sides if _label(relation.sides[0]) is None else relation.sides[1:]
        return verdict(same(single.sides[0], side) for side in bodies) if relation.kind == "=" else None
    if a.kind != b.kind:
        return None
    if a.kind != "=":
        return _both(a.sides, b.sides)
    return _equations(a, b)


def _both(a: tuple[Node, ...], b: tuple[Node, ...]) -> bool | None:
    ends = [same(x, y) for x, y in ((a[0], b[0]), (a[-1], b[-1]))]
    if all(ends):
        return True
    if None not in ends or (same(a[0], b[-1]) and same(a[-1], b[0])):
        return False
    return False if True in ends and False in ends else None


def _equations(a: Relation, b: Relation) -> bool | None:
    """Equations are one when they give the same quantity the same value, whichever side it stands on."""
    one, other = solved(a), solved(b)
    if one and other:
        named = are_one_label(one[0], other[0])
        result = verdict(same(x, y) for x in one[1] for y in other[1])
        if named and result is not None:
            return result
        if result and _stand_for_each_other(one[0], other[0]):
            return True
    results = [_substituted(a, b), _substituted(b, a)]
    if True in results or _proportional(a, b):
        return True
    if False in results:
        return False
    return None if one or other else _both(a.sides, b.sides)


def _label(side: Node) -> Symbol | None:
    """What a side names when it does no more than that: y, LN(x), FFN_GLU(x), Attention(Q, K, V)."""
    if isinstance(side, Symbol):
        return side
    if isinstance(side, Apply) and side.op.startswith("f:") and side.op != "f:[]":
        name, _, sub = side.op[2:].partition("_")
        return Symbol(name, sub) if all(isinstance(arg, Symbol) for arg in side.args) else None
    if isinstance(side, Apply) and side.op in ("sigmoid", "silu") and isinstance(side.args[0], Symbol):
        return Symbol(side.op)
    return None


def solved(relation: Relation) -> tuple[Symbol, tuple[Node, ...]] | None:
    """The label of an equation and the sides that say what it is."""
    for sides in (relation.sides, relation.sides[::-1]):
        label = _label(sides[0])
        if label is not None:
            return label, sides[1:]
    return None


def are_one_label(a: Symbol, b: Symbol) -> bool:
    """Whether two left-hand sides name one thing: FFN and FFN_GLU, loss and L."""
    initial = a.base[0].lower() == b.base[0].lower() and len(a.base) != len(b.base)
    return are_same_name(a, b) or (initial and not (a.sub and b.sub))


def _stand_for_each_other(a: Symbol, b: Symbol) -> bool:
    """y and h may be one result; α and β, or two functions with their own names, are not."""
    short = [s for s in (a, b) if len(s.base) == 1]
    return bool(short) and all(s.base in _RESULTS for s in short)


def same(a: Node, b: Node) -> bool | None:
    """Whether two expressions have one value; ``None`` unless their symbols are the same."""
    if a == b:
        return True
    growth = [isinstance(side, Apply) and side.op == "O" for side in (a, b)]
    a, b = _inside(a), _inside(b)
    keys = paired(symbols(a), symbols(b))
    if keys is None:
        return None
    if all(growth):
        return ratio(a, b, keys) is not None
    if _differ_in_constants(a, b, keys):
        return True
    found = values(a, b, keys)
    if not found:
        return None
    if not _agree(a, b, keys):
        return False
    return _same_order(a, b, keys)


def _inside(side: Node) -> Node:
    return side.args[0] if isinstance(side, Apply) and side.op == "O" else side


def _agree(a: Node, b: Node, keys: tuple[Keys, Keys]) -> bool:
    if all(close(x, y, VALUE) for x, y in values(a, b, keys)):
        return True
    factor = ratio(a, b, keys)
    return factor is not None and close(factor, 1 + 0j, CONSTANT)


def _differ_in_constants(a: Node, b: Node, keys: tuple[Keys, Keys]) -> bool:
    """Whether the trees are one but for constants within `CONSTANT`."""
    if isinstance(a, Number) and isinstance(b, Number):
        return abs(a.value - b.value) <= CONSTANT * max(abs(a.value), abs(b.value))
    if isinstance(a, Symbol) and isinstance(b, Symbol):
        return keys[0].get(a, a) == keys[1].get(b, b)
    if not (isinstance(a, Apply) and isinstance(b, Apply)) or a.op != b.op or len(a.args) != len(b.args):
        return False
    return all(_differ_in_constants(x, y, keys) for x, y in zip(a.args, b.args, strict=True))


def _same_order(a: Node, b: Node, keys: tuple[Keys, Keys]) -> bool | None:
    """Whether two expressions that agree in numbers also do as matrices, or as shapes such as d×r."""
    shapes = [shape(a), shape(b)]
    if all(shapes) and shapes[0] != shapes[1]:
        ordered = [[keys[i].get(s) for s in shape] for i, shape in enumerate(shapes) if shape]
        return True if ordered[0] == ordered[1] else None
    ordered_products = _is_ordered(a) and _is_ordered(b)
    if not ordered_products or all(close(x, y, VALUE) for x, y in values(a, b, keys, matrices=True)):
        return True
    return False if _transposes(a) == _transposes(b) else None


def shape(node: Node) -> tuple[Symbol, Symbol] | None:
    """The two sizes of d×k, which may be a product or the shape of a matrix."""
    if isinstance(node, Apply) and node.op == "×":
        left, right = node.args
        if isinstance(left, Symbol) and isinstance(right, Symbol):
            return left, right
    return None


def _is_ordered(tree: Node) -> bool:
    """Whether matrices are multiplied in it, so that the order of factors says something."""
    capitals = [n for n in symbols(tree) if n.base.removeprefix("Δ") in MATRIX_LETTERS]
    products = any(isinstance(n, Apply) and n.op in PRODUCTS - {"×"} for n in nodes(tree))
    return (len(capitals) > 1 and products) or (bool(capitals) and _transposes(tree))


def _transposes(tree: Node) -> bool:
    return any(isinstance(node, Apply) and node.op == "T" for node in nodes(tree))


def _substituted(a: Relation, b: Relation) -> bool | None:
    """Whether ``b`` holds for the symbol that ``a`` gives; ``None`` unless both have one set of symbols."""
    known = solved(a)
    keys = paired(symbols(*a.sides), symbols(*b.sides))
    if known is None or keys is None or known[0] not in keys[0] or len(b.sides) != 2:
        return None
    results = [_holds(known, b, keys, trial) for trial in range(TRIALS)]
    told = [result for result in results if result is not None]
    return all(told) if told else None


def _holds(
    known: tuple[Symbol, tuple[Node, ...]], b: Relation, keys: tuple[Keys, Keys], trial: int
) -> bool | None:
    """Whether both sides of ``b`` meet within `CONSTANT` of where ``known`` puts its symbol."""
    label, body = known[0], known[1][-1]
    value = at(body, keys[0], trial)
    if not isinstance(value, complex) or label in symbols(body):
        return None
    counterpart = next((s for s, name in keys[1].items() if name == keys[0][label]), None)
    gap = Apply("-", b.sides)
    gaps = []
    for factor in (1.0, 1.0 + CONSTANT, 1.0 - CONSTANT):
        fixed = _replaced(gap, counterpart, value * factor)
        found = at(fixed, keys[1], trial) if fixed is not None else None
        if not isinstance(found, complex):
            return None
        gaps.append(found)
    return abs(gaps[0]) <= max(abs(gaps[1] - gaps[0]), abs(gaps[2] - gaps[0]))


def _replaced(tree: Node, symbol: Symbol | None, value: complex) -> Node | None:
    """``tree`` with a real number for ``symbol``."""
    if abs(value.imag) > 1e-9 * abs(value):
        return None
    if tree == symbol:
        return Number(value.real)
    if not isinstance(tree, Apply):
        return tree
    parts = tuple(_replaced(arg, symbol, value) for arg in tree.args)
    kept = tuple(part for part in parts if part is not None)
    return Apply(tree.op, kept) if len(kept) == len(parts) else None


def _proportional(a: Relation, b: Relation) -> bool:
    """Whether two equations are one but for a factor: y - x = 0 and 2x = 2y."""
    keys = paired(symbols(*a.sides), symbols(*b.sides))
    if keys is None or not keys[0] or len(a.sides) != 2 or len(b.sides) != 2:
        return False
    one, other = Apply("-", a.sides), Apply("-", b.sides)
    if not (_is_ordered(one) and _is_ordered(other)):
        return ratio(one, other, keys) is not None
    return _same_order(one, other, keys) is True and ratio(one, other, keys) is not None

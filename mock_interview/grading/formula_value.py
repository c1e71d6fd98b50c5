"""What formulas are worth at fixed made-up values of their symbols, and which symbols are the same.

Numbers only: two trees are equal when they agree at every trial. Unknown functions are fixed smooth
functions that their name determines; capitals in products are 2x2 matrices when order matters.
"""

from __future__ import annotations

import cmath
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from mock_interview.grading.formula_tree import Apply, Node, Number, Symbol

# Relative differences: of two constants, and of two values that stand for the same formula.
CONSTANT, VALUE = 0.02, 5e-4
TRIALS = 5
TERMS = 3  # values an index takes in a sum
MATRIX_LETTERS = frozenset("ABKQUVWXΛΣ")
LARGEST = 1e200

Matrix = tuple[complex, complex, complex, complex]
Value = complex | Matrix
Keys = dict[Symbol, str]


_SUMS = frozenset(("sum", "prod", "mean"))
CONSTANTS = {Symbol("π"): cmath.pi + 0j, Symbol("∞"): 1e6 + 0j}


def nodes(node: Node) -> Iterator[Node]:
    """``node`` and everything below it."""
    yield node
    if isinstance(node, Apply):
        for arg in node.args:
            yield from nodes(arg)


def symbols(*trees: Node) -> frozenset[Symbol]:
    """The symbols of some trees, but for constants: π, and the base of e^x."""
    found: set[Symbol] = set()
    stack = list(trees)
    while stack:
        node = stack.pop()
        if isinstance(node, Symbol):
            found.add(node)
        elif isinstance(node, Apply):
            stack += node.args[1:] if _is_exponential(node) else node.args
    return frozenset(found - CONSTANTS.keys())


def cost(node: Node) -> int:
    """Operations that one value of ``node`` takes, about: its size, what is in a sum once for each term."""
    if not isinstance(node, Apply):
        return 1
    return 1 + (TERMS if node.op in _SUMS else 1) * sum(map(cost, node.args))


def _is_exponential(node: Apply) -> bool:
    return node.op == "^" and node.args[0] == Symbol("e")


def are_same_name(a: Symbol, b: Symbol) -> bool:
    """d_k, dk, d and D: one letter, and the same subscript or one of them without."""
    if (a.base + a.sub).lower() == (b.base + b.sub).lower():
        return True
    return a.base.lower() == b.base.lower() and not (a.sub and b.sub)


def paired(a: frozenset[Symbol], b: frozenset[Symbol]) -> tuple[Keys, Keys] | None:
    """A common name for each symbol of ``a`` and its only counterpart in ``b``; ``None`` if one has none."""
    if len(a) != len(b):
        return None
    left, right = set(a), set(b)
    pairs = [(one, one) for one in a & b]
    for alike in (_written, _letter, _initial):
        left, right = left - {x for x, _ in pairs}, right - {y for _, y in pairs}
        for key in {alike(x) for x in left}:
            ones, others = [x for x in left if alike(x) == key], [y for y in right if alike(y) == key]
            if len(ones) == len(others) == 1 and (alike is _written or _compatible(ones[0], others[0])):
                pairs.append((ones[0], others[0]))
    if len(pairs) < len(a):
        return None
    names = {x: "|".join(sorted((f"{x.base}_{x.sub}", f"{y.base}_{y.sub}"))) for x, y in pairs}
    return names, {y: names[x] for x, y in pairs}


def _written(symbol: Symbol) -> str:
    return (symbol.base + symbol.sub).lower()


def _letter(symbol: Symbol) -> str:
    return symbol.base.lower()


def _initial(symbol: Symbol) -> str:
    return symbol.base[0].lower()


def _compatible(a: Symbol, b: Symbol) -> bool:
    if a.base.lower() == b.base.lower():
        return not (a.sub and b.sub)
    return 1 in (len(a.base), len(b.base)) and max(len(a.base), len(b.base)) > 2 and not (a.sub and b.sub)


@dataclass(frozen=True, slots=True)
class _Point:
    """One trial: a value for every symbol. ``term`` tells the terms of a sum apart."""

    keys: Keys
    trial: int
    matrices: bool
    term: int = 0

    def symbol(self, symbol: Symbol) -> Value:
        """The value of ``symbol``: between 0.4 and 2.4, or four such for a matrix."""
        indexed = symbol.sub[-1:] in ("i", "j", "t", "k") or symbol.base in "ijtxyzpq"
        name = f"{self.keys.get(symbol, symbol)}#{self.trial}#{self.term if indexed else 0}"
        if self.matrices and symbol.base.removeprefix("Δ") in MATRIX_LETTERS:
            return (_draw(name + "a"), _draw(name + "b"), _draw(name + "c"), _draw(name + "d"))
        return complex(_draw(name))


def _draw(name: str) -> float:
    return 0.4 + 2.0 * zlib.crc32(f"{name}{name[::-1]}".encode("utf-8", "replace")) / 2**32


def _plus(a: Value, b: Value) -> Value:
    if isinstance(a, complex) and isinstance(b, complex):
        return a + b
    x, y = _matrix(a), _matrix(b)
    return (x[0] + y[0], x[1] + y[1], x[2] + y[2], x[3] + y[3])


def _matrix(a: Value) -> Matrix:
    return (a, 0j, 0j, a) if isinstance(a, complex) else a


def _times(a: Value, b: Value) -> Value:
    if isinstance(a, complex) and isinstance(b, complex):
        return a * b
    x, y = _matrix(a), _matrix(b)
    return (
        x[0] * y[0] + x[1] * y[2], x[0] * y[1] + x[1] * y[3],
        x[2] * y[0] + x[3] * y[2], x[2] * y[1] + x[3] * y[3],
    )  # fmt: skip


def _inverse(a: Value) -> Value:
    if isinstance(a, complex):
        return 1 / a
    det = a[0] * a[3] - a[1] * a[2]
    return (a[3] / det, -a[1] / det, -a[2] / det, a[0] / det)


def _each(function: Callable[[complex], complex], a: Value) -> Value:
    if isinstance(a, complex):
        return function(a)
    if a[1] == a[2] == 0 and a[0] == a[3]:
        return function(a[0])
    return (function(a[0]), function(a[1]), function(a[2]), function(a[3]))


def _raised(a: Value, b: Value) -> Value:
    if isinstance(a, complex) and isinstance(b, complex):
        return a**b
    if isinstance(b, complex) and b in (-1, 2, 3):
        return _inverse(a) if b == -1 else _times(a, a) if b == 2 else _times(a, _times(a, a))
    power = b[0] if not isinstance(b, complex) else b
    return _each(lambda z: z**power, a)


def _sigmoid(z: complex) -> complex:
    return 1 / (1 + cmath.exp(-z))


_FUNCTIONS: dict[str, Callable[[complex], complex]] = {
    "sqrt": cmath.sqrt,
    "rsqrt": lambda z: 1 / cmath.sqrt(z),
    "exp": cmath.exp,
    "log": cmath.log,
    "log2": lambda z: cmath.log(z, 2),
    "log10": cmath.log10,
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tan": cmath.tan,
    "tanh": cmath.tanh,
    "sigmoid": _sigmoid,
    "logsigmoid": lambda z: cmath.log(_sigmoid(z)),
    "silu": lambda z: z * _sigmoid(z),
    "softplus": lambda z: cmath.log(1 + cmath.exp(z)),
}


def _made_up(name: str) -> Callable[[complex], complex]:
    slope, size, speed = _draw(name), _draw(name + "'"), _draw(name + "''")
    return lambda z: slope * z + size * cmath.sin(speed * z + size)


def _applied(op: str, args: list[Value]) -> Value:
    """A function's value; arguments of a made-up one are weighed by place, those of max and min are not."""
    if op in _FUNCTIONS and len(args) == 1:
        return _each(_FUNCTIONS[op], args[0])
    total: Value = 0j
    product: Value = 1 + 0j
    for i, arg in enumerate(args):
        total = _plus(total, arg if op in ("max", "min") else _times(complex(_draw(f"{op}{i}")), arg))
        product = _times(product, arg)
    return _each(_made_up(op), _plus(total, product) if op in ("max", "min") else total)


def _value(node: Node, point: _Point) -> Value:
    if isinstance(node, Number):
        return complex(node.value)
    if isinstance(node, Symbol):
        return CONSTANTS[node] if node in CONSTANTS else point.symbol(node)
    if node.op in _SUMS and len(node.args) == 1:
        return _over_terms(node, point)
    if _is_exponential(node):
        return _each(cmath.exp, _value(node.args[1], point))
    args = [_value(arg, point) for arg in node.args]
    if node.op == "+":
        return _plus(args[0], args[1])
    if node.op == "-":
        return _plus(args[0], _times(-1 + 0j, args[1]))
    if node.op == "neg":
        return _times(-1 + 0j, args[0])
    if node.op in ("*", "×", "juxtaposed", "glued"):
        return _times(args[0], args[1])
    if node.op == "/":
        return _times(args[0], _inverse(args[1]))
    if node.op == "^":
        return _raised(args[0], args[1])
    if node.op == "T":
        a = args[0]
        return a if isinstance(a, complex) else (a[0], a[2], a[1], a[3])
    return _applied(node.op, args)


def _over_terms(node: Apply, point: _Point) -> Value:
    values = [
        _value(node.args[0], replace(point, term=point.term * (TERMS + 1) + term))
        for term in range(1, TERMS + 1)
    ]
    out = values[0]
    for value in values[1:]:
        out = _times(out, value) if node.op == "prod" else _plus(out, value)
    return _times(complex(1 / TERMS), out) if node.op == "mean" else out


def at(node: Node, keys: Keys, trial: int, *, matrices: bool = False) -> Value | None:
    """The value of ``node`` at a trial; ``None`` where it has none, or one too large."""
    try:
        value = _value(node, _Point(keys, trial, matrices))
    except (ArithmeticError, ValueError):
        return None
    parts = (value,) if isinstance(value, complex) else value
    return value if all(cmath.isfinite(z) and abs(z) < LARGEST for z in parts) else None


def values(a: Node, b: Node, keys: tuple[Keys, Keys], *, matrices: bool = False) -> list[tuple[Value, Value]]:
    """What both are worth at the trials at which both have a value."""
    found = []
    for trial in range(TRIALS):
        one, other = at(a, keys[0], trial, matrices=matrices), at(b, keys[1], trial, matrices=matrices)
        if one is not None and other is not None:
            found.append((one, other))
    return found


def close(a: Value, b: Value, tolerance: float) -> bool:
    """Whether two values differ by at most ``tolerance``, relative to the larger."""
    x, y = _matrix(a), _matrix(b)
    largest = max(map(abs, (*x, *y)))
    return all(abs(p - q) <= tolerance * largest for p, q in zip(x, y, strict=True))


def ratio(a: Node, b: Node, keys: tuple[Keys, Keys]) -> complex | None:
    """The constant that ``a`` is ``b`` times, if there is one."""
    found = [(x, y) for x, y in values(a, b, keys) if isinstance(x, complex) and isinstance(y, complex)]
    if not found or any(abs(y) < 1e-12 or abs(x) < 1e-12 for x, y in found):
        return None
    ratios = [x / y for x, y in found]
    return ratios[0] if all(close(r, ratios[0], 1e-6) for r in ratios) else None

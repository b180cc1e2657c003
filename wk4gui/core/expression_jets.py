"""Formulas in x and y evaluated with their derivatives, exact to rounding, by forward differentiation.

Every instruction carries a jet, (u, u_x, u_y, u_xx, u_xy, u_yy), and passes it on by the rules of sum, product,
quotient and chain. What is 0 everywhere is None and costs nothing. At their kinks abs and relu have the slope 0,
and max and min the mean of both slopes, as in PyTorch.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.expression_parser import Instruction, ParsedExpression, relu, sigmoid

JetEntry = Any
"""An array, a number, or None for 0 everywhere."""
Jet = tuple[JetEntry, ...]
"""(u,), (u, u_x, u_y) or (u, u_x, u_y, u_xx, u_xy, u_yy), by order 0, 1 or 2."""

_SIZES = (1, 3, 6)
_SECOND = ((3, 1, 1), (4, 1, 2), (5, 2, 2))
"""Index of each second derivative in a jet, and indices of its two first derivatives."""


def evaluate(expression: ParsedExpression, x: Array, y: Array, order: int) -> Jet:
    """The jet of a formula at points x, y, up to derivatives of an order from 0 to 2.

    NaN or infinite where the formula has no value or overflows.
    """
    jets: list[Jet] = []
    with np.errstate(all="ignore"):
        for instruction in expression.program:
            jets.append(_jet(instruction, [jets[i] for i in instruction.args], x, y, _SIZES[order]))
    return jets[-1]


def _jet(instruction: Instruction, args: list[Jet], x: Array, y: Array, size: int) -> Jet:
    op = instruction.op
    if op == "number":
        return (np.float64(instruction.value), *[None] * (size - 1))
    if op in ("x", "y"):
        slopes = (1.0, None) if op == "x" else (None, 1.0)
        return (x if op == "x" else y, *slopes, None, None, None)[:size]
    if op in _RULES:
        return _RULES[op](*args)
    if op == "power":
        return _chain(args[0], *_power(args[0][0], instruction.value, size))
    return _chain(args[0], *_FUNCTIONS[op](args[0][0]))


def _plus(a: JetEntry, b: JetEntry) -> JetEntry:
    return b if a is None else a if b is None else a + b


def _minus(a: JetEntry, b: JetEntry) -> JetEntry:
    return _negative(b) if a is None else a if b is None else a - b


def _negative(a: JetEntry) -> JetEntry:
    return None if a is None else -a


def _times(a: JetEntry, b: JetEntry) -> JetEntry:
    return None if a is None or b is None else a * b


def _sum(a: Jet, b: Jet) -> Jet:
    return tuple(map(_plus, a, b))


def _difference(a: Jet, b: Jet) -> Jet:
    return tuple(map(_minus, a, b))


def _opposite(a: Jet) -> Jet:
    return tuple(map(_negative, a))


def _product(a: Jet, b: Jet) -> Jet:
    """(ab)′ = a′b + ab′."""
    out = [a[0] * b[0]]
    out += [_plus(_times(a[i], b[0]), _times(a[0], b[i])) for i in (1, 2)[: len(a) - 1]]
    for at, i, j in _SECOND[: max(len(a) - 3, 0)]:
        ends = _plus(_times(a[at], b[0]), _times(a[0], b[at]))
        out.append(_plus(ends, _plus(_times(a[i], b[j]), _times(a[j], b[i]))))
    return tuple(out)


def _quotient(a: Jet, b: Jet) -> Jet:
    """For q = a/b: q′ = (a′ − qb′)/b, q″ = (a″ − q′b′ − b′q′ − qb″)/b."""
    q: list[JetEntry] = [a[0] / b[0]]
    q += [_over(_minus(a[i], _times(q[0], b[i])), b[0]) for i in (1, 2)[: len(a) - 1]]
    for at, i, j in _SECOND[: max(len(a) - 3, 0)]:
        mixed = _plus(_times(q[i], b[j]), _times(q[j], b[i]))
        q.append(_over(_minus(_minus(a[at], mixed), _times(q[0], b[at])), b[0]))
    return tuple(q)


def _larger(a: Jet, b: Jet) -> Jet:
    """max(a, b) with the derivatives of the larger one, of equal ones their means."""
    return tuple(_chosen(a[0] - b[0], u, v) for u, v in zip(a, b, strict=True))


def _smaller(a: Jet, b: Jet) -> Jet:
    return tuple(_chosen(b[0] - a[0], u, v) for u, v in zip(a, b, strict=True))


def _chosen(sign: JetEntry, u: JetEntry, v: JetEntry) -> JetEntry:
    """U where the sign is positive, v where it is negative, their mean at 0, NaN where there is none."""
    if u is None and v is None:
        return None
    u, v = 0.0 if u is None else u, 0.0 if v is None else v
    return np.where(sign > 0.0, u, np.where(sign < 0.0, v, 0.5 * (u + v) + 0.0 * sign))


def _over(a: JetEntry, b: JetEntry) -> JetEntry:
    return None if a is None else a / b


def _chain(u: Jet, value: JetEntry, first: JetEntry, second: JetEntry) -> Jet:
    """f(u)′ = f′u′, f(u)″ = f′u″ + f″u′u′."""
    out = [value, *(_times(first, u[i]) for i in (1, 2)[: len(u) - 1])]
    for at, i, j in _SECOND[: max(len(u) - 3, 0)]:
        out.append(_plus(_times(first, u[at]), _times(second, _times(u[i], u[j]))))
    return tuple(out)


def _power(u: Array, exponent: float, size: int) -> tuple[JetEntry, JetEntry, JetEntry]:
    """uᶜ, c uᶜ⁻¹, c(c − 1) uᶜ⁻², without derivatives that are not needed or 0."""
    first = _scaled(exponent, u, exponent - 1.0) if size > 1 else None
    second = _scaled(exponent * (exponent - 1.0), u, exponent - 2.0) if size > 3 else None
    return _whole(u, exponent), first, second


def _scaled(factor: float, u: Array, exponent: float) -> JetEntry:
    return None if factor == 0.0 else factor * _whole(u, exponent)


def _whole(u: Array, exponent: float) -> JetEntry:
    """A power of u; small integer powers by products, which is much faster."""
    if exponent == 0.0:
        return 1.0
    if exponent == 1.0:
        return u
    if exponent == 2.0:
        return u * u
    if exponent == 3.0:
        return u * u * u
    if exponent == 4.0:
        square = u * u
        return square * square
    return np.power(u, exponent)


def _exp(u: Array) -> Jet:
    v = np.exp(u)
    return v, v, v


def _log(u: Array) -> Jet:
    inverse = 1.0 / np.where(u > 0.0, u, np.nan)
    return np.log(u), inverse, -inverse * inverse


def _sqrt(u: Array) -> Jet:
    v = np.sqrt(u)
    return v, 0.5 / v, -0.25 / (v * u)


def _tan(u: Array) -> Jet:
    v = np.tan(u)
    slope = 1.0 + v * v
    return v, slope, 2.0 * v * slope


def _tanh(u: Array) -> Jet:
    v, c = np.tanh(u), np.cosh(u)
    slope = 1.0 / (c * c)
    return v, slope, -2.0 * v * slope


def _sin(u: Array) -> Jet:
    v = np.sin(u)
    return v, np.cos(u), -v


def _cos(u: Array) -> Jet:
    v = np.cos(u)
    return v, -np.sin(u), -v


def _sinh(u: Array) -> Jet:
    v = np.sinh(u)
    return v, np.cosh(u), v


def _cosh(u: Array) -> Jet:
    v = np.cosh(u)
    return v, np.sinh(u), v


def _abs(u: Array) -> Jet:
    return np.abs(u), np.sign(u), None


def _relu(u: Array) -> Jet:
    return relu(u), np.where(u > 0.0, 1.0, 0.0), None


def _sigmoid(u: Array) -> Jet:
    v = sigmoid(u)
    slope = v * sigmoid(-u)
    return v, slope, slope * np.tanh(-0.5 * u)


_RULES: dict[str, Callable[..., Jet]] = {
    "add": _sum,
    "sub": _difference,
    "mul": _product,
    "div": _quotient,
    "neg": _opposite,
    "max": _larger,
    "min": _smaller,
}
_FUNCTIONS: dict[str, Callable[[Array], Jet]] = {
    "sin": _sin,
    "cos": _cos,
    "tan": _tan,
    "exp": _exp,
    "log": _log,
    "sqrt": _sqrt,
    "abs": _abs,
    "tanh": _tanh,
    "sinh": _sinh,
    "cosh": _cosh,
    "relu": _relu,
    "sigmoid": _sigmoid,
}

"""The bowl of the weight decay lab in lines with numbers: its heights, its gradient and its norms."""

import math
from collections.abc import Sequence

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_significant
from wk4gui.labs.weight_decay.model.params import Params, loss_of

AXES = ("₁", "₂")
_DIGITS, _ALL_DIGITS = 5, 17
"""Of a number, and of one that is as exact as a float."""


def number(value: float, digits: int = _DIGITS) -> str:
    """As it stands in all lines."""
    return format_significant(float(value), digits)


def factor(value: float, digits: int = _DIGITS) -> str:
    """The same in a product or behind a sign."""
    return format_significant(float(value), digits, factor=True)


def turn(params: Params) -> tuple[float, float]:
    """Cosine and sine of the angle θ of the first direction."""
    return math.cos(math.radians(params.angle)), math.sin(math.radians(params.angle))


def apart_lines(params: Params, w: Array | Sequence[float]) -> list[str]:
    """How far a place is from the optimum, one line for each coordinate."""
    pairs = zip(AXES, w, params.optimum, strict=True)
    return [f"w{a} − w*{a} = {number(x)} − {factor(best)} = {number(x - best)}" for a, x, best in pairs]


def loss_lines(params: Params, w: Array) -> list[str]:
    """½ Σ κᵢ aᵢ² with aᵢ the distance from the optimum along direction i."""
    (cos, sin), (x, y) = turn(params), (float(each) for each in np.asarray(w) - np.array(params.optimum))
    along, across = cos * x + sin * y, cos * y - sin * x
    k1, k2 = (number(k) for k in params.curvature)
    loss = float(loss_of(params).loss(np.asarray(w)))
    return [
        sum_line("a₁ = cos θ (w₁ − w*₁) + sin θ (w₂ − w*₂)", (cos, x), (sin, y), along),
        sum_line("a₂ = cos θ (w₂ − w*₂) − sin θ (w₁ − w*₁)", (cos, y), (-sin, x), across),
        f"L = ½ (κ₁ a₁² + κ₂ a₂²) = ½ · ({k1} · {factor(along)}² + {k2} · {factor(across)}²) = {number(loss)}",
    ]


def gradient_lines(params: Params, w: Array, axis: int) -> list[str]:
    """∇L = H(w − w*) in one coordinate, with H from the curvatures and the angle."""
    H, (c, s), (k1, k2) = loss_of(params).hessian, turn(params), (number(k) for k in params.curvature)
    cos, sin, (a, b) = (factor(c), "cos"), (factor(s), "sin"), (AXES[axis], AXES[1 - axis])
    (p, first), (q, second) = (cos, sin) if axis == 0 else (sin, cos)
    apart = np.asarray(w) - np.array(params.optimum)
    return [
        f"H{a}{a} = κ₁ {first}²θ + κ₂ {second}²θ = {k1} · {p}² + {k2} · {q}² = {number(H[axis, axis])}",
        f"H{a}{b} = (κ₁ − κ₂) sin θ cos θ = ({k1} − {k2}) · {sin[0]} · {cos[0]} = {number(H[0, 1])}",
        *apart_lines(params, w),
        sum_line(
            f"∇L{a} = H{a}{a} (w{a} − w*{a}) + H{a}{b} (w{b} − w*{b})",
            (H[axis, axis], apart[axis]),
            (H[0, 1], apart[1 - axis]),
            float(H[axis] @ apart),
        ),
    ]


def norm_line(w: Array) -> str:
    """‖w‖ of a place."""
    return f"‖w‖ = √(w₁² + w₂²) = √({factor(w[0])}² + {factor(w[1])}²) = {number(float(np.hypot(*w)))}"


def minus_line(left: float, right: float) -> str:
    """A difference, of numbers that are nearly equal with the digits in which they are not."""
    digits = _digits_of_sum(left, -right)
    return f"{number(left, digits)} − {factor(right, digits)} = {number(left - right)}"


def sum_line(head: str, first: tuple[float, float], second: tuple[float, float], value: float) -> str:
    """Such as "a = 0.5 · 3 − 0.2 · 4 = 0.7"; a first factor below 0 is subtracted, and digits are not lost by it."""
    (a, x), (b, y) = first, second
    digits = _digits_of_sum(a * x, b * y)
    sign, b = ("−", -b) if b < 0.0 else ("+", b)
    products = f"{number(a, digits)} · {factor(x, digits)} {sign} {number(b, digits)} · {factor(y, digits)}"
    return f"{head} = {products} = {number(value)}"


def _digits_of_sum(first: float, second: float) -> int:
    """How many digits both have to have so that three are right in their sum."""
    largest, total = max(abs(first), abs(second)), abs(first + second)
    if total == 0.0 or not math.isfinite(largest):
        return _DIGITS
    return min(max(_DIGITS, 3 + math.ceil(math.log10(largest / total))), _ALL_DIGITS)

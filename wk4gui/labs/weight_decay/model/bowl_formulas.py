"""The loss, gradient and norms of the weight decay lab's quadratic as equations."""

import math
from collections.abc import Sequence
from functools import partial

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.equation import HALF, Equation, quantity, root
from wk4gui.core.expression import Expression, QuantityTerm, write_number
from wk4gui.core.number_format import format_significant
from wk4gui.core.number_text import DIGITS
from wk4gui.labs.weight_decay.model.params import Params, loss_of, strength_of

AXES = ("₁", "₂")
_ALL_DIGITS = 17
"""Digits of a number that is as exact as a float."""


def strength(params: Params) -> Expression:
    """The factor s of w in the penalty's gradient: λ or 2λ."""
    weight_decay = quantity("λ", params.weight_decay)
    return weight_decay if params.convention == "half" else 2.0 * weight_decay


def strength_symbol(params: Params) -> str:
    """The same in symbols."""
    return "λ" if params.convention == "half" else "2λ"


def pull(params: Params, w: float, axis: str) -> Equation:
    """The penalty's gradient in one coordinate, such as "λw₁ = 0.5 · 1.2 = 0.6"."""
    return Equation(f"{strength_symbol(params)}w{axis}", strength_of(params) * quantity("", w))


def turn(params: Params) -> tuple[QuantityTerm, QuantityTerm]:
    """Cosine and sine of the angle θ of the first direction."""
    angle = math.radians(params.angle)
    return quantity("cos θ", math.cos(angle)), quantity("sin θ", math.sin(angle))


def apart(params: Params, w: Array | Sequence[float]) -> list[Equation]:
    """The distance of a place from the optimum, an equation for each coordinate."""
    pairs = zip(AXES, w, params.optimum, strict=True)
    return [Equation(f"d{a}", quantity(f"w{a}", x) - quantity(f"w*{a}", best)) for a, x, best in pairs]


def turned(params: Params, x: float, y: float, name: str, coordinate: str) -> tuple[Equation, Equation]:
    """The components of a vector along the two directions of the quadratic."""
    cos, sin = turn(params)
    first, second = quantity(f"{coordinate}₁", x), quantity(f"{coordinate}₂", y)
    return exact_sum(f"{name}₁", cos * first, sin * second), exact_sum(f"{name}₂", cos * second, -(sin * first))


def loss_steps(params: Params, w: Array) -> list[Equation]:
    """½ Σ κᵢ aᵢ² with aᵢ the distance from the optimum along direction i."""
    x, y = (float(each) for each in np.asarray(w) - np.array(params.optimum))
    along, across = turned(params, x, y, "a", "d")
    k1, k2 = (quantity(f"κ{a}", k) for a, k in zip(AXES, params.curvature, strict=True))
    a1, a2 = quantity("a₁", along.value), quantity("a₂", across.value)
    return [*apart(params, w), along, across, Equation("L", HALF * (k1 * a1**2 + k2 * a2**2))]


def gradient_steps(params: Params, w: Array, axis: int) -> list[Equation]:
    """∇L = H(w − w*) in one coordinate, with H from the curvatures and the angle."""
    H, (cos, sin) = loss_of(params).hessian, turn(params)
    k1, k2 = (quantity(f"κ{a}", k) for a, k in zip(AXES, params.curvature, strict=True))
    a, b = AXES[axis], AXES[1 - axis]
    first, second = (cos, sin) if axis == 0 else (sin, cos)
    distance = np.asarray(w) - np.array(params.optimum)
    own = quantity(f"H{a}{a}", H[axis, axis]) * quantity(f"d{a}", distance[axis])
    other = quantity(f"H{a}{b}", H[0, 1]) * quantity(f"d{b}", distance[1 - axis])
    return [
        Equation(f"H{a}{a}", k1 * first**2 + k2 * second**2),
        Equation(f"H{a}{b}", (k1 - k2) * sin * cos),
        *apart(params, w),
        exact_sum(f"∇L{a}", own, other),
    ]


def norm_step(w: Array) -> Equation:
    """‖w‖ of a place."""
    first, second = (quantity(f"w{a}", x) for a, x in zip(AXES, w, strict=True))
    return Equation("‖w‖", root(first**2 + second**2))


def exact_difference(name: str, left: Expression, right: Expression) -> Equation:
    """A difference; nearly equal numbers are written with enough digits to differ."""
    return exact_sum(name, left, -right, left - right)


def exact_sum(name: str, first: Expression, second: Expression, formula: Expression | None = None) -> Equation:
    """A sum whose terms have enough digits for three correct digits of the result."""
    write = partial(format_significant, digits=_digits_of_sum(first.value, second.value))
    return Equation(name, first + second if formula is None else formula, write=write, write_value=write_number)


def _digits_of_sum(first: float, second: float) -> int:
    largest, total = max(abs(first), abs(second)), abs(first + second)
    if total == 0.0 or not math.isfinite(largest):
        return DIGITS
    return min(max(DIGITS, 3 + math.ceil(math.log10(largest / total))), _ALL_DIGITS)

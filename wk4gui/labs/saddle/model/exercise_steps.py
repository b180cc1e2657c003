"""What the exercise of the saddle lab asks for: derivatives, eigenvalues, the kind, and a noisy step."""

import math
from collections.abc import Callable

from wk4gui.core.equation import Equation, quantity, root
from wk4gui.core.expression import Call
from wk4gui.core.number_format import format_number
from wk4gui.lab.exercise import (
    Decision,
    Difficulty,
    Misconception,
    Quantity,
    Working,
    choice,
    number,
    option,
    slip,
)
from wk4gui.lab.exercise_numbers import linear, update_slips
from wk4gui.labs.saddle.model.exercise_given import KINDS, Surface, eigenvalues_of


def _gradient() -> list[Quantity]:
    return [_slope(0), _slope(1)]


def _slope(i: int) -> Quantity:
    name = f"∂f/∂{'xy'[i]}"

    def rule(given: Surface, working: Working) -> Equation:
        a, b, c, d, e, f = given.coefficients
        x, y = quantity("x", given.start[0]), quantity("y", given.start[1])
        pairs = ((c, x), (2.0 * d, y), (f, None)) if i else ((3.0 * a, x**2), (2.0 * b, x), (c, y), (e, None))
        return Equation(name, linear(pairs))

    def without(part: Callable[[Surface], float]) -> Callable[[Surface, Working], float]:
        return lambda g, w: g.gradient(*g.start)[i] - part(g)

    return number(
        f"g{i}",
        name,
        f"∂f/∂{'xy'[i]} at P",
        rule,
        slip(
            "constant_forgotten",
            "The linear term is missing: its derivative is its coefficient.",
            without(lambda g: g.coefficients[4 + i]),
        ),
        slip(
            "cross_forgotten",
            "The derivative of the term with xy is missing.",
            without(lambda g: g.coefficients[2] * g.start[1 - i]),
        ),
        slip(
            "two_forgotten",
            "The factor 2 of the square is missing: (x²)′ = 2x.",
            without(lambda g: g.coefficients[(1, 3)[i]] * g.start[i]),
        ),
        slip("at_the_point", "This is the gradient at the other point, where it is zero.", lambda g, w: 0.0),
        step="gradient at P",
    )


def _hessian() -> list[Quantity]:
    here = "second derivatives"

    def f_xx(given: Surface, working: Working) -> Equation:
        a, b = given.coefficients[:2]
        x = quantity("x", given.critical[0])
        return Equation("f_xx", linear(((6.0 * a, x), (2.0 * b, None))))

    return [
        number(
            "f_xx",
            "f_xx",
            "∂²f/∂x² where the gradient is zero",
            f_xx,
            slip(
                "cubic_forgotten",
                "The term with x³ bends, too: (x³)″ = 6x.",
                lambda g, w: 2.0 * g.coefficients[1] if g.coefficients[0] else None,
            ),
            slip(
                "two_forgotten",
                "The factor 2 of the square is missing: (x²)″ = 2.",
                lambda g, w: 6.0 * g.coefficients[0] * g.critical[0] + g.coefficients[1],
            ),
            slip(
                "once_derived",
                "(x³)″ is 6x, not 3x².",
                lambda g, w: (
                    3.0 * g.coefficients[0] * g.critical[0] ** 2 + 2.0 * g.coefficients[1]
                    if g.coefficients[0]
                    else None
                ),
            ),
            step=here,
        ),
        number(
            "f_xy",
            "f_xy",
            "∂²f/∂x∂y",
            lambda g, w: Equation("f_xy", quantity("", g.coefficients[2])),
            slip("cross_zero", "The term with xy has a mixed derivative: its coefficient.", lambda g, w: 0.0),
            slip(
                "cross_doubled", "The coefficient of xy counts once: (xy)_xy = 1.", lambda g, w: 2.0 * g.coefficients[2]
            ),
            slip(
                "cross_halved",
                "The coefficient of xy is not halved: (xy)_xy = 1.",
                lambda g, w: 0.5 * g.coefficients[2],
            ),
            step=here,
        ),
        number(
            "f_yy",
            "f_yy",
            "∂²f/∂y²",
            lambda g, w: Equation("f_yy", 2.0 * quantity("", g.coefficients[3])),
            slip("two_forgotten", "The factor 2 of the square is missing: (y²)″ = 2.", lambda g, w: g.coefficients[3]),
            step=here,
        ),
    ]


def _determinant() -> Quantity:
    def rule(given: Surface, working: Working) -> Equation:
        return Equation(
            "det H",
            quantity("f_xx", working["f_xx"]) * quantity("f_yy", working["f_yy"])
            - quantity("f_xy", working["f_xy"]) ** 2,
        )

    return number(
        "det",
        "det H",
        "determinant of the Hessian",
        rule,
        slip("cross_forgotten", "f_xy² is subtracted: f_xx f_yy − f_xy².", lambda g, w: w["f_xx"] * w["f_yy"]),
        slip("cross_added", "f_xy² is subtracted, not added.", lambda g, w: w["f_xx"] * w["f_yy"] + w["f_xy"] ** 2),
        slip(
            "cross_not_squared",
            "f_xy stands in the Hessian twice: it is squared.",
            lambda g, w: w["f_xx"] * w["f_yy"] - w["f_xy"],
        ),
        slip("trace_for_determinant", "This is the trace.", lambda g, w: w["f_xx"] + w["f_yy"]),
        step="eigenvalues",
    )


def _eigenvalues() -> list[Quantity]:
    return [_eigenvalue(1), _eigenvalue(0)]


def _from(working: Working) -> tuple[float, float]:
    return eigenvalues_of((working["f_xx"], working["f_xy"], working["f_yy"]))


def _eigenvalue(which: int) -> Quantity:
    name = ("λ₋", "λ₊")[which]

    def rule(given: Surface, working: Working) -> Equation:
        p, q, r = (quantity(key, working[key]) for key in ("f_xx", "f_xy", "f_yy"))
        spread = root((p - r) ** 2 + 4.0 * q**2)
        return Equation(name, (p + r + spread) / 2.0 if which else (p + r - spread) / 2.0)

    return number(
        f"l{which}",
        name,
        f"the {('smaller', 'larger')[which]} eigenvalue",
        rule,
        slip("other_eigenvalue", "This is the other eigenvalue.", lambda g, w: _from(w)[1 - which]),
        slip(
            "diagonal",
            "The diagonal holds the eigenvalues only where f_xy is 0.",
            lambda g, w: (max if which else min)(w["f_xx"], w["f_yy"]),
        ),
        slip("not_halved", "Trace and root are halved.", lambda g, w: 2.0 * _from(w)[which]),
        slip("sign", "The sign is wrong.", lambda g, w: -_from(w)[which]),
        step="eigenvalues",
    )


def _kind() -> Quantity:
    def rule(given: Surface, working: Working) -> Decision:
        low, high = (float(working[f"l{i}"]) for i in (0, 1))
        words = f"λ₋ = {format_number(low)} and λ₊ = {format_number(high)}"
        if low > 0.0:
            return Decision("minimum", f"{words} are both positive")
        return (
            Decision("maximum", f"{words} are both negative")
            if high < 0.0
            else Decision("saddle", f"{words} differ in sign")
        )

    def bends(low: float, high: float) -> Callable[[Surface, Working], bool]:
        """Whether the signs of the eigenvalues are these."""
        return lambda g, w: math.copysign(1.0, w["l0"]) == low and math.copysign(1.0, w["l1"]) == high

    slips: tuple[Misconception, ...] = (
        option("zero_gradient", "minimum", "A zero gradient alone makes no minimum: λ₋ is negative.", bends(-1, 1)),
        option(
            "determinant_alone",
            "minimum",
            "det H > 0 leaves two kinds; the trace is negative: a maximum.",
            bends(-1, -1),
        ),
        option("zero_gradient_top", "maximum", "A zero gradient alone makes no maximum: λ₊ is positive.", bends(-1, 1)),
        option(
            "trace_sign", "maximum", "Both eigenvalues are positive: f bends upwards in every direction.", bends(1, 1)
        ),
        option("saddle_by_zero", "saddle", "Both eigenvalues are positive; a saddle needs both signs.", bends(1, 1)),
        option("saddle_by_minus", "saddle", "Both eigenvalues are negative; a saddle needs both signs.", bends(-1, -1)),
    )
    return choice("kind", "kind", "the kind of point", KINDS, rule, *slips, step="kind")


def _noisy(i: int) -> Quantity:
    axis = "xy"[i]

    def rule(given: Surface, working: Working) -> Equation:
        felt = quantity(f"∂f/∂{axis}", working[f"g{i}"]) + quantity("ε", given.noise[i])
        return Equation(axis, quantity(axis, given.start[i]) - quantity("α", given.rate) * felt, "←")

    def felt(given: Surface, working: Working) -> float:
        return float(working[f"g{i}"]) + given.noise[i]

    return number(
        f"p{i}",
        f"{axis} after the step",
        f"{axis} after the noisy step",
        rule,
        *update_slips(lambda g, w: g.start[i], lambda g, w: g.rate, felt),
        slip(
            "noise_on_position",
            "The noise is part of the gradient: α multiplies it, too.",
            lambda g, w: g.start[i] - g.rate * w[f"g{i}"] + g.noise[i],
        ),
        slip("noise_forgotten", "The noise is missing.", lambda g, w: g.start[i] - g.rate * w[f"g{i}"]),
        step="noisy step",
    )


def _factor() -> Quantity:
    return number(
        "factor",
        "1 − αλ₋",
        "factor of a step along the direction of λ₋",
        lambda g, w: Equation("1 − αλ₋", 1.0 - quantity("α", g.rate) * quantity("λ₋", w["l0"])),
        slip("other_direction", "This is the factor along the direction of λ₊.", lambda g, w: 1.0 - g.rate * w["l1"]),
        slip(
            "sign_of_curvature",
            "The sign of λ₋ counts: a negative one moves away, a positive one comes closer.",
            lambda g, w: 1.0 + g.rate * w["l0"],
        ),
        slip("curvature_alone", "This is αλ₋ alone; the old distance stays, too.", lambda g, w: -g.rate * w["l0"]),
        step="escape",
    )


def _tenfold() -> Quantity:
    def rule(given: Surface, working: Working) -> Equation:
        factor = quantity("1 − αλ₋", working["factor"])
        return Equation("n", Call("first n with a tenfold or tenth distance for ", lambda f: _count(f), factor, ""))

    return number(
        "n",
        "n",
        "steps until that distance is ten times as large (or, if it shrinks, a tenth)",
        rule,
        slip(
            "linear",
            "Factors multiply: n = ln 10 / |ln factor|, not 9 equal parts.",
            lambda g, w: float(math.ceil(9.0 / abs(w["factor"] - 1.0))) if w["factor"] != 1.0 else None,
        ),
        slip("hundredfold", "This is for a hundredfold.", lambda g, w: _count(w["factor"], 100.0)),
        step="escape",
    )


def _count(factor: float, times: float = 10.0) -> float:
    """The smallest n with |factor|ⁿ at least ``times`` or at most its inverse; NaN for a factor of 0 or 1."""
    size = abs(math.log(abs(factor))) if factor else 0.0
    return float(math.ceil(math.log(times) / size - 1e-9)) if size > 1e-12 else math.nan


def asked_of(given: Surface, difficulty: Difficulty) -> list[Quantity]:
    """What is asked for, in the order of computation."""
    asked = [*_gradient(), *_hessian(), _determinant(), *_eigenvalues(), _kind()]
    if difficulty != "easy":
        asked += [_noisy(0), _noisy(1), _factor()]
    if difficulty == "hard":
        asked.append(_tenfold())
    return asked

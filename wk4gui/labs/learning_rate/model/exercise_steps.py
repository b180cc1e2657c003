"""What the exercise of the learning_rate lab asks for: gradients, steps, velocities and limits."""

import math

from wk4gui.core.equation import Equation, quantity
from wk4gui.core.expression import Call, Expression, QuantityTerm
from wk4gui.core.names import subscript
from wk4gui.lab.exercise import Difficulty, Quantity, Working, number, slip
from wk4gui.lab.exercise_numbers import update_slips
from wk4gui.labs.learning_rate.model.exercise_given import Bowl

_LEFT = 0.01


def asked_of(given: Bowl, difficulty: Difficulty) -> list[Quantity]:
    """What is asked for, in the order of computation."""
    asked = [*_gradients(0), *_steps(1, heavy=difficulty == "hard"), _limit(given), _best()]
    if difficulty == "medium":
        asked = [*asked[:4], *_gradients(1), *_steps(2, heavy=False), *asked[4:], _steps_left()]
    if difficulty == "hard":
        asked = [*asked[:-2], *_gradients(1), *_velocities(2), *_steps(2, heavy=True), _limit(given)]
    return asked


def _lam(given: Bowl, i: int) -> QuantityTerm:
    return quantity("λ" + subscript(i + 1), given.curvature[i])


def _w(i: int, step: int) -> str:
    return f"w{i}_{step}"


def _place(given: Bowl, working: Working, i: int, step: int) -> float:
    """A coordinate after a number of steps."""
    return given.start[i] if step == 0 else float(working[_w(i, step)])


def _at(i: int, step: int) -> str:
    return f"w{subscript(i + 1)}" if step == 0 else f"w{subscript(i + 1)} after step {step}"


def _gradients(step: int) -> list[Quantity]:
    return [_gradient(i, step) for i in (0, 1)]


def _gradient(i: int, step: int) -> Quantity:
    name = f"g{subscript(i + 1)}" + (f" after step {step}" if step else "")

    def rule(given: Bowl, working: Working) -> Equation:
        return Equation(name, _lam(given, i) * quantity(f"w{subscript(i + 1)}", _place(given, working, i, step)))

    where = "the start" if step == 0 else f"w after step {step}"
    return number(
        f"g{i}_{step}",
        name,
        f"∂L/∂w{subscript(i + 1)} at {where}",
        rule,
        slip("curvature_forgotten", "The curvature is missing: g = λw.", lambda g, w: _place(g, w, i, step)),
        slip(
            "half_kept",
            "The ½ cancels the 2 of the square: (½λw²)′ = λw.",
            lambda g, w: 0.5 * g.curvature[i] * _place(g, w, i, step),
        ),
        slip(
            "other_curvature",
            "This takes the curvature of the other axis.",
            lambda g, w: g.curvature[1 - i] * _place(g, w, i, step),
        ),
        slip(
            "loss_for_gradient",
            "This is the loss along this axis, not its slope.",
            lambda g, w: 0.5 * g.curvature[i] * _place(g, w, i, step) ** 2,
        ),
        step=f"gradient at {where}",
    )


def _velocities(step: int) -> list[Quantity]:
    return [_velocity(i, step) for i in (0, 1)]


def _past(given: Bowl, working: Working, i: int, step: int) -> float:
    """The velocity before a step; that of the first step is its gradient."""
    return float(working[f"g{i}_0"]) if step == 2 else 0.0


def _velocity(i: int, step: int) -> Quantity:
    v = f"v{subscript(i + 1)}"

    def rule(given: Bowl, working: Working) -> Equation:
        past = quantity(f"{v} before", _past(given, working, i, step))
        now = quantity(f"g{subscript(i + 1)}", working[f"g{i}_{step - 1}"])
        return Equation(v, quantity("μ", given.momentum) * past + now)

    return number(
        f"v{i}_{step}",
        f"{v} of step {step}",
        f"velocity along w{subscript(i + 1)} in step {step}",
        rule,
        slip(
            "velocity_forgotten",
            "The velocity of the step before is missing: v ← μv + g.",
            lambda g, w: float(w[f"g{i}_{step - 1}"]),
        ),
        slip(
            "velocity_sign",
            "The old velocity is added: v ← μv + g.",
            lambda g, w: float(w[f"g{i}_{step - 1}"]) - g.momentum * _past(g, w, i, step),
        ),
        slip(
            "momentum_on_gradient",
            "μ multiplies the old velocity, not the gradient.",
            lambda g, w: _past(g, w, i, step) + g.momentum * float(w[f"g{i}_{step - 1}"]),
        ),
        slip(
            "momentum_forgotten",
            "μ is missing: only a part of the old velocity stays.",
            lambda g, w: _past(g, w, i, step) + float(w[f"g{i}_{step - 1}"]),
        ),
        step=f"velocity of step {step}",
    )


def _steps(step: int, *, heavy: bool) -> list[Quantity]:
    return [_moved(i, step, heavy=heavy) for i in (0, 1)]


def _moved(i: int, step: int, *, heavy: bool) -> Quantity:
    letter = "v" if heavy and step > 1 else "g"
    key = f"{letter}{i}_{step}" if letter == "v" else f"g{i}_{step - 1}"

    def rule(given: Bowl, working: Working) -> Equation:
        old = quantity(f"w{subscript(i + 1)}", _place(given, working, i, step - 1))
        return Equation(
            f"w{subscript(i + 1)}",
            old - quantity("α", given.rate) * quantity(letter + subscript(i + 1), working[key]),
            "←",
        )

    slips = update_slips(lambda g, w: _place(g, w, i, step - 1), lambda g, w: g.rate, lambda g, w: float(w[key]))
    if step == 2:
        slips += (
            slip(
                "from_the_start",
                "The second step begins where the first one ended.",
                lambda g, w: g.start[i] - g.rate * float(w[key]),
            ),
            slip(
                "old_gradient",
                "The gradient of the first step is used again; it belongs to the new place.",
                lambda g, w: _place(g, w, i, 1) - g.rate * float(w[f"g{i}_0"]),
            ),
        )
    if letter == "v":
        slips += (
            slip(
                "gradient_for_velocity",
                "The velocity is what moves w: w ← w − αv.",
                lambda g, w: _place(g, w, i, 1) - g.rate * float(w[f"g{i}_1"]),
            ),
        )
    return number(
        _w(i, step), _at(i, step), f"w{subscript(i + 1)} after step {step}", rule, *slips, step=f"step {step}"
    )


def _limit(given: Bowl) -> Quantity:
    def rule(given: Bowl, working: Working) -> Equation:
        return Equation("α", _two(given) / quantity("λₘₐₓ", given.curvature[1]))

    return number(
        "limit",
        "largest stable α",
        "the rate above which the steps grow" + (" (with this momentum)" if given.momentum else ""),
        rule,
        slip("first_limit", "1/λₘₐₓ is where w changes sides; it still comes closer up to the limit.", _first_limit),
        slip(
            "flat_curvature", "The steepest axis decides: λₘₐₓ, not λₘᵢₙ.", lambda g, w: _two(g).value / g.curvature[0]
        ),
        slip(
            "mean_curvature",
            "The largest curvature decides, not the average.",
            lambda g, w: _two(g).value / (sum(g.curvature) / 2.0),
        ),
        slip(
            "curvature_not_inverted",
            "The limit falls with the curvature: it is divided by λₘₐₓ.",
            lambda g, w: _two(g).value * g.curvature[1],
        ),
        *(
            (slip("momentum_ignored", "With momentum the limit is (2 + 2μ)/λₘₐₓ.", lambda g, w: 2.0 / g.curvature[1]),)
            if given.momentum
            else ()
        ),
        step="limits",
    )


def _two(given: Bowl) -> Expression:
    """2, or with momentum 2 + 2μ."""
    if not given.momentum:
        return QuantityTerm(2.0)
    return 2.0 + 2.0 * quantity("μ", given.momentum)


def _first_limit(given: Bowl, working: Working) -> float | None:
    return 0.5 * _two(given).value / given.curvature[1]


def _best() -> Quantity:
    def rule(given: Bowl, working: Working) -> Equation:
        return Equation("α", 2.0 / (_lam(given, 0) + _lam(given, 1)))

    return number(
        "best",
        "best α",
        "the rate with which the slower axis is fastest",
        rule,
        slip(
            "one_over_steep",
            "1/λₘₐₓ lands at once along the steep axis and leaves the flat one slow.",
            lambda g, w: 1.0 / g.curvature[1],
        ),
        slip("one_over_flat", "1/λₘᵢₙ is for the flat axis alone.", lambda g, w: 1.0 / g.curvature[0]),
        slip("two_forgotten", "The 2 is missing: 2/(λ₁ + λ₂).", lambda g, w: 1.0 / sum(g.curvature)),
        slip(
            "limit_for_best",
            "This is the limit of stability: there the steep axis gains nothing.",
            lambda g, w: 2.0 / g.curvature[1],
        ),
        step="limits",
    )


def _steps_left() -> Quantity:
    def rule(given: Bowl, working: Working) -> Equation:
        r = quantity("max |1 − αλ|", max(_factors(given)))
        return Equation("n", Call("first n with rⁿ ≤ 0.01 for r = ", lambda r: float(_count(r)), r, ""))

    return number(
        "n",
        "n",
        "steps until 1 % of the distance is left along each axis",
        rule,
        slip(
            "fast_axis",
            "The slower axis decides, the one with the larger |1 − αλ|.",
            lambda g, w: float(_count(min(_factors(g)))),
        ),
        slip("ten_percent", "This many steps leave 10 %.", lambda g, w: float(_count(max(_factors(g)), 0.1))),
        step="how long",
    )


def _factors(given: Bowl) -> list[float]:
    """|1 − αλ| of both axes."""
    return [abs(1.0 - given.rate * each) for each in given.curvature]


def _count(factor: float, left: float = _LEFT) -> int:
    """The smallest n with factorⁿ ≤ left."""
    return math.ceil(math.log(left) / math.log(factor) - 1e-9)

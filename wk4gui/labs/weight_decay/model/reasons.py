"""The reasons of the numbers of the weight decay lab: steps, curves over the steps, and map."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.equation import Equation, quantity
from wk4gui.core.expression import Expression
from wk4gui.core.number_text import number
from wk4gui.lab.reason import Reason
from wk4gui.labs.weight_decay.model.bowl_formulas import (
    AXES,
    exact_difference,
    exact_sum,
    gradient_steps,
    loss_steps,
    norm_step,
    pull,
    strength,
    turn,
    turned,
)
from wk4gui.labs.weight_decay.model.params import Params, loss_of, strength_of
from wk4gui.labs.weight_decay.model.result import Result
from wk4gui.labs.weight_decay.model.step_formulas import direction_steps, new_steps

CurveQuantity = Literal["norm", "loss", "objective", "difference"]
TermRow = Literal["w", "gradient", "pull", "sum", "shrink", "kept", "move", "new"]
Path = Literal["plain", "l2", "decay", "decay_velocity"]
_PATHS: dict[str, str] = {
    "plain": "without penalty",
    "l2": "penalty in the gradient",
    "decay": "shrink, then step",
    "decay_velocity": "decay through the velocity",
}
_ROWS: dict[TermRow, str] = {
    "gradient": "Gradient of the loss",
    "pull": "Gradient of the penalty",
    "sum": "Gradient of loss and penalty",
    "shrink": "Decrease by the decay",
    "kept": "Weight after the decay",
    "move": "Move by the optimizer",
}


def cell_reason(params: Params, result: Result, path: Path, row: TermRow, t: int, axis: int) -> Reason | None:
    """A number of the step from t to t + 1 along a path, by its row of the columns; None if it is not finite."""
    if row in ("w", "new"):
        return weight_reason(params, result, path, t + (row == "new"), axis)
    a, w, s = AXES[axis], float(_path(result, path)[t, axis]), strength_of(params)
    gradient = float(result.gradient[result.paths.index(path), t, axis])
    rate, before = quantity("α", params.learning_rate), quantity(f"w{a}", w)
    steps: list[Equation]
    if row == "gradient":
        steps, value = gradient_steps(params, _path(result, path)[t], axis), gradient
    elif row == "pull":
        steps, value = [pull(params, w, a)], s * w
    elif row == "sum":
        value = gradient + s * w
        steps = [Equation("", quantity(f"∇L{a}", gradient) + strength(params) * before)]
    elif row == "shrink":
        steps, value = [Equation("", -rate * strength(params) * before)], -params.learning_rate * s * w
    elif row == "kept":
        steps, value = [Equation("", (1.0 - rate * strength(params)) * before)], (1.0 - params.learning_rate * s) * w
    else:
        steps = direction_steps(params, result, path, t, axis)
        value = steps[-1].value
    return _reason(f"{_ROWS[row]}, w{a}, step {t} to {t + 1}, {_PATHS[path]}", steps, value)


def weight_reason(params: Params, result: Result, path: Path, t: int, axis: int) -> Reason | None:
    """A coordinate after t steps; None if it is not finite."""
    value = float(_path(result, path)[t, axis])
    steps = new_steps(params, result, path, t, axis) if math.isfinite(value) else []
    where = f"after step {t}, {_PATHS[path]}" if t else "at the start, as set"
    return _reason(f"w{AXES[axis]} {where}", steps, value)


def point_reason(params: Params, result: Result, path: Path, t: int) -> Reason | None:
    """Both coordinates after t steps."""
    first, second = (weight_reason(params, result, path, t, axis) for axis in (0, 1))
    if first is None or second is None:
        return None
    where = f"after step {t}, {_PATHS[path]}" if t else "at the start, as set"
    subject = f"w = ({number(first.value)}, {number(second.value)}) {where}"
    return Reason(subject, (*first.steps, *second.steps), second.value)


def curve_reason(params: Params, result: Result, quantity_: CurveQuantity, path: Path, t: int) -> Reason | None:
    """A value over the steps; None if it is not finite."""
    w = _path(result, path)[t]
    if not np.isfinite(w).all():
        return None
    where = f"after step {t}, {_PATHS[path]}"
    if quantity_ == "difference":
        return difference_reason(result, path, t, f"Distance from the penalty's path {where}")
    if quantity_ == "norm":
        return _reason(f"Norm ‖w‖ {where}", [norm_step(w)], float(np.hypot(*w)))
    made = loss_reason if quantity_ == "loss" else objective_reason
    reason = made(params, w)
    return _reason(f"{reason.subject.partition(' at ')[0]} {where}", list(reason.equations), reason.value)


def difference_reason(result: Result, path: Path, t: int, subject: str) -> Reason | None:
    """The distance of a path from the penalty's, in the coordinate with the larger one."""
    apart = _path(result, "l2")[t] - _path(result, path)[t]
    if not np.isfinite(apart).all():
        return None
    axis = int(np.argmax(np.abs(apart)))
    pair = [(float(_path(result, each)[t, axis]), _PATHS[each]) for each in ("l2", path)]
    (larger, first), (smaller, second) = sorted(pair, key=lambda each: each[0], reverse=True)
    words = f"w{AXES[axis]} after step {t}: {first}, minus {second}"
    step = exact_difference("", quantity("", larger), quantity("", smaller))
    return Reason(subject, (words, step), larger - smaller)


def gap_reason(result: Result, t: int, axis: int) -> Reason | None:
    """The difference of both new weights in one coordinate, with its sign."""
    left, right = (float(_path(result, path)[t, axis]) for path in ("l2", "decay"))
    words = f"w{AXES[axis]} after step {t}: {_PATHS['l2']}, minus {_PATHS['decay']}"
    step = exact_difference("", quantity("", left), quantity("", right))
    return Reason("Difference of both new weights", (words, step), left - right)


def largest_gap_reason(result: Result, path: Path = "decay", last: int | None = None) -> Reason | None:
    """The largest distance of a path from the penalty's up to a step."""
    with np.errstate(invalid="ignore", over="ignore"):
        apart = np.abs(_path(result, "l2") - _path(result, path)).max(axis=-1)[: None if last is None else last + 1]
    t = int(np.nanargmax(apart))
    return difference_reason(result, path, t, f"Largest distance from the penalty's path: {_PATHS[path]}")


def loss_reason(params: Params, w: Array) -> Reason:
    """L at a place."""
    return Reason(f"Loss at w = {_place(w)}", tuple(loss_steps(params, w)), float(loss_of(params).loss(np.asarray(w))))


def objective_reason(params: Params, w: Array) -> Reason:
    """Loss, penalty and their sum at a place."""
    loss, penalty = loss_reason(params, w), _penalty(params, w)
    whole = Equation("J", quantity("L", loss.value) + quantity("P", penalty.value))
    subject = f"Loss, penalty and objective at w = {_place(w)}"
    return Reason(subject, (*loss.steps, penalty, whole), whole.value)


def optimum_reason(params: Params) -> Reason:
    """The minimum of the loss, as set."""
    steps = tuple(Equation(f"w*{a}", quantity("", value)) for a, value in zip(AXES, params.optimum, strict=True))
    return Reason(f"Where ∇L = H(w − w*) is 0, as set: w* = {_place(params.optimum)}", steps, params.optimum[1])


def regularized_reason(params: Params, result: Result, *, rule: bool = False, axis: int = 1) -> Reason | None:
    """(H + sI)⁻¹Hw*, where the penalty's path ends, or that of "shrink, then step"; None if there is no such place."""
    place = result.rule_optimum if rule else result.regularized_optimum
    s = result.rule_strength if rule else strength_of(params)
    if place is None or s is None:
        return None
    own = strength_reason(params, result) if rule else None
    steps: list[Equation] = [own.equations[0]] if own is not None else [Equation("s", strength(params))]
    along, across = turned(params, *params.optimum, "a", "w*")
    kept = [
        Equation(f"k{a}", quantity(f"κ{a}", k) / (quantity(f"κ{a}", k) + quantity("s", s)) * quantity(f"a{a}", c.value))
        for a, k, c in zip(AXES, params.curvature, (along, across), strict=True)
    ]
    cos, sin = turn(params)
    first, second = (quantity(f"k{a}", each.value) for a, each in zip(AXES, kept, strict=True))
    back = (exact_sum("w₁", cos * first, -(sin * second)), exact_sum("w₂", sin * first, cos * second))
    name = "End of shrink, then step" if rule else "Optimum with the penalty"
    subject = f"{name}: (H + sI)⁻¹Hw* = {_place(place)}, from w* = {_place(params.optimum)}"
    shown = back if axis == 1 else back[::-1]
    return Reason(subject, (*steps, along, across, *kept, *shown), float(place[axis]))


def strength_reason(params: Params, result: Result) -> Reason | None:
    """The effective strength s of "shrink, then step"; None for adam."""
    if result.rule_strength is None:
        return None
    s: Expression = strength(params)
    if params.optimizer == "momentum":
        s = s * (1.0 - quantity("μ", params.momentum))
    if params.rule == "as_printed":
        s = quantity("α", params.learning_rate) * s
    return Reason("Strength of the decay", (Equation("s", s),), result.rule_strength)


def factor_reason(params: Params, result: Result) -> Reason:
    """The factor by which a step first multiplies w."""
    step = Equation("", 1.0 - quantity("α", params.learning_rate) * strength(params))
    return Reason("Factor by which a step multiplies the weights", (step,), result.shrink_factor)


def kept_reason(params: Params, k: int) -> Reason:
    """The share of the optimum that is left along a direction."""
    kappa = quantity(f"κ{AXES[k]}", params.curvature[k])
    share = params.curvature[k] / (params.curvature[k] + strength_of(params))
    return Reason(
        f"Share of the optimum that is left along κ{AXES[k]}",
        (Equation("", kappa / (kappa + strength(params))),),
        share,
    )


def limit_reason(params: Params, result: Result) -> Reason:
    """The limit of α for SGD on loss and penalty."""
    step = Equation("", 2.0 / (quantity("κ", max(params.curvature)) + strength(params)))
    return Reason("SGD on loss and penalty is stable for α below this", (step,), result.stability_limit)


def live_reason(params: Params, result: Result, frame: int, name: str) -> Reason | None:
    """The reason of a live number of the lesson that none of its formulas computes."""
    makers: dict[str, Callable[[], Reason | None]] = {
        "max_difference": partial(largest_gap_reason, result),
        "shrink_factor": partial(factor_reason, params, result),
    }
    return makers[name]() if name in makers else None


def _penalty(params: Params, w: Array | Sequence[float]) -> Equation:
    factor: Expression = quantity("λ", params.weight_decay)
    if params.convention == "half":
        factor = factor / 2.0
    return Equation("P", factor * (quantity("w₁", w[0]) ** 2 + quantity("w₂", w[1]) ** 2))


def _path(result: Result, path: str) -> Array:
    points: Array = getattr(result, f"path_{path}")
    return points


def _reason(subject: str, steps: Sequence[Equation], value: float) -> Reason | None:
    return Reason(subject, tuple(steps), value) if math.isfinite(value) else None


def _place(w: Array | Sequence[float]) -> str:
    return f"({number(w[0])}, {number(w[1])})"

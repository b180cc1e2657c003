"""Equations of a step of the weight decay lab along a path, one coordinate at a time."""

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.equation import Equation, quantity
from wk4gui.core.expression import Expression
from wk4gui.core.optimizer_formulas import DirectionFormulas, direction_formulas
from wk4gui.labs.weight_decay.model.bowl_formulas import AXES, strength
from wk4gui.labs.weight_decay.model.params import Params, settings_of, strength_of
from wk4gui.labs.weight_decay.model.result import Result


def new_steps(params: Params, result: Result, path: str, t: int, axis: int) -> list[Equation]:
    """The equations of a coordinate after t steps; at the start it is set."""
    a, points = AXES[axis], getattr(result, f"path_{path}")
    if t == 0:
        return [Equation(f"w{a}", quantity("", points[0, axis]))]
    steps, direction = _direction(params, result, path, t - 1, axis)
    before, rate = quantity(f"w{a}", points[t - 1, axis]), quantity("α", params.learning_rate)
    kept: Expression = before
    if path == "decay":
        kept = (1.0 - rate * strength(params)) * before
    if path == "decay_velocity":
        own = _own_velocity(params, points[:t, axis], a)
        steps, kept = [own, *steps], before - rate * quantity("u", own.value)
    return [*steps, Equation(f"w{a}", kept - _move(params, path, direction), "←")]


def direction_steps(params: Params, result: Result, path: str, t: int, axis: int) -> list[Equation]:
    """The optimizer's move of a coordinate in the step from t to t + 1, without the decay."""
    steps, direction = _direction(params, result, path, t, axis)
    return [*steps, Equation("", -_move(params, path, direction))]


def _move(params: Params, path: str, direction: Expression) -> Expression:
    """α times the direction; only the direction in the printed rule, which omits α."""
    forgotten = path == "decay" and params.rule == "as_printed"
    return direction if forgotten else quantity("α", params.learning_rate) * direction


def _direction(params: Params, result: Result, path: str, t: int, axis: int) -> DirectionFormulas:
    """The factor of α in the step from t to t + 1; the gradient of a path is ∇L, in "l2" with the penalty's."""
    a, w = AXES[axis], getattr(result, f"path_{path}")[: t + 1, axis]
    gradients = result.gradient[result.paths.index(path), : t + 1, axis]
    whole: Expression = quantity(f"∇L{a}", gradients[-1])
    if path == "l2":
        gradients = gradients + strength_of(params) * w
        whole = whole + strength(params) * quantity(f"w{a}", w[-1])
    steps, direction = direction_formulas(params.optimizer, settings_of(params), gradients)
    return [Equation("g", whole), *steps], direction


def _own_velocity(params: Params, w: Array, axis: str) -> Equation:
    """u ← μu + λw, the velocity of the decay, after the steps from these coordinates (n_steps,)."""
    mu = params.momentum
    pulls = strength_of(params) * w * mu ** np.arange(len(w))[::-1]
    past = float(pulls[:-1].sum()) / mu if len(w) > 1 and mu > 0.0 else 0.0
    now = strength_of(params) * quantity(f"w{axis}", w[-1])
    return Equation("u", quantity("μ", mu) * quantity("u", past) + now, "←")

"""A step of the weight decay lab along one of its paths, one coordinate at a time, in lines with numbers."""

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.optimizer_formulas import Direction, direction_formulas
from wk4gui.labs.weight_decay.model.bowl_formulas import AXES
from wk4gui.labs.weight_decay.model.bowl_formulas import factor as _f
from wk4gui.labs.weight_decay.model.bowl_formulas import number as _n
from wk4gui.labs.weight_decay.model.params import Params, settings_of, strength_of
from wk4gui.labs.weight_decay.model.result import Result


def strength_words(params: Params) -> tuple[str, str]:
    """The factor s of w in the penalty's gradient, in symbols and in numbers."""
    number = _n(params.weight_decay)
    return ("λ", number) if params.convention == "half" else ("2λ", f"2 · {number}")


def pull_line(params: Params, w: float, axis: str) -> str:
    """Such as "λw₁ = 0.5 · 1.2 = 0.6"."""
    symbol, number = strength_words(params)
    return f"{symbol}w{axis} = {number} · {_f(w)} = {_n(strength_of(params) * w)}"


def new_lines(params: Params, result: Result, path: str, t: int, axis: int) -> list[str]:
    """How a coordinate came to be what it is after t steps: at the start it is set."""
    a, points = AXES[axis], getattr(result, f"path_{path}")
    after = _n(points[t, axis])
    if t == 0:
        return [f"w{a} = {after}"]
    before = float(points[t - 1, axis])
    lines, (symbols, numbers), _ = _direction(params, result, path, t - 1, axis)
    alpha, rate = _rate(params, path)
    kept = (f"w{a}", _n(before))
    if path == "decay":
        factor = _n(1.0 - params.learning_rate * strength_of(params))
        kept = (f"(1 − α{strength_words(params)[0]}) w{a}", f"{factor} · {_f(before)}")
    if path == "decay_velocity":
        line, u = _own_velocity(params, points[:t, axis], a)
        lines = [line, *lines]
        kept = (f"w{a} − α u", f"{_n(before)} − {_n(params.learning_rate)} · {_f(u)}")
    return [*lines, f"w{a} ← {kept[0]} − {alpha}{symbols} = {kept[1]} − {rate}{numbers} = {after}"]


def direction_lines(params: Params, result: Result, path: str, t: int, axis: int) -> tuple[list[str], float]:
    """What the optimizer moves a coordinate in the step from t to t + 1, without the decay; and its value."""
    lines, (symbols, numbers), direction = _direction(params, result, path, t, axis)
    alpha, rate = _rate(params, path)
    value = -direction * (params.learning_rate if alpha else 1.0)
    return [*lines, f"−{alpha}{symbols} = −{rate}{numbers} = {_n(value)}"], value


def _rate(params: Params, path: str) -> tuple[str, str]:
    """α and a sign of a product; nothing where the printed rule forgets it."""
    forgotten = path == "decay" and params.rule == "as_printed"
    return ("", "") if forgotten else ("α ", f"{_n(params.learning_rate)} · ")


def _direction(params: Params, result: Result, path: str, t: int, axis: int) -> Direction:
    """What α multiplies in the step from t to t + 1; the gradient of a path is ∇L, with the penalty's in "l2"."""
    a, w = AXES[axis], getattr(result, f"path_{path}")[: t + 1, axis]
    gradients = result.gradient[result.paths.index(path), : t + 1, axis]
    own = float(gradients[-1])
    line = f"g = ∇L{a} = {_n(own)}"
    if path == "l2":
        symbol, s = strength_words(params)[0], strength_of(params)
        gradients = gradients + s * w
        line = f"g = ∇L{a} + {symbol}w{a} = {_n(own)} + {_f(s * w[-1])} = {_n(gradients[-1])}"
    lines, words, value = direction_formulas(params.optimizer, settings_of(params), gradients)
    return [line, *lines], words, value


def _own_velocity(params: Params, w: Array, axis: str) -> tuple[str, float]:
    """U ← μu + λw, the velocity of the decay, after the steps from these coordinates (n_steps,)."""
    s, mu, symbol = strength_of(params), params.momentum, strength_words(params)[0]
    pulls = s * w * mu ** np.arange(len(w))[::-1]
    past, now = float(pulls[:-1].sum()) / mu if len(w) > 1 and mu > 0.0 else 0.0, float(pulls.sum())
    line = f"u ← μ u + {symbol}w{axis} = {_n(mu)} · {_f(past)} + {_f(pulls[-1])} = {_n(now)}"
    return line, now

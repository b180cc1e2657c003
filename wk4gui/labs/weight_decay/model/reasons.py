"""Where the numbers of the weight decay lab come from: its steps, its curves over the steps, and its map."""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.lab.reason import Reason
from wk4gui.labs.weight_decay.model.bowl_formulas import (
    AXES,
    apart_lines,
    gradient_lines,
    loss_lines,
    minus_line,
    norm_line,
    sum_line,
    turn,
)
from wk4gui.labs.weight_decay.model.bowl_formulas import factor as _f
from wk4gui.labs.weight_decay.model.bowl_formulas import number as _n
from wk4gui.labs.weight_decay.model.params import Params, loss_of, strength_of
from wk4gui.labs.weight_decay.model.result import Result
from wk4gui.labs.weight_decay.model.step_formulas import direction_lines, new_lines, pull_line, strength_words

Quantity = Literal["norm", "loss", "objective", "difference"]
Row = Literal["w", "gradient", "pull", "sum", "shrink", "kept", "move", "new"]
Path = Literal["plain", "l2", "decay", "decay_velocity"]
_PATHS: dict[str, str] = {
    "plain": "without penalty",
    "l2": "penalty in the gradient",
    "decay": "shrink, then step",
    "decay_velocity": "decay through the velocity",
}
_COMPARED: tuple[Path, Path] = ("l2", "decay")
_ROWS: dict[Row, str] = {
    "gradient": "Gradient of the loss",
    "pull": "Gradient of the penalty",
    "sum": "Gradient of loss and penalty",
    "shrink": "What the decay takes away",
    "kept": "What the decay leaves",
    "move": "What the optimizer moves",
}


def cell_reason(params: Params, result: Result, path: Path, row: Row, t: int, axis: int) -> Reason | None:
    """A number of the step from t to t + 1 along a path, by its row of the columns; None where it is not finite."""
    if row in ("w", "new"):
        return weight_reason(params, result, path, t + (row == "new"), axis)
    a, w, s = AXES[axis], float(_path(result, path)[t, axis]), strength_of(params)
    gradient = float(result.gradient[result.paths.index(path), t, axis])
    rate, symbol, (words, number) = params.learning_rate, f"w{a}", strength_words(params)
    if row == "gradient":
        lines, value = gradient_lines(params, _path(result, path)[t], axis), gradient
    elif row == "pull":
        lines, value = [pull_line(params, w, a)], s * w
    elif row == "sum":
        value = gradient + s * w
        lines = [pull_line(params, w, a), f"∇L{a} + {words}{symbol} = {_n(gradient)} + {_f(s * w)} = {_n(value)}"]
    elif row == "shrink":
        value = -rate * s * w
        lines = [f"−α{words} · {symbol} = −{_n(rate)} · {number} · {_f(w)} = {_n(value)}"]
    elif row == "kept":
        kept, value = 1.0 - rate * s, (1.0 - rate * s) * w
        lines = [
            f"1 − α{words} = 1 − {_n(rate)} · {number} = {_n(kept)}",
            f"(1 − α{words}) · {symbol} = {_n(kept)} · {_f(w)} = {_n(value)}",
        ]
    else:
        lines, value = direction_lines(params, result, path, t, axis)
    return _reason(f"{_ROWS[row]}, {symbol}, step {t} to {t + 1}, {_PATHS[path]}", lines, value)


def weight_reason(params: Params, result: Result, path: Path, t: int, axis: int) -> Reason | None:
    """A coordinate after t steps; None where it is not finite."""
    value = float(_path(result, path)[t, axis])
    lines = new_lines(params, result, path, t, axis) if math.isfinite(value) else []
    where = f"after step {t}, {_PATHS[path]}" if t else "at the start, as set"
    return _reason(f"w{AXES[axis]} {where}", lines, value)


def point_reason(params: Params, result: Result, path: Path, t: int) -> Reason | None:
    """Both coordinates after t steps."""
    first, second = (weight_reason(params, result, path, t, axis) for axis in (0, 1))
    if first is None or second is None:
        return None
    where = f"after step {t}, {_PATHS[path]}" if t else "at the start, as set"
    subject = f"w = ({_n(first.value)}, {_n(second.value)}) {where}"
    return Reason(subject, (*first.formulas, *second.formulas), second.value)


def curve_reason(params: Params, result: Result, quantity: Quantity, path: Path, t: int) -> Reason | None:
    """A value over the steps; None where it is not finite."""
    w = _path(result, path)[t]
    if not np.isfinite(w).all():
        return None
    where = f"after step {t}, {_PATHS[path]}"
    if quantity == "difference":
        return difference_reason(result, path, t, f"Distance from the penalty's path {where}")
    if quantity == "norm":
        return _reason(f"Norm ‖w‖ {where}", [norm_line(w)], float(np.hypot(*w)))
    made = loss_reason if quantity == "loss" else objective_reason
    reason = made(params, w)
    return _reason(f"{reason.subject.partition(' at ')[0]} {where}", list(reason.formulas), reason.value)


def difference_reason(result: Result, path: Path, t: int, subject: str) -> Reason | None:
    """How far a path is from the penalty's, in the coordinate in which it is farther."""
    apart = _path(result, "l2")[t] - _path(result, path)[t]
    if not np.isfinite(apart).all():
        return None
    axis = int(np.argmax(np.abs(apart)))
    pair = [(float(_path(result, each)[t, axis]), _PATHS[each]) for each in ("l2", path)]
    (larger, first), (smaller, second) = sorted(pair, key=lambda each: each[0], reverse=True)
    value = larger - smaller
    lines = [f"w{AXES[axis]} after step {t}: {first}, minus {second}", minus_line(larger, smaller)]
    return _reason(subject, lines, value)


def gap_reason(result: Result, t: int, axis: int) -> Reason | None:
    """The difference of both new weights in one coordinate, with its sign."""
    left, right = (float(_path(result, path)[t, axis]) for path in ("l2", "decay"))
    lines = [
        f"w{AXES[axis]} after step {t}: {_PATHS['l2']}, minus {_PATHS['decay']}",
        minus_line(left, right),
    ]
    return _reason("Difference of both new weights", lines, left - right)


def largest_gap_reason(result: Result, path: Path = "decay", last: int | None = None) -> Reason | None:
    """The largest distance of a path from the penalty's up to a step."""
    with np.errstate(invalid="ignore"):
        apart = np.abs(_path(result, "l2") - _path(result, path)).max(axis=-1)[: None if last is None else last + 1]
    t = int(np.nanargmax(apart))
    return difference_reason(result, path, t, f"Largest distance from the penalty's path: {_PATHS[path]}")


def loss_reason(params: Params, w: Array) -> Reason:
    """L at a place."""
    lines = [*apart_lines(params, w), *loss_lines(params, w)]
    return Reason(f"Loss at w = {_place(w)}", tuple(lines), float(loss_of(params).loss(np.asarray(w))))


def objective_reason(params: Params, w: Array) -> Reason:
    """Loss, penalty and their sum at a place."""
    loss, (symbol, number) = loss_reason(params, w), strength_words(params)
    pull = 0.5 * strength_of(params) * float(w[0] * w[0] + w[1] * w[1])
    factor = (f"({symbol}/2)", f"{number} / 2") if params.convention == "half" else ("λ", _n(params.weight_decay))
    lines = (
        *loss.formulas,
        f"P = {factor[0]}‖w‖² = {factor[1]} · ({_f(w[0])}² + {_f(w[1])}²) = {_n(pull)}",
        f"J = L + P = {_n(loss.value)} + {_n(pull)} = {_n(loss.value + pull)}",
    )
    return Reason(f"Loss, penalty and objective at w = {_place(w)}", lines, loss.value + pull)


def optimum_reason(params: Params) -> Reason:
    """Where the loss is least, as it is set."""
    lines = tuple(f"w*{a} = {_n(value)}" for a, value in zip(AXES, params.optimum, strict=True))
    return Reason(f"Where ∇L = H(w − w*) is 0, as set: w* = {_place(params.optimum)}", lines, params.optimum[1])


def regularized_reason(params: Params, result: Result, *, rule: bool = False) -> Reason | None:
    """(H + λI)⁻¹Hw*, where the penalty's path rests; or where shrink, then step does. None where there is no place."""
    place = result.rule_optimum if rule else result.regularized_optimum
    s = result.rule_strength if rule else strength_of(params)
    if place is None or s is None:
        return None
    (along, across), (cos, sin) = loss_of(params).directions.T @ np.array(params.optimum), turn(params)
    kept = [k / (k + s) * c for k, c in zip(params.curvature, (along, across), strict=True)]
    (u, v), (k1, k2) = params.optimum, (_n(k) for k in params.curvature)
    lines = [
        sum_line("along κ₁: cos θ w*₁ + sin θ w*₂", (cos, u), (sin, v), along),
        sum_line("along κ₂: cos θ w*₂ − sin θ w*₁", (cos, v), (-sin, u), across),
        f"kept: κ₁ / (κ₁ + s) · … = {k1} / ({k1} + {_n(s)}) · {_f(along)} = {_n(kept[0])}",
        f"kept: κ₂ / (κ₂ + s) · … = {k2} / ({k2} + {_n(s)}) · {_f(across)} = {_n(kept[1])}",
        sum_line("w₁", (cos, kept[0]), (-sin, kept[1]), float(place[0])),
        sum_line("w₂", (sin, kept[0]), (cos, kept[1]), float(place[1])),
    ]
    own = strength_reason(params, result) if rule else None
    lines.insert(0, own.formulas[0] if own is not None else f"s = {strength_words(params)[0]} = {_n(s)}")
    name = "Where shrink, then step rests" if rule else "Optimum with the penalty"
    subject = f"{name}: (H + sI)⁻¹Hw* = {_place(place)}, from w* = {_place(params.optimum)}"
    return Reason(subject, tuple(lines), float(place[1]))


def strength_reason(params: Params, result: Result) -> Reason | None:
    """The strength s that shrink, then step amounts to; None for adam."""
    if result.rule_strength is None:
        return None
    symbol, number = strength_words(params)
    if params.optimizer == "momentum":
        symbol, number = f"{symbol} (1 − μ)", f"{number} · (1 − {_n(params.momentum)})"
    if params.rule == "as_printed":
        symbol, number = f"α {symbol}", f"{_n(params.learning_rate)} · {number}"
    line = f"s = {symbol} = {number} = {_n(result.rule_strength)}"
    return Reason("Strength of the decay", (line,), result.rule_strength)


def factor_reason(params: Params, result: Result) -> Reason:
    """What a step multiplies w by before it goes on."""
    symbol, number = strength_words(params)
    line = f"1 − α{symbol} = 1 − {_n(params.learning_rate)} · {number} = {_n(result.shrink_factor)}"
    return Reason("What a step multiplies the weights by", (line,), result.shrink_factor)


def reasons(params: Params, result: Result, frame: int) -> Sequence[Reason]:
    """Of what the summary and the lesson speak of."""
    t = min(max(frame, 0), params.n_steps)
    found = [weight_reason(params, result, path, t, axis) for path in _COMPARED for axis in (0, 1)]
    found += [largest_gap_reason(result, "decay", t), largest_gap_reason(result), factor_reason(params, result)]
    if result.path_decay_velocity is not None:
        found.append(largest_gap_reason(result, "decay_velocity"))
    found += [_kept_reason(params, k) for k in (0, 1)]
    found += [strength_reason(params, result), *_limit_reasons(params, result)]
    found += [
        Reason(f"First step of the path {name} with a loss or ‖w‖² above 1e300", (f"t = {end}",), float(end))
        for name, end in zip(result.paths, result.diverged_at, strict=True)
        if end is not None
    ]
    return [reason for reason in found if reason is not None]


def _kept_reason(params: Params, k: int) -> Reason:
    """How many per cent of the optimum are left along a direction, as the summary writes it."""
    symbol, number = strength_words(params)
    kappa = params.curvature[k]
    share = 100.0 * kappa / (kappa + strength_of(params))
    lines = (
        f"100 · κ{AXES[k]} / (κ{AXES[k]} + {symbol}) = 100 · {_n(kappa)} / ({_n(kappa)} + {number}) = {_n(share)}",
        f"in whole per cent = {share:.0f}",
    )
    return Reason(f"What is left of the optimum along κ{AXES[k]}, in per cent", lines, float(f"{share:.0f}"))


def _limit_reasons(params: Params, result: Result) -> list[Reason]:
    """The limit of α with SGD, and the factor of the printed rule along the steep direction."""
    symbol, number = strength_words(params)
    steepest = max(params.curvature)
    limit = f"2 / (κ + {symbol}) = 2 / ({_n(steepest)} + {number}) = {_n(result.stability_limit)}"
    growth = result.shrink_factor - steepest
    rate = _n(params.learning_rate)
    printed = f"1 − α{symbol} − κ = 1 − {rate} · {number} − {_n(steepest)} = {_n(growth)}"
    return [
        Reason("Below this α SGD is stable", (limit,), result.stability_limit),
        Reason("Factor of the printed rule along the steep direction", (printed,), growth),
    ]


def _path(result: Result, path: str) -> Array:
    points: Array = getattr(result, f"path_{path}")
    return points


def _reason(subject: str, lines: Sequence[str], value: float) -> Reason | None:
    return Reason(subject, tuple(lines), value) if math.isfinite(value) else None


def _place(w: Array | Sequence[float]) -> str:
    return f"({_n(w[0])}, {_n(w[1])})"

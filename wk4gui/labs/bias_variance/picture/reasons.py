"""The reasons of the numbers in the bias and variance lab's picture."""

from wk4gui.lab.reason import Reason
from wk4gui.labs.bias_variance.model.params import Params
from wk4gui.labs.bias_variance.model.part_reasons import (
    change_reason,
    effect_mean_reason,
    effect_reason,
    sweep_reason,
    typical_reason,
)
from wk4gui.labs.bias_variance.model.reasons import (
    bias_at_reason,
    median_at_reason,
    part_reason,
    point_reason,
    spread_reason,
    target_reason,
)
from wk4gui.labs.bias_variance.model.result import Effects, Result, Sweep
from wk4gui.labs.bias_variance.model.trials import GRID

CurvePoint = tuple[str, int]
"""A mark on the curves, and its index on the grid."""


def curve_reason(params: Params, result: Result, frame: int, mark: CurvePoint) -> Reason | None:
    """The reason of the target, a point, the mean curve or the spread of the curves."""
    name, i = mark
    if name == "target":
        return target_reason(params, float(result.x_grid[i]))
    if name == "point":
        return point_reason(params, result, i)
    if name == "mean":
        exists = result.moments_exist.variance_error
        return bias_at_reason(result, i) if exists else median_at_reason(result, i)
    return spread_reason(result.predictions, i)


def effect_curve_reason(
    params: Params, effects: Effects, frame: int, found: tuple[CurvePoint, int, int]
) -> Reason | None:
    """The reason of a curve before (0) or after (1) an operation."""
    (name, i), operation, side = found
    if name == "target":
        return target_reason(params, float(GRID[i]))
    if name == "curves":
        return spread_reason(effects.effect_predictions[operation, side], i)
    return effect_mean_reason(params, effects, operation, side, i)


def bar_reason(params: Params, result: Result, frame: int, piece: tuple[int, str]) -> Reason | None:
    """The reason of a part of the error, or of the measured one."""
    side, name = piece
    return part_reason(params, result, name or ("measured" if side == 0 else ""))


def effect_bar_reason(
    params: Params, effects: Effects, frame: int, found: tuple[tuple[int, str], int]
) -> Reason | None:
    """The reason of a part of the error before or after an operation."""
    (side, name), operation = found
    return effect_reason(params, effects, operation, side, name)


def point_of_sweep_reason(params: Params, sweep: Sweep, frame: int, point: tuple[str, int]) -> Reason | None:
    """The reason of a part of the error at a value of the sweep."""
    name, at = point
    return typical_reason(params, sweep, at) if name == "typical" else sweep_reason(params, sweep, name, at)


def arrow_reason(params: Params, effects: Effects, frame: int, arrow: tuple[int, int]) -> Reason | None:
    """The reason of a change by an operation."""
    return change_reason(effects, arrow[0], ("bias", "variance")[arrow[1]])

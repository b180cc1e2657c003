"""The reasons of the numbers in the weight decay lab's picture."""

from collections.abc import Sequence
from typing import cast

import numpy as np

from wk4gui.lab.reason import Reason
from wk4gui.labs.weight_decay.model.network_reasons import (
    Measure,
    mean_reason,
    output_reason,
    point_reason,
    run_reason,
    share_reason,
    target_reason,
)
from wk4gui.labs.weight_decay.model.params import Params
from wk4gui.labs.weight_decay.model.reasons import (
    CurveQuantity,
    Path,
    TermRow,
    cell_reason,
    curve_reason,
    gap_reason,
    largest_gap_reason,
    objective_reason,
    optimum_reason,
    regularized_reason,
)
from wk4gui.labs.weight_decay.model.reasons import point_reason as path_reason
from wk4gui.labs.weight_decay.model.result import NetworkResult, Result
from wk4gui.labs.weight_decay.picture.twin_columns import Cell
from wk4gui.render.lab_view import ReasonOfPick

_COLUMNS: tuple[tuple[Path, tuple[TermRow, ...]], ...] = (
    ("l2", ("w", "gradient", "pull", "sum", "move", "new")),
    ("decay", ("w", "shrink", "kept", "gradient", "move", "new")),
)
_LINES: tuple[tuple[Path, TermRow], ...] = (("l2", "sum"), ("l2", "new"), ("decay", "new"))
"""The quantities of the derivation's lines, from the second on; the first is the objective."""


def place_reason(
    params: Params, result: Result, frame: int, found: tuple[int | None, tuple[str, int] | None, tuple[float, float]]
) -> Reason | None:
    """The reason of an optimum or of a path's point, else of loss and penalty at a place."""
    optimum, point, place = found
    if optimum is not None:
        return optimum_reason(params) if optimum == 0 else regularized_reason(params, result, rule=optimum == 2)
    if point is not None:
        return path_reason(params, result, cast("Path", point[0]), point[1])
    return objective_reason(params, np.array(place))


def term_reason(params: Params, result: Result, frame: int, cell: Cell) -> Reason | None:
    """The reason of a number of the derivation in two columns."""
    t = min(frame, params.n_steps - 1)
    if cell.kind == "words":
        return largest_gap_reason(result)
    if cell.kind == "difference":
        return gap_reason(result, t + 1, cell.axis)
    if cell.kind == "term":
        path, rows = _COLUMNS[cell.column]
        return cell_reason(params, result, path, rows[cell.row], t, cell.axis)
    if cell.row == 0:
        return objective_reason(params, result.path_l2[t])
    return cell_reason(params, result, *_LINES[cell.row - 1], t, 0)


def line_reason(params: Params, result: Result, frame: int, found: tuple[CurveQuantity, str, int]) -> Reason | None:
    """The reason of a value over the steps."""
    quantity, path, t = found
    return curve_reason(params, result, quantity, cast("Path", path), t)


def weights_reason(params: Params, result: NetworkResult, frame: int, place: tuple[int, float]) -> Reason | None:
    """The reason of a histogram's bin, or beside it of the norm."""
    row, x = place
    if not 0 <= row < len(result.lambdas):
        return None
    return share_reason(result, row, x) or mean_reason(result, "weight_norm", row)


def dot_reason(measures: Sequence[Measure]) -> ReasonOfPick:
    """The reason of a mean over the networks of a λ, or of one network's value."""

    def reason(params: Params, result: NetworkResult, frame: int, found: tuple[int, int, int | None]) -> Reason | None:
        k, i, run = found
        made = mean_reason(result, measures[k], i) if run is None else None
        return made or run_reason(result, measures[k], i, run or 0)

    return reason


def fit_reason(
    params: Params, result: NetworkResult, frame: int, found: tuple[int | None, tuple[int | None, int] | None]
) -> Reason | None:
    """The reason of a training point, or of the curve nearest to the place."""
    dot, curve = found
    if dot is not None:
        return point_reason(result, dot)
    if curve is None:
        return None
    k, i = curve
    return target_reason(result, i) if k is None else output_reason(result, k, i)

"""Which number stands at which place of the weight decay lab's picture."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

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
from wk4gui.labs.weight_decay.model.reasons import (
    Path,
    Row,
    cell_reason,
    curve_reason,
    gap_reason,
    largest_gap_reason,
    objective_reason,
    optimum_reason,
    regularized_reason,
)
from wk4gui.labs.weight_decay.model.reasons import point_reason as path_reason
from wk4gui.labs.weight_decay.picture.ladder_plots import RungLines

if TYPE_CHECKING:
    from wk4gui.labs.weight_decay.picture.view import WeightDecayView

_COLUMNS: tuple[tuple[Path, tuple[Row, ...]], ...] = (
    ("l2", ("w", "gradient", "pull", "sum", "move", "new")),
    ("decay", ("w", "shrink", "kept", "gradient", "move", "new")),
)
_LINES: tuple[tuple[Path, Row], ...] = (("l2", "sum"), ("l2", "new"), ("decay", "new"))
"""What the lines of the derivation are in numbers, from the second on; the first is the objective."""


class DecayReasons:
    """The reasons of the numbers of a view, by place."""

    def __init__(self, view: "WeightDecayView") -> None:
        self._view = view

    def explain(self) -> None:
        """Clicks ask everywhere; the left button drags the start beside that."""
        view = self._view
        view.explain(view.map, self._map_reason)
        view.explain(view.twins, self._twin_reason)
        view.explain(view.lines, self._line_reason)
        view.explain(view.weights, self._weights_reason)
        view.explain(view.losses, lambda x, y: self._rung_reason(view.losses, ("train_loss", "test_loss"), x, y))
        view.explain(view.norms, lambda x, y: self._rung_reason(view.norms, ("weight_norm",), x, y))
        view.explain(view.fits, self._fit_reason)

    def _map_reason(self, x: float, y: float) -> Reason | None:
        """Of the optimum or the point of a path at a place, else of the heights there."""
        if self._view.shown is None:
            return None
        params, result, _ = self._view.shown
        optimum, point = self._view.map.optimum_at(x, y), self._view.map.point_at(x, y)
        if optimum is not None:
            return optimum_reason(params) if optimum == 0 else regularized_reason(params, result, rule=optimum == 2)
        if point is not None:
            return path_reason(params, result, cast("Path", point[0]), point[1])
        return objective_reason(params, np.array([x, y]))

    def _twin_reason(self, x: float, y: float) -> Reason | None:
        cell, step = self._view.twins.cell_at(x, y), self._view.twins.step
        if self._view.shown is None or cell is None or step is None or not step.columns[0]:
            return None
        params, result, frame = self._view.shown
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
        return cell_reason(params, result, *_LINES[cell.row - 1], t, 0) if step.lines[cell.row][1] else None

    def _line_reason(self, x: float, y: float) -> Reason | None:
        found = self._view.lines.point_at(x, y)
        if self._view.shown is None or found is None:
            return None
        params, result, _ = self._view.shown
        return curve_reason(params, result, self._view.state.over_steps, cast("Path", found[0]), found[1])

    def _weights_reason(self, x: float, y: float) -> Reason | None:
        """Of the bin of a histogram, or beside it of the norm."""
        result, (row, _) = self._view.networks, self._view.weights.row_at(y)
        if result is None or not 0 <= row < len(result.lambdas):
            return None
        return share_reason(result, row, x) or mean_reason(result, "weight_norm", row)

    def _rung_reason(self, plot: RungLines, measures: Sequence[Measure], x: float, y: float) -> Reason | None:
        result, found = self._view.networks, plot.rung_at(x, y)
        if result is None or found is None:
            return None
        k, rung, run = found
        made = mean_reason(result, measures[k], rung) if run is None else None
        return made or run_reason(result, measures[k], rung, run or 0)

    def _fit_reason(self, x: float, y: float) -> Reason | None:
        """Of a training point, or of the curve next to the place."""
        result, dot, curve = self._view.networks, self._view.fits.dot_at(x, y), self._view.fits.curve_at(x, y)
        if result is None:
            return None
        if dot is not None:
            return point_reason(result, dot)
        if curve is None:
            return None
        k, i = curve
        return target_reason(result, i) if k is None else output_reason(result, k, i)

"""The layout of bars, curves and table rows of the bias_variance picture."""

from dataclasses import dataclass

import numpy as np

from wk4gui.core.bias_variance import Direction
from wk4gui.core.paired_test import MeasuredDirection
from wk4gui.labs.bias_variance.model.operations import OPERATIONS
from wk4gui.labs.bias_variance.model.result import Effects, Result

MARGIN, REACH = 0.08, 3.0


@dataclass(frozen=True)
class Bar:
    """A piece of a stacked bar.

    Attributes:
        name: "bias²", "variance", "noise" or "measured".
        low, high: its ends.
        value: its value; for a bias² below 0 not its length.
        error: standard error of the value.
    """

    name: str
    low: float
    high: float
    value: float
    error: float


def stacked_bars(result: Result) -> tuple[tuple[Bar, ...], Bar]:
    """Bias², variance and noise stacked, and the measured error beside them."""
    parts = (
        ("bias²", result.bias_squared, result.bias_squared_error),
        ("variance", result.variance, result.variance_error),
        ("noise", result.noise_variance, 0.0),
    )
    bars, low = [], 0.0
    for name, value, error in parts:
        high = low + max(value, 0.0)
        bars.append(Bar(name, low, high, value, error))
        low = high
    measured = Bar("measured", 0.0, result.expected_error, result.expected_error, result.expected_error_error)
    return tuple(bars), measured


def curve_limits(result: Result) -> tuple[float, float]:
    """Lowest and highest y of the plot of curves.

    Target and training points are always inside, curves up to three times the height of those, so that a wild curve
    does not flatten all others.
    """
    points = np.concatenate([result.target, result.y_train.ravel()])
    low, high = float(points.min()), float(points.max())
    height = max(high - low, 1e-3)
    inner = np.quantile(result.predictions, [0.005, 0.995])
    low = min(low, max(float(inner[0]), low - REACH * height))
    high = max(high, min(float(inner[1]), high + REACH * height))
    margin = MARGIN * (high - low)
    return low - margin, high + margin


@dataclass(frozen=True)
class TableRow:
    """A row of question 8's table as shown.

    Attributes:
        title: of the operation.
        change: of the parameter, such as "width 2 → 16".
        table: the arrows of bias and variance in the table.
        measured: the measured arrows; None before measuring.
        bias, variance: the changes with their standard errors; None before measuring.
        agrees: whether both arrows are the table's; None before measuring.
    """

    title: str
    change: str
    table: tuple[Direction, Direction]
    measured: tuple[MeasuredDirection, MeasuredDirection] | None
    bias: tuple[float, float] | None
    variance: tuple[float, float] | None
    agrees: bool | None


def table_rows(effects: Effects | None) -> tuple[TableRow, ...]:
    """Question 8's table; ``effects`` is None before measuring."""
    rows = []
    for k, operation in enumerate(OPERATIONS):
        table = (operation.bias, operation.variance)
        if effects is None:
            rows.append(TableRow(operation.title, operation.change, table, None, None, None, None))
            continue
        e = effects.effects[k]
        bias, variance = (e.bias_change, e.bias_change_error), (e.variance_change, e.variance_change_error)
        measured = (e.bias, e.variance)
        rows.append(TableRow(operation.title, operation.change, table, measured, bias, variance, e.agrees_with_table))
    return tuple(rows)

"""The looks of optimizers, the same in all plots, and the number of runs drawn."""

import numpy as np
from PySide6.QtGui import QPen

from wk4gui.core.arrays import Array
from wk4gui.core.optimizers import OPTIMIZERS
from wk4gui.render.plot import curve_pen
from wk4gui.render.theme import LIGHT, Theme, series_look

NAMES = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
LABELS: dict[str, str] = {name: optimizer.label for name, optimizer in OPTIMIZERS.items()}
SHOWN_RUNS = 20
_DASH = (4, 2.5)
_MOST_POINTS = 10_000
_ORDER = (1, 0, 2, 3, 4, 5)
"""SGD in vermilion, which contrasts with the blue of low values."""


def optimizer_look(theme: Theme, name: str) -> tuple[str, tuple[float, ...]]:
    """Colour and dash of an optimizer; SGD's line is solid."""
    index = NAMES.index(name)
    color, _ = series_look(theme, _ORDER[index])
    return color, series_look(theme, index)[1]


def optimizer_pen(theme: Theme, name: str, width: float, opacity: float = 1.0) -> QPen:
    """A pen for an optimizer's lines."""
    color, dash = optimizer_look(theme, name)
    pen = curve_pen(theme, color, width, dash)
    shade = pen.color()
    shade.setAlphaF(opacity)
    pen.setColor(shade)
    return pen


def plain_pens(theme: Theme, name: str, *, alone: bool) -> tuple[QPen, QPen]:
    """Edge and line of a descent without noise: white dashes, or among several the optimizer's own line.

    Edges are opaque, since translucent ones take ten times as long to paint.
    """
    if alone:
        return theme.pen(LIGHT.ink, 3.2), curve_pen(theme, LIGHT.pane, 2.0, _DASH)
    return theme.pen(theme.pane, 3.4), optimizer_pen(theme, name, 2.2)


def shown_runs(n_optimizers: int, n_runs: int) -> int:
    """Number of noisy runs of each optimizer drawn as lines: more than twenty in all would hide one another."""
    return max(1, min(n_runs, SHOWN_RUNS // n_optimizers))


def joined(runs: Array, step: int) -> Array:
    """Runs (n_runs, n_steps + 1, n_columns) up to a step, one after the other, NaN between them.

    Long runs are thinned out except for their last point.
    """
    every = max(1, len(runs) * (step + 1) // _MOST_POINTS)
    before = runs[:, :step:every]
    n_runs, n_shown, n_columns = before.shape
    pieces = np.full((n_runs, n_shown + 2, n_columns), np.nan)
    pieces[:, :-2], pieces[:, -2] = before, runs[:, step]
    return pieces.reshape(-1, n_columns)


def with_steps(values: Array) -> Array:
    """Values (n_runs, n_steps + 1) as points (n_runs, n_steps + 1, 2) over their steps."""
    steps = np.broadcast_to(np.arange(values.shape[1], dtype=float), values.shape)
    points: Array = np.stack([steps, values], axis=-1)
    return points

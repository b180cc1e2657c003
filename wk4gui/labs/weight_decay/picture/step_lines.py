"""Values of several paths over the steps, faint after the current one."""

import math
from collections.abc import Mapping

import numpy as np
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.labs.weight_decay.picture.decay_looks import AHEAD, LABELS, PATHS, path_pen
from wk4gui.render.axis_window import Window, linear_window
from wk4gui.render.step_plot import NOWHERE, Run, StepPlot
from wk4gui.render.theme import Theme

_LEAST = 1e-17
"""The lower end of a log axis, and the place of 0."""
_FAR = 100.0
"""A run beyond this many times the start is too large for a linear axis."""
_HIGHEST = 1e12


class StepLines(StepPlot):
    """One value of every path against the steps."""

    most_ticks = 8

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("norm ‖w‖", theme, "Values over the steps", parent=parent)
        self.add_runs(len(PATHS), ahead=True, crosses=True)
        self.add_present()

    def show_lines(self, title: str, values: Mapping[str, Array], frame: int, *, log: bool = False) -> None:
        """Shows values (n_steps + 1,) by path, NaN from a divergence on; very large ones make the axis logarithmic."""
        self.entitle("left", title)
        rows = np.stack(list(values.values()))
        self.show_window(_window(rows, log=log or _run_away(rows)), rows.shape[1] - 1)
        self.show_runs([self._run(name, values[name]) if name in values else None for name in PATHS], frame)
        self.show_present(frame)

    def _run(self, name: str, values: Array) -> Run:
        outside = np.flatnonzero(~(self.axis_window.place(values) <= self.axis_window.high))
        cross = (float(outside[0]), self.axis_window.high) if len(outside) else NOWHERE
        return Run(LABELS[name], values, path_pen(self.theme, name), path_pen(self.theme, name, AHEAD), cross=cross)

    def point_at(self, x: float, y: float) -> tuple[str, int] | None:
        """Path and step of the point of a curve nearest to a place; None if none is near."""
        found = self.run_at(x, y)
        return None if found is None else (PATHS[found[0]], found[1])


def _run_away(rows: Array) -> bool:
    """Whether a run ends in NaN, or far above the start of all."""
    start = max((float(value) for value in rows[:, 0] if np.isfinite(value)), default=1.0)
    return not np.isfinite(rows).all() or float(rows.max()) > _FAR * max(start, 1.0)


def _window(rows: Array, *, log: bool) -> Window:
    values = rows[np.isfinite(rows)]
    top = float(values.max()) if len(values) else 1.0
    if log:
        positive = values[values > _LEAST]
        low = math.floor(math.log10(float(positive.min()))) if len(positive) else -17
        high = math.ceil(math.log10(min(top, _HIGHEST))) if top > _LEAST else -15
        return Window(low, max(high, low + 2), log=True)
    linear = linear_window(top)
    return Window(-0.02 * linear.high, linear.high, log=False)

"""Values of several paths over the steps, faint after the current one."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.labs.weight_decay.picture.decay_looks import AHEAD, LABELS, PATHS, path_pen
from wk4gui.render.device_curve import Curve
from wk4gui.render.end_labels import Cross
from wk4gui.render.plot import Plot, curve_pen, round_above, tick_step
from wk4gui.render.plot_marks import ConstantLine
from wk4gui.render.theme import Theme

_TICKS = 8
_LEAST = 1e-17
"""The lower end of a log axis, and the place of 0."""
_FAR = 100.0
"""A run beyond this many times the start is too large for a linear axis."""
_HIGHEST = 1e12


class StepLines(Plot):
    """One value of every path against the steps."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("step", "norm ‖w‖", theme, "Values over the steps", parent)
        pen = curve_pen(theme, theme.ink)
        self._ahead = {name: self.add(Curve(pen)) for name in PATHS}
        for curve in self._ahead.values():
            curve.pinnable = False
        self.curves = {name: self.add(Curve(pen)) for name in PATHS}
        self._crosses = {name: self.add(Cross(theme.bad, theme.pane)) for name in PATHS}
        self._now = self.add(ConstantLine(pen, vertical=True))
        self._read_from: Mapping[str, Array] = {}
        self.getAxis("left").setTickDensity(0.5)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.getAxis("left").setWidth(theme.px(54))

    def show_lines(self, title: str, values: Mapping[str, Array], frame: int, *, log: bool = False) -> None:
        """Shows values (n_steps + 1,) by path, NaN from a divergence on; very large ones make the axis logarithmic."""
        self.entitle("left", title)
        self._read_from = values
        log = log or _run_away(list(values.values()))
        low, high = _window(list(values.values()), log=log)
        n_steps = max(max(len(row) for row in values.values()) - 1, 1)
        self.set_log_y(log)
        self.set_ranges((-0.02 * n_steps, 1.04 * n_steps), (low, high))
        self.getAxis("bottom").set_steps(tick_step(n_steps / _TICKS))
        self._now.set_pen(curve_pen(self.theme, self.theme.ink3, 1.0, (4, 3)))
        self._now.set_value(float(frame))
        for name in PATHS:
            placed = _placed(values[name], low, log=log) if name in values else np.zeros(0)
            self._show_line(name, placed, frame, high)

    def _show_line(self, name: str, placed: Array, frame: int, high: float) -> None:
        points = np.column_stack([np.arange(float(len(placed))), np.minimum(placed, 10.0 * abs(high) + 1.0)])
        self.curves[name].set_pen(path_pen(self.theme, name))
        self.curves[name].set_points(points[: frame + 1])
        self._ahead[name].set_pen(path_pen(self.theme, name, AHEAD))
        self._ahead[name].set_points(points[frame:])
        diverged = np.flatnonzero(~(placed <= high))
        self._crosses[name].set_colors(self.theme.bad, self.theme.pane)
        at = (float(diverged[0]), high) if len(diverged) else (math.nan, math.nan)
        self._crosses[name].set_point(*at)

    def point_at(self, x: float, y: float) -> tuple[str, int] | None:
        """Path and step of the point of a curve nearest to a place; None if none is near."""
        step = round(x)
        names = [name for name, row in self._read_from.items() if 0 <= step < len(row)]
        low = self.getViewBox().viewRange()[1][0]
        heights = [_placed(self._read_from[name][step : step + 1], low, log=self.log_y)[0] for name in names]
        k = self.nearest(x, y, np.column_stack([np.full(len(heights), x), heights])) if names else None
        return None if k is None else (names[k], step)

    def read(self, x: float) -> str:
        step = round(x)
        found = {name: row[step] for name, row in self._read_from.items() if 0 <= step < len(row)}
        lines = [
            f"{LABELS[name]}: {format_number(float(v)) if np.isfinite(v) else 'diverged'}" for name, v in found.items()
        ]
        return "\n".join([f"step {step}", *lines]) if lines else ""


def _run_away(rows: Sequence[Array]) -> bool:
    """Whether a run ends in NaN, or far above the start of all."""
    start = max((float(row[0]) for row in rows if np.isfinite(row[0])), default=1.0)
    return any(not np.isfinite(row).all() or float(row.max()) > _FAR * max(start, 1.0) for row in rows)


def _window(rows: Sequence[Array], *, log: bool) -> tuple[float, float]:
    values = np.concatenate([row[np.isfinite(row)] for row in rows])
    top = float(values.max()) if len(values) else 1.0
    if log:
        positive = values[values > _LEAST]
        low = math.floor(math.log10(float(positive.min()))) if len(positive) else -17
        high = math.ceil(math.log10(min(top, _HIGHEST))) if top > _LEAST else -15
        return float(low), float(max(high, low + 2))
    return -0.02 * round_above(1.04 * top), round_above(1.04 * top)


def _placed(values: Array, low: float, *, log: bool) -> Array:
    if not log:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.maximum(np.log10(np.maximum(values, 1e-300)), low)
    placed: Array = np.where(np.isfinite(values), logs, np.nan)
    return placed

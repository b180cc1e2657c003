"""A plot of values against steps: each run up to the present step, and paler ahead of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.render.axis import tick_step
from wk4gui.render.axis_window import Window
from wk4gui.render.device_curve import Curve, Marker
from wk4gui.render.end_labels import Cross
from wk4gui.render.plot import WIDE_LEFT_PX, Plot, curve_pen
from wk4gui.render.plot_marks import ConstantLine
from wk4gui.render.theme import Theme

Place = tuple[float, float]
NOWHERE: Place = (math.nan, math.nan)
_NOTHING: Array = np.zeros((0, 2))


@dataclass(frozen=True)
class Run:
    """One run of a plot against steps.

    Attributes:
        name: of the values, where they are read; "" if they are not.
        values: one for each step, NaN after a divergence.
        pen: of the curve.
        ahead: pen of the curve after the present step.
        marker: colour of the dot at the present step; "" for none.
        cross: where the run diverges.
    """

    name: str
    values: Array
    pen: QPen
    ahead: QPen | None = None
    marker: str = ""
    cross: Place = NOWHERE


class StepPlot(Plot):
    """Values against steps.

    Subclasses add what they show in the order in which it is painted (`add_runs`, `add_present`) and choose the window,
    the pens and the places of crosses.
    """

    left_px = WIDE_LEFT_PX
    room, aside = 1.04, 0.0
    """End of the step axis: this multiple of the last step, and more steps on both sides."""
    most_ticks = 0
    """Most ticks of the steps, at round numbers; 0 for pyqtgraph's own ones."""
    digits = 4
    """Decimals of the values that are read."""

    def __init__(
        self, y_title: str, theme: Theme, name: str, *, x_title: str = "step", parent: QWidget | None = None
    ) -> None:
        super().__init__(x_title, y_title, theme, name, parent)
        self.curves: list[Curve] = []
        self._ahead: list[Curve] = []
        self._markers: list[Marker] = []
        self.crosses: list[Cross] = []
        self._present: ConstantLine | None = None
        self.axis_window, self.last_step = Window(0.0, 1.0, log=False), 1.0
        self.steps = np.zeros(0)
        self.runs: Sequence[Run | None] = ()
        self.getAxis("left").setTickDensity(0.5)

    def add_runs(self, n_runs: int, *, ahead: bool = False, radius: float = 0.0, crosses: bool = False) -> None:
        """Adds the curves of so many runs; markers at the present step if they have a radius."""
        pen, theme = curve_pen(self.theme, self.theme.ink), self.theme
        if ahead:
            self._ahead = [self.add(Curve(pen)) for _ in range(n_runs)]
        for curve in self._ahead:
            curve.pinnable = False
        self.curves = [self.add(Curve(pen)) for _ in range(n_runs)]
        if radius:
            self._markers = [self.add(Marker(theme.ink, theme.pane, radius)) for _ in range(n_runs)]
        if crosses:
            self.crosses = [self.add(Cross(theme.bad, theme.pane)) for _ in range(n_runs)]

    def add_present(self) -> None:
        """Adds a line at the present step."""
        self._present = self.add(ConstantLine(curve_pen(self.theme, self.theme.ink), vertical=True))

    def show_window(self, window: Window, last_step: float) -> None:
        """Shows this window of values, and the steps from 0 to the last one."""
        self.axis_window, self.last_step = window, max(float(last_step), 1.0)
        self.set_log_y(window.log)
        self.fit()

    def fit(self) -> None:
        """Sets the ranges and ticks of both axes."""
        begin, end = -0.02 * self.last_step - self.aside, self.room * self.last_step + self.aside
        self.set_ranges((begin, end), (self.axis_window.low, self.axis_window.high))
        if self.most_ticks:
            self.getAxis("bottom").set_steps(tick_step(self.last_step / self.most_ticks))

    def show_runs(self, runs: Sequence[Run | None], present: int | None = None, steps: Array | None = None) -> None:
        """Shows the runs in the window shown; None, and a run that is missing at the end, leaves its curve empty.

        Args:
            runs: all of the same length.
            present: index of the step up to which curves are drawn with their own pen; None for the last one.
            steps: of the values; None for 0, 1, 2, …
        """
        placed = self.axis_window.place(np.array([run.values for run in runs if run is not None]))
        n_values = placed.shape[-1]
        self.runs, self.steps = runs, np.arange(float(n_values)) if steps is None else steps
        now = n_values - 1 if present is None else min(present, n_values - 1)
        rows = iter(placed)  # placed all at once, since a call for each costs more than its numbers
        for k in range(len(self.curves)):
            run = runs[k] if k < len(runs) else None
            if run is None:
                self._hide_run(k)
            else:
                self._show_run(k, run, np.column_stack([self.steps, next(rows)]), now)

    def show_present(self, step: float) -> None:
        """Shows the line at the present step."""
        if self._present is not None:
            self._present.set_pen(curve_pen(self.theme, self.theme.ink3, 1.0, (4, 3)))
            self._present.set_value(step)

    def _show_run(self, k: int, run: Run, points: Array, present: int) -> None:
        _draw(self.curves[k], points[: present + 1], run.pen)
        if self._ahead:
            _draw(self._ahead[k], points[present:] if present < len(points) - 1 else _NOTHING, run.ahead)
        if self._markers:
            inside = run.marker and points[present, 1] <= self.axis_window.high
            self._markers[k].set_colors(run.marker, self.theme.pane)
            self._markers[k].set_point(*(points[present] if inside else NOWHERE))
        if self.crosses:
            self.crosses[k].set_colors(self.theme.bad, self.theme.pane)
            self.crosses[k].set_point(*run.cross)

    def _hide_run(self, k: int) -> None:
        for curves in (self.curves, self._ahead):
            if curves:
                _draw(curves[k], _NOTHING)
        for marks in (self._markers, self.crosses):
            if marks:
                marks[k].set_point(*NOWHERE)

    def run_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Number of the run and index of the step nearest to a place; None if none is near."""
        missing = np.full(len(self.steps), np.nan)
        return self.nearest_in(x, y, [missing if run is None else run.values for run in self.runs])

    def nearest_in(self, x: float, y: float, rows: Sequence[Array] | Array) -> tuple[int, int] | None:
        """Row and step of the value nearest to a place: at the step nearest to x, or else at any; None if none is near.

        Args:
            rows: of a value for each step.
        """
        found = self.nearest_at_step(x, y, rows)
        if found is not None or not len(rows):
            return found
        placed = self.axis_window.place(np.asarray(rows))
        near = self.nearest(x, y, np.stack([np.broadcast_to(self.steps, placed.shape), placed], axis=-1))
        return None if near is None else divmod(near, len(self.steps))

    def nearest_at_step(self, x: float, y: float, rows: Sequence[Array] | Array) -> tuple[int, int] | None:
        """The same at the step nearest to x alone."""
        if not len(rows) or not len(self.steps):
            return None
        i = self._index_at(x)
        along = min(max(x, float(self.steps[0])), float(self.steps[-1]))  # between steps there is a line, too
        heights = self.axis_window.place(np.array([row[i] for row in rows]))
        k = self.nearest(x, y, np.column_stack([np.full(len(heights), along), heights]))
        return None if k is None else (k, i)

    def read(self, x: float) -> str:
        if not len(self.steps) or self._is_beyond(x):
            return ""
        i = self._index_at(x)
        lines = self.lines_at(i)
        return "\n".join([f"step {self.steps[i]:.0f}", *lines]) if lines else ""

    def _index_at(self, x: float) -> int:
        """Index of the step nearest to an x."""
        return int(np.argmin(np.abs(self.steps - x)))

    def _is_beyond(self, x: float) -> bool:
        """Whether an x is more than half a step before the first one or after the last one."""
        first, last = float(self.steps[0]), float(self.steps[-1])
        half = 0.5 * (last - first) / max(len(self.steps) - 1, 1) or 0.5
        return not first - half <= x <= last + half

    def lines_at(self, i: int) -> list[str]:
        """The values at a step in words, a line for each run."""
        runs = [run for run in self.runs if run is not None and run.name]
        return [f"{run.name}: {value_text(run.values[i], self.digits)}" for run in runs]


def _draw(curve: Curve, points: Array, pen: QPen | None = None) -> None:
    if pen is not None:
        curve.set_pen(pen)
    if len(points) or not curve.is_empty():
        curve.set_points(points)


def value_text(value: float, digits: int = 4) -> str:
    """A value of a run as text, or "diverged"."""
    return format_number(float(value), digits) if np.isfinite(value) else "diverged"

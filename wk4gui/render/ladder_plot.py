"""The plot of runs with several learning rates: a curve for each rate over the steps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.lab.sentence import Sentence
from wk4gui.render.device_curve import Curve, Marker
from wk4gui.render.end_labels import Cross, EndLabel, EndLabels
from wk4gui.render.fonts import CAPTION, text_font
from wk4gui.render.plot import Plot, at_least, curve_pen, round_above, tick_step
from wk4gui.render.theme import Theme, faded, series_look

Words = tuple[Sentence | str, tuple[Sentence | str, ...]]
"""The label at the end of a curve: its fixed part, then the rest in versions from long to short."""
MAX_RATES = 9
_DECADES_BELOW, _DECADES_ABOVE, _DECADES_CLIMBED = 7, 2, 1
"""Most decades of a log axis below and above the start, and the fewest above it if a run diverges."""
TIMES_START = 2.0
"""A linear axis shows rises up to this factor on the start."""
_CLIMB = 1.25
"""The least factor if a run diverges, so that its rise is visible."""
_DENSITY = 0.6
"""Density of the ticks, relative to pyqtgraph's default."""
_AXIS_PX = 54
_TICK_PX = 48
"""Least distance between ticks of the steps."""
_EDGE_PX = 12.0
"""Space between the axes and the first points, for the numbers of the ticks at 0."""


@dataclass(frozen=True)
class Window:
    """The range of the y axis in its own coordinates: log10 of the values if ``log``."""

    low: float
    high: float
    log: bool

    def place(self, values: Array) -> Array:
        """The values in the axis' coordinates; 0 is at the lower end of a log axis."""
        if not self.log:
            return np.minimum(values, 1e150)
        with np.errstate(divide="ignore", invalid="ignore"):
            placed: Array = np.log10(values)
        return np.where(np.isnan(values), np.nan, np.maximum(placed, self.low))


def window_of(values: Array, regimes: Sequence[str], *, log: bool) -> Window:
    """The window that shows all runs that do not diverge; values far above the start are outside."""
    start = float(np.nanmax(values[:, 0])) if np.isfinite(values[:, 0]).any() else 1.0
    start = start if start > 0 else 1.0
    tame = values[[regime != "diverges" for regime in regimes]]
    tame = tame[np.isfinite(tame)]
    most = max(float(tame.max()) if len(tame) else start, start)
    climbs = "diverges" in regimes
    if not log:
        most = max(min(most, TIMES_START * start), _CLIMB * start if climbs else 0.0)
        return Window(0.0, round_above(1.04 * most), log=False)
    level = math.log10(start)
    high = min(math.log10(most), level + _DECADES_ABOVE)
    high = max(high, level + _DECADES_CLIMBED) if climbs else high
    positive = tame[tame > 0]
    low = math.log10(float(positive.min())) if len(positive) else level - 1
    return Window(math.floor(max(low, level - _DECADES_BELOW)), math.ceil(2 * high + 0.4) / 2, log=True)


def end_of_curve(placed: Array, high: float) -> tuple[float, float]:
    """Step and height at which a curve ends: its last finite point, or the last one in the window."""
    shown = np.flatnonzero(np.isfinite(placed) & (placed <= high))
    if not len(shown):
        return 0.0, high
    last = int(shown[-1])
    here = float(placed[last])
    if last + 1 == len(placed) or not np.isfinite(placed[last + 1]):
        return float(last), here
    return last + (high - here) / (float(placed[last + 1]) - here), high


class LadderPlot(Plot):
    """A value of every rate's run over the steps: solid or dashed up to the present step, faint ahead of it."""

    def __init__(self, y_title: str, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__("step", y_title, theme, name, parent)
        pen = curve_pen(theme, theme.ink)
        self._ahead = [self.add(Curve(pen)) for _ in range(MAX_RATES)]
        for curve in self._ahead:
            curve.pinnable = False
        self._curves = [self.add(Curve(pen)) for _ in range(MAX_RATES)]
        self._markers = [self.add(Marker(theme.ink, theme.pane, 4.0)) for _ in range(MAX_RATES)]
        self.crosses = [self.add(Cross(theme.bad, theme.pane)) for _ in range(MAX_RATES)]
        self.labels = self.add(EndLabels(theme.ink, text_font(theme.px(CAPTION))))
        self._n_steps, self._window = 1, Window(0.0, 1.0, log=False)
        self._read_from: tuple[Array, list[str]] = (np.zeros((0, 1)), [])
        self.getAxis("left").setTickDensity(_DENSITY)
        self.getViewBox().sigResized.connect(self._fit)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.getAxis("left").setWidth(theme.px(_AXIS_PX))
        if hasattr(self, "labels"):
            self.labels.set_look(theme.ink, text_font(theme.px(CAPTION)))
            for cross in self.crosses:
                cross.set_colors(theme.bad, theme.pane)

    def show_ladder(
        self,
        values: Array,
        regimes: Sequence[str],
        words: Sequence[Words],
        step: int,
        *,
        log: bool,
        beside: tuple[Array, Sequence[str]] | None = None,
    ) -> None:
        """Shows values (n_rates, n_steps + 1), NaN from a divergence on, with the words at each curve's end.

        A plot beside this one whose values and regimes are given has the same y axis.
        """
        others, their_regimes = (values[:0], ()) if beside is None else beside
        window = window_of(np.concatenate([values, others]), [*regimes, *their_regimes], log=log)
        if self.is_held and log == self._window.log:
            low, high = at_least((self._window.low, self._window.high), (window.low, window.high))
            window = replace(window, low=low, high=high)
        self._n_steps, self._window = max(values.shape[1] - 1, 1), window
        self._read_from = (values, [str(word) for word, _ in words])
        self.set_log_y(log)
        self.getAxis("bottom").set_end(self._n_steps)
        placed = self._window.place(values)
        ends = [end_of_curve(row, self._window.high) for row in placed]
        for k in range(MAX_RATES):
            if k < len(placed):
                self._show_run(k, placed[k], step, len(placed) // 2)
            else:
                self._hide_run(k)
            diverged = k < len(placed) and regimes[k] == "diverges"
            self.crosses[k].set_point(*(ends[k] if diverged else (np.nan, np.nan)))
        labels = [self._label(k, ends[k], words[k], regimes[k], len(placed)) for k in range(len(placed))]
        self.labels.set_labels(labels, float(self._n_steps))
        self._fit()

    def read(self, x: float) -> str:
        values, names = self._read_from
        step = round(x)
        if not 0 <= step < values.shape[1]:
            return ""
        lines = [f"{name}: {value_text(values[k, step])}" for k, name in enumerate(names)]
        return "\n".join([f"step {step}", *lines])

    def run_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Run and step of the point of a curve nearest to a place; None if none is near."""
        values, _ = self._read_from
        step = round(x)
        if not 0 <= step < values.shape[1]:
            return None
        heights = self._window.place(values[:, step])
        k = self.nearest(x, y, np.column_stack([np.full(len(heights), x), heights]))
        return None if k is None else (k, step)

    def _show_run(self, k: int, placed: Array, step: int, middle: int) -> None:
        points = np.column_stack([np.arange(len(placed), dtype=float), placed])
        color, dash = series_look(self.theme, k)
        pen = curve_pen(self.theme, color, 2.6 if k == middle else 1.8, dash)
        self._curves[k].set_pen(QPen(pen))
        self._curves[k].set_points(points[: step + 1])
        if step < len(placed) - 1:
            pen.setColor(faded(color, 0.28))
            self._ahead[k].set_pen(pen)
            self._ahead[k].set_points(points[step:])
        else:
            _empty(self._ahead[k])
        here = float(placed[step]) if 0 < step < len(placed) - 1 else np.nan
        self._markers[k].set_colors(color, self.theme.pane)
        self._markers[k].set_point(float(step), here if here <= self._window.high else np.nan)

    def _hide_run(self, k: int) -> None:
        _empty(self._curves[k])
        _empty(self._ahead[k])
        self._markers[k].set_point(np.nan, np.nan)

    def _label(self, k: int, end: tuple[float, float], words: Words, regime: str, n: int) -> EndLabel:
        color, dash = series_look(self.theme, k)
        bold = n > 1 and k == n // 2
        pen = curve_pen(self.theme, color, 2.6 if bold else 1.8, dash)
        ink = self.theme.bad if words[1] and regime == "diverges" else self.theme.ink2
        return EndLabel(*end, *words, pen, ink, bold)

    def _fit(self) -> None:
        """Keeps room for the labels after the last step."""
        width = max(self.getViewBox().width(), 1.0)
        share = min(self.labels.reserve(width) / width, 0.75)
        x = self._n_steps / max(1.0 - share - _EDGE_PX / width, 0.1)
        low, high = self._window.low, self._window.high
        bottom = low - (high - low) * _EDGE_PX / max(self.getViewBox().height(), 2 * _EDGE_PX)
        self.set_ranges((-x * _EDGE_PX / width, x * (1.0 - _EDGE_PX / width)), (bottom, high))
        self.getAxis("bottom").set_steps(tick_step(x * self.theme.px(_TICK_PX) / width))


def _empty(curve: Curve) -> None:
    if not curve.is_empty():
        curve.set_points(np.zeros((0, 2)))


def value_text(value: float) -> str:
    """A value of a run as text, or "diverged"."""
    return format_number(float(value), 4) if np.isfinite(value) else "diverged"

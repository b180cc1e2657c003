"""The plot of runs with several learning rates: a curve for each rate over the steps."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.lab.sentence import Sentence
from wk4gui.render.axis import tick_step
from wk4gui.render.axis_window import Window, linear_window
from wk4gui.render.end_labels import EndLabel, EndLabels
from wk4gui.render.fonts import CAPTION, text_font
from wk4gui.render.plot import at_least, curve_pen
from wk4gui.render.step_plot import NOWHERE, Place, Run, StepPlot
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
_AHEAD = 0.28
"""Opacity of a curve after the present step."""
_TICK_PX = 48
"""Least distance between ticks of the steps."""
_EDGE_PX = 12.0
"""Space between the axes and the first points, for the numbers of the ticks at 0."""


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
        return linear_window(most)
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


class LadderPlot(StepPlot):
    """A value of every rate's run over the steps: solid or dashed up to the present step, faint ahead of it."""

    def __init__(self, y_title: str, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(y_title, theme, name, parent=parent)
        self.add_runs(MAX_RATES, ahead=True, radius=4.0, crosses=True)
        self.labels = self.add(EndLabels(theme.ink, text_font(theme.px(CAPTION))))
        self.getAxis("left").setTickDensity(_DENSITY)
        self.getViewBox().sigResized.connect(self.fit)

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
        if self.is_held and log == self.axis_window.log:
            low, high = at_least((self.axis_window.low, self.axis_window.high), (window.low, window.high))
            window = replace(window, low=low, high=high)
        n, last = len(values), values.shape[1] - 1
        ends = [end_of_curve(row, window.high) for row in window.place(values)]
        self.labels.set_look(self.theme.ink, text_font(self.theme.px(CAPTION)))
        self.labels.set_labels([self._label(k, ends[k], words[k], regimes[k], n) for k in range(n)], max(last, 1))
        self.getAxis("bottom").set_end(max(last, 1))
        self.show_window(window, last)
        crosses = [ends[k] if regimes[k] == "diverges" else NOWHERE for k in range(n)]
        runs = [self._run(k, str(words[k][0]), values, crosses[k], marked=0 < step < last) for k in range(n)]
        self.show_runs(runs, step)

    def _run(self, k: int, name: str, values: Array, cross: Place, *, marked: bool) -> Run:
        pen = self._pen(k, bold=k == len(values) // 2)
        ahead, color = QPen(pen), series_look(self.theme, k)[0]
        ahead.setColor(faded(color, _AHEAD))
        return Run(name, values[k], pen, ahead, color if marked else "", cross)

    def _label(self, k: int, end: Place, words: Words, regime: str, n: int) -> EndLabel:
        bold = n > 1 and k == n // 2
        ink = self.theme.bad if words[1] and regime == "diverges" else self.theme.ink2
        return EndLabel(*end, *words, self._pen(k, bold=bold), ink, bold)

    def _pen(self, k: int, *, bold: bool) -> QPen:
        color, dash = series_look(self.theme, k)
        return curve_pen(self.theme, color, 2.6 if bold else 1.8, dash)

    def fit(self) -> None:
        """Also keeps room for the labels after the last step."""
        width = max(self.getViewBox().width(), 1.0)
        share = min(self.labels.reserve(width) / width, 0.75)
        x = self.last_step / max(1.0 - share - _EDGE_PX / width, 0.1)
        low, high = self.axis_window.low, self.axis_window.high
        bottom = low - (high - low) * _EDGE_PX / max(self.getViewBox().height(), 2 * _EDGE_PX)
        self.set_ranges((-x * _EDGE_PX / width, x * (1.0 - _EDGE_PX / width)), (bottom, high))
        self.getAxis("bottom").set_steps(tick_step(x * self.theme.px(_TICK_PX) / width))

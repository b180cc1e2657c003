"""The plot of gradient norms: of mini-batches their mean over the last steps, and each norm itself pale behind it."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.render.device_curve import Curve
from wk4gui.render.ladder_plot import MAX_RATES, LadderPlot, Words
from wk4gui.render.theme import Theme, faded, series_look

_PALE = 0.22
"""Opacity of the norms that are averaged."""
_NOTHING: Array = np.zeros((0, 2))


class GradientNorms(LadderPlot):
    """The curves of a ladder on a log axis, with the values that were smoothed behind them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("gradient norm |∂L/∂w|", theme, "Gradient norm against steps", parent)
        self.raw = [self.add(Curve(theme.pen(theme.ink))) for _ in range(MAX_RATES)]
        for curve in self.raw:
            curve.pinnable = False
            curve.setZValue(-1)

    def show_norms(
        self, norms: Array, means: Array, regimes: Sequence[str], words: Sequence[Words], step: int, *, smoothed: bool
    ) -> None:
        """Shows means (n_rates, n_steps + 1) up to a step and, if they are ``smoothed``, the norms themselves."""
        self.show_ladder(means, regimes, words, step, log=True)
        placed = self.axis_window.place(norms) if smoothed else norms[:0]
        for k, curve in enumerate(self.raw):
            if k < len(placed):
                pen = self.theme.pen(self.theme.ink, 0.8)
                pen.setColor(faded(series_look(self.theme, k)[0], _PALE))
                curve.set_pen(pen)
                curve.set_points(np.column_stack([self.steps, placed[k]])[: step + 1])
            elif not curve.is_empty():
                curve.set_points(_NOTHING)

"""The two loss plots of a descent: along the gradient of one step, and over the steps."""

import math
from functools import partial

import numpy as np
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.lab.sentence import Numeral, Sentence, phrase
from wk4gui.labs.backprop.model.reasons import limit_reason
from wk4gui.render.axis_window import Window, linear_window, log_end
from wk4gui.render.device_curve import Curve, Marker
from wk4gui.render.plot import Plot, curve_pen, round_above
from wk4gui.render.plot_marks import Band, ConstantLine
from wk4gui.render.step_plot import Run, StepPlot
from wk4gui.render.theme import Theme, faded

_LOG_FROM = 20.0
"""A loss that grows above its start by more than this factor is better shown on a log axis."""
_BEYOND = 1.16
"""The curve exceeds the axis at most by this factor, so that the axis can end on a round number."""
_DECADES = 6.0
"""Largest number of decades of a log axis below the first loss; lower losses are practically 0."""


def log_is_better(loss: Array) -> bool:
    """Whether a log axis suits these losses better than a linear one."""
    finite = loss[np.isfinite(loss)]
    return len(finite) > 0 and float(finite.max()) > _LOG_FROM * max(float(finite[0]), 1e-12)


def loss_window(loss: Array, *, log: bool) -> Window:
    """The window that shows these losses: from 0 on, or on a log axis if any is above 0."""
    finite = loss[np.isfinite(loss) & (loss > 0)]
    top = float(finite.max()) if len(finite) else 1.0
    if not log or not len(finite):
        return linear_window(top, min(0.0, float(np.nanmin(loss))) if np.isfinite(loss).any() else 0.0)
    low = max(math.log10(float(finite.min())), math.log10(float(finite[0])) - _DECADES)
    return Window(math.floor(low), log_end(top), log=True)


class GradientSlice(Plot):
    """The loss after one step of any size, with the learning rate marked and the sizes that lower it shaded."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("learning rate α", "loss L", theme, "Loss along the gradient", parent)
        self._data = (np.empty(0), np.empty(0))
        self._band = self.add(Band(faded(theme.tint)))
        self._start = self.add(ConstantLine(curve_pen(theme, theme.ink3, 1.0, (4, 3)), vertical=False))
        self._rate = self.add(ConstantLine(curve_pen(theme, theme.backward, 1.2), vertical=True))
        self._curve = self.add(Curve(curve_pen(theme, theme.ink, 1.8)))
        self._marker = self.add(Marker(theme.backward, theme.pane))
        self._rate_label = self.add_label("backward")
        self._falls_label = self.add_label("forward")
        self._set_plates()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "_falls_label"):
            self._band.set_color(faded(theme.tint))
            self._start.set_pen(curve_pen(theme, theme.ink3, 1.0, (4, 3)))
            self._rate.set_pen(curve_pen(theme, theme.backward, 1.2))
            self._curve.set_pen(curve_pen(theme, theme.ink, 1.8))
            self._marker.set_colors(theme.backward, theme.pane)
            self._set_plates()

    def _set_plates(self) -> None:
        """Keeps the lines out of the words where there is little room."""
        for label in (self._rate_label, self._falls_label):
            label.set_plate(faded(self.theme.pane, 0.85))

    def show_slice(
        self, sizes: Array, loss: Array, rate: float, limit: float | None, step: int = 0, *, log: bool
    ) -> None:
        """Shows the loss (n,) at step sizes (n,) from 0 after ``step`` updates, with rate and one-step limit marked."""
        axis = loss_window(loss, log=log)
        self.set_log_y(axis.log)
        top = min(round_above(float(sizes[-1]) / _BEYOND), float(sizes[-1]))
        self.set_ranges((0.0, top), (axis.low, axis.high))
        self._data = (sizes, loss)
        placed = axis.place(loss)
        self._curve.set_data(sizes, placed)
        falls = limit is not None or float(np.nanmin(loss)) < float(loss[0])
        self._band.set_interval(0.0 if falls else None, limit if limit is not None else top)
        self._start.set_value(float(placed[0]))
        self._rate.set_value(rate)
        at = float(np.interp(rate, sizes, placed))
        self._marker.set_point(rate, at)
        right = rate > 0.55 * top
        # Halfway between the curve and the farther edge there is no other text.
        free = (axis.low + at) / 2 if at > (axis.low + axis.high) / 2 else (at + axis.high) / 2
        words = phrase("α = {rate}, step {step}", rate=Numeral(rate, 6), step=Numeral(step + 1, 0))
        self._rate_label.set_text(words, rate, free, (1.0 if right else 0.0, 0.5))
        self._place_limit(limit, top, axis)

    def read(self, x: float) -> str:
        sizes, loss = self._data
        if len(sizes) == 0 or x < 0:
            return ""
        at = float(np.interp(x, sizes, loss))
        return f"α = {format_number(x, 6)}: the loss after one step is {format_number(at, 6)}"

    def _place_limit(self, limit: float | None, top: float, axis: Window) -> None:
        """Places the limit's name inside the shaded interval if it is wide enough, else beside it."""
        if limit is None:
            self._falls_label.set_text("", 0.0, 0.0, (0.0, 0.0))
        elif limit > 0.45 * top:
            self._falls_label.set_text(_falls(limit, float(self._data[1][0])), limit / 2, axis.high, (0.5, 0.0))
        else:
            self._falls_label.set_text(_falls(limit, float(self._data[1][0])), limit, axis.low, (0.0, 1.0))


def _falls(limit: float, loss: float) -> Sentence:
    return phrase("falls for α < {limit}", limit=Numeral(limit, reason=partial(limit_reason, loss, limit)))


class LossOverSteps(StepPlot):
    """The loss after every step, with the current step marked."""

    left_px = Plot.left_px
    room = 1.02
    digits = 6

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("loss L", theme, "Loss over steps", parent=parent)
        self.add_runs(1, ahead=True, radius=4.5)
        self.getAxis("left").setTickDensity(1.0)
        self._taken = self.add_label("forward")

    def show_loss(self, loss: Array, step: int, taken: int | None = None, *, log: bool) -> None:
        """Shows the loss (n_steps + 1,), solid up to the current step and dashed after it.

        The sample that the step takes is written beside the marker, if it takes one.
        """
        theme, window = self.theme, loss_window(loss, log=log)
        self.show_window(window, len(loss) - 1)
        pens = curve_pen(theme, theme.ink, 1.8), curve_pen(theme, theme.ink3, 1.4, (3, 2))
        self.show_runs([Run("loss", loss, *pens, theme.forward)], step)
        words = "" if taken is None else phrase("sample {k}", k=Numeral(taken + 1, 0))
        high = window.place(loss[step]) > (window.low + window.high) / 2  # the label is at the other end, off the curve
        at, below = (window.low, 1.0) if high else (window.high, 0.0)
        self._taken.set_text(words, float(step), at, (1.0 if step > 0.55 * (len(loss) - 1) else 0.0, below))

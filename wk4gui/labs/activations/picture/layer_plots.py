"""Plots over the layers of a deep network: gradients, saturation, and the activations of some layers as a ridge."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.lab.sentence import MakeReason, Numeral, sentence_of
from wk4gui.render.axis import tick_step
from wk4gui.render.device_curve import Curve
from wk4gui.render.dots_item import Dots
from wk4gui.render.fonts import CAPTION, text_width
from wk4gui.render.last_shown import LastShown
from wk4gui.render.plot import Plot, curve_pen, round_above
from wk4gui.render.plot_marks import Label
from wk4gui.render.theme import Theme

MAX_SERIES = 2
_BOUND_DASHES = ((1.2, 2.0), (1.2, 4.5))
_TICK_PX, _STEP_PX = 40, 16.0
_EDGE_PX = 14.0
"""Space between the axes and the first and last points, besides words."""
_ROW = 0.82
"""Height of the highest bar of a row, in rows."""
_DECADES, _ROOM = 0.6, 0.14
"""Room above and below the gradients for their numbers: the least, and as a share of their range."""
_WORDS = 0.42
"""Room for the words beside the histograms, as a share of their width."""


class LayerCurves(Plot):
    """A value of each layer, for one or two functions, from the first layer at the left to the output at the right."""

    left_px = 58

    def __init__(self, y_title: str, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__("layer", y_title, theme, name, parent)
        pen = curve_pen(theme, theme.ink)
        self._bounds_curves = [self.add(Curve(pen)) for _ in range(MAX_SERIES)]
        self._curves = [self.add(Curve(pen)) for _ in range(MAX_SERIES)]
        self._dots = [self.add(Dots(theme.ink)) for _ in range(MAX_SERIES)]
        self.names: list[Label] = [self.add_label(k) for k in range(MAX_SERIES)]
        self.getAxis("left").setTickDensity(0.5)
        self._values: Sequence[Array | None] = ()
        self._window, self._depth = (0.0, 1.0), 1
        self._last = LastShown()
        self.getViewBox().sigResized.connect(self._fit)

    def _show(
        self, placed: Sequence[Array | None], window: tuple[float, float], bounds: Sequence[Array | None] = ()
    ) -> None:
        depth = max(len(values) for values in placed if values is not None)
        there = [each for each in (*placed, *bounds) if each is not None]
        words = (self.theme, self.looks, window, tuple(each is None for each in (*placed, *bounds)))
        if self._last.same(words, there, window[1] - window[0]):
            return
        layers, nothing = np.arange(1.0, depth + 1.0), np.full(depth, np.nan)
        for k in range(MAX_SERIES):
            color, dash = self.looks[k].on(self.theme)
            values = placed[k] if k < len(placed) else None
            bound = bounds[k] if k < len(bounds) else None
            values, bound = (nothing if each is None else each for each in (values, bound))
            self._curves[k].set_pen(curve_pen(self.theme, color, 2.0, dash))
            self._curves[k].set_data(layers, values)
            self._dots[k].set_color(color)
            self._dots[k].set_points(np.column_stack([layers, values]))
            self._bounds_curves[k].set_pen(curve_pen(self.theme, color, 1.5, _BOUND_DASHES[k]))
            self._bounds_curves[k].set_data(layers, bound)
        self._window, self._depth = window, depth
        self._fit()

    def dot_at(self, x: float, y: float) -> tuple[int, int]:
        """Function and layer, counted from 0, of the dot nearest to a place; the layer is −1 if none is near."""
        dots = [curve.points for curve in self._curves]
        found = self.nearest(x, y, np.concatenate(dots))
        return (0, -1) if found is None else divmod(found, len(dots[0]))

    def _fit(self) -> None:
        """Keeps room for the words before the first layer, however wide the plot is."""
        width, px = max(self.getViewBox().width(), 1.0), self.theme.px(CAPTION)
        words = max(text_width(name.text, px) for name in self.names)
        words = _STEP_PX * math.ceil(words / _STEP_PX)  # or the axis would move with every digit
        left = min((words + _EDGE_PX) / width, 0.5)
        layers = max(self._depth - 1, 1) / max(1.0 - left - _EDGE_PX / width, 0.1)
        self.set_ranges((1.0 - left * layers, 1.0 + (1.0 - left) * layers), self._window)
        self.getAxis("bottom").set_named(self._ticks(layers * self.theme.px(_TICK_PX) / width))

    def _ticks(self, least: float) -> list[tuple[float, str]]:
        """The first layer, the last one, and round numbers between, at least ``least`` layers apart."""
        step, last = tick_step(least), self._depth
        between = [layer for layer in range(step, last, step) if 1 + least <= layer <= last - least]
        return [(float(layer), str(layer)) for layer in sorted({1, *between, last})]


class GradientPlot(LayerCurves):
    """The size of ∂L/∂z of every layer on a log axis, and the product of the slopes alone as a dotted line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("size of ∂L/∂z", theme, "Size of the gradient by layer", parent)
        self.set_log_y(True)
        self._why: Sequence[MakeReason] = ()

    def show_gradients(
        self, norms: Sequence[Array | None], factors: Sequence[Array | None], why: Sequence[MakeReason]
    ) -> None:
        """Shows sizes and slope factors, each (depth,) with the output layer first, or None.

        The last argument makes the Reason of each series' size in layer 1.
        """
        self._why = why
        self._values = [None if norm is None else norm[::-1] for norm in norms]
        placed = [None if norm is None else _log10(norm[::-1]) for norm in norms]
        bounds = [None if factor is None else _log10(factor[::-1]) for factor in factors]
        levels = np.concatenate([each for each in (*placed, *bounds) if each is not None])
        levels = levels[np.isfinite(levels)] if np.isfinite(levels).any() else np.zeros(1)
        low, high = float(levels.min()), float(levels.max())
        room = max(_DECADES, _ROOM * (high - low))
        step = round_above(room / 2.0)  # an axis whose ends are round moves rarely
        self._show(placed, (step * math.floor((low - room) / step), step * math.ceil((high + room) / step)), bounds)
        self._name_ends(placed, (high - low + 2.0 * room) / max(self.getViewBox().height(), 1.0))
        self._fit()

    def _name_ends(self, placed: Sequence[Array | None], pixel: float) -> None:
        """Writes the gradient at the first layer beside it; two numbers that would touch are moved apart."""
        heights = [float(each[0]) if each is not None else np.nan for each in placed]
        near = len(heights) > 1 and abs(heights[0] - heights[1]) < 1.3 * self.theme.px(CAPTION) * pixel
        for k, name in enumerate(self.names):
            values = self._values[k] if k < len(self._values) else None
            if values is None or not np.isfinite(heights[k]):
                name.set_text("", 0.0, 0.0, (0.0, 0.0))
                continue
            above = heights[k] >= max(heights[j] for j in range(len(heights)) if j != k) if near else False
            size = Numeral(float(values[0]), 3, self._why[k], "significant")
            name.set_text(sentence_of(size), 1.0, heights[k], (1.0, (1.0 if above else 0.0) if near else 0.5))

    def read(self, x: float) -> str:
        return _reading(x, self._values, "|∂L/∂z|", "")


class SaturationPlot(LayerCurves):
    """The percentage of saturated activations in every layer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("saturated, %", theme, "Saturated activations by layer", parent)

    def show_shares(self, shares: Sequence[Array | None]) -> None:
        """Shows shares from 0 to 1, each (depth,) with the first layer first, or None."""
        self._values = [None if share is None else 100.0 * share for share in shares]
        self._show(self._values, (-4.0, 104.0))

    def read(self, x: float) -> str:
        return _reading(x, self._values, "saturated", " %")


def _log10(values: Array) -> Array:
    """log10, NaN for 0."""
    with np.errstate(divide="ignore"):
        logs: Array = np.log10(values)
    return np.where(np.isfinite(logs), logs, np.nan)


def _reading(x: float, values: Sequence[Array | None], name: str, unit: str) -> str:
    layer = round(x)
    there = [each for each in values if each is not None]
    if not there or not 1 <= layer <= len(there[0]):
        return ""
    return f"layer {layer}: {name} " + ", ".join(format_number(float(each[layer - 1]), 5) + unit for each in there)

"""Plots over the layers of a deep network: gradients, saturation, and the activations of some layers as a ridge."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.render.device_curve import Curve, Label, OverView, mapped
from wk4gui.render.dots import paint_dots
from wk4gui.render.plot import Plot, curve_pen
from wk4gui.render.rate_plots import tick_step
from wk4gui.render.theme import SERIES_COLORS, Theme, faded, series_look

MAX_SERIES, MAX_ROWS = 2, 3
_TICKS, _AXIS_PX = 12, 58
_ROW = 0.82
"""Height of the highest bar of a row, in rows."""
_SIDE = 0.04
_WORDS = 0.42
"""Room for words beside the histograms, as a share of their width."""


class Dots(OverView):
    """A small dot at each of many points; those that are not finite have none."""

    def __init__(self, color: str, radius: float = 2.6) -> None:
        super().__init__()
        self._color, self._radius = color, radius
        self._points: Array = np.zeros((0, 2))

    def set_color(self, color: str) -> None:
        self._color = color
        self.update()

    def set_points(self, points: Array) -> None:
        """Points (n, 2) in the plot's coordinates."""
        self._points = points[np.isfinite(points).all(axis=1)]
        self.update()

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        if len(self._points):
            pen, color = QPen(Qt.PenStyle.NoPen), QColor(self._color)
            paint_dots(painter, mapped(self._points, to_device), pen, color, self._radius * scale)


class LayerCurves(Plot):
    """A value of each layer, for one or two functions, from the first layer at the left to the output at the right."""

    def __init__(self, y_title: str, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__("layer", y_title, theme, name, parent)
        pen = curve_pen(theme, theme.ink)
        self._bounds_curves = [self.add(Curve(pen)) for _ in range(MAX_SERIES)]
        self._curves = [self.add(Curve(pen)) for _ in range(MAX_SERIES)]
        self._dots = [self.add(Dots(theme.ink)) for _ in range(MAX_SERIES)]
        self.names: list[Label] = [self.add_label("ink2") for _ in range(MAX_SERIES)]
        self.getAxis("left").setTickDensity(0.5)
        self._values: Sequence[Array | None] = ()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.getAxis("left").setWidth(theme.px(_AXIS_PX))

    def _show(
        self, placed: Sequence[Array | None], window: tuple[float, float], bounds: Sequence[Array | None] = ()
    ) -> None:
        depth = max(len(values) for values in placed if values is not None)
        layers = np.arange(1.0, depth + 1.0)
        self.set_ranges((1.0 - _SIDE * depth - 0.3, depth + _SIDE * depth + 0.3), window)
        self.getAxis("bottom").set_steps(tick_step(depth / _TICKS))
        nothing = np.full(depth, np.nan)
        for k in range(MAX_SERIES):
            color, dash = series_look(self.theme, k)
            values = placed[k] if k < len(placed) else None
            bound = bounds[k] if k < len(bounds) else None
            values, bound = (nothing if each is None else each for each in (values, bound))
            self._curves[k].set_pen(curve_pen(self.theme, color, 2.0, dash))
            self._curves[k].set_data(layers, values)
            self._dots[k].set_color(color)
            self._dots[k].set_points(np.column_stack([layers, values]))
            self._bounds_curves[k].set_pen(curve_pen(self.theme, color, 1.2, (1, 2)))
            self._bounds_curves[k].set_data(layers, bound)


class GradientPlot(LayerCurves):
    """The size of ∂L/∂z of every layer on a log axis, and dotted what the slopes alone would leave of it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("size of ∂L/∂z", theme, "Size of the gradient by layer", parent)
        self.set_log_y(True)

    def show_gradients(self, norms: Sequence[Array | None], factors: Sequence[Array | None]) -> None:
        """Sizes and slope factors, each (depth,) with the output's layer first, or None."""
        self._values = [None if norm is None else norm[::-1] for norm in norms]
        placed = [None if norm is None else _log10(norm[::-1]) for norm in norms]
        bounds = [None if factor is None else _log10(factor[::-1]) for factor in factors]
        levels = np.concatenate([each for each in (*placed, *bounds) if each is not None])
        levels = levels[np.isfinite(levels)] if np.isfinite(levels).any() else np.zeros(1)
        low, high = math.floor(float(levels.min()) - 0.5), math.ceil(float(levels.max()) + 0.3)
        self._show(placed, (low, high), bounds)
        for k, name in enumerate(self.names):
            self._name_end(name, placed[k] if k < len(placed) else None, norms[k] if k < len(norms) else None)

    def _name_end(self, name: Label, placed: Array | None, norm: Array | None) -> None:
        """What is left at the first layer."""
        name.set_plate(faded(self.theme.pane, 0.85))
        if placed is None or norm is None or not np.isfinite(placed[0]):
            name.set_text("", 0.0, 0.0, (0.0, 0.0))
            return
        falls = len(placed) > 1 and placed[0] > placed[1]
        name.set_text(format_number(float(norm[-1]), 3), 1.0, float(placed[0]), (0.0, 1.0 if falls else 0.0))

    def read(self, x: float) -> str:
        return _reading(x, self._values, "|∂L/∂z|", "")


class SaturationPlot(LayerCurves):
    """How many per cent of the activations of every layer are saturated."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("saturated, %", theme, "Saturated activations by layer", parent)

    def show_shares(self, shares: Sequence[Array | None]) -> None:
        """Shares from 0 to 1, each (depth,) with the first layer first, or None."""
        self._values = [None if share is None else 100.0 * share for share in shares]
        self._show(self._values, (-4.0, 104.0))

    def read(self, x: float) -> str:
        return _reading(x, self._values, "saturated", " %")


@dataclass(frozen=True)
class Histogram:
    """Shares (n_bins,) in equal bins from ``low`` to ``high``, and what is said beside them."""

    shares: Array
    low: float
    high: float
    words: str


class RidgeRow(OverView):
    """A histogram as a filled outline over a base line."""

    def __init__(self) -> None:
        super().__init__()
        self._points: Array = np.zeros((0, 2))
        self._color = ""
        self._dash: tuple[float, ...] = ()

    def set_outline(self, points: Array, color: str, dash: tuple[float, ...]) -> None:
        """Corners (n, 2) from the left end of the base line to its right end."""
        self._points, self._color, self._dash = points, color, dash
        self.update()

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        if not len(self._points):
            return
        polygon = QPolygonF([QPointF(x, y) for x, y in mapped(self._points, to_device).tolist()])
        pen = QPen(QColor(self._color), 1.6 * scale)
        if self._dash:
            pen.setDashPattern(list(self._dash))
        painter.setPen(pen)
        painter.setBrush(faded(self._color, 0.16))
        painter.drawPolygon(polygon)


class RidgePlot(Plot):
    """Histograms of several layers, one row a layer, the first at the top; two functions share a row."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("activation a", "", theme, "Histograms of activations", parent)
        self._rows = [[self.add(RidgeRow()) for _ in range(MAX_SERIES)] for _ in range(MAX_ROWS)]
        self.titles = [self.add_label("ink") for _ in range(MAX_ROWS)]
        self.words = [[self.add_label(color) for color in SERIES_COLORS[:MAX_SERIES]] for _ in range(MAX_ROWS)]
        self.getAxis("left").setStyle(showValues=False)
        self.getAxis("left").setTicks([])
        self._right = 1.0

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.getAxis("left").setWidth(theme.px(8))

    def show_rows(self, rows: Sequence[tuple[str, Sequence[Histogram | None]]]) -> None:
        """Up to three rows from the top, each a title and the histograms of the functions."""
        every = [h for _, histograms in rows for h in histograms if h is not None]
        low, high = min(h.low for h in every), max(h.high for h in every)
        room = 0.03 * (high - low)
        self._right = high
        self.getAxis("bottom").set_end(high)
        self.set_ranges((low - room, high + _WORDS * (high - low)), (-0.06, len(rows) + 0.02))
        for i in range(MAX_ROWS):
            title, histograms = rows[i] if i < len(rows) else ("", ())
            base = len(rows) - 1.0 - i
            self.titles[i].set_plate(faded(self.theme.pane, 0.85))
            self.titles[i].set_text(title, low, base + 0.98, (0.0, 0.0))
            for k in range(MAX_SERIES):
                self._show_row(i, k, base, histograms[k] if k < len(histograms) else None)

    def _show_row(self, i: int, k: int, base: float, histogram: Histogram | None) -> None:
        color, dash = series_look(self.theme, k)
        points = np.zeros((0, 2)) if histogram is None else _outline(histogram, base)
        self._rows[i][k].set_outline(points, color, dash)
        words = "" if histogram is None else histogram.words
        self.words[i][k].set_text(words, self._right, base + 0.6 - 0.28 * k, (0.0, 0.5))


def _outline(histogram: Histogram, base: float) -> Array:
    """Steps of the height √(share / largest share), so that what is rare is seen beside what is not."""
    edges = np.repeat(np.linspace(histogram.low, histogram.high, len(histogram.shares) + 1), 2)
    heights = np.sqrt(histogram.shares / max(float(histogram.shares.max()), 1e-300))
    levels = np.concatenate([[0.0], np.repeat(heights, 2), [0.0]])
    return np.column_stack([edges, base + _ROW * levels])


def _log10(values: Array) -> Array:
    """Log10; what is 0 has no place."""
    with np.errstate(divide="ignore"):
        logs: Array = np.log10(values)
    return np.where(np.isfinite(logs), logs, np.nan)


def _reading(x: float, values: Sequence[Array | None], name: str, unit: str) -> str:
    layer = round(x)
    there = [each for each in values if each is not None]
    if not there or not 1 <= layer <= len(there[0]):
        return ""
    return f"layer {layer}: {name} " + ", ".join(format_number(float(each[layer - 1]), 5) + unit for each in there)

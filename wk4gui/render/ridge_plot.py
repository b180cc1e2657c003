"""Histograms in rows, one below the other, with words beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.render.device_curve import OverView, mapped
from wk4gui.render.plot import Plot
from wk4gui.render.theme import SERIES_COLORS, Theme, faded, series_look

MAX_SERIES, MAX_ROWS = 2, 3
_ROW = 0.82
"""Height of the highest bar of a row, in rows."""
_WORDS = 0.42
"""Room for words beside the histograms, as a share of their width."""


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

    def __init__(self, x_title: str, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(x_title, "", theme, name, parent)
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

"""Histograms in rows, one below the other, with words beside them."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.lab.sentence import Sentence
from wk4gui.render.device_item import OverView
from wk4gui.render.fonts import CAPTION, text_width
from wk4gui.render.last_shown import LastShown
from wk4gui.render.plot import Plot
from wk4gui.render.segments import mapped
from wk4gui.render.theme import Theme, faded

MAX_SERIES = 2
_ROW = 0.82
"""Height of the highest bar of a row, in rows."""
_FILL = 0.16
"""Opacity of the area under an outline."""
_ROOM = 0.03
"""Left and right of the histograms, as a share of their width."""
_MOST_WORDS, _GAP_PX, _STEP = 0.48, 8.0, 16.0
"""Largest share of the plot for words, the space around them, and the steps in which their room grows."""


@dataclass(frozen=True)
class Histogram:
    """Shares (n_bins,) in equal bins from ``low`` to ``high``, and the words beside them in a long and a short form."""

    shares: Array
    low: float
    high: float
    words: tuple[Sentence | str, ...] = ()


HistogramRow = tuple[Sentence | str, Sequence[Histogram | None]]
"""A title, and for each series a histogram or none."""


class RidgeRow(OverView):
    """A histogram as a filled outline over a base line; its snapshot is not filled."""

    pinnable = True

    def __init__(self) -> None:
        super().__init__()
        self._points: Array = np.zeros((0, 2))
        self._color, self._fill = "", 0.0
        self._dash: tuple[float, ...] = ()
        self._shown: tuple[Histogram | None, float] = (None, 0.0)

    def show_histogram(self, histogram: Histogram | None, base: float, color: str, dash: tuple[float, ...]) -> None:
        """A histogram over the height ``base``, or none."""
        self._points = np.zeros((0, 2)) if histogram is None else _outline(histogram, base)
        self._color, self._dash, self._fill = color, dash, _FILL
        self._shown = (histogram, base)
        self.setVisible(histogram is not None)
        self.update()

    def is_empty(self) -> bool:
        return not len(self._points)

    def set_ghost_style(self, theme: Theme) -> None:
        self._color, self._fill, self._dash = theme.ink3, 0.0, ()
        self.update()

    @property
    def tint(self) -> QColor:
        return QColor(self._color)

    def values_at(self, x: float, y: float) -> tuple[float, ...]:
        histogram, base = self._shown
        if histogram is None or not (base <= y < base + 1.0 and histogram.low <= x < histogram.high):
            return ()
        place = (x - histogram.low) / (histogram.high - histogram.low)
        return (float(histogram.shares[int(place * len(histogram.shares))]),)

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        polygon = QPolygonF([QPointF(x, y) for x, y in mapped(self._points, to_device).tolist()])
        pen = QPen(QColor(self._color), 1.6 * scale)
        if self._dash:
            pen.setDashPattern(list(self._dash))
        painter.setPen(pen)
        painter.setBrush(faded(self._color, self._fill))
        painter.drawPolygon(polygon)


class RidgePlot(Plot):
    """Histograms in rows, the first at the top, one or two in a row, and words in a column beside them."""

    pin_corner = (1.0, 0)  # the titles are on the left
    least_named = 7.0
    left_px = 8

    def __init__(
        self, x_title: str, theme: Theme, name: str, *, n_rows: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(x_title, "", theme, name, parent)
        self._rows = [[self.add(RidgeRow()) for _ in range(MAX_SERIES)] for _ in range(n_rows)]
        self.titles = [self.add_label("ink") for _ in range(n_rows)]
        self.words = [[self.add_label(k) for k in range(MAX_SERIES)] for _ in range(n_rows)]
        self.getAxis("left").setStyle(showValues=False)
        self.getAxis("left").setTicks([])
        self._shown: Sequence[HistogramRow] = ()
        self._written = (0, 0.0)
        self._last = LastShown()
        self.getViewBox().sigResized.connect(self._fit)

    def show_rows(self, rows: Sequence[HistogramRow]) -> None:
        """Shows up to ``n_rows`` rows from the top, each a title and the histograms of the series."""
        self._shown = rows
        self.follow_pin()
        shares = [h.shares for _, histograms in rows for h in histograms if h is not None]
        words = tuple((str(title), *(_looks(h) for h in histograms)) for title, histograms in rows)
        if self._last.same((self.theme, self.looks, words), shares, 1.0):
            self._write(*self._written)  # other parameters may give the same words
            return
        self._fit()
        for i in range(len(self._rows)):
            title, histograms = rows[i] if i < len(rows) else ("", ())
            base = len(rows) - 1.0 - i
            self.titles[i].set_plate(faded(self.theme.pane, 0.85))
            self.titles[i].set_text(title, self._ends()[0], base + 0.98, (0.0, 0.0))
            for k in range(MAX_SERIES):
                color, dash = self.looks[k].on(self.theme)
                histogram = histograms[k] if k < len(histograms) else None
                self._rows[i][k].show_histogram(histogram, base, color, dash)

    def meaning(self) -> Hashable:
        return super().meaning(), tuple(str(title) for title, _ in self._shown)

    def row_at(self, y: float) -> tuple[int, int]:
        """Row from the top and series at a height; the words of the second series are in the lower half."""
        row = math.floor(len(self._shown) - y)
        histograms = self._shown[row][1] if 0 <= row < len(self._shown) else ()
        several = sum(h is not None for h in histograms) > 1
        return row, int(several and (len(self._shown) - row - y) > 1.0 - _ROW / 2.0)

    def _ends(self) -> tuple[float, float]:
        every = [h for _, histograms in self._shown for h in histograms if h is not None]
        return min(h.low for h in every), max(h.high for h in every)

    def _fit(self) -> None:
        """Keeps room for the words, in the long form if it fits beside the histograms."""
        if not self._shown:
            return
        width, px = max(self.getViewBox().width(), 1.0), self.theme.px(CAPTION)
        every = [h for _, histograms in self._shown for h in histograms if h is not None]
        reserve, level = 0.0, 0
        for level in range(max(len(h.words) for h in every) + 1):
            longest = max(text_width(str(_words(h, level)), px) for h in every)
            reserve = _STEP * math.ceil((longest + _GAP_PX) / _STEP)  # or the axis would move with every digit
            if reserve <= _MOST_WORDS * width:
                break
        (low, high), share = self._ends(), min(reserve / width, 0.8)
        span = (high - low) * (1.0 + 2.0 * _ROOM)
        self.getAxis("bottom").set_end(high)
        right = low - _ROOM * (high - low) + span / (1.0 - share)
        self.set_ranges((low - _ROOM * (high - low), right), (-0.06, len(self._shown) + 0.02))
        self._write(level, high)

    def _write(self, level: int, right: float) -> None:
        """Writes the words beside each row, the first series above the second."""
        self._written = (level, right)
        for i in range(len(self._rows)):
            histograms = self._shown[i][1] if i < len(self._shown) else ()
            several = sum(h is not None for h in histograms) > 1
            for k in range(MAX_SERIES):
                histogram = histograms[k] if k < len(histograms) else None
                words = "" if histogram is None else _words(histogram, level)
                height = len(self._shown) - 1.0 - i + _ROW / 2.0
                self.words[i][k].set_text(words, right, height, (0.0, (1.0 - k) if several else 0.5))


def _looks(histogram: Histogram | None) -> Hashable:
    """The visible properties of a histogram besides its shares."""
    return None if histogram is None else (histogram.low, histogram.high, *map(str, histogram.words))


def _words(histogram: Histogram, level: int) -> Sentence | str:
    return histogram.words[level] if level < len(histogram.words) else ""


def _outline(histogram: Histogram, base: float) -> Array:
    """Steps of the height √(share / largest share), so that rare values stay visible."""
    edges = np.repeat(np.linspace(histogram.low, histogram.high, len(histogram.shares) + 1), 2)
    heights = np.sqrt(histogram.shares / max(float(histogram.shares.max()), 1e-300))
    levels = np.concatenate([[0.0], np.repeat(heights, 2), [0.0]])
    return np.column_stack([edges, base + _ROW * levels])

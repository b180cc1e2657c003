"""Bands, straight lines and labels in a plot."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform

from wk4gui.lab.sentence import Numeral, Sentence, sentence_of
from wk4gui.render.device_item import GHOST_WIDTH, OverView
from wk4gui.render.hatch import HATCH_GAP, Pattern, paint_hatch, paint_pattern
from wk4gui.render.numeral_places import numeral_in
from wk4gui.render.segments import scaled
from wk4gui.render.theme import Theme

_PATTERN_STRENGTH = 3.0
"""Opacity of the lines on an area, against that of the area."""


class Band(OverView):
    """A shaded or hatched interval of the x axis over the whole height; what is shaded may have a pattern on it."""

    def __init__(self, color: QColor, *, hatched: bool = False) -> None:
        super().__init__()
        self._color, self._hatched = color, hatched
        self._pattern: Pattern = "plain"
        self._interval: tuple[float, float] | None = None
        self.setZValue(-10)

    def set_color(self, color: QColor) -> None:
        self._color = color
        self.update()

    def set_pattern(self, pattern: Pattern) -> None:
        """Lines in its own colour over what is shaded."""
        if pattern != self._pattern:
            self._pattern = pattern
            self.update()

    def set_interval(self, low: float | None, high: float | None) -> None:
        self.prepareGeometryChange()
        self._interval = None if low is None or high is None else (low, high)
        self.setVisible(self._interval is not None)
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        view = self.getViewBox()
        if self._interval is None or view is None:
            return QRectF()
        (_, _), (low, high) = view.viewRange()
        return QRectF(self._interval[0], low, self._interval[1] - self._interval[0], high - low)

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        box = to_device.mapRect(self.boundingRect())
        if self._hatched:
            paint_hatch(painter, box, QPen(self._color, scale), HATCH_GAP * scale)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color)
        painter.drawPolygon(QPolygonF(box))
        line = QColor(self._color)
        line.setAlphaF(min(1.0, _PATTERN_STRENGTH * line.alphaF()))
        paint_pattern(painter, box, QPen(line, scale), self._pattern, HATCH_GAP * scale)


class ConstantLine(OverView):
    """A straight line across the plot at one x or one y."""

    def __init__(self, pen: QPen, *, vertical: bool, pinnable: bool = False) -> None:
        super().__init__()
        self._pen, self._vertical = pen, vertical
        self.pinnable = pinnable
        self._value: float | None = None
        self.setZValue(-5)

    def set_pen(self, pen: QPen) -> None:
        self._pen = pen
        self.update()

    def is_empty(self) -> bool:
        return self._value is None

    def set_ghost_style(self, theme: Theme) -> None:
        self.set_pen(theme.pen(theme.ink3, GHOST_WIDTH))

    @property
    def tint(self) -> QColor:
        return self._pen.color()

    def values_at(self, x: float, y: float) -> tuple[float, ...]:
        return () if self._value is None else (self._value,)

    def set_value(self, value: float | None) -> None:
        self.prepareGeometryChange()
        self._value = value if value is not None and math.isfinite(value) else None
        self.setVisible(self._value is not None)
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        view = self.getViewBox()
        if self._value is None or view is None:
            return QRectF()
        (x0, x1), (y0, y1) = view.viewRange()
        if self._vertical:
            return QRectF(self._value, y0, 0, y1 - y0)
        return QRectF(x0, self._value, x1 - x0, 0)

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        if self._value is None:
            return
        painter.setPen(scaled(self._pen, scale))
        box = self.boundingRect()
        painter.drawLine(to_device.map(box.topLeft()), to_device.map(box.bottomRight()))


class Label(OverView):
    """A short text beside a point of the plot."""

    def __init__(self, color: str, font: QFont) -> None:
        super().__init__()
        self._color, self._font = color, font
        self._words, self._text, self._at = Sentence(), "", QPointF()
        self._anchor = (0.0, 0.0)
        self._plate: QColor | None = None
        self._painted = QRectF()

    def text_at(self, point: QPointF) -> str:
        return self._text if self._painted.contains(point) else ""

    def numerals(self) -> Sequence[Numeral]:
        return self._words.numerals

    def numeral_at(self, point: QPointF) -> Numeral | None:
        if not self._painted.contains(point):
            return None
        return numeral_in(
            self._words, (point.x() - self._painted.left()) / max(self._painted.width(), 1.0), self._advance
        )

    def _advance(self, text: str) -> float:
        return QFontMetricsF(self._font).horizontalAdvance(text)

    def set_plate(self, color: QColor | None) -> None:
        """Puts an opaque plate behind the text."""
        self._plate = color
        self.update()

    def set_look(self, color: str, font: QFont) -> None:
        self._color, self._font = color, font
        self.update()

    def set_text(self, words: Sentence | str, x: float, y: float, anchor: tuple[float, float]) -> None:
        """Puts a text at (x, y); the anchor is the share of its width and height left of and above that point."""
        self._words, text = sentence_of(words), str(words)
        if (text, x, y, anchor) != (self._text, self._at.x(), self._at.y(), self._anchor):
            self._text, self._at, self._anchor = text, QPointF(x, y), anchor
            self.setVisible(bool(text))
            self.update()

    @property
    def text(self) -> str:
        return self._text

    @property
    def sentence(self) -> Sentence:
        """The text with its numbers."""
        return self._words

    def box(self, to_device: QTransform, scale: float) -> QRectF:
        """Where the text stands on the device, inside the plot; empty where it is wider than that."""
        metrics = QFontMetricsF(self._scaled_font(scale))
        width, height = metrics.horizontalAdvance(self._text), metrics.height()
        at = to_device.map(self._at)
        left = at.x() - self._anchor[0] * width + (0.5 - self._anchor[0]) * 8 * scale
        top = at.y() - self._anchor[1] * height + (0.5 - self._anchor[1]) * 6 * scale
        view = to_device.mapRect(self.boundingRect())
        if width > view.width():
            return QRectF()  # a clipped text would be unreadable
        left = max(view.left() + 2 * scale, min(left, view.right() - width - 2 * scale))
        return QRectF(left, top, width, height)

    def _scaled_font(self, scale: float) -> QFont:
        font = QFont(self._font)
        font.setPixelSize(round(self._font.pixelSize() * scale))
        return font

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        box = self.box(to_device, scale)
        if box.isNull():
            return
        font = self._scaled_font(scale)
        self._painted = QRectF(box.x() / scale, box.y() / scale, box.width() / scale, box.height() / scale)
        if self._plate is not None and self._text:
            painter.fillRect(box.adjusted(-2 * scale, 0, 2 * scale, 0), self._plate)
        painter.setFont(font)
        painter.setPen(QColor(self._color))
        painter.drawText(QPointF(box.left(), box.top() + QFontMetricsF(font).ascent()), self._text)

"""Marks on a map: critical points by shape, many end points at once, and a legend on a plate."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform

from wk4gui.core.arrays import Array
from wk4gui.labs.saddle.model.critical_points import CriticalPoint
from wk4gui.render.device_item import OverView
from wk4gui.render.dots import paint_dots
from wk4gui.render.segments import mapped
from wk4gui.render.theme import LIGHT, Theme, faded

_SIZE, _ARROW, _HEAD = 5.5, 46.0, 8.0


class EdgedDots(OverView):
    """Many small dots of one colour."""

    def __init__(self, radius: float = 2.4, *, pinnable: bool = False) -> None:
        super().__init__()
        self._radius = radius
        self.pinnable = pinnable
        self._points = np.zeros((0, 2))
        self._fill, self._edge = QColor(), QColor()

    def set_colors(self, fill: QColor, edge: QColor) -> None:
        self._fill, self._edge = fill, edge
        self.update()

    def set_points(self, points: Array) -> None:
        """Points (n, 2); those that are not finite are left out."""
        self._points = points[np.isfinite(points).all(axis=1)]
        self.update()

    def is_empty(self) -> bool:
        return not len(self._points)

    def set_ghost_style(self, theme: Theme) -> None:
        self.set_colors(faded(theme.ink3, 0.0), faded(theme.ink3))

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        seen, places = self.seen(to_device), mapped(self._points, to_device)
        corners = np.array([[seen.left(), seen.top()], [seen.right(), seen.bottom()]])
        places = places[((places >= corners[0]) & (places <= corners[1])).all(axis=1)]
        pen, radius = QPen(self._edge, 0.8 * scale), self._radius * scale * self.sign_scale
        paint_dots(painter, places, pen, self._fill, radius)


class CriticalMarks(OverView):
    """Critical points: minimum ●, maximum ▲, saddle ✕ with its two eigen-directions, degenerate ◆; a white halo."""

    def __init__(self) -> None:
        super().__init__()
        self._points: Sequence[CriticalPoint] = ()
        self._line_scale = 1.0

    def set_points(self, points: Sequence[CriticalPoint], line_scale: float) -> None:
        self._points, self._line_scale = points, line_scale
        self.update()

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        seen, scale = self.seen(to_device), scale * math.sqrt(self._line_scale)
        places = [to_device.map(QPointF(p.x, p.y)) for p in self._points]
        for point, at in zip(self._points, places, strict=True):
            if seen.contains(at) and point.kind == "saddle":
                length = min(_ARROW * scale, 0.45 * _nearest(at, places))
                for eigenvector, leaves in zip(point.eigenvectors, (True, False), strict=True):
                    _directions(painter, to_device, at, eigenvector, length, scale, leaves=leaves)
        for point, at in zip(self._points, places, strict=True):
            if seen.contains(at):
                paint_mark(painter, point.kind, at, scale)


def _nearest(at: QPointF, places: Sequence[QPointF]) -> float:
    gaps = [math.hypot(p.x() - at.x(), p.y() - at.y()) for p in places]
    return min((gap for gap in gaps if gap > 1e-9), default=math.inf)


def paint_mark(painter: QPainter, kind: str, at: QPointF, scale: float) -> None:
    """The shape of one kind of critical point, with its halo."""
    s, halo = _SIZE * scale, QColor(LIGHT.pane)
    path = QPainterPath()
    if kind == "saddle":
        for way in (1, -1):
            path.moveTo(at.x() - s, at.y() - way * s)
            path.lineTo(at.x() + s, at.y() + way * s)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((halo, 5.5), (QColor(LIGHT.ink), 2.4)):
            painter.setPen(_pen(color, width * scale))
            painter.drawPath(path)
        return
    corners = {
        "maximum": ((0, -1.2), (1.1, 0.8), (-1.1, 0.8)),
        "degenerate": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    }
    if kind == "minimum":
        path.addEllipse(at, s, s)
    else:
        first, *others = (QPointF(at.x() + s * x, at.y() + s * y) for x, y in corners[kind])
        path.moveTo(first)
        for corner in others:
            path.lineTo(corner)
        path.closeSubpath()
    painter.setPen(_pen(halo, 3.6 * scale))
    painter.setBrush(QColor(LIGHT.ink))
    painter.drawPath(path)
    painter.fillPath(path, QColor(LIGHT.ink))


def _directions(
    painter: QPainter,
    to_device: QTransform,
    at: QPointF,
    eigenvector: tuple[float, float],
    length: float,
    scale: float,
    *,
    leaves: bool,
) -> None:
    """Two arrows along an eigenvector: away from the saddle where f falls, towards it where f rises."""
    way = to_device.map(QPointF(*eigenvector)) - to_device.map(QPointF(0.0, 0.0))
    size = math.hypot(way.x(), way.y())
    inner = (_SIZE + 5.0) * scale
    if size <= 0 or length < inner + _HEAD * scale:
        return
    color = QColor(LIGHT.pane) if leaves else faded(LIGHT.pane, 0.65)
    for sign in (1.0, -1.0):
        u = QPointF(sign * way.x() / size, sign * way.y() / size)
        near, far = at + u * inner, at + u * length
        tip, tail, back = (far, near, -1.0) if leaves else (near, far, 1.0)
        neck = tip + u * (back * _HEAD * scale)
        across = QPointF(-u.y(), u.x()) * (0.45 * _HEAD * scale)
        head = QPainterPath(tip)
        head.lineTo(neck + across)
        head.lineTo(neck - across)
        head.closeSubpath()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_pen(color, 2.2 * scale))
        painter.drawLine(tail, neck)
        painter.fillPath(head, color)


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


_ROW, _SAMPLE, _PAD = 1.35, 30, 8
"""Height of a row in heights of its type; width of a sample and of the margin, in pixels."""
_WIDEST, _HIGHEST = 0.72, 0.5
"""Shares of the plot that the plate may cover."""
_CLEAR = _SIZE + 3.0
"""Pixels between the plate and the middle of a mark."""


@dataclass(frozen=True)
class LegendEntry:
    """A row of the legend: the mark of a critical point's kind, or a line."""

    text: str
    kind: str = ""
    pen: QPen | None = None
    casing: QPen | None = None


class Legend(OverView):
    """Rows on a plate in the corner or at the middle of the edge where it hides least, and no critical point."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[LegendEntry] = ()
        self._marks, self._busy = np.zeros((0, 2)), np.zeros((0, 2))
        self._font, self._ink, self._plate = QFont(), QColor(), QColor()
        self.setZValue(50)

    def set_entries(
        self, entries: Sequence[LegendEntry], marks: Array, busy: Array, font: QFont, ink: QColor, plate: QColor
    ) -> None:
        """Shows rows; ``marks`` (n, 2) of the plot must not be hidden and ``busy`` (m, 2) should not."""
        self._entries = entries
        self._marks, self._busy = (points[np.isfinite(points).all(axis=1)] for points in (marks, busy))
        self._font, self._ink, self._plate = font, ink, plate
        self.update()

    @property
    def texts(self) -> list[str]:
        return [entry.text for entry in self._entries]

    def fits(self, width: float, height: float) -> bool:
        """Whether the plate leaves enough of a plot of this size to be seen, and all critical points."""
        window = self.boundingRect()
        to_plot = QTransform.fromTranslate(0.0, height).scale(width / window.width(), -height / window.height())
        to_plot.translate(-window.left(), -window.top())
        return self.plate(to_plot, 1.0) is not None

    def plate(self, to_device: QTransform, scale: float) -> QRectF | None:
        """Where the rows stand on the device; None if there is no place."""
        seen = self.seen(to_device).adjusted(_PAD * scale, _PAD * scale, -_PAD * scale, -_PAD * scale)
        size = self._plate_size(QFontMetricsF(self._scaled_font(scale)), scale)
        if not self._entries or size.width() > _WIDEST * seen.width() or size.height() > _HIGHEST * seen.height():
            return None
        marks, busy = mapped(self._marks, to_device), mapped(self._busy, to_device)
        places = [QRectF(corner, size.size()) for corner in _corners(size, seen)]
        free = [place for place in places if not _inside(place, marks, _CLEAR * scale)]
        return min(free, key=lambda place: _inside(place, busy, 6.0 * scale), default=None)

    def _scaled_font(self, scale: float) -> QFont:
        font = QFont(self._font)
        font.setPixelSize(round(self._font.pixelSize() * scale))
        return font

    def _plate_size(self, metrics: QFontMetricsF, scale: float) -> QRectF:
        width = max((metrics.horizontalAdvance(text) for text in self.texts), default=0.0)
        height = _ROW * metrics.height() * len(self._entries) + 1.2 * _PAD * scale
        return QRectF(0, 0, width + (_SAMPLE + 3 * _PAD) * scale, height)

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        plate = self.plate(to_device, scale)
        if plate is None:
            return
        font = self._scaled_font(scale)
        metrics = QFontMetricsF(font)
        row, sample, pad = _ROW * metrics.height(), _SAMPLE * scale, _PAD * scale
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._plate)
        painter.drawRoundedRect(plate, 6 * scale, 6 * scale)
        painter.setFont(font)
        for i, entry in enumerate(self._entries):
            y = plate.top() + 0.6 * pad + (i + 0.5) * row
            left = plate.left() + pad
            if entry.kind:
                paint_mark(painter, entry.kind, QPointF(left + sample / 2, y), 0.8 * scale)
            for line in (entry.casing, entry.pen):
                if line is not None:
                    pen = QPen(line)
                    pen.setWidthF(line.widthF() * scale)
                    painter.setPen(pen)
                    painter.drawLine(QPointF(left, y), QPointF(left + sample, y))
            painter.setPen(self._ink)
            base = y + (metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(left + sample + pad, base), entry.text)


def _corners(plate: QRectF, seen: QRectF) -> list[QPointF]:
    """The upper left corners of the places of a plate: corners of the plot first, then middles of its edges."""
    right, bottom = seen.right() - plate.width(), seen.bottom() - plate.height()
    across, down = (seen.left() + right) / 2, (seen.top() + bottom) / 2
    corners = [(x, y) for y in (bottom, seen.top()) for x in (right, seen.left())]
    edges = [(right, down), (seen.left(), down), (across, bottom), (across, seen.top())]
    return [QPointF(x, y) for x, y in corners + edges]


def _inside(place: QRectF, points: Array, around: float) -> int:
    """How many points (n, 2) lie in a rectangle or less than ``around`` away from it."""
    x, y = points.T
    across = (x > place.left() - around) & (x < place.right() + around)
    return int((across & (y > place.top() - around) & (y < place.bottom() + around)).sum())

"""Plot items painted in device space, so that widths are the same on screen, at HiDPI, in print and in SVG."""

import math
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform

from wk4gui.core.arrays import Array
from wk4gui.render.polyline_clip import Rect
from wk4gui.render.segments import finite_rows, scaled, stroke
from wk4gui.render.theme import Theme

_PALE_WIDTH = 2.2
"""Of a line of a ghost."""


class DeviceItem(pg.GraphicsObject):
    """An item of a plot that paints in device pixels; subclasses implement `paint_device`.

    One that belongs to the result is ``pinnable`` and says with `ghost`, `set_pale` and `values_at` how a pin keeps and
    compares it; contour lines and what the user sets do not belong to it.
    """

    pinnable = False
    ghost_z = -6.0
    """Where its ghost lies; what is drawn now has 0."""

    def __init__(self) -> None:
        super().__init__()
        self._bounds = QRectF()

    def ghost(self) -> "DeviceItem":
        """Another item that shows for good what this one shows now."""
        raise NotImplementedError

    def set_pale(self, theme: Theme) -> None:
        """Looks like a ghost: grey, and hollow where it is an area."""
        raise NotImplementedError

    @property
    def tint(self) -> QColor:
        """The colour that names it where it is compared."""
        return QColor()

    def values_at(self, x: float, y: float) -> tuple[float, ...]:
        """What it says at a place, in the plot's coordinates; empty where it says nothing."""
        return ()

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        """Paints with the identity transform; ``scale`` is device pixels per logical pixel."""
        raise NotImplementedError

    def boundingRect(self) -> QRectF:  # noqa: N802
        return self._bounds

    def is_empty(self) -> bool:
        """Whether there is nothing to paint, which is then not tried."""
        return False

    def paint(self, painter: QPainter, *_: Any) -> None:
        if self.is_empty():
            return
        to_device = painter.worldTransform()
        scene = self.sceneTransform()
        own = math.hypot(scene.m11(), scene.m12())
        scale = math.hypot(to_device.m11(), to_device.m12()) / own if own > 0 else 1.0
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_device(painter, to_device, scale)
        painter.restore()


class OverView(DeviceItem):
    """An item that may paint anywhere in the plot, and does not ask for room."""

    def boundingRect(self) -> QRectF:  # noqa: N802
        view = self.getViewBox()
        return QRectF() if view is None else view.viewRect()

    def dataBounds(self, axis: int, *_: Any) -> None:  # noqa: N802
        return None

    def viewRangeChanged(self) -> None:  # noqa: N802
        self.prepareGeometryChange()
        self.update()

    def text_at(self, point: QPointF) -> str:
        """What is written at a point of the widget that it was painted in; "" where nothing is."""
        return ""

    def seen(self, to_device: QTransform) -> QRectF:
        """The part of the device that the plot shows of itself."""
        return to_device.mapRect(self.boundingRect())


class Curve(DeviceItem):
    """A polyline, over a halo if it has one; points that are not finite interrupt it."""

    pinnable = True

    def __init__(self, pen: QPen, halo: QPen | None = None) -> None:
        super().__init__()
        self.set_pen(pen, halo)
        self.points: Array = np.zeros((0, 2))

    def set_pen(self, pen: QPen, halo: QPen | None = None) -> None:
        self._pens = (pen,) if halo is None else (halo, pen)
        self.update()

    @property
    def pen(self) -> QPen:
        return self._pens[-1]

    def set_data(self, x: Array, y: Array) -> None:
        """Points in the plot's coordinates."""
        self.set_points(np.column_stack([x, y]).astype(float))

    def set_points(self, points: Array) -> None:
        """Points (n, 2) in the plot's coordinates."""
        self.prepareGeometryChange()
        finite = finite_rows(points)
        self.points = points if finite.all() else np.where(finite[:, None], points, np.nan)
        shown = points[finite]
        self._bounds = _bounds(shown) if len(shown) else QRectF()
        self.update()

    def is_empty(self) -> bool:
        return self._bounds.isNull()

    def ghost(self) -> "Curve":
        ghost = Curve(self.pen)
        ghost.set_points(np.array(self.points))
        return ghost

    def set_pale(self, theme: Theme) -> None:
        self.set_pen(theme.pen(theme.ink3, _PALE_WIDTH))

    @property
    def tint(self) -> QColor:
        return self.pen.color()

    def values_at(self, x: float, y: float) -> tuple[float, ...]:
        value = value_at(self.points, x)
        return () if value is None else (value,)

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        stroke(painter, mapped(self.points, to_device), self._pens, self._seen(to_device), scale)

    def _seen(self, to_device: QTransform) -> Rect:
        """The part of the device that the plot shows of itself."""
        view = self.getViewBox()
        if view is None:
            return (-math.inf, -math.inf, math.inf, math.inf)
        seen = to_device.mapRect(view.viewRect())
        return (seen.left(), seen.top(), seen.right(), seen.bottom())


class Marker(DeviceItem):
    """A dot with a halo at one point; hidden while it has none."""

    def __init__(self, color: str, halo: str, radius: float = 4.5) -> None:
        super().__init__()
        self._color, self._halo, self._radius = color, halo, radius
        self._at: tuple[float, float] | None = None
        self._told: tuple[tuple[int, ...], float] = ((), math.inf)

    @property
    def point(self) -> tuple[float, float] | None:
        return self._at

    def tell(self, *coordinates: int, within: float = math.inf) -> None:
        """Makes coordinates (0: x, 1: y) of its place values of the result, at places not farther away in the other."""
        self._told, self.pinnable = (coordinates, within), True

    def set_colors(self, color: str, halo: str) -> None:
        self._color, self._halo = color, halo
        self.update()

    def set_point(self, x: float, y: float) -> None:
        self.prepareGeometryChange()
        self._at = (x, y) if math.isfinite(x) and math.isfinite(y) else None
        self._bounds = QRectF(x, y, 0, 0) if self._at else QRectF()
        self.setVisible(self._at is not None)
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        if self._at is None:
            return QRectF()
        px, py = (abs(v) if v else 1.0 for v in self.pixelSize() or (1.0, 1.0))
        margin = 3 * self._radius
        return self._bounds.adjusted(-margin * px, -margin * py, margin * px, margin * py)

    def dataBounds(self, axis: int, *_: Any) -> tuple[float, float] | None:  # noqa: N802
        return None if self._at is None else (self._at[axis], self._at[axis])

    def is_empty(self) -> bool:
        return self._at is None

    def ghost(self) -> "Marker":
        ghost = Marker(self._color, self._halo, self._radius)
        ghost._told = self._told
        ghost.set_point(*(self._at or (math.nan, math.nan)))
        return ghost

    def set_pale(self, theme: Theme) -> None:
        self.set_colors(theme.pane, theme.ink3)

    @property
    def tint(self) -> QColor:
        return QColor(self._color)

    def values_at(self, x: float, y: float) -> tuple[float, ...]:
        told, within = self._told
        if self._at is None or any(abs((x, y)[k] - self._at[k]) > within for k in {0, 1} - set(told)):
            return ()
        return tuple(self._at[k] for k in told)

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        if self._at is None:
            return
        painter.setPen(QPen(QColor(self._halo), 2 * scale))
        painter.setBrush(QBrush(QColor(self._color)))
        radius = self._radius * scale
        painter.drawEllipse(to_device.map(QPointF(*self._at)), radius, radius)


class Band(OverView):
    """A shaded interval of the x axis over the whole height."""

    def __init__(self, color: QColor) -> None:
        super().__init__()
        self._color = color
        self._interval: tuple[float, float] | None = None
        self.setZValue(-10)

    def set_color(self, color: QColor) -> None:
        self._color = color
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
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color)
        painter.drawPolygon(QPolygonF(to_device.mapRect(self.boundingRect())))


class Line(OverView):
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

    def ghost(self) -> "Line":
        ghost = Line(self._pen, vertical=self._vertical)
        ghost.set_value(self._value)
        return ghost

    def set_pale(self, theme: Theme) -> None:
        self.set_pen(theme.pen(theme.ink3, _PALE_WIDTH))

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
        self._text, self._at = "", QPointF()
        self._anchor = (0.0, 0.0)
        self._plate: QColor | None = None
        self._painted = QRectF()

    def text_at(self, point: QPointF) -> str:
        return self._text if self._painted.contains(point) else ""

    def set_plate(self, color: QColor | None) -> None:
        """Lays the text on a plate that interrupts what it crosses."""
        self._plate = color
        self.update()

    def set_look(self, color: str, font: QFont) -> None:
        self._color, self._font = color, font
        self.update()

    def set_text(self, text: str, x: float, y: float, anchor: tuple[float, float]) -> None:
        """Puts a text at (x, y); the anchor is the share of its width and height that lies left of and above it."""
        if (text, x, y, anchor) != (self._text, self._at.x(), self._at.y(), self._anchor):
            self._text, self._at, self._anchor = text, QPointF(x, y), anchor
            self.setVisible(bool(text))
            self.update()

    @property
    def text(self) -> str:
        return self._text

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        font = QFont(self._font)
        font.setPixelSize(round(self._font.pixelSize() * scale))
        metrics = QFontMetricsF(font)
        width, height = metrics.horizontalAdvance(self._text), metrics.height()
        at = to_device.map(self._at)
        left = at.x() - self._anchor[0] * width + (0.5 - self._anchor[0]) * 8 * scale
        top = at.y() - self._anchor[1] * height + (0.5 - self._anchor[1]) * 6 * scale
        view = to_device.mapRect(self.boundingRect())
        if width > view.width():
            return  # half a text says less than none
        left = max(view.left() + 2 * scale, min(left, view.right() - width - 2 * scale))
        self._painted = QRectF(left / scale, top / scale, width / scale, height / scale)
        if self._plate is not None and self._text:
            painter.fillRect(QRectF(left, top, width, height).adjusted(-2 * scale, 0, 2 * scale, 0), self._plate)
        painter.setFont(font)
        painter.setPen(QColor(self._color))
        painter.drawText(QPointF(left, top + metrics.ascent()), self._text)


def mapped(points: Array, transform: QTransform) -> Array:
    """Points (n, 2) through an affine transform."""
    matrix = np.array([[transform.m11(), transform.m12()], [transform.m21(), transform.m22()]])
    result: Array = points @ matrix + np.array([transform.dx(), transform.dy()])
    return result


def value_at(points: Array, x: float) -> float | None:
    """The value of a polyline (n, 2) at x; None where it has none, or where x goes to and fro along it."""
    points = points[finite_rows(points)]
    if len(points) < 2 or (np.diff(points[:, 0]) < 0).any():
        return None
    if not points[0, 0] <= x <= points[-1, 0]:
        return None
    return float(np.interp(x, points[:, 0], points[:, 1]))


def _bounds(points: Array) -> QRectF:
    x, y = points.T
    low, high = (x.min(), y.min()), (x.max(), y.max())
    return QRectF(low[0], low[1], high[0] - low[0], high[1] - low[1])

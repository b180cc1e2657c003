"""Paints the sketch of an exercise: on its desk, on its sheet, and as the picture of a Moodle question."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.lab.sketch import Dot, Line, Point, Sketch, Tone
from wk4gui.render.fonts import CAPTION, TITLE, text_font
from wk4gui.render.theme import LIGHT, Theme, faded

HEIGHT, WIDTH = 170, 360
"""A good size, in pixels at the normal text size."""
_LABEL = 200.0
_GAP = 4.0
_ALIGN = Qt.AlignmentFlag
_FLAGS = {
    "right": _ALIGN.AlignLeft | _ALIGN.AlignVCenter,
    "left": _ALIGN.AlignRight | _ALIGN.AlignVCenter,
    "above": _ALIGN.AlignHCenter | _ALIGN.AlignBottom,
    "below": _ALIGN.AlignHCenter | _ALIGN.AlignTop,
    "middle": _ALIGN.AlignCenter,
}


class _Map:
    """Maps coordinates of a sketch into a rectangle, with room for the names of the axes."""

    def __init__(self, sketch: Sketch, room: QRectF, margin: float, beside: float) -> None:
        (x0, x1), (y0, y1) = sketch.x_range, sketch.y_range
        left = (beside + 8.0) if sketch.y_label else 0.0
        bottom = margin if sketch.x_label else 0.0
        inner = room.adjusted(left, 4.0, -4.0, -bottom)
        sx, sy = inner.width() / (x1 - x0), inner.height() / (y1 - y0)
        if sketch.equal:
            sx = sy = min(sx, sy)
        width, height = sx * (x1 - x0), sy * (y1 - y0)
        self.area = QRectF(inner.center().x() - width / 2, inner.center().y() - height / 2, width, height)
        self._origin, self._scale = (x0, y1), (sx, sy)

    def point(self, at: Point) -> QPointF:
        x = self.area.left() + (at[0] - self._origin[0]) * self._scale[0]
        return QPointF(x, self.area.top() + (self._origin[1] - at[1]) * self._scale[1])


def paint_sketch(painter: QPainter, sketch: Sketch, room: QRectF, theme: Theme, *, large: bool = False) -> None:
    """Paints a sketch into a rectangle, with larger type where it has much room."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    px = theme.px(TITLE if large else CAPTION)
    painter.setFont(text_font(px))
    margin = 1.8 * px
    mapped = _Map(sketch, room, margin, painter.fontMetrics().horizontalAdvance(sketch.y_label))
    if sketch.x_label or sketch.y_label:
        _paint_axes(painter, sketch, mapped.area, margin, theme)
    painter.save()
    painter.setClipRect(mapped.area.adjusted(-1, -1, 1, 1))
    for line in sketch.lines:
        _paint_line(painter, line, mapped, theme)
    painter.restore()
    for dot in sketch.dots:
        _paint_dot(painter, dot, mapped, theme, room)
    painter.restore()


def _color(theme: Theme, tone: Tone) -> str:
    color: str = getattr(theme, tone)
    return color


def _paint_axes(painter: QPainter, sketch: Sketch, area: QRectF, margin: float, theme: Theme) -> None:
    painter.setPen(theme.pen(theme.line, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area)
    painter.setPen(QPen(faded(theme.ink2)))
    below = QRectF(area.left(), area.bottom(), area.width(), margin)
    painter.drawText(below, int(_ALIGN.AlignCenter), sketch.x_label)
    beside = QRectF(area.left() - 3 * margin - 2, area.top(), 3 * margin - 4, area.height())
    painter.drawText(beside, int(_ALIGN.AlignRight | _ALIGN.AlignVCenter), sketch.y_label)


def _paint_line(painter: QPainter, line: Line, mapped: _Map, theme: Theme) -> None:
    style = Qt.PenStyle.DashLine if line.dashed else Qt.PenStyle.SolidLine
    painter.setPen(theme.pen(_color(theme, line.tone), line.width, style))
    painter.drawPolyline(QPolygonF([mapped.point(point) for point in line.points]))


def _paint_dot(painter: QPainter, dot: Dot, mapped: _Map, theme: Theme, room: QRectF) -> None:
    at, color, radius = mapped.point(dot.at), _color(theme, dot.tone), dot.radius
    painter.setPen(theme.pen(color, 1.6))
    painter.setBrush(faded(theme.pane if dot.sign == "ring" else color))
    if dot.sign in ("dot", "ring"):
        painter.drawEllipse(at, radius, radius)
    elif dot.sign == "cross":
        painter.drawLine(at + QPointF(-radius, -radius), at + QPointF(radius, radius))
        painter.drawLine(at + QPointF(-radius, radius), at + QPointF(radius, -radius))
    if dot.label:
        painter.setPen(QPen(faded(_text_color(theme, dot.tone))))
        _paint_label(painter, dot, at, 0.0 if dot.sign == "none" else radius, room)


def _text_color(theme: Theme, tone: Tone) -> str:
    """Lines may be paler than text."""
    instead: dict[Tone, Tone] = {"backward": "ink", "line": "ink2"}
    return _color(theme, instead.get(tone, tone))


def _paint_label(painter: QPainter, dot: Dot, at: QPointF, radius: float, room: QRectF) -> None:
    """Writes a label beside its sign, inside the picture."""
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(dot.label) + 2.0, float(metrics.height())
    gap = radius + _GAP
    places = {
        "right": QRectF(at.x() + gap, at.y() - height / 2, width, height),
        "left": QRectF(at.x() - gap - width, at.y() - height / 2, width, height),
        "above": QRectF(at.x() - width / 2, at.y() - gap - height + 2, width, height),
        "below": QRectF(at.x() - width / 2, at.y() + gap - 2, width, height),
        "middle": QRectF(at.x() - width / 2, at.y() - height / 2, width, height),
    }
    box = places[dot.side]
    box.moveLeft(min(max(box.left(), room.left()), max(room.right() - width, room.left())))
    painter.drawText(box, int(_FLAGS[dot.side]), dot.label)


class SketchView(QWidget):
    """Shows a sketch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sketch: Sketch | None = None
        self._theme: Theme = LIGHT
        self._large = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_sketch(self, sketch: Sketch | None, *, large: bool = False) -> None:
        """Shows a sketch, in all the room there is if it is to be large; or nothing, and takes no room."""
        self._sketch, self._large = sketch, large
        upright = QSizePolicy.Policy.Expanding if large else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Ignored, upright)
        self.setVisible(sketch is not None)
        if sketch is not None:
            self.setAccessibleName(sketch.described)
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, round(HEIGHT * self._theme.text_scale))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self._sketch is not None:
            room = QRectF(self.rect())
            if self._large:
                room = _centred(room)
            with QPainter(self) as painter:
                paint_sketch(painter, self._sketch, room, self._theme, large=self._large)


def _centred(room: QRectF) -> QRectF:
    """A part of the room in the middle, no wider than it is easy to take in."""
    width = min(room.width(), 1.9 * room.height(), 760.0)
    height = min(room.height(), 0.75 * width)
    return QRectF(room.center().x() - width / 2, room.center().y() - height / 2, width, height)

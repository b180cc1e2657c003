"""What the parts of the style are painted with."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyleOption, QWidget

RADIUS = 6
"""Of the corners of a control."""

State = QStyle.StateFlag


def is_on(option: QStyleOption, flag: QStyle.StateFlag) -> bool:
    """Whether a part is in a state."""
    return bool(option.state & flag)


def is_hovered(option: QStyleOption) -> bool:
    """Whether the mouse is over a part that can be used."""
    return is_on(option, State.State_MouseOver) and is_on(option, State.State_Enabled)


def color_of(option: QStyleOption, role: QPalette.ColorRole) -> QColor:
    """A colour of the palette around a part."""
    return option.palette.color(role)


def name_of(widget: QWidget | None) -> str:
    """The object name, "" without a widget."""
    return "" if widget is None else widget.objectName()


def paint_box(
    painter: QPainter, rect: QRect, fill: QColor | None, line: QColor | None = None, radius: float = RADIUS
) -> None:
    """Paints a rounded box; its line, if any, is one pixel wide and inside of the rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    painter.setPen(Qt.PenStyle.NoPen if line is None else line)
    inset = 0.0 if line is None else 0.5
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)
    painter.restore()


_TICK = ((3.5, 8.5), (6.5, 11.5), (12.5, 4.5))
"""Corners of a tick in a square with sides of 16."""


def paint_chevron(painter: QPainter, middle: QPointF, color: QColor) -> None:
    """Paints the sign that something opens below."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.5))
    painter.drawPolyline([middle + QPointF(x, y) for x, y in ((-4.0, -2.0), (0.0, 2.0), (4.0, -2.0))])
    painter.restore()


def paint_tick(painter: QPainter, square: QRect, color: QColor) -> None:
    """Paints a tick into a square."""
    side = square.width() / 16
    pen = QPen(color, 2.2 * side, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.drawPolyline([QPointF(square.x() + side * x, square.y() + side * y) for x, y in _TICK])
    painter.restore()

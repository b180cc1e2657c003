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


def paint_line(painter: QPainter, color: QColor, width: float, *points: tuple[float, float]) -> None:
    """Paints a line with round ends."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline([QPointF(x, y) for x, y in points])
    painter.restore()

"""The program's own icons, tinted in the colours of a theme."""

from functools import cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from wk4gui.resources import resource


@cache
def icon(name: str, color: str, size: int = 18) -> QIcon:
    """The icon resources/icons/``name``.svg in one colour, sharp at 1× and 2×."""
    renderer = QSvgRenderer(str(resource(f"icons/{name}.svg")))
    result = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(QSize(size, size) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            renderer.render(painter, QRectF(0, 0, size, size))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
            painter.fillRect(QRectF(0, 0, size, size), QColor(color))
        result.addPixmap(pixmap)
    return result

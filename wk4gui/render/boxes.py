"""Widgets beside or below each other, without margins, or whichever has room."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget


def beside(*widgets: QWidget, spacing: int = 24, right: bool = False) -> QWidget:
    """Widgets in a row, aligned to the right if ``right``."""
    box = QWidget()
    layout = QHBoxLayout(box)
    if right:
        layout.addStretch(1)
    _fill(layout, widgets, (), spacing)
    return box


def below(*widgets: QWidget, stretches: Sequence[int] = (), spacing: int = 2) -> QWidget:
    """Widgets in a column; ``stretches`` gives their shares of spare height."""
    box = QWidget()
    _fill(QVBoxLayout(box), widgets, stretches, spacing)
    return box


def _fill(layout: QBoxLayout, widgets: Sequence[QWidget], stretches: Sequence[int], spacing: int) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for i, widget in enumerate(widgets):
        layout.addWidget(widget, stretches[i] if stretches else 0)


class Flow(QWidget):
    """Widgets in a row where that is as wide as they need, else in a column."""

    def __init__(self, *widgets: QWidget, spacing: int = 24) -> None:
        super().__init__()
        self._widgets, self._spacing = widgets, spacing
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        _fill(self._box, widgets, (1,) * len(widgets), spacing)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The width of a column, and the height of what is shown at the present width."""
        least = [widget.minimumSize().expandedTo(widget.minimumSizeHint()) for widget in self._widgets]
        heights = [size.height() for size in least]
        return QSize(max(size.width() for size in least), sum(heights) if self._is_column() else max(heights))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        way = ways.TopToBottom if self._is_column() else ways.LeftToRight
        if way != self._box.direction():
            self._box.setDirection(way)
            self._box.setSpacing(0 if way == ways.TopToBottom else self._spacing)
            self.updateGeometry()

    def _is_column(self) -> bool:
        needed = sum(widget.minimumWidth() for widget in self._widgets) + self._spacing * (len(self._widgets) - 1)
        return self.width() < needed

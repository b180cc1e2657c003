"""A plot with a handle that the left button drags."""

import math

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from wk4gui.render.plot import Plot
from wk4gui.render.theme import Theme


class DragPlot(Plot):
    """A plot with one handle; subclasses define its place and where it may be moved.

    Signals:
        dragged(float, float, int): the handle was dragged to this place of the plot; the drag's id.
        dropped(): the drag ended.
    """

    dragged = Signal(float, float, int)
    dropped = Signal()
    reach: float | None = 16.0
    """Reach of a press on the handle, in pixels; None: a press anywhere moves the handle there."""

    def __init__(self, x_title: str, y_title: str, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(x_title, y_title, theme, name, parent)
        self._drags, self.dragging = 0, False

    def handle(self) -> tuple[float, float] | None:
        """The place of the handle in the plot's coordinates; None if there is no handle."""
        raise NotImplementedError

    def allowed(self, x: float, y: float) -> tuple[float, float]:
        """The nearest place to (x, y) that the handle may take."""
        return x, y

    def is_near_handle(self, point: QPointF) -> bool:
        """Whether a press at a point of the widget grabs the handle."""
        handle = self.handle()
        if handle is None or self.reach is None:
            return handle is not None
        away = point - self.to_widget(*handle)
        return math.hypot(away.x(), away.y()) <= self.reach

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton or not self.is_near_handle(event.position()):
            super().mousePressEvent(event)
            return
        self._drags, self.dragging = self._drags + 1, True
        if self.reach is None:
            self._drag_to(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.dragging:
            self._drag_to(event.position())
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.dragging:
            self.dragging = False
            self.dropped.emit()
        else:
            super().mouseReleaseEvent(event)

    def _drag_to(self, point: QPointF) -> None:
        here = self.place_at(point)
        self.dragged.emit(*self.allowed(here.x(), here.y()), self._drags)

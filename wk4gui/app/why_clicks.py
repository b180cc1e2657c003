"""Clicks that ask why: on a label or a place of a plot, or on a number of another widget."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QWidget

from wk4gui.core.reason import Reason
from wk4gui.render.lab_view import ReasonAt
from wk4gui.render.plot import Plot

_STILL = 4.0
"""Pixels that the mouse may move between press and release of a click."""
_SHAPES = (Qt.CursorShape.ArrowCursor, Qt.CursorShape.PointingHandCursor)
"""Where nothing can be asked, and where something can."""


class WhyClicks(QObject):
    """Watches one widget and takes nothing from it. A click with the right button asks, too, also where the left drags.

    Signals:
        asked(str, object, QPoint): the label that was clicked ("" if none), the Reason for the place (or None), and
            where on the screen.
    """

    asked = Signal(str, object, QPoint)

    def __init__(
        self,
        widget: QWidget,
        reason_at: ReasonAt,
        left: bool,  # noqa: FBT001 - the fields of an Explained
    ) -> None:
        super().__init__(widget)
        self._widget, self._reason_at = widget, reason_at
        self._buttons = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)[0 if left else 1 :]
        self._pressed: QPointF | None = None
        self._target = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        self._target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if not isinstance(event, QMouseEvent):
            return False
        if event.type() == QEvent.Type.MouseMove and not event.buttons():
            self._point(event.position())
        elif event.button() in self._buttons and event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = event.position()
        elif event.button() in self._buttons and event.type() == QEvent.Type.MouseButtonRelease:
            still = self._pressed is not None and (event.position() - self._pressed).manhattanLength() <= _STILL
            self._pressed = None
            if still:
                self.asked.emit(*self._found(event.position()), event.globalPosition().toPoint())
        return False

    def _point(self, point: QPointF) -> None:
        """A hand says that a click would be answered, where the widget has no cursor of its own."""
        if Qt.MouseButton.LeftButton not in self._buttons or self._target.cursor().shape() not in _SHAPES:
            return
        label, reason = self._found(point)
        shape = _SHAPES[reason is not None or any(letter.isdigit() for letter in label)]
        if self._target.cursor().shape() != shape:
            self._target.setCursor(shape)

    def _found(self, point: QPointF) -> tuple[str, Reason | None]:
        """The label at a point of the widget, and the reason of the number there."""
        label, place = "", point
        if isinstance(self._widget, Plot):
            label, place = self._widget.text_at(point), self._widget.place_at(point)
        elif isinstance(self._widget, QLabel):
            label = self._widget.text()
        return label, self._reason_at(place.x(), place.y())

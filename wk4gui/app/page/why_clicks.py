"""Clicks that ask why: on a label or a place of a plot, or on a number of another widget."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QWidget

from wk4gui.lab.reason import Reason
from wk4gui.render.lab_view import ReasonAt, TakenAt
from wk4gui.render.label_words import word_at
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

    def __init__(self, widget: QWidget, reason_at: ReasonAt, taken: TakenAt) -> None:
        super().__init__(widget)
        self._widget, self._reason_at, self._taken = widget, reason_at, taken
        self._pressed: QPointF | None = None
        self._target = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        self._target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if not isinstance(event, QMouseEvent):
            return False
        if event.type() == QEvent.Type.MouseMove and not event.buttons():
            self._point(event.position())
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._press(event)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            still = self._pressed is not None and (event.position() - self._pressed).manhattanLength() <= _STILL
            self._pressed = None
            if still:
                self.asked.emit(*self._found(event.position()), event.globalPosition().toPoint())
        return False

    def _press(self, press: QMouseEvent) -> None:
        """A press that does something else asks nothing, and so takes an answer away."""
        place, left = self._place(press.position()), press.button() == Qt.MouseButton.LeftButton
        if left and self._taken(place.x(), place.y()):
            self.asked.emit("", None, press.globalPosition().toPoint())
        elif left or press.button() == Qt.MouseButton.RightButton:
            self._pressed = press.position()

    def _point(self, point: QPointF) -> None:
        """A hand says that a click would be answered, where the widget has no cursor of its own."""
        place = self._place(point)
        if self._target.cursor().shape() not in _SHAPES or self._taken(place.x(), place.y()):
            return
        label, reason = self._found(point)
        shape = _SHAPES[reason is not None or any(letter.isdigit() for letter in label)]
        if self._target.cursor().shape() != shape:
            self._target.setCursor(shape)

    def _place(self, point: QPointF) -> QPointF:
        return self._widget.place_at(point) if isinstance(self._widget, Plot) else point

    def _found(self, point: QPointF) -> tuple[str, Reason | None]:
        """The label at a point of the widget, and the reason of the number there."""
        label, place = "", self._place(point)
        if isinstance(self._widget, Plot):
            label = self._widget.text_at(point)
        elif isinstance(self._widget, QLabel):
            label = word_at(self._widget, point.x(), point.y())
        return label, self._reason_at(place.x(), place.y())

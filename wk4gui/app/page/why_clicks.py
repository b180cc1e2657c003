"""Clicks that request explanations: on a label or a place of a plot, or on a number of another widget."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractScrollArea

from wk4gui.lab.reason import Reason
from wk4gui.lab.sentence import Numeral
from wk4gui.render.lab_view import Explained
from wk4gui.render.plot import Plot
from wk4gui.render.sentence_label import SentenceLabel

_AROUND = 14
_STILL = 4.0
"""Largest distance between press and release of a click, in pixels."""
_SHAPES = (Qt.CursorShape.ArrowCursor, Qt.CursorShape.PointingHandCursor)
"""Cursors without and with an explanation."""


class WhyClicks(QObject):
    """Watches one widget without consuming events. The right button also works where the left one drags.

    Signals:
        asked(object, QRect): the Reason of the number that was clicked (or None), and its box on the screen.
    """

    asked = Signal(object, QRect)

    def __init__(self, explained: Explained) -> None:
        super().__init__(explained.widget)
        self._widget, self._explained = explained.widget, explained
        self._pressed: QPointF | None = None
        self._target = self._widget.viewport() if isinstance(self._widget, QAbstractScrollArea) else self._widget
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
                self.asked.emit(self._reason_at(event.position()), _around(event.globalPosition().toPoint()))
        return False

    def _press(self, press: QMouseEvent) -> None:
        """Handles a press; one with another effect closes an explanation."""
        place, left = self._place(press.position()), press.button() == Qt.MouseButton.LeftButton
        if left and self._explained.has_left_click_action(place.x(), place.y()):
            self.asked.emit(None, _around(press.globalPosition().toPoint()))
        elif left or press.button() == Qt.MouseButton.RightButton:
            self._pressed = press.position()

    def _point(self, point: QPointF) -> None:
        """Shows a pointing hand where an explanation exists, unless the widget has its own cursor."""
        place = self._place(point)
        if self._target.cursor().shape() not in _SHAPES or self._explained.has_left_click_action(place.x(), place.y()):
            return
        shape = _SHAPES[self._numeral_at(point) is not None or self._reason_at(point) is not None]
        if self._target.cursor().shape() != shape:
            self._target.setCursor(shape)

    def _place(self, point: QPointF) -> QPointF:
        return self._widget.place_at(point) if isinstance(self._widget, Plot) else point

    def _numeral_at(self, point: QPointF) -> Numeral | None:
        """The number of a label at a point of the widget."""
        return self._widget.numeral_at(point) if isinstance(self._widget, Plot | SentenceLabel) else None

    def _reason_at(self, point: QPointF) -> Reason | None:
        """The reason of the number at a point of the widget; labels come before items below them."""
        numeral = self._numeral_at(point)
        if numeral is not None:
            return numeral.why()
        place = self._place(point)
        return self._explained.reason_at(place.x(), place.y())


def _around(point: QPoint) -> QRect:
    """The box around a clicked point that must stay visible."""
    return QRect(point, point).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)

"""The network diagram: one painted widget whose numbers are edited in place."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from wk4gui.core.number_format import format_number
from wk4gui.labs.backprop.model.quantities import Quantity
from wk4gui.labs.backprop.picture.network_hits import is_value, place_at, place_rect, quantity_rect
from wk4gui.labs.backprop.picture.network_layout import NetworkLayout, TypeSizes, network_layout
from wk4gui.labs.backprop.picture.network_measure import measure
from wk4gui.labs.backprop.picture.network_numbers import NetworkNumbers, Place
from wk4gui.labs.backprop.picture.network_painter import NetworkPainter
from wk4gui.render.answer_edit import AnswerEdit
from wk4gui.render.number_edit import NumberEdit
from wk4gui.render.theme import Theme, faded

_LARGEST = 1.5
"""Largest factor on the font sizes in a large picture of a small network."""
_DRAG_PER_PIXEL = 0.02
"""Change of a number per pixel dragged up, times its size where that is above 1; a tenth of it with Shift."""


class NetworkDiagram(QWidget):
    """A network with every number on it.

    Click a number to type, drag it up or down to change it; Tab goes to the next one, Escape leaves the field.

    Signals:
        value_edited(Place, float, int): a number was typed (0) or dragged (the drag's id).
        selected(object): another Place, or None, was selected.
        relaid(tuple): the columns have moved; the x of their centres in the widget.
        answered(str, str): a blank quantity of an exercise and its typed text.
        walked(str, int): Tab or Shift+Tab was pressed in a blank quantity.
    """

    value_edited = Signal(object, float, int)
    selected = Signal(object)
    relaid = Signal(tuple)
    answered = Signal(str, str)
    walked = Signal(str, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._numbers: NetworkNumbers | None = None
        self._digits = 2
        self._type_sizes: TypeSizes | None = None
        self._selected: Place | None = None
        self._hovered: Place | None = None
        self._pressed: tuple[Place, QPoint, float] | None = None
        self._drags, self._dragging = 0, False
        self._editing: Place | None = None
        self._editor = NumberEdit("Value in the diagram", parent=self)
        self._editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._editor.hide()
        self._editor.entered.connect(self._typed)
        self._editor.installEventFilter(self)
        self.answer_edit = AnswerEdit(self)
        self.answer_edit.hide()
        self.answer_edit.entered.connect(self.answered)
        self.answer_edit.walked.connect(self.walked)
        self.answer_edit.left.connect(self.answer_edit.hide)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)

    # What is shown

    def set_numbers(self, numbers: NetworkNumbers, digits: int, selected: Place | None) -> None:
        self._numbers, self._digits = numbers, digits
        self._type_sizes = None
        self._selected = selected if selected and selected.fits(numbers.sizes) else None
        if self._editing and not self._editing.fits(numbers.sizes):
            self.leave()
        if self._editing:
            self._editor.set_value(numbers.value(self._editing))
        if not self.answer_edit.isHidden():
            self._fill_answer(self.answer_edit.quantity)
        self._report_columns()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._type_sizes = None
        self.update()

    @property
    def numbers(self) -> NetworkNumbers | None:
        """What it shows; None at first."""
        return self._numbers

    @property
    def layout_now(self) -> NetworkLayout:
        """The geometry on screen, for pointers and tests."""
        assert self._numbers is not None
        if self._type_sizes is None:
            self._type_sizes = measure(self._numbers, self._scaled, self._digits)
        return network_layout(self._numbers.sizes, float(self.width()), float(self.height()), self._type_sizes)

    @property
    def _scaled(self) -> Theme:
        """The theme with larger type where the picture has room for it."""
        if self._theme.slide:  # its type has the size of the slide already
            return self._theme
        if self._numbers is None:
            return self._theme
        sizes = self._numbers.sizes
        room = min(self.width() / (210 * len(sizes)), self.height() / (112 * max(sizes)), _LARGEST)
        return replace(self._theme, text_scale=self._theme.text_scale * max(1.0, round(room, 1)))

    def rect_of(self, place: Place) -> QRect:
        """The box of a place in the widget."""
        assert self._numbers is not None
        rect = place_rect(self.layout_now, place, (self._selected, self._hovered), len(self._numbers.y))
        return QRect(round(rect.left), round(rect.top), round(rect.w), round(rect.h))

    def place_at(self, x: float, y: float) -> Place | None:
        """The place at a point of the widget."""
        if self._numbers is None:
            return None
        return place_at(self.layout_now, self._numbers.sizes, x, y, self._selected)

    def is_editable(self, x: float, y: float) -> bool:
        """Whether a left click at a point of the widget edits a number: an input, target, weight or bias."""
        place = self.place_at(x, y)
        there = place is not None and self._numbers is not None and self._numbers.editable(place)
        return there and place is not None and is_value(self.layout_now, place, x, y)

    def on_loss(self, x: float, y: float) -> bool:
        """Whether a point of the widget is in the box of the loss, above the targets."""
        return self._numbers is not None and self.layout_now.loss.contains(x, y) and self.place_at(x, y) is None

    # Exercises

    def blank_rect(self, key: str) -> QRect | None:
        """The box of a blank in the widget; None if it is not blank, or has no room."""
        quantity = Quantity.parse(key)
        if self._numbers is None or quantity is None or key not in self._numbers.answers:
            return None
        rect = quantity_rect(self.layout_now, quantity)
        return None if rect is None else QRect(round(rect.left), round(rect.top), round(rect.w), round(rect.h))

    def open_blank(self, key: str) -> bool:
        """Opens the field of a blank; returns whether it has room here."""
        rect = self.blank_rect(key)
        if rect is None:
            return False
        width, height = max(72, rect.width()), self.answer_edit.sizeHint().height()
        left = min(max(rect.center().x() - width // 2, 0), self.width() - width)
        top = min(max(rect.center().y() - height // 2, 0), self.height() - height)
        self.answer_edit.setGeometry(left, top, width, height)
        self._fill_answer(key)
        self.answer_edit.show()
        self.answer_edit.setFocus()
        return True

    def _fill_answer(self, key: str) -> None:
        assert self._numbers is not None
        answer, quantity = self._numbers.answers.get(key), Quantity.parse(key)
        if answer is None or quantity is None:
            self.answer_edit.hide()
            return
        self.answer_edit.show_answer(key, quantity.name(self._numbers.sizes), answer, self._theme)

    def _blank_at(self, x: float, y: float) -> str | None:
        """The blank at a point of the widget."""
        here = QPoint(round(x), round(y))
        for key in self._numbers.answers if self._numbers is not None else ():
            rect = self.blank_rect(key)
            if rect is not None and rect.contains(here):
                return key
        return None

    # Editing

    def edit(self, place: Place) -> None:
        """Opens the field for one number, with its full value selected."""
        if self._numbers is None:
            return
        self._pick(place)
        if not self._numbers.editable(place):
            return
        self._editing = place
        at = self.rect_of(Place("b", place.layer, place.j) if place.kind == "unit" else place)
        width = max(84, at.width())
        height = self._editor.sizeHint().height()
        left = min(max(at.center().x() - width // 2, 0), self.width() - width)
        top = min(max(at.center().y() - height // 2, 0), self.height() - height)
        self._editor.setGeometry(left, top, width, height)
        self._editor.show()
        self._editor.setFocus()
        self._editor.set_value(self._numbers.value(place))

    def leave(self) -> None:
        """Closes the field without taking a text that was not confirmed."""
        if self._editing and self._numbers:
            self._editor.set_value(self._numbers.value(self._editing))
        self._editing = None
        self._editor.hide()
        self.setFocus()

    def _typed(self, value: float) -> None:
        if self._editing:
            self.value_edited.emit(self._editing, value, 0)

    def _walk(self, step: int) -> None:
        """Confirms the field and opens the next or previous number in the order of computation."""
        if self._numbers is None or self._editing is None:
            return
        self._editor.editingFinished.emit()
        order = list(self._numbers.places)
        here = Place("b", self._editing.layer, self._editing.j) if self._editing.kind == "unit" else self._editing
        self.edit(order[(order.index(here) + step) % len(order)])

    def _pick(self, place: Place | None) -> None:
        if place != self._selected:
            self._selected = place
            self.selected.emit(place)
            self.update()

    def _report_columns(self) -> None:
        if self._numbers is not None:
            self.relaid.emit(tuple(column[0].x for column in self.layout_now.units))

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self._numbers is None:
            return
        with QPainter(self) as painter:
            if not self._theme.transparent:
                painter.fillRect(self.rect(), faded(self._theme.pane))
            look = (self._scaled, self._digits, self._selected, self._hovered)
            NetworkPainter(painter, self.layout_now, self._numbers, *look).paint()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            return
        blank = self._blank_at(event.position().x(), event.position().y())
        if blank is not None:
            self.open_blank(blank)
            return
        if self._numbers is not None and self._numbers.answers:
            self.setFocus()
            return  # given numbers are fixed during an exercise
        place = self.place_at(event.position().x(), event.position().y())
        if self._editing:
            self._editor.editingFinished.emit()
            self.leave()
        self._pick(place)
        self.setFocus()
        if place is not None and self._numbers is not None and self.is_editable(*event.position().toTuple()):
            self._pressed = (place, event.position().toPoint(), self._numbers.value(place))
            self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        here = event.position().toPoint()
        if self._pressed is None:
            self._hover(self.place_at(here.x(), here.y()), event)
            return
        place, start, value = self._pressed
        if not self._dragging and (here - start).manhattanLength() < QApplication.startDragDistance():
            return
        if not self._dragging:
            self._dragging, self._drags = True, self._drags + 1
        fine = 0.1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        step = _DRAG_PER_PIXEL * fine * max(1.0, abs(value))
        moved = round((start.y() - here.y()) * step, 4)
        self.value_edited.emit(place, round(value + moved, 10), self._drags)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        pressed, self._pressed = self._pressed, None
        if pressed is not None and not self._dragging:
            self.edit(pressed[0])
        self._dragging = False

    def _hover(self, place: Place | None, event: QMouseEvent) -> None:
        if place == self._hovered:
            return
        self._hovered = place
        self.setCursor(Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor)
        if place is not None and self._numbers is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self._tip(place), self)
        self.update()

    def _tip(self, place: Place) -> str:
        assert self._numbers is not None
        if not self._numbers.editable(place):
            return "click to see where its numbers come from"
        value = format_number(self._numbers.value(place), 10)
        return f"{value} · click to type, drag up or down to change, right-click to see where numbers come from"

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self._numbers is None:
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit(self._selected or self._numbers.places[0])
        elif event.key() == Qt.Key.Key_Escape:
            self._pick(None)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802
        if watched is self._editor and isinstance(event, QFocusEvent) and event.lostFocus():
            elsewhere = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
            if event.reason() not in elsewhere:
                self._editing = None
                self._editor.hide()
        if watched is self._editor and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._walk(1 if event.key() == Qt.Key.Key_Tab else -1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._editor.editingFinished.emit()
                if not self._editor.property("refused"):
                    self.leave()
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._type_sizes = None
        self._report_columns()
        if self._editing:
            self.edit(self._editing)

"""The field for a number of an exercise, in the diagram, in the table and on the card."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from wk4gui.render.answers import ShownAnswer
from wk4gui.render.style.fit import color_text
from wk4gui.render.theme import Theme, faded


class AnswerEdit(QLineEdit):
    """A field that accepts any text, which is parsed elsewhere.

    Signals:
        entered(str, str): a quantity and its typed text.
        walked(str, int): Tab (+1) or Shift+Tab (−1) was pressed in a quantity.
        came(str): a quantity's field got the focus.
        left(): Escape was pressed, or the field lost the focus.
    """

    entered = Signal(str, str)
    walked = Signal(str, int)
    came = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quantity = ""
        self._before = ""
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setPlaceholderText("?")

    def show_answer(self, quantity: str, name: str, answer: ShownAnswer, theme: Theme) -> None:
        """Shows the text of a quantity in the colour of its mark."""
        self.quantity = quantity
        self.setAccessibleName(f"Your {name}")
        if not self.hasFocus() or not self.isModified():
            self._before = answer.text
            self.setText(answer.text)
        self.setReadOnly(answer.tone == "revealed")
        color_text(self, faded(answer.color(theme)).name())

    def confirm(self) -> None:
        """Reports the typed text if it has changed."""
        if self.text() != self._before and not self.isReadOnly():
            self._before = self.text()
            self.setModified(False)
            self.entered.emit(self.quantity, self.text())

    def event(self, event: QEvent) -> bool:
        # Tab is handled here, before it would move the focus in the order of the widgets.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.confirm()
                self.walked.emit(self.quantity, 1 if event.key() == Qt.Key.Key_Tab else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.confirm()
                self.walked.emit(self.quantity, 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.setText(self._before)
                self.left.emit()
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.selectAll()
        self.came.emit(self.quantity)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.confirm()
        self.left.emit()

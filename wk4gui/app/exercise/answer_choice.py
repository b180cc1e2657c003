"""The field for a choice of an exercise."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from wk4gui.render.answers import ShownAnswer
from wk4gui.render.style.fit import color_text
from wk4gui.render.theme import Theme, faded

_NONE = "?"


class AnswerChoice(QComboBox):
    """Takes one of several options; digits choose, too.

    Signals:
        entered(str, str): a quantity and the option chosen; "" for none.
        walked(str, int): Return was pressed in a quantity.
        came(str): a quantity's field got the focus.
    """

    entered = Signal(str, str)
    walked = Signal(str, int)
    came = Signal(str)

    def __init__(self, options: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quantity = ""
        self.kept_keys = {Qt.Key(Qt.Key.Key_0.value + n) for n in range(len(options) + 1)}
        self.addItems([_NONE, *options])
        self.activated.connect(lambda _: self._report())

    def show_answer(self, quantity: str, name: str, answer: ShownAnswer, theme: Theme) -> None:
        """Shows the option of a quantity in the colour of its mark."""
        self.quantity = quantity
        self.setAccessibleName(f"Your {name}")
        with QSignalBlocker(self):
            self.setCurrentIndex(max(self.findText(answer.text, Qt.MatchFlag.MatchExactly), 0))
        self.setEnabled(answer.tone != "revealed")
        color_text(self, faded(answer.color(theme)).name())

    def _report(self) -> None:
        self.entered.emit(self.quantity, self.currentText() if self.currentIndex() else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.walked.emit(self.quantity, 1)
        elif event.text().isdecimal() and int(event.text()) < self.count():
            self.setCurrentIndex(int(event.text()))
            self._report()
        else:
            before = self.currentIndex()
            super().keyPressEvent(event)
            if self.currentIndex() != before:
                self._report()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.came.emit(self.quantity)

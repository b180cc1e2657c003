"""How a prediction is given: one button for each choice, or a field for a number."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wk4gui.lab.question import AnswerForm, Choice, Number
from wk4gui.render.named import named
from wk4gui.render.number_edit import NumberEdit, parse_number

_SIGNS = {"up": "↑ up", "same": "→ same", "down": "↓ down"}
_DIGITS = 6


class AnswerInput(QWidget):
    """Takes an answer.

    Signals:
        given(object): the answer.
    """

    given = Signal(object)


class ChoiceInput(AnswerInput):
    """One button a choice, with the key that presses it; one tap is the answer."""

    def __init__(self, answer: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for i, option in enumerate(answer.options, start=1):
            button = named(QPushButton(f"{i}   {_SIGNS.get(option, option)}", self), "choice")
            button.setAccessibleName(option)
            button.setShortcut(str(i))
            button.clicked.connect(lambda _, option=option: self.given.emit(option))
            layout.addWidget(button)
            self.buttons[option] = button


class NumberInput(AnswerInput):
    """A field; Enter or the button beside it gives the number."""

    def __init__(self, answer: Number, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = NumberEdit(answer.name, _DIGITS, self)
        self.field.clear()
        self.field.setPlaceholderText("?")
        self.reveal = named(QPushButton("Predict", self), "primary")
        self.reveal.clicked.connect(self._give)
        self.field.returnPressed.connect(self._give)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.reveal)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(named(QLabel(answer.name, self), "caption"))
        layout.addLayout(row)

    def _give(self) -> None:
        value = parse_number(self.field.text())
        if value is None:
            self.field.refuse()
        else:
            self.given.emit(value)


def make_input(answer: AnswerForm, parent: QWidget) -> AnswerInput:
    """The input for a kind of answer."""
    return ChoiceInput(answer, parent) if isinstance(answer, Choice) else NumberInput(answer, parent)

"""Inputs for predictions: buttons for a choice, a field for a number, two for a point."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wk4gui.lab.question import AnswerForm, Choice, Given, Number, Point
from wk4gui.render.named import named
from wk4gui.render.number_edit import NumberEdit
from wk4gui.render.theme import Theme

_SIGNS = {"up": "↑ up", "same": "→ same", "down": "↓ down"}
_DIGITS = 6
_LINE = 50
"""Largest number of letters of choices in one line."""


class AnswerInput(QWidget):
    """The base of inputs for an answer.

    Signals:
        changed(): the answer has changed or been removed.
    """

    changed = Signal()

    @property
    def given(self) -> Given | None:
        """The answer; None while it is incomplete."""
        raise NotImplementedError


class ChoiceInput(AnswerInput):
    """A button for each choice, side by side if they are short."""

    def __init__(self, answer: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {option: QPushButton(_SIGNS.get(option, option), self) for option in answer.options}
        group = QButtonGroup(self)
        layout = QHBoxLayout(self) if sum(map(len, answer.options)) <= _LINE else QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for button in self.buttons.values():
            button.setCheckable(True)
            group.addButton(button)
            layout.addWidget(button)
        group.buttonClicked.connect(lambda _: self.changed.emit())

    @property
    def given(self) -> Given | None:
        return next((option for option, button in self.buttons.items() if button.isChecked()), None)


class NumbersInput(AnswerInput):
    """A field for each number; all have to be filled in."""

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = [NumberEdit(name, _DIGITS, self) for name in names]
        self._typed: dict[int, float] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for i, (name, field) in enumerate(zip(names, self.fields, strict=True)):
            field.clear()
            field.setMinimumWidth(96)
            field.setPlaceholderText("?")
            field.entered.connect(lambda value, i=i: self.take(i, value))
            layout.addWidget(named(QLabel(name, self), "caption"))
            layout.addWidget(field)
        layout.addStretch(1)

    def take(self, i: int, value: float) -> None:
        """Takes the number of one field."""
        self._typed[i] = value
        self.fields[i].set_value(value)
        self.changed.emit()

    @property
    def given(self) -> Given | None:
        if len(self._typed) < len(self.fields):
            return None
        values = [self._typed[i] for i in range(len(self.fields))]
        return values[0] if len(values) == 1 else values


class PointInput(AnswerInput):
    """A plot for choosing a point, and fields for its coordinates."""

    def __init__(self, answer: Point, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from wk4gui.app.lesson.pointing_plot import PointingPlot  # with pyqtgraph, which comes after the first paint

        self.plot = PointingPlot(answer.axes, answer.window, answer.given, theme)
        self.numbers = NumbersInput(tuple(axis.rsplit(" ", 1)[-1] for axis in answer.axes))
        self.plot.pointed.connect(self._point)
        self.numbers.changed.connect(self._typed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        layout.addWidget(self.numbers)

    def _point(self, x: float, y: float) -> None:
        for i, value in enumerate((x, y)):
            self.numbers.take(i, round(value, 3))

    def _typed(self) -> None:
        given = self.numbers.given
        if isinstance(given, list):
            self.plot.mark(*given)
        self.changed.emit()

    @property
    def given(self) -> Given | None:
        return self.numbers.given


def make_input(answer: AnswerForm, theme: Theme, parent: QWidget) -> AnswerInput:
    """The input for a kind of answer."""
    if isinstance(answer, Choice):
        return ChoiceInput(answer, parent)
    if isinstance(answer, Number):
        return NumbersInput((answer.name,), parent)
    assert isinstance(answer, Point)
    return PointInput(answer, theme, parent)

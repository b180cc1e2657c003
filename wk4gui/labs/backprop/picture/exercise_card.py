"""The card of an exercise: groups of blanks, fields in the order of computation, score and buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from wk4gui.labs.backprop.model.exercise import Exercise, Item
from wk4gui.labs.backprop.model.quantities import GROUP_LABELS, GROUPS
from wk4gui.labs.backprop.picture.answer_edit import AnswerEdit
from wk4gui.labs.backprop.picture.answers import answers_of
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.theme import Theme, faded

_SIGNS = "✓\u00a0right   (✓)\u00a0right from your own earlier numbers   ✗\u00a0wrong"
_AROUND = 60
"""Pixels around a field that are scrolled into sight with it, for its comment."""
_ACTIONS = ("Check", "Show this one", "Show this layer", "Show all", "Start again", "New numbers", "Hand in…")


class ExerciseCard(QWidget):
    """Lets the user choose blanks and fill them in.

    Signals:
        blanked(tuple): groups to be blank.
        entered(str, str): a quantity and its typed text.
        walked(str, int): Tab or Shift+Tab in the field of a quantity.
        pressed(str): one of the buttons, by its text.
    """

    blanked = Signal(tuple)
    entered = Signal(str, str)
    walked = Signal(str, int)
    pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Work it yourself")
        self._theme = theme
        self._exercise: Exercise | None = None
        self.boxes = {group: QCheckBox(GROUP_LABELS[group]) for group in GROUPS}
        self.buttons = {text: named(QPushButton(text), "primary" if text == "Check" else "") for text in _ACTIONS}
        self.score = named(QLabel(), "caption")
        self.score.setWordWrap(True)
        self.fields: dict[str, AnswerEdit] = {}
        self._comments: dict[str, QLabel] = {}
        self.current, self._checked = "", False
        self._arrange()
        for box in self.boxes.values():
            box.clicked.connect(lambda _: self.blanked.emit(self._wanted()))
        for text, button in self.buttons.items():
            button.clicked.connect(lambda _, text=text: self.pressed.emit(text))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._exercise is not None:
            self._fill(self._exercise)

    def show_exercise(self, groups: Sequence[str], exercise: Exercise | None, *, checked: bool) -> None:
        """Shows the blank groups, and the exercise if there is one."""
        for group, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(group in groups)
        self._exercise = exercise
        self._body.setVisible(exercise is not None)
        if exercise is None:
            return
        keys = [str(item.quantity) for item in exercise.items]
        if keys != list(self.fields):
            self._rebuild(exercise.items)
        self._fill(exercise)
        self.buttons["Check"].setText("Hide the marks" if checked else "Check")
        self._signs.setVisible(checked)
        if checked and not self._checked:
            self._show_first_mistake(exercise)
        self._checked = checked
        done = f"{exercise.filled} of {len(exercise.items)} filled in"
        self.score.setText(f"{exercise.earned} of {len(exercise.items)} marks, {done}" if checked else done)

    def set_current(self, quantity: str) -> None:
        """Sets the number for "Show this one" and "Show this layer", the one edited last, and scrolls to its row."""
        self.current = quantity
        self._scroll_to(quantity)

    def focus(self, quantity: str) -> None:
        """Moves the focus to the field of a quantity."""
        if quantity in self.fields:
            self.fields[quantity].setFocus()

    def _show_first_mistake(self, exercise: Exercise) -> None:
        """Scrolls to the first number that is wrong, with its comment."""
        wrong = (
            str(item.quantity) for item in exercise.items if item.mark is not None and item.mark.verdict == "wrong"
        )
        self._scroll_to(next(wrong, ""))

    def _scroll_to(self, quantity: str) -> None:
        if quantity in self.fields:
            self._area.ensureWidgetVisible(self.fields[quantity], 0, _AROUND)

    def _wanted(self) -> tuple[str, ...]:
        return tuple(group for group, box in self.boxes.items() if box.isChecked())

    def _fill(self, exercise: Exercise) -> None:
        answers = answers_of(exercise)
        for item in exercise.items:
            key = str(item.quantity)
            self.fields[key].show_answer(key, item.name, answers[key], self._theme)
            comment = self._comments[key]
            comment.setText(item.comment)
            comment.setVisible(bool(item.comment))
            color = faded(answers[key].color(self._theme)).name()
            comment.setStyleSheet(f"QLabel {{ color: {color}; }}")

    def _rebuild(self, items: Sequence[Item]) -> None:
        while (row := self._grid.takeAt(0)) is not None:
            widget = row.widget()
            if widget is not None:
                widget.deleteLater()
        self.fields, self._comments = {}, {}
        for i, item in enumerate(items):
            key, field, comment = str(item.quantity), AnswerEdit(), named(plain_label(), "caption")
            comment.setWordWrap(True)
            field.entered.connect(self.entered)
            field.walked.connect(self.walked)
            field.came.connect(self.set_current)
            self._grid.addWidget(QLabel(item.name), 2 * i, 0)
            self._grid.addWidget(field, 2 * i, 1)
            self._grid.addWidget(comment, 2 * i + 1, 0, 1, 2)
            self.fields[key], self._comments[key] = field, comment

    def _arrange(self) -> None:
        blanks = QGridLayout()
        for i, box in enumerate(self.boxes.values()):
            blanks.addWidget(box, i // 2, i % 2)
        self._body = QWidget()
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 8, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.score)
        self._signs = named(QLabel(_SIGNS), "caption")
        self._signs.setWordWrap(True)
        for row in (
            ("Check",),
            ("Show this one", "Show this layer"),
            ("Show all", "Start again"),
            ("New numbers", "Hand in…"),
        ):
            line = QHBoxLayout()
            for text in row:
                line.addWidget(self.buttons[text])
            inside.addLayout(line)
        inside.addWidget(self._signs)
        rows = QWidget()
        self._grid = QGridLayout(rows)
        self._grid.setContentsMargins(0, 0, 6, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setVerticalSpacing(4)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(rows)
        inside.addWidget(self._area, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(named(QLabel("Leave blank:"), "caption"))
        layout.addLayout(blanks)
        layout.addWidget(self._body, 1)
        self._body.hide()

"""The desk of an exercise: statement, drawing, blanks with their marks, and the buttons, which are always in sight."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from wk4gui.app.controls.controls import ComboBox
from wk4gui.app.exercise.blank_rows import BlankRows
from wk4gui.lab.exercise import DIFFICULTIES
from wk4gui.lab.marking import Marked
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.theme import LIGHT, Theme

_SIGNS = "✓\u00a0right   (✓)\u00a0right from your own earlier values   ✗\u00a0wrong"
_HOW = "Numbers such as 0.5, 3/4 or 6*-1, to three significant digits. Tab goes on."
OWN = "own numbers"
"""The choice of numbers that were not drawn."""
_AROUND = 70
"""Pixels around a field that are scrolled into sight with it, for its diagnosis."""
BUTTONS = (("Check", "Next exercise"), ("Show this one", "Show all"), ("Start again", "Hand in…"))


class ExerciseCard(QWidget):
    """Lets the user work out an exercise.

    Signals:
        entered(str, str): a quantity and its typed text.
        walked(str, int): Tab or Shift+Tab in the field of a quantity.
        pressed(str): one of the buttons, by its name.
        difficulty_chosen(str): another difficulty.
        blanks_chosen(int): how many of the last steps are to be blank.
    """

    entered = Signal(str, str)
    walked = Signal(str, int)
    pressed = Signal(str)
    difficulty_chosen = Signal(str)
    blanks_chosen = Signal(int)

    def __init__(self, options: QWidget | None = None, parent: QWidget | None = None) -> None:
        """Arranges the desk.

        Args:
            options: what a lab offers besides, where numbers of the picture itself can be left blank.
        """
        super().__init__(parent)
        self.setWindowTitle("Work it yourself")
        self._theme: Theme = LIGHT
        self._checked, self._n_steps = False, -1
        self.current = ""
        self.options = options
        self.title, self.statement = named(plain_label(), "lessonTitle"), named(plain_label(), "statement")
        self.rows = BlankRows()
        self.difficulty, self.blanks = ComboBox("Difficulty", self), ComboBox("Steps to work out", self)
        self.difficulty.addItems([*([OWN] if options is not None else []), *DIFFICULTIES])
        self.score, self.signs, self.how = (named(QLabel(text), "caption") for text in ("", _SIGNS, _HOW))
        names = [name for row in BUTTONS for name in row]
        self.buttons = {name: named(QPushButton(name), "primary" if name == "Check" else "") for name in names}
        self._arrange()
        self.rows.entered.connect(self.entered)
        self.rows.walked.connect(self.walked)
        self.rows.came.connect(self.set_current)
        self.difficulty.textActivated.connect(self.difficulty_chosen)
        self.blanks.activated.connect(self.blanks_chosen)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _, name=name: self.pressed.emit(name))

    @property
    def fields(self) -> dict[str, QWidget]:
        """The fields, by the key of their quantity."""
        return dict(self.rows.fields)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def show_nothing(self) -> None:
        """Shows that nothing is blank."""
        self._body.setVisible(False)
        self._foot.setVisible(False)

    def show_exercise(self, marked: Marked, lines: Sequence[str], n_blank: int | None, *, checked: bool) -> None:
        """Shows an exercise as it stands.

        Args:
            marked: the exercise with what was entered.
            lines: the worked line of every value.
            n_blank: how many of the last steps are blank; None for all.
            checked: whether the marks are shown.
        """
        exercise = marked.exercise
        self._body.setVisible(True)
        self._foot.setVisible(True)
        self.title.setText(exercise.title)
        self.statement.setText("\n".join(exercise.statement))
        for label in (self.title, self.statement):
            label.setVisible(self.options is not None)
        self._show_choices(exercise.difficulty if exercise.kind else "", len(exercise.steps), n_blank)
        self.rows.show_items(marked.items, lines, self._theme)
        self.buttons["Check"].setText("Hide the marks" if checked else "Check")
        self.buttons["Check"].setEnabled(bool(marked.asked))
        self.signs.setVisible(checked)
        self.how.setVisible(not checked)
        if checked and not self._checked:
            self._show_first_mistake(marked)
        self._checked = checked
        self.score.setText(_score(marked, checked=checked))

    def set_current(self, key: str) -> None:
        """Sets the value for "Show this one", the one edited last, and scrolls to its row."""
        self.current = key
        self.scroll_to(key)

    def focus(self, key: str) -> None:
        """Moves the focus to the field of a quantity, or to Check if there is none."""
        if key in self.rows.fields:
            self.rows.focus(key)
        else:
            self.buttons["Check"].setFocus()

    def scroll_to(self, key: str) -> None:
        if key in self.rows.fields:
            self.area.ensureWidgetVisible(self.rows.fields[key], 0, _AROUND)

    def _show_choices(self, difficulty: str, n_steps: int, n_blank: int | None) -> None:
        with QSignalBlocker(self.difficulty), QSignalBlocker(self.blanks):
            self.difficulty.setCurrentText(difficulty or OWN)
            self.blanks.setVisible(bool(difficulty))
            if n_steps != self._n_steps:
                self._n_steps = n_steps
                self.blanks.clear()
                self.blanks.addItems([rung_words(n, n_steps) for n in range(n_steps + 1)])
            self.blanks.setCurrentIndex(n_steps if n_blank is None else min(n_blank, n_steps))

    def _show_first_mistake(self, marked: Marked) -> None:
        """Scrolls to the first value that is wrong, with its diagnosis."""
        wrong = (item.quantity.key for item in marked.asked if item.comment and not item.earned)
        self.scroll_to(next(wrong, ""))

    def _arrange(self) -> None:
        for label in (self.title, self.statement, self.score, self.signs, self.how):
            label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._head())
        self._body, self._foot = self._scrolled(), self._buttons()
        layout.addWidget(self._body, 1)
        layout.addWidget(self._foot)

    def _head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.difficulty)
        row.addWidget(self.blanks, 1)
        column.addLayout(row)
        if self.options is not None:
            column.addWidget(self.options)
        return head

    def _scrolled(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.title, self.statement, self.rows):
            column.addWidget(widget)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        return self.area

    def _buttons(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for label in (self.score, self.how, self.signs):
            column.addWidget(label)
        for names in BUTTONS:
            row = QHBoxLayout()
            for name in names:
                row.addWidget(self.buttons[name])
            column.addLayout(row)
        return foot


def rung_words(n_blank: int, n_steps: int) -> str:
    """A rung of the ladder from the worked example to a blank sheet."""
    if n_blank == 0:
        return "worked example"
    if n_blank >= n_steps:
        return "all steps blank"
    return "last step blank" if n_blank == 1 else f"last {n_blank} of {n_steps} steps blank"


def _score(marked: Marked, *, checked: bool) -> str:
    n = len(marked.asked)
    if not n:
        return "A worked example: read it, then go on to the next exercise."
    done = f"{marked.filled} of {n} filled in"
    return f"{marked.earned} of {n} marks, {done}" if checked else done

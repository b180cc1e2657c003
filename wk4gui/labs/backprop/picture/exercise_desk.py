"""Controls an exercise: the card, and the blanks in the diagram and in the update table."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from wk4gui.labs.backprop.model.exercise import Exercise, grade_exercise
from wk4gui.labs.backprop.model.quantities import Quantity
from wk4gui.labs.backprop.model.working import Problem
from wk4gui.labs.backprop.picture.answer_edit import AnswerEdit
from wk4gui.labs.backprop.picture.answers import Answers, answers_of
from wk4gui.labs.backprop.picture.exercise_card import ExerciseCard
from wk4gui.labs.backprop.picture.network_diagram import NetworkDiagram
from wk4gui.render.number_table import NumberTable
from wk4gui.render.theme import Theme

_COLUMNS = {2: ("grad_W", "grad_b"), 3: ("new_W", "new_b")}
"""Columns of the update table in which numbers may be blank."""


class ExerciseDesk(QObject):
    """Turns the user's input into changes of the view state.

    Signals:
        state_wanted(dict): fields of the view state that change.
        new_start_wanted(): every answer is to be removed.
        new_numbers_wanted(): another exercise of the same kind is to be drawn.
        hand_in_wanted(): the exercise is to be saved as a page to hand in.
    """

    state_wanted = Signal(dict)
    new_start_wanted = Signal()
    new_numbers_wanted = Signal()
    hand_in_wanted = Signal()

    def __init__(self, card: ExerciseCard, diagram: NetworkDiagram, table: NumberTable) -> None:
        super().__init__(card)
        self._card, self._diagram, self._table = card, diagram, table
        self.exercise: Exercise | None = None
        self._state: Any = None
        self._rows: Sequence[Quantity] = ()
        self._theme: Theme | None = None
        self.cell = AnswerEdit(table.viewport())
        self.cell.hide()
        self.cell.left.connect(self.cell.hide)
        card.blanked.connect(self._blank)
        card.pressed.connect(self._press)
        card.entered.connect(self._enter)
        diagram.answered.connect(self._enter)
        self.cell.entered.connect(self._enter)
        for field in (diagram.answer_edit, self.cell):
            field.came.connect(card.set_current)
        card.walked.connect(lambda key, step: card.focus(self._next(key, step)))
        diagram.walked.connect(self._walk)
        self.cell.walked.connect(self._walk)
        table.asked.connect(self._ask_cell)

    def show(self, problem: Problem, rows: Sequence[Quantity], state: Any, theme: Theme) -> Answers:
        """Marks the entries, fills the card, and returns the answers for the diagram and the table.

        Args:
            problem: the given numbers of the step.
            rows: the new weight or bias of each row of the update table.
            state: the view state: ``blank``, ``typed``, ``shown`` and ``checked``.
            theme: for the colours.
        """
        self._state, self._rows, self._theme = state, rows, theme
        typed = dict(state.typed)
        self.exercise = (
            grade_exercise(problem, state.blank, typed, state.shown, checked=state.checked) if state.blank else None
        )
        self._card.show_exercise(state.blank, self.exercise, checked=state.checked)
        return answers_of(self.exercise) if self.exercise is not None else {}

    def color(self, answers: Mapping[str, Any], row: int, column: int) -> str | None:
        """The colour of a cell of the update table; None for the column's own."""
        key = self._key(row, column)
        return answers[key].color(self._theme) if key in answers else None

    def blanked(self, answers: Answers, row: int, texts: tuple[str, ...]) -> tuple[str, ...]:
        """The texts of a row of the update table, with the answers in blanks."""
        keys = [self._key(row, column) for column in range(len(texts))]
        return tuple(answers[key].shown if key in answers else text for key, text in zip(keys, texts, strict=True))

    def _key(self, row: int, column: int) -> str:
        """The quantity in a cell of the update table; "" if there is none."""
        if column not in _COLUMNS or row >= len(self._rows):
            return ""
        new = self._rows[row]
        kind = _COLUMNS[column][0 if new.kind == "new_W" else 1]
        return str(Quantity(kind, new.layer, new.j, new.k))  # type: ignore[arg-type]

    def _keys(self) -> list[str]:
        return [str(item.quantity) for item in self.exercise.items] if self.exercise is not None else []

    def _next(self, key: str, step: int) -> str:
        keys = self._keys()
        return keys[(keys.index(key) + step) % len(keys)] if key in keys else key

    def _walk(self, key: str, step: int) -> None:
        """Moves the focus to the next blank, in diagram, table or card."""
        following = self._next(key, step)
        if not self._diagram.open_blank(following) and not self._open_cell(following):
            self._card.focus(following)

    def _ask_cell(self, row: int, column: int) -> None:
        self._open_cell(self._key(row, column))

    def _open_cell(self, key: str) -> bool:
        keys, quantity = self._keys(), Quantity.parse(key)
        if key not in keys or quantity is None or self.exercise is None or self._theme is None:
            return False
        for row in range(len(self._rows)):
            for column in _COLUMNS:
                if self._key(row, column) == key:
                    self.cell.setGeometry(self._table.cell_rect(row, column))
                    name = quantity.name(self.exercise.problem.sizes)
                    self.cell.show_answer(key, name, answers_of(self.exercise)[key], self._theme)
                    self.cell.show()
                    self.cell.setFocus()
                    return True
        return False

    def _blank(self, groups: tuple[str, ...]) -> None:
        self.state_wanted.emit({"blank": groups})

    def _enter(self, key: str, text: str) -> None:
        typed = {**dict(self._state.typed), key: text}
        self.state_wanted.emit({"typed": tuple((k, v) for k, v in typed.items() if v.strip())})

    def _press(self, button: str) -> None:
        shown = set(self._state.shown)
        current = self._card.current
        quantity = Quantity.parse(current)
        if button == "Check":
            self.state_wanted.emit({"checked": not self._state.checked})
        elif button == "Show this one" and current:
            self.state_wanted.emit({"shown": tuple(sorted(shown | {current}))})
        elif button == "Show this layer" and quantity is not None:
            same = {key for key in self._keys() if (q := Quantity.parse(key)) is not None and q.layer == quantity.layer}
            self.state_wanted.emit({"shown": tuple(sorted(shown | same))})
        elif button == "Show all":
            self.state_wanted.emit({"shown": tuple(self._keys())})
        elif button == "Start again":
            self.new_start_wanted.emit()
        elif button == "New numbers":
            self.new_numbers_wanted.emit()
        elif button == "Hand in…":
            self.hand_in_wanted.emit()

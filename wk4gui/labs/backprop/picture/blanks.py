"""The blanks of an exercise in the diagram and in the update table, and the choice of what is blank."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from wk4gui.lab.marking import Marked
from wk4gui.labs.backprop.model.exercise import grade_exercise
from wk4gui.labs.backprop.model.quantities import GROUP_LABELS, GROUPS, Quantity
from wk4gui.labs.backprop.model.working import Problem
from wk4gui.labs.backprop.picture.network_diagram import NetworkDiagram
from wk4gui.render.answer_edit import AnswerEdit
from wk4gui.render.answers import Answers, answers_of
from wk4gui.render.named import named
from wk4gui.render.number_table import NumberTable
from wk4gui.render.theme import Theme

_COLUMNS = {2: ("grad_W", "grad_b"), 3: ("new_W", "new_b")}
"""Columns of the update table in which numbers may be blank."""


class BlankGroups(QWidget):
    """Chooses the groups of numbers that are blank.

    Signals:
        blanked(tuple): the groups.
    """

    blanked = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = {group: QCheckBox(GROUP_LABELS[group]) for group in GROUPS}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.addWidget(named(QLabel("Leave blank:"), "caption"), 0, 0, 1, 2)
        for i, box in enumerate(self.boxes.values()):
            grid.addWidget(box, 1 + i // 2, i % 2)
            box.clicked.connect(lambda _: self.blanked.emit(self._wanted()))

    def show_groups(self, groups: Sequence[str]) -> None:
        """Shows which groups are blank."""
        for group, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(group in groups)

    def _wanted(self) -> tuple[str, ...]:
        return tuple(group for group, box in self.boxes.items() if box.isChecked())


class PictureBlanks(QObject):
    """Takes numbers in the blanks of diagram and table.

    Signals:
        entered(str, str): a quantity and its typed text.
        walked(str): the focus goes on to the field of a quantity.
        came(str): the field of a quantity got the focus.
    """

    entered = Signal(str, str)
    walked = Signal(str)
    came = Signal(str)

    def __init__(self, diagram: NetworkDiagram, table: NumberTable) -> None:
        super().__init__(diagram)
        self._diagram, self._table = diagram, table
        self.marked: Marked | None = None
        self.problem: Problem | None = None
        self._rows: Sequence[Quantity] = ()
        self._theme: Theme | None = None
        self.cell = AnswerEdit(table.viewport())
        self.cell.hide()
        self.cell.left.connect(self.cell.hide)
        diagram.answered.connect(self.entered)
        self.cell.entered.connect(self.entered)
        for field in (diagram.answer_edit, self.cell):
            field.came.connect(self.came)
        diagram.walked.connect(self._walk)
        self.cell.walked.connect(self._walk)
        table.asked.connect(lambda row, column: self.open_cell(self._key(row, column)))

    def show(self, problem: Problem, rows: Sequence[Quantity], state: Any, theme: Theme) -> Answers:
        """Marks the entries, and returns the answers for the diagram and the table.

        Args:
            problem: the given numbers of the step.
            rows: the new weight or bias of each row of the update table.
            state: the view state: ``blank``, ``typed``, ``shown`` and ``checked``.
            theme: for the colours.
        """
        self._rows, self._theme, self.problem = rows, theme, problem
        self.marked = (
            grade_exercise(problem, state.blank, dict(state.typed), state.shown, checked=state.checked)
            if state.blank
            else None
        )
        return answers_of(self.marked) if self.marked is not None else {}

    def color(self, answers: Mapping[str, Any], row: int, column: int) -> str | None:
        """The colour of a cell of the update table; None for the column's own."""
        key = self._key(row, column) if answers else ""
        return answers[key].color(self._theme) if key in answers else None

    def blanked(self, answers: Answers, row: int, texts: tuple[str, ...]) -> tuple[str, ...]:
        """The texts of a row of the update table, with the answers in blanks; nothing that would give them away."""
        if not answers:
            return texts
        keys = [self._key(row, column) for column in range(len(texts))]
        shown = (text if column not in _COLUMNS else self._later(column, text) for column, text in enumerate(texts))
        return tuple(answers[key].shown if key in answers else text for key, text in zip(keys, shown, strict=True))

    def _later(self, column: int, text: str) -> str:
        """The text of a cell that is not asked for; "" if it follows from what is."""
        steps = self.marked.exercise.steps if self.marked is not None else ()
        follows = [GROUP_LABELS[group] for group in GROUPS if group != "update" and (column > 2 or group != "grad_W")]
        return "" if set(follows) & set(steps) else text

    def open_blank(self, key: str) -> bool:
        """Opens the field of a quantity in the diagram or in the table; whether it has one there."""
        return key in self._keys() and (self._diagram.open_blank(key) or self.open_cell(key))

    def open_cell(self, key: str) -> bool:
        """Opens the field of a quantity in the table; whether it has one there."""
        if self.marked is None or key not in self._keys() or self._theme is None:
            return False
        for row in range(len(self._rows)):
            for column in _COLUMNS:
                if self._key(row, column) == key:
                    self.cell.setGeometry(self._table.cell_rect(row, column))
                    name = self.marked.exercise.quantity(key).symbol
                    self.cell.show_answer(key, name, answers_of(self.marked)[key], self._theme)
                    self.cell.show()
                    self.cell.setFocus()
                    return True
        return False

    def _key(self, row: int, column: int) -> str:
        """The quantity in a cell of the update table; "" if there is none."""
        if column not in _COLUMNS or row >= len(self._rows):
            return ""
        new = self._rows[row]
        kind = _COLUMNS[column][0 if new.kind == "new_W" else 1]
        return str(Quantity(kind, new.layer, new.j, new.k))  # type: ignore[arg-type]

    def _keys(self) -> list[str]:
        return list(self.marked.exercise.keys) if self.marked is not None else []

    def _walk(self, key: str, step: int) -> None:
        """Goes on to the next blank, in diagram, table or on the desk, and after the last to Check."""
        keys = self._keys()
        place = keys.index(key) + step if key in keys else -1
        self.walked.emit(keys[place] if 0 <= place < len(keys) else "")

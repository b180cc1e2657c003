"""A control for an optional vector: a check box above its numbers."""

from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from wk4gui.app.controls.array_controls import NumberGrid
from wk4gui.app.controls.controls import Control
from wk4gui.lab.declarations import Field


class OptionalVector(Control):
    """The user's numbers, or in grey the effective ones while there are none."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.label.hide()
        self._shown: tuple[float, ...] = ()
        self.check = QCheckBox(f"{field.title}: own", self)
        self.grid = NumberGrid(field.title, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.check)
        layout.addWidget(self.grid)
        self.check.toggled.connect(lambda on: self.edited.emit(list(self._shown) if on else None, 0))
        self.grid.cell_edited.connect(self._cell_edited)

    def show_value(self, value: tuple[float, ...] | None) -> None:
        with QSignalBlocker(self.check):
            self.check.setChecked(value is not None)
        self.grid.setEnabled(value is not None)
        if value is not None:
            self._show(value)

    def show_effective_value(self, value: Any) -> None:
        if not self.check.isChecked():
            self._show(value)

    def refuse(self) -> None:
        self.grid.refuse()

    def _show(self, value: tuple[float, ...]) -> None:
        self._shown = tuple(value)
        self.grid.set_rows((self._shown,))

    def _cell_edited(self, _row: int, column: int, value: float | str) -> None:
        self.edited.emit([*self._shown[:column], value, *self._shown[column + 1 :]], 0)

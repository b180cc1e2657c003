"""A control for optional flags: a check box above a row of numbered ones."""

from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from wk4gui.app.controls.controls import Control
from wk4gui.lab.declarations import Field

_COLUMNS = 6


class OptionalFlags(Control):
    """The user's flags, or in grey the effective ones while there are none."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.label.hide()
        self._shown: tuple[bool, ...] = ()
        self.check = QCheckBox(f"{field.title}: own", self)
        self.boxes = [QCheckBox(str(i + 1), self) for i in range(field.lengths[1] or 1)]
        grid = QGridLayout()
        grid.setSpacing(6)
        for i, box in enumerate(self.boxes):
            box.setAccessibleName(f"{field.title}, {i + 1}")
            box.clicked.connect(lambda on, i=i: self._clicked(i, on=on))
            grid.addWidget(box, i // _COLUMNS, i % _COLUMNS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.check)
        layout.addLayout(grid)
        self.check.toggled.connect(lambda on: self.edited.emit(list(self._shown) if on else None, 0))

    def show_value(self, value: tuple[bool, ...] | None) -> None:
        with QSignalBlocker(self.check):
            self.check.setChecked(value is not None)
        for box in self.boxes:
            box.setEnabled(value is not None)
        if value is not None:
            self._show(value)

    def show_effective_value(self, value: Any) -> None:
        if not self.check.isChecked():
            self._show(value)

    def _show(self, value: tuple[bool, ...]) -> None:
        self._shown = tuple(value)
        for i, box in enumerate(self.boxes):
            box.setVisible(i < len(value))
            with QSignalBlocker(box):
                box.setChecked(i < len(value) and value[i])

    def _clicked(self, i: int, *, on: bool) -> None:
        self.edited.emit([*self._shown[:i], on, *self._shown[i + 1 :]], 0)

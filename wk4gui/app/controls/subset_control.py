"""A control for a subset of choices: check boxes in two columns."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from wk4gui.app.controls.controls import Control
from wk4gui.lab.declarations import Field

_COLUMNS = 2


class SubsetControl(Control):
    """The selected choices of a field, in the order of the declaration."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.boxes = {choice: QCheckBox(field.choice_label(choice), self) for choice in field.choices}
        grid = QGridLayout()
        grid.setSpacing(6)
        for i, (choice, box) in enumerate(self.boxes.items()):
            box.setAccessibleName(f"{field.title}, {box.text()}")
            box.clicked.connect(lambda on, choice=choice: self._toggled(choice, on=on))
            grid.addWidget(box, i // _COLUMNS, i % _COLUMNS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.label)
        layout.addLayout(grid)

    def show_value(self, value: tuple[str, ...]) -> None:
        self._value = tuple(value)
        for choice, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(choice in value)

    def _toggled(self, choice: str, *, on: bool) -> None:
        taken = {*self._value, choice} if on else {*self._value} - {choice}
        self.edited.emit([choice for choice in self.boxes if choice in taken], 0)
        self.show_value(self._value)  # until the edit is accepted; the last one must stay

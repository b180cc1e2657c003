"""Asks which columns of a table are the inputs and which is the target."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QWidget

from wk4gui.app.controls.controls import ComboBox
from wk4gui.documents.data_table import DataTable, chosen_columns, own_data
from wk4gui.lab.declarations import ParamError
from wk4gui.render.plain_text import plain_label

Columns = tuple[tuple[str, str], str]
"""Names of the two inputs, and of the target."""


def ask_for_columns(parent: QWidget, file_name: str, table: DataTable) -> Columns | None:
    """The columns that the user chose; those of a table that has three alone; None if cancelled."""
    if len(table.names) == 3:
        return (table.names[0], table.names[1]), table.names[2]
    dialog = ColumnDialog(parent, file_name, table)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    columns = dialog.columns
    dialog.deleteLater()
    return columns if accepted else None


class ColumnDialog(QDialog):
    """Three lists of the columns, and what does not fit in one sentence."""

    def __init__(self, parent: QWidget, file_name: str, table: DataTable) -> None:
        super().__init__(parent)
        self.setWindowTitle("Which columns?")
        self._table = table
        self.boxes = [ComboBox(name, self) for name in ("First input x₁", "Second input x₂", "Target y")]
        form = QFormLayout(self)
        form.setSpacing(10)
        form.addRow(plain_label(f"{file_name}: {len(table.rows)} rows, {len(table.names)} columns", self))
        for box, title in zip(self.boxes, ("First input x₁", "Second input x₂", "Target y"), strict=True):
            box.addItems(table.names)
            box.currentIndexChanged.connect(self._check)
            form.addRow(title, box)
        self.why = plain_label("", self)
        self.why.setWordWrap(True)
        self.why.setMinimumWidth(320)
        form.addRow(self.why)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form.addRow(self.buttons)
        inputs, target = chosen_columns(table)
        for box, name in zip(self.boxes, (*inputs, target), strict=True):
            box.setCurrentIndex(table.names.index(name))
        self._check()

    @property
    def columns(self) -> Columns:
        """What is chosen."""
        first, second, target = (box.currentText() for box in self.boxes)
        return (first, second), target

    def _check(self) -> None:
        """Says what does not fit, and allows only what does."""
        try:
            own_data(self._table, *self.columns)
            sentence = ""
        except ParamError as error:
            sentence = str(error)
        self.why.setText(sentence[:1].upper() + sentence[1:])
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not sentence)

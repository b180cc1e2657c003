"""Controls for declared vectors, matrices and lists of them: grids of exact numbers, rows of choices."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from wk4gui.app.controls.controls import ComboBox, Control, choice_box
from wk4gui.app.controls.sideways import Sideways
from wk4gui.lab.declarations import Field
from wk4gui.render.named import named
from wk4gui.render.number_edit import NumberEdit
from wk4gui.render.number_rows import parse_rows

Rows = Sequence[Sequence[float]]
_MOST_CELLS = 96
"""Cells of a table that are shown; the whole can be pasted, and edited in the picture."""
_WIDEST = "−0.00    "
"""What a cell of a wide table still shows whole; the rest of the table is reached by its scroll bar."""
_PASTE_TIP = "Replace the rows by the table on the clipboard: cells between tabs, semicolons or commas, rows in lines"


class NumberGrid(QWidget):
    """Rows of exact numbers, possibly of unequal length.

    Signals:
        cell_edited(int, int, object): row, column and new value, or the text that is no number.
        pasted(list): the rows of a table that was pasted into a cell.
    """

    cell_edited = Signal(int, int, object)
    pasted = Signal(list)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._cells: list[list[NumberEdit]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(3)

    def set_rows(self, rows: Rows) -> None:
        if [len(row) for row in rows] != [len(row) for row in self._cells]:
            self._rebuild([len(row) for row in rows])
        for cells, row in zip(self._cells, rows, strict=True):
            for cell, value in zip(cells, row, strict=True):
                cell.set_value(value)

    def refuse(self) -> None:
        """Marks the cell with the focus as not allowed."""
        for cell in (cell for row in self._cells for cell in row):
            if cell.hasFocus():
                cell.refuse()

    def _rebuild(self, lengths: Sequence[int]) -> None:
        for cell in (cell for row in self._cells for cell in row):
            self._grid.removeWidget(cell)
            cell.deleteLater()
        self._cells = [[self._cell(i, j) for j in range(n)] for i, n in enumerate(lengths)]

    def _cell(self, i: int, j: int) -> NumberEdit:
        cell = NumberEdit(f"{self._name}, row {i + 1}, column {j + 1}", digits=3, parent=self)
        cell.installEventFilter(self)
        cell.setMinimumWidth(cell.fontMetrics().horizontalAdvance(_WIDEST))
        cell.setTextMargins(-4, 0, -4, 0)
        cell.entered.connect(lambda value: self.cell_edited.emit(i, j, value))
        cell.misread.connect(lambda text: self.cell_edited.emit(i, j, text))
        cell.stepped.connect(lambda steps: self.cell_edited.emit(i, j, round(cell.value + 0.1 * steps, 10)))
        self._grid.addWidget(cell, i, j)
        return cell

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        pastes = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste)
        if pastes and event.type() == QEvent.Type.KeyPress:
            return self.paste()
        return super().eventFilter(watched, event)

    def paste(self) -> bool:
        """Reports the table on the clipboard; whether there is one."""
        rows = parse_rows(QGuiApplication.clipboard().text())
        if rows is not None:
            self.pasted.emit(rows)
        return rows is not None


class NumbersControl(Control):
    """A vector (depth 1), one vector a layer (depth 2) or one matrix a layer (depth 3).

    Matrices are collapsed at first, since they are easier to edit in the picture. Where a field may be a table, rows
    can be added and removed. A table that is pasted into a cell replaces the rows.
    """

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._value: Any = ()
        self._layer = 0
        self._grid = NumberGrid(field.title, self)
        self._grid.cell_edited.connect(self._cell_edited)
        self._grid.pasted.connect(lambda rows: self.edited.emit(self._whole(rows), 0))
        self._area = Sideways(self._grid, self)
        self._more = named(QLabel(self), "caption")
        self._more.hide()
        self._layers = QHBoxLayout()
        self._layers.setSpacing(4)
        self.layer_buttons: list[QPushButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if field.depth == 1:
            layout.addWidget(self.label)
        else:
            self.label.hide()
            layout.addWidget(self._fold())
        layout.addLayout(self._layers)
        layout.addWidget(self._area)
        layout.addWidget(self._more)
        if field.rows:
            layout.addLayout(self._row_buttons())

    def show_value(self, value: Any) -> None:
        self._value = value
        if self.field.depth == 3:
            self._layer = min(self._layer, len(value) - 1)
            self._show_layers(len(value))
        if not self._area.isHidden():  # collapsed grids are filled when expanded
            self._grid.set_rows(self._shown_rows())

    def refuse(self) -> None:
        self._grid.refuse()

    def _rows(self) -> Rows:
        if self.field.depth == 1:
            return self._value if self._is_table else (self._value or (),)  # an optional vector may be absent
        rows: Rows = self._value if self.field.depth == 2 else self._value[self._layer]
        return rows

    @property
    def _is_table(self) -> bool:
        return self.field.rows and isinstance(self._value[0], (tuple, list))

    def _shown_rows(self) -> Rows:
        """The first rows; how many more there are is written below."""
        rows = self._rows()
        shown = rows[: max(1, _MOST_CELLS // max(len(rows[0]), 1))] if self.field.rows else rows
        self._more.setVisible(len(shown) < len(rows))
        self._more.setText(f"… and {len(rows) - len(shown)} more rows")
        return shown

    def _whole(self, rows: Sequence[Sequence[Any]]) -> Any:
        """The value of the field with these rows, as a vector where it is one row or column."""
        if self.field.depth == 1:
            if len(rows) == 1:
                return list(rows[0])
            return [list(row) for row in rows] if self.field.rows else [cell for row in rows for cell in row]
        return rows if self.field.depth == 2 else [*self._value[: self._layer], rows, *self._value[self._layer + 1 :]]

    def _row_buttons(self) -> QHBoxLayout:
        """Buttons that add a row like the last, remove the last, and paste a table."""
        line = QHBoxLayout()
        line.setSpacing(4)
        self._add_button(line, "+ row", "Add a row like the last", self._add_row)
        self._add_button(line, "− row", "Remove the last row", self._remove_row)
        self._add_button(line, "Paste table", _PASTE_TIP, self._grid.paste)
        line.addStretch(1)
        return line

    def _add_row(self) -> None:
        rows = self._rows()
        self.edited.emit(self._whole([*rows, rows[-1]]), 0)

    def _remove_row(self) -> None:
        rows = self._rows()
        if len(rows) > 1:
            self.edited.emit(self._whole(rows[:-1]), 0)

    def _add_button(self, line: QHBoxLayout, text: str, tip: str, act: Callable[[], object]) -> None:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleName(f"{self.field.title}: {text}")
        button.clicked.connect(lambda: act())
        line.addWidget(button)

    def _fold(self) -> QToolButton:
        fold = QToolButton(self)
        fold.setText(self.field.title)
        fold.setCheckable(True)
        fold.setArrowType(Qt.ArrowType.RightArrow)
        fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        fold.setObjectName("fold")
        fold.toggled.connect(self._unfold)
        fold.toggled.connect(lambda on: fold.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow))
        self._area.hide()
        return fold

    def _unfold(self, on: bool) -> None:  # noqa: FBT001 - Qt's toggled
        self._area.setVisible(on)
        self._grid.set_rows(self._shown_rows())
        for button in self.layer_buttons:
            button.setVisible(on)

    def _show_layers(self, n: int) -> None:
        while len(self.layer_buttons) < n:
            self.layer_buttons.append(self._layer_button(len(self.layer_buttons)))
        for i, button in enumerate(self.layer_buttons):
            button.setVisible(i < n and not self._area.isHidden())
            button.setChecked(i == self._layer)

    def _layer_button(self, i: int) -> QPushButton:
        button = QPushButton(str(i + 1), self)
        button.setCheckable(True)
        button.setAccessibleName(f"{self.field.title}, layer {i + 1}")
        button.clicked.connect(lambda: self._choose_layer(i))
        button.setFixedWidth(32)
        self._layers.insertWidget(i, button)
        return button

    def _choose_layer(self, i: int) -> None:
        self._layer = i
        self.show_value(self._value)

    def _cell_edited(self, i: int, j: int, value: float | str) -> None:
        rows: list[list[float | str]] = [list(row) for row in self._rows()]
        rows[i][j] = value
        self.edited.emit(rows if self._is_table else self._whole(rows), 0)


class ChoicesControl(Control):
    """One choice for each layer: a column of combo boxes."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.boxes: list[ComboBox] = []
        self._labels: list[QLabel] = []
        self._value: tuple[str, ...] = ()
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        self._grid.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addLayout(self._grid)

    def show_value(self, value: tuple[str, ...]) -> None:
        self._value = tuple(value)
        while len(self.boxes) < len(value):
            self._add_box(len(self.boxes))
        for i, (label, box) in enumerate(zip(self._labels, self.boxes, strict=True)):
            label.setVisible(i < len(value))
            box.setVisible(i < len(value))
            if i < len(value):
                label.setText(f"layer {i + 1}" if i < len(value) - 1 else "output")
                box.setCurrentIndex(box.findData(value[i]))

    def _add_box(self, i: int) -> None:
        box = choice_box(self.field, f"{self.field.title}, layer {i + 1}", self)
        box.activated.connect(lambda index: self._chosen(i, box.itemData(index)))
        label = named(QLabel(self), "caption")
        self.boxes.append(box)
        self._labels.append(label)
        self._grid.addWidget(label, i, 0)
        self._grid.addWidget(box, i, 1)

    def _chosen(self, i: int, choice: str) -> None:
        self.edited.emit([*self._value[:i], choice, *self._value[i + 1 :]], 0)

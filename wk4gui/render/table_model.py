"""The model of a table of numbers: rows of texts, in one or more blocks side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from wk4gui.render.fonts import TEXT, text_font
from wk4gui.render.theme import Theme

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """A column: its title, the theme's name of its colour and its font weight."""

    title: str
    color: str = "ink"
    weight: int = 400


class BlockModel(QAbstractTableModel):
    """Rows in blocks: first those of the left block, then those of the next."""

    def __init__(self, columns: Sequence[Column], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns, self.theme = columns, theme
        self.count, self.blocks, self.type_size = 0, 1, TEXT
        self._row: Callable[[int], tuple[str, ...]] = lambda _: ()
        self._made: dict[int, tuple[str, ...]] = {}
        self.own_color: Callable[[int, int], str | None] = lambda _row, _column: None

    def set_rows(self, count: int, row: Callable[[int], tuple[str, ...]]) -> None:
        """Replaces all rows by those that ``row`` makes."""
        reset = count != self.count
        if reset:
            self.beginResetModel()
        self.count, self._row, self._made = count, row, {}
        if reset:
            self.endResetModel()
        elif count:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def set_blocks(self, blocks: int) -> None:
        """Sets how many blocks stand side by side."""
        if blocks != self.blocks:
            self.beginResetModel()
            self.blocks = blocks
            self.endResetModel()

    def row(self, i: int) -> tuple[str, ...]:
        """The texts of a row, made at the first access."""
        if i not in self._made:
            self._made[i] = self._row(i)
        return self._made[i]

    def color_of(self, row: int, column: int) -> QColor:
        """The colour of a cell's text."""
        return QColor(self.own_color(row, column) or getattr(self.theme, self.columns[column].color))

    def place_of(self, index: Index) -> tuple[int, int]:
        """Row and column of the table that a cell shows; (−1, −1) for none."""
        block, column = divmod(index.column(), len(self.columns))
        row = block * self.rowCount() + index.row()
        return (row, column) if index.isValid() and row < self.count else (-1, -1)

    def cell_of(self, row: int, column: int) -> QModelIndex:
        """The cell that shows a row and column of the table."""
        block, line = divmod(row, max(self.rowCount(), 1))
        return self.index(line, block * len(self.columns) + column)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else -(-self.count // self.blocks)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.columns) * self.blocks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, place = self.place_of(index)
        if row < 0:
            return None
        column = self.columns[place]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.row(row)[place]
        if role == Qt.ItemDataRole.ForegroundRole:
            return self.color_of(row, place)
        if role == Qt.ItemDataRole.FontRole:
            return text_font(self.theme.px(self.type_size), column.weight)
        return aligned(place) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        column = section % len(self.columns)
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[column].title
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return aligned(column)
        return None


def aligned(column: int) -> int:
    """Names at the left, numbers at the right."""
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)

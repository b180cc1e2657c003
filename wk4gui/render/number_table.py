"""A table of aligned numbers, each column in the colour of its quantity."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from wk4gui.render.fonts import TEXT, text_font, text_width
from wk4gui.render.theme import Theme

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """A column: its title, the theme's name of its colour and its font weight."""

    title: str
    color: str = "ink"
    weight: int = 400


class _Model(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns, self.theme = columns, theme
        self._count = 0
        self._row: Callable[[int], tuple[str, ...]] = lambda _: ()
        self._made: dict[int, tuple[str, ...]] = {}
        self.own_color: Callable[[int, int], str | None] = lambda _row, _column: None

    def set_rows(self, count: int, row: Callable[[int], tuple[str, ...]]) -> None:
        reset = count != self._count
        if reset:
            self.beginResetModel()
        self._count, self._row, self._made = count, row, {}
        if reset:
            self.endResetModel()
        elif count:
            self.dataChanged.emit(self.index(0, 0), self.index(count - 1, len(self.columns) - 1))

    def row(self, i: int) -> tuple[str, ...]:
        """The texts of a row, made at the first access."""
        if i not in self._made:
            self._made[i] = self._row(i)
        return self._made[i]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.row(index.row())[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            own = self.own_color(index.row(), index.column())
            return QColor(own or getattr(self.theme, column.color))
        if role == Qt.ItemDataRole.FontRole:
            return text_font(self.theme.px(TEXT), column.weight)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class _WholeRows(QStyledItemDelegate):
    """Leaves out a row that is cut off at the bottom, since vector drawings are not clipped."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table = self.parent()
        assert isinstance(table, QAbstractItemView)
        if option.rect.bottom() <= table.viewport().height():
            super().paint(painter, option, index)


class NumberTable(QTableView):
    """Rows of texts under titled columns; rows can be picked and cells clicked.

    Signals:
        picked(int): the user chose a row.
        asked(int, int): the user clicked a cell, row and column.
    """

    picked = Signal(int)
    asked = Signal(int, int)

    def __init__(self, columns: Sequence[Column], theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(columns, theme, self)
        self.setModel(self._model)
        self.setItemDelegate(_WholeRows(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(60)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(20)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        self.clicked.connect(lambda index: self.picked.emit(index.row()))
        self.clicked.connect(lambda index: self.asked.emit(index.row(), index.column()))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._model.theme = theme
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(theme.px(22))
        self._fit_names()
        self.viewport().update()

    def set_rows(self, count: int, row: Callable[[int], tuple[str, ...]]) -> None:
        """Replaces all rows by those that ``row`` makes; only visible ones are made.

        The selection is kept if the number of rows is.
        """
        resized = count != self._model.rowCount()
        self._model.set_rows(count, row)
        if resized:
            self._fit_names()

    def texts(self, row: int) -> tuple[str, ...]:
        """The texts of one row."""
        return self._model.row(row)

    def cell_rect(self, row: int, column: int) -> QRect:
        """The place of a cell in the viewport, after scrolling to it."""
        self.scrollTo(self._model.index(row, 0))
        return self.visualRect(self._model.index(row, column))

    def cell_at(self, x: float, y: float) -> tuple[int, int]:
        """Row and column at a point of the viewport, (−1, −1) if there is none."""
        index = self.indexAt(QPoint(round(x), round(y)))
        return index.row(), index.column()

    def set_colors(self, color: Callable[[int, int], str | None]) -> None:
        """Sets the colours of cells (row, column); None means the column's."""
        self._model.own_color = color

    def show_selected(self, row: int | None) -> None:
        """Marks a row without reporting it as picked."""
        if row is None:
            self.clearSelection()
        elif self.currentIndex().row() != row or not self.selectedIndexes():
            self.selectRow(row)
            self.scrollTo(self._model.index(row, 0))

    def _fit_names(self) -> None:
        """Gives the first column the width of its longest text."""
        px, rows = self._model.theme.px(TEXT), range(self._model.rowCount())
        widest = max((text_width(self._model.row(i)[0], px) for i in rows), default=0.0)
        self.horizontalHeader().resizeSection(0, round(widest) + 16)

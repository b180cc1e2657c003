"""A table of aligned numbers, each column in the colour of its quantity."""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from wk4gui.render.fonts import CAPTION, TEXT, text_font, text_width
from wk4gui.render.table_model import BlockModel, Column, Index, aligned
from wk4gui.render.theme import TINT, Theme

_STEPS = ((TEXT, 22), (TEXT, 19), (TEXT, 17), (CAPTION, 15))
"""Size of the type and height of a row, from comfortable to close."""
_GAP, _BETWEEN, _EDGE = 8, 14, 4
"""Space between columns, between blocks, and at the right edge."""
_ALIKE = str.maketrans("123456789", "000000000")
"""Digits are equally wide; texts that differ in them alone are measured once."""
_MOST_MEASURED = 200
"""Rows whose texts are measured."""
_STEP = 8
"""Widths are measured in such steps, so that the columns rarely move."""

Rows = Callable[[int], tuple[str, ...]]
"""Makes the texts of a row."""


class _WholeRows(QStyledItemDelegate):
    """Leaves out rows that are cut off, since vector drawings are not clipped, and the row of the note."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table = self.parent()
        assert isinstance(table, NumberTable)
        if option.rect.bottom() >= table.lowest:
            return
        option.rect = table.room_of(option.rect, index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, option.palette.color(TINT))
        table.paint_cell(painter, option.rect, index, chosen=chosen)  # Qt's way to the same takes five times as long


class NumberTable(QTableView):
    """Rows of texts under titled columns; rows can be picked and cells clicked.

    Where not all rows fit, they are set closer, then in blocks side by side; a note counts those that still do not.
    Where not all columns fit, they are set in smaller type, then in shorter texts if there are some.

    Signals:
        picked(int): the user chose a row.
        asked(int, int): the user clicked a cell, row and column.
    """

    picked = Signal(int)
    asked = Signal(int, int)

    def __init__(
        self,
        columns: Sequence[Column],
        theme: Theme,
        name: str,
        parent: QWidget | None = None,
        *,
        own_widths: bool = False,
    ) -> None:
        """Makes an empty table.

        Args:
            columns: its columns.
            theme: of its colours and fonts.
            name: for assistive technology.
            parent: the owner.
            own_widths: whether each column has the width of its texts, in one block; else numbers share the room.
        """
        super().__init__(parent)
        self._own_widths = own_widths
        self._model = BlockModel(columns, theme, self)
        self._widths, self._measured = [0] * len(columns), -1
        self._versions: tuple[Rows, ...] = (lambda _: ("",) * len(columns),)
        self._version = 0
        self.setModel(self._model)
        self.setItemDelegate(_WholeRows(self))
        self.setAccessibleName(name)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(60)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(20)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        self.clicked.connect(self._report)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._model.theme = theme
        self.verticalHeader().setMinimumSectionSize(8)
        self._measure()
        self._fit()
        self.viewport().update()

    def set_rows(self, count: int, row: Rows, *shorter: Rows) -> None:
        """Replaces all rows by those that ``row`` makes or, where they are too wide, by the first that fit.

        The selection is kept if the number of rows is.
        """
        self._versions, self._version = (row, *shorter), 0
        self._model.set_rows(count, row)
        if self._measure() or shorter:
            self._fit()

    @property
    def count(self) -> int:
        """The number of rows, visible or not."""
        return self._model.count

    def texts(self, row: int) -> tuple[str, ...]:
        """The texts of one row."""
        return self._model.row(row)

    def cell_rect(self, row: int, column: int) -> QRect:
        """The place of a cell in the viewport, after scrolling to it."""
        self.scrollTo(self._model.cell_of(row, 0))
        return self.visualRect(self._model.cell_of(row, column))

    def cell_at(self, x: float, y: float) -> tuple[int, int]:
        """Row and column at a point of the viewport, (−1, −1) if there is none."""
        return self._model.place_of(self.indexAt(QPoint(round(x), round(y))))

    def set_colors(self, color: Callable[[int, int], str | None]) -> None:
        """Sets the colours of cells (row, column); None means the column's."""
        self._model.own_color = color

    def show_selected(self, row: int | None) -> None:
        """Marks a row without reporting it as picked."""
        if row is None:
            self.clearSelection()
        elif self._model.place_of(self.currentIndex())[0] != row or not self.selectedIndexes():
            first, last = self._model.cell_of(row, 0), self._model.cell_of(row, len(self._model.columns) - 1)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self.selectionModel().select(QItemSelection(first, last), flags.ClearAndSelect)
            self.scrollTo(first)

    @property
    def hidden(self) -> int:
        """The number of rows that are not drawn at present."""
        header, lines = self.verticalHeader(), self._model.rowCount()
        height, above = header.defaultSectionSize(), header.offset()
        if not lines:
            return self.count
        first, end = -(-above // height), min((above + self.lowest) // height, lines)
        blocks = range(self._model.blocks)
        drawn = sum(max(min(end, self.count - block * lines) - first, 0) for block in blocks)
        return self.count - drawn

    @property
    def lowest(self) -> int:
        """The end of the last row that is drawn; the note has the row below it."""
        room, height = self.viewport().height(), self.verticalHeader().defaultSectionSize()
        below = self._model.rowCount() * height - self.verticalHeader().offset()
        return room if below <= room else (room // height - 1) * height

    @property
    def note(self) -> str:
        """How many rows are not drawn, in words; "" if all are, or at the end of a longer table."""
        return f"… and {self.hidden} more" if self.lowest < self.viewport().height() else ""

    def room_of(self, rect: QRect, index: Index) -> QRect:
        """The room for the text of a cell: a name stands apart from the block at its left."""
        begins_block = index.column() > 0 and index.column() % len(self._model.columns) == 0
        return rect.adjusted(_BETWEEN, 0, 0, 0) if begins_block else rect

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, *, chosen: bool) -> None:
        """Paints the text of a cell, without the colour of its quantity if its row is chosen."""
        row, column = self._model.place_of(index)
        if row >= 0:
            look = self._model.columns[column]
            painter.setFont(text_font(self._model.theme.px(self._model.type_size), look.weight))
            painter.setPen(QColor(self._model.theme.ink) if chosen else self._model.color_of(row, column))
            frame = self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self)
            margin = 2 * (frame + 1)  # as Qt has it: round the cell, and round its text
            room = rect.adjusted(0, 0, -margin, 0) if column else rect.adjusted(margin, 0, 0, 0)
            painter.drawText(room, aligned(column), self._model.row(row)[column])

    def _report(self, index: QModelIndex) -> None:
        row, column = self._model.place_of(index)
        if row >= 0:
            self.picked.emit(row)
            self.asked.emit(row, column)

    def _measure(self) -> bool:
        """Measures what the columns need at least; whether that has changed."""
        model, px = self._model, self._model.theme.px(TEXT)
        rows = [model.row(i) for i in range(min(model.count, _MOST_MEASURED))]
        before = self._measured, self._widths
        texts = [{column.title, *(row[k].translate(_ALIKE) for row in rows)} for k, column in enumerate(model.columns)]
        widths = [
            max(text_width(text, px, column.weight) for text in each)
            for column, each in zip(model.columns, texts, strict=True)
        ]
        self._measured, self._widths = model.count, [_STEP * math.ceil(width / _STEP) for width in widths]
        return before != (self._measured, self._widths)

    def _fit(self) -> None:
        """Chooses the height of the rows and the number of blocks, so that all rows are seen if they can be."""
        model = self._model
        self._choose_version()
        roomy = [step for step in _STEPS if self._needed(step[0]) <= self.width()] or _STEPS[-1:]
        tried = [
            (blocks, type_, model.theme.px(height))
            for type_, height in roomy
            for blocks in range(1, self._most_blocks(type_) + 1)
        ]
        fitting = (each for each in tried if -(-model.count // each[0]) * each[2] <= self._room)
        blocks, model.type_size, height = next(fitting, tried[-1])
        model.set_blocks(blocks)
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setDefaultSectionSize(height)
        self._spread(blocks)

    def _choose_version(self) -> None:
        """Takes the longest texts that fit in the smallest type, or else the shortest."""
        for k, version in enumerate(self._versions):
            if k != self._version:
                self._version = k
                self._model.set_rows(self._model.count, version)
                self._measure()
            if self._needed(_STEPS[-1][0]) <= self.width():
                return

    def _needed(self, type_size: int) -> int:
        """The width of one block in this size of type."""
        return _EDGE + sum(self._columns(type_size)) + (0 if self._own_widths else self._bar)

    def _columns(self, type_size: int) -> list[int]:
        """The width that each column needs in a size of type."""
        return [self._at_size(width, type_size) + _GAP for width in self._widths]

    def _at_size(self, width: int, type_size: int) -> int:
        """A measured width in a size of type, which on a slide may not be smaller than the text's."""
        px = self._model.theme.px
        return math.ceil(width * px(type_size) / px(TEXT))

    def _most_blocks(self, type_size: int) -> int:
        """How many blocks find room side by side."""
        name, *numbers = self._columns(type_size)
        needed = name + max(numbers, default=0) * len(numbers)
        return 1 if self._own_widths else max(1, (self.width() - _EDGE + _BETWEEN) // (needed + _BETWEEN))

    @property
    def needed_width(self) -> int:
        """The width at which no text is cut off."""
        return _EDGE + sum(self._widths) + _GAP * len(self._widths) + self._bar

    @property
    def _bar(self) -> int:
        """The width of the scroll bar."""
        return self.verticalScrollBar().sizeHint().width()

    @property
    def _room(self) -> int:
        """Height for the rows."""
        return max(self.height() - self.horizontalHeader().sizeHint().height() - 2, 1)

    def _spread(self, blocks: int) -> None:
        """Gives names what they need and numbers the rest, the same in every block."""
        n, header = len(self._widths), self.horizontalHeader()
        overflows = self._model.rowCount() * self.verticalHeader().defaultSectionSize() > self._room
        bar = self._bar if overflows else 0
        whole = (self.width() - bar - _EDGE - _BETWEEN * (blocks - 1)) // blocks
        if self._own_widths:
            columns = self._columns(self._model.type_size)
            spare = max(whole - sum(columns), 0) // n
            for section, width in enumerate(columns):
                header.resizeSection(section, width + spare)
            return
        name, *numbers = self._columns(self._model.type_size)
        number = (whole - name) // max(n - 1, 1)
        if number < max(numbers, default=0):  # the same for all is too much
            spare = max(whole - name - sum(numbers), 0) // max(n - 1, 1)
            numbers = [width + spare for width in numbers]
        else:
            numbers = [number] * len(numbers)
        for section in range(blocks * n):
            column = section % n
            header.resizeSection(section, numbers[column - 1] if column else name + (_BETWEEN if section else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self.note:
            theme, box = self._model.theme, self.viewport().rect().adjusted(3, self.lowest, -3, 0)
            with QPainter(self.viewport()) as p:
                p.setFont(text_font(theme.px(self._model.type_size)))
                p.setPen(QColor(theme.ink2))
                p.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), self.note)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press on the note scrolls on."""
        if self.note and event.position().y() >= self.lowest:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + bar.pageStep())
        else:
            super().mousePressEvent(event)

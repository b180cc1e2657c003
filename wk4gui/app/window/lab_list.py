"""The list of labs at the left edge."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from wk4gui.render.named import named
from wk4gui.render.theme import LINE

_WIDE, _NARROW = 176, 52
_TITLES_FROM = 164
"""Least width for the titles."""


class LabList(QWidget):
    """Every lab with the number of its question; only numbers in a narrow window.

    Signals:
        chosen(str): a lab's id.
    """

    chosen = Signal(str)

    def __init__(self, titles: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.list = named(QListWidget(self), "labs")
        self.list.setAccessibleName("Labs")
        self.list.setMinimumWidth(0)
        self.list.setWordWrap(True)  # a long title takes two lines
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for lab_id, title in titles.items():
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, lab_id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, title)
            item.setToolTip(title)
            self.list.addItem(item)
        self._titles = tuple(titles.values())
        self._write(narrow=False)
        self.setMinimumWidth(_NARROW)
        self.setMaximumWidth(_WIDE)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self.list)
        self.list.currentItemChanged.connect(self._changed)

    def show_lab(self, lab_id: str) -> None:
        """Marks a lab without reporting it as chosen."""
        with QSignalBlocker(self.list):
            for row in range(self.list.count()):
                if self.list.item(row).data(Qt.ItemDataRole.UserRole) == lab_id:
                    self.list.setCurrentRow(row)

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _write(self, *, narrow: bool) -> None:
        """Writes the numbers, without the titles if narrow."""
        for row, title in enumerate(self._titles):
            self.list.item(row).setText(f"{row + 1}" if narrow else f"{row + 1}   {title}")

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(_WIDE, 400)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with QPainter(self) as painter:
            painter.fillRect(self.width() - 1, 0, 1, self.height(), self.palette().color(LINE))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._write(narrow=self.width() < _TITLES_FROM)

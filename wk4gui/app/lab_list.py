"""The list of labs at the left edge."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from wk4gui.lab import Lab
from wk4gui.render.named import named


class LabList(QWidget):
    """Every lab with the number of its question.

    Signals:
        chosen(str): a lab's id.
    """

    chosen = Signal(str)

    def __init__(self, labs: Sequence[Lab], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(176)
        self.list = named(QListWidget(self), "labs")
        self.list.setAccessibleName("Labs")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for lab in labs:
            item = QListWidgetItem(f"{lab.question}   {lab.title}")
            item.setData(Qt.ItemDataRole.UserRole, lab.id)
            self.list.addItem(item)
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

"""A pane of a picture, and splitters of panes."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayoutItem, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from wk4gui.render.named import named


class Pane(QFrame):
    """A card of the picture: a title of at most six words over one widget.

    Signals:
        fill_requested(): its title was double-clicked, to enlarge it or to show all panes again.
    """

    fill_requested = Signal()

    def __init__(self, name: str, title: str, content: QWidget, beside: QWidget | None = None) -> None:
        super().__init__()
        self.name = name
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.title = named(QLabel(title, self), "paneTitle")
        self.title.setToolTip("Double-click to enlarge this pane, again to show all panes")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(4)
        self._head = row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.title)
        self._beside, self._wants_narrow = beside, False
        if beside is not None and hasattr(beside, "renamed"):
            beside.renamed.connect(self._fit_head)
        if beside is not None:
            row.addWidget(beside, 1)
        layout.addLayout(row)
        layout.addWidget(content, 1)
        self._body = layout.itemAt(layout.count() - 1)

    def set_head_narrow(self, *, narrow: bool) -> None:
        """Whether what stands beside the title stands below it, also where there is room for both."""
        self._wants_narrow = narrow
        self._fit_head()

    def _fit_head(self) -> None:
        """Puts what is beside the title below it where both do not fit side by side."""
        beside = self._beside
        flows = beside is None or beside.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored
        whole = 0.0 if beside is None or flows else getattr(beside, "whole_width", beside.sizeHint().width())
        needed = self.title.sizeHint().width() + whole + 16
        narrow = self._wants_narrow or needed > self.contentsRect().width() - 28
        way = QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
        self._head.setDirection(way)
        self._head.setSpacing(4 if narrow else 16)

    def entitle(self, title: str) -> None:
        """Changes the title, also for assistive technology."""
        self.title.setText(title)
        self.setAccessibleName(title)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """With what is beside the title below it, where it is put if both do not fit side by side."""
        hint = super().minimumSizeHint()
        body, *head = (item.minimumSize().width() for item in self._parts())
        around = hint.width() - max(self._head.minimumSize().width(), body)
        return QSize(max(body, *head) + around, hint.height())

    def _parts(self) -> list[QLayoutItem]:
        """What is below the head, and what is in it."""
        items = [self._body, *(self._head.itemAt(i) for i in range(self._head.count()))]
        return [item for item in items if item is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_head()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.title.geometry().adjusted(0, -8, 10_000, 4).contains(event.position().toPoint()):
            self.fill_requested.emit()


def split(orientation: Qt.Orientation, *children: QWidget, sizes: tuple[int, ...]) -> QSplitter:
    """A splitter of panes with the program's spacing; sizes are proportions."""
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(10)
    splitter.setChildrenCollapsible(False)
    for child in children:
        splitter.addWidget(child)
    for i, size in enumerate(sizes):
        splitter.setStretchFactor(i, size)
    splitter.setSizes([size * 100 for size in sizes])
    return splitter

"""The thin line that shows how far a heavy computation is, with a button to cancel it."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from wk4gui.render.theme import LIGHT, Theme, faded

_HEIGHT = 4.0


class ProgressLine(QWidget):
    """Hidden at rest.

    Signals:
        cancelled(): the user gives the computation up.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._fraction = 1.0
        self.setAccessibleName("Progress")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._cancel = QPushButton("Cancel", self)
        self._cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._cancel)
        self.hide()

    def show_fraction(self, fraction: float) -> None:
        """Shows a fraction from 0 to 1; 1 hides the line."""
        self._fraction = fraction
        self.setAccessibleDescription(f"{round(100 * fraction)} per cent")
        self.setVisible(fraction < 1.0)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, self._cancel.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        width, y = self._cancel.x() - 12, (self.height() - _HEIGHT) / 2
        with QPainter(self) as p:
            p.fillRect(QRectF(0, y, width, _HEIGHT), faded(self._theme.line))
            p.fillRect(QRectF(0, y, width * self._fraction, _HEIGHT), faded(self._theme.forward))

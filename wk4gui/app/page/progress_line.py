"""The progress line of a heavy computation, with a button to cancel it."""

from PySide6.QtCore import QEvent, QObject, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from wk4gui.render.named import named
from wk4gui.render.theme import LIGHT, Theme, faded

_HEIGHT, _MARGIN, _PADDING = 4.0, 16, 12


class ProgressLine(QWidget):
    """A line over the lower edge of its parent, so that nothing moves when it appears; else hidden.

    Signals:
        cancelled(): the user cancelled the computation.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._fraction = 1.0
        self.setAccessibleName("Progress")
        self.note = named(QLabel(self), "caption")
        self._cancel = QPushButton("Cancel", self)
        self._cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(_PADDING, 8, _PADDING, 8)
        row.setSpacing(_PADDING)
        row.addStretch(1)
        row.addWidget(self.note)
        row.addWidget(self._cancel)
        self.hide()
        self._around = parent
        parent.installEventFilter(self)

    def show_fraction(self, fraction: float, note: str = "") -> None:
        """Shows a fraction from 0 to 1 and a note beside it; 1 hides the line."""
        self._fraction = fraction
        self.note.setText(note)
        self.setAccessibleDescription(f"{round(100 * fraction)} per cent {note}".strip())
        self.setVisible(fraction < 1.0)
        self._place()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        left, y = float(_PADDING), (self.height() - _HEIGHT) / 2
        width = (self.note.x() if self.note.text() else self._cancel.x()) - 2.0 * _PADDING
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(self._theme.pen(self._theme.line))
            p.setBrush(faded(self._theme.pane))
            p.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
            p.fillRect(QRectF(left, y, width, _HEIGHT), faded(self._theme.line))
            p.fillRect(QRectF(left, y, width * self._fraction, _HEIGHT), faded(self._theme.forward))

    def _place(self) -> None:
        around = self._around.rect()
        height = self.sizeHint().height()
        self.setGeometry(_MARGIN, around.height() - height - _MARGIN, around.width() - 2 * _MARGIN, height)
        self.raise_()

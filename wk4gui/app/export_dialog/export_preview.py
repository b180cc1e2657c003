"""The preview of the export dialog: the figure in its final layout, scaled to fit."""

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.export.choices import ExportChoices
from wk4gui.export.figure import Figure
from wk4gui.lab.declarations import ParamError
from wk4gui.render.theme import LIGHT, Theme, faded

_PAUSE_MS = 90
"""Changes within this time are drawn once."""
_MARGIN = 16


class ExportPreview(QWidget):
    """Draws a figure soon after its look has changed.

    Signals:
        drawn(): the preview shows the present look.
        refused(str): why the figure cannot have it.
    """

    drawn = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._figure: Figure | None = None
        self._look = ExportChoices()
        self._pixmap: QPixmap | None = None
        self._was_refused = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self.setAccessibleName("Preview of the picture")

    @property
    def pixmap(self) -> QPixmap | None:
        """The picture shown; None before the first drawing."""
        return self._pixmap

    def show_look(self, figure: Figure, look: ExportChoices) -> None:
        """Schedules a drawing of the figure in this look."""
        self._figure, self._look = figure, look
        self._pause.start()

    def stop(self) -> None:
        """Draws the figure no more."""
        self._pause.stop()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _draw(self) -> None:
        if self._figure is None:
            return
        if self._figure.look != self._look or self._was_refused:
            try:
                self._figure.set_look(self._look)
                self._was_refused = False
            except ParamError as error:
                self._pixmap, self._was_refused = None, True
                self.update()
                self.refused.emit(str(error))
                return
        place, ratio = self._place(), self.devicePixelRatioF()
        pixmap = QPixmap((place.size() * ratio).toSize().expandedTo(QSize(1, 1)))
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            shrunk = pixmap.width() / self._figure.page_size.width()
            painter.scale(shrunk, shrunk)
            self._figure.paint(painter)
        pixmap.setDevicePixelRatio(ratio)
        self._pixmap = pixmap
        self.update()
        self.drawn.emit()

    def _place(self) -> QRectF:
        """Where the picture stands: centred, in its shape, never larger than it will be."""
        page = self._figure.page_size if self._figure is not None else QSizeF(*self._look.size)
        width, height = page.width(), page.height()
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        shrunk = min(room.width() / width, room.height() / height, 1.0)
        place = QRectF(0, 0, width * shrunk, height * shrunk)
        place.moveCenter(room.center())
        return place

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(faded(self._theme.shade))
            p.drawRoundedRect(QRectF(self.rect()), 10, 10)
            if self._pixmap is None:
                return
            place = self._place()
            p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            p.drawPixmap(place, self._pixmap, QRectF(self._pixmap.rect()))
            p.setPen(self._theme.pen(self._theme.line))
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        if self._figure is not None:
            self._pause.start()

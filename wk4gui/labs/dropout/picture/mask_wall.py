"""A drawing of each thinned network of a small network, with its output."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPaintEngine, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.labs.dropout.picture.dropped_diagram import unit_shape
from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.theme import Theme, faded

_SHAPE = 1.05
"""Preferred width of a drawing, relative to its height."""
_UNIT_PX = 7.0
_ROOM = 0.86
"""Share of a cell that its drawing takes."""


@dataclass(frozen=True, eq=False)
class Thinned:
    """The thinned networks in the order of display.

    Attributes:
        masks: 1 where a unit is kept (n, H).
        outputs: (n,).
        probabilities: (n,).
        shown: the one with the mask of the diagram, or None.
    """

    masks: Array
    outputs: Array
    probabilities: Array
    shown: int | None


class MaskWall(QWidget):
    """A drawing for each mask, the output below it, and a bar for its probability if they differ.

    Signals:
        mask_clicked(int): a drawing was clicked.
    """

    mask_clicked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._digits = theme, 3
        self._thinned: Thinned | None = None
        self._hovered: int | None = None
        self._drawn: tuple[object, QPixmap] = (None, QPixmap())
        self.setMouseTracking(True)
        self.setMinimumSize(200, 100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("All thinned networks")

    def show_thinned(self, thinned: Thinned, digits: int) -> None:
        self._thinned, self._digits = thinned, digits
        self.setAccessibleName(f"All {len(thinned.outputs)} thinned networks, each with its output")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def cell(self, i: int) -> QRectF:
        """The box of a drawing."""
        n_columns, n_rows = self._grid()
        width, height = self.width() / n_columns, self.height() / n_rows
        return QRectF(i % n_columns * width, i // n_columns * height, width, height)

    def _grid(self) -> tuple[int, int]:
        """Columns and rows that make the drawings largest; rows are full, as the number is a power of 2."""
        n = 1 if self._thinned is None else len(self._thinned.outputs)
        choices = [(columns, math.ceil(n / columns)) for columns in (2**k for k in range(n.bit_length()))]
        below = 1.5 * self._theme.px(CAPTION)
        sizes = [min(self.height() / rows - below, self.width() / columns / _SHAPE) for columns, rows in choices]
        return choices[int(np.argmax(sizes))]

    def cell_at(self, x: float, y: float) -> int | None:
        """The drawing at a point of the widget."""
        if self._thinned is None or not self.rect().contains(int(x), int(y)):
            return None
        n_columns, n_rows = self._grid()
        i = int(y * n_rows / self.height()) * n_columns + int(x * n_columns / self.width())
        return i if i < len(self._thinned.outputs) else None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self._thinned is None:
            return
        px, digits = self._type()
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            cells = [self.cell(i) for i in range(len(self._thinned.outputs))]
            for i, cell in enumerate(cells):
                self._paint_frame(p, i, cell)
            if p.paintEngine().type() == QPaintEngine.Type.Raster:
                p.drawPixmap(0, 0, self._drawings(px))
            else:
                self._paint_drawings(p, px)
            for i, cell in enumerate(cells):
                self._paint_numbers(p, i, cell, px, digits)

    def _drawings(self, px: int) -> QPixmap:
        """All drawings as one picture, which is kept while only numbers change."""
        assert self._thinned is not None
        key = (self.size(), self.devicePixelRatio(), self._theme, self._thinned.masks.tobytes(), px)
        if key != self._drawn[0]:
            picture = QPixmap(self.size() * self.devicePixelRatio())
            picture.setDevicePixelRatio(self.devicePixelRatio())
            picture.fill(Qt.GlobalColor.transparent)
            with QPainter(picture) as p:
                p.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint_drawings(p, px)
            self._drawn = (key, picture)
        return self._drawn[1]

    def _paint_drawings(self, p: QPainter, px: int) -> None:
        assert self._thinned is not None
        for i, mask in enumerate(self._thinned.masks):
            box = self.cell(i).adjusted(0, 2, 0, -1.5 * px - 4)
            height = min(box.height(), box.width() / _SHAPE) * _ROOM
            size = QPointF(min(box.width() * _ROOM, height * _SHAPE), height)
            self._paint_network(p, mask, QRectF(box.center() - size / 2, box.center() + size / 2))

    def _type(self) -> tuple[int, int]:
        """Font size and decimals of numbers that fit under a drawing; size 0 if none do."""
        assert self._thinned is not None
        box, px = self.cell(0), self._theme.px(CAPTION)
        for digits in range(self._digits, -1, -1):
            widest = max(text_width(format_number(float(each), digits), px, 600) for each in self._thinned.outputs)
            if widest <= box.width() - 2.0 and 2.6 * px <= box.height():
                return px, digits
        return 0, 0

    def _paint_frame(self, p: QPainter, i: int, cell: QRectF) -> None:
        """Paints a frame around the mask shown above, and a background under the pointer."""
        theme, shown = self._theme, self._thinned is not None and i == self._thinned.shown
        if shown or i == self._hovered:
            p.setPen(theme.pen(theme.selected, 1.6) if shown else Qt.PenStyle.NoPen)
            p.setBrush(faded(theme.shade if i == self._hovered else theme.pane))
            p.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 6, 6)

    def _paint_numbers(self, p: QPainter, i: int, cell: QRectF, px: int, digits: int) -> None:
        assert self._thinned is not None
        if px:
            p.setFont(text_font(px, 600))
            p.setPen(faded(self._theme.selected if i == self._thinned.shown else self._theme.ink))
            text = format_number(float(self._thinned.outputs[i]), digits)
            under = QRectF(cell.left(), cell.bottom() - 1.5 * px - 3, cell.width(), 1.5 * px)
            p.drawText(under, int(Qt.AlignmentFlag.AlignCenter), text)
        self._paint_probability(p, i, cell)

    def _paint_network(self, p: QPainter, mask: Array, box: QRectF) -> None:
        """Two inputs, the hidden units and the output, with the lines of kept units."""
        theme, n = self._theme, len(mask)
        radius = min(_UNIT_PX * theme.line_scale, 0.4 * box.height() / max(n, 2))
        inputs = [QPointF(box.left() + radius, box.center().y() + s * box.height() / 5.0) for s in (-1, 1)]
        output = QPointF(box.right() - radius, box.center().y())
        pitch = box.height() / n
        units = [QPointF(box.center().x(), box.top() + (j + 0.5) * pitch) for j in range(n)]
        p.setPen(theme.pen(theme.ink3, 0.9, opacity=0.8))
        kept = [at for at, flag in zip(units, mask, strict=True) if flag]
        p.drawLines([QLineF(end, at) for at in kept for end in (*inputs, output)])
        for at, flag in zip(units, mask, strict=True):
            unit_shape(p, theme, at, radius, dropped=not flag)
        for at in (*inputs, output):
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(faded(theme.ink3))
            p.drawEllipse(at, 0.6 * radius, 0.6 * radius)

    def _paint_probability(self, p: QPainter, i: int, whole: QRectF) -> None:
        """Paints a bar for the probability of a mask, if the probabilities differ."""
        assert self._thinned is not None
        likely = self._thinned.probabilities
        if float(likely.max() - likely.min()) < 1e-12:
            return
        length = (whole.width() - 8) * float(likely[i] / likely.max())
        p.fillRect(QRectF(whole.center().x() - length / 2, whole.bottom() - 3, length, 2), faded(self._theme.forward))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        i = self.cell_at(event.position().x(), event.position().y())
        if i is not None and event.button() == Qt.MouseButton.LeftButton:
            self.mask_clicked.emit(i)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        i = self.cell_at(event.position().x(), event.position().y())
        if i == self._hovered:
            return
        self._hovered = i
        QToolTip.showText(event.globalPosition().toPoint(), self.tip(i), self)
        self.update()

    def tip(self, i: int | None) -> str:
        """The tooltip of a drawing."""
        if i is None or self._thinned is None:
            return ""
        n = int(self._thinned.masks[i].sum())
        units = "1 unit" if n == 1 else f"{n} units"
        likely, output = (
            format_number(float(each[i])) for each in (self._thinned.probabilities, self._thinned.outputs)
        )
        return f"{units} left, probability {likely}\noutput {output}; click to show it above"

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._hovered = None
        self.update()

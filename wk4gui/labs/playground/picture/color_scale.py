"""A line that says what colours mean: words, and a bar of the colours between the values at its ends."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.labs.playground.picture.colors import sign_pixels
from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.theme import Theme


class ColorScale(QWidget):
    """At the right of its line; the longest words that fit."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._ends, self._is_signed = theme, ("", ""), False
        self._versions: tuple[str, ...] = ("",)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_words(self, versions: Sequence[str], ends: tuple[str, str], *, is_signed: bool) -> None:
        """Shows words, in versions from long to short, the values at both ends, and colours from below 0 or from 0."""
        shown = tuple(versions), ends, is_signed
        if shown == (self._versions, self._ends, self._is_signed):
            return
        self._versions, self._ends, self._is_signed = shown
        self.setAccessibleName(f"{versions[0]}: from {ends[0]} to {ends[1]}")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(120, round(1.5 * self._theme.px(CAPTION)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme, px = self._theme, self._theme.px(CAPTION)
        low, high = self._ends
        scale = (text_width(low, px) + 0.5 * px, 6.0 * px, text_width(high, px) + 2.0)
        room = self.width() - sum(scale) - px
        words = next((each for each in self._versions if text_width(each, px) <= room), "")
        widths = (text_width(words, px) + px if words else 0.0, *scale)
        x = max(0.0, self.width() - sum(widths))
        with QPainter(self) as p:
            p.setFont(text_font(px))
            p.setPen(theme.pen(theme.ink2))
            for text, width in zip((words, low, None, high), widths, strict=True):
                box = QRectF(x, 0.0, width, self.height())
                if text is None:
                    self._paint_colors(p, box.adjusted(0.0, 0.3 * px, -0.5 * px, -0.3 * px))
                else:
                    p.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)
                x += width

    def _paint_colors(self, p: QPainter, box: QRectF) -> None:
        colors = QLinearGradient(QPointF(box.left(), 0.0), QPointF(box.right(), 0.0))
        for place, value in ((0.0, -1.0), (0.5, 0.0), (1.0, 1.0)) if self._is_signed else ((0.0, 0.0), (1.0, 1.0)):
            colors.setColorAt(place, QColor(*sign_pixels(np.array(value), self._theme).astype(int).tolist()))
        p.fillRect(box, colors)
        p.drawRect(box)

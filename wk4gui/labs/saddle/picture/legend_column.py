"""The legend of the map beside it, where it hides nothing."""

import math
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.labs.saddle.picture.critical_marks import LegendEntry, paint_mark
from wk4gui.render.fonts import CAPTION, metrics, text_font, text_width
from wk4gui.render.theme import Theme, faded

_ROW = 1.35
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)


class LegendColumn(QWidget):
    """A row for every entry: its mark or a piece of its line, and its words, in several lines if need be."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._entries = theme, tuple[LegendEntry, ...]()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def texts(self) -> list[str]:
        return [entry.text for entry in self._entries]

    @property
    def natural_width(self) -> int:
        """The width at which no words need a second line."""
        px = self._theme.px(CAPTION)
        return math.ceil(max((text_width(text, px) for text in self.texts), default=0.0) + self._sample + px)

    def show_entries(self, entries: Sequence[LegendEntry]) -> None:
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self.setAccessibleName("Legend: " + ", ".join(self.texts))
            self.updateGeometry()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        boxes = self._boxes(width)
        return round(boxes[-1].bottom()) if boxes else 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        px = self._theme.px(CAPTION)
        row, sample = _ROW * px, self._sample
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setFont(text_font(px))
            for entry, box in zip(self._entries, self._boxes(self.width()), strict=True):
                y = box.top() + row / 2
                if entry.kind:
                    paint_mark(p, entry.kind, QPointF(sample / 2, y), px / 18)
                for line in (entry.casing, entry.pen):
                    if line is not None:
                        p.setPen(line)
                        p.drawLine(QPointF(0, y), QPointF(sample, y))
                p.setPen(faded(self._theme.ink))
                p.drawText(box, _WRAPPED, entry.text)

    @property
    def _sample(self) -> float:
        return 2.0 * self._theme.px(CAPTION)

    def _boxes(self, width: float) -> list[QRectF]:
        """Where the words of each entry stand."""
        px, boxes, top = self._theme.px(CAPTION), list[QRectF](), 0.0
        for entry in self._entries:
            left = self._sample + 0.6 * px if entry.kind or entry.pen is not None else 0.0
            room = max(width - left, 1.0)
            boxes.append(QRectF(left, top, room, max(_wrapped_height(entry.text, px, room), _ROW * px)))
            top = boxes[-1].bottom()
        return boxes


@lru_cache(maxsize=256)
def _wrapped_height(text: str, px: int, width: float) -> float:
    """Height of a text in lines of a width."""
    return metrics((px, 400)).boundingRect(QRectF(0.0, 0.0, width, 1e4), _WRAPPED, text).height()

"""Labels at the ends of curves, each beside a piece of its line, and the mark of a run that diverged."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTransform

from wk4gui.lab.sentence import Numeral, Sentence, joined, sentence_of
from wk4gui.render.device_item import OverView
from wk4gui.render.fonts import metrics, text_font, text_width
from wk4gui.render.label_spread import spread
from wk4gui.render.numeral_places import numeral_in
from wk4gui.render.point_item import PointItem
from wk4gui.render.theme import Theme

_LEAD, _SWATCH, _GAP = 14.0, 22.0, 6.0
"""Gap before the piece of line, its length, and the gap before the text, in logical pixels."""
_STEP = 16.0
"""The column's width is a multiple of this, so that the axis does not move with every digit."""


@dataclass(frozen=True)
class EndLabel:
    """A text in two parts beside the end (x, y) of a curve.

    Attributes:
        short: always shown.
        more: what follows, in versions from long to short; all labels show the same version.
    """

    x: float
    y: float
    short: Sentence | str
    more: tuple[Sentence | str, ...]
    pen: QPen
    color: str
    bold: bool = False


class EndLabels(OverView):
    """The labels of all curves, in a column beside their ends."""

    def __init__(self, ink: str, font: QFont) -> None:
        super().__init__()
        self._ink, self._font = ink, font
        self._begin, self._level = 0.0, 0
        self._labels: Sequence[EndLabel] = ()
        self._painted: list[tuple[QRectF, EndLabel]] = []

    def set_look(self, ink: str, font: QFont) -> None:
        self._ink, self._font = ink, font
        self.update()

    def set_labels(self, labels: Sequence[EndLabel], begin: float) -> None:
        """Shows these labels in a column from x = ``begin`` on."""
        self._labels, self._begin = labels, begin
        self.update()

    def reserve(self, width: float) -> float:
        """Width of the column out of ``width`` pixels, with the longest labels that fit into half of them."""
        margin = _LEAD + _SWATCH + _GAP + 4
        levels = max((len(label.more) for label in self._labels), default=0)
        taken = 0.0
        for level in range(levels + 1):
            self._level = level
            taken = margin + max((self._width(label) for label in self._labels), default=0.0)
            if taken <= 0.5 * width:
                break
        return _STEP * math.ceil(taken / _STEP) if self._labels else 0.0

    def _width(self, label: EndLabel) -> float:
        return text_width(f"{label.short} {self._more(label)}", self._font.pixelSize(), 700 if label.bold else 400)

    def _more(self, label: EndLabel) -> Sentence:
        return sentence_of(label.more[self._level] if self._level < len(label.more) else "")

    def _words(self, label: EndLabel) -> Sentence:
        return joined(" ", (label.short, self._more(label)))

    def texts(self) -> list[str]:
        """The texts of all labels."""
        return [str(self._words(label)) for label in self._labels]

    def text_at(self, point: QPointF) -> str:
        return next((str(self._words(label)) for box, label in self._painted if box.contains(point)), "")

    def numerals(self) -> Sequence[Numeral]:
        return [numeral for label in self._labels for numeral in self._words(label).numerals]

    def numeral_at(self, point: QPointF) -> Numeral | None:
        at = next(((box, label) for box, label in self._painted if box.contains(point)), None)
        if at is None:
            return None
        words, px = self._words(at[1]), self._font.pixelSize()
        start, width = at[0].left() + _LEAD + _SWATCH + _GAP, text_width(str(words), px) or 1.0
        return numeral_in(words, (point.x() - start) / width, lambda text: text_width(text, px))

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        view = to_device.mapRect(self.boundingRect())
        self._painted = []
        ends = [to_device.map(QPointF(label.x, label.y)) for label in self._labels]
        height = metrics((round(self._font.pixelSize() * scale), 700)).height()
        centres = spread([round(end.y()) for end in ends], height, view.top(), view.bottom())
        left = to_device.map(QPointF(self._begin, 0.0)).x()
        for label, end, centre in zip(self._labels, ends, centres, strict=True):
            if centre is not None:
                box = QRectF(left, centre - height / 2, view.right() - left, height)
                self._painted.append((QRectF(box.topLeft() / scale, box.size() / scale), label))
                self._paint_line(painter, label, (end, left, centre), scale)
                self._paint_text(painter, label, QPointF(left + (_LEAD + _SWATCH + _GAP) * scale, centre), scale)

    def _paint_line(
        self, painter: QPainter, label: EndLabel, place: tuple[QPointF, float, float], scale: float
    ) -> None:
        end, left, centre = place
        pen = QPen(label.pen)
        pen.setWidthF(label.pen.widthF() * scale)
        thin = QPen(label.pen.color(), scale)
        at = QPointF(left + _LEAD * scale, centre)
        if end.x() > left - scale:  # a run that ended earlier has a cross there
            painter.setPen(thin)
            painter.drawLine(end, at)
        painter.setPen(pen)
        painter.drawLine(at, QPointF(at.x() + _SWATCH * scale, centre))

    def _paint_text(self, painter: QPainter, label: EndLabel, at: QPointF, scale: float) -> None:
        px, weight = round(self._font.pixelSize() * scale), 700 if label.bold else 400
        measured = metrics((px, weight))
        base = QPointF(at.x(), at.y() + (measured.ascent() - measured.descent()) / 2)
        painter.setFont(text_font(px, weight))
        painter.setPen(QColor(self._ink))
        painter.drawText(base, str(label.short))
        painter.setPen(QColor(label.color))
        painter.drawText(base + QPointF(text_width(f"{label.short} ", px, weight), 0.0), str(self._more(label)))


class Cross(PointItem):
    """A cross where a run ends."""

    pinnable = True

    def __init__(self, color: str, halo: str, radius: float = 4.0) -> None:
        super().__init__(color, halo, radius)

    def set_ghost_style(self, theme: Theme) -> None:
        self.set_colors(theme.ink3, theme.pane)

    def dataBounds(self, axis: int, *_: object) -> None:  # noqa: N802
        return None

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        if self.point is None:
            return
        at, r = to_device.map(QPointF(*self.point)), self.radius * scale * self.sign_scale
        view = self.getViewBox()
        if view is not None:  # not clipped where the run leaves the window
            at.setY(max(at.y(), to_device.mapRect(view.viewRect()).top() + r + scale))
        for color, width in ((self.halo, 5.0), (self.color, 2.2)):
            painter.setPen(QPen(QColor(color), width * scale))
            painter.drawLine(at + QPointF(-r, -r), at + QPointF(r, r))
            painter.drawLine(at + QPointF(-r, r), at + QPointF(r, -r))

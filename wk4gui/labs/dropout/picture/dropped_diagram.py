"""A network whose hidden units are dropped or kept by a click; dropped ones are hollow and dashed."""

from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.names import subscript
from wk4gui.core.number_format import format_number
from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.theme import Theme, faded

_LARGEST, _SHARE = 26.0, 0.42
"""Largest radius of a unit, in pixels and as a share of the distance to the next."""
_INSIDE = 17.0
"""From this radius on a unit's number is inside it."""
_EDGE_PX = 3.0
"""Width of the line of the largest weight, beyond that of the smallest."""


@dataclass(frozen=True, eq=False)
class DroppedNumbers:
    """The visible numbers of a network with a mask.

    Attributes:
        x: input (2,).
        weights: from the input on, a matrix (n_out, n_in) for each layer; the first is that of the dropped units.
        hidden: activations without dropout (H,).
        kept: activations after dropout (H,).
        mask: flags of the kept units.
        output: (n_out,).
        factor: of the kept units.
        between: activations of a layer that follows the dropped one, or None.
    """

    x: Array
    weights: tuple[Array, ...]
    hidden: Array
    kept: Array
    mask: tuple[bool, ...]
    output: Array
    factor: float
    between: Array | None = None


class DroppedDiagram(QWidget):
    """The network with its mask.

    Signals:
        unit_clicked(int): a hidden unit was clicked.
    """

    unit_clicked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._digits = theme, 3
        self._numbers: DroppedNumbers | None = None
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(220, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Network with its mask")

    def show_numbers(self, numbers: DroppedNumbers, digits: int) -> None:
        self._numbers, self._digits = numbers, digits
        off = [f"h{subscript(j + 1)}" for j, kept in enumerate(numbers.mask) if not kept]
        self.setAccessibleName(f"Network with its mask; dropped: {', '.join(off) or 'none'}")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def unit_at(self, x: float, y: float) -> int | None:
        """The hidden unit at a point of the widget."""
        if self._numbers is None:
            return None
        radius = max(self._radius(), 9.0)
        places = enumerate(self.columns()[1])
        return next((j for j, at in places if abs(at.x() - x) <= 2 * radius and abs(at.y() - y) <= radius), None)

    def part_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Column and unit at a point of the widget, or at the number beside it; unit −1 is the column's title."""
        if self._numbers is None:
            return None
        point, columns, radius = QPointF(x, y), self.columns(), self._radius()
        for c, column in enumerate(columns):
            if self._head_box(c, columns).contains(point):
                return c, -1
            for j, at in enumerate(column):
                plate = self._plate(self._text(c, j, last=c == len(columns) - 1)[0], at, radius)
                if hypot(at.x() - x, at.y() - y) <= radius or plate.contains(point):
                    return c, j
        return None

    def columns(self) -> list[list[QPointF]]:
        """Centres of the units, column by column."""
        assert self._numbers is not None
        sizes = [len(self._numbers.x), *(W.shape[0] for W in self._numbers.weights)]
        room = self._theme.px(CAPTION) * 3.4
        step = (self.width() - 2 * room) / max(len(sizes) - 1, 1)
        top, bottom = 1.7 * self._theme.px(CAPTION), 4.0
        height = self.height() - top - bottom
        pitch = height / max(sizes)
        middle = top + height / 2.0
        wide = [min(height / n, 1.7 * pitch if n < max(sizes) else pitch) for n in sizes]
        return [
            [QPointF(room + c * step, middle + (j - (n - 1) / 2.0) * wide[c]) for j in range(n)]
            for c, n in enumerate(sizes)
        ]

    def _radius(self) -> float:
        columns = self.columns()
        pitches = [b.y() - a.y() for column in columns for a, b in pairwise(column)]
        return min([_LARGEST * self._theme.text_scale, *(_SHARE * pitch for pitch in pitches)])

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(256, 192)  # as for plots, so that both get half of the room

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self._numbers is None:
            return
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            columns = self.columns()
            self._paint_edges(p, columns)
            self._paint_units(p, columns)
            self._paint_heads(p, columns)

    def _paint_edges(self, p: QPainter, columns: list[list[QPointF]]) -> None:
        """Lines of kept units, their width by the weight; those of dropped ones are left out."""
        assert self._numbers is not None
        color = self._theme.mixed(self._theme.ink3, 0.7)
        for layer, W in enumerate(self._numbers.weights):
            largest = max(float(abs(W).max()), 1e-12)
            for j in range(W.shape[0]):
                for k in range(W.shape[1]):
                    hidden = j if layer == 0 else k if layer == 1 else None
                    if hidden is not None and not self._numbers.mask[hidden]:
                        continue
                    size = abs(float(W[j, k])) / largest
                    pen = self._theme.pen(color, 0.6 + _EDGE_PX * size)
                    if W[j, k] < 0.0:
                        pen.setDashPattern([6.0 / max(pen.widthF(), 1.0), 4.0 / max(pen.widthF(), 1.0)])
                    p.setPen(pen)
                    p.drawLine(QLineF(columns[layer][k], columns[layer + 1][j]))

    def _paint_units(self, p: QPainter, columns: list[list[QPointF]]) -> None:
        assert self._numbers is not None
        radius = self._radius()
        for c, column in enumerate(columns):
            for j, at in enumerate(column):
                dropped = c == 1 and not self._numbers.mask[j]
                unit_shape(p, self._theme, at, radius, dropped=dropped, hovered=c == 1 and j == self._hovered)
                text, color = self._text(c, j, last=c == len(columns) - 1)
                self._write(p, text, at, radius, color)

    def _text(self, c: int, j: int, *, last: bool) -> tuple[str, str]:
        numbers = self._numbers
        assert numbers is not None
        if c == 0:
            return format_number(float(numbers.x[j]), self._digits), "ink"
        if c == 1:
            if not numbers.mask[j]:
                return "off", "ink2"
            return format_number(float(numbers.kept[j]), self._digits), "forward"
        values = numbers.output if last or numbers.between is None else numbers.between
        return format_number(float(values[j]), self._digits), "forward"

    def _write(self, p: QPainter, text: str, at: QPointF, radius: float, color: str) -> None:
        """Writes a number in its unit, or on a plate beside it if the unit is too small."""
        p.setPen(self._theme.pen(getattr(self._theme, color)))
        p.setFont(text_font(self._theme.px(CAPTION), 700))
        box = self._plate(text, at, radius)
        if not box.contains(at):
            p.fillRect(box, faded(self._theme.pane, 0.85))
        p.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _plate(self, text: str, at: QPointF, radius: float) -> QRectF:
        """The box of a unit's number."""
        px = self._theme.px(CAPTION)
        width = text_width(text, px, 700) + 4.0
        if radius >= _INSIDE and width <= 2.0 * radius:
            return QRectF(at.x() - width / 2, at.y() - px, width, 2.0 * px)
        box = QRectF(at.x() + radius + 2.0, at.y() - 0.65 * px, width, 1.3 * px)
        if box.right() > self.width():
            box.moveCenter(QPointF(min(at.x(), self.width() - width / 2), at.y() - radius - 0.8 * px))
        return box

    def _paint_heads(self, p: QPainter, columns: list[list[QPointF]]) -> None:
        p.setFont(text_font(self._theme.px(CAPTION)))
        p.setPen(self._theme.pen(self._theme.ink2))
        for c, head in enumerate(self._heads(len(columns))):
            p.drawText(self._head_box(c, columns), int(Qt.AlignmentFlag.AlignCenter), head)

    def _heads(self, n_columns: int) -> list[str]:
        assert self._numbers is not None
        factor = format_number(self._numbers.factor, 3)
        hidden = "hidden h" if self._numbers.factor == 1.0 else f"hidden h × {factor}"
        return ["input x", hidden, "output ŷ"] if n_columns == 3 else ["input x", hidden, "layer 2", "output ŷ"]

    def _head_box(self, c: int, columns: list[list[QPointF]]) -> QRectF:
        px = self._theme.px(CAPTION)
        width = text_width(self._heads(len(columns))[c], px) + 4.0
        return QRectF(min(max(columns[c][0].x() - width / 2, 0.0), self.width() - width), 0.0, width, 1.4 * px)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        unit = self.unit_at(event.position().x(), event.position().y())
        if unit is not None and event.button() == Qt.MouseButton.LeftButton:
            self.unit_clicked.emit(unit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        unit = self.unit_at(event.position().x(), event.position().y())
        if unit == self._hovered:
            return
        self._hovered = unit
        self.setCursor(Qt.CursorShape.ArrowCursor if unit is None else Qt.CursorShape.PointingHandCursor)
        QToolTip.showText(event.globalPosition().toPoint(), self.tip(unit), self)
        self.update()

    def tip(self, unit: int | None) -> str:
        """The tooltip of a hidden unit."""
        if unit is None or self._numbers is None:
            return ""
        numbers = self._numbers
        a, kept = (format_number(float(each[unit])) for each in (numbers.hidden, numbers.kept))
        weights = ", ".join(format_number(float(w)) for w in numbers.weights[1][:, unit])
        what = "click to drop it" if numbers.mask[unit] else "dropped; click to keep it"
        return f"h{subscript(unit + 1)} = {a}, after dropout {kept}\nweights to the next layer {weights}\n{what}"

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._hovered = None
        self.update()


def unit_shape(
    p: QPainter, theme: Theme, at: QPointF, radius: float, *, dropped: bool = False, hovered: bool = False
) -> None:
    """Paints a unit as a circle; a dropped one hollow and dashed."""
    pen = theme.pen(theme.ink3 if dropped else theme.forward, 2.0 if radius > 8 else 1.2)
    if hovered:
        pen = theme.pen(theme.selected, 3.0)
    if dropped:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2.0, 2.0])
    p.setPen(QPen(pen))
    p.setBrush(faded(theme.pane if dropped else theme.tint))
    p.drawEllipse(at, radius, radius)

"""A typeset formula with live numbers: a cached picture of its fixed parts, with the numbers painted on top."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, inf

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEngine, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.core.number_format import format_to_fit
from wk4gui.lab.formulas import Formula, FormulaLine, FormulaPiece, Slot, formula_svg
from wk4gui.render.fonts import math_font
from wk4gui.render.theme import Theme, faded

SCALE = 1.0
"""Scale of a formula beside 13-pixel text: 16-pixel type, so that a chain of four factors fits the column."""
_MOST_DIGITS = 4
_MARGIN = 2.0
"""Margin around the picture for overhanging glyphs."""


@lru_cache(maxsize=4096)
def _advance(text: str, size: int) -> float:
    return QFontMetricsF(math_font(size)).horizontalAdvance(text)


@dataclass(frozen=True)
class _Placed:
    """A piece of the picture, or a number, and its left end."""

    what: FormulaPiece | Slot
    x: float


class FormulaView(QWidget):
    """One formula in the colours of its quantities, scaled down if it is too wide."""

    def __init__(self, formula: Formula, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.formula = formula
        self._theme = theme
        self._texts: dict[Slot, str] = {}
        self._values: dict[str, float] = {}
        self._pixmaps: dict[str, tuple[QPixmap, int, int]] = {}
        self._pixmaps_for: tuple[str, float] = ("", 0.0)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_numbers(self, numbers: Mapping[str, float]) -> None:
        """Shows the formula's numbers, all of which have to exist."""
        values = {name: numbers[name] for name in self.formula.numbers}
        if repr(values) == repr(self._values):
            return
        self._values = values
        slots = [slot for line in self.formula.lines for slot in line.slots]
        self._texts = {slot: self._text(slot, values[slot.number]) for slot in slots}
        self.setAccessibleName(self.text)
        self.update()

    @property
    def text(self) -> str:
        """The formula with its numbers as one line of text."""
        return self.formula.read({slot.number: text for slot, text in self._texts.items()})

    @property
    def scale(self) -> float:
        """Pixels per unit of the formula."""
        return min(SCALE * self._theme.text_scale, self.width() / (self.formula.width + 2 * _MARGIN))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(80, 20)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        scale = min(SCALE * self._theme.text_scale, width / (self.formula.width + 2 * _MARGIN))
        return ceil((self.formula.height + 2 * _MARGIN) * scale)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with QPainter(self) as p:
            raster = p.paintEngine().type() == QPaintEngine.Type.Raster
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setFont(math_font(self.formula.size))
            for line in self.formula.lines:
                self._paint_line(p, line, raster=raster)

    def _paint_line(self, p: QPainter, line: FormulaLine, *, raster: bool) -> None:
        placed = list(self._placed(line))
        room = (self.formula.width + _MARGIN) / max(self._right(each) for each in placed)
        scale = self.scale * min(1.0, room)
        p.save()
        p.scale(scale, scale)
        p.translate(_MARGIN, _MARGIN)
        for each in placed:
            if isinstance(each.what, Slot):
                self._paint_number(p, each.what, each.x)
            elif raster:
                self._paint_pixmap(p, each.what, each.x, scale)
            else:
                self._renderer().render(p, each.what.id, QRectF(each.x, each.what.y, each.what.width, each.what.height))
        p.restore()

    def _paint_number(self, p: QPainter, slot: Slot, x: float) -> None:
        text = self._texts.get(slot, "")
        width = _advance(text, self.formula.size)
        p.setPen(faded(self._theme.ink2 if text == "?" else getattr(self._theme, slot.color)))
        if slot.inline:
            p.drawText(QPointF(x, slot.baseline), text)
            return
        p.save()
        p.translate(x + slot.width / 2, slot.baseline)
        squeezed = min(1.0, slot.width / width) if width else 1.0
        p.scale(squeezed, squeezed)
        p.drawText(QPointF(-width / 2, 0.0), text)
        p.restore()

    def _paint_pixmap(self, p: QPainter, piece: FormulaPiece, x: float, scale: float) -> None:
        """Draws a piece at whole device pixels, so that it stays sharp."""
        ratio = scale * self.devicePixelRatioF()
        pixmap, left, top = self._pixmap(piece, ratio)
        origin = p.deviceTransform().map(QPointF(x - piece.x, 0.0))
        p.save()
        p.resetTransform()
        at = p.deviceTransform().inverted()[0].map(QPointF(round(origin.x()) + left, round(origin.y()) + top))
        p.drawPixmap(at, pixmap)
        p.restore()

    def _pixmap(self, piece: FormulaPiece, ratio: float) -> tuple[QPixmap, int, int]:
        """The picture of a piece and the place of its corner, in device pixels."""
        if self._pixmaps_for != (self._theme.ink, ratio):
            self._pixmaps, self._pixmaps_for = {}, (self._theme.ink, ratio)
        if piece.id not in self._pixmaps:
            left, top = floor(piece.x * ratio) - 1, floor(piece.y * ratio) - 1
            width, height = ceil(piece.width * ratio) + 3, ceil(piece.height * ratio) + 3
            pixmap = QPixmap(width, height)
            pixmap.fill(Qt.GlobalColor.transparent)
            box = QRectF(piece.x * ratio - left, piece.y * ratio - top, piece.width * ratio, piece.height * ratio)
            with QPainter(pixmap) as p:
                p.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._renderer().render(p, piece.id, box)
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            self._pixmaps[piece.id] = (pixmap, left, top)
        return self._pixmaps[piece.id]

    def _renderer(self) -> QSvgRenderer:
        return _renderer(self.formula.name, self._theme.ink)

    def _placed(self, line: FormulaLine) -> Iterator[_Placed]:
        """Pieces and numbers, moved together where a number is shorter than its slot."""
        shift = 0.0
        parts: list[FormulaPiece | Slot] = [*line.pieces, *line.slots]
        for what in sorted(parts, key=lambda part: part.x):
            yield _Placed(what, what.x + shift)
            if isinstance(what, Slot) and what.inline:
                shift += _advance(self._texts.get(what, ""), self.formula.size) - what.width

    def _right(self, placed: _Placed) -> float:
        text = self._texts.get(placed.what, "") if isinstance(placed.what, Slot) and placed.what.inline else None
        return placed.x + (placed.what.width if text is None else _advance(text, self.formula.size))

    def _text(self, slot: Slot, value: float) -> str:
        room = slot.width if value == value else inf
        size = self.formula.size
        return format_to_fit(value, lambda text: _advance(text, size) <= room, _MOST_DIGITS, factor=slot.factor)


@lru_cache(maxsize=64)
def _renderer(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(formula_svg(name).replace("currentColor", color).encode()))

"""Error bars, and a stacked bar of an error's parts beside the measured error."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QTransform
from PySide6.QtWidgets import QWidget

from wk4gui.core.number_format import format_number
from wk4gui.lab.sentence import MakeReason, Numeral, joined, phrase, sentence_of
from wk4gui.render.bars import Bars
from wk4gui.render.device_item import OverView
from wk4gui.render.end_labels import EndLabel, EndLabels
from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.plot import WIDE_LEFT_PX, Plot, curve_pen, round_above
from wk4gui.render.segments import scaled
from wk4gui.render.theme import Theme

_CAP = 4.0
_MOST_PIECES = 4
_WIDTH = 0.56
PIECES = {"bias²": "forward", "variance": "backward", "noise": "ink3", "measured": "ink2"}
"""The parts of an error, and the theme's names of their colours."""


class ErrorBars(OverView):
    """Lines with caps, vertical or, if ``level``, horizontal."""

    pinnable = True

    def __init__(self, pen: QPen, *, level: bool = False) -> None:
        super().__init__()
        self._pen, self._level = pen, level
        self.rows: Sequence[tuple[float, float, float]] = ()

    def set_bars(self, rows: Sequence[tuple[float, float, float]], pen: QPen) -> None:
        """Place, lower and upper end of each, in the plot's coordinates."""
        self.rows, self._pen = [row for row in rows if np.isfinite(row).all()], pen
        self.update()

    def is_empty(self) -> bool:
        return not self.rows

    def set_ghost_style(self, theme: Theme) -> None:
        self._pen = theme.pen(theme.ink3, 1.6)
        self.update()

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        painter.setPen(scaled(self._pen, scale))
        cap = QPointF(0.0, _CAP * scale) if self._level else QPointF(_CAP * scale, 0.0)
        for at, low, high in self.rows:
            places = ((low, at), (high, at)) if self._level else ((at, low), (at, high))
            ends = [to_device.map(QPointF(*place)) for place in places]
            lines = [QLineF(*ends)] + [QLineF(end - cap, end + cap) for end in ends]
            painter.drawLines(lines)


@dataclass(frozen=True)
class BarPiece:
    """A piece of a bar: its name in PIECES, its ends, its value and standard error, and the reasons of both."""

    name: str
    low: float
    high: float
    value: float
    error: float
    why: MakeReason | None = None
    why_error: MakeReason | None = None


@dataclass(frozen=True)
class Stack:
    """A bar and its title."""

    title: str
    pieces: Sequence[BarPiece]


_EDGE_PX = 3.0
"""Between the first bar's title and the end of the axis."""


class PartsBars(Plot):
    """Two bars; the pieces of the last one are labelled beside it."""

    pin_corner = (1.0, 0)
    left_px = WIDE_LEFT_PX

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", "mean squared error", theme, "Parts of the error", parent)
        self._bars = [[self.add(Bars()) for _ in range(_MOST_PIECES)] for _ in range(2)]
        self._errors = self.add(ErrorBars(curve_pen(theme, theme.ink)))
        self.labels = self.add(EndLabels(theme.ink, text_font(theme.px(CAPTION))))
        self._stacks: Sequence[Stack] = ()
        self._top = 1.0
        self.getAxis("left").setTickDensity(0.5)
        self.getViewBox().sigResized.connect(self._fit)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.getAxis("bottom").setHeight(3 * theme.px(CAPTION))
        if hasattr(self, "labels"):
            self.labels.set_look(theme.ink, text_font(theme.px(CAPTION)))

    def show_stacks(self, stacks: Sequence[Stack]) -> None:
        """Two bars from the left."""
        self._stacks = stacks
        pieces = [piece for stack in stacks for piece in stack.pieces]
        highest = max(piece.high + piece.error for piece in pieces)
        self._top = round_above(1.02 * highest) if math.isfinite(highest) else 1.0
        self.follow_pin()
        for i, row in enumerate(self._bars):
            own = stacks[i].pieces if i < len(stacks) else ()
            for k, bars in enumerate(row):
                piece = own[k] if k < len(own) else None
                rects = [] if piece is None else [_rect(i, piece)]
                bars.set_bars(rects, QColor(getattr(self.theme, PIECES[piece.name] if piece else "ink")))
        ends = [(i, piece) for i, stack in enumerate(stacks) for piece in stack.pieces if piece.error > 0.0]
        rows = [(float(i), piece.high - piece.error, piece.high + piece.error) for i, piece in ends]
        self._errors.set_bars(rows, curve_pen(self.theme, self.theme.ink, 1.6))
        last = max(i for i, stack in enumerate(stacks) if stack.pieces)
        right = last + _WIDTH / 2.0
        self.labels.set_labels([self._label(piece, right) for piece in stacks[last].pieces], right)
        self._fit()

    def meaning(self) -> Hashable:
        names = [(stack.title, tuple(piece.name for piece in stack.pieces)) for stack in self._stacks]
        return super().meaning(), tuple(names)

    def read(self, x: float) -> str:
        i = round(x)
        if not 0 <= i < len(self._stacks):
            return ""
        stack = self._stacks[i]
        return "\n".join(
            [stack.title, *(f"{piece.name}: {with_error(piece.value, piece.error)}" for piece in stack.pieces)]
        )

    def piece_at(self, x: float, y: float) -> tuple[int, str] | None:
        """Bar and name of the piece at a place or label; at a bar's title the name is ""."""
        there = [i for i, stack in enumerate(self._stacks) if stack.pieces]
        written = self.text_at(self.to_widget(x, y)).partition(" ")[0]
        if written:
            return there[-1], written
        i = round(x)
        if i not in there or abs(x - i) > _WIDTH / 2.0:
            return None
        if y < 0.0:
            return i, ""
        return next(((i, piece.name) for piece in self._stacks[i].pieces if piece.low <= y < piece.high), None)

    def _title(self, stack: Stack) -> str:
        """In two lines, or the titles would touch."""
        return "\n".join(stack.title.rsplit(" ", 1))

    def _label(self, piece: BarPiece, x: float) -> EndLabel:
        color = getattr(self.theme, PIECES[piece.name])
        number = sentence_of(Numeral(piece.value, 4, piece.why))
        error = phrase("± {error}", error=Numeral(piece.error, 4, piece.why_error)) if piece.error else sentence_of("")
        more = (joined(" ", (number, error)), number)
        at = (piece.low + piece.high) / 2.0
        return EndLabel(x, at, piece.name, more, curve_pen(self.theme, color, 5.0), self.theme.ink2)

    def _fit(self) -> None:
        """Keeps room for the names beside the last bar, as much as the titles below the bars leave of it."""
        width = max(self.getViewBox().width(), 1.0)
        end, halves = 1.0 + _WIDTH / 2.0, self._half_titles()
        step = sum(halves[:2]) + self.theme.px(CAPTION)  # between two bars whose titles do not touch
        first = max(halves[:1], default=0.0) + _EDGE_PX
        most = 2.0 * max(width - end * step - max(0.5 * step, first), 0.0)  # of which half is taken
        bars = width * (1.0 - min(self.labels.reserve(most) / width, 0.65))
        unit = bars / (end + 0.5)
        if first > 0.5 * unit:  # else the axis would leave out the first title, which it would cut
            unit = max(bars - first, 1.0) / end
        self._write_titles(staggered=unit < step - 1.0)
        begin = -max(0.5, first / unit)
        self.set_ranges((begin, begin + width / unit), (0.0, self._top))

    def _write_titles(self, *, staggered: bool) -> None:
        """The bars' titles, one line lower than the other where both would touch."""
        titles = [f"\n{stack.title}" if staggered and i else self._title(stack) for i, stack in enumerate(self._stacks)]
        self.getAxis("bottom").set_named([(float(i), title) for i, title in enumerate(titles)])

    def _half_titles(self) -> list[float]:
        """Half the width of each bar's title."""
        px = self.theme.px(CAPTION)
        titles = (self._title(stack).splitlines() for stack in self._stacks)
        return [max(text_width(line, px) for line in lines) / 2 for lines in titles]


def with_error(value: float, error: float) -> str:
    """A value with its error, such as "0.0236 ± 0.0002"."""
    text = format_number(value, 4)
    return f"{text} ± {format_number(error, 4)}" if error else text


def _rect(i: int, piece: BarPiece) -> QRectF:
    return QRectF(i - _WIDTH / 2.0, piece.low, _WIDTH, piece.high - piece.low)

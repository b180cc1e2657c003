"""Two derivations side by side, term by term in live numbers, and their difference below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.core.number_format import format_number, short_number
from wk4gui.labs.weight_decay.picture.decay_looks import SHRINK, STEP
from wk4gui.render.fonts import CAPTION, TEXT, TITLE, math_font, text_font, text_width
from wk4gui.render.formula_lines import formula_width
from wk4gui.render.theme import Theme

_ROW, _GAP, _BETWEEN = 1.7, 8.0, 20.0
"""Height of a row in font sizes; space between numbers and between the columns, in pixels."""
_BELOW = 4.2
"""Rows for the titles, the difference and the words about it."""
_SLACK = 1.02
"""Allowance for text of another size that is wider than in proportion."""
_INDENT = 1.5
"""Of numbers below their formula, in font sizes."""
_LARGE = 19
"""Font size of the derivation, the main content, if there is room."""
_LEAST_DIGITS = 2
"""Fewest decimals: with fewer, small numbers get an exponent and need more room."""
_LEAST_PX = 7
"""Smallest type, in a pane that is as narrow as can be."""


class Numbers(NamedTuple):
    """How the columns are set.

    Attributes:
        px: size of the type.
        digits: most decimals of a number.
        exponent_digits: decimals of one with an exponent.
    """

    px: int
    digits: int
    exponent_digits: int = 1


_SHRINKING = r"\(1 − α2?λ\)w|\(λ/2\)‖w‖²|2?λ‖w‖²|2?λw"
_STEPPING = r"α?∇L|(?<![∇‖])\bL\b"
_PARTS = re.compile(f"({_SHRINKING}|{_STEPPING})")


@dataclass(frozen=True)
class Term:
    """One row of a column: its symbol, its two numbers, and the theme's name of its colour."""

    symbol: str
    values: tuple[float, float]
    color: str = "ink"
    bold: bool = False


Pieces = tuple[tuple[str, str], ...]
"""Consecutive texts with the theme's names of their colours."""


@dataclass(frozen=True)
class TwinStep:
    """A step written in two ways.

    Attributes:
        lines: of the derivation, each in symbols and in numbers.
        titles: of both columns.
        columns: terms of each.
        difference: of the results.
        words: about the difference, or in place of missing columns.
    """

    lines: tuple[tuple[str, Pieces], ...]
    titles: tuple[str, str]
    columns: tuple[tuple[Term, ...], tuple[Term, ...]]
    difference: tuple[float, float] | None
    words: str


class Cell(NamedTuple):
    """The item at a place.

    Attributes:
        kind: a line of the derivation, a number of a column, one of the difference, or the words about it.
        row: of the lines or of the column, from 0.
        column: 0 or 1.
        axis: which of the two numbers.
    """

    kind: Literal["line", "term", "difference", "words"]
    row: int = 0
    column: int = 0
    axis: int = 0


def colored(line: str) -> list[tuple[str, str]]:
    """A formula in coloured pieces: one colour for penalty and decay, another for loss and gradient."""
    pieces = []
    for piece in _PARTS.split(line):
        color = SHRINK if re.fullmatch(_SHRINKING, piece) else STEP if re.fullmatch(_STEPPING, piece) else "ink"
        if piece:
            pieces.append((piece, color))
    return pieces


def cut(text: str, px: int) -> tuple[float, float]:
    """Widths of a number's text before the point, and from the point on; one with an exponent stands at the right."""
    before, point, after = ("", text, "") if "e" in text else text.partition(".")
    return text_width(before, px, 700), text_width(point + after, px, 700)


class Lines(NamedTuple):
    """How the derivation is set.

    Attributes:
        px: size of the type.
        numbers: where the numbers are: beside the symbols, below them, or left out.
    """

    px: int
    numbers: Literal["beside", "below", "none"]

    @property
    def height(self) -> float:
        """Of one line of the derivation."""
        return self.px * _ROW * (1.8 if self.numbers == "below" else 1.0)


def _line_widths(lines: Sequence[tuple[str, Pieces]], px: int) -> tuple[float, float]:
    """Width of the widest formula with a gap, and of the widest numbers."""
    column = max((formula_width(line, px) for line, _ in lines), default=0.0) + px
    numbers = (sum(formula_width(text, px) for text, _ in pieces) for _, pieces in lines)
    return column, max(numbers, default=0.0)


def _number_text(value: float, look: Numbers) -> str:
    """A number of a column; one with an exponent has two digits or one, to take no more room than the others."""
    text = format_number(value, look.digits)
    if "e" not in text or look.exponent_digits:
        return short_number(value, 1) if "e" in text else text
    mantissa, _, exponent = f"{value:.0e}".partition("e")
    return f"{mantissa}e{int(exponent)}".replace("-", "−")


class TwinColumns(QWidget):
    """The lines of the derivation, two columns of numbers, and the difference of their ends."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._digits = theme, 4
        self._step: TwinStep | None = None
        self._cells: list[tuple[QRectF, Cell]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 120)

    @property
    def step(self) -> TwinStep | None:
        return self._step

    def show_step(self, step: TwinStep, digits: int) -> None:
        if (step, digits) != (self._step, self._digits):
            self._step, self._digits = step, digits
            self.setAccessibleName("; ".join((*(line for line, _ in step.lines), step.words)))
            self.update()

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The item painted at a point of the widget; None if there is none."""
        return next((cell for box, cell in self._cells if box.contains(x, y)), None)

    def number_at(self, x: float, y: float) -> Cell | None:
        """The item at a point of the widget if it is a number, else None."""
        cell = self.cell_at(x, y)
        if cell is None or self._step is None or not self._step.columns[0]:
            return None
        return None if cell.kind == "line" and cell.row and not self._step.lines[cell.row][1] else cell

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(360, round(16 * self._theme.px(TEXT) * _ROW))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        self._cells = []
        if self._step is None:
            return
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            look = self._look_of_numbers()
            top = self._paint_lines(p, self._step, look.px)
            if not self._step.columns[0]:
                self._write(p, self._step.words, QRectF(0, top, self.width(), 60), "bad")
                return
            self._paint_columns(p, self._step, top, look)

    def _rows(self) -> int:
        return 0 if self._step is None else max(len(column) for column in self._step.columns)

    def _paint_lines(self, p: QPainter, step: TwinStep, text_px: int) -> float:
        """Paints the derivation without lines and numbers that do not fit; returns its lower end."""
        below = (self._rows() + _BELOW) * text_px * _ROW
        look = self._look_of_lines(self.height() - below)
        px, high = look.px, look.height
        room = int((self.height() - below) / high)
        lines = step.lines[len(step.lines) - min(room, len(step.lines)) :] if room > 0 else ()
        p.setFont(math_font(px))
        column = _line_widths(step.lines, px)[0]
        for k, (line, numbers) in enumerate(lines):
            base = k * high + 0.75 * px * _ROW
            box = QRectF(0.0, k * high, self.width(), high)
            self._cells.append((box, Cell("line", len(step.lines) - len(lines) + k)))
            self._paint_pieces(p, colored(line), QPointF(0.0, base), px)
            if look.numbers == "beside":
                self._paint_pieces(p, numbers, QPointF(column, base), px)
            elif look.numbers == "below":
                self._paint_pieces(p, numbers, QPointF(_INDENT * px, base + 0.75 * px * _ROW), px)
        return len(lines) * high + (0.4 * px if lines else 0.0)

    def _paint_pieces(self, p: QPainter, pieces: Sequence[tuple[str, str]], at: QPointF, px: int) -> None:
        for piece, color in pieces:
            p.setPen(self._theme.pen(getattr(self._theme, color)))
            p.drawText(at, piece)
            at = at + QPointF(formula_width(piece, px), 0.0)

    def _look_of_lines(self, height: float) -> Lines:
        """The largest type in which the lines fit with their numbers, beside or below, or else without."""
        lines = self._step.lines if self._step else ()
        sizes = [self._theme.px(size) for size in (_LARGE, TITLE, TEXT, CAPTION)]
        for wanted in (("beside", "below"), ("none",)):
            for px in sizes:
                for numbers in wanted:
                    look = Lines(px, numbers)
                    if len(lines) * look.height <= height and self._widest(look) <= self.width():
                        return look
        return Lines(sizes[-1], "none")

    def _widest(self, look: Lines) -> float:
        """Width of the derivation in a look."""
        symbols, numbers = _line_widths(self._step.lines if self._step else (), look.px)
        return {"beside": symbols + numbers, "below": max(symbols, numbers + _INDENT * look.px), "none": symbols}[
            look.numbers
        ]

    def _look_of_numbers(self) -> Numbers:
        """Font size and decimals with which both columns fit; where a pane is very narrow, small type."""
        every = [self._theme.px(size) for size in (TITLE, TEXT, CAPTION)]
        tall = (self._rows() + _BELOW + 4) * _ROW
        sizes = [px for px in every if px * tall <= self.height()] or every[-1:]
        least = min(self._digits, _LEAST_DIGITS)
        wanted = [*((digits, 1) for digits in range(self._digits, least - 1, -1)), (least, 0)]
        for digits in wanted:
            widest = self._widths(Numbers(every[0], *digits))[2]  # measured once; other sizes are in proportion
            for px in sizes:
                if (widest - _BETWEEN) * _SLACK * px / every[0] + _BETWEEN <= self.width():
                    return Numbers(px, *digits)
        small = (Numbers(px, *wanted[-1]) for px in range(sizes[-1], _LEAST_PX - 1, -1))
        fits = (look for look in small if self._widths(look)[2] <= self.width())
        return next(fits, Numbers(_LEAST_PX, *wanted[-1]))

    def _widths(self, look: Numbers) -> tuple[float, float, float]:
        """Widths of the symbols, of a number, and of everything."""
        terms = [term for column in self._step.columns for term in column] if self._step else []
        values = [value for term in terms for value in term.values]
        symbol = max((text_width(term.symbol, look.px, 700) for term in terms), default=0.0)
        shown = [_number_text(value, look) for value in values]
        whole = max((text_width(text, look.px, 700) for text in shown if "e" in text), default=0.0)
        before, after = (max((cut(text, look.px)[k] for text in shown if "e" not in text), default=0.0) for k in (0, 1))
        number = max(before + after, whole)
        return symbol, number, 2 * (symbol + 2 * (number + _GAP)) + _BETWEEN

    def _paint_columns(self, p: QPainter, step: TwinStep, top: float, look: Numbers) -> None:
        symbols, px = self._widths(look)[0], look.px
        height, half = px * _ROW, (self.width() - _BETWEEN) / 2.0
        p.setPen(self._theme.pen(self._theme.line))
        middle = half + _BETWEEN / 2.0
        p.drawLine(QPointF(middle, top), QPointF(middle, top + (self._rows() + 1) * height))
        for k, (title, terms) in enumerate(zip(step.titles, step.columns, strict=True)):
            left = k * (half + _BETWEEN)
            short = QFontMetricsF(text_font(px, 600)).elidedText(title, Qt.TextElideMode.ElideRight, half)
            self._write(p, short, QRectF(left, top, half, height), ("forward", "update")[k], px=px, weight=600)
            for i, term in enumerate(terms):
                last = i == len(terms) - 1
                y = top + (self._rows() if last else i + 1) * height
                self._paint_term(p, term, QRectF(left, y, half, height), symbols, look)
                for axis in (0, 1):
                    middle = left + half - (half - symbols) / 2.0
                    box = QRectF(middle if axis else left, y, left + half - middle if axis else middle - left, height)
                    self._cells.append((box, Cell("term", i, k, axis)))
        self._paint_difference(p, step, top + (self._rows() + 1.3) * height, look)

    def _paint_term(self, p: QPainter, term: Term, box: QRectF, symbols: float, look: Numbers) -> None:
        px, digits = look.px, look.digits
        weight = 700 if term.bold else 400
        self._write(p, term.symbol, box, term.color, px=px, weight=weight)
        number = (box.width() - symbols) / 2.0
        places = text_width("0" * digits + ".", px) if digits else 0.0
        for k, value in enumerate(term.values):
            text = _number_text(value, look)
            after = min(cut(text, px)[1], places)
            right = box.adjusted(0, 0, -(1 - k) * number - (places - after), 0)
            self._write(p, text, right, term.color, px=px, weight=weight, right=True)

    def _paint_difference(self, p: QPainter, step: TwinStep, top: float, look: Numbers) -> None:
        px = look.px
        p.setPen(self._theme.pen(self._theme.line))
        p.drawLine(QPointF(0, top - 0.15 * px), QPointF(self.width(), top - 0.15 * px))
        if step.difference is not None:
            pair = ", ".join(format_number(value, look.digits) for value in step.difference)
            text, box = f"difference ({pair})", QRectF(0, top, self.width(), px * _ROW)
            self._write(p, text, box, "ink", px=px, weight=700)
            first = text_width(text.partition(", ")[0], px, 700)
            self._cells.append((QRectF(0, top, first, px * _ROW), Cell("difference", axis=0)))
            self._cells.append((QRectF(first, top, self.width() - first, px * _ROW), Cell("difference", axis=1)))
        p.setFont(text_font(px))
        p.setPen(self._theme.pen(self._theme.ink2))
        box = QRectF(0, top + (_ROW + 0.2) * px, self.width(), self.height())
        self._cells.append((box, Cell("words")))
        p.drawText(box, int(Qt.TextFlag.TextWordWrap), step.words)

    def _write(
        self, p: QPainter, text: str, box: QRectF, color: str, *, px: int = 0, weight: int = 400, right: bool = False
    ) -> None:
        px = px or self._theme.px(TEXT)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        p.setFont(text_font(px, weight))
        p.setPen(self._theme.pen(getattr(self._theme, color)))
        p.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), text)

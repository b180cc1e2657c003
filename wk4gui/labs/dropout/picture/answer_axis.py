"""An axis with several means of the thinned networks, and a histogram of their outputs."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.lab.sentence import MakeReason, Numeral, Sentence, phrase, sentence_of
from wk4gui.render.bars import Bars
from wk4gui.render.device_curve import Marker
from wk4gui.render.dots_item import Dots
from wk4gui.render.error_bars import ErrorBars
from wk4gui.render.fonts import CAPTION, text_width
from wk4gui.render.plot import Plot, curve_pen, round_above
from wk4gui.render.plot_marks import ConstantLine
from wk4gui.render.theme import Theme, faded, series_look

MOST_ANSWERS = 4
LONGEST_NAME = "10000 drawn masks"
"""The longest name of an answer."""
_DIGITS = 5
_MANY = 600
"""Number of dots from which they are fainter."""
_ASIDE_PX, _PLATE_PX = 10.0, 6.0
"""Between the lines and the values beside them, and what the plate of a value adds to its width."""


@dataclass(frozen=True)
class AxisAnswer:
    """A name, a value with its standard error if it has one, the number of its look, and the makers of its reasons."""

    name: str
    value: float
    look: int
    error: float = 0.0
    why: MakeReason | None = None
    why_error: MakeReason | None = None


class AnswerAxis(Plot):
    """A row for each answer and one for all outputs, on a common axis."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("output ŷ", "", theme, "Means of the thinned networks on one axis", parent)
        pen = curve_pen(theme, theme.ink)
        self._lines = [self.add(ConstantLine(pen, vertical=True)) for _ in range(MOST_ANSWERS)]
        self._outputs = self.add(Dots(theme.ink3, 3.0))
        self.whiskers = [self.add(ErrorBars(pen, level=True)) for _ in range(MOST_ANSWERS)]
        self._marks = [self.add(Marker(theme.ink, theme.pane, 5.5)) for _ in range(MOST_ANSWERS)]
        for mark in self._marks:
            mark.label_coordinates(0)
        self.values = [self.add_label("ink") for _ in range(MOST_ANSWERS)]
        self._answers: Sequence[AxisAnswer] = ()
        self._seen: Array = np.zeros((0, 2))
        self._seen_rows: np.ndarray = np.zeros(0, int)
        self.getViewBox().sigResized.connect(self._place_values)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.getAxis("left").setWidth(text_width(LONGEST_NAME, theme.px(CAPTION)) + 14)

    def show_answers(self, answers: Sequence[AxisAnswer], outputs: Array, title: str, *, close: bool) -> None:
        """Shows answers from the top, all outputs (n,) at the bottom; with ``close`` the axis fits the answers only."""
        self._answers = answers
        values = np.array([answer.value for answer in answers])
        low, high = _range(values, max(answer.error for answer in answers), outputs, close=close)
        n = len(answers)
        self.set_ranges((low, high), (-0.55, n + 0.6))
        rows = [(float(n - i), answer.name) for i, answer in enumerate(answers)]
        self.getAxis("left").set_named([*rows, (0.0, title)])
        self.follow_pin()
        self._outputs.set_color(faded(self.theme.ink2, 0.5 if len(outputs) <= _MANY else 0.12))
        self._seen_rows = np.flatnonzero((outputs >= low) & (outputs <= high))
        spread = 0.25 * np.sin(np.arange(len(self._seen_rows)) * 2.399963)  # the golden ratio keeps neighbours apart
        self._seen = np.column_stack([outputs[self._seen_rows], spread])
        self._outputs.set_points(self._seen)
        for i in range(MOST_ANSWERS):
            self._show_row(i, answers[i] if i < n else None, float(n - i))
        self._place_values()

    def _place_values(self) -> None:
        """Writes every value beside the lines of all answers, or above its mark where there is no room beside them."""
        if not self._answers:
            return
        (low, high), _ = self.getViewBox().viewRange()
        pixel = (high - low) / max(self.getViewBox().width(), 1.0)
        ends = [answer.value + way * answer.error for answer in self._answers for way in (-1.0, 1.0)]
        rows = len(self._answers)
        for i, answer in enumerate(self._answers):
            text = _value_text(answer)
            width = text_width(str(text), self.theme.px(CAPTION)) + _PLATE_PX
            if width * pixel > high - low:  # without its standard error, which the whisker shows
                text = _value_text(replace(answer, error=0.0))
                width = text_width(str(text), self.theme.px(CAPTION)) + _PLATE_PX
            if max(ends) + (width + _ASIDE_PX) * pixel <= high:
                self.values[i].set_text(text, max(ends), rows - i, (-_ASIDE_PX / width, 0.5))
            elif min(ends) - (width + _ASIDE_PX) * pixel >= low:
                self.values[i].set_text(text, min(ends), rows - i, (1.0 + _ASIDE_PX / width, 0.5))
            else:
                self.values[i].set_text(text, answer.value, rows - i, (0.5, 1.45))

    def answer_at(self, x: float, y: float) -> int | None:
        """The answer whose number or row is at a place; None elsewhere."""
        point = self.to_widget(x, y)
        written = [i for i, label in enumerate(self.values) if label.text_at(point)]
        i = written[0] if written else len(self._answers) - round(y)
        return i if 0 <= i < len(self._answers) else None

    def output_at(self, x: float, y: float) -> int | None:
        """The output of the dot nearest to a place; None if none is near."""
        i = self.nearest(x, y, self._seen)
        return None if i is None else int(self._seen_rows[i])

    def _show_row(self, i: int, answer: AxisAnswer | None, y: float) -> None:
        if answer is None:
            self._lines[i].set_value(None)
            self._marks[i].set_point(math.nan, math.nan)
            self.whiskers[i].set_bars([], curve_pen(self.theme, self.theme.ink))
            self.values[i].set_text("", 0.0, 0.0, (0.0, 0.0))
            return
        color, dash = series_look(self.theme, answer.look)
        line = curve_pen(self.theme, color, 1.2, dash)
        self._lines[i].set_pen(line)
        self._lines[i].set_value(answer.value)
        self._marks[i].set_colors(color, self.theme.pane)
        self._marks[i].set_point(answer.value, y)
        rows = [(y, answer.value - answer.error, answer.value + answer.error)] if answer.error else []
        self.whiskers[i].set_bars(rows, curve_pen(self.theme, color, 2.2))
        self.values[i].set_plate(faded(self.theme.pane, 0.85))

    def meaning(self) -> Hashable:
        return super().meaning(), tuple(answer.name for answer in self._answers)

    def read(self, x: float) -> str:
        return "\n".join(
            f"{answer.name}: {format_number(answer.value, 8)}"
            + (f" ± {format_number(answer.error, 8)}" if answer.error else "")
            for answer in self._answers
        )


class OutputBars(Plot):
    """The probability of the thinned networks' outputs, with lines for the answers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("output ŷ", "probability", theme, "Histogram of the outputs", parent)
        self.bars = self.add(Bars())
        pen = curve_pen(theme, theme.ink)
        self._lines = [self.add(ConstantLine(pen, vertical=True, pinnable=True)) for _ in range(MOST_ANSWERS)]
        self._read_from: tuple[Array, Array] = (np.zeros(0), np.zeros(0))
        self._answers: Sequence[AxisAnswer] = ()
        for line in self._lines:
            line.setZValue(5)
        self.getAxis("left").setTickDensity(0.5)

    def show_histogram(self, edges: Array, shares: Array, answers: Sequence[AxisAnswer]) -> None:
        """Shows shares (n,) between edges (n + 1,)."""
        self._read_from, self._answers = (edges, shares), answers
        values = [answer.value for answer in answers]
        low, high = min(float(edges[0]), *values), max(float(edges[-1]), *values)
        margin = 0.02 * (high - low)
        self.set_ranges((low - margin, high + margin), (0.0, round_above(1.05 * float(shares.max()))))
        self.bars.set_histogram(edges, shares, faded(self.theme.ink3, 0.7))
        for i, line in enumerate(self._lines):
            answer = answers[i] if i < len(answers) else None
            look = series_look(self.theme, answer.look if answer else 0)
            line.set_pen(curve_pen(self.theme, look[0], 2.0, look[1]))
            line.set_value(answer.value if answer else None)

    def bin_at(self, x: float) -> int | None:
        """The bin of an output; None outside."""
        edges = self._read_from[0]
        i = int(np.searchsorted(edges, x)) - 1
        return i if 0 <= i < len(edges) - 1 else None

    def answer_at(self, x: float, y: float) -> int | None:
        """The answer of the line nearest to a place, unless a bar is there."""
        i, shares = self.bin_at(x), self._read_from[1]
        if i is not None and y <= shares[i]:
            return None
        return self.nearest(x, y, np.array([(answer.value, y) for answer in self._answers]))

    def read(self, x: float) -> str:
        edges, shares = self._read_from
        i = self.bin_at(x)
        if i is None:
            return ""
        ends = " to ".join(format_number(float(edge), 3) for edge in edges[i : i + 2])
        return f"outputs from {ends}: probability {format_number(float(shares[i]), 4)}"


def _value_text(answer: AxisAnswer) -> Sentence:
    if not answer.error:
        return sentence_of(Numeral(answer.value, _DIGITS, answer.why))
    return phrase(
        "{value} ± {error}",
        value=Numeral(answer.value, 4, answer.why),
        error=Numeral(answer.error, 4, answer.why_error),
    )


def _range(values: Array, error: float, outputs: Array, *, close: bool) -> tuple[float, float]:
    """An interval with all answers, and with all outputs or, if ``close``, an eighth of their spread around."""
    spread = float(outputs.std())
    if not close:
        values = np.concatenate([values, outputs])
        spread = 0.0
    low, high = float(values.min()), float(values.max())
    margin = max(0.12 * (high - low), 2.0 * error if close else 0.0, 0.125 * spread)
    if margin < 1e-9:
        margin = 0.1 * max(abs(low), 1.0)
    room = 0.25 * (high - low) if close else 0.0
    return low - margin - room, high + margin + room

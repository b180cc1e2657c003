"""Plots that compare kinds of training: one measure of many networks, and their losses over the steps."""

import math
from collections.abc import Sequence

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.lab.sentence import MakeReason, Numeral, Sentence, sentence_of
from wk4gui.render.axis_window import Window, linear_window
from wk4gui.render.device_curve import Marker
from wk4gui.render.dots_item import Dots
from wk4gui.render.error_bars import ErrorBars, with_error
from wk4gui.render.fonts import CAPTION, text_width
from wk4gui.render.plot import WIDE_LEFT_PX, Plot, curve_pen, round_above
from wk4gui.render.step_plot import NOWHERE, Run, StepPlot
from wk4gui.render.theme import Theme, faded, series_look

_APART = 4.0
"""Least space between two texts, in pixels."""
_HIGHEST_LOG, _DECADES = 3.0, 8.0
"""The largest upper end of a log axis, and its decades below."""


class KindMeasure(Plot):
    """A measure of every network as a dot, and the mean of each kind with its standard error."""

    left_px = WIDE_LEFT_PX

    def __init__(self, y_title: str, kinds: Sequence[str], theme: Theme, name: str) -> None:
        super().__init__("", y_title, theme, name)
        self._kinds = tuple(kinds)
        self._dots = [self.add(Dots(theme.ink, 2.4)) for _ in kinds]
        self._errors = self.add(ErrorBars(curve_pen(theme, theme.ink)))
        self.means = [self.add(Marker(theme.ink, theme.pane, 5.0)) for _ in kinds]
        for mean in self.means:
            mean.label_coordinates(1, within=0.5)
        self.values = [self.add_label("ink") for _ in kinds]
        self._read_from: tuple[Sequence[float], Sequence[float]] = ((), ())
        self._places: list[Array] = []
        self._span, self._why = (0.0, 1.0), tuple[MakeReason, ...]()
        self.getAxis("left").setTickDensity(0.4)
        self.names = [self.add_label("ink2") for _ in kinds]
        self.getAxis("bottom").set_named([])
        self.getViewBox().sigResized.connect(self._name)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.getAxis("bottom").setHeight(1)

    def show_measure(
        self, values: Array, means: Sequence[float], errors: Sequence[float] | None, why: Sequence[MakeReason] = ()
    ) -> None:
        """Shows values (n_kinds, n_networks), NaN where one diverged, and their means, errors and reasons."""
        known = errors or [0.0] * len(means)
        self._read_from = (means, known)
        finite = values[np.isfinite(values)]
        low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
        low = min(0.0, low)
        top = round_above(1.12 * high) if high > 0.0 else 1.0
        self._span = low, top
        self._places = []
        for k, row in enumerate(values):
            color = series_look(self.theme, k)[0]
            at = k - 0.16 + 0.08 * np.sin(np.arange(len(row)) * 2.399963)
            self._dots[k].set_color(faded(color, 0.4))
            self._places.append(np.column_stack([at, row]))
            self._dots[k].set_points(self._places[k])
            self.means[k].set_colors(color, self.theme.pane)
            self.means[k].set_point(float(k), means[k])
            self.values[k].set_plate(faded(self.theme.pane, 0.7))
        rows = [
            (float(k), mean - error, mean + error) for k, (mean, error) in enumerate(zip(means, known, strict=True))
        ]
        self._errors.set_bars(rows, curve_pen(self.theme, self.theme.ink, 1.6))
        self._why = tuple(why)
        self._name()

    def _name(self) -> None:
        """Writes names and means of the kinds: in one line each if there is room, else by turns in two or three."""
        means, errors = self._read_from
        width, px = self.getViewBox().width() / max(len(self._kinds), 1) - _APART, self.theme.px(CAPTION)
        if not means or width <= 0.0:
            return
        texts = [_mean_text(mean, self._why[k] if self._why else None, px, width) for k, mean in enumerate(means)]
        lines = _lines_needed(self._kinds, px, width)
        low, top = self._span
        line = 1.35 * px / max(self.getViewBox().height(), 1.0) * (top - low)
        self.set_ranges((-0.5, len(means) - 0.5), (low - (lines + 0.4) * line, top))
        for k, (kind, mean) in enumerate(zip(self._kinds, means, strict=True)):
            self.names[k].set_text(kind, k, low - (k % lines + 0.2) * line, (0.5, 0.0))
            above = mean + errors[k] if math.isfinite(mean) else low
            raised = line * (k % 2) if _wide(texts, px, width) else 0.0
            self.values[k].set_text(texts[k], k, above + raised, (0.5, 1.35))

    def dot_at(self, x: float, y: float) -> tuple[int, int | None] | None:
        """Kind and network of the dot nearest to a place; the network is None for the mean of the kind."""
        point = self.to_widget(x, y)
        written = [k for k, label in enumerate(self.values) if label.text_at(point)]
        if written:
            return written[0], None
        means = self._read_from[0]
        found = self.nearest(x, y, np.concatenate([np.column_stack([np.arange(len(means)), means]), *self._places]))
        if found is None or found < len(means):
            return None if found is None else (found, None)
        return divmod(found - len(means), len(self._places[0]))

    def read(self, x: float) -> str:
        means, errors = self._read_from
        k = round(x)
        return f"{self._kinds[k]}: {with_error(means[k], errors[k])}" if 0 <= k < len(means) else ""


def _mean_text(mean: float, why: MakeReason | None, px: int, width: float) -> Sentence:
    """A mean with three decimals, or with fewer digits where those find no room."""
    if not math.isfinite(mean):
        return sentence_of("diverged")
    return sentence_of(Numeral(mean, 3 if text_width(format_number(mean, 3), px) <= width else 1, why))


def _lines_needed(names: Sequence[str], px: int, width: float) -> int:
    """In how many lines names stand that are wider than their share of the axis."""
    return min(3, max(math.ceil(text_width(name, px) / width) for name in names))


def _wide(texts: Sequence[Sentence], px: int, width: float) -> bool:
    return any(text_width(str(text), px) > width for text in texts)


class KindLosses(StepPlot):
    """The mean loss of each kind over the steps; a cross marks a divergence."""

    room = 1.03

    def __init__(self, y_title: str, kinds: Sequence[str], theme: Theme, name: str) -> None:
        super().__init__(y_title, theme, name)
        self._kinds = tuple(kinds)
        self.add_runs(len(kinds), crosses=True)

    def show_losses(self, steps: Array, losses: Array) -> None:
        """Shows mean losses (n_kinds, n_steps) at these steps, on a log axis if they span more than a decade."""
        self.show_window(_window(losses), steps[-1])
        self.show_runs([self._run(k, steps, row) for k, row in enumerate(losses)], steps=steps)

    def _run(self, k: int, steps: Array, losses: Array) -> Run:
        color, dash = series_look(self.theme, k)
        diverged = np.flatnonzero(~np.isfinite(losses))
        cross = (float(steps[max(diverged[0] - 1, 0)]), self.axis_window.high) if len(diverged) else NOWHERE
        return Run(self._kinds[k], losses, curve_pen(self.theme, color, 2.0, dash), cross=cross)


def _window(losses: Array) -> Window:
    values = losses[np.isfinite(losses) & (losses > 0.0)]
    if not len(values):
        return Window(0.0, 1.0, log=False)
    low, high = math.log10(float(values.min())), min(math.log10(float(values.max())), _HIGHEST_LOG)
    if high - low < 1.0:
        return linear_window(10.0**high)
    low = max(low, high - _DECADES)
    return Window(low - 0.05 * (high - low), high + 0.08 * (high - low), log=True)

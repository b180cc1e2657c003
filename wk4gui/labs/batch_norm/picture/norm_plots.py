"""Plots over the batches of a normalised layer, and the losses at the end of a training by learning rate."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.render.axis_window import Window
from wk4gui.render.device_curve import Curve
from wk4gui.render.dots_item import Dots
from wk4gui.render.end_labels import Cross
from wk4gui.render.last_shown import LastShown
from wk4gui.render.plot import WIDE_LEFT_PX, Plot, curve_pen, round_above
from wk4gui.render.plot_marks import ConstantLine
from wk4gui.render.step_plot import Run, StepPlot
from wk4gui.render.theme import Theme, faded, series_look

N_FEATURES = 2
_ROOM = 1.02
_ROOM_X = 0.1
"""Margin beside the rates, in decades."""


class BatchLines(StepPlot):
    """Values over the batches as lines, and single values of every batch as dots; a line marks the present batch."""

    least_named = 7.0
    room, aside = 1.02, 0.2
    most_ticks = 10

    def __init__(self, y_title: str, theme: Theme, name: str, n_series: int, *, x_title: str = "batch") -> None:
        super().__init__(y_title, theme, name, x_title=x_title)
        self._zero = self.add(ConstantLine(curve_pen(theme, theme.ink), vertical=False))
        self.add_present()
        self._dots = [self.add(Dots(theme.ink, 1.8)) for _ in range(n_series)]
        self.add_runs(n_series)
        self._values: tuple[Sequence[Array], Sequence[Array]] = ((), ())
        self._last = LastShown()

    def show_batches(self, lines: Sequence[Array], dots: Sequence[Array], now: int, looks: Sequence[int]) -> None:
        """Shows lines and dots, each (n_batches + 1,) with NaN where a batch has no value, in the looks of series."""
        values = np.array([*lines, *dots])
        if self._last.same((self.theme, now, tuple(looks)), (values,), float(np.nanmax(np.abs(values)))):
            return
        self._values = (lines, dots)
        self.show_window(_around_zero(float(np.nanmin(values)), float(np.nanmax(values))), values.shape[1] - 1)
        self._zero.set_pen(curve_pen(self.theme, self.theme.line, 1.0))
        self._zero.set_value(0.0)
        self.show_present(now)
        pairs = [series_look(self.theme, look) for look in looks]
        pens = [curve_pen(self.theme, color, 2.0, dash) for color, dash in pairs]
        self.show_runs([Run("", line, pen) for line, pen in zip(lines, pens, strict=True)])
        for item, dot, (color, _) in zip(self._dots, dots, pairs, strict=False):
            item.set_color(faded(color, 0.6))
            item.set_points(np.column_stack([self.steps, dot]))

    def point_at(self, x: float, y: float) -> tuple[bool, int, int] | None:
        """The value nearest to a place: whether it is on a line, its series and batch; None if none is near."""
        lines, dots = self._values
        found = self.nearest_in(x, y, [*lines, *dots])
        if found is None:
            return None
        k, batch = found
        return (True, k, batch) if k < len(lines) else (False, k - len(lines), batch)


def _around_zero(least: float, most: float) -> Window:
    """The window from a round number to another that has 0 in it."""
    low, high = (round_above(_ROOM * size) if size > 0.0 else 0.0 for size in (-least, most))
    room = 0.05 * (high + low) or 0.5
    return Window(-low - room, high + room, log=False)


class RateEnds(Plot):
    """The loss at the end of a training over its learning rate, both on log axes; a cross marks a divergence."""

    left_px = WIDE_LEFT_PX

    def __init__(self, theme: Theme, max_rates: int, parent: QWidget | None = None) -> None:
        super().__init__("learning rate α", "loss at the end", theme, "Loss at the end by learning rate", parent)
        pen = curve_pen(theme, theme.ink)
        self._lines = [self.add(Curve(pen)) for _ in range(2)]
        self._dots = [self.add(Dots(theme.ink, 3.4)) for _ in range(2)]
        self._crosses = [[self.add(Cross(theme.bad, theme.pane)) for _ in range(max_rates)] for _ in range(2)]
        self._ends: tuple[Array, Sequence[Array]] = (np.zeros(0), ())
        self.set_log_y(True)
        self.getAxis("bottom").setLogMode(True)

    def show_ends(self, rates: Array, losses: Sequence[Array]) -> None:
        """Shows rates (n_rates,) and the losses of each series (n_rates,), NaN where it diverged."""
        self._ends = (rates, losses)
        x, placed = np.log10(rates), [np.log10(np.maximum(each, 1e-300)) for each in losses]
        finite = np.concatenate([each[np.isfinite(each)] for each in placed])
        low, high = (math.floor(finite.min() - 0.1), math.ceil(finite.max() + 0.4)) if len(finite) else (-1, 1)
        high = min(high, low + 6)
        self.set_ranges((_halves(x[0] - _ROOM_X, math.floor), _halves(x[-1] + _ROOM_X, math.ceil)), (low, high))
        for k, values in enumerate(placed):
            color, dash = series_look(self.theme, k)
            self._lines[k].set_pen(curve_pen(self.theme, color, 2.0, dash))
            self._lines[k].set_data(x, values)
            self._dots[k].set_color(color)
            self._dots[k].set_points(np.column_stack([x, values]))
            top = high - (0.09 + 0.1 * k) * (high - low)
            for i, cross in enumerate(self._crosses[k]):
                diverged = i < len(x) and not np.isfinite(values[i])
                cross.set_colors(color, self.theme.pane)
                cross.set_point(*((float(x[i]), top) if diverged else (math.nan, math.nan)))

    def end_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Series and rate of the dot nearest to a place; None if none is near."""
        found = self.nearest(x, y, np.concatenate([line.points for line in self._lines]))
        return None if found is None else divmod(found, len(self._ends[0]))

    def read(self, x: float) -> str:
        rates, losses = self._ends
        if not len(rates):
            return ""
        i = int(np.argmin(np.abs(np.log10(rates) - x)))
        named = zip(("with batch norm", "without"), losses, strict=False)
        return f"α = {format_number(float(rates[i]), 5)}: " + ", ".join(
            f"{name} {format_number(float(each[i]), 4) if np.isfinite(each[i]) else 'diverges'}" for name, each in named
        )


def _halves(decades: float, to_whole: Callable[[float], int]) -> float:
    """Rounded to half a decade, so that the axis rarely changes while the rates do."""
    return 0.5 * to_whole(2.0 * float(decades))

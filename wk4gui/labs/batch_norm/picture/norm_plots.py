"""Plots over the batches of a normalised layer, and the losses at the end of a training by learning rate."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.render.device_curve import Curve
from wk4gui.render.dots_item import Dots
from wk4gui.render.end_labels import Cross
from wk4gui.render.last_shown import LastShown
from wk4gui.render.plot import Plot, curve_pen, round_above, tick_step
from wk4gui.render.plot_marks import ConstantLine
from wk4gui.render.theme import Theme, faded, series_look

N_FEATURES = 2
_TICKS = 10
_AXIS_PX, _ROOM = 54, 1.02
_ROOM_X = 0.1
"""Margin beside the rates, in decades."""


class BatchLines(Plot):
    """Values over the batches as lines, and single values of every batch as dots; a line marks the present batch."""

    least_named = 7.0

    def __init__(
        self,
        y_title: str,
        theme: Theme,
        name: str,
        n_series: int,
        *,
        x_title: str = "batch",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(x_title, y_title, theme, name, parent)
        pen = curve_pen(theme, theme.ink)
        self._zero = self.add(ConstantLine(pen, vertical=False))
        self._now = self.add(ConstantLine(pen, vertical=True))
        self._dots = [self.add(Dots(theme.ink, 1.8)) for _ in range(n_series)]
        self._lines = [self.add(Curve(pen)) for _ in range(n_series)]
        self.getAxis("left").setTickDensity(0.5)
        self._last = LastShown()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "_last"):
            self._last.forget()
        self.getAxis("left").setWidth(theme.px(_AXIS_PX))

    def show_batches(
        self, lines: Sequence[Array], dots: Sequence[Array], now: int, looks: Sequence[int], n_steps: int
    ) -> None:
        """Shows lines and dots, each (n, 2) of batch numbers and values, in the looks of these series."""
        values = np.concatenate([each[:, 1] for each in (*lines, *dots)])
        if self._last.same((now, tuple(looks), n_steps), (*lines, *dots), float(np.abs(values).max())):
            return
        high, low = (round_above(_ROOM * size) if size > 0.0 else 0.0 for size in (values.max(), -values.min()))
        room = 0.05 * (high + low) or 0.5
        self.set_ranges((-0.02 * n_steps - 0.2, 1.02 * n_steps + 0.2), (-low - room, high + room))
        self.getAxis("bottom").set_steps(tick_step(n_steps / _TICKS))
        self._zero.set_pen(curve_pen(self.theme, self.theme.line, 1.0))
        self._zero.set_value(0.0)
        self._now.set_pen(curve_pen(self.theme, self.theme.ink3, 1.0, (4, 3)))
        self._now.set_value(float(now))
        for k, (line, dot) in enumerate(zip(self._lines, self._dots, strict=True)):
            color, dash = series_look(self.theme, looks[k] if k < len(looks) else k)
            line.set_pen(curve_pen(self.theme, color, 2.0, dash))
            line.set_points(lines[k] if k < len(lines) else np.zeros((0, 2)))
            dot.set_color(faded(color, 0.6))
            dot.set_points(dots[k] if k < len(dots) else np.zeros((0, 2)))

    def point_at(self, x: float, y: float) -> tuple[bool, int, int] | None:
        """The point nearest to a place: whether it is on a line, its series and index; None if none is near."""
        items = [
            (is_line, k, item.points)
            for is_line, each in ((True, self._lines), (False, self._dots))
            for k, item in enumerate(each)
        ]
        found = self.nearest(x, y, np.concatenate([points for _, _, points in items]))
        if found is None:
            return None
        begins = np.cumsum([0, *(len(points) for _, _, points in items)])
        number = int(np.searchsorted(begins, found, side="right")) - 1
        is_line, k, _ = items[number]
        return is_line, k, found - int(begins[number])


class RateEnds(Plot):
    """The loss at the end of a training over its learning rate, both on log axes; a cross marks a divergence."""

    def __init__(self, theme: Theme, max_rates: int, parent: QWidget | None = None) -> None:
        super().__init__("learning rate α", "loss at the end", theme, "Loss at the end by learning rate", parent)
        pen = curve_pen(theme, theme.ink)
        self._lines = [self.add(Curve(pen)) for _ in range(2)]
        self._dots = [self.add(Dots(theme.ink, 3.4)) for _ in range(2)]
        self._crosses = [[self.add(Cross(theme.bad, theme.pane)) for _ in range(max_rates)] for _ in range(2)]
        self._ends: tuple[Array, Sequence[Array]] = (np.zeros(0), ())
        self.set_log_y(True)
        self.getAxis("bottom").setLogMode(True)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.getAxis("left").setWidth(theme.px(_AXIS_PX))

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

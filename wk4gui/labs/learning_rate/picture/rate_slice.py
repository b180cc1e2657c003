"""The plot of the loss after one step of any size, with its limits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.rate_outcomes import Region
from wk4gui.lab.sentence import Sentence
from wk4gui.render.device_curve import Curve, Marker
from wk4gui.render.fonts import CAPTION
from wk4gui.render.hatch import ZONE_PATTERNS
from wk4gui.render.ladder_plot import MAX_RATES, TIMES_START
from wk4gui.render.plot import Plot, curve_pen, round_above
from wk4gui.render.plot_marks import Band, ConstantLine
from wk4gui.render.step_plot import value_text
from wk4gui.render.theme import Theme, faded, series_look, zone_color

_MAX_REGIONS = 12
_BEYOND = 1.15
"""Length of the axis, relative to the curve."""
_NAMES_SHARE = 0.6
"""Share of the plot's height that the names of limits may cover."""
_ZONE = 0.16
"""Opacity of an outcome behind a plot."""
_HATCH = 0.22
"""Opacity of the hatch where rates zig-zag."""


@dataclass(frozen=True)
class Limit:
    """A limit of the learning rate, and its name with the number."""

    rate: float
    name: Sentence
    color: str = "ink2"


class RateSlice(Plot):
    """The loss after one step of any size from the start, with the ladder's rates and the zones of outcomes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("learning rate α", "loss L", theme, "Loss along the gradient", parent)
        self._bands = [self.add(Band(faded(theme.tint))) for _ in range(_MAX_REGIONS)]
        self._hatch = self.add(Band(faded(theme.ink, _HATCH), hatched=True))
        self._start = self.add(ConstantLine(curve_pen(theme, theme.ink3, 1.0, (4, 3)), vertical=False))
        self._lines = [self.add(ConstantLine(curve_pen(theme, theme.ink2, 1.2), vertical=True)) for _ in range(3)]
        self._curve = self.add(Curve(curve_pen(theme, theme.ink, 1.8)))
        self._markers = [self.add(Marker(theme.ink, theme.pane)) for _ in range(MAX_RATES)]
        self._names = [self.add_label("ink") for _ in range(3)]
        self._read_from: tuple[Array, Array] = (np.zeros(0), np.zeros(0))
        self._limits: tuple[Sequence[Limit], float, float] | None = None
        self.getViewBox().sigResized.connect(self._replace_names)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "_names"):
            self._start.set_pen(curve_pen(theme, theme.ink3, 1.0, (4, 3)))
            self._curve.set_pen(curve_pen(theme, theme.ink, 1.8))

    def show_slice(self, sizes: Array, loss: Array, rates: Array, limits: Sequence[Limit]) -> None:
        """Shows the loss (n,) at step sizes (n,) from 0, the rates and the limits."""
        finite = loss[np.isfinite(loss)]
        start = float(loss[0])
        highest = min(float(finite.max()), TIMES_START * start if start > 0 else np.inf)
        top = round_above((1.55 if limits else 1.04) * highest)  # the names are above the curve
        right = min(float(sizes[-1]), _BEYOND * float(sizes[loss <= highest][-1]))
        self.set_ranges((-0.02 * right, right), (-0.05 * top, top))
        self._curve.set_data(sizes, np.minimum(loss, 1e150))
        self._read_from = (sizes, loss)
        self._start.set_value(start)
        for k, marker in enumerate(self._markers):
            rate = float(rates[k]) if k < len(rates) else np.nan
            at = float(np.interp(rate, sizes, loss)) if rate <= right else np.nan
            marker.set_colors(series_look(self.theme, k)[0], self.theme.pane)
            marker.set_point(rate, at if at <= top else np.nan)
        self._show_limits(limits, right, top)

    def read(self, x: float) -> str:
        sizes, loss = self._read_from
        if not len(sizes) or not sizes[0] <= x <= sizes[-1]:
            return ""
        k = int(np.argmin(np.abs(sizes - x)))
        return f"α = {sizes[k]:.4g}: loss {value_text(loss[k])}"

    def show_regions(self, regions: Sequence[Region], zig_zags: tuple[float, float] | None) -> None:
        """Shows the outcomes as shaded zones behind the curve, and zig-zags as a hatch."""
        (_, right), _ = self.getViewBox().viewRange()
        shown = [region for region in regions if region.low < right][:_MAX_REGIONS]
        for k, band in enumerate(self._bands):
            if k < len(shown):
                band.set_color(faded(zone_color(self.theme, shown[k].regime), _ZONE))
                band.set_pattern(ZONE_PATTERNS[shown[k].regime])
                band.set_interval(max(shown[k].low, 0.0), min(shown[k].high, right))
            else:
                band.set_interval(None, None)
        low, high = zig_zags if zig_zags is not None and zig_zags[0] < right else (None, None)
        self._hatch.set_color(faded(self.theme.ink, _HATCH))
        self._hatch.set_interval(low, None if high is None else min(high, right))

    def pin(self, name: str) -> None:
        super().pin(name)
        self._replace_names()

    def unpin(self) -> None:
        super().unpin()
        self._replace_names()

    def _replace_names(self) -> None:
        """Spaces the names according to the height of the plot."""
        if self._limits is not None:
            self._show_limits(*self._limits)

    def _show_limits(self, limits: Sequence[Limit], right: float, top: float) -> None:
        self._limits = (limits, right, top)
        first = 1 if self.snapshots else 0  # the name of a pin is above
        row = 1.4 * self.theme.px(CAPTION) / max(self.getViewBox().height(), 1.0)  # of the plot's height
        for k, (line, name) in enumerate(zip(self._lines, self._names, strict=True)):
            limit = limits[k] if k < len(limits) and limits[k].rate <= right else None
            line.set_value(None if limit is None else limit.rate)
            if limit is None:
                name.set_text("", 0.0, 0.0, (0.0, 0.0))
                continue
            line.set_pen(curve_pen(self.theme, getattr(self.theme, limit.color), 1.4, (3, 2)))
            name.set_plate(faded(self.theme.pane, 0.85))
            has_room = (first + k + 1) * row < _NAMES_SHARE  # it is also in the lesson and on the slider
            text = limit.name if has_room else Sentence()
            name.set_text(
                text, limit.rate, top * (1.0 - (first + k) * row), (1.0 if limit.rate > 0.5 * right else 0.0, 0.0)
            )

"""Bias², variance and measured error while one setting is varied."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.render.device_curve import Curve
from wk4gui.render.dots_item import Dots
from wk4gui.render.error_bars import PIECES, ErrorBars, with_error
from wk4gui.render.fonts import CAPTION, text_width
from wk4gui.render.plot import WIDE_LEFT_PX, Plot, curve_pen, round_above
from wk4gui.render.plot_marks import ConstantLine
from wk4gui.render.series_legend import Series
from wk4gui.render.theme import Theme, faded

_DASHES: dict[str, tuple[float, ...]] = {"bias²": (), "variance": (6, 2), "measured": (2, 1.5), "typical": ()}
_TICK_GAP_PX = 8.0
_NONE = np.zeros(0)
_DECADES, _WILD_DECADES = 6, 18
"""Decades of a log axis, normally and with extreme errors."""
_WILD = 1e3


@dataclass(frozen=True)
class SweepLine:
    """A quantity at each value, with standard errors (n_values,)."""

    name: str
    values: Array
    errors: Array


class SweepPlot(Plot):
    """Lines with error bars over the values of a setting; a line marks the current one."""

    left_px = WIDE_LEFT_PX

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("setting", "mean squared error", theme, "Sweep over one setting", parent)
        pen = curve_pen(theme, theme.ink)
        self._today = self.add(ConstantLine(pen, vertical=True))
        self._errors = [self.add(ErrorBars(pen)) for _ in _DASHES]
        self.curves = [self.add(Curve(pen)) for _ in _DASHES]
        self._dots = [self.add(Dots(theme.ink, 3.0)) for _ in _DASHES]
        self.today = self.add_label("ink2")
        self._read_from: tuple[Array, Array, Sequence[SweepLine]] = (np.zeros(0), np.zeros(0), ())
        self.getAxis("left").setTickDensity(0.5)
        self.getViewBox().sigResized.connect(self._fit_ticks)

    def show_sweep(
        self, title: str, values: Array, lines: Sequence[SweepLine], today: float, *, even: bool, log: bool
    ) -> None:
        """Shows lines over ascending values, linearly if they are evenly spaced, else by their logarithm."""
        self.entitle("bottom", title)
        places = values if even else np.log10(np.maximum(values, 1e-300))
        self._read_from = (places, values, lines)
        self.set_log_y(log)
        low, high = _window(lines, log=log)
        span = float(places[-1] - places[0]) or 1.0
        self.set_ranges((float(places[0]) - 0.04 * span, float(places[-1]) + 0.04 * span), (low, high))
        self._fit_ticks()
        for k in range(len(self.curves)):
            self._show_line(k, lines[k] if k < len(lines) else None, places, low, log=log)
        at = float(today if even else math.log10(max(today, 1e-300)))
        self._today.set_pen(curve_pen(self.theme, self.theme.ink2, 1.2, (4, 3)))
        inside = places[0] <= at <= places[-1]
        self._today.set_value(at if inside else None)
        side = 1.0 if at > places[0] + 0.5 * span else 0.0
        self.today.set_plate(faded(self.theme.pane, 0.85))
        self.today.set_text("today" if inside else "", at, high, (side, 0.0))

    def _fit_ticks(self) -> None:
        """Labels every value, or every second, third and so on if there is no room."""
        places, values, _ = self._read_from
        if not len(places):
            return
        (low, high), _ = self.getViewBox().viewRange()
        texts, px = [_short(value) for value in values], self.theme.px(CAPTION)
        unit = max(self.getViewBox().width(), 1.0) / (high - low)
        shown, end = [], -math.inf
        for place, text in zip(places, texts, strict=True):
            width = text_width(text, px)
            if (place - low) * unit - width / 2.0 > end:
                shown.append((float(place), text))
                end = (place - low) * unit + width / 2.0 + _TICK_GAP_PX
        self.getAxis("bottom").set_named(shown)

    def point_at(self, x: float, y: float) -> tuple[str, int] | None:
        """Name of the line and index of the value of the dot nearest to a place; None if none is near."""
        lines = self._read_from[2]
        curves = [curve.points for curve in self.curves[: len(lines)]]
        found = self.nearest(x, y, np.concatenate(curves)) if curves else None
        if found is None:
            return None
        k, i = divmod(found, len(curves[0]))
        return lines[k].name, i

    def read(self, x: float) -> str:
        places, values, lines = self._read_from
        if not len(places):
            return ""
        i = int(np.argmin(np.abs(places - x)))
        found = [f"{line.name}: {with_error(float(line.values[i]), float(line.errors[i]))}" for line in lines]
        return "\n".join([format_number(float(values[i]), 5), *found])

    def _show_line(self, k: int, line: SweepLine | None, places: Array, low: float, *, log: bool) -> None:
        if line is None:
            self.curves[k].set_data(_NONE, _NONE)
            self._dots[k].set_points(np.zeros((0, 2)))
            self._errors[k].set_bars([], curve_pen(self.theme, self.theme.ink))
            return
        pen = piece_pen(self.theme, line.name)
        place = (lambda v: _log(v, low)) if log else np.asarray
        self.curves[k].set_pen(pen)
        self.curves[k].set_data(places, place(line.values))
        self._dots[k].set_color(pen.color())
        self._dots[k].set_points(np.column_stack([places, place(line.values)]))
        ends = zip(places, place(line.values - line.errors), place(line.values + line.errors), strict=True)
        thin = curve_pen(self.theme, pen.color().name(), 1.2)
        self._errors[k].set_bars([(float(x), float(a), float(b)) for x, a, b in ends], thin)


def piece_pen(theme: Theme, name: str) -> QPen:
    """The pen of a part of the error, and of the measured one."""
    return curve_pen(theme, getattr(theme, PIECES.get(name, "forward")), 2.0, _DASHES[name])


def sweep_series(theme: Theme, names: Sequence[str]) -> list[Series]:
    """The legend of a sweep over these quantities."""
    return [Series(name, getattr(theme, PIECES.get(name, "forward")), _DASHES[name]) for name in names]


def _window(lines: Sequence[SweepLine], *, log: bool) -> tuple[float, float]:
    values = np.concatenate([line.values for line in lines])
    values = values[np.isfinite(values)]
    top = float(values.max()) if len(values) else 1.0
    if not log:
        return -0.03 * round_above(top), round_above(1.03 * max(top, 1e-12))
    positive = values[values > 0]
    least = float(positive.min()) if len(positive) else 1e-3
    high = math.ceil(math.log10(max(top, 1e-12)) + 0.05)
    return max(math.floor(math.log10(least)), high - (_WILD_DECADES if top > _WILD else _DECADES)), float(high)


def _log(values: Array, low: float) -> Array:
    """log10, at least the lower end."""
    placed: Array = np.maximum(np.log10(np.maximum(values, 1e-300)), low)
    return placed


def _short(value: float) -> str:
    if 0.0 < abs(value) < 0.01:
        return f"{value:.0e}".replace("e-0", "e-").replace("-", "−")
    return f"{value:.2g}" if abs(value) < 100 else f"{value:.0f}"

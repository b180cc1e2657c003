"""Bias², variance and measured error while one setting is varied."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.render.error_bars import PIECES, with_error
from wk4gui.render.plot import Interval, curve_pen, round_above
from wk4gui.render.series_legend import Series
from wk4gui.render.setting_plot import SettingLine, SettingPlot
from wk4gui.render.theme import Theme

_DASHES: dict[str, tuple[float, ...]] = {"bias²": (), "variance": (6, 2), "measured": (2, 1.5), "typical": ()}
_DECADES, _WILD_DECADES = 6, 18
"""Decades of a log axis, normally and with extreme errors."""
_WILD = 1e3
_ERROR = "mean squared error"


@dataclass(frozen=True)
class SweepLine:
    """A quantity at each value, with standard errors (n_values,)."""

    name: str
    values: Array
    errors: Array


class SweepPlot(SettingPlot):
    """Lines with error bars over the values of a setting; a line marks the current one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, len(_DASHES), _ERROR, parent)
        self._drawn: Sequence[SweepLine] = ()
        self.getAxis("left").setTickDensity(0.5)

    def show_sweep(
        self, title: str, values: Array, lines: Sequence[SweepLine], today: float, *, even: bool, log: bool
    ) -> None:
        """Shows lines over ascending values, linearly if they are evenly spaced, else by their logarithm."""
        self._drawn = lines
        places = values if even else np.log10(np.maximum(values, 1e-300))
        first, last = float(places[0]), float(places[-1])
        margin = 0.04 * ((last - first) or 1.0)
        y = _window(lines, log=log)
        self.show_lines(
            (title, _ERROR),
            places,
            [(float(place), _short(value)) for place, value in zip(places, values, strict=True)],
            [_placed(line, self.theme, y[0], log=log) for line in lines],
            ((first - margin, last + margin), y),
            log=log,
        )
        at = float(today if even else math.log10(max(today, 1e-300)))
        self.mark((at, 0.0) if first <= at <= last else None, "today")
        self.set_readings(lambda i, _: _reading(float(values[i]), i, lines))

    def point_at(self, x: float, y: float) -> tuple[str, int] | None:
        """Name of the line and index of the value of the dot nearest to a place; None if none is near."""
        found = self.dot_at(x, y)
        return None if found is None else (self._drawn[found[0]].name, found[1])


def piece_pen(theme: Theme, name: str) -> QPen:
    """The pen of a part of the error, and of the measured one."""
    return curve_pen(theme, getattr(theme, PIECES.get(name, "forward")), 2.0, _DASHES[name])


def sweep_series(theme: Theme, names: Sequence[str]) -> list[Series]:
    """The legend of a sweep over these quantities."""
    return [Series(name, getattr(theme, PIECES.get(name, "forward")), _DASHES[name]) for name in names]


def _placed(line: SweepLine, theme: Theme, low: float, *, log: bool) -> SettingLine:
    """The line and its error bars, where they are drawn."""
    middle, below, above = (
        _log(each, low) if log else each for each in (line.values, line.values - line.errors, line.values + line.errors)
    )
    return SettingLine(middle, below, above, piece_pen(theme, line.name))


def _reading(value: float, i: int, lines: Sequence[SweepLine]) -> str:
    found = [f"{line.name}: {with_error(float(line.values[i]), float(line.errors[i]))}" for line in lines]
    return "\n".join([format_number(value, 5), *found])


def _window(lines: Sequence[SweepLine], *, log: bool) -> Interval:
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

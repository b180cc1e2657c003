"""How a slider's position and its value correspond: linear, logarithmic or whole numbers, always on round values."""

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

_SMALL = 100
"""Below this, whole numbers on a log scale move by ones and tens, as on a linear one."""
_ZERO = 0.06
"""Share of a log scale's groove that belongs to 0, where the range begins there."""
_FEW = 2.5
"""Decades up to which a log scale has the finer stops."""
_COARSE_STOPS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
_FINE_STOPS = (1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 9)

Stride = Literal["fine", "step", "coarse"]


@dataclass(frozen=True)
class Scale:
    """A range of values and how it maps to a groove from 0 to 1.

    Attributes:
        low: smallest value; 0 on a log scale has the left end of the groove for itself.
        high: largest value.
        logarithmic: whether equal distances are equal ratios.
        integer: whether values are whole numbers.
        least: smallest positive value of a log scale that begins at 0.
    """

    low: float
    high: float
    logarithmic: bool = False
    integer: bool = False
    least: float = 1e-3

    def position(self, value: float) -> float:
        """The place of a value on the groove."""
        value = self.clip(value)
        if not self.logarithmic:
            return (value - self.low) / (self.high - self.low)
        if value < self._bottom:
            return 0.0
        return self._begin + (1 - self._begin) * math.log(value / self._bottom) / math.log(self.high / self._bottom)

    def value(self, position: float, *, fine: bool = False) -> float:
        """The round value nearest to a position, or the one of three digits; both ends are exact."""
        if position >= 1:
            return self.high
        if position <= 0 or position < self._begin / 2:
            return self.low
        if self.logarithmic:
            share = max(0.0, (position - self._begin) / (1 - self._begin))
            raw = self._bottom * (self.high / self._bottom) ** share
            return self._round(raw, 3) if fine or self.integer else self.clip(self._stop(raw))
        raw = self.low + position * (self.high - self.low)
        grid = 1.0 if self.integer else self._unit * (0.1 if fine else 1.0)
        return self.clip(round(round(raw / grid) * grid, 12))

    def stepped(self, value: float, steps: int, stride: Stride = "step") -> float:
        """The value some steps away; a step always moves until it meets an end."""
        if self.logarithmic and self._is_by_zero(value, steps):
            return self._bottom if steps > 0 else self.low
        if self.logarithmic and not (self.integer and abs(value) < _SMALL):
            factor = {"fine": 1.01, "step": 1.1, "coarse": 2.0}[stride] ** steps
            digits = 3 if stride == "fine" else 2
            result = self._round(value * factor, digits)
            return self.clip(result if result != value else self._round(value * factor, digits + 2))
        if self.integer:
            coarse = 10.0 if self.logarithmic else max(1.0, round(self._unit * 10))
            size = {"fine": 1.0, "step": 1.0, "coarse": coarse}[stride]
        else:
            size = self._unit * {"fine": 0.1, "step": 1.0, "coarse": 10.0}[stride]
        return self.clip(round(round(value / size + steps) * size, 12))

    def clip(self, value: float) -> float:
        return min(max(value, self.low), self.high)

    @property
    def _begin(self) -> float:
        """Where the log scale begins on the groove."""
        return _ZERO if self.logarithmic and self.low == 0 else 0.0

    @property
    def _bottom(self) -> float:
        """The smallest positive value of a log scale."""
        return self.low or self.least

    def _is_by_zero(self, value: float, steps: int) -> bool:
        """Whether a step leads from 0 to the smallest positive value, or back."""
        return self.low == 0 and (value < self._bottom if steps > 0 else value <= self._bottom)

    @property
    def _unit(self) -> float:
        """A round hundredth of the range."""
        return float(10.0 ** math.floor(math.log10((self.high - self.low) / 50)))

    def _stop(self, value: float) -> float:
        """The nearest stop by ratio: few digits, as many in a decade as a hand can distinguish."""
        mantissas = _FINE_STOPS if math.log10(self.high / self._bottom) <= _FEW else _COARSE_STOPS
        power = math.floor(math.log10(value))
        stops = [float(f"{m:g}e{p}") for p in (power, power + 1) for m in mantissas]
        i = max(bisect_left(stops, value), 1)
        return min(stops[i - 1 : i + 1], key=lambda stop: abs(math.log(stop / value)))

    def _round(self, value: float, digits: int) -> float:
        """The value rounded to significant digits and clipped to the range."""
        if value <= 0 or not math.isfinite(value):
            return self.clip(value)
        places = digits - 1 - math.floor(math.log10(value))
        result = round(value, places)
        return self.clip(float(round(result)) if self.integer else result)

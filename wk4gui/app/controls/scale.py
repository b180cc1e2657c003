"""The map between a slider's position and its value: linear, logarithmic or integer, always on round values."""

import math
from dataclasses import dataclass
from typing import Literal

_SMALL = 100
"""Below this, whole numbers on a log scale change by ones and tens, as on a linear one."""

Stride = Literal["fine", "step", "coarse"]


@dataclass(frozen=True)
class Scale:
    """A range of values, mapped to a groove from 0 to 1."""

    low: float
    high: float
    logarithmic: bool = False
    integer: bool = False

    def position(self, value: float) -> float:
        """The position of a value on the groove."""
        value = self.clip(value)
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def value(self, position: float) -> float:
        """The round value nearest to a position; both ends are exact."""
        if position <= 0:
            return self.low
        if position >= 1:
            return self.high
        if self.logarithmic:
            return self._round(self.low * (self.high / self.low) ** position, 3)
        raw = self.low + position * (self.high - self.low)
        grid = 1.0 if self.integer else self._unit / 10
        return self.clip(round(round(raw / grid) * grid, 12))

    def stepped(self, value: float, steps: int, stride: Stride = "step") -> float:
        """The value some steps away; a step always changes it, except at an end."""
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
    def _unit(self) -> float:
        """A round hundredth of the range."""
        return float(10.0 ** math.floor(math.log10((self.high - self.low) / 50)))

    def _round(self, value: float, digits: int) -> float:
        """The value rounded to significant digits and clipped to the range."""
        if value <= 0 or not math.isfinite(value):
            return self.clip(value)
        places = digits - 1 - math.floor(math.log10(value))
        result = round(value, places)
        return self.clip(float(round(result)) if self.integer else result)

"""An axis of a plot: ticks that are plain numbers, as many as have room."""

import math
from collections.abc import Sequence
from itertools import pairwise

import pyqtgraph as pg

from wk4gui.render.fonts import text_width

_TICK_GAP_PX = 8.0
_LARGE, _SMALL = 1e6, 1e-4
"""Axes that reach beyond, or not even so far, have numbers with an exponent."""
_LEAST_NAMES = 2
"""A log axis of which fewer names would be seen names as many ticks between as have room."""
_DIGITS = (tuple(range(1, 10)), (1, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,))
"""Which multiples of powers of ten a log axis can name, most first."""
_SHORT_DECADES = 2.0
"""A log axis with fewer decades may name 2 and 5, too."""
_FINER = 3
"""Steps to finer ticks that are tried where only one would be seen."""
_FINER_ON_LOG = 6
"""The same on a log axis, on which the first step is as long as the axis."""
_FARTHEST = 300.0
"""Powers of ten beyond which numbers between them are not computed."""


class Axis(pg.AxisItem):
    """An axis whose ticks are plain numbers with a real minus sign, also on a log scale."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.autoSIPrefix = False  # no "(x0.001)" after the title: ticks are the numbers themselves
        self._begin, self._end = -math.inf, math.inf
        self._type_px, self._named_halves = 0, False

    def name_halves(self) -> None:
        """Names 2 and 5 between the powers of ten, too, where a log axis has fewer than two decades."""
        self._named_halves = True

    def set_type_size(self, px: int) -> None:
        """Keeps ticks as far apart as type of this size needs."""
        self._type_px = px

    def set_begin(self, begin: float) -> None:
        """Leaves the part before ``begin`` without ticks, for labels."""
        if begin != self._begin:
            self._begin = begin
            self.picture = None
            self.update()

    def set_end(self, end: float) -> None:
        """Leaves the part beyond ``end`` without ticks, for labels."""
        if end != self._end:
            self._end = end
            self.picture = None
            self.update()

    def set_steps(self, step: int) -> None:
        """Puts ticks at the multiples of ``step`` only."""
        if self._tickSpacing != [(step, 0)]:
            self.setTickSpacing(levels=[(step, 0)])

    def set_named(self, ticks: Sequence[tuple[float, str]]) -> None:
        """Puts ticks with these names at these places only."""
        if self._tickLevels != [list(ticks)]:  # else the axis would be painted anew for nothing
            self.setTicks([list(ticks)])

    def fit_named(self, ticks: Sequence[tuple[float, str]], low: float, high: float, length: float) -> None:
        """Names every tick of an axis of so many pixels, or every second, third and so on if there is no room."""
        self.set_named(self._standing_apart(ticks, low, max(length, 1.0) / (high - low)))

    def _standing_apart(self, ticks: Sequence[tuple[float, str]], low: float, unit: float) -> list[tuple[float, str]]:
        """Those ticks, of an axis from ``low`` on with so many pixels a unit, whose names do not touch."""
        shown, end = [], -math.inf
        for place, text in ticks:
            half, at = self._half(text), (place - low) * unit
            if at - half > end:
                shown.append((place, text))
                end = at + half + (0.0 if self.orientation == "left" else _TICK_GAP_PX)
        return shown

    def _half(self, text: str) -> float:
        """Half of the pixels along the axis that a name takes."""
        return 0.6 * self._type_px if self.orientation == "left" else text_width(text, self._type_px) / 2.0

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:  # noqa: N802
        levels: list[tuple[float, float]] = super().tickSpacing(low, high, size)
        if not self._type_px or self.logMode or high <= low:
            return levels
        per_unit = size / (high - low)
        apart = [level for level in levels if self._room_for(level[0], low, high) <= level[0] * per_unit]
        spacing = levels[0][0]
        while not apart:
            spacing = _next_round(spacing)
            apart = [(spacing, 0.0)] if self._room_for(spacing, low, high) <= spacing * per_unit else []
        return apart if self._several(apart[0][0], low, high, per_unit) else self._finer(apart, low, high, per_unit)

    def _finer(
        self, levels: list[tuple[float, float]], low: float, high: float, per_unit: float
    ) -> list[tuple[float, float]]:
        """The coarsest round spacing with more than one tick, if these have room; else the levels as they are."""
        spacing = levels[0][0]
        for _ in range(_FINER):
            spacing = _next_round(spacing, down=True)
            if self._room_for(spacing, low, high) > spacing * per_unit:
                break
            if self._several(spacing, low, high, per_unit):
                return [(spacing, 0.0)]
        return levels

    def _several(self, spacing: float, low: float, high: float, per_unit: float) -> bool:
        """Whether more than one tick is seen with its number, which is left out where the axis would cut it."""
        half = (self._room_for(spacing, low, high) - 0.7 * self._type_px) / (2.0 * per_unit)
        low, high = max(low + half, self._begin), min(high - half, self._end)
        return math.floor(high / spacing + 1e-9) - math.ceil(low / spacing - 1e-9) > 0

    def _room_for(self, spacing: float, low: float, high: float) -> float:
        """Pixels that ticks of a spacing need for themselves."""
        if self.orientation != "bottom":
            return 1.5 * self._type_px
        ends = [math.ceil(low / spacing) * spacing, math.floor(high / spacing) * spacing]
        texts = self.tickStrings(ends, self.scale, spacing)
        return max(text_width(text, self._type_px) for text in texts) + 0.7 * self._type_px

    def _has_room_for_halves(self) -> bool:
        """Whether the names of 1 and 2 times a power of ten stand apart, on an axis of few decades."""
        decades = self.range[1] - self.range[0]
        length = self.height() if self.orientation == "left" else self.width()
        return bool(decades < _SHORT_DECADES and length * math.log10(2.0) >= 1.25 * self._type_px * decades)

    def _length(self) -> float:
        """Of the axis, in pixels."""
        return max(float(self.height() if self.orientation == "left" else self.width()), 1.0)

    def _seen_names(self, digits: Sequence[int]) -> int:
        """How many multiples of powers of ten by these digits are so far inside a log axis that they are seen."""
        low, high = self.range
        margin = 0.7 * self._type_px * (high - low) / self._length()
        parts = [math.log10(digit) for digit in digits]
        return sum(max(0, math.floor(high - margin - part) - math.ceil(low + margin - part) + 1) for part in parts)

    def _rounds(self) -> list[tuple[float, str]]:
        """Round numbers for a log axis on which no two multiples of powers of ten are seen with a name; else none."""
        low, high = max(self.range[0], self._begin), min(self.range[1], self._end)
        if not -_FARTHEST < low < high < _FARTHEST or self._seen_names((1,)) >= _LEAST_NAMES:
            return []
        if self._seen_names(self._digits_with_room()) >= _LEAST_NAMES:
            return []
        least, most = 10.0**low, 10.0**high
        step = _next_round(most - least)
        for _ in range(_FINER_ON_LOG):
            step = _next_round(step, down=True)
            counts = range(max(1, math.ceil(least / step - 1e-9)), math.floor(most / step + 1e-9) + 1)
            rounds = self._whole([(math.log10(count * step), _multiple(count * step, step)) for count in counts])
            if len(rounds) >= _LEAST_NAMES:
                return rounds
        return []

    def _whole(self, ticks: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
        """Those ticks whose names are not cut at an end of the axis and do not touch the one before."""
        low, high = self.range
        unit = self._length() / (high - low)
        inside = [tick for tick in ticks if self._half(tick[1]) <= min(tick[0] - low, high - tick[0]) * unit]
        return self._standing_apart(inside, low, unit)

    def _room_for_name(self) -> float:
        """Pixels along a log axis that a name with one digit needs for itself."""
        if self.orientation != "bottom":
            return 1.25 * self._type_px
        return max(text_width(_number(10.0**v), self._type_px) for v in self.range) + _TICK_GAP_PX

    def _digits_with_room(self) -> tuple[int, ...]:
        """The most digits whose multiples of powers of ten have room for their names."""
        room, per_decade = self._room_for_name(), self._length() / (self.range[1] - self.range[0])
        gaps = [(digits, min(b / a for a, b in pairwise((*digits, 10)))) for digits in _DIGITS]
        return next((digits for digits, gap in gaps if math.log10(gap) * per_decade >= room), _DIGITS[-1])

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N802
        levels = super().tickValues(low, high, size)
        if self.logMode and (rounds := self._rounds()):
            levels = [(None, [place for place, _ in rounds])]
        low, high = self._begin - 1e-9 * abs(self._begin), self._end * (1 + 1e-9)
        return [(spacing, [v for v in values if low <= v <= high]) for spacing, values in levels]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        if self.logMode:
            if rounds := dict(self._rounds()):
                return [rounds.get(v, "") for v in values]
            short = self._named_halves and self._has_room_for_halves()
            if self._seen_names((1, 2, 5) if short else (1,)) < _LEAST_NAMES:
                digits = self._digits_with_room()
                return [_number(10.0**v) if _digit(v) in digits else "" for v in values]
            return [_power_of_ten(v) or (_two_or_five(v) if short else "") for v in values]
        places = -math.floor(math.log10(spacing * scale) + 1e-9) if spacing > 0 else 0
        most = scale * max(map(abs, self.range))
        if spacing > 0 and (most >= _LARGE or 0.0 < most < _SMALL):
            power = math.floor(math.log10(most) + 1e-9)
            return [_in_powers(v * scale, power, max(0, power + places)) for v in values]
        return [_plain(v * scale, min(max(0, places), 8)) for v in values]


def tick_step(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, … that is at least ``least``."""
    power = 10.0 ** math.floor(math.log10(max(least, 1.0)))
    return round(next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * (1.0 - 1e-9)))


def _next_round(spacing: float, *, down: bool = False) -> float:
    """The next of 1, 2, 5, 10, 20, … after a spacing, or the one before."""
    power = 10.0 ** math.floor(math.log10(spacing))
    if down:
        return next(step * power for step in (5.0, 2.0, 1.0, 0.5) if step * power < spacing * 0.99)
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0, 20.0) if step * power > spacing * 1.01)


def _in_powers(value: float, power: int, places: int) -> str:
    """A number as a multiple of a power of ten, such as 1.5e9."""
    text = f"{value / 10.0**power:.{places}f}"
    return f"{text}e{power}".replace("-", "−") if float(text) != 0 else "0"


def _plain(value: float, places: int) -> str:
    text = f"{value:.{places}f}"
    return text.replace("-", "−") if float(text) != 0 else text.lstrip("-")


def _number(value: float) -> str:
    """A number with one digit, as where no power of ten is in view."""
    text = f"{value:.0e}" if not 1e-3 <= value < 1e5 else f"{value:.1g}" if value < 1 else f"{value:.0f}"
    return text.replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", "−")


def _multiple(value: float, step: float) -> str:
    """A multiple of a round step with the digits of the step."""
    places = -math.floor(math.log10(step) + 1e-9)
    if 1e-3 <= value < 1e5:
        return _plain(value, max(0, places))
    power = math.floor(math.log10(value) + 1e-9)
    return _in_powers(value, power, max(0, power + places))


_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def _digit(exponent: float) -> int:
    """The first digit of the number with this logarithm."""
    return round(math.pow(10.0, exponent - math.floor(exponent + 1e-9)))


def _two_or_five(exponent: float) -> str:
    """2 or 5 times a power of ten that is written without an exponent; "" for other numbers."""
    power = math.floor(exponent + 1e-9)
    digit = 10.0 ** (exponent - power)
    near = next((d for d in (2, 5) if abs(digit - d) < 1e-6), 0)
    return f"{near * 10.0**power:g}" if near and -3 <= power <= 4 else ""


def _power_of_ten(exponent: float) -> str:
    if abs(exponent - round(exponent)) > 1e-6:
        return ""
    power = round(exponent)
    if -3 <= power <= 4:
        return f"{10.0**power:g}"
    return "10" + str(power).translate(_SUPERSCRIPTS)

"""The axes of a sweep's picture, which count values: ticks at round values, and the place of the present one."""

import bisect
import math
from collections.abc import Sequence

from wk4gui.documents.setting_words import value_words
from wk4gui.lab.declarations import Field

_MOST_NAMED = 12
_STEPS = (1, 2, 2.5, 5, 10)


def is_number(field: Field) -> bool:
    """Whether its values are numbers on a scale, rather than choices."""
    return field.kind in ("real", "integer")


def axis_title(field: Field) -> str:
    """The title of an axis."""
    return field.title


def value_text(field: Field, value: object) -> str:
    """A value in words."""
    return value_words(field, value, short)


def short(value: float) -> str:
    """A number with three digits, and a short exponent where it is very large or small."""
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        text = f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    else:
        mantissa, _, exponent = f"{value:.1e}".partition("e")
        text = f"{mantissa.removesuffix('.0')}e{int(exponent)}"
    return text.replace("-", "−")


def ticks_of(field: Field, values: Sequence[object]) -> list[tuple[float, str]]:
    """Places and names of the ticks."""
    if not is_number(field):
        return [(float(i), value_text(field, value)) for i, value in enumerate(values)]
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    if len(numbers) <= _MOST_NAMED:
        return [(float(i), value_text(field, value)) for i, value in enumerate(numbers)]
    named = _decades(numbers) if field.logarithmic else _round(numbers)
    return [(place_of(field, values, value), value_text(field, value)) for value in named]


def place_of(field: Field, values: Sequence[object], value: object) -> float:
    """Where a value stands among the values of an axis; NaN outside of them."""
    if not is_number(field) or not isinstance(value, int | float):
        return float(values.index(value)) if value in values else math.nan
    numbers = [float(each) for each in values if isinstance(each, int | float)]
    if len(numbers) < 2 or not numbers[0] <= value <= numbers[-1]:
        return 0.0 if numbers[:1] == [value] else math.nan
    i = min(max(bisect.bisect_right(numbers, value), 1), len(numbers) - 1)
    low, high = numbers[i - 1], numbers[i]
    if field.logarithmic and low > 0:
        return i - 1 + math.log(value / low) / math.log(high / low)
    return i - 1 + (value - low) / (high - low)


def _decades(numbers: Sequence[float]) -> list[float]:
    """Powers of ten, with 2 and 5 between them if they are few, and a 0 at the beginning."""
    positive = [number for number in numbers if number > 0]
    low, high = math.log10(positive[0]), math.log10(positive[-1])
    powers = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    mantissas = (1, 2, 5) if high - low < 3 else (1,)
    named = [m * 10.0**p for p in range(powers.start - 1, powers.stop) for m in mantissas]
    inside = [value for value in named if positive[0] * (1 - 1e-9) <= value <= positive[-1] * (1 + 1e-9)]
    return ([0.0] if numbers[0] == 0 else []) + inside


def _round(numbers: Sequence[float]) -> list[float]:
    span = numbers[-1] - numbers[0]
    power = 10.0 ** math.floor(math.log10(span / 5))
    step = next(m * power for m in _STEPS if m * power >= span / 6)
    first = math.ceil(numbers[0] / step - 1e-9)
    return [round(k * step, 10) for k in range(first, math.floor(numbers[-1] / step + 1e-9) + 1)]

"""Intervals of a parameter with a meaning, which its slider shows."""

from dataclasses import dataclass
from typing import Literal

Meaning = Literal["too low", "good", "undecided", "zig-zags", "overshoots", "too high", "diverges", "best"]


@dataclass(frozen=True)
class Zone:
    """An interval of a parameter with a meaning, read off the result and shown on the slider; "best" is one value.

    Attributes:
        param: name of the parameter.
        low: where it begins.
        high: where it ends.
        meaning: what the values inside do.
        hatched: whether it lies as a hatch over the coloured zones: it says how a value does it, and judges nothing.
    """

    param: str
    low: float
    high: float
    meaning: Meaning
    hatched: bool = False

"""Intervals of a parameter with a meaning, which its slider shows."""

from dataclasses import dataclass
from typing import Literal

Meaning = Literal["too low", "good", "undecided", "zig-zags", "overshoots", "too high", "diverges", "best"]


@dataclass(frozen=True)
class Zone:
    """An interval of a parameter with a meaning, read off the result and shown on the slider; "best" is one value.

    Attributes:
        param: name of the parameter.
        low: lower end.
        high: upper end.
        meaning: the effect of values inside.
        hatched: whether it is a hatch over the coloured zones, which describes the run without judging it.
    """

    param: str
    low: float
    high: float
    meaning: Meaning
    hatched: bool = False

"""Intervals of a parameter with a meaning, which its slider shows."""

from dataclasses import dataclass
from typing import Literal

Meaning = Literal["too low", "good", "zig-zags", "overshoots", "diverges", "best"]


@dataclass(frozen=True)
class Zone:
    """An interval of a parameter with a meaning, read off the result and shown on the slider; "best" is one value."""

    param: str
    low: float
    high: float
    meaning: Meaning

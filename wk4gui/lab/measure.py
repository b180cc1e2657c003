"""Measures: the scalars that sum up a part of a lab."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measure:
    """One number of a result, by name.

    Attributes:
        name: its key in `run`'s "measures".
        title: in words.
        of: (params, result) -> the number; NaN where it does not exist.
        unit: such as "steps"; "" for a pure number.
    """

    name: str
    title: str
    of: Callable[[Any, Any], float | None]
    unit: str = ""

    def value(self, params: Any, result: Any) -> float | None:
        """The number, or None where it does not exist."""
        value = self.of(params, result)
        return None if value is None or value != value else float(value)

"""A measure over two parameters, as questions read it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array, NDArray

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class SweptMap:
    """What was swept.

    Attributes:
        x: the values of the parameter along x (n_x,).
        y: those along y (n_y,).
        values: the measure, its median over the seeds (n_x, n_y); NaN where it does not exist, and where a place was
            left out because everything around it is alike.
    """

    x: Array
    y: Array
    values: Array

    def span(self, y: int, holds: Callable[[Array], Flags]) -> tuple[float, float]:
        """The lowest and the highest value of x for whose measures something holds, at one place of y."""
        inside = self.x[holds(self.values[:, y])]
        return float(inside[0]), float(inside[-1])

    def lowest(self, y: int) -> tuple[float, float]:
        """Where the measure is lowest at one place of y: the value of x, and the measure."""
        i = int(np.nanargmin(self.values[:, y]))
        return float(self.x[i]), float(self.values[i, y])


GROWS, SHRINKS, STAYS = "it grows", "it shrinks", "it stays"


def moves(before: float, after: float) -> str:
    """What becomes of a value."""
    return STAYS if after == before else GROWS if after > before else SHRINKS

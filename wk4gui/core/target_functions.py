"""Functions of one variable on [−1, 1] that curves are fitted to."""

from collections.abc import Callable
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array

TargetName = Literal["sine", "step", "runge", "linear"]

TARGETS: dict[TargetName, Callable[[Array], Array]] = {
    "sine": lambda x: np.sin(np.pi * x + 0.8),  # neither odd nor even, so no power of x drops out
    "step": lambda x: np.where(x < 0.0, -1.0, 1.0),
    "runge": lambda x: 1.0 / (1.0 + 25.0 * x * x),
    "linear": lambda x: 0.5 + x,
}

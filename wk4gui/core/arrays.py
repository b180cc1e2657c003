"""The array type of the mathematics, and how results are made read-only."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
"""Double-precision numbers; the docstring of each use gives the shape."""


def read_only(values: npt.ArrayLike) -> Array:
    """The values as a float64 array that cannot be written to (not copied if it is float64 already)."""
    array = np.asarray(values, dtype=np.float64)
    array.flags.writeable = False
    return array

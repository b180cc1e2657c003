"""The array type of the mathematics, and how results are made read-only."""

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Kind = TypeVar("Kind", bound=np.generic)
NDArray = np.ndarray[tuple[Any, ...], np.dtype[Kind]]
"""That of numpy.typing, which takes a sixth of NumPy's time to import."""
Array = NDArray[np.float64]
"""Double-precision numbers; the docstring of each use gives the shape."""


def read_only(values: "ArrayLike") -> Array:
    """The values as a float64 array that cannot be written to (not copied if it is float64 already)."""
    array = np.asarray(values, dtype=np.float64)
    array.flags.writeable = False
    return array


def distinct(values: "ArrayLike") -> Array:
    """The different ones of finite values, in order; ``np.unique`` imports masked arrays for the same."""
    ordered = np.sort(np.asarray(values, dtype=np.float64), axis=None)
    is_first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return np.asarray(ordered[is_first])

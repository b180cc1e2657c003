"""The samples of a network: one as a vector of numbers, or several as a table with a row for each."""

from collections.abc import Sequence
from typing import Any, TypeGuard

import numpy as np

from wk4gui.core.arrays import Array

MAX_SAMPLES = 64

Row = tuple[float, ...]
Samples = tuple[float | Row, ...]
"""One sample as its values, or several as rows."""


def is_table(samples: Sequence[Any]) -> TypeGuard[Sequence[Sequence[float]]]:
    """Whether samples are rows of a table."""
    return isinstance(samples[0], (tuple, list))


def rows_of(samples: Sequence[Any]) -> tuple[Row, ...]:
    """Each sample as a row."""
    return tuple(map(tuple, samples)) if is_table(samples) else (tuple(samples),)


def array_of(samples: Sequence[Any]) -> Array:
    """The samples (n_samples, n)."""
    return np.array(samples, dtype=np.float64, ndmin=2)


def like(samples: Sequence[Any], rows: Sequence[Sequence[float]]) -> list[Any]:
    """Rows in the form of ``samples``: a single one as a vector if those are one."""
    return [list(row) for row in rows] if is_table(samples) or len(rows) > 1 else list(rows[0])


def check_samples(x: Samples, y: Samples, most: int) -> None:
    """Checks that inputs and targets are rows of equal length, and as many inputs as targets.

    Args:
        x: the input.
        y: the target.
        most: the largest number of values in a row.

    Raises:
        ValueError: one sentence that names what does not fit.
    """
    for name, samples in (("x", x), ("y", y)):
        _check_rows(name, samples, most)
    n_inputs, n_targets = len(rows_of(x)), len(rows_of(y))
    if n_inputs != n_targets:
        raise ValueError(f"x has {_samples(n_inputs)}, but y has {_samples(n_targets)}")


def _check_rows(name: str, samples: Samples, most: int) -> None:
    kinds = {isinstance(each, tuple) for each in samples}
    if len(kinds) > 1:
        raise ValueError(f"{name} mixes numbers and rows: one sample is a list of numbers, several are a list of rows")
    lengths = sorted({len(row) for row in rows_of(samples)})
    if len(lengths) > 1:
        raise ValueError(
            f"the rows of {name} are not equally long: their numbers of values are {lengths[0]} and {lengths[-1]}"
        )
    if not 1 <= lengths[0] <= most:
        raise ValueError(f"a sample of {name} has {lengths[0]} values; from 1 to {most} are allowed")


def _samples(n: int) -> str:
    return "1 sample" if n == 1 else f"{n} samples"

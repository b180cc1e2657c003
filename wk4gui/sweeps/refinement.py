"""Which cells of a map are computed: a coarse lattice first, then finer only where the values change."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from wk4gui.core.arrays import Array

COARSEST = 8
"""Stride of the first lattice; halved until 1."""
TOLERANCE = 0.04
"""Share of the range of all values by which corners may differ without anything new between them."""

Cell = tuple[int, int]


def strides() -> tuple[int, ...]:
    """From the first lattice to every cell."""
    return tuple(COARSEST >> k for k in range(COARSEST.bit_length()))


def lattice(size: int, stride: int) -> list[int]:
    """Places of a lattice along an axis; the last place always belongs to it."""
    return sorted({*range(0, size, stride), size - 1})


def first_cells(shape: Cell) -> list[Cell]:
    """The cells of the coarsest lattice."""
    return [(i, j) for j in lattice(shape[1], COARSEST) for i in lattice(shape[0], COARSEST)]


def next_cells(shares: Array, known: Array, stride: int) -> list[Cell]:
    """The cells of the lattice of ``stride`` that are worth computing.

    Args:
        shares: values on the scale of the map from 0 to 1 (n_x, n_y); NaN where there is no value.
        known: which cells are computed (n_x, n_y).
        stride: half of that of the lattice before.
    """
    wanted: dict[Cell, None] = {}
    xs, ys = lattice(shares.shape[0], 2 * stride), lattice(shares.shape[1], 2 * stride)
    for x0, x1 in _pairs(xs):
        for y0, y1 in _pairs(ys):
            if _changes(shares, known, x0, x1, y0, y1):
                inside = ((i, j) for j in range(y0, y1 + 1, stride) for i in range(x0, x1 + 1, stride))
                wanted |= {cell: None for cell in inside if not known[cell]}
    return list(wanted)


def filled(values: Array, known: Array) -> Array:
    """Values in which a cell that was left out has that of the nearest place of the finest lattice known there."""
    result: Array = np.full(values.shape, np.nan)
    for stride in strides():
        i, j = (_nearest(size, stride) for size in values.shape)
        there = known[np.ix_(i, j)]
        result = np.where(there, values[np.ix_(i, j)], result)
    return result


def _nearest(size: int, stride: int) -> Array:
    """The place of a lattice that is nearest to each place of an axis (size,)."""
    places = np.array(lattice(size, stride))
    nearest: Array = places[np.abs(np.arange(size)[:, None] - places).argmin(axis=1)]
    return nearest


def _pairs(places: list[int]) -> Iterator[tuple[int, int]]:
    return pairwise(places) if len(places) > 1 else iter([(places[0], places[0])])


def _changes(shares: Array, known: Array, x0: int, x1: int, y0: int, y1: int) -> bool:
    """Whether the values around a rectangle differ, or some of them exist and others do not."""
    block = np.ix_(range(x0, x1 + 1), range(y0, y1 + 1))
    around = shares[block][known[block]]
    finite = np.isfinite(around)
    if finite.any() and not finite.all():
        return True
    return bool(finite.any() and around.max() - around.min() > TOLERANCE)

"""Skips repainting of plots whose contents look the same."""

from collections.abc import Hashable, Sequence

import numpy as np

from wk4gui.core.arrays import Array

_LEAST = 1e-5
"""Tolerance as a share of the size shown: far less than a pixel."""


class LastShown:
    """The words and the numbers that were shown last."""

    def __init__(self) -> None:
        self._words: Hashable = None
        self._numbers: list[Array] = []

    def same(self, words: Hashable, numbers: Sequence[Array], size: float) -> bool:
        """Whether this looks like what was shown last; stores it if not.

        Args:
            words: values that have to be equal, the theme among them.
            numbers: values that may differ by less than is visible.
            size: of what the plot shows, in the units of the numbers.
        """
        if words == self._words and len(numbers) == len(self._numbers):
            pairs = zip(numbers, self._numbers, strict=True)
            if all(new is old or _alike(new, old, _LEAST * size) for new, old in pairs):
                return True
        self._words, self._numbers = words, list(numbers)
        return False


def _alike(new: Array, old: Array, least: float) -> bool:
    if new.shape != old.shape:
        return False
    both_missing = np.isnan(new) & np.isnan(old)
    return bool(((np.abs(new - old) <= least) | both_missing).all())

"""How much a test tries: a sample at every check, more with --oracle, and everything with --thorough."""

import os
import random
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

ORACLE = bool(os.environ.get("WK4GUI_ORACLE"))
THOROUGH = bool(os.environ.get("WK4GUI_THOROUGH"))

T = TypeVar("T")


def amount(few: int, more: int | None = None, many: int | None = None) -> int:
    """So many in this tier: few, with --oracle 3 times and with --thorough 30 times as many unless told otherwise."""
    if THOROUGH:
        return 30 * few if many is None else many
    if ORACLE:
        return 3 * few if more is None else more
    return few


def sample(
    cases: Iterable[T], few: int, more: int | None = None, *, of: Callable[[T], object] | None = None
) -> list[T]:
    """So many cases in their order, the same at every run; with --thorough all of them.

    Args:
        cases: all there are.
        few: the number in the daily tests.
        more: the number with --oracle; 3 times as many unless told otherwise.
        of: what a case is one of (its lab, say); the numbers are then those of each.
    """
    everything = list(cases)
    if THOROUGH:
        return everything
    groups: dict[object, list[int]] = {}
    for index, case in enumerate(everything):
        groups.setdefault(of(case) if of else None, []).append(index)
    drawn = {index for group in groups.values() for index in _drawn(group, amount(few, more))}
    return [everything[index] for index in sorted(drawn)]


def _drawn(indices: Sequence[int], n: int) -> list[int]:
    """The first one, for it is the question itself or the plain case, and others by chance."""
    return [*indices[:1], *random.Random(0).sample(indices[1:], min(n, len(indices)) - 1)]

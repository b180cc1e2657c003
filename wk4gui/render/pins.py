"""A pin keeps the curves of a plot as a grey ghost behind the ones that come, and tells the difference."""

from collections.abc import Sequence

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.render.device_curve import Curve

MOST_GHOSTS = 24
"""Curves of a plot that can be pinned."""
_DIGITS = 4


def drawn_curves(curves: Sequence[Curve]) -> list[Curve]:
    """The curves that show something now."""
    return [curve for curve in curves if curve.pinnable and curve.isVisible() and not curve.is_empty()][:MOST_GHOSTS]


def value_at(points: Array, x: float) -> float | None:
    """The value of a curve (n, 2) at x; None where it has none, or where x goes to and fro along it."""
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) < 2 or (np.diff(points[:, 0]) < 0).any():
        return None
    if not points[0, 0] <= x <= points[-1, 0]:
        return None
    return float(np.interp(x, points[:, 0], points[:, 1]))


def differences(now: Sequence[tuple[Array, str]], before: Sequence[Array], x: float, *, log: bool) -> list[str]:
    """One line for each curve that has a value at x now and had one: both, and the difference.

    Args:
        now: points (n, 2) and colour of each curve.
        before: points of the ghost of each.
        x: where.
        log: whether the points hold log10 of the values.
    """
    lines = []
    for (points, color), ghost in zip(now, before, strict=False):
        values = [value_at(points, x), value_at(ghost, x)]
        if values[0] is None or values[1] is None:
            continue
        new, old = (10.0**value if log else value for value in values if value is not None)
        new_text, old_text, change = (format_number(value, _DIGITS) for value in (new, old, new - old))
        sign = "" if new < old else "+"
        lines.append(f'<span style="color:{color}">●</span> {new_text}, pinned {old_text}: {sign}{change}')
    return lines

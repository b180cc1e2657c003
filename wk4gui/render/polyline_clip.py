"""Cuts polylines at a rectangle, since SVG drawings are not clipped.

Liang and Barsky, "A new concept and method for line clipping", ACM Transactions on Graphics 3 (1984).
"""

import numpy as np

from wk4gui.core.arrays import Array

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def clipped(points: Array, rect: Rect) -> list[Array]:
    """The pieces of a polyline (n, 2) that lie inside a rectangle, each (m, 2) with m ≥ 2."""
    left, top, right, bottom = rect
    low, high = np.array([left, top]), np.array([right, bottom])
    if ((points >= low) & (points <= high)).all():
        return [points]
    start, way = points[:-1], np.diff(points, axis=0)
    enter, leave = _inside(start, way, low, high)
    shown = enter <= leave
    first, last = start + enter[:, None] * way, start + leave[:, None] * way
    joined = shown[1:] & shown[:-1] & (leave[:-1] == 1) & (enter[1:] == 0)
    pieces: list[Array] = []
    for run in np.split(np.arange(len(start)), np.flatnonzero(~joined) + 1):
        kept = run[shown[run]]
        if len(kept):
            pieces.append(np.vstack([first[kept[0]], last[kept]]))
    return pieces


def cut(segments: Array, rect: Rect) -> Array:
    """The parts of straight pieces (m, 4), x0, y0, x1, y1, inside a rectangle, in the same order."""
    left, top, right, bottom = rect
    low, high = np.array([left, top]), np.array([right, bottom])
    begin, end = segments[:, :2], segments[:, 2:]
    if ((segments.reshape(-1, 2) >= low) & (segments.reshape(-1, 2) <= high)).all():
        return segments
    way = end - begin
    enter, leave = _inside(begin, way, low, high)
    kept = enter <= leave
    begin, way, enter, leave = begin[kept], way[kept], enter[kept, None], leave[kept, None]
    pieces: Array = np.hstack([begin + enter * way, begin + leave * way])
    return pieces


def _inside(start: Array, way: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """The interval of each segment start + t·way, 0 ≤ t ≤ 1, that lies between low and high; empty: from > to."""
    with np.errstate(divide="ignore", invalid="ignore"):
        to_low, to_high = (low - start) / way, (high - start) / way
    flat = way == 0
    outside = flat & ((start < low) | (start > high))
    enter = np.where(flat, 0.0, np.minimum(to_low, to_high)).max(axis=1)
    leave = np.where(flat, 1.0, np.maximum(to_low, to_high)).min(axis=1)
    enter, leave = np.maximum(enter, 0.0), np.minimum(leave, 1.0)
    return np.where(outside.any(axis=1), 2.0, enter), leave

"""Cutting polylines: what is left lies inside, and nothing inside is lost."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.render.polyline_clip import clipped

RECT = (0.0, 0.0, 10.0, 6.0)

coordinates = st.integers(-8, 18)
polylines = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=12).map(lambda p: np.array(p, float))


def length(points: np.ndarray) -> float:
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


def length_inside(points: np.ndarray) -> float:
    """The length of what lies inside, by looking at a thousand small pieces of every segment."""
    total, t = 0.0, (np.arange(1000) + 0.5) / 1000
    for start, end in pairwise(points):
        x, y = (start + t[:, None] * (end - start)).T
        inside = (x >= 0) & (x <= 10) & (y >= 0) & (y <= 6)
        total += inside.mean() * float(np.linalg.norm(end - start))
    return total


@given(polylines)
def test_all_that_lies_inside_is_kept_and_nothing_else(points: np.ndarray) -> None:
    pieces = clipped(points, RECT)
    for piece in pieces:
        assert (piece >= -1e-9).all()
        assert (piece <= np.array([10, 6]) + 1e-9).all()
    assert sum(map(length, pieces)) == pytest.approx(length_inside(points), abs=0.05 * len(points))


def test_what_lies_inside_stays_as_it_is() -> None:
    points = np.array([[1.0, 1.0], [2.0, 5.0], [9.0, 0.0]])
    (piece,) = clipped(points, RECT)
    assert piece is points


def test_a_line_that_leaves_and_comes_back_is_two_pieces() -> None:
    points = np.array([[1.0, 3.0], [5.0, 3.0], [5.0, 9.0], [7.0, 9.0], [7.0, 3.0]])
    first, second = clipped(points, RECT)
    assert first.tolist() == [[1, 3], [5, 3], [5, 6]]
    assert second.tolist() == [[7, 6], [7, 3]]

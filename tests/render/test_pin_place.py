"""The name of a pin stands where it covers least."""

import numpy as np
import pytest

from wk4gui.render.pin_place import PLACES, emptiest

X = np.linspace(0.0, 1.0, 201)


def curve(*heights):
    return np.column_stack([X, np.interp(X, np.linspace(0.0, 1.0, len(heights)), heights)])


@pytest.mark.parametrize(
    ("curves", "place"),
    [
        ([], (0.0, 0)),
        ([curve(0.2, 0.2)], (0.0, 0)),
        ([curve(0.95, 0.95)], (0.0, -1)),
        ([curve(0.95, 0.5, 0.05)], (0.0, -1)),
        ([curve(0.95, 0.95), curve(0.05, 0.9, 0.9, 0.9)], (0.5, -1)),
        ([curve(0.95, 0.95, 0.05, 0.95, 0.95), curve(0.05, 0.05, 0.05, 0.5, 0.5)], (0.5, 0)),
        ([np.full((3, 2), np.nan)], (0.0, 0)),
        ([np.array([[0.0, 0.95], [1.0, 0.95]])], (0.0, -1)),
    ],
)
def test_the_first_of_the_emptiest_places(curves, place):
    assert emptiest(curves, 0.3, 0.15) == place


def test_where_all_are_covered_the_least_covered_is_taken():
    stripes = [curve(height, height) for height in (0.95, 0.9, 0.05)]
    assert emptiest(stripes, 0.3, 0.15).line == -1
    assert len(set(PLACES)) == 6

"""Axes that stay while something is dragged, and fit again when it is released."""

import pytest

from wk4gui.render.plot import Plot
from wk4gui.render.theme import LIGHT


@pytest.fixture
def plot(qtbot):
    plot = Plot("x", "y", LIGHT, "A plot")
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.show()
    plot.set_ranges((0.0, 1.0), (0.0, 10.0))
    return plot


def ranges(plot):
    return [tuple(axis) for axis in plot.getViewBox().viewRange()]


def test_smaller_values_do_not_move_the_axes(plot):
    plot.hold_ranges(held=True)
    plot.set_ranges((0.0, 1.0), (0.0, 2.0))
    assert ranges(plot) == [(0.0, 1.0), (0.0, 10.0)]
    plot.hold_ranges(held=False)
    assert ranges(plot) == [(0.0, 1.0), (0.0, 2.0)]


def test_values_that_leave_them_move_the_axes_once_and_with_room(plot):
    plot.hold_ranges(held=True)
    plot.set_ranges((0.0, 1.0), (0.0, 11.0))
    moved = ranges(plot)
    assert moved[1][1] > 13.0
    plot.set_ranges((0.0, 1.0), (0.0, 13.0))
    assert ranges(plot) == moved


def test_another_quantity_is_never_held(plot):
    plot.hold_ranges(held=True)
    plot.entitle("left", "log y")
    plot.set_ranges((0.0, 1.0), (0.0, 2.0))
    assert ranges(plot) == [(0.0, 1.0), (0.0, 2.0)]

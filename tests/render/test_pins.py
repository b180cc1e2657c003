"""Pins: the ghost stays where the curve was, and the difference is told at the cursor."""

import numpy as np
import pytest

from wk4gui.render.device_curve import Curve
from wk4gui.render.pins import differences, value_at
from wk4gui.render.plot import Plot, curve_pen
from wk4gui.render.qt_application import qt_application
from wk4gui.render.theme import DARK, LIGHT

X = np.linspace(0.0, 10.0, 11)


@pytest.fixture
def plot(qtbot):
    qt_application()
    plot = Plot("x", "y", LIGHT, "plot")
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.set_ranges((0.0, 10.0), (0.0, 20.0))
    plot.show()
    return plot


def curve_in(plot, y, *, pinnable=True):
    curve = plot.add(Curve(curve_pen(LIGHT, LIGHT.forward)))
    curve.set_data(X, y)
    curve.pinnable = pinnable
    return curve


def test_the_ghost_stays_behind_the_next_curve(plot):
    curve = curve_in(plot, X)
    plot.pin("α 0.1")
    before = plot.grab().toImage()
    curve.set_data(X, 2 * X)
    assert np.array_equal(plot._ghosts[0].points[:, 1], X)
    assert plot.grab().toImage() != before
    assert plot._pin_name.text == "pinned: α 0.1"
    plot.set_theme(DARK)
    assert plot._ghosts[0].pen.color() == DARK.pen(DARK.ink3).color()
    plot.unpin()
    assert plot._ghosts == []
    assert plot._pin_name.text == ""


def test_the_difference_is_told_at_the_cursor(plot):
    curve = curve_in(plot, X)
    plot.pin("before")
    curve.set_data(X, 3 * X)
    (line,) = plot._compared(2.5)
    assert "7.5, pinned 2.5: +5" in line
    assert LIGHT.forward.lower() in line
    assert plot._compared(11.0) == []


def test_on_a_log_axis_the_difference_is_that_of_the_values(plot):
    plot.set_log_y(True)
    curve = curve_in(plot, np.log10(1.0 + X))
    plot.pin("before")
    curve.set_data(X, np.log10(2.0 * (1.0 + X)))
    assert "12, pinned 6: +6" in plot._compared(5.0)[0]
    plot.set_log_y(False)
    assert plot._compared(5.0) == []
    assert not plot._ghosts[0].isVisible()
    plot.set_log_y(True)
    assert plot._ghosts[0].isVisible()


def test_contour_lines_and_empty_curves_are_not_pinned(plot):
    curve_in(plot, X, pinnable=False)
    curve_in(plot, np.full(11, np.nan))
    plot.pin("nothing")
    assert plot._ghosts == []
    assert plot._pin_name.text == ""


def test_pinning_again_replaces_the_ghost(plot):
    curve = curve_in(plot, X)
    plot.pin("first")
    curve.set_data(X, X + 1)
    plot.pin("second")
    assert [ghost.points[0, 1] for ghost in plot._ghosts] == [1.0]


def test_a_path_that_goes_to_and_fro_has_no_single_value():
    there_and_back = np.array([[0.0, 0.0], [1.0, 1.0], [0.5, 2.0]])
    assert value_at(there_and_back, 0.5) is None
    assert value_at(np.array([[0.0, 1.0], [2.0, 3.0], [np.nan, np.nan]]), 1.0) == 2.0
    assert differences([(there_and_back, "#000")], [there_and_back], 0.5, log=False) == []

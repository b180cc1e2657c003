"""The plot of values against steps: placing on both axes, the present step, divergences, the nearest run, readings."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest

from wk4gui.render.axis_window import Window, log_end
from wk4gui.render.plot import curve_pen
from wk4gui.render.step_plot import Run, StepPlot
from wk4gui.render.theme import LIGHT

FALLING, DIVERGING = np.array([8.0, 4.0, 2.0, 1.0]), np.array([8.0, 16.0, np.nan, np.nan])


@pytest.fixture
def plot(qtbot):
    """A plot of two runs of three steps at step 1, the second of which diverges."""
    made = StepPlot("loss", LIGHT, "Loss against steps")
    made.add_runs(2, ahead=True, radius=4.0, crosses=True)
    made.add_present()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.show_window(Window(0.0, 10.0, log=False), 3)
    made.show_runs([run("falls", FALLING), run("climbs", DIVERGING, (1.0, 10.0))], 1)
    made.show_present(1)
    return made


def run(name, values, *cross):
    pen = curve_pen(LIGHT, LIGHT.ink)
    return Run(name, values, pen, pen, LIGHT.forward, *cross)


def test_zero_lies_at_the_lower_end_of_a_log_axis_and_what_is_not_finite_nowhere():
    placed = Window(-3.0, 2.0, log=True).place(np.array([100.0, 1e-5, 0.0, np.nan, np.inf]))
    assert np.array_equal(placed, [2.0, -3.0, -3.0, np.nan, np.nan], equal_nan=True)


@pytest.mark.parametrize("high", [10.0, 1e300])
def test_a_linear_axis_keeps_values_except_for_those_too_far_to_draw(high):
    placed = Window(0.0, high, log=False).place(np.array([-1.0, high, 1e308, np.nan, np.inf]))
    assert np.array_equal(placed[:2], [-1.0, high])
    assert high < placed[2] <= max(1e6 * high + high, 1e308)
    assert np.isnan(placed[3:]).all()


def test_a_log_axis_ends_a_quarter_of_a_decade_above():
    assert log_end(1.0) == 0.25
    assert log_end(1e3) == 3.25


def test_a_curve_is_solid_up_to_the_present_step_and_paler_ahead(plot):
    assert np.array_equal(plot.curves[0].points, [[0, 8], [1, 4]])
    assert np.array_equal(plot._ahead[0].points, [[1, 4], [2, 2], [3, 1]])
    assert plot._markers[0].point == (1.0, 4.0)
    assert plot._present.values_at(0.0, 0.0) == (1.0,)
    plot.show_runs([run("falls", FALLING)])
    assert len(plot.curves[0].points) == 4
    assert plot._ahead[0].is_empty()


def test_a_marker_leaves_with_its_curve_and_a_cross_marks_the_divergence(plot):
    assert plot._markers[1].point is None
    assert [cross.point for cross in plot.crosses] == [None, (1.0, 10.0)]


def test_a_run_that_is_missing_leaves_nothing(plot):
    plot.show_runs([run("falls", FALLING)], 1)
    assert plot.curves[1].is_empty()
    assert plot._ahead[1].is_empty()
    assert plot.crosses[1].point is None
    assert plot.read(0) == "step 0\nfalls: 8"
    plot.show_runs([None, run("climbs", FALLING)], 1)
    assert plot.run_at(2.1, 2.0) == (1, 2)


def test_the_nearest_run_and_step(plot):
    assert plot.run_at(1.1, 4.0) == (0, 1)
    assert plot.run_at(2.1, 2.0) == (0, 2)
    assert plot.run_at(2.1, 9.0) is None
    assert plot.run_at(3.6, 1.0) is None


def test_a_run_can_be_hit_between_steps_and_just_beyond_the_last_one(plot):
    assert plot.run_at(1.45, 4.0) == (0, 1)
    beyond = plot.place_at(plot.to_widget(3.0, 1.0) + QPointF(20.0, 0.0))
    assert plot.run_at(beyond.x(), beyond.y()) == (0, 3)


def test_a_steep_run_can_be_hit_beside_its_steps(plot):
    plot.show_window(Window(0.0, 1000.0, log=False), 30)
    plot.show_runs([run("falls", np.linspace(1000.0, 0.0, 31))])
    place = plot.place_at(plot.to_widget(10.0, 1000.0 * 20 / 30) + QPointF(8.0, 30.0))
    k, step = plot.run_at(place.x(), place.y())
    assert (k, step) == (0, plot._index_at(place.x()))
    plot.show_runs([run("falls", np.where(np.arange(31) < 10, 1000.0, 0.0))])
    edge = plot.place_at(plot.to_widget(9.0, 1000.0) + QPointF(11.0, 0.0))
    assert plot._index_at(edge.x()) > 9
    assert plot.run_at(edge.x(), edge.y()) == (0, 9)


def test_a_reading_names_the_step_and_each_value(plot):
    assert plot.read(1.2) == "step 1\nfalls: 4\nclimbs: 16"
    assert plot.read(2.0) == "step 2\nfalls: 2\nclimbs: diverged"
    assert plot.read(3.6) == plot.read(-0.6) == ""


def test_steps_may_be_apart(plot):
    plot.show_runs([run("recorded", FALLING)], steps=np.array([0.0, 10.0, 20.0, 30.0]))
    assert plot.read(14.0) == "step 10\nrecorded: 4"
    assert plot.read(34.0) == "step 30\nrecorded: 1"
    assert plot.read(36.0) == ""


def test_an_empty_plot_reads_nothing(qtbot):
    made = StepPlot("loss", LIGHT, "Loss against steps")
    qtbot.addWidget(made)
    assert made.read(0.0) == ""
    assert made.run_at(0.0, 0.0) is None


def test_a_part_painted_in_between_leaves_nothing_behind(plot):
    """A legend that grows has a strip of the plot painted at once, between a step and its picture."""
    for step in (1.2, 1.5, 2.0):
        QTest.qWait(50)
        plot.show_present(step)
        plot.viewport().repaint(0, 40, 400, 60)
    QTest.qWait(50)
    on_screen = plot.screen().grabWindow(plot.winId()).toImage()
    anew = plot.grab().toImage()
    assert on_screen.convertToFormat(anew.format()) == anew

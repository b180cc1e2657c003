"""Pins: the snapshot stays where the result was, and the difference is shown at the cursor."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from wk4gui.lab.sentence import Numeral
from wk4gui.labs.batch_norm.picture.cloud_plot import CloudPlot
from wk4gui.labs.dropout.picture.answer_axis import AnswerAxis, AxisAnswer, OutputBars
from wk4gui.labs.dropout.picture.kind_plots import KindMeasure
from wk4gui.labs.saddle.picture.race_plots import EscapeBars
from wk4gui.labs.weight_decay.picture.step_lines import StepLines
from wk4gui.render.bars import Bars
from wk4gui.render.device_curve import Curve, Marker, value_at
from wk4gui.render.dots_item import Dots
from wk4gui.render.error_bars import BarPiece, ErrorBars, PartsBars, Stack
from wk4gui.render.pins import Pinned, differences
from wk4gui.render.plot import Plot, curve_pen
from wk4gui.render.qt_application import qt_application
from wk4gui.render.ridge_plot import Histogram, RidgePlot
from wk4gui.render.theme import DARK, LIGHT, PROJECTOR

X = np.linspace(0.0, 10.0, 11)


@pytest.fixture
def plot(qtbot):
    return shown(Plot("x", "y", LIGHT, "plot"), qtbot)


def shown(plot, qtbot):
    qt_application()
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


def snapshots_of(plot, kind):
    return [snapshot for snapshot in plot.snapshots if isinstance(snapshot, kind)]


def test_the_ghost_stays_behind_the_next_curve(plot):
    curve = curve_in(plot, X)
    plot.pin("α 0.1")
    before = plot.grab().toImage()
    curve.set_data(X, 2 * X)
    assert np.array_equal(plot.snapshots[0].points[:, 1], X)
    assert plot.grab().toImage() != before
    assert plot._pin_name.text == "pinned: α 0.1"
    plot.set_theme(DARK)
    assert plot.snapshots[0].pen.color() == DARK.pen(DARK.ink3).color()
    n_items = len(plot.area.items)
    plot.unpin()
    assert plot.snapshots == []
    assert len(plot.area.items) == n_items - 1
    assert plot._pin_name.text == ""


def test_the_difference_is_told_at_the_cursor(plot):
    curve = curve_in(plot, X)
    plot.pin("before")
    curve.set_data(X, 3 * X)
    (line,) = plot.compared(2.5, 0.0)
    assert "7.5, pinned 2.5: +5" in line
    assert LIGHT.forward.lower() in line
    assert plot.compared(11.0, 0.0) == []


def test_on_a_log_axis_the_difference_is_that_of_the_values(plot):
    plot.set_log_y(True)
    curve = curve_in(plot, np.log10(1.0 + X))
    plot.pin("before")
    curve.set_data(X, np.log10(2.0 * (1.0 + X)))
    assert "12, pinned 6: +6" in plot.compared(5.0, 0.0)[0]
    plot.set_log_y(False)
    assert plot.compared(5.0, 0.0) == []
    assert not plot.snapshots[0].isVisible()
    plot.set_log_y(True)
    assert plot.snapshots[0].isVisible()


def test_contour_lines_and_empty_curves_are_not_pinned(plot):
    curve_in(plot, X, pinnable=False)
    curve_in(plot, np.full(11, np.nan))
    plot.add(Marker(LIGHT.ink, LIGHT.pane)).set_point(1.0, 1.0)
    plot.add(Bars()).set_bars([], QColor(LIGHT.forward))
    plot.pin("nothing")
    assert plot.snapshots == []
    assert plot._pin_name.text == ""


def test_pinning_again_replaces_the_ghost(plot):
    curve = curve_in(plot, X)
    plot.pin("first")
    curve.set_data(X, X + 1)
    plot.pin("second")
    assert [snapshot.points[0, 1] for snapshot in plot.snapshots] == [1.0]


def test_a_path_that_goes_to_and_fro_has_no_single_value():
    there_and_back = np.array([[0.0, 0.0], [1.0, 1.0], [0.5, 2.0]])
    assert value_at(there_and_back, 0.5) is None
    assert value_at(np.array([[0.0, 1.0], [2.0, 3.0], [np.nan, np.nan]]), 1.0) == 2.0
    curve = Curve(curve_pen(LIGHT, LIGHT.forward))
    curve.set_points(there_and_back)
    assert differences([Pinned(curve, curve.snapshot())], 0.5, 0.0, log=False) == []


def everything_in(plot):
    """One of each kind of item, at the left; a function that moves all of them to the right."""
    bars, dots, errors = plot.add(Bars()), plot.add(Dots(LIGHT.forward)), plot.add(ErrorBars(curve_pen(LIGHT, "#000")))
    mean = plot.add(Marker(LIGHT.forward, LIGHT.pane))
    mean.label_coordinates(1, within=0.5)

    def move(by):
        bars.set_bars([QRectF(by, 0.0, 1.0, 8.0)], QColor(LIGHT.forward))
        dots.set_points(np.array([[1.0 + by, 12.0], [1.5 + by, 13.0]]))
        errors.set_bars([(1.0 + by, 14.0, 16.0)], curve_pen(LIGHT, LIGHT.ink))
        mean.set_point(1.0 + by, 18.0)

    move(0.5)
    return move


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name)
def test_bars_dots_and_means_stay_as_grey_outlines(plot, theme):
    plot.set_theme(theme)
    move = everything_in(plot)
    plot.pin("left")
    ranges = plot.getViewBox().viewRange()
    move(6.0)
    assert plot.getViewBox().viewRange() == ranges
    assert {type(snapshot) for snapshot in plot.snapshots} == {Bars, Dots, ErrorBars, Marker}
    image = plot.grab().toImage()
    for item, snapshot in plot._pinned:
        assert any(grey(color) for color in painted_by(snapshot, plot, image))
        assert not any(colored(color) for color in painted_by(snapshot, plot, image))
        assert isinstance(item, ErrorBars) or any(colored(color) for color in painted_by(item, plot, image))


def painted_by(item, plot, image):
    item.setVisible(False)
    without = plot.grab().toImage()
    item.setVisible(True)
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return [image.pixelColor(x, y) for x, y in places if image.pixel(x, y) != without.pixel(x, y)]


def grey(color):
    return color.hsvSaturation() < 60 and 60 < color.value() < 200


def colored(color):
    return color.hsvSaturation() > 120


def test_a_bar_tells_its_height_then_and_now(plot):
    bars = plot.add(Bars())
    bars.set_histogram(np.array([0.0, 2.0, 4.0, 6.0]), np.array([3.0, 0.0, 1.0]), QColor(LIGHT.forward))
    plot.pin("before")
    bars.set_histogram(np.array([0.0, 3.0, 6.0]), np.array([5.0, 2.0]), QColor(LIGHT.forward))
    assert "5, pinned 3: +2" in plot.compared(1.0, 0.0)[0]
    assert "2, pinned 0: +2" in plot.compared(3.5, 0.0)[0]
    assert plot.compared(7.0, 0.0) == []


def test_a_bin_may_be_shared(plot):
    bars = [plot.add(Bars()) for _ in range(2)]
    for k, each in enumerate(bars):
        each.set_histogram(np.array([0.0, 2.0]), np.array([1.0 + k]), QColor(LIGHT.forward), (k, 2))
    plot.pin("before")
    assert [rect.x() for each in bars for rect in each._rects] == [0.0, 1.0]
    assert len(plot.compared(0.5, 0.0)) == len(plot.compared(1.5, 0.0)) == 2


def test_escapes_are_compared_bin_by_bin(qtbot):
    plot = shown(EscapeBars(LIGHT), qtbot)
    plot.show_escapes(["sgd"], [[3, 3, 5]], Numeral(4.0, 0), 10)
    plot.pin("before")
    plot.show_escapes(["sgd"], [[3, 5, 5]], Numeral(5.0, 0), 10)
    (median, runs) = sorted(plot.compared(3.0, 1.0), key=lambda line: "pinned 2" in line)
    assert "5, pinned 4: +1" in median
    assert "1, pinned 2: −1" in runs


def test_a_histogram_tells_the_share_of_its_bin(qtbot):
    plot = shown(RidgePlot("w", LIGHT, "ridge", n_rows=2), qtbot)

    def show(first, second, title="b"):
        rows = [("a", [Histogram(np.array(first), -1.0, 1.0)]), (title, [Histogram(np.array(second), -1.0, 1.0)])]
        plot.show_rows(rows)

    show([0.25, 0.75], [0.5, 0.5])
    plot.pin("before")
    show([0.75, 0.25], [0.5, 0.5])
    assert "0.75, pinned 0.25: +0.5" in plot.compared(-0.5, 1.5)[0]
    assert "0.25, pinned 0.75: −0.5" in plot.compared(0.5, 1.5)[0]
    assert "0.5, pinned 0.5: +0" in plot.compared(0.5, 0.5)[0]
    show([0.75, 0.25], [0.5, 0.5], title="c")
    assert plot.compared(-0.5, 1.5) == []
    assert not any(snapshot.isVisible() for snapshot in plot.snapshots)


def test_a_mean_tells_itself_then_and_now(qtbot):
    plot = shown(KindMeasure("loss", ("plain", "dropout"), LIGHT, "measure"), qtbot)
    plot.show_measure(np.array([[1.0, 3.0], [4.0, 6.0]]), [2.0, 5.0], [0.5, 0.5])
    plot.pin("before")
    plot.show_measure(np.array([[1.0, 2.0], [4.0, 8.0]]), [1.5, 6.0], [0.5, 0.5])
    assert "1.5, pinned 2: −0.5" in plot.compared(0.2, 0.0)[0]
    assert "6, pinned 5: +1" in plot.compared(0.9, 0.0)[0]
    assert sorted(len(dots.points) for dots in snapshots_of(plot, Dots)) == [2, 2]


def test_answers_tell_themselves_until_there_are_others(qtbot):
    plot, names = shown(AnswerAxis(LIGHT), qtbot), ("mean", "scaled")
    for shift in (0.0, 0.5):
        plot.show_answers(
            [AxisAnswer(name, k + shift, k) for k, name in enumerate(names)], np.array([0.0, 1.0]), "all", close=False
        )
        if not shift:
            plot.pin("before")
    assert ["0.5, pinned 0: +0.5" in plot.compared(0.0, 0.0)[0], len(plot.compared(0.0, 0.0))] == [True, 2]
    plot.show_answers([AxisAnswer("another", 1.0, 0)], np.array([0.0, 1.0]), "all", close=False)
    assert plot.compared(0.0, 0.0) == []


def test_outputs_tell_their_probability(qtbot):
    plot = shown(OutputBars(LIGHT), qtbot)
    plot.show_histogram(np.array([0.0, 1.0, 2.0]), np.array([0.25, 0.75]), [AxisAnswer("mean", 1.0, 0)])
    plot.pin("before")
    plot.show_histogram(np.array([0.0, 1.0, 2.0]), np.array([0.5, 0.5]), [AxisAnswer("mean", 1.25, 0)])
    compared = plot.compared(0.5, 0.0)
    assert any("0.5, pinned 0.25: +0.25" in line for line in compared)
    assert any("1.25, pinned 1: +0.25" in line for line in compared)


def test_a_stack_tells_each_of_its_pieces(qtbot):
    plot = shown(PartsBars(LIGHT), qtbot)

    def show(bias, variance):
        pieces = [BarPiece("bias²", 0.0, bias, bias, 0.0), BarPiece("variance", bias, bias + variance, variance, 0.01)]
        plot.show_stacks([Stack("measured", [BarPiece("measured", 0.0, 1.0, 1.0, 0.0)]), Stack("sum", pieces)])

    show(0.5, 0.25)
    plot.pin("before")
    show(0.25, 0.5)
    bias, variance = plot.compared(1.0, 0.1)
    assert "0.25, pinned 0.5: −0.25" in bias
    assert "0.5, pinned 0.25: +0.25" in variance
    assert len(plot.compared(0.0, 0.1)) == 1


def test_the_mean_of_a_cloud_tells_both_coordinates(qtbot):
    plot = shown(CloudPlot("z", LIGHT, "cloud"), qtbot)
    points = np.array([[0.0, 0.0], [2.0, 4.0]])
    plot.show_cloud(points, reach=6.0)
    plot.pin("before")
    plot.show_cloud(np.add(points, (1.0, -1.0)), reach=6.0)
    assert "(2, 1), pinned (1, 2): (+1, −1)" in plot.compared(0.0, 0.0)[0]
    assert np.array_equal(snapshots_of(plot, Dots)[0].points, points)


def test_another_quantity_on_the_axis_hides_the_ghost(qtbot):
    plot, rows = shown(StepLines(LIGHT), qtbot), {"plain": np.array([1.0, 2.0, 3.0])}
    plot.show_lines("norm", rows, 2)
    plot.pin("before")
    plot.show_lines("loss", rows, 2)
    assert plot.compared(1.0, 0.0) == []
    assert not any(snapshot.isVisible() for snapshot in plot.snapshots)
    plot.show_lines("norm", rows, 2)
    assert any(snapshot.isVisible() for snapshot in plot.snapshots)

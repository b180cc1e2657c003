"""Plots: axes tell the truth after every change, curves survive what is not finite."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QPainter, QPicture
from PySide6.QtWidgets import QToolTip

from wk4gui.labs.backprop.picture.loss_plots import GradientSlice, LossOverSteps, log_is_better
from wk4gui.render.device_curve import Curve
from wk4gui.render.plot import Plot, curve_pen, round_above
from wk4gui.render.theme import DARK, LIGHT


@pytest.fixture
def plot(qtbot):
    plot = Plot("step", "loss L", LIGHT, "Loss")
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    return plot


def axis_image(plot, side):
    """What the axis of a plot looks like."""
    image = plot.grab().toImage()
    height = image.height()
    return image.copy(0, height - 40, image.width(), 40) if side == "bottom" else image.copy(0, 0, 50, height - 40)


@pytest.mark.parametrize("side", ["bottom", "left"])
def test_the_ticks_follow_the_range(plot, side):
    plot.set_ranges((0.0, 1.0), (0.0, 1.0))
    before = axis_image(plot, side)
    assert axis_image(plot, side) == before
    plot.set_ranges((0.0, 0.02), (0.0, 0.02))
    assert axis_image(plot, side) != before


def test_ticks_are_the_numbers_themselves(plot):
    axis = plot.getAxis("bottom")
    plot.set_ranges((0.0, 0.002), (0.0, 1.0))
    plot.grab()
    scale = axis.autoSIPrefixScale * axis.scale
    assert axis.tickStrings([0.0, 0.001, -0.001], scale, 0.001) == ["0.000", "0.001", "−0.001"]
    plot.set_log_y(True)
    plot.set_ranges((0.0, 0.002), (-3.0, 7.0))
    assert plot.getAxis("left").tickStrings([-2.0, 0.0, 0.5, 6.0], 1.0, 1.0) == ["0.01", "1", "", "10⁶"]


@pytest.mark.parametrize("y", [(0.0, 9e-16), (1.1e9, 2.9e9), (-4e7, 3e6), (0.0, 3e-5), (0.2, 0.9)])
def test_neighbouring_ticks_have_different_numbers_and_those_that_they_name(plot, y):
    plot.set_ranges((0.0, 1.0), y)
    axis = plot.getAxis("left")
    spacing, ticks = axis.tickValues(*y, 300)[0]
    texts = axis.tickStrings(ticks, axis.scale, spacing)
    assert len(set(texts)) == len(texts) > 1
    assert [float(text.replace("−", "-")) for text in texts] == pytest.approx(ticks, abs=1e-9 * max(map(abs, y)))


@pytest.mark.parametrize(
    "y", [(4e-16, 9e-16), (2e-4, 8e-4), (0.02, 0.07), (2.0, 7.0), (2e5, 9e5), (0.3, 1.02), (0.4, 4.0)]
)
def test_a_log_axis_with_less_than_two_powers_of_ten_names_what_is_between(plot, y):
    low, high = np.log10(y)
    plot.set_log_y(True)
    plot.set_ranges((0.0, 1.0), (low, high))
    axis = plot.getAxis("left")
    named = [
        (text, v)
        for _, ticks in axis.tickValues(low, high, 300)
        for text, v in zip(axis.tickStrings(ticks, 1.0, 1.0), ticks, strict=True)
    ]
    assert len({text for text, _ in named}) > 1
    assert all(float(text.replace("−", "-")) == pytest.approx(10.0**v) for text, v in named)


@pytest.mark.parametrize("side", ["left", "bottom"])
@pytest.mark.parametrize("size", [160, 300, 600])
@pytest.mark.parametrize(
    "span",
    [(2e6, 3e6), (0.15, 0.3), (2.1, 2.9), (0.97, 1.04), (3.01e-7, 3.6e-7), (0.2, 8.0), (0.1, 0.999), (4e4, 5e4)],
)
def test_every_log_axis_names_two_numbers_at_least(plot, span, size, side):
    low, high = np.log10(span)
    plot.resize(size, size)
    plot.getAxis(side).setLogMode(True)
    plot.set_ranges(*((low, high) if side == each else (0.0, 1.0) for each in ("bottom", "left")))
    plot.grab()
    axis = plot.getAxis(side)
    picture = QPicture()
    with QPainter(picture) as painter:
        painted = axis.generateDrawSpecs(painter)[2]
    texts = [text for _, _, text in painted]
    assert len(set(texts)) == len(texts) > 1
    boxes = [box for box, _, _ in painted]
    assert not any(a.intersects(b) for a, b in combinations(boxes, 2))
    along = [box.center().x() if side == "bottom" else -box.center().y() for box in boxes]
    numbers = [float(text.replace("−", "-")) for text in texts]
    length = axis.width() if side == "bottom" else axis.height()
    where = np.diff(np.log10(numbers)) * length / (high - low)
    assert where == pytest.approx(np.diff(along), abs=1.5)


@pytest.mark.parametrize("height", [140, 260, 500])
@pytest.mark.parametrize("y", [(2e6, 3e6), (0.15, 0.3), (0.15, 7.5), (0.02, 0.95), (0.3, 1.02), (0.04, 30.0)])
def test_the_names_on_a_log_axis_do_not_touch(plot, y, height):
    low, high = np.log10(y)
    plot.resize(400, height)
    plot.set_log_y(True)
    plot.set_ranges((0.0, 1.0), (low, high))
    plot.grab()
    axis = plot.getAxis("left")
    named = sorted(
        {
            round(float(v), 9)
            for _, ticks in axis.tickValues(low, high, axis.height())
            for text, v in zip(axis.tickStrings(ticks, 1.0, 1.0), ticks, strict=True)
            if text
        }
    )
    assert min(np.diff(named), default=1.0) * axis.height() / (high - low) > axis._type_px


@pytest.mark.parametrize("values", [[1.0, np.nan, 2.0, 3.0], [np.inf, 1.0], [np.nan], []])
def test_a_curve_leaves_out_what_is_not_finite(plot, values):
    curve = plot.add(Curve(curve_pen(LIGHT, LIGHT.ink)))
    y = np.array(values)
    curve.set_data(np.arange(len(y), dtype=float), y)
    assert np.isfinite(curve.boundingRect().height())
    assert not plot.grab().isNull()


def test_a_theme_reaches_every_part_of_a_plot(plot):
    light = plot.grab().toImage()
    plot.set_theme(DARK)
    dark = plot.grab().toImage()
    assert dark.pixelColor(200, 100).lightness() < 60 < light.pixelColor(200, 100).lightness()


def test_log_is_chosen_where_the_loss_outgrows_its_start():
    assert log_is_better(np.array([9.0, 866.0]))
    assert not log_is_better(np.array([9.0, 20.0, 0.0]))
    assert not log_is_better(np.array([np.nan]))


def test_the_slice_reaches_the_learning_rate_and_keeps_losses_of_zero(qtbot):
    plot = GradientSlice(LIGHT)
    qtbot.addWidget(plot)
    sizes = np.linspace(0, 0.12, 50)
    loss = (1 - sizes / 0.06) ** 2
    for log in (False, True):
        plot.show_slice(sizes, loss, 0.1, 0.12, log=log)
        (x0, x1), _ = plot.getViewBox().viewRange()
        assert x0 == 0
        assert 0.1 < x1 <= 0.12
        assert not plot.grab().isNull()


def test_a_flat_or_empty_loss_is_drawn_too(qtbot):
    plot = LossOverSteps(LIGHT)
    qtbot.addWidget(plot)
    for loss in (np.zeros(5), np.full(5, 1e300), np.array([3.0]), np.array([1.0, np.nan, np.nan])):
        for log in (False, True):
            plot.show_loss(loss, 0, log=log)
            assert not plot.grab().isNull()


@pytest.mark.parametrize(("value", "round_number"), [(0.93, 1.0), (1.0, 1.0), (1.01, 1.15), (866.7, 900.0), (0.0, 1.0)])
def test_round_above(value, round_number):
    assert round_above(value) == pytest.approx(round_number)


def test_exact_values_are_read_under_the_mouse(qtbot):
    plot = GradientSlice(LIGHT)
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.show()
    sizes = np.linspace(0, 0.12, 121)
    plot.show_slice(sizes, (1 - sizes / 0.06) ** 2, 0.1, 0.12, log=False)
    assert plot.read(0.03) == "α = 0.03: the loss after one step is 0.25"
    assert plot.read(-1.0) == ""
    qtbot.mouseMove(plot.viewport(), plot.to_widget(0.03, 0.5).toPoint())
    qtbot.waitUntil(lambda: QToolTip.text().startswith("α = 0.0"))
    steps = LossOverSteps(LIGHT)
    qtbot.addWidget(steps)
    steps.show_loss(np.array([9.0, 866.7136, 5.0]), 0, log=True)
    assert steps.read(1.2) == "step 1\nloss: 866.7136"
    assert steps.read(5.0) == ""


def test_a_log_axis_keeps_the_start_in_sight_however_far_the_loss_climbs(qtbot):
    plot = LossOverSteps(LIGHT)
    qtbot.addWidget(plot)
    plot.show_loss(np.array([9.0, 3499.9, 3e9, 1e31, 1e240]), 0, log=True)
    _, (low, high) = plot.getViewBox().viewRange()
    assert low <= np.log10(9.0)
    assert high >= 240
    plot.show_loss(np.array([9.0, 900.0, 1e-30]), 0, log=True)
    _, (low, _) = plot.getViewBox().viewRange()
    assert -7 < low < -4


@pytest.mark.parametrize("side", ["left", "bottom"])
@pytest.mark.parametrize("px", [170, 200, 400])
@pytest.mark.parametrize("reach", [3.5, 4.5, 6.0, 8.0])
def test_an_axis_with_room_for_two_ticks_has_two(plot, side, px, reach):
    axis = plot.getAxis(side)
    axis.set_type_size(11)
    axis.set_end(reach)
    ticks = [v for _, values in axis.tickValues(-reach, 2.2 * reach, px) for v in values]
    assert len(ticks) > 1

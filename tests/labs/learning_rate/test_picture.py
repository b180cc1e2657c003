"""The picture of a ladder of rates: words at the ends of curves, labels apart, runs that diverge, the contour."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from shown_view import shown_view

from wk4gui.labs.learning_rate import LAB
from wk4gui.labs.learning_rate.model.reasons import norm_reason
from wk4gui.labs.learning_rate.picture.view import short_rate
from wk4gui.render.axis import tick_step
from wk4gui.render.label_spread import spread
from wk4gui.render.ladder_plot import MAX_RATES, end_of_curve, window_of
from wk4gui.render.theme import THEMES, series_look

heights = st.floats(-1e3, 1e3)


@pytest.fixture
def show(qtbot):
    """Makes a function that shows a preset, with changes, in a new view."""

    def make(preset="ladder", **how):
        view, _, result = shown_view(qtbot, LAB, preset, **how)
        return view, result

    return make


def test_the_question_shows_its_outcomes_in_words(show):
    view, result = show()
    texts = view.costs.labels.texts()
    assert [text.split(" ", 1)[1] for text in texts] == list(result.regime)
    assert {"too low", "good", "diverges"} <= set(result.regime)
    assert texts[3] == "0.02 good"


def test_where_there_is_no_room_the_rates_stay_and_the_words_go(show):
    view, result = show("full_batch", size=(780, 640))
    assert "0.3 diverges" in view.costs.labels.texts()
    view.resize(330, 300)
    view.grab()
    assert view.costs.labels.texts() == [str(short_rate(rate, None)) for rate in result.rates]


@given(st.lists(heights, max_size=12), st.floats(1.0, 40.0), st.floats(0.0, 400.0))
def test_labels_never_overlap_nor_leave_the_plot(wanted, height, room):
    centres = spread(wanted, height, 0.0, room)
    placed = sorted(c for c in centres if c is not None)
    assert len(placed) == min(len(wanted), int(room / height + 1e-9))
    assert all(b - a >= height * (1 - 1e-9) for a, b in pairwise(placed))
    assert all(height / 2 - 1e-6 <= c <= room - height / 2 + 1e-6 for c in placed)


@given(st.lists(heights, max_size=12, unique=True), st.floats(1.0, 40.0))
def test_labels_keep_the_order_of_their_curves(wanted, height):
    centres = spread(wanted, height, -1e4, 1e4)
    assert [centres.index(c) for c in sorted(centres)] == [wanted.index(w) for w in sorted(wanted)]


def test_labels_that_are_apart_stay_where_they_are():
    assert spread([10.0, 50.0, 30.0], 12.0, 0.0, 100.0) == [10.0, 50.0, 30.0]
    assert spread([50.0, 50.0], 12.0, 0.0, 100.0) == [44.0, 56.0]


def test_a_run_that_diverges_ends_with_a_cross(show):
    view, result = show("full_batch")
    crossed = [cross.point is not None for cross in view.costs.crosses]
    assert crossed[: len(result.rates)] == [regime == "diverges" for regime in result.regime]
    assert "0.3 diverges at step 221" in view.costs.labels.texts()


def test_a_curve_ends_at_its_last_finite_step_or_where_it_leaves_the_window():
    assert end_of_curve(np.array([1.0, 2.0, np.nan]), 5.0) == (1.0, 2.0)
    assert end_of_curve(np.array([1.0, 3.0, 7.0, 9.0]), 5.0) == (1.5, 5.0)
    assert end_of_curve(np.array([1.0, 9.0, 3.0]), 5.0) == (2.0, 3.0)


def test_a_linear_axis_is_not_stretched_by_what_diverges():
    values = np.array([[4.0, 2.0, 1.0], [4.0, 1e9, 1e18]])
    assert window_of(values, ("good", "diverges"), log=False).high < 6.0
    window = window_of(values, ("good", "diverges"), log=True)
    assert window.low <= 0.0 < window.high < 3.0


def test_a_run_that_diverges_is_seen_to_climb(show):
    view, result = show()
    assert result.regime[-1] == "diverges"
    high = view.costs.getViewBox().viewRange()[1][1]
    assert view.costs.curves[6].points[:, 1].max() > high >= 1.2 * result.loss[0, 0]


def test_both_weights_have_the_same_scale(show):
    view, _ = show()
    for size in ((1200, 800), (900, 850)):
        view.resize(*size)
        view.grab()
        box = view.contour.getViewBox()
        (x0, x1), (y0, y1) = box.viewRange()
        assert (x1 - x0) / box.width() == pytest.approx((y1 - y0) / box.height(), rel=0.01)
        assert min(x1, -x0) >= 6.0


def test_the_strip_shows_the_curvature_of_networks_against_its_limit(show):
    view, _ = show("edge")
    params = view.shown[0]
    assert view.wanted_parts() == ("sharpness",)
    found = LAB.part("sharpness").compute(params)
    view.show_part("sharpness", params, found)
    view.grab()
    shares = 10.0 ** np.array([curve.points[-1, 1] for curve in view.sharpness.curves[:4]])
    np.testing.assert_allclose(shares, found.sharpness[:4, -1] / found.sharpness_limit[:4])
    assert view.sharpness.getViewBox().viewRange()[0] == view.costs.getViewBox().viewRange()[0]
    run, record = view.sharpness.point_at(*view.sharpness.curves[1].points[7])
    assert (run, record) == (1, 7)
    view.show_result(LAB.params(), LAB.main.compute(LAB.params()), 100)
    assert view.sharpness.isHidden()
    assert view.wanted_parts() == ()


@pytest.mark.parametrize("preset", [preset.name for preset in LAB.presets])
def test_the_contour_is_there_for_the_quadratic_alone(show, preset):
    view, result = show(preset)
    quadratic = result.paths is not None
    assert view.stack.currentWidget() is (view.contour if quadratic else view.norms)
    pane = next(pane for pane in view.panes if pane.name == "paths")
    assert ("paths" in pane.title.text()) == quadratic
    assert pane.accessibleName() == pane.title.text()


def test_a_mystery_keeps_its_secret(show):
    view, _ = show("mystery")
    assert view.costs.labels.texts() == ["α = ?"]
    assert not any(label.text for label, _ in view.slice._labels)


def test_the_log_axis_is_a_matter_of_the_view_state(show):
    view, _ = show()
    assert not view.costs.log_y
    view.set_state(view.state.with_(loss_axis="log"))
    assert view.costs.log_y


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_no_two_rates_look_alike(theme):
    looks = [series_look(theme, k) for k in range(MAX_RATES)]
    assert len({dash for _, dash in looks}) == MAX_RATES
    assert len({color for color, _ in looks}) == 7


@given(st.floats(1e-3, 1e6))
def test_ticks_are_round_and_no_nearer_than_asked(least):
    step = tick_step(least)
    assert step >= least * (1 - 1e-6)
    assert str(step).rstrip("0") in ("1", "2", "5")


def test_the_start_can_be_dragged_and_the_window_waits_for_the_drop(show, qtbot):
    view, _ = show()
    edits = []
    view.edited.connect(lambda changes, drag: edits.append((changes, drag)))
    port, start = view.contour.viewport(), view.contour.to_widget(6.0, 0.6).toPoint()
    goal = view.contour.to_widget(3.0, -0.3).toPoint()
    before = view.contour.getViewBox().viewRange()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(port, goal)
    assert edits[-1][0]["start"] == pytest.approx([3.0, -0.3], abs=0.05)
    assert edits[-1][1] > 0
    params = LAB.preset_params("ladder").with_(start=tuple(edits[-1][0]["start"]))
    view.show_result(params, LAB.main.compute(params), 100)
    assert view.contour.getViewBox().viewRange() == before
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=goal)
    assert view.contour.getViewBox().viewRange() != before


def test_elsewhere_nothing_is_dragged(show, qtbot):
    view, _ = show()
    edits = []
    view.edited.connect(lambda *edit: edits.append(edit))
    port, away = view.contour.viewport(), view.contour.to_widget(0.0, 0.0).toPoint()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=away)
    qtbot.mouseMove(port, view.contour.to_widget(3.0, -0.3).toPoint())
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=away)
    assert not edits


def test_the_gradients_of_mini_batches_are_averaged_and_said_to_be(qtbot):
    view, params, result = shown_view(qtbot, LAB, "mini_batch", frame=200)
    n = params.n_steps // 20
    assert view._paths_pane.title.text() == f"Gradient size, mean of {n} steps"
    norms, shown = result.gradient_norm[2], view.norms.runs[2].values
    assert shown[200] == pytest.approx(norms[201 - n : 201].mean())
    assert shown[3] == pytest.approx(norms[:4].mean())
    reason = norm_reason(params, result, 2, 200)
    assert reason.value == pytest.approx(shown[200])
    assert f"the last {n} steps" in reason.subject
    assert len(view.norms.raw[2].points) == 201
    full, params, result = shown_view(qtbot, LAB, "full_batch")
    assert np.array_equal(full.norms.runs[2].values, result.gradient_norm[2], equal_nan=True)
    assert full.norms.raw[2].is_empty()


def test_the_loss_axis_is_logarithmic_by_itself_where_losses_fall_by_decades(show):
    assert show("tutorial_good")[0].costs.log_y
    assert not show("ladder")[0].costs.log_y

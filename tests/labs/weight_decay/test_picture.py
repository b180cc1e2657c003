"""The picture of the weight decay lab: the map, the step in two columns, the lines over the steps, the networks."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from shown_view import shown_view
from tiers import sample

from wk4gui.core.number_format import format_number, format_significant
from wk4gui.labs.weight_decay import LAB
from wk4gui.labs.weight_decay.model.network import compute_network
from wk4gui.labs.weight_decay.picture.decay_looks import PATHS
from wk4gui.labs.weight_decay.picture.decay_map import apart, circle
from wk4gui.labs.weight_decay.picture.twin_columns import _GAP, colored
from wk4gui.render.theme import LIGHT


@pytest.fixture
def show(qtbot):
    """Makes a function that shows a preset, with changes, in a new view."""

    def make(preset="question", **how):
        return shown_view(qtbot, LAB, preset, **how)

    return make


def test_the_map_has_equal_units_and_holds_what_matters(show):
    view, params, result = show()
    box = view.map.getViewBox()
    (x0, x1), (y0, y1) = box.viewRange()
    assert (x1 - x0) / box.width() == pytest.approx((y1 - y0) / box.height(), rel=1e-3)
    for x, y in (params.start, params.optimum, result.regularized_optimum, (0.0, 0.0)):
        assert x0 < x < x1
        assert y0 < y < y1


def test_contour_and_circle_touch_at_the_regularised_optimum(show):
    view, _, result = show()
    _, _, _, contour, ring = (curve.points for curve in view.map._map_layers)
    for points in (contour, ring):
        assert np.hypot(*(points - result.regularized_optimum).T).min() < 0.03


def test_dragging_the_start_edits_it(show, qtbot):
    view, params, _ = show()
    found, settled = [], []
    view.edited.connect(lambda changes, drag: found.append((changes, drag)))
    view.settled.connect(lambda: settled.append(True))
    plot = view.map
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.to_widget(*params.start).toPoint())
    qtbot.mouseMove(plot.viewport(), plot.to_widget(0.5, -0.5).toPoint())
    changes, drag = found[-1]
    assert changes["start"] == pytest.approx([0.5, -0.5], abs=0.02)
    assert drag > 0
    before = plot.getViewBox().viewRange()
    moved = params.with_(**changes)
    view.show_result(moved, LAB.main.compute(moved), 3)
    assert plot.getViewBox().viewRange() == before
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton)
    assert settled == [True]


def test_a_step_is_told_term_by_term(show):
    view, params, result = show(frame=3)
    left, right = view.twins.step.columns
    by_name = {term.symbol: np.array(term.values) for term in right}
    alpha, decay = params.learning_rate, params.weight_decay
    np.testing.assert_allclose(by_name["(1 − αλ)w"], (1 - alpha * decay) * by_name["w"])
    np.testing.assert_allclose(by_name["w"] + by_name["−αλw"], by_name["(1 − αλ)w"])
    np.testing.assert_allclose(by_name["new w"], by_name["(1 − αλ)w"] + by_name["−α∇L"])
    np.testing.assert_allclose(by_name["new w"], result.path_decay[4])
    np.testing.assert_allclose(left[-1].values, result.path_l2[4])
    assert "rounding" in view.twins.step.words
    assert view.panes[1].title.text() == "Step 3 → 4, written twice"


def test_the_lines_of_the_derivation_are_right_in_numbers(show):
    view, _, _ = show(frame=0)
    for _, pieces in view.twins.step.lines[1:]:
        text = "".join(piece for piece, _ in pieces).removeprefix("w₁: ")
        ways = [eval(each.replace("−", "-").replace("·", "*")) for each in text.split(" = ")]
        assert ways == pytest.approx([ways[0]] * len(ways), abs=2e-4)


def test_the_last_frame_shows_the_last_step(show):
    view, _, result = show("adam")
    assert view.panes[1].title.text() == "Step 99 → 100, written twice"
    assert view.twins.step.difference == pytest.approx(tuple(result.path_l2[-1] - result.path_decay[-1]))
    assert "AdamW" in view.twins.step.words


def test_shrinking_and_step_have_a_colour_each():
    assert dict(colored("w ← (1 − αλ)w − α∇L")) == {
        "w ← ": "ink", "(1 − αλ)w": "selected", " − ": "ink", "α∇L": "backward",
    }  # fmt: skip
    assert ("(λ/2)‖w‖²", "selected") in colored("J = L + (λ/2)‖w‖²")
    assert ("L", "backward") in colored("J = L + (λ/2)‖w‖²")


def test_a_run_that_diverged_says_so(show):
    view, _, result = show(learning_rate=1.0, n_steps=1000)
    assert any(result.diverged_at)
    assert view.twins.step.columns == ((), ())
    assert "overflow" in view.twins.step.words
    crosses = [cross.point for cross in view.lines.crosses]
    assert any(point is not None for point in crosses)


def test_without_a_penalty_there_are_no_circles(show):
    view, _, _ = show(weight_decay=0)
    assert not np.isfinite(view.map._map_layers[1].points).any()
    assert view.map.names[1].text == ""


def test_what_is_drawn_over_the_steps_is_chosen(show):
    view, _, result = show("momentum")
    assert view.lines.curves[PATHS.index("l2")].points[-1, 1] == pytest.approx(result.norm[1, -1])
    view.set_state(view.state.with_(over_steps="difference"))
    assert view.lines.log_y
    assert view.lines.curves[PATHS.index("l2")].is_empty()
    assert view.lines.curves[PATHS.index("decay")].points[-1, 1] == pytest.approx(np.log10(result.difference[-1]))
    assert "decay through the velocity" in view.lines.read(50)


def test_the_map_reads_loss_and_penalty(show):
    view, params, _ = show()
    text = view.map.reading(*params.optimum)
    assert text == "w = (2, 1): loss 0, penalty 1.25, objective 1.25"


class TestNetworks:
    def test_they_are_computed_only_where_they_are_shown(self, show):
        view, _, _ = show()
        assert view.wanted_parts() == ()
        view.set_state(view.state.with_(show="network"))
        assert view.wanted_parts() == ("network",)

    def test_they_are_drawn(self, show):
        view, params, _ = show("network")
        result = compute_network(params)
        view.show_part("network", params, result)
        view.grab()
        assert view.outcome.text().startswith("Some decay helps")
        names = ["0", "0.0001", "0.001", "0.01", "0.1"]
        assert [label.text for label in view.weights.titles] == [f"λ = {name}" for name in names]
        assert view.losses.read(3).startswith("λ = 0.01: training loss ")
        assert "target" in view.fits.read(0.0)


def test_polylines_are_kept_apart():
    joined = apart([circle(1.0, 5), circle(2.0, 5)])
    assert np.isnan(joined).any(axis=1).sum() == 2
    assert apart([]).shape == (1, 2)


def reason_at(view, widget, x, y):
    (explained,) = [each for each in view.explained if each.widget is widget]
    return explained.reason_at(x, y)


STEPS = itertools.product((0, 1, 40), ("sgd", "momentum", "adam"), ("half", "full"), ("corrected", "as_printed"))


@pytest.mark.parametrize(("frame", "optimizer", "convention", "rule"), sample(STEPS, 3, of=lambda step: step[1]))
def test_every_number_of_the_columns_is_explained(show, optimizer, convention, rule, frame):
    changes = {"optimizer": optimizer, "convention": convention, "rule": rule, "curvature": (0.5, 1.5)}
    view, _, _ = show(frame=frame, **changes)
    step = view.twins.step
    kinds = set()
    for box, cell in view.twins._cells:
        reason = reason_at(view, view.twins, box.center().x(), box.center().y())
        kinds.add(cell.kind)
        if cell.kind in ("term", "difference"):
            own = step.difference if cell.kind == "difference" else step.columns[cell.column][cell.row].values
            assert reason.value == pytest.approx(own[cell.axis], rel=1e-9, abs=1e-14)
            assert reason.formulas[-1].endswith(f"= {format_significant(reason.value, 5)}")
        elif cell.kind == "line" and step.lines[cell.row][1]:
            assert format_number(reason.value, view.state.digits) in step.lines[cell.row][1][-1][0]
    assert kinds == {"line", "term", "difference", "words"}


def test_the_map_explains_optima_paths_and_places(show):
    view, params, result = show("momentum")
    assert "as set" in reason_at(view, view.map, *params.optimum).subject
    assert reason_at(view, view.map, *result.regularized_optimum).value == result.regularized_optimum[1]
    own = reason_at(view, view.map, *result.rule_optimum)
    assert own.formulas[0] == "s = λ (1 − μ) = 0.5 · (1 − 0.9) = 0.05"
    assert own.value == result.rule_optimum[1]
    start = reason_at(view, view.map, *params.start)
    assert start.formulas == ("w₁ = −1", "w₂ = 2")
    path = reason_at(view, view.map, *result.path_decay_velocity[3])
    assert path.value in {points[3, 1] for points in (result.path_l2, result.path_decay_velocity)}
    (_, x1), (_, y1) = view.map.getViewBox().viewRange()
    assert reason_at(view, view.map, x1, y1).formulas[-1].startswith("J = L + P = ")


@pytest.mark.parametrize("quantity", ["norm", "loss", "objective", "difference"])
def test_the_curves_over_the_steps_are_explained(show, quantity):
    view, _, result = show("adam", view={"over_steps": quantity})
    rows = {"difference": [result.difference]}.get(quantity, getattr(result, quantity))
    placed = np.log10(rows[-1][30]) if view.lines.log_y else rows[-1][30]
    assert reason_at(view, view.lines, 30.0, placed).value == pytest.approx(rows[-1][30])


def test_the_networks_are_explained(show):
    view, params, _ = show("network")
    networks = compute_network(params)
    view.show_part("network", params, networks)
    view.grab()
    mean = reason_at(view, view.losses, 2.0, networks.test_loss[2].mean())
    assert mean.value == networks.test_loss[2].mean()
    norm = reason_at(view, view.norms, 0.0, networks.weight_norm[0].max())
    assert norm.value == networks.weight_norm[0].max()
    share = reason_at(view, view.weights, 0.0, len(networks.lambdas) - 0.5)
    assert share.value == networks.weight_histogram[0, networks.weight_histogram.shape[1] // 2]
    beside = reason_at(view, view.weights, view.weights.getViewBox().viewRange()[0][1], 0.5)
    assert beside.value == networks.weight_norm[-1].mean()
    place = (networks.network_points_x[7], networks.network_points_y[7])
    assert reason_at(view, view.fits, *place).value == networks.network_points_y[7]
    assert reason_at(view, view.fits, 1.0, networks.network_curves[-1, -1]).value == networks.network_curves[-1, -1]


@pytest.mark.parametrize("theme", [LIGHT, replace(LIGHT, text_scale=1.3)], ids=["normal", "larger"])
def test_no_number_of_a_narrow_pane_lies_over_another(show, theme):
    view, _, _ = show()
    twins = view.twins
    twins.set_theme(theme)
    for width in (200, 260, 320, 400):
        twins.resize(width, 500)
        assert twins._widths(twins._look_of_numbers())[2] <= width + 2 * _GAP  # half of the four gaps is left

"""The playground in a window: what a click does, branches with their pin, own points, and the way to backprop."""

import numpy as np
import pytest

from wk4gui.lab.declarations import ParamError
from wk4gui.lab.frames import Frames
from wk4gui.labs.playground.model.backprop_state import LARGEST
from wk4gui.labs.playground.model.own_points import own_points
from wk4gui.labs.playground.model.params import Start
from wk4gui.labs.playground.model.problem import layout_of
from wk4gui.labs.playground.model.sample import sample_at
from wk4gui.registry import LABS

SHORT = {"n_epochs": 4, "n_train": 60, "n_test": 40}


@pytest.fixture
def lab(window, qtbot):
    page = window.open_lab("playground")
    page.session.set_params(SHORT)
    qtbot.waitUntil(lambda: page.session.ready and page.session.params.n_epochs == 4, timeout=20_000)
    return page


def ready(page, qtbot):
    qtbot.waitUntil(lambda: page.session.ready, timeout=20_000)


def test_a_click_on_a_unit_chooses_it_and_shows_its_weights(lab):
    lab.view.network.unit_clicked.emit(1, 2)
    assert (lab.view.state.layer, lab.view.state.unit) == (1, 3)
    shown = lab.view.network._picture
    weights = layout_of(lab.session.params).weights(lab.session.result.theta[lab.session.frame])[0][0][2]
    assert shown.edges.weights == pytest.approx(weights)
    lab.view.network.unit_clicked.emit(1, 2)
    assert lab.view.state.layer == 0


def test_a_click_on_a_point_rings_it_and_says_its_loss(lab):
    x, y = lab.session.result.X_train[3]
    lab.view.boundary.clicked.emit(float(x), float(y))
    near = lab.view.state.sample - 1
    assert near >= 0
    sample = sample_at(lab.session.params, lab.session.result, lab.session.frame, near)
    assert f"loss {sample.loss:.3f}" in lab.view.numbers.text()


def stream(monkeypatch):
    for name, value in (("_PARTIAL_EVERY", 0.0), ("_FIRST_PARTIAL", 0.0), ("_PARTIAL_SHARE", 1e9), ("_LEFT", 0.0)):
        monkeypatch.setattr(f"wk4gui.app.page.runner.{name}", value)


def test_the_frame_of_a_state_comes_back_although_the_run_begins_before_it(lab, qtbot, monkeypatch):
    stream(monkeypatch)
    partial = []
    lab.session.partial_ready.connect(lambda _: partial.append((lab.session.frames.count, lab.session.frame)))
    lab.session.load(lab.session.params.with_(n_epochs=300, seed=7), 300)
    ready(lab, qtbot)
    assert any(count <= 300 for count, _ in partial)
    assert all(frame == min(300, count - 1) for count, frame in partial)
    assert lab.session.frame == 300


def test_a_wanted_frame_stays_where_a_run_so_far_ends_with_it(lab):
    session = lab.session
    session._wanted_frame, session.frame = 300, -1
    seen = []
    for count in (200, 301, 310):
        session._show_frames(Frames(count, opening=count - 1), draft=True)
        seen.append(session.frame)
    assert seen == [199, 300, 300]


def test_a_growing_run_is_followed_and_a_frame_that_is_sought_meanwhile_stays(lab, qtbot, monkeypatch):
    stream(monkeypatch)
    followed = []

    def follow(_):
        followed.append(lab.session.frame == lab.session.frames.count - 1)
        if len(followed) == 3:
            lab.session.seek(2)

    lab.session.partial_ready.connect(follow)
    lab.session.set_params({"n_epochs": 300, "seed": 8})
    ready(lab, qtbot)
    assert followed[:3] == [True, True, True]
    assert lab.session.frame == 2


def test_a_branch_begins_at_the_frame_shown_and_pins_the_old_run(lab, qtbot):
    run = lab.session.result
    lab.session.seek(12)
    lab.view.branch.click()
    ready(lab, qtbot)
    assert lab.is_pinned
    assert lab.view.losses._pin_name.text == "pinned: the usual start"
    assert lab.session.result.update[0] == run.update[12]
    assert lab.session.result.theta[0].tobytes() == run.theta[12].tobytes()
    lab.session.set_param("l2", 0.1)
    ready(lab, qtbot)
    assert lab.session.params.start is not None
    assert not np.array_equal(lab.session.result.theta[-1], run.theta[-1])
    lab.view.whole.click()
    ready(lab, qtbot)
    assert lab.session.params.start is None


def test_a_typed_weight_begins_a_branch_with_it(lab, qtbot):
    lab.session.seek(5)
    lab.view.network.weight_edited.emit(1, 0, 1, 3.25, 0)
    ready(lab, qtbot)
    place = layout_of(lab.session.params).layers[0].W.start + 1
    assert lab.session.result.theta[0, place] == 3.25
    assert lab.is_pinned
    lab.session.undo()
    ready(lab, qtbot)
    assert lab.session.params.start is None


def test_a_weight_that_is_set_at_the_end_is_seen_and_one_undo_takes_the_drag_back(lab, qtbot):
    last = lab.session.frames.count - 1
    lab.session.seek(last)
    entries = lab.session.history.count()
    for value in (1.5, 2.5):
        lab.view.network.weight_edited.emit(1, 0, 0, value, 7)
        qtbot.waitUntil(lambda: lab.session.frame >= 0 and not lab.session.busy, timeout=20_000)
        assert lab.session.frame == 0
        shown = lab.session.result.theta[0]
        assert layout_of(lab.session.params).weights(shown)[0][0][0, 0] == value
    lab.view.network.weight_dropped.emit()
    assert (lab.session.history.count(), lab.session.params.n_epochs) == (entries + 1, 8)
    lab.session.undo()
    ready(lab, qtbot)
    assert (lab.session.params.start, lab.session.params.n_epochs, lab.session.frame) == (None, 4, last)


def test_a_branch_is_shown_at_the_epoch_at_which_it_begins(lab, qtbot):
    lab.session.seek(12)
    epoch = lab.session.result.epoch[12]
    lab.view.branch.click()
    ready(lab, qtbot)
    assert (lab.session.frame, lab.session.result.epoch[0]) == (0, epoch)
    lab.session.undo()
    ready(lab, qtbot)
    assert lab.session.frame == 12
    lab.session.redo()
    ready(lab, qtbot)
    assert lab.session.frame == 0


def test_from_its_end_a_run_goes_on_for_as_many_epochs_again(lab, qtbot):
    run = lab.session.result
    assert lab.session.frame == len(run.update) - 1
    lab.view.network.weight_edited.emit(1, 0, 1, 3.25, 0)
    ready(lab, qtbot)
    assert (lab.session.params.n_epochs, lab.session.result.epoch[0]) == (8, 4)
    assert lab.session.result.theta[0, layout_of(lab.session.params).layers[0].W.start + 1] == 3.25
    lab.session.undo()
    ready(lab, qtbot)
    assert (lab.session.params.n_epochs, lab.session.params.start) == (4, None)
    lab.view.branch.click()
    ready(lab, qtbot)
    assert (lab.session.result.epoch[0], lab.session.result.epoch[-1]) == (4, 8)
    assert lab.session.result.theta[0].tobytes() == run.theta[-1].tobytes()


def test_after_a_divergence_the_last_finite_network_is_changed(lab, qtbot):
    lab.session.set_params({"data": "plane", "activation": "relu", "learning_rate": 10.0, "n_epochs": 20})
    ready(lab, qtbot)
    run = lab.session.result
    last = int(np.flatnonzero(np.isfinite(run.train_loss))[-1])
    assert last < lab.session.frame
    lab.view.network.weight_edited.emit(1, 0, 1, 3.25, 0)
    ready(lab, qtbot)
    assert lab.session.result.update[0] == run.update[last]


def test_clicks_in_the_plane_set_own_points(lab, qtbot):
    n = len(lab.session.result.y_train)
    lab.view.set_state(lab.view.state.with_(click="add", added=1))
    lab.view.boundary.clicked.emit(4.5, -4.5)
    ready(lab, qtbot)
    params = lab.session.params
    assert params.data == "own"
    assert params.own_X[n] == (4.5, -4.5)
    assert params.own_y[n] == 1.0
    assert len(lab.session.result.y_train) == n + 1
    lab.view.set_state(lab.view.state.with_(click="remove"))
    lab.view.boundary.clicked.emit(4.5, -4.5)
    ready(lab, qtbot)
    assert (4.5, -4.5) not in lab.session.params.own_X
    lab.session.undo()
    lab.session.undo()
    assert lab.session.params.data == "circle"


def test_plus_and_minus_change_a_layer(lab, qtbot):
    lab.view.network.resized.emit(0, 1)
    ready(lab, qtbot)
    assert lab.session.params.hidden == (5, 2)
    for _ in range(2):
        lab.view.network.resized.emit(1, -1)
        ready(lab, qtbot)
    assert lab.session.params.hidden == (5,)


@pytest.mark.parametrize("at", [7, 24])
@pytest.mark.parametrize("changes", [{}, {"data": "arms"}, {"loss": "half_mse"}, {"data": "hills", "hidden": [3]}])
def test_open_in_backprop_has_the_same_loss_and_the_same_gradient(window, lab, qtbot, changes, at):
    lab.session.set_params(changes)
    ready(lab, qtbot)
    lab.session.seek(at)
    params, run = lab.session.params, lab.session.result
    lab.view.backprop.click()
    page = window.page
    assert page.session.lab.id == "backprop"
    qtbot.waitUntil(lambda: page.session.ready, timeout=20_000)
    result = page.session.result
    assert result.loss[0] == pytest.approx(run.batch_loss[at, 0], rel=1e-12)
    for k in range(layout_of(params).n_layers):
        gradient = np.concatenate([np.ravel(result.grad_W[0][k]), np.ravel(result.grad_b[0][k])])
        assert np.linalg.norm(gradient) == pytest.approx(run.grad_norm[at, k], rel=1e-9)


def test_a_batch_too_large_for_backprop_is_cut_and_the_button_says_so(lab, qtbot):
    assert "This network and the next mini-batch" in lab.view.backprop.toolTip()
    lab.session.set_params({"n_train": 80, "batch_size": 65})
    ready(lab, qtbot)
    assert "the first 64 points of the next mini-batch" in lab.view.backprop.toolTip()


def test_with_dropout_or_batch_norm_there_is_no_way_to_backprop(lab, qtbot):
    lab.session.set_param("drop_prob", 0.2)
    ready(lab, qtbot)
    assert not lab.view.backprop.isEnabled()
    assert "neither dropout nor batch norm" in lab.view.backprop.toolTip()


def test_numbers_too_large_for_backprop_are_not_offered(lab, qtbot):
    start = lab.session.result.theta[0] * 1e8
    lab.session.set_params({"start": Start(theta=tuple(start.tolist()))})
    ready(lab, qtbot)
    assert not lab.view.backprop.isEnabled()
    assert "−1,000,000" in lab.view.backprop.toolTip()


@pytest.mark.parametrize("value", [LARGEST, -LARGEST])
def test_the_largest_number_offered_is_the_largest_that_backprop_takes(value):
    backprop = LABS["backprop"]
    assert backprop.decode({"x": [value, 1.0]}).x[0] == value
    with pytest.raises(ParamError):
        backprop.decode({"x": [2.0 * value, 1.0]})


def test_of_two_training_points_none_is_taken(lab, qtbot):
    lab.session.set_params({"n_train": 2, "batch_size": 1})
    ready(lab, qtbot)
    params = lab.session.params
    refused = []
    lab.session.refused.connect(refused.append)
    lab.view.edited.emit(own_points(params, lab.session.result, None, 0, 1), 0)
    assert lab.session.params == params
    assert refused == ["Training points: a whole number from 2 to 1000 is expected, not 1"]


def test_the_pinned_boundary_stays_and_the_difference_is_shown(lab, qtbot):
    lab.pin()
    lab.session.set_param("learning_rate", 1.0)
    ready(lab, qtbot)
    assert lab.view.boundary.snapshots
    before = lab.view.boundary.picture._image.copy()
    lab.view.set_state(lab.view.state.with_(map="difference"))
    assert lab.view.boundary.picture._image != before
    lab.unpin()
    assert not lab.view.boundary.snapshots


def test_the_swarm_has_a_page(lab, qtbot):
    lab.session.set_param("n_seeds", 4)
    lab.view.set_state(lab.view.state.with_(show="swarm"))
    qtbot.waitUntil(lambda: {"swarm", "versus"} <= lab.view.part_results.keys(), timeout=30_000)
    assert "of 4 networks" in lab.view.swarm.outcome.text()


def test_the_time_line_keeps_its_width_from_frame_to_frame(lab, qtbot):
    player, widths = lab.player, set()
    for frame in (24, 1, 6, 7, 18, 0):
        lab.session.seek(frame)
        widths.add(player.time_line.width())
        assert player.label.width() >= player.label.fontMetrics().horizontalAdvance(player.label.text())
        assert player.label.geometry().right() < player._speed_button.geometry().left()
    assert len(widths) == 1

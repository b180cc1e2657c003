"""The playground's picture: the numbers of a sample, and where things are in the diagram."""

from dataclasses import replace

import numpy as np
import pytest
from shown_view import shown_view

from wk4gui.core.number_format import format_percent
from wk4gui.labs.playground.model.compute import compute
from wk4gui.labs.playground.model.layout import Layout
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import layout_of, problem_of
from wk4gui.labs.playground.model.sample import sample_at
from wk4gui.labs.playground.picture.history_plots import loss_window
from wk4gui.labs.playground.picture.network_geometry import Geometry
from wk4gui.registry import LABS

SHORT = {"n_epochs": 4, "n_train": 60, "n_test": 40}


@pytest.mark.parametrize("changes", [{}, {"batch_norm": True}, {"data": "arms", "hidden": [3]}, {"data": "plane"}])
def test_the_gradient_of_a_sample_is_that_of_its_loss(changes):
    params = Params(**SHORT).with_(**changes)
    run, frame = compute(params), 15
    sample = sample_at(params, run, frame, 2)
    layout = layout_of(params)
    for k, (layer, gradient) in enumerate(zip(layout.layers, sample.grad_W, strict=True)):
        for place in (layer.W.start, layer.W.stop - 1):
            ends = []
            for sign in (1, -1):
                theta = run.theta.copy()
                theta[frame, place] += sign * 1e-6
                ends.append(sample_at(params, replace(run, theta=theta), frame, 2).loss)
            assert gradient.ravel()[place - layer.W.start] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-7), k
    assert problem_of(params).train.X[2] == pytest.approx(sample.place)


@pytest.mark.parametrize("sizes", [(2, 4, 2, 1), (7, 16, 16, 16, 16, 16, 16, 4), (1, 1), (2, 16, 1)])
@pytest.mark.parametrize("size", [(605, 340), (320, 220), (900, 500)])
def test_tiles_are_inside_and_apart(sizes, size):
    places = Geometry(sizes, size, 11)
    boxes = [places.tile(c, j) for c, n in enumerate(sizes) for j in range(n)]
    for i, box in enumerate(boxes):
        assert box.left() >= 0.0
        assert box.right() <= size[0]
        assert box.top() >= 0.0
        assert box.bottom() <= size[1]
        assert not any(box.intersects(other) for other in boxes[:i])


def test_theta_goes_layer_by_layer_and_back():
    layout = Layout((2, 3, 2, 1), batch_norm=True)
    theta = np.arange(float(layout.n_parameters))
    assert theta[layout.to_blocks][layout.from_blocks] == pytest.approx(theta)
    W, b = layout.weights(theta)[0]
    assert pytest.approx(np.arange(6.0).reshape(3, 2)) == W
    assert b == pytest.approx([6.0, 7.0, 8.0])
    assert theta[layout.layers[0].gamma] == pytest.approx([9.0, 10.0, 11.0])


@pytest.mark.parametrize("least", [1e-3, 2.7e-5, 1e-9])
def test_a_small_loss_is_drawn_at_its_height(least):
    window = loss_window(np.array([0.7, least, 0.0]), log=True)
    assert window.place(np.array([least])) == pytest.approx(np.log10(least))
    assert window.place(np.array([0.0])) == window.low < np.log10(least)


def test_the_legend_of_the_layers_tells_the_dead_units(qtbot):
    changes = {"activation": "relu", "learning_rate": 10.0, "hidden": [8], **SHORT}
    view, _, run = shown_view(qtbot, LABS["playground"], "ring", **changes)
    view.layer_legend.show_series = (seen := []).append
    for frame in (0, len(run.update) - 1):
        view.show_result(LABS["playground"].preset_params("ring").with_(**changes), run, frame)
    assert run.dead[0, 0] == 0.0
    assert run.dead[-1, 0] > 0.0
    names = [[series.name for series in rows] for rows in seen]
    assert names == [["layer 1", "output"], [f"layer 1, {format_percent(run.dead[-1, 0])} % dead", "output"]]


@pytest.mark.parametrize("sample", [0, 3])
def test_a_run_whose_loss_was_never_finite_is_drawn(qtbot, sample):
    start = {"theta": [1e308] * 25}
    view, _, run = shown_view(qtbot, LABS["playground"], "ring", view={"sample": sample}, start=start, **SHORT)
    assert run.diverged_at == 0
    assert not view.branch.isEnabled()

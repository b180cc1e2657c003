"""The playground's picture: the numbers of a sample, and where things are in the diagram."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage
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
from wk4gui.render.device_curve import Curve
from wk4gui.render.segments import mapped
from wk4gui.render.theme import DARK

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
    assert names == [["layer 1", "output", f"layer 1, dead {format_percent(run.dead[at, 0])} %"] for at in (0, -1)]


@pytest.mark.parametrize("sample", [0, 3])
def test_a_run_whose_loss_was_never_finite_is_drawn(qtbot, sample):
    start = {"theta": [1e308] * 25}
    view, _, run = shown_view(qtbot, LABS["playground"], "ring", view={"sample": sample}, start=start, **SHORT)
    assert run.diverged_at == 0
    assert not view.branch.isEnabled()


def covered(plot):
    """Whether the name of a plot's pin lies over a curve."""
    label, scale = plot._pin_name, 1.0
    to_device = label.sceneTransform()
    box = label.box(to_device, scale)
    assert not box.isNull()
    for item in plot.area.items:
        if isinstance(item, Curve) and len(item.points):
            x, y = mapped(item.points, to_device).T
            grid = np.arange(box.left(), box.right())
            heights = np.interp(grid, x, y, left=np.nan, right=np.nan)
            if ((heights > box.top()) & (heights < box.bottom())).any():
                return True
    return False


@pytest.mark.parametrize(("preset", "changes"), [("ring", {}), ("noisy", {"n_epochs": 200})])
def test_the_name_of_a_pin_covers_no_curve(qtbot, preset, changes):
    view, params, run = shown_view(qtbot, LABS["playground"], preset, **changes)
    view.resize(980, 760)
    view.pin("the same settings")
    other = params.with_(learning_rate=0.1)
    view.show_result(other, compute(other), len(run.update) - 1)
    view.name_pin("the same settings")
    for plot in (view.losses, view.gradients, view.shares):
        assert not covered(plot), plot.accessibleName()


def test_points_are_set_anew_only_where_they_or_their_colours_changed(qtbot):
    view, params, run = shown_view(qtbot, LABS["playground"], "ring", **SHORT)
    plot, seen = view.boundary, []
    plot._train.set_points = lambda *given: seen.append(given)
    view.show_result(params, run, 2)
    view.show_result(params.with_(learning_rate=0.1), compute(params.with_(learning_rate=0.1)), 2)
    assert not seen
    view.set_theme(DARK)
    assert len(seen) == 1
    noisy = params.with_(noise=0.3)
    view.show_result(noisy, compute(noisy), 2)
    assert len(seen) == 2


def grabbed(plot):
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).astype(int)


@pytest.mark.parametrize("preset", ["spiral_depth", "hills"])
def test_points_kept_as_an_image_look_as_those_painted_anew(qtbot, preset):
    view, params, _ = shown_view(qtbot, LABS["playground"], preset, n_epochs=1)
    other = params.with_(data_seed=1)
    for show in (lambda: None, lambda: view.show_result(other, compute(other), 2), lambda: view.set_theme(DARK)):
        show()
        seen = []
        for kept in (True, True, False):
            view.boundary.keep_points(kept=kept)
            seen.append(grabbed(view.boundary))
        assert (seen[0] == seen[1]).all()
        assert np.abs(seen[0] - seen[2]).max() <= 4


def test_points_are_kept_on_a_screen_and_never_in_a_figure(qtbot):
    view, _, _ = shown_view(qtbot, LABS["playground"], "ring", **SHORT)
    clouds = (view.boundary._train, view.boundary._test)
    assert all(cloud.kept and not cloud._image.isNull() for cloud in clouds)
    view.set_interactive(interactive=False)
    assert not any(cloud.kept for cloud in clouds)


@pytest.mark.parametrize("layer", [0, 1, 3])
def test_the_ringed_point_keeps_its_loss_beside_the_numbers_of_a_unit(qtbot, layer):
    view, params, run = shown_view(qtbot, LABS["playground"], "ring", view={"sample": 3, "layer": layer}, **SHORT)
    sample, said = sample_at(params, run, len(run.update) - 1, 2), view.numbers.text()
    assert f"ŷ {sample.a[-1][0]:.3f}, loss {sample.loss:.3f}." in said
    assert ("∂ℓ/∂z" in said) == (layer > 0)


@pytest.mark.parametrize("size", [(605, 340), (900, 500)])
@pytest.mark.parametrize("sizes", [(2, 8, 8, 3), (2, 4, 4), (2, 16, 4)])
def test_the_text_of_an_output_stands_between_the_tiles(size, sizes):
    places, last = Geometry(sizes, size, 11), len(sizes) - 1
    for unit in range(sizes[last] - 1):
        text = places.output_label(unit, 50.0)
        assert not text.intersects(places.tile(last, unit))
        assert not text.adjusted(0, 0, 0, -1).intersects(places.tile(last, unit + 1))


def test_titles_stand_above_their_columns():
    for sizes in ((2, 1), (2, 4, 2, 1), (4, 8, 3)):
        places = Geometry(sizes, (400.0, 300.0), 11)
        for column in range(len(sizes)):
            assert places.head(column, 60.0).center().x() == pytest.approx(places.centre(column, 0).x())
        last = len(sizes) - 1
        assert places.head(last, 120.0).right() == pytest.approx(400.0)

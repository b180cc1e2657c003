"""The picture of the batch norm lab: clouds, the sentence and its buttons, the batches, the training."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from shown_view import shown_view

from wk4gui.documents.saved_state import preset_state
from wk4gui.export.choices import ExportChoices
from wk4gui.export.figure import Figure
from wk4gui.labs.batch_norm import LAB
from wk4gui.labs.batch_norm.model.compute import compute_training
from wk4gui.labs.batch_norm.picture.cloud_plot import spread_of


@pytest.fixture
def show(qtbot):
    """Makes a function that shows a preset, with changes, in a new view."""

    def make(preset="question", **how):
        return shown_view(qtbot, LAB, preset, **how)

    return make


@pytest.fixture
def edits(monkeypatch):
    """Collects what a view reports."""

    def listen(view):
        found = []
        view.edited.connect(lambda changes, drag: found.append((changes, drag)))
        return found

    return listen


def test_the_ellipse_is_one_standard_deviation_away():
    points = np.random.default_rng(0).standard_normal((500, 2)) @ [[1.0, 0.6], [0.0, 0.3]] + [3.0, -1.0]
    spread = spread_of(points)
    away = spread.ellipse - spread.mean
    np.testing.assert_allclose(np.einsum("ni,ij,nj->n", away, np.linalg.inv(spread.covariance), away), 1.0)
    np.testing.assert_allclose(spread.covariance, np.cov(points.T, bias=True), rtol=1e-12)


def test_clouds_stand_where_their_batches_are(show):
    view, _, result = show()
    for cloud, batch in zip(view.clouds, (result.z, result.z_hat, result.z_tilde), strict=True):
        assert cloud.mean == pytest.approx(tuple(batch[-1].mean(axis=0)))
        (x0, x1), (y0, y1) = cloud.getViewBox().viewRange()
        box = cloud.getViewBox()
        assert (x1 - x0) / box.width() == pytest.approx((y1 - y0) / box.height(), rel=1e-3)


def test_the_sentence_has_the_measured_number(show):
    view, _, result = show()
    assert f"{result.change_from_bias['z_tilde']:.0e}".replace("e-", "e−") in view.strip.sentence.text()
    assert "rounding" in view.strip.sentence.text()
    view, _, _ = show("frozen")
    assert view.strip.sentence.text() == "The bias (1.5, −2) moved the output by 2.887."


def test_dragging_the_first_cloud_moves_the_bias_and_nothing_else(show, edits, qtbot):
    view, params, _ = show()
    found, cloud = edits(view), view.clouds[0]
    x, y = cloud.mean
    qtbot.mousePress(cloud.viewport(), Qt.MouseButton.LeftButton, pos=cloud.to_widget(x, y).toPoint())
    qtbot.mouseMove(cloud.viewport(), cloud.to_widget(x + 1.0, y + 0.5).toPoint())
    changes, drag = found[-1]
    assert changes["bias"] == pytest.approx([2.5, -1.5], abs=0.06)
    assert drag > 0
    before = cloud.getViewBox().viewRange()
    moved = params.with_(**changes)
    view.show_result(moved, LAB.main.compute(moved), params.n_steps)
    assert cloud.getViewBox().viewRange() == before
    assert view.clouds[2].mean == pytest.approx((0.0, 0.0), abs=1e-12)
    qtbot.mouseRelease(cloud.viewport(), Qt.MouseButton.LeftButton)


def test_dragging_the_last_cloud_moves_beta(show, edits, qtbot):
    view, _, _ = show(beta=[1, 1])
    found, cloud = edits(view), view.clouds[2]
    qtbot.mousePress(cloud.viewport(), Qt.MouseButton.LeftButton, pos=cloud.to_widget(1.0, 1.0).toPoint())
    qtbot.mouseMove(cloud.viewport(), cloud.to_widget(0.0, 2.0).toPoint())
    assert found[-1][0]["beta"] == pytest.approx([0.0, 2.0], abs=0.06)


def test_z_has_nothing_to_drag_where_the_bias_comes_after(show, edits, qtbot):
    view, _, _ = show("bias_after")
    found, cloud = edits(view), view.clouds[0]
    qtbot.mousePress(cloud.viewport(), Qt.MouseButton.LeftButton, pos=cloud.to_widget(*cloud.mean).toPoint())
    qtbot.mouseMove(cloud.viewport(), cloud.to_widget(1.0, 1.0).toPoint())
    assert not found
    assert view.panes[0].title.text() == "Before: z = Wx"
    assert view.panes[2].title.text() == "After: z̃ = γẑ + β + b"


def test_the_buttons_edit_parameters(show, edits):
    view, _, _ = show("bias_after")
    found = edits(view)
    view.strip.move_button.click()
    assert found == [({"bias": [0.0, 0.0], "beta": [1.5, -2.0]}, 0)]
    view.strip.freeze_button.click()
    assert found[-1] == ({"mode": "eval"}, 0)
    view, _, _ = show("frozen")
    found = edits(view)
    assert view.strip.freeze_button.text() == "Use the batch's statistics"
    view.strip.freeze_button.click()
    assert found == [({"mode": "train"}, 0)]


def test_without_a_bias_there_is_nothing_to_move(show):
    view, _, _ = show(bias=[0, 0])
    assert not view.strip.move_button.isEnabled()
    assert "no bias" in view.strip.sentence.text()


def test_the_gradient_of_the_bias_stands_beside_that_of_beta(show):
    view, _, result = show()
    b, beta = view.legends[0].names[0], view.legends[3].names[0]
    assert b.startswith("∂L/∂b₁ = ")
    assert beta == f"∂L/∂β₁ = {result.grad_beta[-1, 0]:.2f}"


def test_a_frame_shows_its_batch(show):
    view, params, result = show()
    view.show_result(params, result, 7)
    assert view.clouds[0].mean == pytest.approx(tuple(result.z[6].mean(axis=0)))
    view.show_result(params, result, 0)
    assert view.clouds[0].mean == pytest.approx(tuple(result.z[0].mean(axis=0)))


class TestTraining:
    def test_it_is_wanted_only_where_it_is_shown(self, show):
        view, _, _ = show()
        assert view.wanted_parts() == ()
        view.set_state(view.state.with_(show="training"))
        assert view.wanted_parts() == ("training",)
        view.set_state(view.state.with_(show="batch"))
        asked = []
        view.state_changed.connect(lambda: asked.append(view.wanted_parts()))
        view.fill(next(pane for pane in view.panes if pane.name == "ends"))
        assert asked == [("training",)]
        view.fill(None)
        assert asked[-1] == ()
        assert view.stack.currentIndex() == 0

    def test_its_curves_are_labelled_with_rate_and_regime(self, show):
        view, params, _ = show("with_and_without")
        view.show_part("training", params, compute_training(params))
        view.grab()
        assert view.with_bn.labels.texts()[-1] == "1 diverges at step 8"
        assert view.stack.currentIndex() == 1
        assert view.outcome.text().startswith("More rates do well with batch norm. 4 of 5 rates")

    def test_an_exported_figure_has_it(self, show):
        params = LAB.preset_params("with_and_without")
        figure = Figure(preset_state(LAB, "with_and_without"), ExportChoices())
        assert len(figure.view.with_bn.labels.texts()) == params.n_rates
        figure.discard()


def test_the_trainings_beside_one_another_have_the_same_axis(show):
    view, params, _ = show("with_and_without")
    view.show_part("training", params, compute_training(params))
    assert view.with_bn.getViewBox().viewRange()[1] == view.without_bn.getViewBox().viewRange()[1]

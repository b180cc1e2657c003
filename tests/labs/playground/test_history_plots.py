"""The playground's curves of the layers: what is drawn, what is read, and what Why? says about it."""

import numpy as np
import pytest
from shown_view import shown_view

from wk4gui.core.number_format import format_percent
from wk4gui.labs.playground.picture.reasons import gradient_reason, share_reason
from wk4gui.registry import LABS
from wk4gui.render.step_plot import value_text

LAB = LABS["playground"]
SMALL = {"n_train": 40, "n_test": 20}


@pytest.mark.parametrize(
    ("changes", "title"),
    [({"n_epochs": 1}, "epoch"), ({"n_epochs": 49}, "epoch"), ({"n_epochs": 50}, "epoch (norm: mean of 5 epochs)"),
     ({"n_epochs": 300, "learning_rate": 10.0, "activation": "relu", "data": "plane"}, "epoch")],
)  # fmt: skip
def test_a_mean_of_gradients_is_named_and_read_as_it_is_explained(qtbot, changes, title):
    view, params, run = shown_view(qtbot, LAB, "ring", **SMALL, **changes)
    plot = view.gradients
    assert plot.getAxis("bottom").labelText == title
    for at in np.flatnonzero(np.isfinite(run.grad_norm[:, 0]))[[0, 1, -1]]:
        drawn = plot.runs[0].values[at]
        lines = plot.read(float(run.epoch[at])).splitlines()
        reason = gradient_reason(params, run, at, (0, int(at)))
        assert lines[1:-3] == (["mean of 5 epochs"] if "mean" in title else [])
        assert f"layer 1: {value_text(float(drawn))}" in lines
        assert reason.value == pytest.approx(drawn)
        assert reason.subject.startswith("Mean") == ("mean" in title)
        if "mean" not in title:
            assert drawn == pytest.approx(run.grad_norm[at, 0])
    diverges = "data" in changes
    assert (run.diverged_at is not None) == diverges


def test_the_dead_share_of_a_layer_has_a_curve_where_a_unit_ever_dies(qtbot):
    changes = {"activation": "relu", "learning_rate": 10.0, "hidden": [4, 8], "n_epochs": 4, **SMALL}
    view, params, run = shown_view(qtbot, LAB, "ring", **changes)
    plot, dead = view.shares, run.dead[:, 1]
    assert dead[0] == 0.0
    assert dead[-1] > 0.0
    assert plot.curves[3].points[:, 1] == pytest.approx(100.0 * dead)
    assert plot.curves[3].pen.color() == plot.curves[2].pen.color()
    assert plot.curves[3].pen.dashPattern()
    assert plot.getAxis("left").labelText == "share %"
    at = len(dead) - 1
    assert f"layer 2: {format_percent(dead[-1], 1)} % dead" in plot.lines_at(at)
    reason = share_reason(params, run, at, (3, at))
    assert reason.value == dead[-1]
    assert reason.subject.startswith("Share of dead units, layer 2")
    assert share_reason(params, run, at, (2, at)).subject.startswith("Share of saturated activations, layer 2")


def test_without_dead_units_there_is_no_curve_of_them(qtbot):
    view, _, run = shown_view(qtbot, LAB, "ring", n_epochs=4, **SMALL)
    assert not run.dead.any()
    assert [curve.is_empty() for curve in view.shares.curves[:4]] == [False, True, False, True]
    assert view.shares.getAxis("left").labelText == "saturated %"
    assert all(line.endswith("% saturated") for line in view.shares.lines_at(0))


def test_a_title_that_changes_stays_in_the_middle_of_its_axis(qtbot):
    changes = {"activation": "relu", "learning_rate": 10.0, "hidden": [4, 8], "n_epochs": 50, **SMALL}
    view, _, _ = shown_view(qtbot, LAB, "ring", **changes)
    for plot, side, title in ((view.gradients, "bottom", "epoch (norm: "), (view.shares, "left", "share %")):
        axis = plot.getAxis(side)
        assert axis.labelText.startswith(title)
        middle = axis.label.mapToParent(axis.label.boundingRect().center())
        of_axis = axis.boundingRect().center()
        if side == "bottom":
            assert middle.x() == pytest.approx(of_axis.x(), abs=16.0)
        else:
            assert middle.y() == pytest.approx(of_axis.y(), abs=16.0)

"""The playground's curves of the layers: what is drawn, what is read, and what Why? says about it."""

import numpy as np
import pytest
from shown_view import shown_view

from wk4gui.labs.playground.picture.reasons import gradient_reason
from wk4gui.registry import LABS
from wk4gui.render.step_plot import value_text

LAB = LABS["playground"]
SMALL = {"n_train": 40, "n_test": 20}


@pytest.mark.parametrize(
    ("changes", "title"),
    [({"n_epochs": 1}, "norm"), ({"n_epochs": 49}, "norm"), ({"n_epochs": 50}, "mean norm"),
     ({"n_epochs": 300, "learning_rate": 10.0, "activation": "relu", "data": "plane"}, "norm")],
)  # fmt: skip
def test_a_mean_of_gradients_is_named_and_read_as_it_is_explained(qtbot, changes, title):
    view, params, run = shown_view(qtbot, LAB, "ring", **SMALL, **changes)
    plot = view.gradients
    assert plot.getAxis("left").labelText == title
    assert ("(mean of 5 epochs)" in plot.getAxis("bottom").labelText) == ("mean" in title)
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

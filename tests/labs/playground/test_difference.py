"""The difference to the pin: of all classes, and of whatever size."""

from dataclasses import replace

import numpy as np
import pytest
from shown_view import shown_view

from wk4gui.labs.playground.model.problem import layout_of
from wk4gui.labs.playground.picture.difference import difference
from wk4gui.registry import LABS

LAB = LABS["playground"]
SMALL = {"n_train": 40, "n_test": 20, "n_epochs": 4}


def differing(qtbot, preset, change, **changes):
    """A view that shows the difference to its own run after a change of (W, b) of the output layer, in place."""
    view, params, run = shown_view(qtbot, LAB, preset, **SMALL, **changes)
    view.pin("before")
    theta = run.theta.copy()
    change(*layout_of(params).weights(theta[-1])[-1])
    view.set_state(view.state.with_(map="difference"))
    seen = []
    plain = view.boundary.show_output
    view.boundary.show_output = lambda output, *given, **named: (seen.append(output), plain(output, *given, **named))
    view.show_result(params, replace(run, theta=theta), len(run.update) - 1)
    view.grab()
    return view, seen[-1]


def swapped(W, b):
    W[[1, 2]], b[[1, 2]] = W[[2, 1]].copy(), b[[2, 1]].copy()


def raised(W, b):
    b += 7.5


def test_two_classes_swapped_show_in_the_difference(qtbot):
    view, shares = differing(qtbot, "arms", swapped)
    assert shares.max() > 0.01
    assert shares.min() >= 0.0
    assert view.scale.accessibleName() == "½ Σ |ŷ − pinned ŷ| over the classes: from 0 to 1"
    assert view.plane_pane.accessibleName() == "Difference to pin"


def test_a_difference_in_a_regression_is_scaled_by_its_size(qtbot):
    view, shares = differing(qtbot, "hills", raised)
    assert shares == pytest.approx(1.0, abs=1e-5)
    assert view.scale.accessibleName() == "ŷ − pinned ŷ, 0 on the line: from −7.5 to 7.5"
    view.unpin()
    assert view.scale.isHidden()
    assert view.plane_pane.accessibleName() == "Decision boundary"


@pytest.mark.parametrize(("kind", "high"), [("probability", 1.0), ("signed", 2.0), ("value", 0.5), ("classes", 1.0)])
def test_no_difference_is_larger_than_its_scale(kind, high):
    n = 3 if kind == "classes" else 1
    output, pinned = np.full((n, 4, 4), high / 2), np.zeros((n, 4, 4))
    shown = difference(output / n, pinned, kind)
    assert shown.high == (high / 2 if kind == "value" else high)
    assert np.abs(shown.shares).max() <= 1.0
    assert difference(output, output, kind).shares == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("activation", "ends"), [("tanh", "from −1 to 1"), ("relu", "from −largest to largest of its layer")]
)
def test_the_diagram_says_what_its_lines_and_tiles_mean(qtbot, activation, ends):
    view, _, _ = shown_view(qtbot, LAB, "ring", activation=activation, n_epochs=1)
    said = view.tile_scale.accessibleName()
    assert said.startswith("dashed: negative weight")
    assert said.endswith(f"tile: activation a: {ends}")
    assert view.tile_scale.isVisibleTo(view)

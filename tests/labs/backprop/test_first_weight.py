"""The factors that fill the lesson's formulas multiply to the gradient, whatever the network."""

from math import isnan

import numpy as np
import pytest

from wk4gui.labs.backprop import LAB

SHEET = {"activations": ["tanh", "linear"]}
CURVED = {"activations": ["tanh", "sigmoid"], "y": [1]}
TWO_OUTPUTS = {
    "y": [1, 0],
    "weights": [[[2, 1], [1, -1]], [[1, -1], [0.5, 2]]],
    "biases": [[0, 0], [0, 0]],
    "activations": ["tanh", "linear"],
}
ONE_LAYER = {"weights": [[[0.5, 1]]], "biases": [[0]], "activations": ["tanh"], "y": [1]}
LOGIT = ONE_LAYER | {"activations": ["sigmoid"], "loss": "bce"}


def numbers(changes, frame=None):
    params = LAB.decode(changes)
    result = LAB.main.compute(params)
    frames = LAB.frames(params, result)
    return LAB.live_numbers(params, result, frames.clip(frame))


@pytest.mark.parametrize(
    ("changes", "factors", "absent"),
    [
        (SHEET, ("grad_y_hat", "w_out", "slope", "x"), "grad_z_out"),
        (CURVED, ("grad_z_out", "w_out", "slope", "x"), "grad_y_hat"),
        (CURVED | {"loss": "bce"}, ("grad_z_out", "w_out", "slope", "x"), "grad_y_hat"),
        (TWO_OUTPUTS, ("grad_a", "slope", "x"), "w_out"),
        (TWO_OUTPUTS | {"loss": "cross_entropy"}, ("grad_a", "slope", "x"), "grad_y_hat"),
        (ONE_LAYER, ("grad_y_hat", "slope", "x"), "grad_a"),
        (LOGIT, ("grad_z", "x"), "grad_y_hat"),
    ],
)
def test_the_factors_multiply_to_the_gradient(changes, factors, absent):
    known = numbers(changes)
    assert absent not in known
    assert known["grad_w"] != 0
    assert np.prod([known[factor] for factor in factors]) == pytest.approx(known["grad_w"], rel=1e-12)


AVERAGES = ("xor", "batch_of_two")
"""Presets in which the step takes a mean, which no product of one sample's factors gives."""


@pytest.mark.parametrize("preset", [preset.name for preset in LAB.presets if preset.name not in AVERAGES])
def test_the_new_weight_is_the_old_one_moved_by_the_gradient(preset):
    known = numbers(dict(LAB.preset(preset).changes))
    step = known["learning_rate"] * known["grad_w"]
    if preset == "printed_sign":
        assert known["w_raised"] == pytest.approx(known["w"] + step)
        assert "w_lowered" not in known
    else:
        assert known["w_lowered"] == pytest.approx(known["w"] - step)
        assert "w_raised" not in known


def test_a_number_is_known_from_its_phase_on():
    first_known = {"loss": 2, "grad_y_hat": 3, "grad_a": 4, "grad_w": 4, "w_lowered": 5}
    for frame in range(6):
        known = numbers({}, frame)
        assert {name: not isnan(known[name]) for name in first_known} == {n: frame >= f for n, f in first_known.items()}


def test_the_last_step_has_no_new_weight():
    assert not {"w_lowered", "w_raised"} & numbers({"n_steps": 0}).keys()

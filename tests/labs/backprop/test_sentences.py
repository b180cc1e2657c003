"""Sentences of backprop in states in which an easy word would be wrong."""

import numpy as np
import pytest

from wk4gui.lab.checkpoint import no_checkpoint
from wk4gui.registry import LABS

LAB = LABS["backprop"]
DEAD = ((-10.0, -10.0, -10.0), (0.0,))
WAVY = {
    "x": (0.337, 1.994, -0.918), "y": (0.0,), "weights": (((0.823, -0.169, 1.737),), ((0.221,),), ((-1.306,),)),
    "biases": ((0.0,), (-0.242,), (0.0,)), "activations": ("silu", "gelu", "linear"), "loss": "bce",
    "learning_rate": 6.8, "n_steps": 1, "bias": "frozen",
}  # fmt: skip
SAID = [
    (5, {"x": (0.0, 0.0), "bias": "frozen", "n_steps": 1}, "Every gradient of a weight is 0, so the loss stays at 9."),
    (3, {"x": (0.0, 0.0), "bias": "none", "n_steps": 1}, "Every gradient of the output layer is 0: so are its inputs."),
    (4, {"biases": DEAD}, "Every gradient of hidden layer 1 is 0: f′ of its units lets no signal through."),
    (-1, {"bias": "none"}, "All units dead: the prediction no longer depends on the input, and nothing learns."),
    (-1, {"bias": "frozen"}, "All units dead: the prediction no longer depends on the input, and nothing learns."),
    (-1, {"biases": DEAD}, "the prediction now depends on the output bias alone, and nothing else learns."),
    (7, WAVY, "Of all steps up to 1000 the longest lowers the loss most."),
    (0, {"activations": ("hard_sigmoid", "linear"), "biases": ((9.0, 0.0, 0.0), (0.0,))}, "f′ of 2 of 3 units is 0."),
]


def said(frame, changes):
    params = LAB.params().with_(**changes)
    result = LAB.main.compute(params, no_checkpoint)
    return str(LAB.main.summarize(params, result, frame % LAB.frames(params, result).count))


@pytest.mark.parametrize(("frame", "changes", "words"), SAID)
def test_a_reason_is_the_reason(frame, changes, words):
    assert words in said(frame, changes)


@pytest.mark.parametrize("rate", [0.014522, 0.0145216, 0.0146, 0.1])
def test_a_rate_that_is_too_large_is_larger_as_written(rate):
    words = said(5, {"learning_rate": rate})
    limit, above = words.split("below ")[1].split(" is too large")[0].split("; ")
    assert float(limit) < float(above)
    assert np.isclose(float(above), rate, rtol=1e-4)


def test_a_mean_that_does_not_move_stays():
    params = LAB.preset_params("and_in_turn")
    result = LAB.main.compute(params, no_checkpoint)
    frame = LAB.frames(params, result).opening
    assert str(LAB.main.summarize(params, result, frame)).endswith("The mean over all 4 samples stays at 0.1449.")

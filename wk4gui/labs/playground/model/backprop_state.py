"""This network and its next mini-batch as parameters of the backprop lab."""

from typing import Any

import numpy as np

from wk4gui.labs.playground.model.compute import state_at, trainer_of
from wk4gui.labs.playground.model.outputs import OUTPUTS
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import layout_of, problem_of
from wk4gui.labs.playground.model.result import Result

MOST_SAMPLES, LEAST_RATE, LARGEST = 64, 1e-4, 1e6
"""Of the backprop lab: samples, learning rate, and size of a number."""
_ACTIVATIONS = {"softmax": "linear"}


def why_not_in_backprop(params: Params, result: Result, frame: int) -> str:
    """Why the backprop lab cannot show this network and its data; "" if it can."""
    if params.drop_prob or params.batch_norm:
        return "The backprop lab has neither dropout nor batch norm"
    problem = problem_of(params)
    numbers = (result.theta[frame], problem.inputs(problem.train.X), problem.targets(problem.train.y))
    if not all(np.abs(each).max() <= LARGEST for each in numbers):
        return "The backprop lab takes weights, biases, inputs and targets from −1,000,000 to 1,000,000 alone"
    return ""


def opened_in_backprop(params: Params, result: Result) -> str:
    """What the backprop lab will show, in words."""
    cut = min(params.batch_size, len(result.y_train)) > MOST_SAMPLES
    batch = f"the first {MOST_SAMPLES} points of the next mini-batch" if cut else "the next mini-batch"
    return f"This network and {batch} in the backprop lab, where a step is plain gradient descent"


def backprop_params(params: Params, result: Result, frame: int) -> dict[str, Any]:
    """Plain parameters of the backprop lab: the batch of the next update (at most 64 samples), and the network there.

    After the end the batch is the one that would come next. The loss and every gradient are the same, of a batch of at
    most 64 samples; a step is plain gradient descent with this learning rate, or the least one of that lab.
    """
    problem, layout = problem_of(params), layout_of(params)
    trainer = trainer_of(params, state_at(params, result, frame))
    rows = trainer.next_batch()[0][:MOST_SAMPLES]
    X, y = problem.inputs(problem.train.X[rows]), problem.targets(problem.train.y[rows])
    output = OUTPUTS[problem.output]
    weights = layout.weights(result.theta[frame])
    return {
        "x": X.T.tolist(),
        "y": y.T.tolist(),
        "weights": [W.tolist() for W, _ in weights],
        "biases": [b.tolist() for _, b in weights],
        "activations": [
            *[params.activation] * len(params.hidden),
            _ACTIVATIONS.get(output.activation, output.activation),
        ],
        "loss": output.loss,
        "learning_rate": max(params.learning_rate, LEAST_RATE),
    }

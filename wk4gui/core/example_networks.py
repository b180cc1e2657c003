"""The networks that the presets start from, as plain fields: x, y, weights, biases, activations, loss.

The sheet's figure is missing. Its printed gradients determine the tutorial's network up to a choice, which is made
here so that all of these gradients are reproduced and all numbers are small integers.
"""

from typing import Any

import numpy as np

Fields = dict[str, Any]

TUTORIAL_X = (1.0, 2.0)
TUTORIAL_Y = (3.0,)
TUTORIAL_WEIGHTS = (((2.0, 1.0), (1.0, -1.0), (1.0, 2.0)), ((-1.0, 1.0, 2.0),))
TUTORIAL_BIASES = ((0.0, 0.0, 0.0), (0.0,))

ONE_NEURON: Fields = {"x": [2], "y": [1], "weights": [[[0.5]]], "biases": [[-2]], "activations": ["tanh"]}

SATURATED_SIGMOID: Fields = {"x": [1], "y": [0], "weights": [[[3]]], "biases": [[2]], "activations": ["sigmoid"]}

ALL_DEAD: Fields = {"weights": [[[-2, -1], [1, -1], [-1, -2]], [[-1, 1, 2]]]}

TWO_HIDDEN_LAYERS: Fields = {
    "y": [1],
    "weights": [[[1, 0.5], [0.5, -1], [-0.5, 1]], [[1, -0.5, 0.5], [0.5, 1, -1], [-1, 0.5, 1]], [[1, -1, 0.5]]],
    "biases": [[0, 2, 0], [0, 0.5, 1], [0]],
    "activations": ["relu", "relu", "linear"],
}


def _six_layers(seed: int) -> Fields:
    """Layers of 8 tanh units, weights normal with standard deviation 1/√n_in, to two places."""
    rng = np.random.default_rng(seed)
    shapes = [(8, 2), (8, 8), (8, 8), (8, 8), (8, 8), (1, 8)]
    weights = [np.round(rng.normal(size=shape) / shape[1] ** 0.5, 2).tolist() for shape in shapes]
    biases = [[0] * shape[0] for shape in shapes]
    return {"weights": weights, "biases": biases, "activations": ["tanh"] * 5 + ["linear"]}


SIX_LAYERS = _six_layers(seed=0)

"""The networks that the presets start from, as plain fields: x, y, weights, biases, activations, loss.

The sheet's figure is missing. Its printed gradients determine the tutorial's network up to a choice, which is made
here so that all of these gradients are reproduced and all numbers are small integers.
"""

from typing import Any

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


_SIX_LAYERS = (
    "9 -9; 45 7; -38 26; 92 67; -50 -89; -44 3; -164 -15; -88 -52",
    "-19 -11 15 37 -5 48 -24 12; 32 3 -26 -33 -16 8 -36 -7; -6 19 8 13 -23 -5 28 53; -45 54 48 28 9 -11 52 69; "
    "64 46 13 -43 -0 23 -46 14; 15 25 -42 -23 -15 -41 61 -18; 12 -9 56 47 22 -78 2 24; 35 -22 64 -47 -23 33 2 71",
    "7 -22 -13 -39 -45 22 21 46; -27 60 -10 56 -15 -26 9 36; 6 -21 -47 -50 18 35 -6 -38; 31 -45 -25 22 -80 14 "
    "-21 4; -3 7 25 -27 50 26 30 41; 28 30 3 -50 -5 -27 -50 9; -20 -36 -37 9 13 47 -0 37; 50 41 -84 43 12 15 13 "
    "14",
    "11 -13 -67 -4 -28 38 -10 3; -30 -18 -0 -53 11 -4 -42 -85; 18 -11 -19 -8 64 -2 3 -53; 58 32 38 2 32 13 22 "
    "-5; -52 36 -68 -8 -7 -37 22 -7; -15 18 -17 49 12 -17 -69 -46; 38 -2 -10 58 -45 -21 -17 21; -23 -22 -57 26 "
    "29 -17 6 -46",
    "-17 49 5 82 -28 21 -7 20; -0 -20 -31 108 -3 -71 -23 24; -18 48 35 -5 -17 -36 -25 -52; 43 56 -44 -42 -63 -34 "
    "-110 -40; 46 -12 30 -17 62 7 -14 90; -11 -43 7 -1 38 -33 28 30; -24 6 -29 83 -25 -16 -38 -12; -0 27 -22 -7 "
    "-50 -29 97 37",
    "-28 -47 -34 -1 1 -26 -45 50",
)
"""Weights in hundredths, units apart by semicolons: normal with standard deviation 1/√n_in, drawn with seed 0."""


def _weights(layer: str) -> list[list[float]]:
    return [[float(number) / 100 for number in unit.split()] for unit in layer.split(";")]


SIX_LAYERS: Fields = {
    "weights": [_weights(layer) for layer in _SIX_LAYERS],
    "biases": [[0] * (layer.count(";") + 1) for layer in _SIX_LAYERS],
    "activations": ["tanh"] * 5 + ["linear"],
}

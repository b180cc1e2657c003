"""The start of a network: its initial weights."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.initializers import draw_weights

if TYPE_CHECKING:
    from wk4gui.labs.playground.model.layout import Layout

StartName = Literal["glorot_normal", "glorot_uniform", "he_normal", "lecun_normal", "normal", "uniform", "zeros"]
UNIFORM_BIAS = 0.1


def draw_start(layout: "Layout", name: StartName, gain: float, seed: int) -> Array:
    """θ at the start (n_parameters,).

    Weights by the initializer of that name, times the gain; "uniform" is TensorFlow Playground's, ±0.5 with biases of
    0.1, "zeros" is 0 everywhere. Other biases are 0; γ = 1 and β = 0.
    """
    rng, theta = np.random.default_rng([seed, 9, 7]), np.zeros(layout.n_parameters)
    for layer in layout.layers:
        theta[layer.gamma] = 1.0
        if name == "zeros":
            continue
        if name == "uniform":
            W = rng.uniform(-0.5, 0.5, (layer.n_out, layer.n_in)) * gain
            theta[layer.b] = UNIFORM_BIAS
        else:
            W = draw_weights(name, rng, layer.n_out, layer.n_in, gain)
        theta[layer.W] = W.ravel()
    return theta

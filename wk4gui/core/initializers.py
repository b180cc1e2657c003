"""Initializers, which draw the initial weights.

The standard deviations are those of PyTorch's and Keras' initializers of the same names, gain 1:

    glorot_normal    √(2 / (n_in + n_out))          X. Glorot and Y. Bengio (2010), equation 16 and its discussion
    glorot_uniform   the same, uniform on ±√(6 / (n_in + n_out))
    he_normal        √(2 / n_in)                    K. He et al., "Delving deep into rectifiers" (2015), equation 10
    lecun_normal     √(1 / n_in)                    Y. LeCun et al., "Efficient BackProp" (1998), section 4.6
    normal           1, independent of the width

Keras cuts the tails of he_normal and lecun_normal; here, as in PyTorch, they are not.
"""

from __future__ import annotations  # naming a generator would import numpy.random

import math
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array

InitializerName = Literal["glorot_normal", "glorot_uniform", "he_normal", "lecun_normal", "normal"]


def weight_std(name: InitializerName, n_in: int, n_out: int) -> float:
    """The standard deviation of a weight at gain 1."""
    variances = {
        "glorot_normal": 2.0 / (n_in + n_out),
        "glorot_uniform": 2.0 / (n_in + n_out),
        "he_normal": 2.0 / n_in,
        "lecun_normal": 1.0 / n_in,
        "normal": 1.0,
    }
    return math.sqrt(variances[name])


def draw_weights(name: InitializerName, rng: np.random.Generator, n_out: int, n_in: int, gain: float = 1.0) -> Array:
    """Initial weights W (n_out, n_in): mean 0, standard deviation gain × `weight_std`.

    Args:
        name: of the rule.
        rng: the source of random numbers.
        n_out: units of the layer.
        n_in: inputs of the layer.
        gain: factor on every weight.
    """
    std = gain * weight_std(name, n_in, n_out)
    if name == "glorot_uniform":
        return rng.uniform(-1.0, 1.0, (n_out, n_in)) * (std * math.sqrt(3.0))
    return rng.standard_normal((n_out, n_in)) * std

"""The twelve activation functions, each with its derivative.

Definitions and derivatives are PyTorch's, also at kinks: relu′(0) = 0, leaky_relu′(0) = 0.01, hard_sigmoid′(±3) = 0.
One exception: softplus is exact everywhere, while PyTorch returns z beyond z = 20 (a difference of 2e-9).
No z causes an overflow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.erf import erfc

ActivationName = Literal[
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "gelu",
    "linear",
    "elu",
    "selu",
    "silu",
    "softplus",
    "softsign",
    "hard_sigmoid",
]


@dataclass(frozen=True)
class Activation:
    """A function of one variable and its derivative.

    Attributes:
        name: as in parameters and on the command line.
        label: as shown in a list.
        f: a = f(z), elementwise, any shape.
        df: f′(z), elementwise, any shape.
        symbol: as written in formulas.
        kinks: where f′ jumps.
    """

    name: str
    label: str
    f: Callable[[Array], Array]
    df: Callable[[Array], Array]
    symbol: str
    kinks: tuple[float, ...] = ()


LEAKY_SLOPE = 0.01
# G. Klambauer et al., "Self-normalizing neural networks" (2017), equation 2 and appendix A1.
SELU_SCALE = 1.0507009873554804934193349852946
SELU_ALPHA = 1.6732632423543772848170429916717
_SQRT_HALF = 0.70710678118654752440
_INVERSE_SQRT_2PI = 0.39894228040143267794


def sigmoid(z: Array) -> Array:
    """σ(z) = 1 / (1 + exp(−z)), with full relative accuracy on both sides."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0.0, 1.0, e) / (1.0 + e)


def sigmoid_slope(z: Array) -> Array:
    """σ′(z) = σ(z)(1 − σ(z)) = e/(1 + e)² with e = exp(−|z|); in place, so only two arrays are made."""
    e = np.abs(z, out=np.empty(np.shape(z)))
    np.exp(np.negative(e, out=e), out=e)
    below = e + 1.0
    below *= below
    e /= below
    return e


def softplus(z: Array) -> Array:
    """ln(1 + exp(z))."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def _tanh_slope(z: Array) -> Array:
    slope = sigmoid_slope(2.0 * z)
    slope *= 4.0
    return slope


def _relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def _relu_slope(z: Array) -> Array:
    return (z > 0.0).astype(np.float64)


def _leaky_relu(z: Array) -> Array:
    return np.where(z > 0.0, z, LEAKY_SLOPE * z)


def _leaky_relu_slope(z: Array) -> Array:
    return np.where(z > 0.0, 1.0, LEAKY_SLOPE)


def _normal_cdf(z: Array) -> Array:
    return 0.5 * erfc(-z * _SQRT_HALF)


def _gelu(z: Array) -> Array:
    return z * _normal_cdf(z)


def _gelu_slope(z: Array) -> Array:
    near = np.clip(z, -40.0, 40.0)  # exp(−z²/2) is 0 beyond, and z² must not overflow
    return _normal_cdf(z) + near * (_INVERSE_SQRT_2PI * np.exp(-0.5 * near * near))


def _linear(z: Array) -> Array:
    return z


def _linear_slope(z: Array) -> Array:
    return np.ones_like(z)


def _elu(z: Array) -> Array:
    return np.where(z > 0.0, z, np.expm1(np.minimum(z, 0.0)))


def _elu_slope(z: Array) -> Array:
    return np.exp(np.minimum(z, 0.0))


def _selu(z: Array) -> Array:
    return SELU_SCALE * np.where(z > 0.0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0.0)))


def _selu_slope(z: Array) -> Array:
    return SELU_SCALE * np.where(z > 0.0, 1.0, SELU_ALPHA * np.exp(np.minimum(z, 0.0)))


def _silu(z: Array) -> Array:
    return z * sigmoid(z)


def _silu_slope(z: Array) -> Array:
    return sigmoid(z) + z * sigmoid_slope(z)


def _softsign(z: Array) -> Array:
    return z / (1.0 + np.abs(z))


def _softsign_slope(z: Array) -> Array:
    shrink = 1.0 / (1.0 + np.abs(z))
    return shrink * shrink


def _hard_sigmoid(z: Array) -> Array:
    return np.clip((z + 3.0) / 6.0, 0.0, 1.0)


def _hard_sigmoid_slope(z: Array) -> Array:
    return np.where(np.abs(z) < 3.0, 1.0 / 6.0, 0.0)


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("sigmoid", "sigmoid", sigmoid, sigmoid_slope, "σ"),
        Activation("tanh", "tanh", np.tanh, _tanh_slope, "tanh"),
        Activation("relu", "ReLU", _relu, _relu_slope, "ReLU", (0.0,)),
        Activation("leaky_relu", "leaky ReLU", _leaky_relu, _leaky_relu_slope, "LReLU", (0.0,)),
        Activation("gelu", "GELU", _gelu, _gelu_slope, "GELU"),
        Activation("linear", "linear", _linear, _linear_slope, "id"),
        Activation("elu", "ELU", _elu, _elu_slope, "ELU"),
        Activation("selu", "SELU", _selu, _selu_slope, "SELU", (0.0,)),
        Activation("silu", "SiLU (swish)", _silu, _silu_slope, "SiLU"),
        Activation("softplus", "softplus", softplus, sigmoid, "softplus"),
        Activation("softsign", "softsign", _softsign, _softsign_slope, "softsign"),
        Activation("hard_sigmoid", "hard sigmoid", _hard_sigmoid, _hard_sigmoid_slope, "hσ", (-3.0, 3.0)),
    )
}

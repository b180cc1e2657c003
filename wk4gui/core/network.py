"""A fully connected network: forward and backward pass, with all intermediate values.

Samples are rows: X (n_samples, n_in), W (n_out, n_in), b (n_out,), Z = X Wᵀ + b, A = f(Z). All functions are pure, and
take further leading axes (many networks at once) on X, y, W and b alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wk4gui.core.activations import ACTIVATIONS, Activation
from wk4gui.core.arrays import Array
from wk4gui.core.losses import LOSSES, Loss, check_loss
from wk4gui.core.rounding import round_half_away

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_SMALLEST_SLOPE = 1e-300


@dataclass(frozen=True)
class Network:
    """Layers and the loss they are trained on.

    Attributes:
        weights: per layer W (..., n_out, n_in).
        biases: per layer b (..., n_out).
        activations: per layer.
        loss: of the last layer's output.
    """

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    activations: tuple[Activation, ...]
    loss: Loss

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of inputs, then of each layer's units."""
        return (self.weights[0].shape[-1], *(W.shape[-2] for W in self.weights))

    def moved(self, step_size: float, gradients: "Gradients", decimals: int | None = None) -> "Network":
        """The network after the step θ ← θ − step_size · ∂L/∂θ, rounded to ``decimals`` places if given."""
        with np.errstate(over="ignore", invalid="ignore"):
            weights = (W - step_size * g for W, g in zip(self.weights, gradients.grad_W, strict=True))
            biases = (b - step_size * g for b, g in zip(self.biases, gradients.grad_b, strict=True))
            return Network(
                tuple(_rounded(W, decimals) for W in weights),
                tuple(_rounded(b, decimals) for b in biases),
                self.activations,
                self.loss,
            )


@dataclass(frozen=True)
class Forward:
    """The values of a forward pass, all per layer, (..., n_samples, n_units).

    Attributes:
        z: pre-activations.
        a: activations; the last is ŷ.
        slope: f′(z).
    """

    z: tuple[Array, ...]
    a: tuple[Array, ...]
    slope: tuple[Array, ...]

    @property
    def y_hat(self) -> Array:
        return self.a[-1]


@dataclass(frozen=True)
class Gradients:
    """The values of a backward pass: gradients of the loss, which is a mean over the samples.

    Attributes:
        grad_a: per layer ∂L/∂a (..., n_samples, n_units).
        grad_z: per layer ∂L/∂z (..., n_samples, n_units).
        grad_W: per layer ∂L/∂W (..., n_out, n_in).
        grad_b: per layer ∂L/∂b (..., n_out).
    """

    grad_a: tuple[Array, ...]
    grad_z: tuple[Array, ...]
    grad_W: tuple[Array, ...]  # noqa: N815 - W is a matrix, as in the formulas
    grad_b: tuple[Array, ...]

    def negative(self) -> "Gradients":
        """The gradients with the opposite sign."""
        layers = (self.grad_a, self.grad_z, self.grad_W, self.grad_b)
        return Gradients(*(tuple(-g for g in gradients) for gradients in layers))


def make_network(
    weights: "Sequence[ArrayLike]", biases: "Sequence[ArrayLike]", activations: Sequence[str], loss: str
) -> Network:
    """A network from plain numbers and names; NumPy and ``check_loss`` report values that do not fit."""
    return Network(
        tuple(np.array(W, dtype=np.float64) for W in weights),
        tuple(np.array(b, dtype=np.float64) for b in biases),
        tuple(ACTIVATIONS[name] for name in activations),
        LOSSES[loss],
    )


def forward(network: Network, X: Array, decimals: int | None = None) -> Forward:
    """Z = A Wᵀ + b and A = f(Z), layer by layer.

    Args:
        X: inputs (..., n_samples, n_in).
        decimals: round every intermediate value to so many places, as on paper; None for full precision.

    Returns:
        Every layer's values; infinite or NaN where they overflow.
    """
    z: list[Array] = []
    a: list[Array] = []
    slope: list[Array] = []
    with np.errstate(over="ignore", invalid="ignore"):
        for W, b, activation in zip(network.weights, network.biases, network.activations, strict=True):
            Z = _rounded(np.matmul(a[-1] if a else X, W.mT) + b[..., None, :], decimals)
            z.append(Z)
            a.append(_rounded(activation.f(Z), decimals))
            slope.append(_rounded(activation.df(Z), decimals))
    return Forward(tuple(z), tuple(a), tuple(slope))


def loss_of(network: Network, values: Forward, y: Array, decimals: int | None = None) -> Array:
    """The loss of a forward pass, shape (...).

    Raises:
        ValueError: the loss does not take such outputs or targets.
    """
    check_loss(network.loss, network.activations[-1].name, y)
    with np.errstate(over="ignore", invalid="ignore"):
        return _rounded(network.loss.value(_loss_input(network, values), y), decimals)


def backward(network: Network, X: Array, y: Array, values: Forward, decimals: int | None = None) -> Gradients:
    """The chain rule from the loss back to every weight.

    ∂L/∂z = ∂L/∂a ∘ f′(z),  ∂L/∂W = (∂L/∂z)ᵀ A_prev,  ∂L/∂b = Σ_samples ∂L/∂z,  ∂L/∂A_prev = ∂L/∂z W.
    A loss on z (bce, cross_entropy) starts at the output's ∂L/∂z, which is exact where f′ is 0, and its
    ∂L/∂ŷ is ∂L/∂z / f′(z), with f′ kept above 1e-300.

    Args:
        X: inputs (..., n_samples, n_in).
        y: targets (..., n_samples, n_out).
        values: the forward pass of X.
        decimals: round every intermediate value to so many places, as on paper; None for full precision.

    Returns:
        Every layer's gradients.
    """
    grad_a: list[Array] = []
    grad_z: list[Array] = []
    grad_W: list[Array] = []
    grad_b: list[Array] = []
    with np.errstate(over="ignore", invalid="ignore"):
        upper, lower = _output_gradients(network, y, values, decimals)
        for layer in reversed(range(len(network.weights))):
            if grad_z:
                upper = _rounded(np.matmul(grad_z[-1], network.weights[layer + 1]), decimals)
                lower = _rounded(upper * values.slope[layer], decimals)
            grad_a.append(upper)
            grad_z.append(lower)
            A = values.a[layer - 1] if layer else X
            grad_W.append(_rounded(np.matmul(lower.mT, A), decimals))
            grad_b.append(_rounded(lower.sum(axis=-2), decimals))
    return Gradients(*(tuple(reversed(g)) for g in (grad_a, grad_z, grad_W, grad_b)))


def _output_gradients(network: Network, y: Array, values: Forward, decimals: int | None) -> tuple[Array, Array]:
    """∂L/∂ŷ and ∂L/∂z of the output layer."""
    gradient = network.loss.grad(_loss_input(network, values), y)
    if network.loss.on_z:
        slope = network.activations[-1].df(values.z[-1])
        return _rounded(gradient / np.maximum(slope, _SMALLEST_SLOPE), decimals), _rounded(gradient, decimals)
    gradient = _rounded(gradient, decimals)
    return gradient, _rounded(gradient * values.slope[-1], decimals)


def _loss_input(network: Network, values: Forward) -> Array:
    return values.z[-1] if network.loss.on_z else values.a[-1]


def _rounded(values: Array, decimals: int | None) -> Array:
    return values if decimals is None else round_half_away(values, decimals)

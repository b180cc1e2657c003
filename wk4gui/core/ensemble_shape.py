"""The shape of the small networks of an ensemble, and where each parameter is stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.arrays import Array, NDArray

FloatArray = NDArray[np.floating[Any]]
"""Numbers in single or double precision."""
F = TypeVar("F", bound=np.floating[Any])


@dataclass(frozen=True)
class Shape:
    """A fully connected network with a linear output of one unit.

    With ``batch_norm`` each hidden layer is z, normalised over the samples, times γ plus β, then the activation.

    The parameters of one network are one row θ: for each layer, unit by unit, the weights of a unit and then its bias;
    after all layers, where there is batch norm, γ and then β of each hidden layer.

    Attributes:
        n_in: number of inputs.
        hidden: units of each hidden layer, at least one layer.
        activation: of the hidden units, a name of ``ACTIVATIONS``.
        batch_norm: whether hidden layers are normalised.
    """

    n_in: int
    hidden: tuple[int, ...]
    activation: str = "tanh"
    batch_norm: bool = False

    def __post_init__(self) -> None:
        if self.n_in < 1 or not self.hidden or min(self.hidden) < 1:
            raise ValueError(f"a network needs an input and hidden units, not {self.n_in} and {self.hidden}")
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"there is no activation {self.activation!r}; there are {', '.join(ACTIVATIONS)}")

    @property
    def layers(self) -> tuple[tuple[int, int], ...]:
        """Units and inputs of each layer, the output layer last."""
        sizes = (self.n_in, *self.hidden, 1)
        return tuple(zip(sizes[1:], sizes[:-1], strict=True))

    @property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """Rows and columns of each block of θ: [W, b] of each layer, then γ and β of each normalised layer."""
        linear = [(n_out, n_in + 1) for n_out, n_in in self.layers]
        normal = [(2, units) for units in self.hidden] if self.batch_norm else []
        return (*linear, *normal)

    @property
    def n_parameters(self) -> int:
        """Length of θ."""
        return sum(rows * columns for rows, columns in self.blocks)

    @property
    def is_weight(self) -> Array:
        """1 where θ has a weight, 0 at biases, γ and β, which no penalty touches (n_parameters,)."""
        flags = [np.ones(block) for block in self.blocks]
        for k, flag in enumerate(flags):
            flag[:, -1] = 0.0
            if k >= len(self.layers):
                flag[:] = 0.0
        return np.concatenate([flag.ravel() for flag in flags])

    def split(self, theta: NDArray[F]) -> list[NDArray[F]]:
        """Views of the blocks, θ (n_networks, n_parameters) -> (n_networks, rows, columns) each."""
        return [theta[:, part].reshape(len(theta), *block) for part, block in self.spans()]

    def spans(self) -> Iterator[tuple[slice, tuple[int, int]]]:
        """The slice of each block in θ, and its rows and columns."""
        start = 0
        for block in self.blocks:
            stop = start + block[0] * block[1]
            yield slice(start, stop), block
            start = stop

    def weights(self, theta: NDArray[F]) -> list[tuple[NDArray[F], NDArray[F]]]:
        """W (n_networks, n_out, n_in) and b (n_networks, n_out) of each layer, views of θ."""
        return [(part[:, :, :-1], part[:, :, -1]) for part in self.split(theta)[: len(self.layers)]]

    def draw(self, n_networks: int, rng: np.random.Generator, scale: Sequence[float] | float = 1.0) -> Array:
        """Starts (n_networks, n_parameters): weights normal with variance scale²/n_in, hidden biases with scale².

        The output bias is 0; γ = 1 and β = 0.

        Args:
            n_networks: how many.
            rng: the source of random numbers.
            scale: of the hidden layers, or of each of them; the output layer has 1.
        """
        scales = [float(s) for s in np.broadcast_to(scale, len(self.hidden))] + [1.0]
        theta = np.zeros((n_networks, self.n_parameters))
        for (W, b), (_, n_in), size in zip(self.weights(theta), self.layers, scales, strict=True):
            W[:] = rng.standard_normal(W.shape) * (size / np.sqrt(n_in))
            b[:] = rng.standard_normal(b.shape) * size
        self.weights(theta)[-1][1][:] = 0.0
        for part in self.split(theta)[len(self.layers) :]:
            part[:, 0] = 1.0
        return theta

"""Where each parameter of a network stands in its flat vector θ."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array, NDArray

Indices = NDArray[np.intp]


@dataclass(frozen=True)
class LayerPlaces:
    """The slices of one layer in θ.

    Attributes:
        W: weights (n_out, n_in), row by row.
        b: biases (n_out,).
        gamma, beta: scale and shift of batch norm (n_out,); empty without.
        n_out, n_in: sizes.
    """

    W: slice
    b: slice
    gamma: slice
    beta: slice
    n_out: int
    n_in: int


@dataclass(frozen=True)
class Layout:
    """A fully connected network, and where its parameters stand in θ.

    θ goes layer by layer: W (n_out, n_in) row by row, then b, then, for a hidden layer with batch norm, γ and β.
    Inside a trainer the same numbers stand in blocks, [W, b] of each layer unit by unit, then [γ; β] of each normalised
    layer, so that a bias is one more weight.

    Attributes:
        sizes: inputs, units of each hidden layer, outputs.
        batch_norm: whether hidden layers are normalised.
    """

    sizes: tuple[int, ...]
    batch_norm: bool = False

    @property
    def hidden(self) -> tuple[int, ...]:
        """Units of each hidden layer."""
        return self.sizes[1:-1]

    @property
    def n_layers(self) -> int:
        """Hidden layers and the output layer."""
        return len(self.sizes) - 1

    @property
    def n_parameters(self) -> int:
        """Length of θ."""
        return sum(rows * columns for rows, columns in self.blocks)

    @cached_property
    def layers(self) -> tuple[LayerPlaces, ...]:
        """The slices of each layer."""
        places, start = [], 0
        for k, (n_in, n_out) in enumerate(zip(self.sizes, self.sizes[1:], strict=False)):
            normal = n_out if self.batch_norm and k < len(self.hidden) else 0
            ends = np.cumsum([start, n_out * n_in, n_out, normal, normal]).tolist()
            W, b, gamma, beta = (slice(low, high) for low, high in itertools.pairwise(ends))
            places.append(LayerPlaces(W, b, gamma, beta, n_out, n_in))
            start = ends[-1]
        return tuple(places)

    @property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """Rows and columns of the blocks inside a trainer."""
        linear = [(n_out, n_in + 1) for n_in, n_out in zip(self.sizes, self.sizes[1:], strict=False)]
        return (*linear, *([(2, units) for units in self.hidden] if self.batch_norm else []))

    @cached_property
    def from_blocks(self) -> Indices:
        """θ as listed = blocks[from_blocks]."""
        order, start = np.empty(self.n_parameters, np.intp), 0
        blocks = list(self._block_indices())
        for k, layer in enumerate(self.layers):
            order[layer.W] = blocks[k][:, :-1].ravel()
            order[layer.b] = blocks[k][:, -1]
            if layer.gamma.stop > layer.gamma.start:
                order[layer.gamma], order[layer.beta] = blocks[self.n_layers + k]
            start = layer.beta.stop
        return order[:start]

    @cached_property
    def to_blocks(self) -> Indices:
        """Blocks = θ[to_blocks]."""
        order = np.empty(self.n_parameters, np.intp)
        order[self.from_blocks] = np.arange(self.n_parameters)
        return order

    def _block_indices(self) -> Iterator[Indices]:
        start = 0
        for rows, columns in self.blocks:
            yield np.arange(start, start + rows * columns, dtype=np.intp).reshape(rows, columns)
            start += rows * columns

    def block_views(self, flat: NDArray[Any]) -> list[NDArray[Any]]:
        """Views of the blocks of many networks, (n_networks, n_parameters) -> (n_networks, rows, columns) each."""
        views, start = [], 0
        for rows, columns in self.blocks:
            views.append(flat[:, start : start + rows * columns].reshape(len(flat), rows, columns))
            start += rows * columns
        return views

    @cached_property
    def is_weight(self) -> Array:
        """1 where θ has a weight, 0 at biases, γ and β, which no penalty touches (n_parameters,)."""
        flags = np.zeros(self.n_parameters)
        for layer in self.layers:
            flags[layer.W] = 1.0
        return flags

    def weights(self, theta: Array) -> list[tuple[Array, Array]]:
        """W (…, n_out, n_in) and b (…, n_out) of each layer, views of θ (…, n_parameters)."""
        return [
            (theta[..., layer.W].reshape(*theta.shape[:-1], layer.n_out, layer.n_in), theta[..., layer.b])
            for layer in self.layers
        ]

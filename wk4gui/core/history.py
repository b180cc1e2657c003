"""Histories of quantities whose shape differs from layer to layer."""

from collections.abc import Iterator
from dataclasses import dataclass

from wk4gui.core.arrays import Array


@dataclass(frozen=True, eq=False)
class LayerHistory:
    """One quantity of every layer after every step; read-only.

    ``history[t]`` is the tuple of the layers' arrays after t steps, ``history[t][l]`` that of layer l.

    Attributes:
        layers: per layer an array (n_steps + 1, ...), the step first.
    """

    layers: tuple[Array, ...]

    def __post_init__(self) -> None:
        for layer in self.layers:
            layer.flags.writeable = False

    def __len__(self) -> int:
        return len(self.layers[0])

    def __getitem__(self, step: int) -> tuple[Array, ...]:
        return tuple(layer[step] for layer in self.layers)

    def __iter__(self) -> Iterator[tuple[Array, ...]]:
        return (self[step] for step in range(len(self)))

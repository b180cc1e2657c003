"""The contents of a network diagram: places that can be picked, and the numbers of one step."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.render.answers import Answers

PlaceKind = Literal["x", "y", "W", "b", "unit"]
_INDICES = {"x": 1, "y": 1, "W": 3, "b": 2, "unit": 2}


@dataclass(frozen=True)
class Place:
    """A place in the diagram: an input, a target, a weight W[layer][j][k], a bias b[layer][j] or a unit."""

    kind: PlaceKind
    layer: int = 0
    j: int = 0
    k: int = 0

    def __str__(self) -> str:
        indices = {
            "x": (self.j,),
            "y": (self.j,),
            "W": (self.layer, self.j, self.k),
        }.get(self.kind, (self.layer, self.j))
        return self.kind + "".join(f"[{i}]" for i in indices)

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """The place of a text such as "W[0][1][0]"; None if it is none."""
        match = re.fullmatch(r"(x|y|W|b|unit)((?:\[\d{1,2}\])+)", text)
        if not match:
            return None
        indices = [int(i) for i in re.findall(r"\d+", match[2])]
        if len(indices) != _INDICES[match[1]]:
            return None
        if match[1] in ("x", "y"):
            indices.insert(0, 0)
        return cls(match[1], *indices)  # type: ignore[arg-type]

    def fits(self, sizes: Sequence[int]) -> bool:
        """Whether a network of these sizes (inputs, then units of each layer) has this place."""
        if self.kind == "x":
            return self.j < sizes[0]
        if self.kind == "y":
            return self.j < sizes[-1]
        if self.layer + 1 >= len(sizes) or self.j >= sizes[self.layer + 1]:
            return False
        return self.kind != "W" or self.k < sizes[self.layer]


@lru_cache(maxsize=16)
def places(sizes: tuple[int, ...], *, biases: bool = True) -> tuple[Place, ...]:
    """All editable places, in the order of computation."""
    return tuple(_places(sizes, biases=biases))


def _places(sizes: tuple[int, ...], *, biases: bool) -> Iterator[Place]:
    yield from (Place("x", 0, j) for j in range(sizes[0]))
    for layer, (n_in, n_out) in enumerate(pairwise(sizes)):
        for j in range(n_out):
            yield from (Place("W", layer, j, k) for k in range(n_in))
            if biases:
                yield Place("b", layer, j)
    yield from (Place("y", 0, j) for j in range(sizes[-1]))


@dataclass(frozen=True)
class ActivePhase:
    """The current phase and, for forward and backward, its layer."""

    phase: Literal["forward", "loss", "backward", "update", ""]
    layer: int = 0


KnownLayers = tuple[Array | None, ...]
"""One array for each layer; None if it has not been computed yet."""


@dataclass(frozen=True)
class NetworkNumbers:
    """The numbers of a network at one step; ``sizes`` are inputs, then units of each layer.

    Attributes:
        p: probabilities that the loss computes from the outputs (n_out,); None if that is ŷ, or not known yet.
        off: per layer a flag for each unit: its activation is flat here, so no gradient passes.
        loss_title: the loss as a formula.
        has_biases: whether the units have biases.
        names_units: whether hidden units have their names beside those of their functions, as on paper.
        answers: shown in place of an exercise's numbers, by the text of the quantity.
    """

    x: Array
    y: Array
    W: tuple[Array, ...]
    b: tuple[Array, ...]
    activations: tuple[str, ...]
    z: KnownLayers
    a: KnownLayers
    grad_z: KnownLayers
    grad_W: KnownLayers
    grad_b: KnownLayers
    p: Array | None
    off: KnownLayers
    loss: float | None
    loss_title: str
    active: ActivePhase
    has_biases: bool = True
    names_units: bool = False
    answers: Answers = field(default_factory=dict)

    @property
    def sizes(self) -> tuple[int, ...]:
        return (len(self.x), *(len(b) for b in self.b))

    @property
    def places(self) -> tuple[Place, ...]:
        """All editable places, in the order of computation."""
        return places(self.sizes, biases=self.has_biases)

    def editable(self, place: Place) -> bool:
        """Whether there is a number to edit at a place: a unit has its bias, if any."""
        return self.has_biases or place.kind not in ("unit", "b")

    def value(self, place: Place) -> float:
        """The number to be edited at this place; for a unit its bias."""
        source: Array = {"x": self.x, "y": self.y}.get(place.kind, np.empty(0))
        if place.kind in ("x", "y"):
            return float(source[place.j])
        if place.kind == "W":
            return float(self.W[place.layer][place.j, place.k])
        return float(self.b[place.layer][place.j])


def paths_through(place: Place | None, sizes: Sequence[int]) -> frozenset[tuple[int, int, int]] | None:
    """Edges (layer, j, k) on the paths from a place to the loss; None if nothing is picked."""
    if place is None or place.kind == "y":
        return None
    if place.kind == "x":
        first, reached = 0, {place.j}
    else:
        first, reached = place.layer + 1, {place.j}
    edges = {(place.layer, place.j, place.k)} if place.kind == "W" else set()
    for layer in range(first, len(sizes) - 1):
        edges |= {(layer, j, k) for j in range(sizes[layer + 1]) for k in reached}
        reached = set(range(sizes[layer + 1]))
    return frozenset(edges)

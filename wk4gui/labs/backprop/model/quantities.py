"""The numbers of one gradient step that a student works out, in the order of computation."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from wk4gui.core.names import a_name, bias_name, gradient_name, p_name, weight_name, z_name

QuantityKind = Literal["z", "a", "p", "loss", "grad_z", "grad_W", "grad_b", "new_W", "new_b"]
Group = Literal["forward", "loss", "grad_z", "grad_W", "update"]
GROUPS: dict[Group, tuple[QuantityKind, ...]] = {
    "forward": ("z", "a", "p"),
    "loss": ("loss",),
    "grad_z": ("grad_z",),
    "grad_W": ("grad_W", "grad_b"),
    "update": ("new_W", "new_b"),
}
"""Groups of numbers that can be left blank."""
GROUP_LABELS: dict[Group, str] = {
    "forward": "z, a and p",
    "loss": "loss",
    "grad_z": "∂L/∂z",
    "grad_W": "∂L/∂w and ∂L/∂b",
    "update": "new weights",
}
_N_INDICES = {"z": 2, "a": 2, "p": 2, "loss": 0, "grad_z": 2, "grad_W": 3, "grad_b": 2, "new_W": 3, "new_b": 2}


@dataclass(frozen=True, order=True)
class Quantity:
    """One number: z, a, p, ∂L/∂z, ∂L/∂b or the new b of a unit, ∂L/∂w or the new w of a weight, or the loss.

    Layers, units and inputs are counted from 0.
    """

    kind: QuantityKind
    layer: int = 0
    j: int = 0
    k: int = 0

    def __str__(self) -> str:
        indices = (self.layer, self.j, self.k)[: _N_INDICES[self.kind]]
        return self.kind + "".join(f"[{i}]" for i in indices)

    @classmethod
    def parse(cls, text: str) -> "Quantity | None":
        """The quantity of a text such as "grad_W[0][1][0]"; None if it is none."""
        match = re.fullmatch(r"(\w+?)((?:\[\d{1,2}\])*)", text)
        if not match or match[1] not in _N_INDICES:
            return None
        indices = [int(i) for i in re.findall(r"\d+", match[2])]
        return cls(match[1], *indices) if len(indices) == _N_INDICES[match[1]] else None  # type: ignore[arg-type]

    def name(self, sizes: Sequence[int]) -> str:
        """Its name in formulas, such as "∂L/∂w₁₁"."""
        layer, j, k = self.layer, self.j, self.k
        if self.kind == "loss":
            return "L"
        if self.kind == "p":
            return p_name(j, sizes)
        if self.kind in ("z", "grad_z"):
            plain = z_name(layer, j, sizes)
        elif self.kind == "a":
            plain = a_name(layer, j, sizes)
        elif self.kind in ("grad_W", "new_W"):
            plain = weight_name(layer, j, k, sizes)
        else:
            plain = bias_name(layer, j, sizes)
        if self.kind.startswith("grad"):
            return gradient_name(plain)
        return f"new {plain}" if self.kind.startswith("new") else plain


def quantities(
    sizes: Sequence[int], groups: Collection[str] = tuple(GROUPS), *, probable: bool = False, bias: str = "learned"
) -> Iterator[Quantity]:
    """All numbers of some groups in the order of computation; with p if the loss uses probabilities.

    Biases have a gradient unless there are "none", and a new value only if they are "learned".
    """
    layers = list(enumerate(pairwise(sizes)))
    for layer, (_, n_out) in layers:
        if "forward" in groups:
            yield from (Quantity("z", layer, j) for j in range(n_out))
            yield from (Quantity("a", layer, j) for j in range(n_out))
    if "forward" in groups and probable:
        yield from (Quantity("p", len(layers) - 1, j) for j in range(sizes[-1]))
    if "loss" in groups:
        yield Quantity("loss")
    for layer, (n_in, n_out) in reversed(layers):
        if "grad_z" in groups:
            yield from (Quantity("grad_z", layer, j) for j in range(n_out))
        if "grad_W" in groups:
            yield from _per_weight("grad_W", "grad_b" if bias != "none" else None, layer, n_out, n_in)
    if "update" in groups:
        for layer, (n_in, n_out) in layers:
            yield from _per_weight("new_W", "new_b" if bias == "learned" else None, layer, n_out, n_in)


def _per_weight(
    weight: QuantityKind, bias: QuantityKind | None, layer: int, n_out: int, n_in: int
) -> Iterator[Quantity]:
    for j in range(n_out):
        yield from (Quantity(weight, layer, j, k) for k in range(n_in))
        if bias is not None:
            yield Quantity(bias, layer, j)

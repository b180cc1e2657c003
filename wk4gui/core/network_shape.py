"""Networks of another shape: units and layers added and removed, everything else kept.

Columns are counted as in a picture: 0 for the inputs, l for the units of layer l. A new weight is ±0.5, in turn, a new
bias 0, so that a new unit is rarely dead. Functions return the fields that change, as plain lists.
"""

from collections.abc import Sequence
from typing import Any, Protocol

NEW_WEIGHT = 0.5


class Shaped(Protocol):
    """Whatever holds a network's parameters and one sample as nested sequences."""

    @property
    def x(self) -> Sequence[float]: ...
    @property
    def y(self) -> Sequence[float]: ...
    @property
    def weights(self) -> Sequence[Sequence[Sequence[float]]]: ...
    @property
    def biases(self) -> Sequence[Sequence[float]]: ...
    @property
    def activations(self) -> Sequence[str]: ...


def new_weight(j: int, k: int) -> float:
    """The weight that a new connection from unit k to unit j starts with."""
    return NEW_WEIGHT if (j + k) % 2 == 0 else -NEW_WEIGHT


def unit_added(network: Shaped, column: int) -> dict[str, Any]:
    """One more unit at the end of a column."""
    fields = _plain(network)
    if column == 0:
        fields["x"].append(1.0)
    else:
        rows = fields["weights"][column - 1]
        rows.append([new_weight(len(rows), k) for k in range(len(rows[0]))])
        fields["biases"][column - 1].append(0.0)
    if column < len(fields["weights"]):
        for j, row in enumerate(fields["weights"][column]):
            row.append(new_weight(j, len(row)))
    else:
        fields["y"].append(0.0)
    return fields


def unit_removed(network: Shaped, column: int, unit: int = -1) -> dict[str, Any]:
    """One unit fewer in a column; the last unless another is named."""
    fields = _plain(network)
    if column == 0:
        del fields["x"][unit]
    else:
        del fields["weights"][column - 1][unit]
        del fields["biases"][column - 1][unit]
    if column < len(fields["weights"]):
        for row in fields["weights"][column]:
            del row[unit]
    else:
        del fields["y"][unit]
    return fields


def layer_added(network: Shaped, column: int) -> dict[str, Any]:
    """A new layer behind a column, with as many units, its weights the identity: values pass through it at first."""
    fields = _plain(network)
    n = len(fields["x"]) if column == 0 else len(fields["weights"][column - 1])
    fields["weights"].insert(column, [[1.0 if j == k else 0.0 for k in range(n)] for j in range(n)])
    fields["biases"].insert(column, [0.0] * n)
    hidden = fields["activations"][:-1]
    fields["activations"].insert(column, hidden[min(column, len(hidden) - 1)] if hidden else "relu")
    return fields


def layer_removed(network: Shaped, column: int) -> dict[str, Any]:
    """Layer ``column`` (from 1) taken out; the layer behind it reads the one before, with its own first weights kept."""
    fields = _plain(network)
    layer = column - 1
    n_in = len(fields["weights"][layer][0])
    del fields["weights"][layer], fields["biases"][layer], fields["activations"][layer]
    if layer < len(fields["weights"]):
        fields["weights"][layer] = [
            [row[k] if k < len(row) else new_weight(j, k) for k in range(n_in)]
            for j, row in enumerate(fields["weights"][layer])
        ]
    return fields


def _plain(network: Shaped) -> dict[str, Any]:
    return {
        "x": list(network.x),
        "y": list(network.y),
        "weights": [[list(row) for row in W] for W in network.weights],
        "biases": [list(b) for b in network.biases],
        "activations": list(network.activations),
    }

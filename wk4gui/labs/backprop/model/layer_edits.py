"""Adds and removes units and layers in the fields of a network.

Every function takes and returns the plain fields x, y, weights, biases and activations (others pass through); layers
and units are counted from 0. New entries are filled in by ``layer_sizes.resized``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from wk4gui.labs.backprop.model.layer_sizes import NEW_HIDDEN_ACTIVATION, resized
from wk4gui.labs.backprop.model.samples import like, rows_of

Fields = Mapping[str, Any]


def add_unit(fields: Fields, layer: int) -> dict[str, Any]:
    """One more unit at the end of a layer; in the last layer one more output and target."""
    biases = [[*b, 0.0] if i == layer else list(b) for i, b in enumerate(fields["biases"])]
    return resized({**fields, "biases": biases}, "biases")


def remove_unit(fields: Fields, layer: int, unit: int) -> dict[str, Any]:
    """Without one unit, its bias, its weights in and its weights out; in the last layer without its target.

    Raises:
        ValueError: it is the layer's only unit.
    """
    if len(fields["biases"][layer]) == 1:
        raise ValueError(f"unit {unit + 1} is the only one of layer {layer + 1}; remove the layer instead")
    changed = dict(fields)
    changed["weights"] = [
        _without(W, unit) if i == layer else [_without(row, unit) for row in W] if i == layer + 1 else W
        for i, W in enumerate(fields["weights"])
    ]
    changed["biases"] = [_without(b, unit) if i == layer else b for i, b in enumerate(fields["biases"])]
    if layer == len(fields["weights"]) - 1:
        changed["y"] = like(fields["y"], [_without(row, unit) for row in rows_of(fields["y"])])
    return changed


def add_input(fields: Fields) -> dict[str, Any]:
    """One more input, with value 1."""
    x = like(fields["x"], [[*row, 1.0] for row in rows_of(fields["x"])])
    return resized({**fields, "x": x}, "x")


def remove_input(fields: Fields, unit: int) -> dict[str, Any]:
    """Without one input and its weights.

    Raises:
        ValueError: it is the only input.
    """
    x = rows_of(fields["x"])
    if len(x[0]) == 1:
        raise ValueError("the network needs at least one input")
    first, *others = fields["weights"]
    kept = like(fields["x"], [_without(row, unit) for row in x])
    return {**fields, "x": kept, "weights": [[_without(row, unit) for row in first], *others]}


def add_layer(fields: Fields) -> dict[str, Any]:
    """One more hidden layer just below the output, with the activation of the one below it."""
    *hidden, last = fields["activations"]
    new = hidden[-1] if hidden else NEW_HIDDEN_ACTIVATION
    return resized({**fields, "activations": [*hidden, new, last]}, "activations")


def remove_layer(fields: Fields, layer: int) -> dict[str, Any]:
    """Without one hidden layer; the layer above is fitted to what it now reads.

    Raises:
        ValueError: it is the output layer.
    """
    if layer == len(fields["weights"]) - 1:
        raise ValueError("the output layer cannot be removed")
    changed = {**fields, **{name: _without(fields[name], layer) for name in ("weights", "biases", "activations")}}
    return resized(changed, "biases")


def _without(values: Sequence[Any], place: int) -> list[Any]:
    return [value for i, value in enumerate(values) if i != place]

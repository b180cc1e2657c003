"""Checks the sizes of a network's fields, and resizes the others after an edit of one."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.arrays import Array
from wk4gui.labs.backprop.model.samples import Row, array_of, like, rows_of

NEW_WEIGHT = 0.5
NEW_HIDDEN_ACTIVATION = "relu"
_MOST_TRIED = 8
"""Inputs of which every combination of signs is tried; further ones get the sign that keeps the unit on."""

Vector = Sequence[float]
Matrix = Sequence[Vector]


def check_sizes(
    x: Vector, y: Vector, weights: Sequence[Matrix], biases: Sequence[Vector], activations: Sequence[str]
) -> None:
    """Checks that the sizes of input, layers and target fit together.

    Raises:
        ValueError: one sentence that names both fields that do not fit together.
    """
    _check_layer_counts(len(weights), len(biases), len(activations))
    previous, source = len(x), "x has {}"
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        widths = sorted({len(row) for row in W})
        if len(widths) > 1:
            raise ValueError(
                f"the rows of weights[{layer}] are not equally long: one has {_count(widths[0], 'entry')}, "
                f"another {_count(widths[-1], 'entry')}"
            )
        if widths[0] != previous:
            raise ValueError(
                f"a row of weights[{layer}] has {_count(widths[0], 'entry')}, "
                f"but {source.format(_count(previous, 'value'))}"
            )
        if len(b) != len(W):
            raise ValueError(
                f"the matrix weights[{layer}] has {_count(len(W), 'row')}, "
                f"but biases[{layer}] has {_count(len(b), 'entry')}"
            )
        previous, source = len(W), f"the layer below it (weights[{layer}]) gives {{}}"
    if len(y) != previous:
        raise ValueError(f"the last layer has {_count(previous, 'unit')}, but y has {_count(len(y), 'value')}")


def _count(number: int, noun: str) -> str:
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else plural}"


def resized(fields: Mapping[str, Any], edited: str) -> dict[str, Any]:
    """The fields x, y, weights, biases and activations, resized to fit the edited one.

    Existing values are kept. A new unit's weights are ±0.5 with signs that keep it on if possible, a new input's ±0.5,
    new biases 0, new inputs 1, new targets 0. Layers are added and removed just below the output. There are as many
    inputs as targets: new ones repeat the last. Rows of unequal length are left for the checks to report.

    Args:
        fields: plain values by name; others are passed through.
        edited: the field that was changed.
    """
    fields = dict(fields)
    if edited not in ("x", "y", "weights", "biases", "activations"):
        return fields
    if any(len({len(row) for row in W}) > 1 for W in fields["weights"]) or not _are_rows(fields["x"], fields["y"]):
        return fields
    n_layers = len(fields[edited]) if edited in ("weights", "biases", "activations") else len(fields["weights"])
    fields["activations"] = _with_layers(fields["activations"], n_layers, _hidden_activation(fields["activations"]))
    old_biases = fields["biases"]
    fields["biases"] = _with_layers(old_biases, n_layers, None)
    if edited != "weights":
        fields["weights"] = _with_layers(fields["weights"], n_layers, None)
    sizes = _wanted_sizes(fields, edited, n_layers)
    x, y = _equally_many(rows_of(fields["x"]), rows_of(fields["y"]), edited)
    form = {name: fields[edited if edited in ("x", "y") else name] for name in ("x", "y")}
    fields["x"] = like(form["x"], [_resized_vector(row, sizes[0], 1.0) for row in x])
    fields["y"] = like(form["y"], [_resized_vector(row, sizes[-1], 0.0) for row in y])
    fields["biases"] = [
        _resized_vector(b or [], size, 0.0) for b, size in zip(fields["biases"], sizes[1:], strict=True)
    ]
    fields["weights"] = _resized_weights(fields, sizes)
    return fields


def _are_rows(*tables: Sequence[Any]) -> bool:
    """Whether each is a vector, or a table with rows of one length."""
    return all(
        len({isinstance(each, (list, tuple)) for each in samples}) == 1
        and len({len(row) for row in rows_of(samples)}) == 1
        for samples in tables
    )


def _equally_many(x: Sequence[Row], y: Sequence[Row], edited: str) -> tuple[Sequence[Row], Sequence[Row]]:
    """Inputs and targets, as many as the edited ones; other edits change neither."""
    if edited == "x":
        return x, [y[min(i, len(y) - 1)] for i in range(len(x))]
    return [x[min(i, len(x) - 1)] for i in range(len(y))], y


def _check_layer_counts(n_weights: int, n_biases: int, n_activations: int) -> None:
    for name, number in (("biases", n_biases), ("activations", n_activations)):
        if number != n_weights:
            raise ValueError(
                f"there must be as many layers in weights as in {name}, "
                f"but weights has {n_weights} and {name} has {number}"
            )


def _hidden_activation(activations: Sequence[str]) -> str:
    return activations[-2] if len(activations) > 1 else NEW_HIDDEN_ACTIVATION


def _with_layers(layers: Sequence[Any], n_layers: int, new: Any) -> list[Any]:
    """The layers with some added or removed just below the last."""
    below, last = list(layers[:-1]), layers[-1]
    return [*below[: n_layers - 1], *[new] * (n_layers - len(layers)), last]


def _wanted_sizes(fields: Mapping[str, Any], edited: str, n_layers: int) -> list[int]:
    """Number of inputs, then of each layer's units, by the edited field."""
    weights, biases = fields["weights"], fields["biases"]
    if edited == "biases":
        return [len(rows_of(fields["x"])[0]), *map(len, biases)]
    sizes = [len(rows_of(fields["x"])[0])]
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        if W is None:  # a new layer is as wide as its successor's input
            sizes.append(len(weights[-1][0]))
            continue
        above = weights[layer + 1] if layer + 1 < n_layers else None
        edited_above = edited == "weights" and above is not None and len(W) == len(b or W) != len(above[0])
        sizes.append(len(above[0]) if edited_above and above is not None else len(W))
    if edited == "weights":
        sizes[0] = len(weights[0][0])
    if edited == "y":
        sizes[-1] = len(rows_of(fields["y"])[0])
    return sizes


def _resized_vector(values: Vector, size: int, new: float) -> list[float]:
    return [*values[:size], *[new] * (size - len(values))]


def _resized_weights(fields: Mapping[str, Any], sizes: Sequence[int]) -> list[list[list[float]]]:
    """Every layer's matrix in its new shape; the first sample determines signs that keep new units on."""
    inputs = array_of(fields["x"])[0]
    weights = []
    for layer, (W, b) in enumerate(zip(fields["weights"], fields["biases"], strict=True)):
        old_rows = [_widened(row, sizes[layer], j) for j, row in enumerate((W or [])[: sizes[layer + 1]])]
        new_rows = [_row_that_is_on(inputs, j) for j in range(len(old_rows), sizes[layer + 1])]
        weights.append([*old_rows, *new_rows])
        with np.errstate(over="ignore", invalid="ignore"):
            z = np.array(weights[-1]) @ inputs + np.array(b)
            inputs = ACTIVATIONS[fields["activations"][layer]].f(z)
    return weights


def _widened(row: Vector, width: int, j: int) -> list[float]:
    return [*row[:width], *(NEW_WEIGHT * (-1) ** (j + k) for k in range(len(row), width))]


def _row_that_is_on(inputs: Array, j: int) -> list[float]:
    """Weights ±0.5 for unit j with signs unlike its neighbours' and, if possible, a positive weighted sum."""
    tried = np.array(list(product((1.0, -1.0), repeat=min(len(inputs), _MOST_TRIED))))
    others = np.where(inputs[_MOST_TRIED:] < 0.0, -1.0, 1.0)
    signs = np.hstack([tried, np.broadcast_to(others, (len(tried), len(others)))])
    with np.errstate(over="ignore", invalid="ignore"):
        on = signs[signs @ inputs > 0.0]
    choices = on if len(on) else signs
    repeats, choice = divmod(j, len(choices))
    return [float(sign) * NEW_WEIGHT / (1 + repeats) for sign in choices[choice]]

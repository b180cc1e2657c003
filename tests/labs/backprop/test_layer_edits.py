from typing import Any

import pytest

from wk4gui.labs.backprop.model import layer_edits
from wk4gui.labs.backprop.model.layer_sizes import check_sizes

SHEET: dict[str, Any] = {
    "x": [1, 2],
    "y": [3],
    "weights": [[[2, 1], [1, -1], [1, 2]], [[-1, 1, 2]]],
    "biases": [[0.1, 0.2, 0.3], [0]],
    "activations": ["relu", "linear"],
    "loss": "mse",
}


def checked(fields: dict[str, Any]) -> dict[str, Any]:
    check_sizes(*(fields[name] for name in ("x", "y", "weights", "biases", "activations")))
    assert fields["loss"] == "mse"
    return fields


@pytest.mark.parametrize(("layer", "sizes"), [(0, [4, 1]), (1, [3, 2])])
def test_add_unit(layer: int, sizes: list[int]) -> None:
    assert [len(b) for b in checked(layer_edits.add_unit(SHEET, layer))["biases"]] == sizes


def test_remove_unit_takes_its_own_weights() -> None:
    fields = checked(layer_edits.remove_unit(SHEET, 0, 1))
    assert fields["weights"] == [[[2, 1], [1, 2]], [[-1, 2]]]
    assert fields["biases"] == [[0.1, 0.3], [0]]


def test_remove_output_takes_its_target() -> None:
    two = checked(layer_edits.add_unit({**SHEET, "y": [3]}, 1))
    assert checked(layer_edits.remove_unit(two, 1, 0))["y"] == [0.0]


def test_inputs() -> None:
    assert checked(layer_edits.add_input(SHEET))["x"] == [1, 2, 1.0]
    assert checked(layer_edits.remove_input(SHEET, 0))["weights"][0] == [[1], [-1], [2]]


def test_layers() -> None:
    deep = checked(layer_edits.add_layer(SHEET))
    assert deep["activations"] == ["relu", "relu", "linear"]
    assert deep["weights"][0] == SHEET["weights"][0]
    assert checked(layer_edits.remove_layer(deep, 1)) == SHEET
    assert checked(layer_edits.remove_layer(SHEET, 0))["weights"] == [[[-1, 1]]]
    assert checked(layer_edits.add_layer(layer_edits.remove_layer(SHEET, 0)))["activations"] == ["relu", "linear"]


def test_what_cannot_be_removed_is_named() -> None:
    with pytest.raises(ValueError, match="only one of layer 2"):
        layer_edits.remove_unit(SHEET, 1, 0)
    with pytest.raises(ValueError, match="output layer"):
        layer_edits.remove_layer(SHEET, 1)
    with pytest.raises(ValueError, match="at least one input"):
        layer_edits.remove_input({**SHEET, "x": [1]}, 0)

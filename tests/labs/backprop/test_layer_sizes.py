from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.core.network import forward, make_network
from wk4gui.labs.backprop.model.layer_sizes import check_sizes, resized

SHEET: dict[str, Any] = {
    "x": [1, 2],
    "y": [3],
    "weights": [[[2, 1], [1, -1], [1, 2]], [[-1, 1, 2]]],
    "biases": [[0, 0, 0], [0]],
    "activations": ["relu", "linear"],
}


def edited(name: str, value: object) -> dict[str, Any]:
    fields = resized({**SHEET, name: value}, name)
    check_sizes(**fields)
    assert fields[name] == value
    return fields


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"x": [1, 2, 3]}, ["weights[0] has 2 entries", "x has 3 values"]),
        ({"x": [1]}, ["weights[0] has 2 entries", "x has 1 value"]),
        ({"y": [1, 2]}, ["last layer has 1 unit", "y has 2 values"]),
        ({"biases": [[0, 0], [0]]}, ["weights[0] has 3 rows", "biases[0] has 2 entries"]),
        ({"biases": [[0, 0, 0]]}, ["weights has 2", "biases has 1"]),
        ({"activations": ["relu"]}, ["weights has 2", "activations has 1"]),
        ({"weights": [[[2, 1], [1]], [[1, 1]]]}, ["weights[0]", "1 entry", "2 entries"]),
        (
            {"weights": [[[2, 1], [1, -1], [1, 2]], [[1, 1]]]},
            ["weights[1] has 2 entries", "(weights[0]) gives 3 values"],
        ),
    ],
)
def test_what_does_not_fit_is_named(changes: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"but|another") as error:
        check_sizes(**(SHEET | changes))
    assert all(word in str(error.value) for word in words), str(error.value)


def test_a_longer_x_widens_the_first_layer() -> None:
    weights = edited("x", [1, 2, 3])["weights"]
    assert [row[:2] for row in weights[0]] == SHEET["weights"][0]
    assert all(row[2] != 0.0 for row in weights[0])
    assert weights[1] == SHEET["weights"][1]


def test_a_shorter_x_narrows_it() -> None:
    assert edited("x", [5])["weights"][0] == [[2], [1], [1]]


def test_a_second_target_adds_an_output() -> None:
    fields = edited("y", [3, 4])
    assert fields["weights"][1][0] == [-1, 1, 2]
    assert len(fields["weights"][1]) == 2
    assert fields["biases"] == [[0, 0, 0], [0, 0]]


def test_a_new_bias_adds_a_unit_that_is_on() -> None:
    fields = edited("biases", [[0, 0, 0, 0], [0]])
    assert fields["weights"][0][:3] == SHEET["weights"][0]
    assert np.dot(fields["weights"][0][3], SHEET["x"]) > 0.0
    assert fields["weights"][1][0][:3] == [-1, 1, 2]
    assert fields["weights"][1][0][3] != 0.0


def test_a_new_row_adds_a_unit() -> None:
    fields = resized({**SHEET, "weights": [[[2, 1], [1, -1], [1, 2], [5, 5]], [[-1, 1, 2]]]}, "weights")
    check_sizes(**fields)
    assert fields["weights"][0][3] == [5, 5]
    assert fields["biases"] == [[0, 0, 0, 0], [0]]
    assert len(fields["weights"][1][0]) == 4


def test_a_shorter_upper_row_removes_a_unit_below() -> None:
    fields = resized({**SHEET, "weights": [SHEET["weights"][0], [[-1, 1]]]}, "weights")
    check_sizes(**fields)
    assert fields["weights"] == [[[2, 1], [1, -1]], [[-1, 1]]]
    assert fields["biases"] == [[0, 0], [0]]


def test_narrower_first_rows_shorten_x() -> None:
    assert edited("weights", [[[2], [1], [1]], [[-1, 1, 2]]])["x"] == [1]


@pytest.mark.parametrize("n_layers", range(1, 7))
def test_activations_add_and_remove_layers_below_the_output(n_layers: int) -> None:
    fields = edited("activations", [*["tanh"] * (n_layers - 1), "linear"])
    assert len(fields["weights"]) == n_layers
    output = fields["weights"][-1][0]
    assert output == [-1, 1, 2][: len(output)]
    if n_layers > 1:
        assert fields["weights"][0] == SHEET["weights"][0]


def test_new_layers_have_units_that_differ_and_are_on() -> None:
    fields = edited("activations", ["relu", "relu", "relu", "linear"])
    new = fields["weights"][1:3]
    assert all(len({tuple(row) for row in W}) == len(W) for W in new)
    network = make_network(fields["weights"], fields["biases"], fields["activations"], "mse")
    assert all((z > 0.0).all() for z in forward(network, np.array([SHEET["x"]], dtype=float)).z[1:3])


def test_other_fields_and_contradictions_pass_through() -> None:
    assert resized({**SHEET, "loss": "mse"}, "loss") == {**SHEET, "loss": "mse"}
    ragged = {**SHEET, "weights": [[[2, 1], [1]], [[1, 1]]]}
    assert resized(ragged, "weights") == ragged


values = st.lists(st.integers(-3, 3), min_size=1, max_size=8)


@given(x=values, y=values, biases=st.lists(values, min_size=1, max_size=6), activations=st.integers(1, 6))
def test_any_edit_ends_in_sizes_that_fit(x: list[int], y: list[int], biases: list[list[int]], activations: int) -> None:
    fields: dict[str, Any] = SHEET
    for name, value in (("x", x), ("biases", biases), ("y", y), ("activations", ["tanh"] * activations), ("x", x)):
        fields = resized({**fields, name: value}, name)
        check_sizes(**fields)
        assert fields[name] == value

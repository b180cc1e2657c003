from typing import Any

import numpy as np
import pytest

from wk4gui.core.example_networks import TWO_HIDDEN_LAYERS
from wk4gui.lab.declarations import decode
from wk4gui.labs.backprop.model.chain_rule import chain_rule, chain_rule_lines
from wk4gui.labs.backprop.model.compute import compute
from wk4gui.labs.backprop.model.moments import step_state as state_at
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.step_state import StepState


def step_state(**changes: Any) -> StepState:
    params = decode(Params, changes)
    return state_at(params, compute(params), 0)


def test_one_path_of_the_sheet() -> None:
    rule = chain_rule(step_state(), 0, 0, 0)
    assert rule.n_paths == 1
    assert rule.paths[0].units == ((0, 0), (1, 0))
    assert [f.symbol for f in rule.paths[0].factors] == ["∂L/∂ŷ", "w₁", "ReLU′(z₁)", "x₁"]
    assert [f.value for f in rule.paths[0].factors] == [6.0, -1.0, 1.0, 1.0]
    assert [f.kind for f in rule.paths[0].factors] == ["gradient", "weight", "slope", "input"]
    assert chain_rule_lines(rule) == ("∂L/∂w₁₁ = ∂L/∂ŷ · w₁ · ReLU′(z₁) · x₁ = 6 · (−1) · 1 · 1 = −6",)


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ((1, 0, 2), "∂L/∂w₃ = ∂L/∂ŷ · a₃ = 6 · 5 = 30"),
        ((1, 0, None), "∂L/∂bₒ = ∂L/∂ŷ = 6"),
        ((0, 2, None), "∂L/∂b₃ = ∂L/∂ŷ · w₃ · ReLU′(z₃) = 6 · 2 · 1 = 12"),
        ((0, 1, 1), "∂L/∂w₂₂ = ∂L/∂ŷ · w₂ · ReLU′(z₂) · x₂ = 6 · 1 · 0 · 2 = 0"),
    ],
)
def test_lines_of_the_sheet(where: tuple[int, int, int | None], line: str) -> None:
    assert chain_rule_lines(chain_rule(step_state(), *where)) == (line,)


@pytest.mark.parametrize("activations", [["tanh", "sigmoid", "linear"], ["gelu", "softsign", "tanh"], ["relu"] * 3])
def test_products_add_up_to_the_gradient(activations: list[str]) -> None:
    now = step_state(**(TWO_HIDDEN_LAYERS | {"activations": activations}))
    for layer, W in enumerate(now.W):
        for j, k in np.ndindex(W.shape):
            rule = chain_rule(now, layer, j, k)
            assert len(rule.paths) == rule.n_paths == (3 if layer == 0 else 1)
            assert sum(path.product for path in rule.paths) == pytest.approx(now.grad_W[layer][j, k], abs=1e-14)
            assert np.prod([f.value for f in rule.factors]) == pytest.approx(now.grad_W[layer][j, k], abs=1e-14)


def test_several_paths_take_a_line_each_and_a_sum() -> None:
    lines = chain_rule_lines(chain_rule(step_state(**TWO_HIDDEN_LAYERS), 0, 0, 0))
    assert len(lines) == 4
    assert lines[0].startswith("∂L/∂ŷ · w⁽³⁾₁₁ · ReLU′(z⁽²⁾₁) · w⁽²⁾₁₁ · ReLU′(z⁽¹⁾₁) · x₁ = ")
    assert lines[3].startswith("∂L/∂w⁽¹⁾₁₁ = ")


@pytest.mark.parametrize("loss", ["bce", "cross_entropy"])
def test_two_outputs_are_two_paths(loss: str) -> None:
    two = {"y": [1, 0], "weights": [[[2, 1], [1, -1]], [[0.1, 0.2], [0.3, -0.1]]], "biases": [[0, 0], [0, 0]]}
    activations = ["tanh", "sigmoid" if loss == "bce" else "linear"]
    now = step_state(**two, activations=activations, loss=loss)
    rule = chain_rule(now, 0, 1, 0)
    assert rule.n_paths == 2
    assert sum(path.product for path in rule.paths) == pytest.approx(now.grad_W[0][1, 0], rel=1e-13)


def test_beyond_four_paths_there_is_the_short_form() -> None:
    wide = {"weights": [[[1, 1]], [[1]] * 5, [[1] * 5]], "biases": [[0], [0] * 5, [0]], "activations": ["tanh"] * 3}
    rule = chain_rule(step_state(**wide), 0, 0, 1)
    assert rule.n_paths == 5
    assert rule.paths == ()
    assert chain_rule_lines(rule)[0].startswith("∂L/∂w⁽¹⁾₁₂ = ∂L/∂z⁽¹⁾₁ · x₂ = ")

from collections.abc import Sequence
from typing import Any

import pytest

from wk4gui.core.equation import Equation
from wk4gui.lab.declarations import decode
from wk4gui.labs.backprop.model.compute import compute
from wk4gui.labs.backprop.model.moments import step_state as state_at
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.phase_formulas import (
    backward_formulas,
    forward_formulas,
    loss_formulas,
    update_formula,
    updated,
)
from wk4gui.labs.backprop.model.step_state import StepState


def step_state(step: int = 0, **changes: Any) -> StepState:
    params = decode(Params, changes)
    return state_at(params, compute(params), step)


def texts(equations: Sequence[Equation]) -> tuple[str, ...]:
    return tuple(map(str, equations))


@pytest.mark.parametrize("decimals", [None, 1, 2])
@pytest.mark.parametrize("loss", ["mse", "half_mse", "half_sse", "bce", "cross_entropy"])
def test_every_equation_comes_to_the_number_of_the_result(loss: str, decimals: int | None) -> None:
    output = "linear" if loss in ("bce", "cross_entropy") else "tanh"
    network = {
        "x": [0.4, -0.7],
        "y": [0, 1],
        "weights": [[[0.3, -0.2], [0.8, 0.5], [-0.4, 0.9]], [[0.2, -0.5, 0.7], [0.6, 0.1, -0.3]]],
    }
    moment = step_state(
        **network, biases=[[0.1, -0.1, 0.2], [0.05, -0.3]], activations=["tanh", output], loss=loss, decimals=decimals
    )
    assert loss_formulas(moment)[0].value == pytest.approx(moment.loss, rel=1e-12)
    for layer in (0, 1):
        for j in range(moment.sizes[layer + 1]):
            lines = forward_formulas(moment, layer, j)
            assert lines[0].value == pytest.approx(moment.z[layer][j], rel=1e-12, abs=1e-15)
            own = backward_formulas(moment, layer, j)[-moment.sizes[layer] - 1 :]
            assert [line.value for line in own[:-1]] == pytest.approx(moment.grad_W[layer][j], rel=1e-12, abs=1e-15)
            assert own[-1].value == pytest.approx(moment.grad_b[layer][j], rel=1e-12, abs=1e-15)
            news = [update_formula(moment, layer, j, k).value for k in updated(moment, layer)]
            assert news == pytest.approx([*moment.new_W[layer][j], moment.new_b[layer][j]], rel=1e-12, abs=1e-15)


def test_forward() -> None:
    assert texts(forward_formulas(step_state(), 0, 0)) == ("z₁ = 2 · 1 + 1 · 2 + 0 = 4", "a₁ = ReLU(4) = 4")
    assert texts(forward_formulas(step_state(), 0, 1)) == ("z₂ = 1 · 1 + (−1) · 2 + 0 = −1", "a₂ = ReLU(−1) = 0")
    assert texts(forward_formulas(step_state(), 1, 0)) == ("ŷ = zₒ = −1 · 4 + 1 · 0 + 2 · 5 + 0 = 6",)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "L = (6 − 3)² = 9"),
        ({"loss": "half_mse"}, "L = ½ · (6 − 3)² = 4.5"),
        ({"y": [-3]}, "L = (6 − (−3))² = 81"),
        (
            {"y": [1, 0], "weights": [[[1, 0], [0, 1]]], "biases": [[0, 0]], "activations": ["linear"]},
            "L = ((1 − 1)² + (2 − 0)²) / 2 = 2",
        ),
        (
            {"y": [1], "weights": [[[1, 0]]], "biases": [[0]], "activations": ["sigmoid"], "loss": "bce"},
            "L = −1 · ln(0.7311) = 0.3133",
        ),
        (
            {"y": [0.25], "weights": [[[1, 0]]], "biases": [[0]], "activations": ["linear"], "loss": "bce"},
            "L = −(0.25 · ln(0.7311) + 0.75 · ln(1 − 0.7311)) = 1.0633",
        ),
        (
            {
                "y": [0, 1],
                "weights": [[[1, 0], [0, 1]]],
                "biases": [[0, 0]],
                "activations": ["linear"],
                "loss": "cross_entropy",
            },
            "L = −1 · ln(0.7311) = 0.3133",
        ),
    ],
)
def test_loss(changes: dict[str, Any], line: str) -> None:
    assert texts(loss_formulas(step_state(**changes))) == (line,)


def test_backward() -> None:
    assert texts(backward_formulas(step_state(), 1, 0)) == (
        "∂L/∂ŷ = 2 (ŷ − y) = 2 · (6 − 3) = 6",
        "∂L/∂w₁ = ∂L/∂ŷ · a₁ = 6 · 4 = 24",
        "∂L/∂w₂ = ∂L/∂ŷ · a₂ = 6 · 0 = 0",
        "∂L/∂w₃ = ∂L/∂ŷ · a₃ = 6 · 5 = 30",
        "∂L/∂bₒ = ∂L/∂ŷ = 6",
    )
    assert texts(backward_formulas(step_state(), 0, 0)) == (
        "∂L/∂z₁ = ∂L/∂ŷ · w₁ · ReLU′(z₁) = 6 · (−1) · 1 = −6",
        "∂L/∂w₁₁ = ∂L/∂z₁ · x₁ = −6 · 1 = −6",
        "∂L/∂w₁₂ = ∂L/∂z₁ · x₂ = −6 · 2 = −12",
        "∂L/∂b₁ = ∂L/∂z₁ = −6",
    )


@pytest.mark.parametrize(
    ("changes", "first", "second"),
    [
        (
            {"activations": ["tanh"], "loss": "half_mse"},
            "∂L/∂ŷ = ŷ − y = 0.7616 − 0.5 = 0.2616",
            "∂L/∂z = ∂L/∂ŷ · tanh′(z) = 0.2616 · 0.42 = 0.1099",
        ),
        (
            {"activations": ["sigmoid"], "loss": "bce"},
            "∂L/∂z = ŷ − y = 0.7311 − 0.5 = 0.2311",
            "∂L/∂w₁ = ∂L/∂z · x₁ = 0.2311 · 1 = 0.2311",
        ),
        (
            {"activations": ["linear"], "loss": "bce"},
            "∂L/∂ŷ = p − y = 0.7311 − 0.5 = 0.2311",
            "∂L/∂w₁ = ∂L/∂ŷ · x₁ = 0.2311 · 1 = 0.2311",
        ),
    ],
)
def test_backward_of_other_outputs(changes: dict[str, Any], first: str, second: str) -> None:
    lines = texts(backward_formulas(step_state(x=[1], y=[0.5], weights=[[[1]]], biases=[[0]], **changes), 0, 0))
    assert lines[:2] == (first, second)


def test_backward_sums_over_the_units_above() -> None:
    two = {"y": [1, 0], "weights": [[[1, 0]], [[0.5], [-2]]], "biases": [[0], [0, 0]], "activations": ["tanh", "tanh"]}
    line = texts(backward_formulas(step_state(**two), 0, 0))[0]
    assert line.startswith("∂L/∂z⁽¹⁾₁ = (∂L/∂z⁽²⁾₁ · w⁽²⁾₁₁ + ∂L/∂z⁽²⁾₂ · w⁽²⁾₂₁) · tanh′(z⁽¹⁾₁) = (")


def test_update() -> None:
    assert str(update_formula(step_state(), 0, 0, 0)) == "w₁₁ ← 2 − 0.1 · (−6) = 2.6"
    assert str(update_formula(step_state(), 1, 0, None)) == "bₒ ← 0 − 0.1 · 6 = −0.6"
    assert str(update_formula(step_state(update="ascent"), 0, 0, 0)) == "w₁₁ ← 2 + 0.1 · (−6) = 1.4"
    assert updated(step_state(), 0) == [0, 1, None]
    assert updated(step_state(10), 0) == []
    assert update_formula(step_state(10), 0, 0, 0) is None

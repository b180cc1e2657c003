"""Where each decimal number of the lessons and of the presets' notes comes from.

For each lab: the number as it is written, and what computes it anew. Numbers that a text sets, such as a learning rate,
are read off the state that the text leads to.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from wk4gui.registry import LABS


class State:
    """A preset with some changes, and the result of a part."""

    def __init__(self, lab_id: str, preset: str, part: str = "main", **changes: object) -> None:
        lab = LABS[lab_id]
        self.params: Any = lab.preset_params(preset).with_(**changes)
        self.result: Any = next(p for p in lab.parts if p.name == part).compute(self.params)


@cache
def backprop(preset: str = "tutorial", **changes: object) -> State:
    return State("backprop", preset, **changes)


@cache
def activations(preset: str = "usual_start", **changes: object) -> State:
    return State("activations", preset, **changes)


@cache
def batch_norm(preset: str = "question", part: str = "main") -> State:
    return State("batch_norm", preset, part)


@cache
def dropout(preset: str, part: str = "main", **changes: object) -> State:
    return State("dropout", preset, part, **changes)


@cache
def weight_decay(preset: str = "question") -> State:
    return State("weight_decay", preset)


@cache
def bias_variance(preset: str = "question", **changes: object) -> State:
    return State("bias_variance", preset, **changes)


def new_weight(layer: int, unit: int, k: int) -> float:
    return float(backprop().result.W[1][layer][unit, k])


def new_bias(layer: int, unit: int) -> float:
    return float(backprop().result.b[1][layer][unit])


def squared_gradient() -> float:
    now = backprop().result
    return float(sum(np.sum(layer**2) for layer in (*now.grad_W[0], *now.grad_b[0])))


def kept(**changes: object) -> float:
    """The share of ∂L/∂z at layer 8 that reaches layer 1 at the usual start."""
    grad_norm = activations(**changes).result.grad_norm
    return float(grad_norm[-1] / grad_norm[0])


def edge(prefix: str = "") -> float:
    """From which z on a slope counts as flat."""
    return float(getattr(activations().result, f"{prefix}saturated_intervals")[-1][0])


def raced(name: str, rate: int, step: int) -> float:
    """A loss of the training with batch norm or without."""
    return float(getattr(batch_norm("with_and_without", "training").result, name)[rate, step])


def median_test_loss(kind: int) -> float:
    """Of networks trained plainly, with dropout, with Gaussian noise."""
    return float(dropout("training", "training").result.comparison["test_loss"].median[kind])


def layer_factor(preset: str, prefix: str = "") -> float:
    return float(getattr(activations(preset).result, f"{prefix}gradient_factor"))


def bias_squared(n_train: int) -> float:
    return float(bias_variance(n_train=n_train).result.exact_bias_squared)


NUMBERS: dict[str, dict[str, Callable[[], float]]] = {
    "backprop": {
        "0.1": lambda: backprop().params.learning_rate,
        "0.01": lambda: backprop(learning_rate=0.01).params.learning_rate,
        "0.007": lambda: backprop("works").params.learning_rate,
        "2.6": lambda: new_weight(0, 0, 0),
        "2.2": lambda: new_weight(0, 0, 1),
        "−0.2": lambda: new_weight(0, 2, 0),
        "−0.4": lambda: new_weight(0, 2, 1),
        "0.6": lambda: new_bias(0, 0),
        "−1.2": lambda: new_bias(0, 2),
        "−3.4": lambda: new_weight(1, 0, 0),
        "−0.6": lambda: new_bias(1, 0),
        "−26.44": lambda: float(backprop().result.y_hat[1][0]),
        "866.7136": lambda: float(backprop().result.loss[1]),
        "0.01452": lambda: backprop().result.one_step_limit,
        "1.417052": lambda: float(backprop(learning_rate=0.01).result.loss[1]),
        "3499.9056": lambda: float(backprop("printed_sign").result.loss[1]),
        "259.2": lambda: backprop().params.learning_rate * squared_gradient(),
        "0.5": lambda: float(backprop("and_in_turn").result.y_hat[0][0, 0]),
        "0.298371109": lambda: float(backprop("two_outputs").result.loss[0]),
        "0.35891648": lambda: float(backprop("two_outputs").result.W[1][1][0, 0]),
        "0.8176": lambda: float(backprop("fresh_neuron").result.y_hat[0][0]),
        "0.094": lambda: float(backprop("fresh_neuron").result.y_hat[300][0]),
        "0.982": lambda: float(backprop("saturated_neuron").result.y_hat[0][0]),
        "0.7887": lambda: float(backprop("saturated_neuron").result.y_hat[200][0]),
    },
    "activations": {
        "0.01": lambda: activations().params.threshold,
        "2.993": lambda: edge("compare_"),
        "4.585": edge,
        "2.99": lambda: edge("compare_"),
        "4.58": edge,
        "0.0027": lambda: layer_factor("tanh_worse", "compare_"),
        "0.0108": lambda: layer_factor("tanh_worse"),
        "0.25": lambda: activations().result.max_slope,
        "0.85": lambda: layer_factor("usual_start", "compare_"),
        "0.23": lambda: layer_factor("usual_start"),
        "0.000061": lambda: float(activations().result.slope_factor[6]),
        "0.000033": kept,
        "0.00025": lambda: kept(init="he_normal"),
        "0.14": lambda: kept(gain=6.0),
        "0.027": lambda: layer_factor("both_saturated"),
        "0.018": lambda: layer_factor("both_saturated", "compare_"),
        "0.07": lambda: float(np.divide(*activations("fifty_layers").result.compare_grad_norm[[-1, 0]])),
    },
    "batch_norm": {
        "2.887": lambda: batch_norm("frozen").result.change_from_bias["z_tilde"],
        "0.316": lambda: float(batch_norm("with_and_without", "training").result.rates[3]),
        "0.061": lambda: raced("with_bn", 3, -1),
        "0.574": lambda: raced("without_bn", 3, -1),
        "0.047": lambda: min(raced(name, rate, -1) for name in ("with_bn", "without_bn") for rate in range(4)),
        "0.898": lambda: raced("with_bn", 0, 0),
        "5.306": lambda: raced("without_bn", 0, 0),
    },
    "dropout": {
        "0.292": lambda: median_test_loss(0),
        "0.144": lambda: median_test_loss(1),
        "0.147": lambda: median_test_loss(2),
    },
    "weight_decay": {
        "0.05": lambda: weight_decay("momentum").result.rule_strength,
        "0.5": lambda: weight_decay("momentum").params.weight_decay,
    },
    "bias_variance": {
        "0.0423": lambda: bias_squared(5),
        "0.0236": lambda: bias_squared(30),
        "0.0231": lambda: bias_squared(120),
    },
}

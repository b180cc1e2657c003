"""Presets of the backprop lab."""

from wk4gui.core import example_networks as examples
from wk4gui.lab.preset import Preset

_SATURATED = examples.SATURATED_SIGMOID | {"learning_rate": 0.5, "n_steps": 100}

_FOUR_CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]]
_XOR = {
    "x": _FOUR_CORNERS,
    "y": [[0], [1], [1], [0]],
    "weights": [[[1, 1], [1, 1]], [[1, -2]]],
    "biases": [[0, -1], [0]],
}
_AND = {
    "x": _FOUR_CORNERS,
    "y": [[0], [0], [0], [1]],
    "weights": [[[0.6, 0.7]]],
    "biases": [[0]],
    "activations": ["sigmoid"],
    "loss": "half_mse",
    "learning_rate": 0.6,
    "n_steps": 40,
    "each": "in turn",
    "bias": "none",
}
_BATCH_OF_TWO = {
    "x": [[1], [3]],
    "y": [[3], [2]],
    "weights": [[[1]]],
    "biases": [[0]],
    "activations": ["linear"],
    "learning_rate": 0.05,
}
_TWO_OUTPUTS = {
    "x": [0.05, 0.1],
    "y": [0.01, 0.99],
    "weights": [[[0.15, 0.2], [0.25, 0.3]], [[0.4, 0.45], [0.5, 0.55]]],
    "biases": [[0.35, 0.35], [0.6, 0.6]],
    "activations": ["sigmoid", "sigmoid"],
    "loss": "half_sse",
    "learning_rate": 0.5,
    "bias": "frozen",
}
_SIGMOID_NEURON = {
    "x": [1],
    "y": [0],
    "activations": ["sigmoid"],
    "loss": "half_mse",
    "learning_rate": 0.15,
    "n_steps": 300,
}

PRESETS = (
    Preset(
        "tutorial",
        "The tutorial's question",
        note="All printed gradients are reproduced; the printed learning rate 0.1 is far too large for this step.",
    ),
    Preset(
        "printed_sign",
        "The sheet's printed sign",
        {"update": "ascent"},
        "The printed rule adds the gradient: the loss climbs from 9 to 3499.9056, and further with every step.",
    ),
    Preset(
        "works",
        "A rate that works",
        {"learning_rate": 0.007},
        "0.007 is nearly the best step along this gradient: one step takes the loss almost to 0.",
    ),
    Preset(
        "one_neuron",
        "One neuron",
        examples.ONE_NEURON | {"learning_rate": 0.2},
        "The chain rule at its shortest: three factors for the weight, two for the bias.",
    ),
    Preset(
        "saturated_mse",
        "Saturated sigmoid, mse",
        _SATURATED | {"loss": "mse"},
        "The answer is wrong by almost 1, yet the gradient is tiny: σ′(z) is one of its factors.",
    ),
    Preset(
        "saturated_bce",
        "Saturated sigmoid, cross-entropy",
        _SATURATED | {"loss": "bce"},
        "The same neuron with cross-entropy: σ′(z) cancels, so ∂L/∂z is ŷ − y and learning starts at once.",
    ),
    Preset(
        "all_dead",
        "All hidden units dead",
        examples.ALL_DEAD,
        "No gradient passes through a unit that is off: only the output bias learns, and is the prediction.",
    ),
    Preset(
        "two_hidden",
        "Two hidden layers",
        examples.TWO_HIDDEN_LAYERS | {"learning_rate": 0.01},
        "A weight of the first layer reaches the loss on three paths; its gradient is their sum.",
    ),
    Preset(
        "six_layers",
        "Six layers",
        examples.SIX_LAYERS | {"learning_rate": 0.02},
        "Follow the size of the gradients from the output back to the first layer.",
    ),
    Preset(
        "exercise",
        "Work it yourself",
        note="The question with every number blank: type into the diagram, the table or the card, and check.",
        view={"blank": ["forward", "loss", "grad_z", "grad_W", "update"]},
    ),
    Preset(
        "xor",
        "XOR, four samples",
        _XOR,
        "One hidden layer computes XOR for all four samples at once: step through them, then spoil a weight.",
    ),
    Preset(
        "and_in_turn",
        "AND, one sample after another",
        _AND,
        "Every step takes the next of four samples, and without a bias the first can only ever give 0.5.",
        view={"digits": 4},
    ),
    Preset(
        "batch_of_two",
        "A batch of two: why the mean",
        _BATCH_OF_TWO,
        "One sample pulls the weight up, the other pulls it down; the step takes the mean of both gradients.",
    ),
    Preset(
        "two_outputs",
        "2-2-2 with ½ Σ",
        _TWO_OUTPUTS,
        "A well-known example with frozen biases: the loss is 0.298371109, and w⁽²⁾₁₁ becomes 0.35891648.",
        view={"digits": 8},
    ),
    Preset(
        "fresh_neuron",
        "A fresh neuron, 300 steps",
        _SIGMOID_NEURON | {"weights": [[[0.6]]], "biases": [[0.9]]},
        "From 0.8176 the output falls to 0.094 in 300 steps; compare the saturated neuron.",
        view={"digits": 4},
    ),
    Preset(
        "saturated_neuron",
        "A saturated neuron, 300 steps",
        _SIGMOID_NEURON | {"weights": [[[2]]], "biases": [[2]]},
        "The worse answer learns more slowly: 0.982 at the start, still 0.7887 after 200 steps.",
        view={"digits": 4},
    ),
)

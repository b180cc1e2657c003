"""Presets of the backprop lab."""

from wk4gui.core import example_networks as examples
from wk4gui.lab.preset import Preset

_SATURATED = examples.SATURATED_SIGMOID | {"learning_rate": 0.5, "n_steps": 100}

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
)

"""Named states of the activations lab."""

from wk4gui.lab.preset import Preset

PRESETS = (
    Preset(
        "sigmoid_tanh",
        "The tutorial's question",
        {"bias_offset": 6},
        "Biases of ±6 push the units to the sides, where both functions are flat: tanh does not help.",
    ),
    Preset(
        "usual_start",
        "The usual start",
        note="With the usual start z stays small, and tanh seems to help: a layer keeps 0.85 of the gradient.",
    ),
    Preset(
        "both_saturated",
        "Biases of ±4",
        {"bias_offset": 4},
        "Less far to the sides: a layer with the sigmoid keeps 0.027 of the gradient, one with tanh 0.018.",
    ),
    Preset(
        "tanh_worse",
        "tanh worse than sigmoid",
        {"bias_offset": 5},
        "tanh is flat from |z| = 2.99 on, the sigmoid only from 4.58 on: with biases of ±5 tanh loses more.",
    ),
    Preset(
        "he_relu",
        "ReLU with He's start",
        {"function": "relu", "init": "he_normal", "depth": 20, "z": 1},
        "Twenty layers, and the gradient at the input is about as large as at the output.",
    ),
    Preset(
        "gain_too_large",
        "Gain too large",
        {"function": "tanh", "compare": "sigmoid", "gain": 6, "depth": 20},
        "Most units of tanh are saturated, and yet its gradient explodes: large weights amplify what is left.",
    ),
    Preset(
        "fifty_layers",
        "Fifty layers",
        {"depth": 50},
        "Each layer is a factor: after fifty layers the sigmoid's gradient is practically zero, that of tanh 0.07.",
    ),
    Preset(
        "morph",
        "From sigmoid to tanh",
        {"morph": 0.5, "z": 1},
        "tanh is a sigmoid, stretched to double height, squeezed to half width and moved down by 1.",
    ),
)

"""Presets of the dropout lab."""

from wk4gui.lab.preset import Preset

PRESETS = (
    Preset(
        "linear",
        "The tutorial's question: linear output",
        note="The output of the scaled network is exactly the mean output of the 32 thinned networks.",
    ),
    Preset(
        "softmax",
        "Softmax: the geometric mean",
        {"output": "softmax"},
        "Now the scaled network's output is the normalised geometric mean, not the plain mean.",
    ),
    Preset(
        "second_layer",
        "A second layer: neither",
        {"second_layer": True, "output": "sigmoid", "seed": 1},
        "With one more layer after the dropped one, the scaled network is only an approximation.",
    ),
    Preset(
        "forgotten_scale",
        "Without scaling",
        {"scaling": "none"},
        "Half of the units in training and all of them in use: the next layer gets twice the sum.",
    ),
    Preset(
        "many",
        "4096 thinned networks",
        {"n_hidden": 12},
        "Twelve units have 4096 masks: a histogram of their outputs, whose mean hundreds of draws come near.",
    ),
    Preset(
        "one_mask",
        "One mask",
        {"mask": (True, False, True, True, False)},
        "Units 2 and 5 are missing; the others are doubled.",
    ),
    Preset(
        "training",
        "The training comparison",
        {"n_train": 20, "n_networks": 32},
        "Twenty noisy points, training without and with dropout and with Gaussian noise: four explanations measured.",
        view={"show": "training"},
    ),
)

"""Presets of the dropout lab."""

from wk4gui.lab.preset import Preset

PRESETS = (
    Preset(
        "linear",
        "The tutorial's question: linear output",
        note="The scaled network answers exactly what the 32 thinned networks answer on average.",
    ),
    Preset(
        "softmax",
        "Softmax: the geometric mean",
        {"output": "softmax"},
        "Now it is the normalised geometric mean that the scaled network hits, and it misses the plain mean.",
    ),
    Preset(
        "second_layer",
        "A second layer: neither",
        {"second_layer": True, "output": "sigmoid", "seed": 1},
        "With one more layer after the dropped one, the scaled network is only an approximation.",
    ),
    Preset(
        "forgotten_scale",
        "The scale forgotten",
        {"scaling": "none"},
        "Half of the units in training and all of them in use: the next layer gets twice the sum.",
    ),
    Preset(
        "many",
        "4096 thinned networks",
        {"n_hidden": 12},
        "Twelve units have 4096 masks: their outputs fill a histogram, and hundreds of draws come near its mean.",
    ),
    Preset(
        "one_mask",
        "One mask",
        {"mask": (True, False, True, True, False)},
        "Units 2 and 5 are missing; what is left is doubled.",
    ),
    Preset(
        "training",
        "The training comparison",
        {"n_train": 20, "n_networks": 32},
        "Twenty noisy points, training without and with dropout and with Gaussian noise: four explanations measured.",
        view={"show": "training"},
    ),
)

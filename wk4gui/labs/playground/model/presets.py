"""Presets of the playground lab: one for each question of the sheet, then what to try."""

from wk4gui.lab.preset import Preset
from wk4gui.labs.playground.model.own_data import START_X, START_Y

_NOISY = {
    "data": "moons", "noise": 0.2, "label_noise": 0.1, "n_train": 40, "hidden": (16,), "optimizer": "adam",
    "learning_rate": 0.03, "n_epochs": 400,
}  # fmt: skip
_SPIRAL = {"data": "spiral", "noise": 0.1, "optimizer": "adam", "learning_rate": 0.01, "n_epochs": 600}

PRESETS = (
    Preset(
        "ring",
        "A disc in a ring",
        note="Two classes that no straight line separates, and six hidden units.",
    ),
    Preset(
        "one_update",
        "1 One update",
        {"batch_size": 1, "learning_rate": 0.5, "n_epochs": 1},
        "An update lowers the loss of its own batch; that of all points may rise.",
        frame=0,
    ),
    Preset("rate_low", "2 Too low a rate", {"learning_rate": 0.0003}, "The same start, a hundredth of the rate."),
    Preset("rate_good", "2 A good rate", {"learning_rate": 0.03}, "The same start."),
    Preset("rate_high", "2 Too high a rate", {"learning_rate": 3}, "The same start, a hundred times the rate."),
    Preset(
        "zeros",
        "3 All weights 0",
        {"init": "zeros"},
        "All hidden gradients are 0: nothing tells the units apart, so only the output's bias moves.",
    ),
    Preset(
        "gain_sigmoid",
        "4 Gain 10, sigmoid",
        {"activation": "sigmoid", "gain": 10},
        "Where f′ is almost 0, hardly any gradient passes.",
        frame=0,
    ),
    Preset("gain_tanh", "4 Gain 10, tanh", {"gain": 10}, "tanh saturates more easily than sigmoid.", frame=0),
    Preset(
        "batch_norm",
        "5 Batch norm",
        {"batch_norm": True},
        "Raise a hidden bias: the running mean catches up, and the bias has no effect.",
    ),
    Preset(
        "noisy",
        "6 Label noise, no dropout",
        {**_NOISY},
        "The network learns the labels that are wrong, and the test loss rises.",
    ),
    Preset(
        "noisy_dropout",
        "6 Label noise, with dropout",
        {**_NOISY, "drop_prob": 0.3},
        "Wrong labels are harder to learn by heart when units are missing.",
    ),
    Preset("l2", "7 L2 with Adam", {**_NOISY, "l2": 0.01}, "Adam scales the penalty's gradient along with the rest."),
    Preset(
        "decay",
        "7 Weight decay with Adam",
        {**_NOISY, "weight_decay": 0.1},
        "Decoupled from the gradient: AdamW.",
    ),
    Preset("few", "8 Forty points", {**_NOISY, "label_noise": 0.0}, "Other points would give another boundary."),
    Preset(
        "more",
        "8 Four times the points",
        {**_NOISY, "label_noise": 0.0, "n_train": 160},
        "With more points the boundaries of different training sets agree more.",
    ),
    Preset(
        "width_two",
        "The ring with two units",
        {"hidden": (2,), "learning_rate": 0.1},
        "Two units bound a strip or a wedge.",
    ),
    Preset(
        "width_three",
        "The ring with three units",
        {"hidden": (3,), "learning_rate": 0.1},
        "Three units can bound a triangle.",
    ),
    Preset(
        "xor_linear",
        "XOR without a hidden layer",
        {"data": "xor", "hidden": (), "noise": 0.0},
        "No line separates the classes; the loss stays near ln 2.",
    ),
    Preset(
        "xor",
        "XOR with four units",
        {"data": "xor", "hidden": (4,), "noise": 0.0, "optimizer": "adam", "learning_rate": 0.02},
        "Each unit draws a line; together they cut out the four quadrants.",
    ),
    Preset(
        "spiral_features",
        "Two spirals by features",
        {**_SPIRAL, "features": ("x1", "x2", "sin_x1", "sin_x2"), "hidden": (8,), "n_epochs": 300},
        "With sin x₁ and sin x₂ one hidden layer is enough.",
    ),
    Preset(
        "spiral_depth",
        "Two spirals by depth",
        {**_SPIRAL, "hidden": (8, 8, 8)},
        "The same spirals from x₁ and x₂ alone.",
    ),
    Preset(
        "hills",
        "Hills, a regression",
        {"data": "hills", "hidden": (16, 8), "optimizer": "adam", "learning_rate": 0.01, "noise": 0.0},
        "Six cones, found from points.",
    ),
    Preset(
        "arms",
        "Three arms, three classes",
        {"data": "arms", "hidden": (8, 8), "optimizer": "adam", "learning_rate": 0.01},
        "Softmax gives each class a probability; the largest is drawn.",
    ),
    Preset(
        "own",
        "Draw your own points",
        {
            "data": "own", "hidden": (6,), "optimizer": "adam", "n_test": 0, "data_seed": None,
            "own_X": START_X, "own_y": START_Y,
        },
        "Choose a class and click into the plane. Where a click picks, it shows a point's numbers instead.",
        view={"click": "add"},
    ),
)  # fmt: skip

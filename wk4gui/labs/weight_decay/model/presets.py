"""Presets of the weight_decay lab."""

from wk4gui.lab.preset import Preset

PRESETS = (
    Preset(
        "question",
        "The tutorial's question",
        frame=0,
        note="The penalty's gradient, or shrink and then step: the two paths are one.",
    ),
    Preset(
        "as_printed",
        "The rule as printed",
        {"rule": "as_printed", "curvature": (0.5, 1.5)},
        "Without α before the gradient the step is the gradient itself, and beside it λ counts as αλ.",
    ),
    Preset(
        "momentum",
        "Momentum",
        {"optimizer": "momentum"},
        "Decay through the velocity is L2; decay beside it holds the weights less, and the paths part.",
    ),
    Preset(
        "adam",
        "Adam: they part",
        {"optimizer": "adam"},
        "Adam scales the penalty's gradient along with the rest. Shrinking beside it is another rule: AdamW.",
    ),
    Preset(
        "strong",
        "A strong penalty",
        {"weight_decay": 8},
        "Of its optimum the flat direction keeps a ninth, the steep one half.",
    ),
    Preset(
        "full",
        "Without the ½",
        {"convention": "full"},
        "The penalty λ‖w‖² has the gradient 2λw: the same λ shrinks twice as much.",
    ),
    Preset(
        "network",
        "Networks under a ladder of λ",
        note="The larger λ, the narrower the histogram of the weights; here the least test loss lies between.",
        view={"show": "network"},
    ),
)

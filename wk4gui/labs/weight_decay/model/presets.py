"""Presets of the weight_decay lab."""

from wk4gui.lab.preset import Preset

PRESETS = (
    Preset(
        "question",
        "The tutorial's question",
        frame=0,
        note="The penalty's gradient, or shrink, then step: the two paths are the same.",
    ),
    Preset(
        "as_printed",
        "The rule as printed",
        {"rule": "as_printed", "curvature": (0.5, 1.5)},
        "Without α before the gradient the step is the whole gradient, relative to which λ counts as αλ.",
    ),
    Preset(
        "momentum",
        "Momentum",
        {"optimizer": "momentum"},
        "Decay through the velocity is L2; decay beside it is weaker, and the paths part.",
    ),
    Preset(
        "adam",
        "Adam: they part",
        {"optimizer": "adam"},
        "Adam scales the penalty's gradient along with the rest. Decay beside it is another rule: AdamW.",
    ),
    Preset(
        "strong",
        "A strong penalty",
        {"weight_decay": 8},
        "The flat direction keeps a ninth of its optimum, the steep one a half.",
    ),
    Preset(
        "full",
        "Without the ½",
        {"convention": "full"},
        "The penalty λ‖w‖² has the gradient 2λw: the same λ shrinks twice as much.",
    ),
    Preset(
        "network",
        "Networks with increasing λ",
        note="The larger λ, the narrower the histogram of the weights; the lowest test loss is at a λ in between.",
        view={"show": "network"},
    ),
)

"""Named states of the batch_norm lab."""

from wk4gui.lab.preset import Preset

PRESETS = (
    Preset(
        "question",
        "The tutorial's question",
        note="The bias moves the cloud, the mean moves along, and subtracting it removes the bias again.",
    ),
    Preset(
        "huge_bias",
        "A huge bias",
        {"bias": (1000, -800)},
        "However large the bias is, only rounding is left of it.",
    ),
    Preset(
        "frozen",
        "Frozen statistics, then the bias",
        {"mode": "eval"},
        "The subtracted mean does not contain the bias, so the bias moves the output after all.",
    ),
    Preset(
        "bias_after",
        "The bias after the normalisation",
        {"bias_position": "after"},
        "Here it is not subtracted, and has exactly the effect of β.",
    ),
    Preset(
        "batch_of_one",
        "A batch of one",
        {"batch_size": 1, "beta": (0.5, -0.5)},
        "One sample is its own mean: it cancels, and the output is β for any input.",
    ),
    Preset(
        "batch_of_two",
        "A batch of two",
        {"batch_size": 2},
        "Two samples become −1 and +1, unless ε matters: only their order is left.",
    ),
    Preset(
        "with_and_without",
        "With and without, five rates",
        note="The same initial weights: with batch norm higher rates work, yet the lowest loss of all is without it.",
        view={"show": "training"},
    ),
)

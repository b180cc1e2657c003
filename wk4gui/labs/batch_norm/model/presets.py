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
        "However large it is, nothing of it is left but rounding.",
    ),
    Preset(
        "frozen",
        "Frozen statistics, then the bias",
        {"mode": "eval"},
        "The mean that is subtracted does not contain the bias, so the bias moves the output after all.",
    ),
    Preset(
        "bias_after",
        "The bias after the normalisation",
        {"bias_position": "after"},
        "Here nothing subtracts it: it does exactly what β does.",
    ),
    Preset(
        "batch_of_one",
        "A batch of one",
        {"batch_size": 1, "beta": (0.5, -0.5)},
        "One sample is its own mean: nothing of it is left, and the output is β, whatever the input.",
    ),
    Preset(
        "batch_of_two",
        "A batch of two",
        {"batch_size": 2},
        "Two samples become −1 and +1, unless ε counts: of each input, only which one is larger is left.",
    ),
    Preset(
        "with_and_without",
        "With and without, five rates",
        note="The same first weights: with batch norm higher rates work, and yet the lowest loss of all is without it.",
        view={"show": "training"},
    ),
)

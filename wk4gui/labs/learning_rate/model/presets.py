"""Presets of the learning_rate lab."""

from wk4gui.lab.preset import Preset

_SINE = {"problem": "regression", "learning_rate": 0.03, "span": 3, "n_steps": 300}
RIDDLE_SPAN = 3.0

PRESETS = (
    Preset(
        "ladder",
        "The tutorial's question",
        note="Seven rates from the same start: too low, good, zig-zagging and diverging, side by side.",
    ),
    Preset(
        "momentum",
        "Momentum makes the cost swing",
        {"momentum": 0.9},
        "With momentum 0.9 the cost of a full batch rises and falls: the ball rolls past the minimum and comes back.",
    ),
    Preset(
        "tutorial_too_high",
        "The tutorial's network at 0.1",
        {"problem": "tutorial", "learning_rate": 0.1},
        "The cost ends at 0 and nothing is learnt: every hidden unit has died, and the output is the bias alone.",
    ),
    Preset(
        "tutorial_high",
        "The tutorial's network at 0.02",
        {"problem": "tutorial", "learning_rate": 0.02, "n_rates": 5, "span": 1},
        "Just above the one-step limit of 0.0145: the first step raises the cost.",
    ),
    Preset(
        "tutorial_good",
        "The tutorial's network at 0.007",
        {"problem": "tutorial", "learning_rate": 0.007, "n_rates": 5, "span": 1},
        "Nearly the best step: one step is almost enough.",
    ),
    Preset(
        "full_batch",
        "A sine, full batch",
        _SINE,
        "The gradient of all 64 points: a cost that rises says that the rate is too high.",
    ),
    Preset(
        "mini_batch",
        "The same sine, mini-batches",
        _SINE | {"batch_size": 4},
        "Four points a step: the cost rises again and again at rates that are not too high at all.",
    ),
    Preset(
        "edge",
        "The edge of stability",
        {"problem": "regression", "learning_rate": 0.15, "n_rates": 5, "span": 0.6, "n_steps": 2000},
        "Full batches: with the larger rates the curvature moves to 2/α, from below or above, and stays about there.",
        view={"loss_axis": "log"},
    ),
    Preset(
        "mystery",
        "A mystery curve",
        {"mystery": True, "n_rates": 1, "span": RIDDLE_SPAN, "seed": 1},
        "Too low, good or too high? Decide before you look; a new seed draws another rate.",
    ),
)

"""Presets of the bias_variance lab."""

from wk4gui.lab.preset import Preset

PRESETS = (
    Preset(
        "question",
        "The tutorial's question",
        note="Press an operation and predict both arrows; each is then measured with 200 training sets.",
    ),
    Preset(
        "network",
        "A network's curves",
        {"model": "network"},
        "Sixteen tanh units, trained anew on each of 200 training sets: hardly any bias, and much more variance.",
    ),
    Preset(
        "underfit",
        "Under-fit",
        {"degree": 1},
        "Straight lines: they nearly agree with one another, but none fits the target.",
    ),
    Preset(
        "overfit",
        "Over-fit",
        {"degree": 15},
        "Degree 15 on 30 points: right on average, but near the ends single curves are off by more than the noise.",
    ),
    Preset(
        "sweep",
        "The sweep",
        {"vary": "degree", "n_values": 13},
        "With the degree bias falls until it is invisible, and variance rises; their sum is lowest in between.",
    ),
    Preset(
        "ridge_sweep",
        "The penalty's trade",
        {"degree": 12, "vary": "l2"},
        "The same degree with a growing penalty: bias rises and variance falls.",
    ),
    Preset(
        "peak",
        "Where the table fails",
        {"degree": 7, "n_train": 8, "x_design": "random", "vary": "n_train"},
        "Eight coefficients, eight random points: more data makes the typical fit worse before it makes it better.",
    ),
)

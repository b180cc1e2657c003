"""The look of every activation: one colour and one dash, whichever role it has in the picture."""

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.render.theme import DASHES, SeriesLook

FUNCTION_LOOKS = {
    "sigmoid": SeriesLook("forward", DASHES[0]),
    "tanh": SeriesLook("backward", DASHES[1]),
    "relu": SeriesLook("update", DASHES[2]),
    "leaky_relu": SeriesLook("selected", DASHES[3]),
    "gelu": SeriesLook("forward", DASHES[7]),
    "linear": SeriesLook("ink", DASHES[0]),
    "elu": SeriesLook("backward", DASHES[5]),
    "selu": SeriesLook("selected", DASHES[6]),
    "silu": SeriesLook("update", DASHES[8]),
    "softplus": SeriesLook("selected", DASHES[4]),
    "softsign": SeriesLook("ink", DASHES[1]),
    "hard_sigmoid": SeriesLook("ink", DASHES[2]),
}
"""Only colours that text may have, so that some serve several functions: their dashes differ."""
MORPH_LOOK = SeriesLook("ink2", (5, 1.5, 1, 1.5, 1, 1.5))

assert FUNCTION_LOOKS.keys() == ACTIVATIONS.keys()

"""Presets of the saddle lab."""

from wk4gui.lab.preset import Preset
from wk4gui.labs.saddle.model import example_races as races

PRESETS = (
    Preset(
        "double_well",
        "The tutorial's question",
        note="From the stable line descent without noise ends on the saddle; with noise every run leaves it.",
    ),
    Preset(
        "plain_saddle",
        "The plain saddle",
        races.PLAIN_SADDLE,
        "Nothing but a saddle: the escape steps of 1000 runs gather around the prediction.",
    ),
    Preset(
        "real_noise",
        "Real mini-batch noise",
        races.REAL_NOISE,
        "On the saddle the gradient of all data is zero; that of a mini-batch is not and pushes runs off it.",
    ),
    Preset(
        "price_of_noise",
        "The price of noise",
        races.PRICE_OF_NOISE,
        "The noise that helps to leave saddles also keeps SGD from settling, and moves runs between the wells.",
    ),
    Preset(
        "six_optimizers",
        "Six optimizers on Himmelblau",
        races.SIX_OPTIMIZERS,
        "The same start, six rules: not all of them end in the same minimum.",
    ),
    Preset(
        "monkey_saddle",
        "Monkey saddle",
        races.MONKEY_SADDLE,
        "Three ways down, and a Hessian of zeros: its eigenvalues do not show that this is a saddle.",
    ),
    Preset(
        "rosenbrock",
        "Rosenbrock's valley",
        races.ROSENBROCK,
        "Steep walls forbid a larger rate, and the floor of the valley hardly falls.",
    ),
    Preset(
        "own_function",
        "Your own function",
        races.OWN_FUNCTION,
        "Type any f(x, y); every critical point in the window is found and classified.",
    ),
)

"""Predictions about training: every truth is computed from runs."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from wk4gui.core.number_format import format_number, format_percent, format_significant
from wk4gui.lab.question import Choice, Number, Question, Variant
from wk4gui.labs.playground.model.compute import compute, state_at
from wk4gui.labs.playground.model.ladders import WIDTHS, lowest
from wk4gui.labs.playground.model.maps import classes_on_map, unit_maps, window_of
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import layout_of, problem_of
from wk4gui.labs.playground.model.result import PointsResult, RatesResult, Result, VersusResult, WidthsResult

RAISED = 2.0
"""By how much a hidden bias is raised."""
_LARGER, _SMALLER = "larger", "smaller"
_NONE, _LINE, _RING = "none: one class everywhere", "a line", "a closed ring"
_RATES = ("α = 0.003", "α = 0.03", "α = 3")
_UNRESOLVED = "no difference shown"
_WHERE = Choice(("lower", "higher", _UNRESOLVED))
_MAP_SIDE = 61


def _n(value: float) -> str:
    return format_significant(value, 3)


def _after_update(read: Callable[[Result], tuple[float, float]]) -> Callable[[Params, Result], str]:
    def truth(params: Params, result: Result) -> str:
        before, after = read(result)
        return _LARGER if after > before else _SMALLER

    return truth


def _on_batch(result: Result) -> tuple[float, float]:
    return float(result.batch_loss[0, 0]), float(result.batch_loss[0, 1])


def _on_all(result: Result) -> tuple[float, float]:
    return float(result.train_loss[0]), float(result.train_loss[1])


def _why_update(read: Callable[[Result], tuple[float, float]], words: str) -> Callable[[Params, Result], str]:
    return lambda params, result: "{} goes from {} to {}.".format(words, *map(_n, read(result)))


def boundary_shape(params: Params, result: Result) -> str:
    """Which boundary the network draws at the end: none, a line to the window's edge, or a closed ring."""
    running = (result.state.running_mean[-1], result.state.running_variance[-1])
    maps = unit_maps(params, result.theta[-1], running, window_of(params), _MAP_SIDE)
    said = classes_on_map(problem_of(params), maps.output)
    if (said == said[0, 0]).all():
        return _NONE
    border = np.concatenate([said[0], said[-1], said[:, 0], said[:, -1]])
    return _RING if (border == border[0]).all() else _LINE


def _why_zeros(params: Params, result: Result) -> str:
    layout = layout_of(params)
    largest = max(float(np.abs(result.theta[-1, layer.W]).max()) for layer in layout.layers)
    why = "With tanh(0) = 0 and weights 0 every gradient of a weight is 0"
    return f"{why}; the largest weight at the end is {_n(largest)}."


def _saturated(params: Params, result: Result) -> dict[str, float]:
    """The saturated share of layer 1 at the start, with either activation."""
    shares = {}
    for name in ("sigmoid", "tanh"):
        run = result if name == params.activation else compute(params.with_(activation=name, n_epochs=1, n_test=0))
        shares[name] = float(run.saturated[0, 0])
    return shares


def _why_saturated(params: Params, result: Result) -> str:
    shares = _saturated(params, result)
    return ", ".join(f"{name} {format_percent(share)} %" for name, share in shares.items()) + " of layer 1 saturated."


@lru_cache(maxsize=4)
def bias_lead(params: Params) -> float:
    """What is left of a hidden bias raised by 2 under batch norm after an epoch, by two runs."""
    once = params.with_(n_epochs=1, n_test=0)
    plain = compute(once)
    place = layout_of(once).layers[0].b.start
    start = state_at(once, plain, 0)
    theta = list(start.theta)
    theta[place] += RAISED
    raised = compute(once.with_(start={"theta": theta}))
    leads = [run.theta[-1, place] - run.state.running_mean[-1, 0] for run in (plain, raised)]
    return float(leads[1] - leads[0])


def _same_weights(optimizer: str) -> Callable[[Params, Result], str]:
    def truth(params: Params, result: Result) -> str:
        return "the same" if largest_difference(params, optimizer) < 1e-9 else "different"

    return truth


@lru_cache(maxsize=8)
def largest_difference(params: Params, optimizer: str) -> float:
    """The largest difference of a weight after ten epochs between an L2 penalty and decay of the same λ."""
    short = {"n_epochs": 10, "n_test": 0, "optimizer": optimizer}
    amount = max(params.l2, params.weight_decay)
    first, second = (
        compute(params.with_(**short, l2=l2, weight_decay=decay)).theta[-1]
        for l2, decay in ((amount, 0.0), (0.0, amount))
    )
    return float(np.abs(first - second).max())


def _why_same(optimizer: str) -> Callable[[Params, Result], str]:
    def because(params: Params, result: Result) -> str:
        return f"After ten epochs the largest difference of a weight is {_n(largest_difference(params, optimizer))}."

    return because


def _moved(name: str) -> Callable[[Params, VersusResult], str]:
    """Where the regularisers move a loss: "loss" on test points, or "train_loss"."""

    def truth(params: Params, result: VersusResult) -> str:
        direction = getattr(result, f"{name}_pairs").direction
        return {"down": "lower", "up": "higher"}.get(direction, _UNRESOLVED)

    return truth


def _why_moved(name: str) -> Callable[[Params, VersusResult], str]:
    def because(params: Params, result: VersusResult) -> str:
        arms = (getattr(result, f"without_{name}"), getattr(result, f"with_{name}"))
        before, after = (_n(float(np.median(loss))) for loss in arms)
        pairs = getattr(result, f"{name}_pairs")
        counts = f"it fell in {pairs.better} and rose in {pairs.worse} of {pairs.n} pairs"
        return f"The median goes from {before} to {after}; {counts}."

    return because


class _Tied(Choice):
    """A choice in which each of several tied options is right; the truth names them all."""

    def accepts(self, given: str, truth: str) -> bool:
        return given in truth.split(" or ")


def _best_rate(params: Params, result: RatesResult) -> str:
    return " or ".join(_RATES[k] for k in lowest(result.rates))


def _why_rate(params: Params, result: RatesResult) -> str:
    medians = [_n(float(m)) for m in np.median(result.rates.loss, axis=1)]
    return "The median losses over the seeds end at {}, {} and {}.".format(*medians)


def _agreement(params: Params, result: PointsResult) -> str:
    first, second = result.points.disagreement
    return "less" if second < first else "more"


def _why_agreement(params: Params, result: PointsResult) -> str:
    shares = [format_percent(float(share), 1) for share in result.points.disagreement]
    return "On average over the plane {} % and {} % of the networks disagree with most.".format(*shares)


def _least_width(params: Params, result: WidthsResult) -> float:
    enough = [(score >= 0.95).mean() >= 0.5 for score in result.widths.score]
    return float(WIDTHS[enough.index(True)]) if True in enough else float("inf")


def _why_width(params: Params, result: WidthsResult) -> str:
    counts = [int((score >= 0.95).sum()) for score in result.widths.score]
    told = ", ".join(f"{count} with {width}" for count, width in zip(counts, WIDTHS, strict=True))
    return f"Of {result.widths.score.shape[1]} starts 95 % accuracy is reached by {told} hidden units."


def _loss_of_xor(params: Params, result: Result) -> str:
    last = float(result.train_loss[-1])
    if last > 2.0 * result.train_loss[0]:
        return "it grows"
    return "near 0" if last < 0.2 else "near 0.69"


def _why_xor(params: Params, result: Result) -> str:
    return f"The training loss ends at {format_number(float(result.train_loss[-1]), 3)}; ln 2 is 0.693."


def _lead(params: Params, result: Result) -> float:
    return bias_lead(params)


def _why_lead(params: Params, result: Result) -> str:
    updates = -(-params.n_train // params.batch_size)
    return f"Each of {updates} updates moves the running mean a tenth of the way: {RAISED:g} · 0.9^{updates}."


_LEAD = "Under batch norm a hidden bias is raised by 2. How much of it is left after an epoch of {} updates?"


def _other_batches(seed: int) -> Variant:
    batch_size = (25, 50, 125, 50, 25)[seed % 5]
    return Variant(_LEAD.format(250 // batch_size), {"n_epochs": 5, "batch_size": batch_size})


_DROPOUT = "Forty points, a tenth of the labels wrong, 16 units: dropout 0.3 is switched on. Where does the {} loss go?"


def _with_dropout(name: str, loss: str, which: str) -> Question:
    return Question(
        name,
        _DROPOUT.format(which),
        _WHERE,
        _moved(loss),
        _why_moved(loss),
        preset="noisy_dropout",
        changes={"n_seeds": 32},
        part="versus",
        view={"show": "swarm"},
        asked_view={"show": "train"},
        hides=("losses",),
    )


_SHORT: dict[str, Any] = {"n_seeds": 16, "n_epochs": 100}

QUESTIONS = (
    Question(
        "batch_after_update",
        "One point makes the next update, at α = 0.5. Will the loss of this point be larger or smaller after it?",
        Choice((_LARGER, _SMALLER)),
        _after_update(_on_batch),
        _why_update(_on_batch, "The loss of the batch"),
        preset="one_update",
        frame=1,
        asked_frame=0,
        hides=("losses",),
    ),
    Question(
        "all_after_update",
        "The same update: will the loss over all 250 training points be larger or smaller after it?",
        Choice((_LARGER, _SMALLER)),
        _after_update(_on_all),
        _why_update(_on_all, "The training loss"),
        preset="one_update",
        frame=1,
        asked_frame=0,
        hides=("losses",),
    ),
    Question(
        "rates",
        "Sixteen starts are trained at each of three learning rates. Which one ends lowest?",
        _Tied(_RATES),
        _best_rate,
        _why_rate,
        changes={**_SHORT},
        part="rates",
        view={"show": "rates"},
        asked_view={"show": "train"},
        hides=("losses", "output", "network"),
    ),
    Question(
        "zeros",
        "All weights begin at 0. Which boundary will the network draw in the end?",
        Choice((_NONE, _LINE, _RING)),
        boundary_shape,
        _why_zeros,
        preset="zeros",
        hides=("output", "network", "losses", "layers"),
    ),
    Question(
        "saturated",
        "The initial weights are ten times as large as usual. In which layer 1 are more activations saturated?",
        Choice(("sigmoid", "tanh")),
        lambda params, result: max(_saturated(params, result).items(), key=lambda pair: pair[1])[0],
        _why_saturated,
        preset="gain_tanh",
        frame=0,
        hides=("layers",),
    ),
    Question(
        "bias_lead",
        _LEAD.format(25),
        Number("of the bias", tolerance=0.1),
        _lead,
        _why_lead,
        preset="batch_norm",
        changes={"n_epochs": 5},
        hides=("output",),
        draw=_other_batches,
    ),
    _with_dropout("dropout_test", "loss", "test"),
    _with_dropout("dropout_train", "train_loss", "training"),
    Question(
        "decay_sgd",
        "L2 of 0.01, or weight decay of 0.01, with SGD: are the trained weights the same?",
        Choice(("the same", "different")),
        _same_weights("sgd"),
        _why_same("sgd"),
        changes={"l2": 0.01},
        hides=("network",),
    ),
    Question(
        "decay_adam",
        "The same with Adam: are the trained weights the same?",
        Choice(("the same", "different")),
        _same_weights("adam"),
        _why_same("adam"),
        changes={"l2": 0.01, "optimizer": "adam", "learning_rate": 0.01},
        hides=("network",),
    ),
    Question(
        "more_points",
        "Networks are trained on different sets of 40 points, then of 160. Do they disagree more or less?",
        Choice(("more", "less")),
        _agreement,
        _why_agreement,
        preset="few",
        changes={"n_seeds": 16, "n_epochs": 200},
        part="points",
        view={"show": "points"},
        asked_view={"show": "train"},
        hides=("output", "losses"),
    ),
    Question(
        "least_width",
        "How many hidden units does it take, at least, until half of the starts enclose the disc (95 % accuracy)?",
        Number("units", tolerance=0.0, slack=0.5),
        _least_width,
        _why_width,
        changes={"n_seeds": 16, "hidden": (1,), "optimizer": "adam", "n_epochs": 200, "noise": 0.0},
        part="widths",
        view={"show": "widths"},
        asked_view={"show": "train"},
        hides=("output", "losses"),
    ),
    Question(
        "xor_linear",
        "XOR without a hidden layer: where does the training loss end?",
        Choice(("near 0", "near 0.69", "it grows")),
        _loss_of_xor,
        _why_xor,
        preset="xor_linear",
        hides=("losses", "output", "network"),
    ),
)

"""The answers to the predictions about training, each computed from runs, and what explains it."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from wk4gui.core.number_format import format_number, format_percent, format_significant
from wk4gui.lab.question import Choice, Variant
from wk4gui.labs.playground.model.compute import compute, state_at
from wk4gui.labs.playground.model.ladders import WIDTHS, lowest
from wk4gui.labs.playground.model.maps import classes_on_map, unit_maps, window_of
from wk4gui.labs.playground.model.medians import median
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import layout_of, problem_of
from wk4gui.labs.playground.model.result import PointsResult, RatesResult, Result, VersusResult, WidthsResult

RAISED = 2.0
"""By how much a hidden bias is raised."""
LARGER, SMALLER = "larger", "smaller"
NONE, LINE, RING = "none: one class everywhere", "a line", "a closed ring"
RATES = ("α = 0.003", "α = 0.03", "α = 3")
UNRESOLVED = "no difference shown"
WHERE = Choice(("lower", "higher", UNRESOLVED))
MAP_SIDE = 61


def written(value: float) -> str:
    """A number of a sentence."""
    return format_significant(value, 3)


def after_update(read: Callable[[Result], tuple[float, float]]) -> Callable[[Params, Result], str]:
    """Whether a loss is larger or smaller after the update."""

    def truth(params: Params, result: Result) -> str:
        before, after = read(result)
        return LARGER if after > before else SMALLER

    return truth


def on_batch(result: Result) -> tuple[float, float]:
    """The loss of the first batch before and after its update."""
    return float(result.batch_loss[0, 0]), float(result.batch_loss[0, 1])


def on_all(result: Result) -> tuple[float, float]:
    """The training loss before and after the first update."""
    return float(result.train_loss[0]), float(result.train_loss[1])


def why_update(read: Callable[[Result], tuple[float, float]], words: str) -> Callable[[Params, Result], str]:
    """Both losses."""
    return lambda params, result: "{} goes from {} to {}.".format(words, *map(written, read(result)))


def boundary_shape(params: Params, result: Result) -> str:
    """Which boundary the network draws at the end: none, a line to the window's edge, or a closed ring."""
    running = (result.state.running_mean[-1], result.state.running_variance[-1])
    maps = unit_maps(params, result.theta[-1], running, window_of(params), MAP_SIDE)
    said = classes_on_map(problem_of(params), maps.output)
    if (said == said[0, 0]).all():
        return NONE
    border = np.concatenate([said[0], said[-1], said[:, 0], said[:, -1]])
    return RING if (border == border[0]).all() else LINE


def why_zeros(params: Params, result: Result) -> str:
    """The largest weight at the end."""
    layout = layout_of(params)
    largest = max(float(np.abs(result.theta[-1, layer.W]).max()) for layer in layout.layers)
    why = "With tanh(0) = 0 and weights 0 every gradient of a weight is 0"
    return f"{why}; the largest weight at the end is {written(largest)}."


def saturated(params: Params, result: Result) -> dict[str, float]:
    """The saturated share of layer 1 at the start, with either activation."""
    shares = {}
    for name in ("sigmoid", "tanh"):
        run = result if name == params.activation else compute(params.with_(activation=name, n_epochs=1, n_test=0))
        shares[name] = float(run.saturated[0, 0])
    return shares


def why_saturated(params: Params, result: Result) -> str:
    """Both shares."""
    shares = saturated(params, result)
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


def same_weights(optimizer: str) -> Callable[[Params, Result], str]:
    """Whether an L2 penalty and decay of the same λ give the same weights."""

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


def why_same(optimizer: str) -> Callable[[Params, Result], str]:
    """The largest difference."""

    def because(params: Params, result: Result) -> str:
        return (
            f"After ten epochs the largest difference of a weight is {written(largest_difference(params, optimizer))}."
        )

    return because


def moved(name: str) -> Callable[[Params, VersusResult], str]:
    """Where the regularisers move a loss: "loss" on test points, or "train_loss"."""

    def truth(params: Params, result: VersusResult) -> str:
        direction = getattr(result, f"{name}_pairs").direction
        return {"down": "lower", "up": "higher"}.get(direction, UNRESOLVED)

    return truth


def why_moved(name: str) -> Callable[[Params, VersusResult], str]:
    """Both medians and the pairs."""

    def because(params: Params, result: VersusResult) -> str:
        arms = (getattr(result, f"without_{name}"), getattr(result, f"with_{name}"))
        before, after = (written(float(median(loss))) for loss in arms)
        pairs = getattr(result, f"{name}_pairs")
        counts = f"it fell in {pairs.better} and rose in {pairs.worse} of {pairs.n} pairs"
        return f"The median goes from {before} to {after}; {counts}."

    return because


class Tied(Choice):
    """A choice in which each of several tied options is right; the truth names them all."""

    def accepts(self, given: str, truth: str) -> bool:
        return given in truth.split(" or ")


def best_rate(params: Params, result: RatesResult) -> str:
    """The learning rates that end lowest."""
    return " or ".join(RATES[k] for k in lowest(result.rates))


def why_rate(params: Params, result: RatesResult) -> str:
    """The median losses."""
    medians = [written(float(m)) for m in median(result.rates.loss)]
    return "The median losses over the seeds end at {}, {} and {}.".format(*medians)


def agreement(params: Params, result: PointsResult) -> str:
    """Whether networks disagree more or less with more points."""
    first, second = result.points.disagreement
    return "less" if second < first else "more"


def why_agreement(params: Params, result: PointsResult) -> str:
    """Both disagreements."""
    shares = [format_percent(float(share), 1) for share in result.points.disagreement]
    return "On average over the plane {} % and {} % of the networks disagree with most.".format(*shares)


def least_width(params: Params, result: WidthsResult) -> float:
    """The least width at which half of the starts reach 95 % accuracy."""
    enough = [(score >= 0.95).mean() >= 0.5 for score in result.widths.score]
    return float(WIDTHS[enough.index(True)]) if True in enough else float("inf")


def why_width(params: Params, result: WidthsResult) -> str:
    """How many starts reach it at each width."""
    counts = [int((score >= 0.95).sum()) for score in result.widths.score]
    told = ", ".join(f"{count} with {width}" for count, width in zip(counts, WIDTHS, strict=True))
    return f"Of {result.widths.score.shape[1]} starts 95 % accuracy is reached by {told} hidden units."


def loss_of_xor(params: Params, result: Result) -> str:
    """Where the training loss ends."""
    last = float(result.train_loss[-1])
    if last > 2.0 * result.train_loss[0]:
        return "it grows"
    return "near 0" if last < 0.2 else "near 0.69"


def why_xor(params: Params, result: Result) -> str:
    """The training loss at the end."""
    return f"The training loss ends at {format_number(float(result.train_loss[-1]), 3)}; ln 2 is 0.693."


def lead(params: Params, result: Result) -> float:
    """What is left of a raised bias."""
    return bias_lead(params)


def why_lead(params: Params, result: Result) -> str:
    """How it shrinks."""
    updates = -(-params.n_train // params.batch_size)
    return f"Each of {updates} updates moves the running mean a tenth of the way: {RAISED:g} · 0.9^{updates}."


LEAD = "Under batch norm a hidden bias is raised by 2. How much of it is left after an epoch of {} updates?"


def other_batches(seed: int) -> Variant:
    """The same question with another number of updates."""
    batch_size = (25, 50, 125, 50, 25)[seed % 5]
    return Variant(LEAD.format(250 // batch_size), {"n_epochs": 5, "batch_size": batch_size})

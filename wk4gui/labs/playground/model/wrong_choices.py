"""What would have to hold for the wrong choices of the playground's predictions."""

from collections.abc import Callable

from wk4gui.core.number_format import format_percent
from wk4gui.labs.playground.model.answers import (
    LARGER,
    LINE,
    NONE,
    RATES,
    boundary_shape,
    largest_difference,
    saturated,
    written,
)
from wk4gui.labs.playground.model.medians import median
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.result import PointsResult, RatesResult, Result, VersusResult

NotThat = Callable[[str, Params, Result], str]


def not_after(read: Callable[[Result], tuple[float, float]]) -> NotThat:
    """For a loss before and after an update."""

    def why(option: str, params: Params, result: Result) -> str:
        before, after = map(written, read(result))
        way = "above" if option == LARGER else "below"
        return f"That would need a loss {way} {before} after the update; it is {after}."

    return why


def not_rate(option: str, params: Params, result: RatesResult) -> str:
    """For the learning rate that ends lowest."""
    medians = median(result.rates.loss)
    own, least = written(float(medians[RATES.index(option)])), written(float(medians.min()))
    return f"That would need the least median loss at {option}; there it is {own}, and the least is {least}."


def not_boundary(option: str, params: Params, result: Result) -> str:
    """For the boundary that is drawn."""
    there = boundary_shape(params, result).partition(":")[0]
    if option == NONE:
        return f"That would need one class all over the plane; here it is {there}."
    if option == LINE:
        return f"That would need weights that differ from 0 somewhere; here it is {there}."
    return f"That would need at least three hidden units that differ; here it is {there}."


def not_saturated(option: str, params: Params, result: Result) -> str:
    """For the activation that is more saturated."""
    shares = saturated(params, result)
    other = next(name for name in shares if name != option)
    own, more = (format_percent(shares[name], 1) for name in (option, other))
    return f"That would need more than {more} % of {option} to be saturated; it is {own} %."


def not_moved(name: str) -> Callable[[str, Params, VersusResult], str]:
    """For where the regularisers move a loss."""

    def why(option: str, params: Params, result: VersusResult) -> str:
        pairs = getattr(result, f"{name}_pairs")
        need = {"higher": "more rises than falls", "lower": "more falls than rises"}.get(
            option, "about as many rises as falls"
        )
        return f"That would need {need}: it rose in {pairs.worse} and fell in {pairs.better} of {pairs.n} pairs."

    return why


def not_same(optimizer: str) -> NotThat:
    """For whether penalty and decay give the same weights."""

    def why(option: str, params: Params, result: Result) -> str:
        difference = written(largest_difference(params, optimizer))
        if option == "the same":
            return f"That would need a step that leaves the penalty's gradient as it is; they differ by {difference}."
        return f"That would need a step that scales the penalty's gradient; the weights differ by {difference} alone."

    return why


def not_agreement(option: str, params: Params, result: PointsResult) -> str:
    """For whether networks disagree more with more points."""
    few, many = (format_percent(float(share), 1) for share in result.points.disagreement)
    way = "above" if option == "more" else "below"
    return f"That would need a disagreement {way} {few} % with more points; it is {many} %."


def not_loss_of_xor(option: str, params: Params, result: Result) -> str:
    """For where the loss of a linear network on XOR ends."""
    last = written(float(result.train_loss[-1]))
    if option == "near 0":
        return f"That would need a line that separates the classes; the loss ends at {last}."
    if option == "it grows":
        return f"That would need a learning rate that is too high; the loss ends at {last}."
    return f"That would need the guess ½ everywhere; the loss ends at {last}."

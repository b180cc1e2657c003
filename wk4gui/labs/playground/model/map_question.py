"""The prediction that is read off a map: the batch size and the best learning rate."""

from wk4gui.core.number_format import format_number
from wk4gui.lab.question import AskedMap, Choice, Question
from wk4gui.lab.swept_map import GROWS, SHRINKS, STAYS, SweptMap, moves
from wk4gui.labs.playground.model.params import Params

_MAP = AskedMap("final_test_loss", ("learning_rate", 0.01, 10.0), ("batch_size", 10, 250), n_seeds=5)


def _rates(found: SweptMap) -> tuple[float, float]:
    """The rate that ends lowest, with the smallest batches and with the largest."""
    small, large = (found.lowest(y)[0] for y in (0, -1))
    return small, large


def _truth(params: Params, found: SweptMap) -> str:
    return moves(*_rates(found))


def _because(params: Params, found: SweptMap) -> str:
    few, many = (
        f"{format_number(loss, 3)} at α = {format_number(rate, 3)} with batches of {found.y[y]:g}"
        for y in (0, -1)
        for rate, loss in (found.lowest(y),)
    )
    updates = found.y[-1] / found.y[0]
    return f"The lowest test loss on the map is {few}, and {many}: there an epoch has {updates:g} times fewer updates."


def _not(option: str, params: Params, found: SweptMap) -> str:
    small, large = (format_number(rate, 3) for rate in _rates(found))
    need = {GROWS: "a best rate above", SHRINKS: "a best rate below", STAYS: "the same best rate as"}[option]
    return f"That would need {need} {small} with batches of {_MAP.up[2]:g}; it is {large}."


MAP_QUESTION = Question(
    "batch_map",
    "Ten epochs each, from batches of 10 to all 250 points at once. What becomes of the learning rate that ends "
    "with the lowest test loss?",
    Choice((GROWS, SHRINKS, STAYS)),
    _truth,
    _because,
    why_wrong=_not,
    preset="ring",
    changes={"n_epochs": 10},
    map=_MAP,
)

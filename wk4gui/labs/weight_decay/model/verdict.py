"""What the weight_decay lab found, in words with numbers."""

import numpy as np

from wk4gui.core.number_format import format_number
from wk4gui.core.optimizers import OPTIMIZERS
from wk4gui.lab.summary import Summary
from wk4gui.labs.weight_decay.model.params import Params, strength_of
from wk4gui.labs.weight_decay.model.result import NetworkResult, Result

SAME = 1e-9


def main_verdict(params: Params, result: Result, frame: int) -> Summary:
    """Whether the penalty's gradient and the shrinking are one rule, up to a frame."""
    gone = [(end, name) for name, end in zip(result.paths, result.diverged_at, strict=True) if end is not None]
    if gone and min(gone)[0] <= frame:
        end, name = min(gone)
        return Summary(
            "Diverges.",
            f"The numbers of the path {name} are too large to be held from step {end} on; SGD is stable for α below "
            f"{_n(result.stability_limit)} here.",
            "bad",
        )
    if strength_of(params) == 0.0:
        return Summary("No penalty, no decay.", f"With λ = 0 all paths are the same: {_shrink(result)}")
    so_far = float(np.nanmax(result.difference[: frame + 1]))
    where = f" After {frame} steps: penalty in the gradient {_point(result.path_l2[frame])}, shrink and step"
    where += f" {_point(result.path_decay[frame])}, apart by at most {_n(so_far)}."
    if params.rule == "as_printed":
        growth = printed_growth(params)
        if growth is not None and abs(growth) > 1.0:
            return Summary(
                "Printed without α: it explodes.",
                f"Along the steep direction each step multiplies the error by {_n(growth)}.{where}",
                "bad",
            )
        return Summary("Printed without α.", f"{_printed(params, result)}{where}", "bad")
    if result.max_difference <= SAME:
        kept = " and ".join(f"{100.0 * fraction:.0f} %" for fraction in result.kept_fraction)
        return Summary(
            "One rule, written twice.",
            f"{_shrink(result)} Along the two directions {kept} of the optimum are kept.{where}",
            "good",
        )
    label = OPTIMIZERS[params.optimizer].label
    why = {
        "momentum": f"Through the velocity the decay is L2 (apart by {_n(result.max_difference_velocity or 0.0)}); "
        f"beside it nothing multiplies it up, and λ counts 1 − μ times as much.",
        "adam": "Adam divides the penalty's gradient by the size of the whole gradient; shrinking beside it is AdamW.",
        "sgd": "The steps are so long that rounding grows.",
    }[params.optimizer]
    return Summary(f"With {label} they part.", f"{why}{where}")


def printed_growth(params: Params) -> float | None:
    """The factor 1 − αs − κ of the printed rule along the steepest direction, for SGD; None for the others."""
    if params.optimizer != "sgd":
        return None
    return 1.0 - params.learning_rate * strength_of(params) - max(params.curvature)


def _printed(params: Params, result: Result) -> str:
    if result.rule_strength is None:
        return "Adam's step, taken without α, is about 1 in each coordinate, and it does not come to rest."
    return (
        f"Its step is the whole gradient, and λ counts as {_n(result.rule_strength)} instead of "
        f"{_n(strength_of(params))}: set it to λ/α to have the old one back."
    )


def network_verdict(params: Params, result: NetworkResult, frame: int = 0) -> Summary:
    """What the ladder of λ does to weights and losses."""
    norm, test, train = (each.mean(axis=1) for each in (result.weight_norm, result.test_loss, result.train_loss))
    best = int(test.argmin())
    verdict = "Some decay helps." if best > 0 else "No decay is best here."
    return Summary(
        verdict,
        f"From λ = 0 to {_n(result.lambdas[-1])} the norm of the weights falls from {_n(norm[0])} to {_n(norm[-1])} "
        f"and the training loss rises from {_n(train[0])} to {_n(train[-1])}; the test loss is least at λ = "
        f"{_n(result.lambdas[best])}: {_n(test[best])} after {_n(test[0])}.",
        "good" if best > 0 else "neutral",
    )


def _shrink(result: Result) -> str:
    return f"Each step first multiplies w by {_n(result.shrink_factor)}."


def _point(w: np.ndarray) -> str:
    return f"({_n(w[0])}, {_n(w[1])})"


def _n(value: float) -> str:
    return format_number(value, 4)

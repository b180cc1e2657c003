"""The largest curvature along each run, against what its learning rate can bear: the edge of stability.

Full-batch descent on a network tends to raise λ_max until it hovers about 2(1 + μ)/α, where a quadratic would just be
stable (J. Cohen et al., "Gradient descent on neural networks typically occurs at the edge of stability", 2021).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.number_format import format_number
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.learning_rate.model.params import Params, ladder_rules, problem_of
from wk4gui.labs.learning_rate.model.rate_ladder import Problem, climb

N_RECORDED = 50
NEAR_EDGE = 0.05
Place = Literal["at the edge", "above", "below", "diverged"]
PLACES: dict[Place, tuple[str, Tone]] = {
    "at the edge": ("At the edge of stability.", "neutral"),
    "above": ("Above the edge.", "neutral"),
    "below": ("Below the edge.", "neutral"),
    "diverged": ("Diverged.", "bad"),
}


@dataclass(frozen=True)
class Sharpness:
    """λ_max of the exact Hessian of the loss on all data; arrays are read-only, NaN from ``sharpness_diverged_at`` on.

    Attributes:
        sharpness_rates: the ladder's (n_rates,).
        sharpness_steps: at which it is recorded, at most 50, from the start to the end (n_recorded,).
        sharpness: λ_max (n_rates, n_recorded).
        sharpness_limit: 2(1 + μ)/α, what a quadratic could have (n_rates,).
        sharpness_diverged_at: per rate the first step that is not finite, or None.
    """

    sharpness_rates: Array
    sharpness_steps: Array
    sharpness: Array
    sharpness_limit: Array
    sharpness_diverged_at: tuple[int | None, ...]

    @property
    def diverged_at(self) -> tuple[int | None, ...]:
        """Under the name that other results have it by."""
        return self.sharpness_diverged_at


def compute_sharpness(params: Params, checkpoint: Callable[[float], None] = lambda fraction: None) -> Sharpness:
    """λ_max along every run of the ladder."""
    problem, rules = problem_of(params), ladder_rules(params)
    rates, ladder = read_only(rules.rates), climb(rules, checkpoint)
    steps = np.unique(np.rint(np.linspace(0.0, params.n_steps, N_RECORDED))).astype(int)
    rows = []
    for k in range(len(rates)):
        checkpoint(k / len(rates))
        rows.append(_along(problem, ladder.theta[k, steps]))
    limit = 2.0 * (1.0 + params.momentum) / rates
    return Sharpness(rates, read_only(steps), read_only(np.array(rows)), read_only(limit), ladder.diverged_at)


def _along(problem: Problem, theta: Array) -> Array:
    """λ_max at each place (n, n_parameters) -> (n,); NaN where the Hessian is not finite."""
    known = np.isfinite(theta).all(axis=1)
    found = np.full(len(theta), np.nan)
    with np.errstate(all="ignore"):
        hessians = np.array([problem.hessian(each) for each in theta[known]])
    if len(hessians):
        finite = np.isfinite(hessians).all(axis=(1, 2))
        where = np.flatnonzero(known)[finite]
        found[where] = np.linalg.eigvalsh(hessians[finite])[:, -1]
    return found


def place_of(result: Sharpness, k: int) -> Place:
    """Where the run of a rung ends: the mean of λ_max over the last tenth of the records, within 5 % of the limit."""
    last = result.sharpness[k, -max(1, len(result.sharpness_steps) // 10) :]
    if not np.isfinite(last).all():
        return "diverged"
    ratio = float(last.mean() / result.sharpness_limit[k])
    return "at the edge" if abs(ratio - 1.0) <= NEAR_EDGE else "above" if ratio > 1.0 else "below"


def sharpness_verdict(params: Params, result: Sharpness, frame: int = 0) -> Summary:
    """Where λ_max of the middle rate went, and what its rate can bear."""
    if params.mystery:
        return Summary("Which is it?", "The curvature would tell the rate.", "neutral")
    k = len(result.sharpness_rates) // 2
    verdict, tone = PLACES[place_of(result, k)]
    row = result.sharpness[k]
    known = row[np.isfinite(row)]
    limit = "2/α" if params.momentum == 0.0 else "2(1 + μ)/α"
    course = f"λ_max goes from {_n(known[0])} to {_n(known[-1])}; {limit} = {_n(result.sharpness_limit[k])}."
    batches = "" if params.batch_size is None else " With mini-batches it need not get there."
    return Summary(verdict, course + batches, tone)


def _n(value: float) -> str:
    return format_number(float(value), 4)

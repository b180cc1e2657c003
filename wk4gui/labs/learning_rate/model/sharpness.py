"""The largest curvature along each run, relative to the limit of its learning rate: the edge of stability.

Full-batch descent on a network tends to raise λₘₐₓ until it stays near 2(1 + μ)/α, where a quadratic would just be
stable (J. Cohen et al., "Gradient descent on neural networks typically occurs at the edge of stability", 2021).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.equation import Equation, mean, quantity
from wk4gui.core.expression import QuantityTerm
from wk4gui.core.number_text import number
from wk4gui.lab.reason import Reason
from wk4gui.lab.sentence import Numeral, phrase
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.learning_rate.model.params import Params, ladder_rules, problem_of
from wk4gui.labs.learning_rate.model.rate_ladder import RateProblem, run_ladder

N_RECORDED = 50
NEAR_EDGE = 0.05
EdgePlace = Literal["at the edge", "above", "below", "diverged"]
PLACES: dict[EdgePlace, tuple[str, Tone]] = {
    "at the edge": ("At the edge of stability.", "neutral"),
    "above": ("Above the edge.", "neutral"),
    "below": ("Below the edge.", "neutral"),
    "diverged": ("Diverged.", "bad"),
}


@dataclass(frozen=True)
class Sharpness:
    """λₘₐₓ of the exact Hessian of the loss on all data; arrays are read-only, NaN from ``sharpness_diverged_at`` on.

    Attributes:
        sharpness_rates: the ladder's (n_rates,).
        sharpness_steps: at which it is recorded, at most 50, from the start to the end (n_recorded,).
        sharpness: λₘₐₓ (n_rates, n_recorded).
        sharpness_limit: 2(1 + μ)/α, the limit of a quadratic (n_rates,).
        sharpness_diverged_at: per rate the first step that is not finite, or None.
    """

    sharpness_rates: Array
    sharpness_steps: Array
    sharpness: Array
    sharpness_limit: Array
    sharpness_diverged_at: tuple[int | None, ...]

    @property
    def diverged_at(self) -> tuple[int | None, ...]:
        """``sharpness_diverged_at``, under its name in other results."""
        return self.sharpness_diverged_at


def compute_sharpness(params: Params, checkpoint: Callable[[float], None] = lambda fraction: None) -> Sharpness:
    """Computes λₘₐₓ along every run of the ladder."""
    problem, rules = problem_of(params), ladder_rules(params)
    rates, ladder = read_only(rules.rates), run_ladder(rules, checkpoint)
    steps = np.unique(np.rint(np.linspace(0.0, params.n_steps, N_RECORDED))).astype(int)
    rows = []
    for k in range(len(rates)):
        checkpoint(k / len(rates))
        rows.append(_along(problem, ladder.theta[k, steps]))
    limit = 2.0 * (1.0 + params.momentum) / rates
    return Sharpness(rates, read_only(steps), read_only(np.array(rows)), read_only(limit), ladder.diverged_at)


def _along(problem: RateProblem, theta: Array) -> Array:
    """λₘₐₓ at each place (n, n_parameters) -> (n,); NaN where the Hessian is not finite."""
    known = np.isfinite(theta).all(axis=1)
    found = np.full(len(theta), np.nan)
    with np.errstate(all="ignore"):
        hessians = np.array([problem.hessian(each) for each in theta[known]])
    if len(hessians):
        finite = np.isfinite(hessians).all(axis=(1, 2))
        where = np.flatnonzero(known)[finite]
        found[where] = np.linalg.eigvalsh(hessians[finite])[:, -1]
    return found


def place_of(result: Sharpness, k: int) -> EdgePlace:
    """Whether λₘₐₓ, averaged over the last tenth of the records, ends below, within 5 % of or above the limit."""
    ratio = edge_ratio(result, k)
    if not np.isfinite(ratio):
        return "diverged"
    return "at the edge" if abs(ratio - 1.0) <= NEAR_EDGE else "above" if ratio > 1.0 else "below"


def edge_ratio(result: Sharpness, k: int) -> float:
    """λₘₐₓ at the end, the mean over the last tenth of the records, as a share of its limit."""
    return float(result.sharpness[k, -_n_last(result) :].mean() / result.sharpness_limit[k])


def sharpness_verdict(params: Params, result: Sharpness, frame: int = 0) -> Summary:
    """The course of λₘₐₓ with the middle rate, and its limit."""
    if params.mystery:
        return Summary("Which is it?", "The curvature would show the rate.", "neutral")
    k = len(result.sharpness_rates) // 2
    place = place_of(result, k)
    verdict, tone = PLACES[place]
    limit = Numeral(float(result.sharpness_limit[k]), 4, partial(bearable_reason, params, result, k))
    first = Numeral(float(result.sharpness[k, 0]), 4, partial(recorded_reason, result, k, 0))
    symbol = "2/α" if params.momentum == 0.0 else "2(1 + μ)/α"
    if place == "diverged":
        words = "λₘₐₓ begins at {first}; {symbol} = {limit}."
        return Summary(verdict, phrase(words, first=first, symbol=symbol, limit=limit), tone, {"place": place})
    n = _n_last(result)
    end = Numeral(float(result.sharpness[k, -n:].mean()), 4, partial(end_reason, result, k))
    words = "λₘₐₓ goes from {first} to {end}, the mean of the last {n} records; {symbol} = {limit}."
    detail = phrase(words, first=first, end=end, n=Numeral(n, 0), symbol=symbol, limit=limit)
    if params.takes_batches:
        detail += " With mini-batches it need not reach the limit."
    return Summary(verdict, detail, tone, {"place": place})


def recorded_reason(result: Sharpness, k: int, record: int) -> Reason | None:
    """The largest curvature of a run at a recorded step; None if it is not finite."""
    value, step = float(result.sharpness[k, record]), int(result.sharpness_steps[record])
    words = f"the largest eigenvalue of ∂²L/∂w∂w on all samples after step {step}"
    reason = Reason(f"λₘₐₓ after step {step}{_at(result, k)}", (words, Equation("λₘₐₓ", quantity("", value))), value)
    return reason if np.isfinite(value) else None


def end_reason(result: Sharpness, k: int) -> Reason | None:
    """The mean of λₘₐₓ over the last tenth of the records."""
    last = result.sharpness[k, -_n_last(result) :]
    value = float(last.mean())
    return (
        Reason(f"λₘₐₓ at the end{_at(result, k)}", (Equation("", mean(last)),), value) if np.isfinite(value) else None
    )


def bearable_reason(params: Params, result: Sharpness, k: int) -> Reason:
    """The λₘₐₓ at which a quadratic would just be stable."""
    top = 2.0 * (1.0 + quantity("μ", params.momentum)) if params.momentum else QuantityTerm(2.0)
    step = Equation("", top / quantity("α", result.sharpness_rates[k]))
    return Reason("The λₘₐₓ at which a bowl would just be stable", (step,), float(result.sharpness_limit[k]))


def ratio_reason(params: Params, result: Sharpness, k: int, record: int) -> Reason | None:
    """The largest curvature as a share of its limit; None in a mystery."""
    recorded = recorded_reason(result, k, record)
    if recorded is None or params.mystery:
        return None
    bearable = bearable_reason(params, result, k)
    step = Equation("", quantity("λₘₐₓ", recorded.value) / quantity("limit", bearable.value))
    limit = Equation("limit", bearable.equations[0].formula)
    value = recorded.value / bearable.value
    return Reason(f"{recorded.subject}, as a share of its limit", (*recorded.steps, limit, step), value)


def _n_last(result: Sharpness) -> int:
    return max(1, len(result.sharpness_steps) // 10)


def _at(result: Sharpness, k: int) -> str:
    return f", α = {number(result.sharpness_rates[k])}"

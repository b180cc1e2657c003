"""The parameters of the learning_rate lab, and the adjustments after an edit."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from msgspec import Meta

from wk4gui.core.arrays import Array, read_only
from wk4gui.lab.declarations import LabParams
from wk4gui.labs.learning_rate.model.regression_network import N_SAMPLES, sine_problem, tutorial_problem

if TYPE_CHECKING:
    from wk4gui.labs.learning_rate.model.rate_ladder import LadderRules, RateProblem

RATE_RANGE = (1e-5, 10.0)
RIDDLE_CENTRE = 0.03
"""Hidden rates are drawn about this one, independently of the learning rate."""

_PROBLEM_LABELS = {
    "quadratic": "Quadratic bowl",
    "tutorial": "The tutorial's network",
    "regression": "Sine, 1-16-1 tanh",
}
Curvature = Annotated[float, Meta(ge=0.01, le=1000.0)]
Coordinate = Annotated[float, Meta(ge=-1e3, le=1e3)]


class Params(LabParams, frozen=True):
    """The problem, its start, and the ladder of learning rates."""

    problem: Annotated[
        Literal["quadratic", "tutorial", "regression"],
        Meta(
            title="Problem",
            description="½ Σ λᵢwᵢ²; question 1's network; or a small network fitted to a noisy sine.",
            extra={"labels": _PROBLEM_LABELS},
        ),
    ] = "quadratic"
    curvature: Annotated[
        tuple[Curvature, Curvature], Meta(title="Curvatures λ", description="One for each coordinate (quadratic).")
    ] = (1.0, 20.0)
    start: Annotated[tuple[Coordinate, Coordinate], Meta(title="Start w", description="Start (quadratic).")] = (
        6.0,
        0.6,
    )
    learning_rate: Annotated[
        float,
        Meta(ge=RATE_RANGE[0], le=RATE_RANGE[1], extra={"scale": "log", "first": True}),
        Meta(title="Learning rate α", description="The middle one of the rates."),
    ] = 0.02
    n_rates: Annotated[
        int, Meta(ge=1, le=9, title="Rates", description="Number of rates, odd, so that α is the middle one.")
    ] = 7
    span: Annotated[
        float, Meta(ge=0.1, le=4.0, title="Span", description="Decades between the lowest and the highest rate.")
    ] = 1.5
    momentum: Annotated[
        float, Meta(ge=0.0, le=0.99, title="Momentum μ", description="v ← μv + g, w ← w − αv; 0 is plain descent.")
    ] = 0.0
    batch_size: Annotated[
        Annotated[int, Meta(ge=1, le=N_SAMPLES)] | None,
        Meta(title="Batch size", description="Samples per step, out of 64 (sine only); null: all."),
    ] = None
    n_steps: Annotated[int, Meta(ge=1, le=2000, title="Steps", description="Number of updates.")] = 100
    mystery: Annotated[
        bool,
        Meta(title="Hide the rates", description="Rates are drawn from the seed, about 0.03: guess what they are."),
    ] = False
    seed: Annotated[
        int, Meta(ge=0, le=9999, title="Seed", description="Seed of points, initial weights and mini-batches.")
    ] = 0

    def __post_init__(self) -> None:
        if self.n_rates % 2 == 0:
            raise ValueError(f"n_rates = {self.n_rates} has to be odd, so that one rate is in the middle")
        if self.batch_size is not None and self.problem != "regression":
            raise ValueError(f"batch_size = {self.batch_size} needs the problem regression, not {self.problem}")

    @property
    def takes_batches(self) -> bool:
        """Whether a step takes fewer than all samples."""
        return self.batch_size is not None and self.batch_size < N_SAMPLES


class Draft(Params, frozen=True):
    """Parameters while a slider is held: rates are compared with fewer others, in one order of the mini-batches."""


def problem_of(params: Params) -> "RateProblem":
    """The problem that is minimised."""
    from wk4gui.labs.learning_rate.model.quadratic import QuadraticProblem  # only whoever descends needs it

    if params.problem == "quadratic":
        return QuadraticProblem(params.curvature, params.start)
    return tutorial_problem() if params.problem == "tutorial" else sine_problem(params.seed)


def ladder_rates(params: Params) -> Array:
    """The rates: evenly spaced in the logarithm about the middle rate, or, in a mystery, drawn from the seed.

    Rate n_rates // 2 is exactly the middle rate, also for an even number.
    """
    n = params.n_rates
    if params.mystery:
        return hidden_rates(params.seed, params.span, n)
    return read_only(params.learning_rate * 10.0 ** (params.span * (np.arange(n) - n // 2) / max(n - 1, 1)))


def hidden_rates(seed: int, span: float, n_rates: int) -> Array:
    """The rates that a mystery hides, ascending (n_rates,)."""
    exponents = np.random.default_rng([seed, 2]).uniform(-0.5, 0.5, n_rates)
    return read_only(RIDDLE_CENTRE * 10.0 ** (span * np.sort(exponents)))


def ladder_rules(params: Params) -> "LadderRules":
    """The rules that the ladder of these parameters depends on."""
    from wk4gui.labs.learning_rate.model.rate_ladder import LadderRules  # only whoever descends needs it

    rates = tuple(ladder_rates(params).tolist())
    seed = params.seed if params.batch_size is not None else 0
    return LadderRules(problem_of(params), rates, params.momentum, params.n_steps, params.batch_size, seed)


def zig_zags_of(params: Params) -> tuple[float, float] | None:
    """The rates, from 1/λ to 2/λ, with which plain descent on the quadratic changes sides at every step and falls.

    λ is the largest curvature along which the start is not 0. None if there is no such interval.
    """
    if params.problem != "quadratic" or params.momentum > 0.0 or not any(params.start):
        return None
    felt = max(c for c, w in zip(params.curvature, params.start, strict=True) if w != 0.0)
    return 1.0 / felt, 2.0 / felt


def adjusted(plain: dict[str, Any], edited: str) -> dict[str, Any]:
    """Plain parameters adjusted after an edit.

    Mini-batches need the problem with samples, and other problems have none; an even number of rates is increased by
    one; at the end of a mystery the hidden rate becomes α.
    """
    plain = dict(plain)
    if edited == "mystery" and not plain["mystery"]:
        hidden = hidden_rates(plain["seed"], plain["span"], plain["n_rates"])
        plain["learning_rate"] = float(hidden[len(hidden) // 2])
    if edited == "n_rates":
        plain["n_rates"] += 1 - plain["n_rates"] % 2
    if edited == "batch_size" and plain["batch_size"] is not None:
        plain["problem"] = "regression"
    elif plain["problem"] != "regression":
        plain["batch_size"] = None
    return plain


def inactive_fields(params: Params) -> Collection[str]:
    """Parameters of other problems; the seed if nothing is random; the learning rate if the rates are hidden."""
    unused = {"learning_rate"} if params.mystery else set()
    unused |= set() if params.problem == "quadratic" else {"curvature", "start"}
    if params.problem != "regression":
        unused |= {"batch_size"} | (set() if params.mystery else {"seed"})
    return unused

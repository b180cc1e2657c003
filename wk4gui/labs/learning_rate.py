"""Learning rate: the same descent with a ladder of rates, from too low to too high."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

import numpy as np
from msgspec import Meta

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.quadratic import QuadraticProblem
from wk4gui.core.rate_ladder import Ladder, Problem, climb_ladder, epoch_batches
from wk4gui.core.rate_verdict import rate_verdict
from wk4gui.core.regimes import Regime, Region, find_regimes, ladder_regions, scan_regimes, sign_flips
from wk4gui.core.regression_network import N_SAMPLES, RegressionProblem, sine_problem, tutorial_problem
from wk4gui.declarations import LabParams
from wk4gui.lab import Checkpoint, Frames, Lab, Preset, Summary, Zone, no_checkpoint

RATE_RANGE = (1e-5, 10.0)
DRAFT_STEPS = 150

_PROBLEM_LABELS = {
    "quadratic": "Quadratic bowl",
    "tutorial": "The tutorial's network",
    "regression": "Sine, 1-16-1 tanh",
}
Curvature = Annotated[float, Meta(ge=0.01, le=1000.0)]
Coordinate = Annotated[float, Meta(ge=-1e3, le=1e3)]


class Params(LabParams, frozen=True):
    """What is descended, from where, and the ladder of learning rates."""

    problem: Annotated[
        Literal["quadratic", "tutorial", "regression"],
        Meta(
            title="Problem",
            description="½ Σ λᵢwᵢ²; question 1's network; or a small network fitted to a noisy sine.",
            extra={"labels": _PROBLEM_LABELS},
        ),
    ] = "quadratic"
    curvature: Annotated[
        tuple[Curvature, Curvature], Meta(title="Curvatures λ", description="Of the quadratic, one a coordinate.")
    ] = (1.0, 20.0)
    start: Annotated[tuple[Coordinate, Coordinate], Meta(title="Start w", description="On the quadratic.")] = (6.0, 0.6)
    learning_rate: Annotated[
        float,
        Meta(ge=RATE_RANGE[0], le=RATE_RANGE[1], extra={"scale": "log"}),
        Meta(title="Learning rate α", description="The rate in the middle of the ladder."),
    ] = 0.02
    n_rates: Annotated[
        int, Meta(ge=1, le=9, title="Rates", description="Rungs of the ladder, an odd number: α is the middle one.")
    ] = 7
    span: Annotated[
        float, Meta(ge=0.1, le=4.0, title="Span", description="Decades between the lowest and the highest rate.")
    ] = 1.5
    momentum: Annotated[
        float, Meta(ge=0.0, le=0.99, title="Momentum μ", description="v ← μv + g, w ← w − αv; 0 is plain descent.")
    ] = 0.0
    batch_size: Annotated[
        Annotated[int, Meta(ge=1, le=N_SAMPLES)] | None,
        Meta(title="Batch size", description="Samples a step, of 64 (sine alone); null: all."),
    ] = None
    n_steps: Annotated[int, Meta(ge=1, le=2000, title="Steps", description="Number of updates.")] = 100
    mystery: Annotated[
        bool, Meta(title="Hide the rates", description="Rates are drawn from the seed: guess what they are.")
    ] = False
    seed: Annotated[
        int, Meta(ge=0, le=9999, title="Seed", description="Of the sine's points, first weights and mini-batches.")
    ] = 0

    def __post_init__(self) -> None:
        if self.n_rates % 2 == 0:
            raise ValueError(f"n_rates = {self.n_rates} has to be odd, so that one rate is in the middle")
        if self.batch_size is not None and self.problem != "regression":
            raise ValueError(f"batch_size = {self.batch_size} needs the problem regression, not {self.problem}")


@dataclass(frozen=True)
class Result:
    """Every rung of the ladder at every step; arrays are read-only, NaN from ``diverged_at`` on.

    Attributes:
        rates: ascending (n_rates,).
        loss: on all data (n_rates, n_steps + 1).
        regime: per rate: "too low", "good", "zig-zags", "overshoots" or "diverges".
        diverged_at: per rate the first step that is not finite, or None.
        above_start_at: per rate the first step whose loss is above that of the start, or None.
        lambda_max: largest eigenvalue of the Hessian of the loss on all data at the start.
        lambda_min: the smallest.
        stability_limit: 2(1 + μ)/λ_max; None where the Hessian has no positive eigenvalue.
        monotone_limit: 1/λ_max; None with momentum.
        best_rate: 2/(λ_min + λ_max), quadratic without momentum; None otherwise.
        paths: the quadratic's coordinates (n_rates, n_steps + 1, 2); None for the others.
        gradient_norm: of the gradient that the next step goes by (n_rates, n_steps + 1).
        all_dead: per rate whether no hidden ReLU unit passes anything at the last finite step.
        regions: rates and their regimes: for the quadratic over the whole range of the slider, else over the ladder.
        loss_along_gradient: "step_size" (n,) from 0 and the "loss" (n,) after one step of that size from the start.
    """

    rates: Array
    loss: Array
    regime: tuple[Regime, ...]
    diverged_at: tuple[int | None, ...]
    above_start_at: tuple[int | None, ...]
    lambda_max: float
    lambda_min: float
    stability_limit: float | None
    monotone_limit: float | None
    best_rate: float | None
    paths: Array | None
    gradient_norm: Array
    all_dead: tuple[bool, ...]
    regions: tuple[Region, ...]
    loss_along_gradient: Mapping[str, Array]


def compute(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Result:
    """Descends with every rate of the ladder from the same start: v ← μv + g, w ← w − αv."""
    problem, rates = problem_of(params), ladder_rates(params)
    batches = None
    if params.batch_size is not None:
        batches = epoch_batches(N_SAMPLES, params.batch_size, params.n_steps, params.seed)
    ladder = climb_ladder(problem, rates, params.momentum, params.n_steps, batches, checkpoint)
    regime = _regimes(params, rates, ladder)
    low, high = _curvatures(problem)
    stability = 2.0 * (1.0 + params.momentum) / high if high > 0.0 else None
    plain = params.momentum == 0.0
    bowl = isinstance(problem, QuadraticProblem)
    return Result(
        rates=rates,
        loss=ladder.loss,
        regime=regime,
        diverged_at=ladder.diverged_at,
        above_start_at=tuple(_first_above(curve) for curve in ladder.loss),
        lambda_max=high,
        lambda_min=low,
        stability_limit=stability,
        monotone_limit=1.0 / high if plain and high > 0.0 else None,
        best_rate=2.0 / (low + high) if plain and bowl else None,
        paths=ladder.theta if bowl else None,
        gradient_norm=ladder.gradient_norm,
        all_dead=_all_dead(params, problem, ladder),
        regions=_quadratic_regions(problem, params.momentum, params.n_steps) if bowl else ladder_regions(rates, regime),
        loss_along_gradient=_along_gradient(problem, 1.25 * max(params.learning_rate, stability or 0.0)),
    )


def problem_of(params: Params) -> Problem:
    """What is descended."""
    if params.problem == "quadratic":
        return QuadraticProblem(params.curvature, params.start)
    return tutorial_problem() if params.problem == "tutorial" else sine_problem(params.seed)


def ladder_rates(params: Params) -> Array:
    """The rungs: evenly spaced in the logarithm about the middle rate, or, in a mystery, drawn from the seed.

    Rung n_rates // 2 is the middle rate itself, also where their number is even.
    """
    if params.mystery:
        half = np.random.default_rng([params.seed, 2]).uniform(-0.5, 0.5, params.n_rates)
        return read_only(params.learning_rate * 10.0 ** (params.span * np.sort(half)))
    n = params.n_rates
    return read_only(params.learning_rate * 10.0 ** (params.span * (np.arange(n) - n // 2) / max(n - 1, 1)))


def _regimes(params: Params, rates: Array, ladder: Ladder) -> tuple[Regime, ...]:
    if params.problem == "quadratic":
        return _quadratic_regimes(params.curvature, params.start, params.momentum, rates, ladder)
    lowest = 0.0 if params.problem == "tutorial" else float(np.nanmin(ladder.loss))
    return find_regimes(ladder.loss, lowest, averaged=params.batch_size is not None)


def _quadratic_regimes(
    curvature: tuple[float, ...], start: tuple[float, ...], momentum: float, rates: Array, ladder: Ladder
) -> tuple[Regime, ...]:
    """Without momentum "diverges" is exactly α > 2/λ, λ the largest curvature along which the start is off."""
    felt = max((c for c, w in zip(curvature, start, strict=True) if w != 0.0), default=0.0)
    beyond = rates * felt > 2.0 if momentum == 0.0 else None
    return find_regimes(ladder.loss, 0.0, beyond=beyond, flips=sign_flips(ladder.theta))


@lru_cache(maxsize=64)
def _quadratic_regions(problem: QuadraticProblem, momentum: float, n_steps: int) -> tuple[Region, ...]:
    """The regimes over the whole slider, their edges exact where they are limits."""
    exact = tuple(limit / c for c in problem.curvature for limit in (1.0, 2.0 * (1.0 + momentum)))

    def regimes_of(rates: Array) -> tuple[Regime, ...]:
        ladder = climb_ladder(problem, rates, momentum, n_steps)
        return _quadratic_regimes(problem.curvature, problem.start_at, momentum, rates, ladder)

    return scan_regimes(regimes_of, *RATE_RANGE, exact) if any(problem.start_at) else ()


@lru_cache(maxsize=64)
def _curvatures(problem: Problem) -> tuple[float, float]:
    """Smallest and largest eigenvalue of the Hessian at the start."""
    values = np.linalg.eigvalsh(problem.hessian(problem.start))
    return float(values[0]), float(values[-1])


def _all_dead(params: Params, problem: Problem, ladder: Ladder) -> tuple[bool, ...]:
    if params.problem != "tutorial" or not isinstance(problem, RegressionProblem):
        return (False,) * len(ladder.loss)
    n = ladder.loss.shape[1]
    last = [n - 1 if end is None else max(end - 1, 0) for end in ladder.diverged_at]
    return problem.all_units_off(ladder.theta[np.arange(len(last)), last])


def _first_above(curve: Array) -> int | None:
    above = np.flatnonzero(curve > curve[0])
    return int(above[0]) if len(above) else None


def _along_gradient(problem: Problem, reach: float) -> dict[str, Array]:
    sizes = np.linspace(0.0, reach, 241)
    start = problem.start[None]
    with np.errstate(all="ignore"):
        _, gradient = problem.loss_and_gradient(start)
        loss = problem.loss(start - sizes[:, None] * gradient)
    return {"step_size": read_only(sizes), "loss": read_only(np.where(np.isfinite(loss), loss, np.nan))}


def summarize(params: Params, result: Result, frame: int) -> Summary:
    """What the rate in the middle did, why, and what the others did."""
    return Summary(*rate_verdict(params, result, frames(params, result).clip(frame)))


def frames(params: Params, result: Result) -> Frames:
    """One frame a step; the last is shown first."""
    return Frames(params.n_steps + 1, opening=params.n_steps)


def zones(params: Params, result: Result) -> tuple[Zone, ...]:
    """What every learning rate does, as far as the result knows it; hidden in a mystery."""
    if params.mystery:
        return ()
    low, high = RATE_RANGE
    inside = (r for r in result.regions if r.high > low and r.low < high)
    found = [Zone("learning_rate", max(r.low, low), min(r.high, high), r.regime) for r in inside]
    best = result.best_rate
    if best is not None and found and low <= best <= high:
        found.append(Zone("learning_rate", best, best, "best"))
    return tuple(found)


def live_numbers(params: Params, result: Result, frame: int) -> dict[str, float]:
    """What the lesson's formulas are filled with; nothing in a mystery."""
    if params.mystery:
        return {}
    numbers: dict[str, float | None] = {
        "learning_rate": params.learning_rate,
        "lambda_max": result.lambda_max,
        "lambda_min": result.lambda_min,
        "monotone_limit": result.monotone_limit,
        "best_rate": result.best_rate,
    }
    if params.momentum > 0.0:
        numbers |= {"momentum": params.momentum, "momentum_limit": result.stability_limit}
    else:
        numbers["stability_limit"] = result.stability_limit
    if params.problem == "quadratic" and params.momentum == 0.0:
        numbers["step_factor"] = 1.0 - params.learning_rate * result.lambda_max
    return {name: value for name, value in numbers.items() if value is not None}


def adjusted(plain: dict[str, Any], edited: str) -> dict[str, Any]:
    """Mini-batches need the problem with samples, and other problems have none; an even ladder gets one rung more."""
    plain = dict(plain)
    if edited == "n_rates":
        plain["n_rates"] += 1 - plain["n_rates"] % 2
    if edited == "batch_size" and plain["batch_size"] is not None:
        plain["problem"] = "regression"
    elif plain["problem"] != "regression":
        plain["batch_size"] = None
    return plain


def draft(params: Params) -> Params:
    """Fewer steps of a network, the first ones, while a slider is held."""
    if params.problem == "quadratic" or params.n_steps <= DRAFT_STEPS:
        return params
    return params.with_(n_steps=DRAFT_STEPS)


_SINE = {"problem": "regression", "learning_rate": 0.03, "span": 3, "n_steps": 300}


def idle(params: Params) -> Collection[str]:
    """What belongs to other problems; the seed only draws samples, mini-batches and hidden rates."""
    unused = set() if params.problem == "quadratic" else {"curvature", "start"}
    if params.problem != "regression":
        unused |= {"batch_size"} | (set() if params.mystery else {"seed"})
    return unused


PRESETS = (
    Preset(
        "ladder",
        "The tutorial's question",
        note="Seven rates from the same start: too low, good, zig-zagging and diverging, side by side.",
    ),
    Preset(
        "momentum",
        "Momentum makes the cost swing",
        {"momentum": 0.9},
        "With momentum 0.9 the cost of a full batch rises and falls: the ball rolls past the minimum and comes back.",
    ),
    Preset(
        "tutorial_too_high",
        "The tutorial's network at 0.1",
        {"problem": "tutorial", "learning_rate": 0.1},
        "The cost ends at 0 and nothing is learnt: every hidden unit has died, the bias alone answers.",
    ),
    Preset(
        "tutorial_high",
        "The tutorial's network at 0.02",
        {"problem": "tutorial", "learning_rate": 0.02, "n_rates": 5, "span": 1},
        "Just above the one-step limit of 0.0145: the first step lands higher than it began.",
    ),
    Preset(
        "tutorial_good",
        "The tutorial's network at 0.007",
        {"problem": "tutorial", "learning_rate": 0.007, "n_rates": 5, "span": 1},
        "Nearly the best step: one is almost enough.",
    ),
    Preset(
        "full_batch",
        "A sine, full batch",
        _SINE,
        "The gradient of all 64 points: a cost that rises says that the rate is too high.",
    ),
    Preset(
        "mini_batch",
        "The same sine, mini-batches",
        _SINE | {"batch_size": 4},
        "Four points a step: the cost rises again and again at rates that are not too high at all.",
    ),
    Preset(
        "mystery",
        "A mystery curve",
        {"mystery": True, "n_rates": 1, "span": 3, "learning_rate": 0.03, "seed": 1},
        "Too low, good or too high? Say which before you look; a new seed is a new riddle.",
    ),
)

LAB = Lab(
    id="learning_rate",
    title="Learning rate",
    question=2,
    params=Params,
    compute=compute,
    summarize=summarize,
    presets=PRESETS,
    frames=frames,
    zones=zones,
    idle=idle,
    adjust=adjusted,
    heavy=True,
    draft=draft,
    live_numbers=live_numbers,
)

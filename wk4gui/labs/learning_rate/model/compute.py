"""Computes the same descent with a ladder of learning rates, from too low to too high."""

from functools import lru_cache

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.rate_outcomes import Manner, manner_of_loss, manner_of_path
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import decode, to_json
from wk4gui.lab.frames import Frames
from wk4gui.lab.summary import Summary
from wk4gui.lab.zone import Zone
from wk4gui.labs.learning_rate.model.params import (
    RATE_RANGE,
    RIDDLE_CENTRE,
    Draft,
    Params,
    ladder_rates,
    ladder_rules,
    problem_of,
    zig_zags_of,
)
from wk4gui.labs.learning_rate.model.quadratic import QuadraticProblem
from wk4gui.labs.learning_rate.model.rate_ladder import Ladder, RateProblem, run_ladder
from wk4gui.labs.learning_rate.model.rate_scan import compute_scan, judge_ladder, rules_of, try_scan
from wk4gui.labs.learning_rate.model.regression_network import RegressionProblem
from wk4gui.labs.learning_rate.model.result import Result
from wk4gui.labs.learning_rate.model.verdict import main_verdict

DRAFT_STEPS = 100
SLOW_STEPS = 600


def compute(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Result:
    """Descends with every rate of the ladder from the same start: v ← μv + g, w ← w − αv."""
    problem, rules = problem_of(params), rules_of(params)
    rates = ladder_rates(params)
    scan = try_scan(rules, lambda fraction: checkpoint(0.7 * fraction))
    ladder = run_ladder(ladder_rules(params), lambda fraction: checkpoint(0.7 + 0.3 * fraction))
    low, high = _curvatures(problem)
    stability = 2.0 * (1.0 + params.momentum) / high if high > 0.0 else None
    plain = params.momentum == 0.0
    bowl = isinstance(problem, QuadraticProblem)
    return Result(
        rates=rates,
        loss=ladder.loss,
        regime=judge_ladder(rules, rates, ladder, scan),
        manner=tuple(_manner(params, ladder, k) for k in range(len(rates))),
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
        regions=compute_scan(params).scan_regions,
        loss_along_gradient=_along_gradient(problem, 1.25 * _reach(params, stability)),
    )


def _manner(params: Params, ladder: Ladder, k: int) -> Manner:
    if params.problem == "quadratic":
        return manner_of_path(ladder.theta[k], ladder.loss[k], momentum=params.momentum > 0.0)
    return manner_of_loss(ladder.loss[k], momentum=params.momentum > 0.0, batches=params.takes_batches)


@lru_cache(maxsize=64)
def _curvatures(problem: RateProblem) -> tuple[float, float]:
    """Smallest and largest eigenvalue of the Hessian at the start."""
    values = np.linalg.eigvalsh(problem.hessian(problem.start))
    return float(values[0]), float(values[-1])


def _all_dead(params: Params, problem: RateProblem, ladder: Ladder) -> tuple[bool, ...]:
    if params.problem != "tutorial" or not isinstance(problem, RegressionProblem):
        return (False,) * len(ladder.loss)
    n = ladder.loss.shape[1]
    last = [n - 1 if end is None else max(end - 1, 0) for end in ladder.diverged_at]
    return problem.all_units_off(ladder.theta[np.arange(len(last)), last])


def _first_above(curve: Array) -> int | None:
    above = np.flatnonzero(curve > curve[0])
    return int(above[0]) if len(above) else None


def _reach(params: Params, stability: float | None) -> float:
    """The largest step of interest, independent of a hidden rate."""
    return (stability or RIDDLE_CENTRE) if params.mystery else max(params.learning_rate, stability or 0.0)


def _along_gradient(problem: RateProblem, reach: float) -> dict[str, Array]:
    sizes = np.linspace(0.0, reach, 241)
    start = problem.start[None]
    with np.errstate(all="ignore"):
        _, gradient = problem.loss_and_gradient(start)
        loss = problem.loss(start - sizes[:, None] * gradient)
    return {"step_size": read_only(sizes), "loss": read_only(np.where(np.isfinite(loss), loss, np.nan))}


def summarize(params: Params, result: Result, frame: int) -> Summary:
    """The outcome of the middle rate, and why."""
    return main_verdict(params, result, frames(params, result).clip(frame))


def frames(params: Params, result: Result) -> Frames:
    """A frame for each step; the last is shown first."""
    return Frames(params.n_steps + 1, opening=params.n_steps)


def zones(params: Params, result: Result) -> tuple[Zone, ...]:
    """Zones of the scan's outcomes and of zig-zags, and the best rate; none in a mystery."""
    if params.mystery:
        return ()
    low, high = RATE_RANGE
    inside = (r for r in result.regions if r.high > low and r.low < high)
    found = [Zone("learning_rate", max(r.low, low), min(r.high, high), r.regime) for r in inside]
    best, zig_zags = result.best_rate, zig_zags_of(params)
    if found and zig_zags is not None and zig_zags[0] < high and zig_zags[1] > low:
        found.append(Zone("learning_rate", max(zig_zags[0], low), min(zig_zags[1], high), "zig-zags", hatched=True))
    if best is not None and found and low <= best <= high:
        found.append(Zone("learning_rate", best, best, "best"))
    return tuple(found)


def live_numbers(params: Params, result: Result, frame: int) -> dict[str, float]:
    """The numbers in the lesson's formulas; none in a mystery."""
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


def slow(params: Params) -> bool:
    """Whether the scan of a network's rates takes noticeably long."""
    return params.problem == "regression" and params.n_steps * (1 if params.batch_size is None else 2) > SLOW_STEPS


def draft(params: Params) -> Params:
    """Fewer steps of a network, compared with fewer rates, while a slider is held."""
    if params.problem == "quadratic":
        return params
    return decode(Draft, {**to_json(params), "n_steps": min(params.n_steps, DRAFT_STEPS)})

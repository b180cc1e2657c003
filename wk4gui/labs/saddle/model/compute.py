"""Computes loss surfaces with their critical points, and noisy descents that escape from saddles."""

from collections.abc import Collection
from typing import Any

from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import to_json
from wk4gui.lab.frames import Frames
from wk4gui.lab.summary import Summary
from wk4gui.labs.saddle.model.descent_paths import FAR
from wk4gui.labs.saddle.model.escape import growth_rate, nearest_saddle, predicted_median_escape, unstable_component
from wk4gui.labs.saddle.model.params import Params, surface_of, window
from wk4gui.labs.saddle.model.race import Race, RaceRules, race
from wk4gui.labs.saddle.model.result import Result
from wk4gui.labs.saddle.model.surface import Box
from wk4gui.labs.saddle.model.surface_map import map_surface, numbers_at
from wk4gui.labs.saddle.model.verdict import main_verdict

BRIEF_RUNS, DRAFT_POSITIONS, DRAFT_RESOLUTION = 100, 20_000, 121


def compute(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Result:
    """Maps the surface, finds its critical points, and runs every optimizer from the start, with noise and without.

    Every gradient component of a noisy run gets σξ added, ξ standard normal and the same for all optimizers; or the
    gradient is that of a mini-batch. One more run of each optimizer has no noise.
    """
    surface, box = surface_of(params), window(params)
    shown = map_surface(surface, box, params.resolution)
    saddle = nearest_saddle(shown.points.points, *params.start)
    runs = race(surface, _rules(params, box), saddle, shown.points.points, checkpoint)
    growth = growth_rate(saddle, params.learning_rate)
    predicted = None
    if saddle is not None and params.noise_kind == "gaussian" and "sgd" in params.optimizers:
        component = unstable_component(saddle, *params.start)
        setting = (params.learning_rate, params.noise, params.escape_radius)
        predicted = predicted_median_escape(growth, *setting, component)
    return Result(
        shown.x_axis,
        shown.y_axis,
        shown.grid,
        shown.points.points,
        shown.points.non_isolated,
        shown.points.curve,
        shown.points.complete,
        params.optimizers,
        **_of_runs(runs),
        saddle=None if saddle is None else shown.points.points.index(saddle),
        growth_rate=growth,
        predicted_median_escape=predicted,
        at_start=numbers_at(surface, *params.start),
    )


def _of_runs(runs: Race) -> dict[str, Any]:
    names = ("paths", "path_loss", "paths_noise_free", "path_loss_noise_free", "diverged_at", "diverged_at_noise_free")
    measured = ("escape_step", "escape_step_noise_free", "escaped_fraction", "median_escape", "final_excess_loss")
    return {name: getattr(runs, name) for name in (*names, *measured)}


def _rules(params: Params, box: Box) -> RaceRules:
    settings = {name: getattr(params, name) for name in ("momentum", "beta1", "beta2", "rho", "eps")}
    return RaceRules(
        optimizers=params.optimizers,
        learning_rate=params.learning_rate,
        adaptive_learning_rate=params.adaptive_learning_rate,
        settings=tuple(settings.items()),
        start=params.start,
        noise=params.noise,
        batch_size=params.batch_size if params.noise_kind == "minibatch" else None,
        n_runs=params.n_runs,
        n_steps=params.n_steps,
        escape_radius=params.escape_radius,
        limits=box.around(surface_of(params).box).scaled(FAR),
        seed=params.seed,
    )


def at(params: Params, x: float, y: float) -> dict[str, Any]:
    """f, its gradient and the Hessian's eigenvalues at any place, as in ``at_start``."""
    return numbers_at(surface_of(params), x, y)


def summarize(params: Params, result: Result, frame: int) -> Summary:
    """The runs up to a frame: which left the saddle or diverged, and the cost of noise."""
    frame = frames(params, result).clip(frame)
    return main_verdict(params, result, frame)


def frames(params: Params, result: Result) -> Frames:
    """A frame for each step; the last is shown first."""
    return Frames(params.n_steps + 1, opening=params.n_steps)


def live_numbers(params: Params, result: Result, frame: int) -> dict[str, float]:
    """The numbers in the lesson's formulas."""
    numbers: dict[str, float | None] = {
        "learning_rate": params.learning_rate,
        "growth_rate": result.growth_rate,
        "predicted_median_escape": result.predicted_median_escape,
    }
    if result.nearest_saddle is not None:
        numbers["unstable_curvature"] = abs(result.nearest_saddle.eigenvalues[0])
    if "sgd" in params.optimizers:
        numbers["median_escape"] = result.median_escape[params.optimizers.index("sgd")]
    return {name: value for name, value in numbers.items() if value is not None}


def draft(params: Params) -> Params:
    """Fewer runs and at most the default resolution while a slider is held."""
    n_runs = max(1, min(params.n_runs, DRAFT_POSITIONS // (len(params.optimizers) * params.n_steps)))
    changes = {"n_runs": n_runs, "resolution": min(params.resolution, DRAFT_RESOLUTION)}
    return params if changes.items() <= to_json(params).items() else params.with_(**changes)


def omitted_from_print(params: Params, result: Result) -> Collection[str]:
    """Fields omitted from printed output: paths and losses of more than a hundred runs."""
    return ("paths", "path_loss") if params.n_runs > BRIEF_RUNS else ()


def memory(params: Params) -> int:
    """Approximate bytes: paths, losses (twice while computing) and noise of all runs."""
    positions = len(params.optimizers) * params.n_runs * (params.n_steps + 1)
    return 8 * (4 * positions + 2 * params.n_runs * params.n_steps)

"""The outcome of a race after some steps, decided by the places of the runs."""

from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.labs.saddle.model.params import Params, surface_of
from wk4gui.labs.saddle.model.resting_place import gradient_sizes, resting_place
from wk4gui.labs.saddle.model.result import Result
from wk4gui.labs.saddle.model.two_weight_network import N_SAMPLES

Outcome = Literal[
    "diverges", "falls", "falls out", "most diverge", "noise escapes", "stuck", "passing", "minimum", "no gradient",
    "on the way",
]  # fmt: skip
LEVEL = 1e-8
"""Share of the largest gradient, or step, so far below which none is left."""


def outcome(params: Params, result: Result, frame: int) -> Outcome:
    """The outcome of the first optimizer's descent after some steps, without noise and with it."""
    if which := diverged(result, frame):
        losses = ((result.path_loss_noise_free[k], result.diverged_at_noise_free[k]) for k in which)
        if not all(fell(params, loss, end) for loss, end in losses):
            return "diverges"
        return "falls" if surface_of(params).has_floor is False else "falls out"
    if noisy_diverged(params, result, 0, frame) > 0.5 * params.n_runs:
        return "most diverge"
    place = resting_place(params, result, 0, frame)
    if place is None:
        return "no gradient" if _is_level(params, result, frame) else "on the way"
    if place.point.saddle_like:
        if place.leaving:
            return "passing"
        left = (
            is_noisy(params) and place.point is result.nearest_saddle and n_left(result, 0, frame) > 0.5 * params.n_runs
        )
        return "noise escapes" if left else "stuck"
    return "minimum" if place.point.kind == "minimum" else "on the way"


def diverged(result: Result, frame: int) -> list[int]:
    """The optimizers that have left the picture for good without noise."""
    return [k for k, t in enumerate(result.diverged_at_noise_free) if t is not None and t <= frame]


def n_left(result: Result, k: int, frame: int) -> int:
    """Number of an optimizer's noisy runs that have left the saddle: beyond the radius, or out of the picture."""
    steps = zip(result.escape_step[k], result.diverged_at[k], strict=True)
    return sum(any(step is not None and step <= frame for step in either) for either in steps)


def noisy_diverged(params: Params, result: Result, k: int, frame: int) -> int:
    """Number of an optimizer's noisy runs that have diverged, without those that fell out of the picture."""
    return len(noisy_left(result, k, frame)) - noisy_fallen(params, result, k, frame)


def noisy_fallen(params: Params, result: Result, k: int, frame: int) -> int:
    """Number of noisy runs that have left the picture below their start, on a surface that may have no floor."""
    return sum(fell(params, result.path_loss[k, run], end) for run, end in noisy_left(result, k, frame))


def noisy_left(result: Result, k: int, frame: int) -> list[tuple[int, int]]:
    """Noisy runs that have left the picture for good, and their last steps."""
    return [(run, end) for run, end in enumerate(result.diverged_at[k]) if end is not None and end <= frame]


def fell(params: Params, loss: Array, end: int | None) -> bool:
    """Whether a run that has left was last below its start, on a surface that may have no floor."""
    below = end is not None and end > 0 and bool(loss[end - 1] < loss[0])
    return below and not surface_of(params).has_floor


def _is_level(params: Params, result: Result, frame: int) -> bool:
    """Whether the first optimizer's descent rests: gradient and last step below 1e-8 of the largest so far."""
    path = result.paths_noise_free[0, : frame + 1]
    gradients = gradient_sizes(params, path)
    steps = np.hypot(*np.diff(path, axis=0).T)
    return bool(gradients[-1] < LEVEL * gradients.max() and steps[-1] <= LEVEL * steps.max())


def is_noisy(params: Params) -> bool:
    """Whether the runs with noise differ from the one without."""
    return params.noise > 0.0 if params.noise_kind == "gaussian" else params.batch_size < N_SAMPLES

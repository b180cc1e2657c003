"""The result of the learning_rate lab's main part."""

from collections.abc import Mapping
from dataclasses import dataclass

from wk4gui.core.arrays import Array
from wk4gui.core.rate_outcomes import Manner, RateOutcome, Region


@dataclass(frozen=True)
class Result:
    """Every rate of the ladder at every step; arrays are read-only, NaN from ``diverged_at`` on.

    Attributes:
        rates: ascending (n_rates,).
        loss: on all data (n_rates, n_steps + 1).
        regime: per rate its outcome, compared with a scan of all rates and with the ladder: "too low", "good",
            "too high", "diverges" or "undecided" (none of these).
        manner: per rate the course of its run: "falls smoothly", "zig-zags", "swings" (with momentum), "rises on the
            way", or "jitters" (with its mini-batches). It is no judgement.
        diverged_at: per rate the first step that is not finite, or None.
        above_start_at: per rate the first step whose loss is above that of the start, or None.
        lambda_max: largest eigenvalue of the Hessian of the loss on all data at the start.
        lambda_min: the smallest.
        stability_limit: 2(1 + μ)/λₘₐₓ; None where the Hessian has no positive eigenvalue. For a network it is based
            on the curvature at the start, with full batches.
        monotone_limit: 1/λₘₐₓ; None with momentum.
        best_rate: 2/(λₘᵢₙ + λₘₐₓ), quadratic without momentum; None otherwise.
        paths: the quadratic's coordinates (n_rates, n_steps + 1, 2); None for the others.
        gradient_norm: of the gradient that the next step uses (n_rates, n_steps + 1).
        all_dead: per rate whether all hidden ReLU units are 0 at the last finite step.
        regions: intervals of rates and their outcomes, over the whole range of the slider.
        loss_along_gradient: "step_size" (n,) from 0 and the "loss" (n,) after one step of that size from the start.
    """

    rates: Array
    loss: Array
    regime: tuple[RateOutcome, ...]
    manner: tuple[Manner, ...]
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

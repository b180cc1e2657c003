"""The result of the saddle lab."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wk4gui.core.arrays import Array
from wk4gui.core.optimizers import OptimizerName
from wk4gui.labs.saddle.model.critical_points import CriticalPoint


@dataclass(frozen=True)
class Result:
    """The map, its critical points and every position of every run; arrays are read-only.

    Attributes:
        x_axis, y_axis: of the map (resolution,).
        grid: f on the map (n_y, n_x), NaN where it has no finite value.
        critical_points: every one in the window, by value.
        non_isolated: whether some of them form a curve, which is not enumerated.
        critical_curve: points on that curve (n, 2), in no order; empty otherwise.
        all_found: whether the indices of the points add up to the turns of the gradient along the window's edge; None
            where that cannot be determined.
        optimizers: their names.
        paths: positions of the noisy runs (n_optimizers, n_runs, n_steps + 1, 2), NaN from ``diverged_at`` on.
        path_loss: f along them (n_optimizers, n_runs, n_steps + 1).
        paths_noise_free: the same descent without noise (n_optimizers, n_steps + 1, 2).
        path_loss_noise_free: f along it (n_optimizers, n_steps + 1).
        diverged_at: first step outside ten times the window (or the surface's own box, if that is larger), or where f
            is not finite, (n_optimizers, n_runs), None if never.
        diverged_at_noise_free: the same for the descents without noise (n_optimizers,).
        saddle: index of the saddle nearest to the start in ``critical_points``, or None.
        escape_step: (n_optimizers, n_runs), None if never or if there is no saddle.
        escape_step_noise_free: (n_optimizers,).
        escaped_fraction: of the noisy runs, per optimizer (n_optimizers,); runs out of the picture count.
        median_escape: median escape step of the noisy runs per optimizer, None if fewer than half escape.
        growth_rate: 1 + α|λ₋| of SGD; None without a saddle or at a degenerate one.
        predicted_median_escape: for SGD with Gaussian noise, from a start on the stable line; None elsewhere.
        final_excess_loss: mean loss of the last tenth of the steps above the minimum nearest to each run's end:
            "with_noise" and "without_noise", each per optimizer, None without a minimum or a remaining run.
        at_start: "value", "gradient" (2,) and "eigenvalues" (2,) at the start, None where f has no value.
    """

    x_axis: Array
    y_axis: Array
    grid: Array
    critical_points: tuple[CriticalPoint, ...]
    non_isolated: bool
    critical_curve: Array
    all_found: bool | None
    optimizers: tuple[OptimizerName, ...]
    paths: Array
    path_loss: Array
    paths_noise_free: Array
    path_loss_noise_free: Array
    diverged_at: tuple[tuple[int | None, ...], ...]
    diverged_at_noise_free: tuple[int | None, ...]
    saddle: int | None
    escape_step: tuple[tuple[int | None, ...], ...]
    escape_step_noise_free: tuple[int | None, ...]
    escaped_fraction: Array
    median_escape: tuple[float | None, ...]
    growth_rate: float | None
    predicted_median_escape: float | None
    final_excess_loss: Mapping[str, tuple[float | None, ...]]
    at_start: Mapping[str, Any]

    @property
    def nearest_saddle(self) -> CriticalPoint | None:
        """The saddle from which escapes are measured."""
        return None if self.saddle is None else self.critical_points[self.saddle]

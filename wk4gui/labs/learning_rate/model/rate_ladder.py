"""Runs the same descent with several learning rates at once, from one start."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.last_results import LastResults
from wk4gui.core.rate_outcomes import n_last
from wk4gui.labs.learning_rate.model.regression_network import N_SAMPLES

_CHECK_EVERY = 50


class RateProblem(Hashable, Protocol):
    """A loss whose parameters are one row for each run."""

    @property
    def start(self) -> Array:
        """(n_parameters,)."""

    def loss(self, theta: Array) -> Array:
        """(…, n_runs, n_parameters) -> (…, n_runs)."""

    def loss_and_gradient(self, theta: Array, batch: Array | None = None) -> tuple[Array, Array]:
        """The loss on all data and the gradient on a batch."""

    def gradient(self, theta: Array, batch: Array | None = None) -> Array:
        """The gradient, (…, n_runs, n_parameters) -> the same shape; batches (…, n) for groups of runs."""

    def hessian(self, theta: Array) -> Array:
        """(n_parameters,) -> (n_parameters, n_parameters)."""


@dataclass(frozen=True, eq=False)
class Ladder:
    """Histories, the rate first; read-only; NaN from a divergence on.

    Attributes:
        loss: on all data (n_rates, n_steps + 1).
        gradient_norm: of the gradient that the next step uses (n_rates, n_steps + 1).
        theta: parameters after every step (n_rates, n_steps + 1, n_parameters).
        diverged_at: the first step that is not finite, per rate, or None.
    """

    loss: Array
    gradient_norm: Array
    theta: Array
    diverged_at: tuple[int | None, ...]


def run_rates(
    problem: RateProblem,
    rates: Array,
    momentum: float,
    n_steps: int,
    batches: Array | None = None,
    progress: Callable[[float], None] = lambda fraction: None,
) -> Ladder:
    """Takes ``n_steps`` steps v ← μv + g, θ ← θ − αv with every learning rate α.

    Args:
        problem: what is descended.
        rates: learning rates (n_rates,).
        momentum: μ; 0 is plain descent.
        n_steps: updates.
        batches: indices of the samples of every step's batch (n_steps, batch_size); None for all.
        progress: called now and then with the fraction that is done.
    """
    theta = np.tile(problem.start, (len(rates), 1))
    velocity = np.zeros_like(theta)
    loss, norm = np.empty((n_steps + 1, len(rates))), np.empty((n_steps + 1, len(rates)))
    history = np.empty((n_steps + 1, *theta.shape))
    step_size = rates[:, None]
    with np.errstate(all="ignore"):
        for step in range(n_steps + 1):
            if step % _CHECK_EVERY == 0:
                progress(step / (n_steps + 1))
            history[step] = theta
            batch = batches[step] if batches is not None and step < n_steps else None
            loss[step], gradient = problem.loss_and_gradient(theta, batch)
            norm[step] = np.sqrt(np.einsum("rp,rp->r", gradient, gradient))
            velocity = momentum * velocity + gradient if momentum else gradient
            theta = theta - step_size * velocity
    return _masked(loss, norm, history)


@dataclass(frozen=True)
class LadderRules:
    """The rules that a ladder depends on; batches as in ``epoch_batches``, None for all samples."""

    problem: RateProblem
    rates: tuple[float, ...]
    momentum: float
    n_steps: int
    batch_size: int | None
    seed: int


def _run_ladder(rules: LadderRules, checkpoint: Callable[[float], None]) -> Ladder:
    batches = None
    if rules.batch_size is not None:
        batches = epoch_batches(N_SAMPLES, rules.batch_size, rules.n_steps, rules.seed)
    return run_rates(rules.problem, np.array(rules.rates), rules.momentum, rules.n_steps, batches, checkpoint)


run_ladder = LastResults(_run_ladder, 2)
"""The ladder for given rules; the last two results are cached."""


def run_to_the_end(
    problem: RateProblem,
    rates: Array,
    momentum: float,
    n_steps: int,
    orders: Sequence[Array | None],
    progress: Callable[[float], None] = lambda fraction: None,
) -> tuple[Array, Array]:
    """The ends of the same runs in several orders of the batches, without histories: cheaper for many rates.

    Args:
        problem: what is descended.
        rates: learning rates (n_rates,).
        momentum: μ.
        n_steps: updates.
        orders: batches as in ``run_rates``, all of one size; one None for all samples at every step.
        progress: called now and then with the fraction that is done.

    Returns:
        The mean loss of the last tenth of the steps (n_orders, n_rates), not finite where a run has diverged, and θ at
        the end (n_orders, n_rates, n_parameters).
    """
    known = [order for order in orders if order is not None]
    batches = np.stack(known, axis=1) if known else None
    theta = np.tile(problem.start, (len(orders), len(rates), 1))
    velocity, total = np.zeros_like(theta), np.zeros((len(orders), len(rates)))
    step_size, n = rates[:, None], n_last(n_steps)
    with np.errstate(all="ignore"):
        for step in range(n_steps):
            if step % _CHECK_EVERY == 0:
                progress(step / n_steps)
            gradient = problem.gradient(theta, None if batches is None else batches[step])
            velocity = momentum * velocity + gradient if momentum else gradient
            theta = theta - step_size * velocity
            if step >= n_steps - n:
                total += problem.loss(theta)
    return total / n, theta


def _masked(loss: Array, norm: Array, history: Array) -> Ladder:
    finite = np.isfinite(loss) & np.isfinite(norm)
    first = np.where(finite.all(axis=0), len(loss), np.argmin(finite, axis=0))
    for run in np.flatnonzero(first < len(loss)):
        loss[first[run] :, run] = norm[first[run] :, run] = np.nan
        history[first[run] :, run] = np.nan
    ends = tuple(None if step == len(loss) else int(step) for step in first)
    return Ladder(read_only(loss.T), read_only(norm.T), read_only(history.transpose(1, 0, 2)), ends)


def epoch_batches(n_samples: int, batch_size: int, n_steps: int, seed: int, stream: int = 0) -> Array | None:
    """Indices of mini-batches (n_steps, batch_size): reshuffled every epoch, without incomplete batches.

    None if a batch would hold all samples. Each ``stream`` of a seed is another order; the first is shown.
    """
    if batch_size >= n_samples:
        return None
    per_epoch = n_samples // batch_size
    n_epochs = -(-n_steps // per_epoch)
    rng = np.random.default_rng([seed, n_samples, *([stream] if stream else [])])
    order = rng.permuted(np.tile(np.arange(n_samples), (n_epochs, 1)), axis=1)[:, : per_epoch * batch_size]
    return order.reshape(n_epochs * per_epoch, batch_size)[:n_steps]

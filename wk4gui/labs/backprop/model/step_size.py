"""The effect of one step along a direction on the loss, for every step size."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array, NDArray, distinct
from wk4gui.core.network import Gradients, Network

LossAt = Callable[[Array], Array]
"""Loss after one step of each of the sizes (n,) -> (n,); inf where it is not finite."""

Effect = Literal["too low", "good", "zig-zags", "overshoots", "diverges"]
LARGEST = 1e3
GOOD_FRACTION = 0.1
_FINEST, _COARSEST = 1.0, 0.08
_FULL_WORK = 4000
"""Products of one forward pass up to which the loss is sampled as finely as it can be."""
_PER_DECADE = 48
_SECTIONS = 129
_FEW, _FEW_SECTIONS = 30, 9
_LIMIT_TOLERANCE, _REGION_TOLERANCE, _BESIDE = 1e-14, 1e-10, 1e-9


@dataclass(frozen=True)
class StepRegion:
    """Step sizes from low to high with the same effect."""

    low: float
    high: float
    effect: Effect


@dataclass(frozen=True)
class StepSizes:
    """The effects of step sizes along one direction.

    Attributes:
        loss: the loss before the step.
        one_step_limit: first step size > 0 at which the loss equals that before; None if none up to 1000.
        best: the step size up to 1000 with the lowest loss; None if none lowers it.
        lowest_loss: the loss there (the loss before if there is none).
        regions: effects over the requested range, in order, without gaps; empty if the direction is 0.
    """

    loss: float
    one_step_limit: float | None
    best: float | None
    lowest_loss: float
    regions: tuple[StepRegion, ...]


def loss_along(network: Network, X: Array, y: Array, direction: Gradients, step_sizes: Array) -> Array:
    """The loss at θ − t · direction for every step size t, in full precision.

    Args:
        network: one network (no leading axes).
        X: inputs (n_samples, n_in).
        y: targets (n_samples, n_out).
        direction: a gradient (or minus one, for ascent).
        step_sizes: t (n,).

    Returns:
        (n,), inf where the loss is not finite.
    """
    t = step_sizes[:, None, None]
    with np.errstate(over="ignore", invalid="ignore"):
        A = Z = X[None]
        for layer, (W, b) in enumerate(zip(network.weights, network.biases, strict=True)):
            if layer:
                A = network.activations[layer - 1].f(Z)
            rows = A.reshape(-1, A.shape[-1])
            still, moving = rows @ W.T + b, rows @ direction.grad_W[layer].T + direction.grad_b[layer]
            shape = (*A.shape[:2], len(b))
            Z = still.reshape(shape) - t * moving.reshape(shape)
        output = Z if network.loss.on_z else network.activations[-1].f(Z)
        loss = network.loss.value(output, y)
    return np.where(np.isfinite(loss), loss, np.inf)


def fineness_of(network: Network, n_samples: int) -> float:
    """How many samples of the loss to take, as a share of all: fewer for a large network on many samples."""
    work = n_samples * sum(W.size for W in network.weights)
    return min(_FINEST, max(_COARSEST, _FULL_WORK / work))


def examine_step_sizes(
    loss_at: LossAt, loss: float, slope: float, low: float, high: float, fineness: float = 1.0
) -> StepSizes:
    """Finds the one-step limit, the best step size and the effect of every step size in a range.

    The loss is sampled at 48 step sizes per decade up to 1000, from far below the size loss/slope at which a straight
    line would reach zero; extremes between samples are refined, and every boundary is then found by bisection, the
    limit to rounding, the others to 1e-10. A crossing narrower than the samples' spacing can only be missed if no
    sample near it shows an extreme.

    Effects: "good" lowers the loss by at least a tenth of the largest fall, "too low" by less, before the best step
    size; "zig-zags" by less, beyond it; "overshoots" raises it; "diverges" is not finite.

    Args:
        loss_at: the loss after one step.
        loss: the loss before.
        slope: initial rate |dL/dt| (the squared norm of the gradient).
        low: start of the range of ``regions``.
        high: end of that range.
        fineness: share of the samples that are taken, at most 1.
    """
    if not slope > 0.0 or not np.isfinite(loss):
        return StepSizes(loss, None, None, loss, ())
    sections = max(_FEW_SECTIONS, int(fineness * _SECTIONS))
    sizes = _sample(loss / slope, low, high, fineness)
    losses = loss_at(sizes)
    sizes, losses = _with_extremes(loss_at, sizes, losses, loss) if fineness == 1.0 else (sizes, losses)
    limit = _first_return(loss_at, sizes, losses, loss, sections)
    best, lowest = _lowest(loss_at, sizes, losses, loss, sections)
    beside_limit = () if limit is None else (limit * (1.0 - _BESIDE), limit * (1.0 + _BESIDE))
    inside = distinct([*sizes, *beside_limit, *(() if best is None else (best,))])
    inside = inside[(inside >= low) & (inside <= high)]
    regions = _regions(inside, lambda t: _classify(t, loss_at(t), loss, best, lowest), sections)
    return StepSizes(loss, limit, best, lowest, _snapped(regions, limit))


def _sample(scale: float, low: float, high: float, fineness: float) -> Array:
    start = min(low, max(1e-8 * scale, 1e-280))
    n_decades = np.log10(LARGEST / start)
    logarithmic = np.geomspace(start, LARGEST, min(int(_PER_DECADE * fineness * n_decades), 3000))
    return distinct(np.concatenate([logarithmic, [low, high]]))


def _with_extremes(loss_at: LossAt, sizes: Array, losses: Array, loss: float) -> tuple[Array, Array]:
    """The samples with finer ones added up to the first return, and around maxima below and minima above ``loss``."""
    extra = []
    returned = np.flatnonzero((losses < loss) != (losses[0] < loss))
    if len(returned):
        extra.append(np.linspace(0.0, sizes[returned[0]], 258)[1:-1])
    left, middle, right = losses[:-2], losses[1:-1], losses[2:]
    hidden = ((middle < loss) & (middle >= left) & (middle > right)) | (
        (middle > loss) & (middle <= left) & (middle < right)
    )
    extra.extend(np.linspace(sizes[i], sizes[i + 2], 66)[1:-1] for i in np.flatnonzero(hidden)[:8])
    if not extra:
        return sizes, losses
    more = np.concatenate(extra)
    every, first = np.unique(np.concatenate([sizes, more]), return_index=True)
    return every, np.concatenate([losses, loss_at(more)])[first]


def nearby_return(loss_at: LossAt, loss: float, high: float) -> float | None:
    """The first step size up to ``high`` at which the loss equals that before, to 1e-3, from few samples."""
    sizes = np.linspace(0.0, high, _FEW + 1)[1:]
    losses = loss_at(sizes)
    changed = np.flatnonzero((losses < loss) != (losses[0] < loss))
    if not len(changed):
        return None
    last, starts_below = int(changed[0]), bool(losses[0] < loss)
    between = float(sizes[last - 1]), float(sizes[last])
    return _boundary(lambda t: (loss_at(t) < loss) == starts_below, *between, 1e-3, _FEW_SECTIONS)


def _first_return(loss_at: LossAt, sizes: Array, losses: Array, loss: float, n: int) -> float | None:
    below = losses < loss
    changed = np.flatnonzero(below != below[0])
    if not len(changed):
        return None
    starts_below = bool(below[0])
    last = int(changed[0])
    low, high = float(sizes[last - 1]), float(sizes[last])
    return _boundary(lambda t: (loss_at(t) < loss) == starts_below, low, high, _LIMIT_TOLERANCE, n)


def _boundary(inside: Callable[[Array], NDArray[np.bool_]], low: float, high: float, tolerance: float, n: int) -> float:
    """The boundary between ``inside`` at low and not at high, to a relative tolerance or to rounding."""
    while True:
        sections = np.linspace(low, high, n)
        last = int(np.argmin(np.concatenate([[True], inside(sections[1:-1]), [False]])))
        narrower = float(sections[last - 1]), float(sections[last])
        if narrower == (low, high) or narrower[1] - narrower[0] <= tolerance * narrower[1]:
            return 0.5 * (narrower[0] + narrower[1])
        low, high = narrower


def _lowest(loss_at: LossAt, sizes: Array, losses: Array, loss: float, n: int) -> tuple[float | None, float]:
    """The best step size, to about 1e-8 of itself, and its loss."""
    i = int(np.argmin(losses))
    if not losses[i] < loss:
        return None, loss
    best, lowest = float(sizes[i]), float(losses[i])
    low, high = float(sizes[max(i - 1, 0)]), float(sizes[min(i + 1, len(sizes) - 1)])
    while high - low > 1e-8 * high:
        sections = np.linspace(low, high, n)
        values = loss_at(sections)
        i = int(np.argmin(values))
        if values[i] <= lowest:
            best, lowest = float(sections[i]), float(values[i])
        low, high = float(sections[max(i - 1, 0)]), float(sections[min(i + 1, n - 1)])
    return best, lowest


def _regions(inside: Array, effects: Callable[[Array], NDArray[np.int64]], n: int) -> list[StepRegion]:
    """The effects between the first and the last sample, with the boundaries between samples refined."""
    classes = effects(inside)
    changes = np.flatnonzero(np.diff(classes))
    cuts = [float(inside[0])]
    for i in changes:
        here = partial(_has_effect, effects, int(classes[i]))
        cuts.append(_boundary(here, float(inside[i]), float(inside[i + 1]), _REGION_TOLERANCE, n))
    cuts.append(float(inside[-1]))
    kinds = [int(classes[i]) for i in (*changes, -1)]
    return [StepRegion(a, b, _EFFECTS[kind]) for (a, b), kind in zip(pairwise(cuts), kinds, strict=True)]


def _has_effect(effects: Callable[[Array], NDArray[np.int64]], effect: int, sizes: Array) -> NDArray[np.bool_]:
    return np.asarray(effects(sizes) == effect)


def _snapped(regions: list[StepRegion], limit: float | None) -> tuple[StepRegion, ...]:
    """The regions with the boundary near the limit set exactly to it."""

    def snap(edge: float) -> float:
        return limit if limit is not None and abs(edge - limit) <= 2.0 * _BESIDE * limit else edge

    return tuple(StepRegion(snap(region.low), snap(region.high), region.effect) for region in regions)


_EFFECTS: tuple[Effect, ...] = ("too low", "good", "zig-zags", "overshoots", "diverges")


def _classify(t: Array, after: Array, loss: float, best: float | None, lowest: float) -> NDArray[np.int64]:
    good = loss - after >= GOOD_FRACTION * (loss - lowest)
    late = t > (best if best is not None else np.inf)
    conditions = [np.isinf(after), after >= loss if best is None else after > loss, good, late]
    return np.select(conditions, [4, 3, 1, 2], 0).astype(np.int64)

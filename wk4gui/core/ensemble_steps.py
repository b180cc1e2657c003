"""The rules of optimizers.py in place on one flat vector, with a learning rate for each network.

Adam and AdamW keep m/(1 − β₁) and v/(1 − β₂), which saves two passes; they agree with optimizers.py to rounding.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wk4gui.core.ensemble_shape import FloatArray
from wk4gui.core.optimizers import OptimizerName, OptimizerSettings


@dataclass(frozen=True, eq=False)
class StepBuffers:
    """The arrays that a rule works with, all of one shape but the pairs.

    Attributes:
        theta: parameters, changed in place.
        gradient: of the objective; overwritten by a step.
        rate: α of each parameter.
        shrink: α times weight decay of each parameter (adamw), None without.
        first: velocity or mean of the gradients, 0 at the start.
        second: sum or mean of their squares, 0 at the start.
        spare: for intermediate values.
        powers: the gradient and its square (2, …), of which ``gradient`` is the first.
        moments: ``first`` and ``second`` (2, …).
        kept: β₁ and β₂, the share of each moment that a step of Adam keeps (2, 1, …).
    """

    theta: FloatArray
    gradient: FloatArray
    rate: FloatArray
    shrink: FloatArray | None
    first: FloatArray
    second: FloatArray
    spare: FloatArray
    powers: FloatArray
    moments: FloatArray
    kept: FloatArray


def make_buffers(
    theta: FloatArray, rate: FloatArray, settings: OptimizerSettings, shrink: FloatArray | None = None
) -> StepBuffers:
    """Buffers for a new run."""
    powers, moments = (np.zeros((2, *theta.shape), theta.dtype) for _ in range(2))
    kept = np.array([settings.beta1, settings.beta2], theta.dtype).reshape(2, *theta.ndim * [1])
    spare = np.zeros_like(theta)
    return StepBuffers(theta, powers[0], rate, shrink, moments[0], moments[1], spare, powers, moments, kept)


Rule = Callable[[StepBuffers, OptimizerSettings, int], None]
"""Takes step number t, counted from 1. ``OptimizerSettings.learning_rate`` is not used: rates are in the buffers."""


def _move(b: StepBuffers, direction: FloatArray) -> None:
    np.multiply(direction, b.rate, out=b.spare)
    np.subtract(b.theta, b.spare, out=b.theta)


def _sgd(b: StepBuffers, settings: OptimizerSettings, t: int) -> None:
    _move(b, b.gradient)


def _momentum(b: StepBuffers, settings: OptimizerSettings, t: int) -> None:
    first = b.first
    first *= settings.momentum
    first += b.gradient
    _move(b, first)


def _nesterov(b: StepBuffers, settings: OptimizerSettings, t: int) -> None:
    gradient, first = b.gradient, b.first
    first *= settings.momentum
    first += gradient
    np.multiply(first, settings.momentum, out=b.spare)
    gradient += b.spare
    _move(b, gradient)


def _scaled(b: StepBuffers, direction: FloatArray, eps: float) -> None:
    """Moves against direction/(√second + ε)."""
    spare = b.spare
    np.sqrt(b.second, out=spare)
    spare += eps
    np.divide(direction, spare, out=spare)
    _move(b, spare)


def _adagrad(b: StepBuffers, settings: OptimizerSettings, t: int) -> None:
    second = b.second
    np.multiply(b.gradient, b.gradient, out=b.spare)
    second += b.spare
    _scaled(b, b.gradient, settings.eps)


def _rmsprop(b: StepBuffers, settings: OptimizerSettings, t: int) -> None:
    second, spare = b.second, b.spare
    np.multiply(b.gradient, b.gradient, out=spare)
    spare *= 1.0 - settings.rho
    second *= settings.rho
    second += spare
    _scaled(b, b.gradient, settings.eps)


def _adam(b: StepBuffers, settings: OptimizerSettings, t: int) -> None:
    powers, moments, spare = b.powers, b.moments, b.spare
    np.multiply(b.gradient, b.gradient, out=powers[1])
    moments *= b.kept
    moments += powers
    root_scale = float(np.sqrt((1.0 - settings.beta2) / (1.0 - settings.beta2**t)))
    np.sqrt(b.second, out=spare)
    spare += settings.eps / root_scale
    np.divide(b.first, spare, out=spare)
    spare *= (1.0 - settings.beta1) / ((1.0 - settings.beta1**t) * root_scale)
    _move(b, spare)


def _adamw(b: StepBuffers, settings: OptimizerSettings, t: int) -> None:
    theta = b.theta
    if b.shrink is not None:
        np.multiply(theta, b.shrink, out=b.spare)
        theta -= b.spare
    _adam(b, settings, t)


RULES: dict[OptimizerName, Rule] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": _adamw,
}

"""Seven optimizers, each a pair of pure functions: one makes its state, one takes a step.

All work elementwise on arrays of any shape, so one call steps a thousand runs. Conventions and defaults are PyTorch's
(torch.optim, version 2): momentum adds the whole gradient to the velocity (no dampening), ε stands outside the root,
and accumulators start at 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array

OptimizerName = Literal["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]


@dataclass(frozen=True)
class OptimizerSettings:
    """The settings of all optimizers; each uses those that its docstring names.

    Attributes:
        learning_rate: α.
        momentum: μ in v ← μv + g (momentum, nesterov).
        beta1: weight of the past in the mean of the gradients (adam, adamw).
        beta2: weight of the past in the mean of their squares (adam, adamw).
        rho: the same for rmsprop, which PyTorch calls alpha.
        eps: ε, added outside the root (adagrad, rmsprop, adam, adamw).
        weight_decay: λ in w ← (1 − αλ)w before the step (adamw alone).
    """

    learning_rate: float
    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    rho: float = 0.99
    eps: float = 1e-8
    weight_decay: float = 0.01


@dataclass(frozen=True)
class State:
    """The state of an optimizer between steps.

    Attributes:
        n_steps: how many steps it has taken.
        first: the velocity, or the mean of the gradients; shaped as the weights.
        second: the sum or mean of the gradients' squares; shaped as the weights.
    """

    n_steps: int
    first: Array
    second: Array


Step = Callable[[Array, Array, State, OptimizerSettings], tuple[Array, State]]


@dataclass(frozen=True)
class Optimizer:
    """An optimizer: a pair of pure functions and their names.

    Attributes:
        name: as in parameters and on the command line.
        label: as shown in a list.
        init: weights -> state before the first step.
        step: (weights, gradient, state, settings) -> weights and state after one step; not in place.
        adaptive: whether it scales every coordinate by its own past gradients, which needs a different learning rate.
    """

    name: OptimizerName
    label: str
    init: Callable[[Array], State]
    step: Step
    adaptive: bool


def _zeros(w: Array) -> State:
    zeros = np.zeros_like(w)
    return State(0, zeros, zeros)


def sgd(w: Array, gradient: Array, state: State, settings: OptimizerSettings) -> tuple[Array, State]:
    """w ← w − αg. Uses ``learning_rate``. torch.optim.SGD; PyTorch's default is α = 1e-3."""
    return w - settings.learning_rate * gradient, State(state.n_steps + 1, state.first, state.second)


def momentum(w: Array, gradient: Array, state: State, settings: OptimizerSettings) -> tuple[Array, State]:
    """v ← μv + g, w ← w − αv. Uses ``learning_rate``, ``momentum``. torch.optim.SGD(momentum=μ), Polyak (1964)."""
    velocity = settings.momentum * state.first + gradient
    return w - settings.learning_rate * velocity, State(state.n_steps + 1, velocity, state.second)


def nesterov(w: Array, gradient: Array, state: State, settings: OptimizerSettings) -> tuple[Array, State]:
    """v ← μv + g, w ← w − α(g + μv). Uses ``learning_rate``, ``momentum``.

    torch.optim.SGD(momentum=μ, nesterov=True): Nesterov's method (1983) as rewritten by Sutskever et al. (2013), with
    the gradient taken at w itself.
    """
    velocity = settings.momentum * state.first + gradient
    w = w - settings.learning_rate * (gradient + settings.momentum * velocity)
    return w, State(state.n_steps + 1, velocity, state.second)


def adagrad(w: Array, gradient: Array, state: State, settings: OptimizerSettings) -> tuple[Array, State]:
    """s ← s + g², w ← w − αg/(√s + ε). Uses ``learning_rate``, ``eps``.

    torch.optim.Adagrad without rate decay; its defaults are α = 0.01, ε = 1e-10. Duchi, Hazan, Singer (2011).
    """
    squares = state.second + gradient * gradient
    w = w - settings.learning_rate * gradient / (np.sqrt(squares) + settings.eps)
    return w, State(state.n_steps + 1, state.first, squares)


def rmsprop(w: Array, gradient: Array, state: State, settings: OptimizerSettings) -> tuple[Array, State]:
    """s ← ρs + (1 − ρ)g², w ← w − αg/(√s + ε). Uses ``learning_rate``, ``rho``, ``eps``.

    torch.optim.RMSprop, neither centred nor with momentum; its defaults are α = 0.01, ρ = 0.99, ε = 1e-8.
    """
    squares = settings.rho * state.second + (1.0 - settings.rho) * (gradient * gradient)
    w = w - settings.learning_rate * gradient / (np.sqrt(squares) + settings.eps)
    return w, State(state.n_steps + 1, state.first, squares)


def adam(w: Array, gradient: Array, state: State, settings: OptimizerSettings) -> tuple[Array, State]:
    """m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)g², w ← w − α m̂/(√ŝ + ε) with m̂ = m/(1 − β₁ᵗ), ŝ = s/(1 − β₂ᵗ).

    Uses ``learning_rate``, ``beta1``, ``beta2``, ``eps``. torch.optim.Adam; its defaults are α = 1e-3, β = (0.9,
    0.999), ε = 1e-8. Kingma, Ba (2015), algorithm 1.
    """
    t = state.n_steps + 1
    mean = settings.beta1 * state.first + (1.0 - settings.beta1) * gradient
    squares = settings.beta2 * state.second + (1.0 - settings.beta2) * (gradient * gradient)
    root = np.sqrt(squares) / np.sqrt(1.0 - settings.beta2**t) + settings.eps
    w = w - (settings.learning_rate / (1.0 - settings.beta1**t)) * mean / root
    return w, State(t, mean, squares)


def adamw(w: Array, gradient: Array, state: State, settings: OptimizerSettings) -> tuple[Array, State]:
    """w ← (1 − αλ)w, then a step of Adam whose gradient has no penalty. Also uses ``weight_decay`` λ.

    torch.optim.AdamW; its default is λ = 0.01. Loshchilov, Hutter (2019).
    """
    return adam(w * (1.0 - settings.learning_rate * settings.weight_decay), gradient, state, settings)


OPTIMIZERS: dict[OptimizerName, Optimizer] = {
    optimizer.name: optimizer
    for optimizer in (
        Optimizer("sgd", "SGD", _zeros, sgd, adaptive=False),
        Optimizer("momentum", "Momentum", _zeros, momentum, adaptive=False),
        Optimizer("nesterov", "Nesterov", _zeros, nesterov, adaptive=False),
        Optimizer("adagrad", "Adagrad", _zeros, adagrad, adaptive=True),
        Optimizer("rmsprop", "RMSprop", _zeros, rmsprop, adaptive=True),
        Optimizer("adam", "Adam", _zeros, adam, adaptive=True),
        Optimizer("adamw", "AdamW", _zeros, adamw, adaptive=True),
    )
}

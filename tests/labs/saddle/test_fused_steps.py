"""Shared calls take the very steps of the pure functions."""

import numpy as np
import pytest

from wk4gui.core.optimizers import OPTIMIZERS, OptimizerSettings
from wk4gui.labs.saddle.model.fused_steps import ConfiguredOptimizer, FusedSteps, plain_first

SETTINGS = OptimizerSettings(0.07, momentum=0.8, beta1=0.85, beta2=0.97, rho=0.93, eps=1e-6)
NAMES = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")


@pytest.mark.parametrize("n_runs", [1, 7, 100])
@pytest.mark.parametrize(
    "names",
    [NAMES, ("sgd",), ("nesterov",), ("adam",), ("adagrad", "rmsprop"), ("sgd", "rmsprop"), ("momentum", "adam")],
)
def test_bit_for_bit(names: tuple[str, ...], n_runs: int) -> None:
    optimizers = [ConfiguredOptimizer(OPTIMIZERS[name], SETTINGS) for name in names]  # type: ignore[index]
    gradients = np.random.default_rng(0).normal(size=(200, len(names), 2, n_runs))
    read = np.empty_like(gradients[0])
    steps = FusedSteps(optimizers, read, len(gradients))
    w = np.ones((len(names), 2, n_runs))
    alone = [w[k] for k in range(len(names))]
    states = [configured_optimizer.optimizer.init(alone[0]) for configured_optimizer in optimizers]
    for step, gradient in enumerate(gradients):
        read[:] = gradient
        w = w - steps.moves(step)
        for k, configured_optimizer in enumerate(optimizers):
            alone[k], states[k] = configured_optimizer.optimizer.step(alone[k], gradient[k], states[k], SETTINGS)
        np.testing.assert_array_equal(w, alone)


def test_the_order_is_plain_first_and_nothing_else_is_taken() -> None:
    optimizers = [ConfiguredOptimizer(OPTIMIZERS[name], SETTINGS) for name in ("adam", "sgd", "rmsprop", "momentum")]  # type: ignore[index]
    assert plain_first(optimizers) == [1, 3, 0, 2]
    with pytest.raises(ValueError, match="first"):
        FusedSteps(optimizers, np.empty((4, 2, 3)), 3)
    with pytest.raises(ValueError, match="adamw"):
        FusedSteps([ConfiguredOptimizer(OPTIMIZERS["adamw"], SETTINGS)], np.empty((1, 2, 3)), 3)

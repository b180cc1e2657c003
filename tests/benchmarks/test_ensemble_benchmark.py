"""Many small networks trained at once beside vmap, scikit-learn and tanh alone."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from bench import Bench

from wk4gui.core.ensemble import Data, Training, train
from wk4gui.core.ensemble_shape import Shape
from wk4gui.core.optimizers import OptimizerSettings

N_NETWORKS, N_SAMPLES, N_STEPS, RATE = 512, 60, 500, 0.01
N_LOOPED = 4
"""So many networks are trained one by one; a loop over all takes 128 times as long."""
SHAPE = Shape(1, (16,))
NETWORKS = "512 networks 1-16-1, 60 points, Adam"
PRECISIONS = ("single", "double")
VMAP, TANH = {"single": 6.0, "double": 4.0}, {"single": 4.2, "double": 2.3}


def problem() -> tuple[np.ndarray, Data]:
    rng = np.random.default_rng(0)
    X = rng.uniform(-1.0, 1.0, (N_NETWORKS, N_SAMPLES, 1))
    y = np.sin(3.0 * X[..., 0]) + 0.3 * rng.standard_normal((N_NETWORKS, N_SAMPLES))
    return SHAPE.draw(N_NETWORKS, rng), Data(X, y)


def ours(precision: Any) -> Callable[[], object]:
    start, data = problem()
    rules = Training(N_STEPS, settings=OptimizerSettings(RATE), precision=precision)
    return lambda: train(SHAPE, start, data, rules)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_tanh_alone(bench: Bench, precision: str) -> None:
    """In blocks that stay in cache, as our own."""
    dtype = np.float32 if precision == "single" else np.float64
    z = np.random.default_rng(0).standard_normal((64, 16, N_SAMPLES)).astype(dtype)
    out = np.empty_like(z)

    def tanh() -> None:
        for _ in range(N_STEPS * N_NETWORKS // len(z)):
            np.tanh(z, out)

    bench.at_most(f"{NETWORKS}, {precision}: tanh alone", TANH[precision], ours(precision), tanh, rounds=5)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_vmap(bench: Bench, precision: str) -> None:
    what, budget = f"{NETWORKS}, {precision}: torch.func.vmap, ours", VMAP[precision]
    bench.needs("torch", what, budget)
    import torch

    torch.set_num_threads(1)
    dtype = torch.float32 if precision == "single" else torch.float64
    start, data = problem()
    (W1, b1), (W2, b2) = SHAPE.weights(start)
    X, y = torch.tensor(data.X, dtype=dtype), torch.tensor(data.y, dtype=dtype)

    def loss(weights: Any, x: Any, target: Any) -> Any:
        W, b, w, c = weights
        return torch.mean((torch.tanh(x @ W.T + b) @ w.T + c - target[:, None]) ** 2)

    gradient = torch.func.vmap(torch.func.grad(loss))

    def fit() -> None:
        weights = [torch.tensor(part, dtype=dtype) for part in (W1, b1, W2, b2)]
        optimizer = torch.optim.Adam(weights, lr=RATE)
        for _ in range(N_STEPS):
            for weight, slope in zip(weights, gradient(tuple(weights), X, y), strict=True):
                weight.grad = slope
            optimizer.step()

    bench.at_least(what, budget, ours(precision), fit, rounds=3)


def test_scikit_learn(bench: Bench) -> None:
    what, budget = f"{NETWORKS}: a loop over scikit-learn, ours", 200.0
    bench.needs("sklearn", what, budget)
    from sklearn.neural_network import MLPRegressor

    _, data = problem()
    settings = {"hidden_layer_sizes": (16,), "activation": "tanh", "learning_rate_init": RATE, "alpha": 0.0}
    epochs = {"batch_size": N_SAMPLES, "max_iter": N_STEPS, "tol": 0.0, "n_iter_no_change": N_STEPS}

    def fit() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says that it has not converged
            for X, y in zip(data.X[:N_LOOPED], data.y[:N_LOOPED], strict=True):
                MLPRegressor(**settings, **epochs).fit(X, y)

    bench.at_least(what, budget, ours("single"), fit, rounds=3, scale=N_NETWORKS / N_LOOPED)

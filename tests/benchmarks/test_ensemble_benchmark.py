"""Many small networks trained at once beside torch.func.vmap and a loop of scikit-learn, and all thinned networks.

Run with `pytest tests/benchmarks --benchmark-only -k ensemble`; read ratios of one run.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from wk4gui.core.ensemble import Data, Training, train
from wk4gui.core.ensemble_shape import Shape
from wk4gui.core.optimizers import OptimizerSettings
from wk4gui.labs.bias_variance.model import compute as bias_variance
from wk4gui.labs.dropout.model import compute as dropout
from wk4gui.labs.dropout.model.dropout import draw_network, enumerate_ensemble
from wk4gui.labs.weight_decay.model import compute as weight_decay

N_NETWORKS, N_SAMPLES, N_STEPS, RATE = 256, 60, 500, 0.01
N_LOOPED = 8
"""So many networks are trained one by one; a loop over all takes 32 times as long."""
SHAPE = Shape(1, (16,))
training = pytest.mark.benchmark(group="256 networks 1-16-1, 60 points, Adam, 500 steps (scikit-learn: 8 networks)")
thinned = pytest.mark.benchmark(group="2^12 thinned networks")
parts = pytest.mark.benchmark(group="a lab's part at the defaults")


def problem() -> tuple[np.ndarray, Data]:
    rng = np.random.default_rng(0)
    X = rng.uniform(-1.0, 1.0, (N_NETWORKS, N_SAMPLES, 1))
    y = np.sin(3.0 * X[..., 0]) + 0.3 * rng.standard_normal((N_NETWORKS, N_SAMPLES))
    return SHAPE.draw(N_NETWORKS, rng), Data(X, y)


@training
@pytest.mark.parametrize("precision", ["single", "double"])
def test_our_networks(benchmark: Any, precision: Any) -> None:
    start, data = problem()
    rules = Training(N_STEPS, settings=OptimizerSettings(RATE), precision=precision)
    benchmark.pedantic(train, (SHAPE, start, data, rules), rounds=3, warmup_rounds=1)


@training
@pytest.mark.oracle
@pytest.mark.parametrize("precision", ["single", "double"])
def test_vmap(benchmark: Any, precision: str) -> None:
    torch = pytest.importorskip("torch")
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

    benchmark.pedantic(fit, rounds=3, warmup_rounds=1)


@training
@pytest.mark.oracle
@pytest.mark.filterwarnings("ignore")  # it says that it has not converged
def test_scikit_learn_eight_of_them(benchmark: Any) -> None:
    networks = pytest.importorskip("sklearn.neural_network")
    _, data = problem()

    def fit() -> None:
        for X, y in zip(data.X[:N_LOOPED], data.y[:N_LOOPED], strict=True):
            networks.MLPRegressor(
                hidden_layer_sizes=(16,),
                activation="tanh",
                learning_rate_init=RATE,
                batch_size=N_SAMPLES,
                max_iter=N_STEPS,
                alpha=0.0,
                tol=0.0,
                n_iter_no_change=N_STEPS,
            ).fit(X, y)

    benchmark.pedantic(fit, rounds=2, warmup_rounds=1)


@thinned
@pytest.mark.parametrize("output", ["linear", "softmax"])
def test_all_at_once(benchmark: Any, output: Any) -> None:
    network = draw_network(12, "relu", output, 0, second_layer=False)
    benchmark(enumerate_ensemble, network, np.array([1.0, -0.5]), 0.5, "inverted")


@thinned
def test_one_by_one(benchmark: Any) -> None:
    network = draw_network(12, "relu", "linear", 0, second_layer=False)
    _, a = network.hidden(np.array([1.0, -0.5]))

    def loop() -> float:
        mean = 0.0
        for number in range(1 << 12):
            mask = np.array([number >> unit & 1 for unit in range(12)])
            mean += network.outputs(2.0 * a * mask)[0] / (1 << 12)
        return mean

    benchmark.pedantic(loop, rounds=3)


PARTS: dict[str, Callable[[int], object]] = {
    "bias_variance main": lambda seed: bias_variance.compute(bias_variance.Params(seed=seed)),
    "bias_variance main, networks": lambda seed: bias_variance.compute(
        bias_variance.Params(seed=seed, model="network")
    ),
    "bias_variance draft, networks": lambda seed: bias_variance.compute(
        bias_variance.draft(bias_variance.Params(seed=seed, model="network"))
    ),
    "bias_variance sweep": lambda seed: bias_variance.compute_sweep(bias_variance.Params(seed=seed, vary="degree")),
    "bias_variance sweep, networks": lambda seed: bias_variance.compute_sweep(
        bias_variance.Params(seed=seed, model="network", vary="width")
    ),
    "bias_variance effects": lambda seed: bias_variance.compute_effects(bias_variance.Params(seed=seed)),
    "dropout ensemble": lambda seed: dropout.compute(dropout.Params(seed=seed)),
    "dropout ensemble, 12 units": lambda seed: dropout.compute(dropout.Params(seed=seed, n_hidden=12)),
    "dropout training": lambda seed: dropout.compute_training(dropout.Params(seed=seed)),
    "weight_decay main": lambda seed: weight_decay.compute(weight_decay.Params(learning_rate=0.05 + 1e-4 * seed)),
    "weight_decay network": lambda seed: weight_decay.compute_network(weight_decay.Params(seed=seed)),
}


@parts
@pytest.mark.parametrize("part", PARTS)
def test_a_part(benchmark: Any, part: str) -> None:
    seeds = iter(range(1000))  # another seed each round, for results are remembered
    benchmark.pedantic(PARTS[part], setup=lambda: ((next(seeds),), {}), rounds=3)

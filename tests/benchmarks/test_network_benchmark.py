"""One update of small networks, every value kept, beside what bounds it; read the ratios of one run, not the times."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from wk4gui.core.flat_network import FlatNetwork
from wk4gui.core.network import Network, backward, forward, make_network

SIZES, BATCH, N_CALLS = (2, 4, 2, 1), 10, 19
pytestmark = pytest.mark.benchmark(group="one update, 2-4-2-1 tanh, batch 10")


def start(many: tuple[int, ...] = ()) -> tuple[Network, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=(*many, n_out, n_in)) for n_in, n_out in pairwise(SIZES)]
    biases = [np.zeros((*many, n)) for n in SIZES[1:]]
    network = make_network(weights, biases, ["tanh", "tanh", "linear"], "mse")
    return network, rng.normal(size=(*many, BATCH, 2)), rng.normal(size=(*many, BATCH, 1))


def test_floor_of_small_calls(benchmark: Any) -> None:
    """19 ufunc calls of the size of a layer, each with out=."""
    a, b, out = np.ones((4, BATCH)), np.ones((4, BATCH)), np.empty((4, BATCH))

    def calls() -> None:
        for _ in range(N_CALLS):
            np.multiply(a, b, out)

    benchmark(calls)


def test_flat_network(benchmark: Any) -> None:
    benchmark(FlatNetwork(*start(), 0.01).update)


def test_64_flat_networks_at_once(benchmark: Any) -> None:
    benchmark(FlatNetwork(*start((64,)), 0.01).update)


def test_pure_network(benchmark: Any) -> None:
    network, X, y = start()

    def update() -> Network:
        return network.moved(0.01, backward(network, X, y, forward(network, X)))

    benchmark(update)


@pytest.mark.oracle
def test_pytorch_eager(benchmark: Any) -> None:
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    layers = [torch.nn.Linear(n_in, n_out, dtype=torch.float64) for n_in, n_out in pairwise(SIZES)]
    model = torch.nn.Sequential(layers[0], torch.nn.Tanh(), layers[1], torch.nn.Tanh(), layers[2])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    X, y = (torch.tensor(array) for array in start()[1:])

    def update() -> None:
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(X), y).backward()
        optimizer.step()

    benchmark(update)

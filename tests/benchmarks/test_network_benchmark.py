"""One update of small networks, every value kept, beside what bounds it; read the ratios of one run, not the times."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from wk4gui.core.network import Network, backward, forward, make_network
from wk4gui.core.optimizers import OptimizerSettings
from wk4gui.labs.playground.model.compute import compute, trainer_of
from wk4gui.labs.playground.model.judge import Judge
from wk4gui.labs.playground.model.layout import Layout
from wk4gui.labs.playground.model.maps import unit_maps, window_of
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import problem_of
from wk4gui.labs.playground.model.swarm import _compute_swarm
from wk4gui.labs.playground.model.trainer import Trainer, Training, fresh_state

SIZES, BATCH, N_CALLS = (2, 4, 2, 1), 10, 19
UPDATE, FRAME = "one update, 2-4-2-1 tanh, batch 10", "a frame of the playground, a run, a swarm"


def trainer(n_networks: int) -> Trainer:
    rng, layout = np.random.default_rng(0), Layout(SIZES)
    X = rng.normal(size=(2, 250))
    y = (rng.random((1, 250)) > 0.5) * 1.0
    training = Training("tanh", "sigmoid_bce", settings=OptimizerSettings(0.03), batch_size=BATCH, n_epochs=10**9)
    start = fresh_state(layout, rng.normal(size=(n_networks, layout.n_parameters)))
    return Trainer(layout, training, start, X, y, range(n_networks))


@pytest.mark.benchmark(group=UPDATE)
def test_floor_of_small_calls(benchmark: Any) -> None:
    """19 ufunc calls of the size of a layer, each with out=."""
    a, b, out = np.ones((4, BATCH)), np.ones((4, BATCH)), np.empty((4, BATCH))

    def calls() -> None:
        for _ in range(N_CALLS):
            np.multiply(a, b, out)

    benchmark(calls)


@pytest.mark.benchmark(group=UPDATE)
def test_playground(benchmark: Any) -> None:
    """At most 2.1 times the floor; shuffles of the epochs are counted."""
    benchmark(trainer(1).step)


@pytest.mark.benchmark(group=UPDATE)
def test_64_networks_at_once(benchmark: Any) -> None:
    """At most 64/5 times one alone."""
    benchmark(trainer(64).step)


@pytest.mark.benchmark(group=UPDATE)
def test_pure_network(benchmark: Any) -> None:
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=(n_out, n_in)) for n_in, n_out in pairwise(SIZES)]
    network = make_network(weights, [np.zeros(n) for n in SIZES[1:]], ["tanh", "tanh", "linear"], "mse")
    X, y = rng.normal(size=(BATCH, 2)), rng.normal(size=(BATCH, 1))

    def update() -> Network:
        return network.moved(0.01, backward(network, X, y, forward(network, X)))

    benchmark(update)


@pytest.mark.oracle
@pytest.mark.benchmark(group=UPDATE)
def test_pytorch_eager(benchmark: Any) -> None:
    """At least 25 times the playground."""
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    layers = [torch.nn.Linear(n_in, n_out, dtype=torch.float64) for n_in, n_out in pairwise(SIZES)]
    model = torch.nn.Sequential(layers[0], torch.nn.Tanh(), layers[1], torch.nn.Tanh(), layers[2])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    rng = np.random.default_rng(0)
    X, y = (torch.tensor(rng.normal(size=(BATCH, n))) for n in (2, 1))

    def update() -> None:
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(X), y).backward()
        optimizer.step()

    benchmark(update)


@pytest.mark.benchmark(group=FRAME)
def test_floor_of_many_small_calls(benchmark: Any) -> None:
    """1,259 small calls; an eighth of a frame of TensorFlow Playground, 3.93 ms, where a small call takes 0.39 µs."""
    a, b, out = np.ones((4, BATCH)), np.ones((4, BATCH)), np.empty((4, BATCH))
    n = round(3.93e-3 / 8 / 0.39e-6)

    def calls() -> None:
        for _ in range(n):
            np.multiply(a, b, out)

    benchmark(calls)


@pytest.mark.benchmark(group=FRAME)
def test_a_frame(benchmark: Any) -> None:
    """An epoch of 25 updates, both losses, and 100 × 100 maps of all units: at most the floor above."""
    params, none = Params(), (np.zeros(0), np.zeros(0))
    one = trainer_of(params)
    judges = [Judge(one, params.activation, [problem_of(params)], which) for which in ("train", "test")]

    def frame() -> None:
        for _ in range(25):
            one.step()
        for judge in judges:
            judge.loss()
        unit_maps(params, one.theta[0], none, window_of(params), 100)

    benchmark(frame)


@pytest.mark.benchmark(group=FRAME)
def test_a_whole_run(benchmark: Any) -> None:
    """7,500 updates, 1000 records of both losses, gradients and saturation."""
    benchmark(compute, Params())


@pytest.mark.benchmark(group=FRAME)
def test_a_swarm_of_32(benchmark: Any) -> None:
    """32 whole runs, 100 records."""
    benchmark(_compute_swarm, Params(), lambda fraction: None)

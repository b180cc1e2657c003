"""One update of small networks, every value kept, beside what bounds it; read the ratios of one run, not the times."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from bench import Bench, repeated

from wk4gui.core.optimizers import OptimizerSettings
from wk4gui.labs.playground.model.compute import trainer_of
from wk4gui.labs.playground.model.judge import Judge
from wk4gui.labs.playground.model.layout import Layout
from wk4gui.labs.playground.model.maps import unit_maps, window_of
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import problem_of
from wk4gui.labs.playground.model.trainer import Trainer, Training, fresh_state

SIZES, BATCH, N_CALLS = (2, 4, 2, 1), 10, 19
TIMES = 200
"""So many updates are timed together."""
FRAME_CALLS = round(3.93e-3 / 8 / 0.39e-6)
"""Small calls in an eighth of a frame of TensorFlow Playground: it takes 3.93 ms where a small call takes 0.39 µs."""


def trainer(n_networks: int) -> Trainer:
    rng, layout = np.random.default_rng(0), Layout(SIZES)
    X = rng.normal(size=(2, 250))
    y = (rng.random((1, 250)) > 0.5) * 1.0
    training = Training("tanh", "sigmoid_bce", settings=OptimizerSettings(0.03), batch_size=BATCH, n_epochs=10**9)
    start = fresh_state(layout, rng.normal(size=(n_networks, layout.n_parameters)))
    return Trainer(layout, training, start, X, y, range(n_networks))


def small_calls(n_calls: int) -> Callable[[], None]:
    """So many ufunc calls of the size of a layer, each with out=."""
    a, b, out = np.ones((4, BATCH)), np.ones((4, BATCH)), np.empty((4, BATCH))

    def calls() -> None:
        for _ in range(n_calls):
            np.multiply(a, b, out)

    return calls


def test_update(bench: Bench) -> None:
    """Shuffles of the epochs are counted."""
    ours, floor = repeated(trainer(1).step, TIMES), repeated(small_calls(N_CALLS), TIMES)
    bench.at_most("one update 2-4-2-1, batch 10, 19 small calls", 2.1, ours, floor, rounds=51)


def test_64_networks_at_once(bench: Bench) -> None:
    many, one = repeated(trainer(64).step, TIMES), repeated(trainer(1).step, TIMES)
    bench.at_most("64 networks at once, each, one alone", 0.2, many, one, rounds=31, scale=1 / 64)


def test_pytorch_eager(bench: Bench) -> None:
    what, budget = "one update: PyTorch eager, ours", 25.0
    bench.needs("torch", what, budget)
    import torch

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

    bench.at_least(what, budget, repeated(trainer(1).step, TIMES), repeated(update, TIMES), rounds=21)


def test_a_frame(bench: Bench) -> None:
    """An epoch of 25 updates, both losses, and 100 × 100 maps of all units."""
    params, none = Params(), (np.zeros(0), np.zeros(0))
    one = trainer_of(params)
    judges = [Judge(one, params.activation, [problem_of(params)], which) for which in ("train", "test")]

    def frame() -> None:
        for _ in range(25):
            one.step()
        for judge in judges:
            judge.loss()
        unit_maps(params, one.theta[0], none, window_of(params), 100)

    what = "a frame of the playground, an eighth of TensorFlow Playground's in small calls"
    bench.at_most(what, 1.0, frame, small_calls(FRAME_CALLS), rounds=51)

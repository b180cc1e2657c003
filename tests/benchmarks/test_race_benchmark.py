"""Races of optimizers beside batched PyTorch, and what a slider of the two labs waits for; read ratios of one run."""

from itertools import count
from typing import Any

import numpy as np
import pytest

from wk4gui.core.optimizers import OPTIMIZERS, OptimizerSettings
from wk4gui.labs.learning_rate.model import compute as learning_rate
from wk4gui.labs.saddle.model import compute as saddle
from wk4gui.labs.saddle.model.descent_paths import descend_paths
from wk4gui.labs.saddle.model.fused_steps import ConfiguredOptimizer
from wk4gui.labs.saddle.model.params import ALL_SIX
from wk4gui.labs.saddle.model.surfaces import SURFACES

N_STEPS, N_RUNS, RATE = 1000, 1000, 0.001
NAMES = ALL_SIX
race = pytest.mark.benchmark(group="6 optimizers × 1000 starts × 1000 steps on Himmelblau")
slider = pytest.mark.benchmark(group="a slider's computation")


@race
def test_our_race(benchmark: Any) -> None:
    optimizers = [ConfiguredOptimizer(OPTIMIZERS[name], OptimizerSettings(RATE)) for name in NAMES]
    surface = SURFACES["himmelblau"]

    def gradient_at(step: int, x: np.ndarray, y: np.ndarray, out: np.ndarray) -> None:
        out[0], out[1] = surface.grad(x, y)

    benchmark.pedantic(descend_paths, (optimizers, (1.0, 2.0), N_RUNS, N_STEPS, gradient_at), rounds=3, warmup_rounds=1)


@race
@pytest.mark.oracle
def test_batched_pytorch(benchmark: Any) -> None:
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    makers = [
        (torch.optim.SGD, {}),
        (torch.optim.SGD, {"momentum": 0.9}),
        (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}),
        (torch.optim.Adagrad, {}),
        (torch.optim.RMSprop, {}),
        (torch.optim.Adam, {}),
    ]

    def descend() -> None:
        for kind, options in makers:
            w = torch.tensor([[1.0, 2.0]] * N_RUNS, dtype=torch.float64, requires_grad=True)
            optimizer = kind([w], lr=RATE, **options)
            kept = torch.empty((N_STEPS + 1, N_RUNS, 2), dtype=torch.float64)
            for step in range(N_STEPS):
                kept[step] = w.detach()
                optimizer.zero_grad()
                x, y = w[:, 0], w[:, 1]
                ((x * x + y - 11.0) ** 2 + (x + y * y - 7.0) ** 2).sum().backward()
                optimizer.step()

    benchmark.pedantic(descend, rounds=1)


def dragged(benchmark: Any, lab: Any, name: str, base: float, draft: bool, **changes: Any) -> None:
    """Another value of one slider at every round."""
    params = lab.LAB.decode(changes)
    values = (base * (1.0 + 1e-3 * k) for k in count())

    def next_params() -> tuple[tuple[Any], dict[str, Any]]:
        moved = params.with_(**{name: next(values)})
        return (lab.main.draft(moved) if draft else moved,), {}

    benchmark.pedantic(lab.main.compute, setup=next_params, rounds=10, warmup_rounds=1)


SIX = {"surface": "himmelblau", "start": [-0.5, -1.2], "optimizers": list(NAMES), "n_steps": 1000, "n_runs": 20}
STATES: dict[str, tuple[Any, str, float, dict[str, Any]]] = {
    "saddle, defaults": (saddle, "learning_rate", 0.1, {}),
    "saddle, noise": (saddle, "noise", 0.1, {}),
    "saddle, six optimizers": (saddle, "learning_rate", 0.003, SIX),
    "saddle, 1000 runs": (saddle, "learning_rate", 0.1, {"n_runs": 1000}),
    "learning_rate, defaults": (learning_rate, "learning_rate", 0.02, {}),
    "learning_rate, sine": (learning_rate, "learning_rate", 0.03, {"problem": "regression"}),
}


@slider
@pytest.mark.parametrize("draft", [True, False], ids=["draft", "full"])
@pytest.mark.parametrize("state", STATES)
def test_a_slider(benchmark: Any, state: str, draft: bool) -> None:
    lab, name, base, changes = STATES[state]
    dragged(benchmark, lab, name, base, draft, **changes)


@slider
def test_a_change_of_surface(benchmark: Any) -> None:
    """A window that was never looked at: map, critical points and runs."""
    widths = (3.0 + 1e-3 * k for k in count())

    def next_params() -> tuple[tuple[Any], dict[str, Any]]:
        width = next(widths)
        return (saddle.LAB.decode({"surface": "himmelblau", "x_range": [-width, width], "start": [1, 1]}),), {}

    benchmark.pedantic(saddle.compute, setup=next_params, rounds=10, warmup_rounds=1)

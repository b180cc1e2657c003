"""A race of optimizers beside batched PyTorch."""

import numpy as np
from bench import Bench

from wk4gui.core.optimizers import OPTIMIZERS, OptimizerSettings
from wk4gui.labs.saddle.model.descent_paths import descend_paths
from wk4gui.labs.saddle.model.fused_steps import ConfiguredOptimizer
from wk4gui.labs.saddle.model.params import ALL_SIX
from wk4gui.labs.saddle.model.surfaces import SURFACES

N_STEPS, N_RUNS, RATE = 1000, 1000, 0.001


def our_race() -> None:
    optimizers = [ConfiguredOptimizer(OPTIMIZERS[name], OptimizerSettings(RATE)) for name in ALL_SIX]
    surface = SURFACES["himmelblau"]

    def gradient_at(step: int, x: np.ndarray, y: np.ndarray, gx: np.ndarray, gy: np.ndarray) -> None:
        gx[:], gy[:] = surface.grad(x, y)

    descend_paths(optimizers, (1.0, 2.0), N_RUNS, N_STEPS, gradient_at)


def test_batched_pytorch(bench: Bench) -> None:
    what, budget = "6 optimizers × 1000 starts × 1000 steps: batched PyTorch, ours", 14.0
    bench.needs("torch", what, budget)
    import torch

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

    bench.at_least(what, budget, our_race, descend, rounds=2)

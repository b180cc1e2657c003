"""What every part of every lab takes, and how soon it can be cancelled."""

from functools import partial
from itertools import count
from time import perf_counter

import numpy as np
import pytest
from bench import Bench
from budget_table import Row

from wk4gui.core import spread
from wk4gui.lab.checkpoint import no_checkpoint
from wk4gui.lab.declarations import LabParams
from wk4gui.lab.lab import Lab
from wk4gui.registry import LABS

PARTS = [(lab.id, part.name) for lab in LABS.values() for part in lab.parts]
MOST_MS = 100.0


class Watch:
    """A checkpoint that notes the longest time between two calls."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, perf_counter()

    def __call__(self, fraction: float) -> None:
        now = perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


def other_params(lab: Lab, part: str, number: int) -> LabParams:
    """The defaults with another seed each time, since results are remembered."""
    changed = {"seed": number} if "seed" in lab.part(part).uses else {"learning_rate": 0.05 + 1e-4 * number}
    return lab.params().with_(**changed)


@pytest.mark.parametrize(("lab_id", "part"), PARTS)
def test_a_part(bench: Bench, lab_id: str, part: str) -> None:
    """In units of a million tanh, and the longest time without a checkpoint."""
    lab, numbers, watches = LABS[lab_id], count(1), list[Watch]()
    z = np.random.default_rng(0).standard_normal(20_000)
    out = np.empty_like(z)

    def million() -> None:
        for _ in range(50):
            np.tanh(z, out)

    def compute() -> None:
        params = other_params(lab, part, next(numbers))
        watches.append(Watch())
        lab.part(part).compute(params, watches[-1])
        watches[-1](1.0)

    bench.at_most(f"{lab_id} {part} at the defaults, million tanh", None, compute, million, rounds=3)
    bench.add(Row(f"{lab_id} {part}: cancelled within, ms", 1e3 * min(watch.longest for watch in watches), MOST_MS))


SPLIT: dict[str, dict[str, int]] = {"bias_variance:effects": {}, "dropout:training": {"n_steps": 400}}
"""Parts that train independent networks, and what makes them short."""


@pytest.mark.parametrize("part", SPLIT)
def test_all_processors(bench: Bench, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    lab_id, _, name = part.partition(":")
    lab, numbers, all_of_them = LABS[lab_id], count(1), spread.n_processors()

    def compute(n_processors: int) -> None:
        monkeypatch.setattr(spread, "n_processors", lambda: n_processors)
        lab.part(name).compute(other_params(lab, name, next(numbers)).with_(**SPLIT[part]), no_checkpoint)

    what = f"{lab_id} {name} on {all_of_them} processors, on one"
    bench.at_most(what, 0.6, partial(compute, all_of_them), partial(compute, 1), rounds=5)

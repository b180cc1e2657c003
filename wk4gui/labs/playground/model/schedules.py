"""Learning-rate schedules: the factor on α at each update."""

import math
from dataclasses import dataclass
from typing import Literal

ScheduleName = Literal["constant", "step", "cosine", "warm-up cosine"]


@dataclass(frozen=True)
class Schedule:
    """How the learning rate changes during a run.

    constant: 1. step: ``step_factor`` to the power of the whole number of ``step_epochs`` done. cosine: ½(1 + cos πt/T)
    after t of T updates (Loshchilov, Hutter, "SGDR", 2017, equation 5, with least rate 0 and no restart).
    warm-up cosine: (t + 1)/T_w in the first T_w updates, then a cosine over those that are left.

    Attributes:
        name: of the rule.
        step_epochs: epochs between two steps down.
        step_factor: what each of them multiplies α by.
        warmup_epochs: epochs of the linear rise.
    """

    name: ScheduleName = "constant"
    step_epochs: int = 100
    step_factor: float = 0.5
    warmup_epochs: int = 10

    def factor(self, update: int, epoch: int, n_updates: int, updates_per_epoch: int) -> float:
        """The factor at the update that follows ``update`` ones.

        Args:
            update: updates of this size of batches that the epochs done consist of, 0 at the start.
            epoch: whole epochs done.
            n_updates: of the whole run.
            updates_per_epoch: of one epoch.
        """
        if self.name == "constant":
            return 1.0
        if self.name == "step":
            return float(self.step_factor ** (epoch // self.step_epochs))
        warmup = min(self.warmup_epochs * updates_per_epoch, n_updates) if self.name == "warm-up cosine" else 0
        if update < warmup:
            return (update + 1) / warmup
        done = min(1.0, (update - warmup) / max(n_updates - warmup, 1))
        return 0.5 * (1.0 + math.cos(math.pi * done))

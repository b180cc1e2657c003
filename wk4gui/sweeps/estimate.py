"""What a sweep will cost, from a few of its points, and the engine that suits it."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.sweeps.engines import Engine, Here, Processes
from wk4gui.sweeps.groups import groups_of
from wk4gui.sweeps.plan import Plan, Point
from wk4gui.sweeps.record import Record, records_together

FEW_SECONDS = 20.0
"""Work for which no process is started: starting one takes two seconds."""
_ENOUGH = 5.0
"""Seconds of trying after which no further point is tried."""
_BLOCK = 4096
"""Bytes that even a small file takes on most disks."""


@dataclass(frozen=True)
class Estimate:
    """The cost of a sweep.

    Attributes:
        n_points: of the plan.
        n_missing: not finished yet.
        seconds_a_point: on this machine, in one process.
        bytes_a_point: on the disk.
        tried: the records of the points that were tried, by key.
    """

    n_points: int
    n_missing: int
    seconds_a_point: float
    bytes_a_point: int
    tried: dict[str, Record]

    @property
    def seconds(self) -> float:
        """Work of all that is missing, in one process."""
        return self.n_missing * self.seconds_a_point

    @property
    def n_bytes(self) -> int:
        return self.n_missing * self.bytes_a_point


def estimate(plan: Plan, missing: Sequence[Point], checkpoint: Checkpoint = no_checkpoint) -> Estimate:
    """Tries the first, the middle and the last missing group of points; the first alone if it takes long."""
    tried: dict[str, Record] = {}
    times: list[float] = []
    groups = groups_of(plan.the_part, missing)
    begin = time.perf_counter()
    for number in sorted({0, len(groups) // 2, len(groups) - 1}) if groups else ():
        start = time.perf_counter()
        if start - begin > _ENOUGH:
            break
        tried |= compute_group(plan, groups[number], checkpoint)
        times.append((time.perf_counter() - start) / len(groups[number]))
    later = times[1:] or times  # the first one also fills caches
    size = max((len(msgspec.json.encode(record)) for record in tried.values()), default=0)
    n_bytes = -(-size // _BLOCK) * _BLOCK
    return Estimate(len(plan.points), len(missing), sum(later) / max(len(later), 1), n_bytes, tried)


def compute_group(plan: Plan, group: Sequence[Point], checkpoint: Checkpoint) -> dict[str, Record]:
    """The records of points that differ in the seed alone, by key."""
    lab = plan.the_lab
    params = [lab.decode(point.params or {}) for point in group]
    records = records_together(lab, plan.the_part, params, checkpoint)
    return {point.key: record for point, record in zip(group, records, strict=True)}


def suitable_engine(seconds: float, workers: int | None, checkpoint: Checkpoint = no_checkpoint) -> Engine:
    """The engine for that much work: this process for little, else as many processes as there are processors."""
    n = workers if workers is not None else 1 if seconds < FEW_SECONDS else os.cpu_count() or 1
    return Here(checkpoint) if n == 1 else Processes(n)

"""What a worker does: parameters come in, records go out. Everything is plain data, and the lab is found by its id."""

import platform
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

import msgspec
import numpy as np

from wk4gui import __version__
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import find_lab
from wk4gui.sweeps.groups import all_but_seed
from wk4gui.sweeps.record import Record, records_together

Versions = dict[str, str]
Task = tuple[str, str, Versions, Sequence[Mapping[str, Any]]]
"""A lab, a part, the versions that a worker must have, and the parameters of some points."""
Answer = tuple[list[dict[str, Any]], float]
"""The records of the points, and the seconds that they took."""

_one_at_a_time = threading.Lock()
"""Points are computed one after the other in a process, whatever the number of its threads."""


def compute_points(task: Task, checkpoint: Checkpoint = no_checkpoint) -> Answer:
    """Computes some points.

    Raises:
        ParamError: a version here is another one.
    """
    lab_id, part_name, expected, points = task
    refuse_other_versions(expected, {platform.node(): versions(lab_id, part_name)})
    lab = find_lab(lab_id)
    part = lab.part(part_name)
    begin = time.perf_counter()
    with _one_at_a_time:
        records: list[Record] = []
        for _, group in groupby(points, all_but_seed):
            records += records_together(lab, part, [lab.decode(params) for params in group], checkpoint)
    return [msgspec.to_builtins(record) for record in records], time.perf_counter() - begin


@cache
def versions(lab_id: str, part_name: str) -> Versions:
    """What a worker's numbers depend on beside the parameters."""
    part = find_lab(lab_id).part(part_name)
    python = ".".join(platform.python_version_tuple()[:2])
    return {
        "wk4gui": __version__,
        f"the part {lab_id}:{part_name}": str(part.version),
        "NumPy": np.__version__,
        "Python": python,
    }


def refuse_other_versions(ours: Mapping[str, str], theirs: Mapping[str, Mapping[str, str]]) -> None:
    """Refuses workers that have another version of anything on which numbers depend.

    Raises:
        ParamError: one has.
    """
    for worker, each in theirs.items():
        for what, version in ours.items():
            if each.get(what) != version:
                raise ParamError(
                    f"the worker {worker} has version {each.get(what)} of {what}, and here it is {version}: numbers "
                    "could differ; install the same versions on all"
                )

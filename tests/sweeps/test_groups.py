"""Points that differ in the seed alone are one task where their part computes them together."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sweeping import MakePlan, files, saved

from wk4gui.registry import LABS, find_lab
from wk4gui.sweeps.driver import missing_points, run_plan
from wk4gui.sweeps.engines import Here, Processes
from wk4gui.sweeps.estimate import estimate
from wk4gui.sweeps.groups import MOST_TOGETHER, groups_of
from wk4gui.sweeps.plan import Plan
from wk4gui.sweeps.store import FolderStore, MemoryStore
from wk4gui.sweeps.sweep import Sweep
from wk4gui.sweeps.table import records_of

RATES = "learning_rate=0.003,0.1,10"


class Counting(Here):
    """Computes here, and keeps how many points each task had."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.sizes.append(len(args[0][3]))
        return super().submit(fn, *args, **kwargs)


@pytest.fixture
def rates(plan: MakePlan) -> Plan:
    return plan("playground", RATES, seed="0..4", n_epochs=20, data="plane", activation="relu")


def test_a_group_is_of_one_setting_and_has_an_end(plan: MakePlan) -> None:
    made = plan("playground", "learning_rate=0.1,0.2", seed=f"0..{MOST_TOGETHER + 3}")
    groups = groups_of(made.the_part, made.points)
    assert [len(group) for group in groups] == [MOST_TOGETHER, 4, MOST_TOGETHER, 4]
    assert [point.values for point in groups[1]] == [(0.1, MOST_TOGETHER + i) for i in range(4)]


def test_a_seed_that_is_varied_first_is_grouped_too(plan: MakePlan) -> None:
    made = plan("playground", "seed=3,1", "learning_rate=0.1,0.2")
    assert [[p.values for p in group] for group in groups_of(made.the_part, made.points)] == [
        [(3, 0.1), (1, 0.1)],
        [(3, 0.2), (1, 0.2)],
    ]


def test_other_parts_are_computed_point_by_point(plan: MakePlan) -> None:
    made = plan("learning_rate", "momentum=0,0.9", seed="0..4", problem="regression")
    assert all(len(group) == 1 for group in groups_of(made.the_part, made.points))


def test_the_files_are_those_of_points_computed_one_by_one(
    rates: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, engine = FolderStore(tmp_path / "together"), Counting()
    progress = run_plan(rates, together, engine)
    assert engine.sizes == [5, 5, 5]
    assert progress.n_done == 15
    statuses = [record.status for record in records_of(rates, together) if record]
    assert {"done", "diverged"} <= set(statuses), "one of the rates is too large"
    lab = find_lab("playground")
    monkeypatch.setitem(LABS, lab.id, replace(lab, parts=(replace(lab.main, together=None), *lab.parts[1:])))
    alone, engine = FolderStore(tmp_path / "alone"), Counting()
    run_plan(rates, alone, engine)
    assert engine.sizes == [1] * 15
    assert files(tmp_path / "together") == files(tmp_path / "alone")


def test_only_what_is_missing_of_a_group_is_computed(rates: Plan) -> None:
    store, engine = MemoryStore(), Counting()
    run_plan(rates, store, Here())
    for point in rates.points[1:3]:
        del store._records[point.key]
    assert missing_points(rates, store) == list(rates.points[1:3])
    run_plan(rates, store, engine)
    assert engine.sizes == [2]


def test_processes_write_the_same_bytes(rates: Plan, tmp_path: Path) -> None:
    here, there = MemoryStore(), MemoryStore()
    run_plan(rates, here, Here())
    run_plan(rates, there, Processes(2))
    first, second = (
        saved(Sweep(rates, records_of(rates, store)), tmp_path / name) for store, name in ((here, "a"), (there, "b"))
    )
    assert first == second


def test_an_estimate_tries_whole_groups(rates: Plan) -> None:
    cost = estimate(rates, rates.points)
    assert len(cost.tried) == 15
    assert cost.tried[rates.points[7].key] == records_of(rates, _computed(rates))[7]


def _computed(plan: Plan) -> MemoryStore:
    store = MemoryStore()
    run_plan(plan, store, Here())
    return store

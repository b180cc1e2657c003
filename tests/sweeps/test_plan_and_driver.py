"""A plan is computed once, wherever, and what goes wrong at a point is a row."""

import csv
import io
import json
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sweeping import MakePlan, files, saved
from tiers import sample

from wk4gui.lab.checkpoint import Superseded
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import LABS, find_lab
from wk4gui.sweeps.driver import MOST_LOSSES, Progress, missing_points, run_plan
from wk4gui.sweeps.engines import Here, Processes
from wk4gui.sweeps.record import Record
from wk4gui.sweeps.store import FolderStore, MemoryStore
from wk4gui.sweeps.sweep import compute_sweep
from wk4gui.sweeps.table import index_csv, records_of
from wk4gui.sweeps.worker import compute_points, refuse_other_versions, versions

THREE = {
    "learning_rate": ("learning_rate=1e-3..1:10:log", "momentum=0..0.9:2"),
    "saddle": ("learning_rate=0.01..1:5:log", "n_steps=20,40"),
    "backprop": ("learning_rate=1e-3..1:20:log",),
}


class Counting(Here):
    """Computes here, and counts."""

    def __init__(self, stop_after: int = 10**9) -> None:
        super().__init__()
        self.keys: list[str] = []
        self._stop_after = stop_after

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if len(self.keys) == self._stop_after:
            raise KeyboardInterrupt
        self.keys += [json.dumps(params) for params in args[0][3]]
        return super().submit(fn, *args, **kwargs)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(x for x in text.splitlines(True) if not x.startswith("#")))))


def test_points_come_in_every_combination_the_seed_fastest(plan: MakePlan) -> None:
    made = plan("learning_rate", "n_steps=10,20", "momentum=0,0.5", seed="3,1")
    assert made.shape == (2, 2, 2)
    assert [point.values for point in made.points][:3] == [(10, 0, 3), (10, 0, 1), (10, 0.5, 3)]
    assert len({point.key for point in made.points}) == 8


def test_a_key_depends_on_lab_part_version_and_parameters(plan: MakePlan, monkeypatch: pytest.MonkeyPatch) -> None:
    key = plan("learning_rate", "momentum=0.5").points[0].key
    assert plan("learning_rate", "momentum=0.5,0.6").points[0].key == key
    assert plan("learning_rate", "n_steps=100", momentum=0.5).points[0].key == key
    others = [plan("learning_rate:sharpness", "momentum=0.5"), plan("learning_rate", "momentum=0.5", n_steps=99)]
    lab = find_lab("learning_rate")
    monkeypatch.setitem(LABS, lab.id, replace(lab, parts=(replace(lab.main, version=99), *lab.parts[1:])))
    others.append(plan("learning_rate", "momentum=0.5"))
    assert key not in {other.points[0].key for other in others}


@pytest.mark.parametrize(
    ("vary", "seed", "measures", "sentence"),
    [
        ((), None, (), "nothing is varied"),
        (("momentum=0,1e-2", "momentum=0.5"), None, (), "varied twice"),
        (("seed=1,2",), "0..3", (), "not both"),
        (("momentum=0",), None, ("loss",), "there is no measure 'loss'"),
        (("n_steps=1..500", "learning_rate=1e-5..1:500", "momentum=0..0.9:500"), None, (), "at most"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    plan: MakePlan, vary: tuple[str, ...], seed: str | None, measures: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(ParamError, match=sentence):
        plan("learning_rate", *vary, seed=seed, measures=measures)


def test_a_parameter_without_effect_on_the_part_is_refused(plan: MakePlan) -> None:
    with pytest.raises(ParamError, match="changes nothing in the part 'training'"):
        plan("dropout:training", "n_hidden=3,4")


def test_a_part_without_measures_is_refused(plan: MakePlan, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = LABS["playground"]
    parts = tuple(replace(part, measures=()) if part.name == "rates" else part for part in lab.parts)
    monkeypatch.setitem(LABS, lab.id, replace(lab, parts=parts))
    with pytest.raises(ParamError, match="the part 'rates' of playground has no measure; these have: main, swarm"):
        plan("playground:rates", "momentum=0,0.9")


@pytest.mark.parametrize("lab", THREE)
def test_one_worker_and_two_processes_write_the_same_bytes(plan: MakePlan, lab: str, tmp_path: Path) -> None:
    made = plan(lab, *THREE[lab])
    compute_sweep(made, tmp_path / "one", workers=1)
    compute_sweep(made, tmp_path / "two", workers=2)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert len(files(tmp_path / "one")) == len(made.points) + 2


def test_an_index_has_its_recipe_and_a_row_a_point(plan: MakePlan, tmp_path: Path) -> None:
    made = plan("learning_rate", "n_steps=10,20", "momentum=0,0.5", measures=("lowest_end_loss",))
    index = saved(compute_sweep(made), tmp_path)["index.csv"].decode()
    assert "# lab: learning_rate\n" in index
    assert '# vary: {"n_steps": [10, 20], "momentum": [0, 0.5]}\n' in index
    table = rows(index)
    assert list(table[0]) == ["point", "n_steps", "momentum", "lowest_end_loss", "status", "reason"]
    lab = find_lab("learning_rate")
    for row in table:
        params = made.base.with_(n_steps=int(row["n_steps"]), momentum=float(row["momentum"]))
        truth = lab.main.measured(params, lab.main.compute(params))["lowest_end_loss"]
        assert float(row["lowest_end_loss"]) == truth


def test_arrays_have_the_shape_of_the_plan(plan: MakePlan, tmp_path: Path) -> None:
    sweep = compute_sweep(plan("learning_rate", "problem=quadratic,regression", "momentum=0,0.5", seed="0..2"))
    saved(sweep, tmp_path)
    archive = np.load(tmp_path / "measures.npz", allow_pickle=False)
    assert archive["axes"].tolist() == ["problem", "momentum", "seed"]
    assert archive["values_problem"].tolist() == ["quadratic", "regression"]
    assert archive["measure_lowest_end_loss"].shape == (2, 2, 3)
    np.testing.assert_array_equal(archive["measure_lowest_end_loss"], sweep["lowest_end_loss"])
    with pytest.raises(ValueError, match="there is no measure"):
        sweep["loss"]


def test_a_diverged_point_is_a_row_with_its_reason(plan: MakePlan) -> None:
    sweep = compute_sweep(plan("backprop", "learning_rate=0.01,10", activations=["linear", "linear"], n_steps=100))
    assert [record.status for record in sweep.records if record] == ["done", "diverged"]
    bad = sweep.records[1]
    assert bad is not None
    assert bad.measures["last_loss"] is None
    assert bad.measures["first_loss"] is not None
    assert "iverge" in bad.reason


def test_parameters_that_contradict_one_another_are_a_row_with_the_reason(plan: MakePlan) -> None:
    made = plan("backprop", "x=[1,2],[1,2,3]", "y=[3],[3,4]")
    refused = [point for point in made.points if point.params is None]
    sweep = compute_sweep(made)
    assert len(sweep.records) == 4
    for point, record in zip(made.points, sweep.records, strict=True):
        assert (record is not None and record.status == "failed") == (point in refused)


def test_an_error_of_a_computation_is_a_row_and_the_others_go_on(
    plan: MakePlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = find_lab("learning_rate")

    def compute(params: Any, checkpoint: Any) -> Any:
        if params.n_steps == 20:
            raise ZeroDivisionError("by nothing")
        return lab.main.compute(params, checkpoint)

    monkeypatch.setitem(LABS, lab.id, replace(lab, parts=(replace(lab.main, compute=compute), *lab.parts[1:])))
    records = compute_sweep(plan("learning_rate", "n_steps=10,20,30")).records
    assert [record.status for record in records if record] == ["done", "failed", "done"]
    assert records[1] == Record("failed", {}, "ZeroDivisionError: by nothing")


@pytest.mark.parametrize("stop_after", sample(range(1, 12), 4))
def test_what_is_finished_is_kept_and_never_computed_again(plan: MakePlan, stop_after: int, tmp_path: Path) -> None:
    made = plan("learning_rate", "momentum=0..0.9:12")
    first, second = Counting(stop_after), Counting()
    with pytest.raises(KeyboardInterrupt):
        run_plan(made, FolderStore(tmp_path), first)
    run_plan(made, FolderStore(tmp_path), second)
    assert len(first.keys) == stop_after
    assert not set(first.keys) & set(second.keys)
    assert len(first.keys) + len(second.keys) == 12
    third = Counting()
    progress = run_plan(made, FolderStore(tmp_path), third)
    assert third.keys == []
    assert (progress.n_known, progress.n_done, progress.fraction) == (12, 0, 1.0)


def test_a_damaged_record_is_computed_again(plan: MakePlan, tmp_path: Path) -> None:
    made = plan("learning_rate", "momentum=0,0.5,0.9")
    whole = compute_sweep(made, tmp_path)
    store = FolderStore(tmp_path)
    store.path(made.points[1].key).write_bytes(b"")
    assert missing_points(made, store) == [made.points[1]]
    assert compute_sweep(made, tmp_path).records == whole.records


def test_what_a_killed_program_left_unfinished_is_removed(plan: MakePlan, tmp_path: Path) -> None:
    from wk4gui.documents import file_writing

    made = plan("learning_rate", "momentum=0")
    compute_sweep(made, tmp_path)
    folder = FolderStore(tmp_path).path(made.points[0].key).parent
    (folder / f".wk4gui-{file_writing._HOST}-999999999-1.tmp").write_bytes(b"{")
    FolderStore(tmp_path)
    assert len(list(folder.iterdir())) == 1


def test_an_index_of_an_unfinished_sweep_says_what_is_missing(plan: MakePlan) -> None:
    made, store = plan("learning_rate", "momentum=0..0.9:4"), MemoryStore()
    with pytest.raises(KeyboardInterrupt):
        run_plan(made, store, Counting(2))
    table = rows(index_csv(made, records_of(made, store)))
    assert [row["status"] for row in table] == ["done", "done", "missing", "missing"]
    assert table[3]["lowest_end_loss"] == ""


class Deadly(Executor):
    """An engine whose worker dies of some points, and takes with it what else is under way."""

    width, task_seconds, title = 3, 0.5, "deadly"

    def __init__(self, deadly_steps: int) -> None:
        self.tried: list[list[int]] = []
        self.renewed = 0
        self._deadly = deadly_steps

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        steps = [params["n_steps"] for params in args[0][3]]
        self.tried.append(steps)
        future: Future[Any] = Future()
        if self._deadly in steps:
            future.set_exception(BrokenProcessPool("it died"))
        else:
            future.set_result(compute_points(*args))
        return future

    def executor(self) -> Executor:
        return self

    def lost_worker(self, error: BaseException) -> bool:
        return isinstance(error, BrokenProcessPool)

    def renew(self) -> None:
        self.renewed += 1

    def check(self) -> None: ...

    def explained(self, error: BaseException) -> BaseException:
        return error

    def stop(self) -> None: ...


def test_a_point_that_kills_its_worker_is_given_up_alone_and_for_this_time(plan: MakePlan) -> None:
    made, store, engine = plan("learning_rate", "n_steps=10..30"), MemoryStore(), Deadly(17)
    progress = run_plan(made, store, engine)
    assert engine.renewed == MOST_LOSSES
    assert engine.tried.count([17]) >= 2
    records = records_of(made, store, progress.given_up)
    assert [record.status for record in records if record] == ["done"] * 7 + ["failed"] + ["done"] * 13
    assert "worker ended" in (records[7] or Record("done")).reason
    assert missing_points(made, store) == [made.points[7]]


def test_a_sweep_ends_where_its_watch_raises(plan: MakePlan) -> None:
    def stop(progress: Progress) -> None:
        if progress.n_done == 2:
            raise Superseded

    made, store = plan("learning_rate", "momentum=0..0.9:6"), MemoryStore()
    with pytest.raises(Superseded):
        run_plan(made, store, Here(), stop)
    assert sum(record is not None for record in records_of(made, store)) == 2


def test_ctrl_c_is_left_to_the_main_process() -> None:
    engine = Processes(1)
    try:
        assert engine.executor().submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN
    finally:
        engine.stop()


def test_other_versions_are_refused_in_a_sentence() -> None:
    ours = versions("backprop", "main")
    refuse_other_versions(ours, {"tcp://a": dict(ours)})
    for what in ours:
        with pytest.raises(ParamError, match=f"tcp://b has version 0.0 of {what}, and here it is"):
            refuse_other_versions(ours, {"tcp://a": dict(ours), "tcp://b": {**ours, what: "0.0"}})


def test_a_worker_refuses_tasks_of_another_version() -> None:
    with pytest.raises(ParamError, match="of wk4gui"):
        compute_points(("backprop", "main", {**versions("backprop", "main"), "wk4gui": "0.0"}, [{}]))

"""A sweep on a real Dask scheduler and two workers of this machine: the same bytes, and what happens when they die."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from sweeping import MakePlan, files

from wk4gui import __version__
from wk4gui.lab.declarations import ParamError
from wk4gui.sweeps.driver import Progress
from wk4gui.sweeps.engines import EngineLostError
from wk4gui.sweeps.groups import MOST_TOGETHER, groups_of
from wk4gui.sweeps.sweep import compute_sweep
from wk4gui.sweeps.worker import versions

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.oracle,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
DASK = [sys.executable, "-m", "dask"]


class Cluster(NamedTuple):
    """A scheduler and its workers."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


def begin(*words: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [*DASK, *words, "--no-dashboard"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    yield from started(tmp_path, 2)


def started(folder: Path, n_workers: int) -> Iterator[Cluster]:
    file = folder / "scheduler.json"
    scheduler = begin("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-show", "--scheduler-file", str(file))
    while not file.exists() or not file.read_text(encoding="utf-8"):
        try:
            scheduler.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError("the scheduler ended")
    address = json.loads(file.read_text(encoding="utf-8"))["address"]
    words = ("worker", address, "--nworkers", "1", "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
    workers = [begin(*words) for _ in range(n_workers)]
    try:
        wait_for_workers(address, n_workers)
        yield Cluster(address, scheduler, workers)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def wait_for_workers(address: str, n_workers: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        if n_workers:
            client.wait_for_workers(n_workers, timeout=60)


def test_a_cluster_writes_the_same_bytes(plan: MakePlan, cluster: Cluster, tmp_path: Path) -> None:
    made = plan("learning_rate", "learning_rate=1e-3..1:10:log", "momentum=0..0.9:4")
    compute_sweep(made, tmp_path / "here", workers=1)
    compute_sweep(made, tmp_path / "there", cluster=cluster.address)
    assert files(tmp_path / "here") == files(tmp_path / "there")


def test_a_worker_that_is_killed_changes_nothing(plan: MakePlan, cluster: Cluster, tmp_path: Path) -> None:
    made = plan("learning_rate", "learning_rate=1e-3..1:10:log", "momentum=0..0.9:6", n_steps=1000)

    def kill(progress: Progress) -> None:
        if progress.n_done >= 6:
            cluster.workers[0].kill()

    compute_sweep(made, tmp_path / "there", cluster=cluster.address, watch=kill)
    assert cluster.workers[0].poll() is not None
    compute_sweep(made, tmp_path / "here", workers=1)
    assert files(tmp_path / "here") == files(tmp_path / "there")


def test_seeds_that_are_computed_together_are_the_same_bytes(plan: MakePlan, cluster: Cluster, tmp_path: Path) -> None:
    made = plan("playground", "learning_rate=0.003,0.03,0.1,10", seed="0..39", n_epochs=3, data="plane")
    groups = groups_of(made.the_part, made.points)
    assert {len(group) for group in groups} == {MOST_TOGETHER, 40 - MOST_TOGETHER}
    compute_sweep(made, tmp_path / "here", workers=1)
    compute_sweep(made, tmp_path / "there", cluster=cluster.address)
    assert len(files(tmp_path / "there")) >= 160
    assert files(tmp_path / "here") == files(tmp_path / "there")


def test_a_worker_that_is_killed_with_a_group_loses_nothing(plan: MakePlan, cluster: Cluster, tmp_path: Path) -> None:
    made = plan("playground", "learning_rate=0.003..0.3:8", seed="0..5", n_epochs=20, data="plane")

    def kill(progress: Progress) -> None:
        if progress.n_done >= 6:
            cluster.workers[0].kill()

    done = compute_sweep(made, tmp_path / "there", cluster=cluster.address, watch=kill)
    assert cluster.workers[0].poll() is not None
    assert all(record is not None for record in done.records)
    compute_sweep(made, tmp_path / "here", workers=1)
    assert files(tmp_path / "here") == files(tmp_path / "there")


def test_a_scheduler_that_is_killed_is_a_sentence_and_a_folder_that_resumes(
    plan: MakePlan, cluster: Cluster, tmp_path: Path
) -> None:
    made = plan("learning_rate", "learning_rate=1e-3..1:10:log", "momentum=0..0.9:6", n_steps=1000)

    def kill(progress: Progress) -> None:
        if progress.n_done >= 6:
            cluster.scheduler.kill()

    with pytest.raises(EngineLostError, match=r"the scheduler at tcp://127.0.0.1:.* is gone"):
        compute_sweep(made, tmp_path / "there", cluster=cluster.address, watch=kill)
    assert 6 <= len(list((tmp_path / "there" / "points").glob("*/*.json"))) < len(made.points)
    compute_sweep(made, tmp_path / "there", workers=1)
    compute_sweep(made, tmp_path / "here", workers=1)
    assert files(tmp_path / "here") == files(tmp_path / "there")


def test_workers_of_another_version_are_refused(
    plan: MakePlan, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wk4gui.sweeps.worker.__version__", "99.0")
    versions.cache_clear()
    try:
        with pytest.raises(ParamError, match=rf"has version {__version__} of wk4gui, and here it is 99\.0"):
            compute_sweep(plan("backprop", "learning_rate=0.1,0.2"), cluster=cluster.address)
    finally:
        versions.cache_clear()


def test_a_scheduler_without_workers_is_told_so(plan: MakePlan, tmp_path: Path) -> None:
    for empty in started(tmp_path, 0):
        with pytest.raises(ParamError, match=r"has no workers; `dask worker tcp://127.0.0.1"):
            compute_sweep(plan("backprop", "learning_rate=0.1,0.2"), cluster=empty.address)


def test_no_scheduler_is_told_so(plan: MakePlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wk4gui.sweeps.cluster._CONNECTING", 1.0)
    with pytest.raises(ParamError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9"):
        compute_sweep(plan("backprop", "learning_rate=0.1,0.2"), cluster="tcp://127.0.0.1:9")

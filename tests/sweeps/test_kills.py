"""A sweep that is killed at any moment goes on from there, and its workers end with it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sweep_of_processes import PLAN
from sweeping import files
from tiers import sample

from wk4gui.sweeps.driver import missing_points
from wk4gui.sweeps.store import FolderStore
from wk4gui.sweeps.sweep import compute_sweep

SCRIPT = Path(__file__).parent / "sweep_of_processes.py"
MOMENTS = (1, 7, 20, 33, 58, 75, 101, 130, 166, 190)
"""Numbers of finished points at which the program is killed."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    compute_sweep(PLAN, folder, workers=1)
    return files(folder)


def until(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Waits as long as the process runs."""
    while not condition():
        try:
            process.wait(0.01)
        except subprocess.TimeoutExpired:
            continue
        return


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the processes' children in /proc")
@pytest.mark.parametrize("moment", sample(MOMENTS, 2))
def test_a_killed_sweep_loses_nothing_and_computes_nothing_twice(
    moment: int, whole: dict[str, bytes], tmp_path: Path
) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([sys.executable, str(SCRIPT), str(tmp_path)], env=environment)
    store = FolderStore(tmp_path)
    until(lambda: len(list(store.keys())) >= moment, process)
    workers = children(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = {key: store.path(key).stat().st_mtime_ns for key in store.keys()}  # noqa: SIM118 - a store is no dict
    assert moment <= len(kept)
    assert len(missing_points(PLAN, FolderStore(tmp_path))) == len(PLAN.points) - len(kept)
    compute_sweep(PLAN, tmp_path, workers=1)
    assert files(tmp_path) == whole
    assert {key: store.path(key).stat().st_mtime_ns for key in kept} == kept
    patience = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(20)"])
    until(lambda: not any(map(is_running, workers)), patience)
    patience.kill()
    patience.wait()
    assert workers
    assert not any(map(is_running, workers))


def test_a_script_without_the_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import wk4gui\nwk4gui.sweep('backprop', vary={'learning_rate': [0.1, 0.2]}, workers=2)\n")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    answer = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, text=True, timeout=60)
    assert answer.returncode == 1
    assert 'below `if __name__ == "__main__":`' in answer.stderr

"""`wk4gui sweep`: the plan first, a folder that resumes, refusals in one line, and Ctrl+C that keeps what is done."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wk4gui.cli.commands import main
from wk4gui.cli.sweeps import duration

VARY = ["--vary", "learning_rate=1e-3..1:4:log", "--vary", "momentum=0,0.9"]


def table(folder: Path) -> list[str]:
    lines = (folder / "index.csv").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_the_plan_is_said_first_and_the_outcome_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "learning_rate", *VARY, "-o", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("wk4gui: learning_rate:main: 4 learning_rate × 2 momentum = 8 points; about ")
    assert said.out == f"8 points: {tmp_path / 'index.csv'}\n"
    assert len(table(tmp_path)) == 9
    assert len(list((tmp_path / "points").glob("*/*.json"))) == 8


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new"
    assert main(["sweep", "learning_rate", *VARY, "-o", str(folder), "--dry-run"]) == 0
    said = capsys.readouterr()
    assert "8 points; about" in said.err
    assert "of work in one process" in said.err
    assert said.out == ""
    assert not folder.exists()


def test_a_second_call_computes_only_what_is_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "learning_rate", "--vary", "momentum=0,0.5", "-o", str(tmp_path)]) == 0
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "points").glob("*/*.json")}
    assert main(["sweep", "learning_rate", "--vary", "momentum=0,0.5,0.9", "-o", str(tmp_path)]) == 0
    assert "3 points, 2 of them finished" in capsys.readouterr().err
    assert {path: path.stat().st_mtime_ns for path in times} == times
    assert len(table(tmp_path)) == 4


def test_state_seeds_and_measures(tmp_path: Path) -> None:
    words = ["--set", "n_steps=30", "--vary", "learning_rate=0.1", "--seeds", "3..5", "--measure", "share_escaped"]
    assert main(["sweep", "saddle", *words, "-o", str(tmp_path)]) == 0
    assert table(tmp_path)[0] == "point,learning_rate,seed,share_escaped,status,reason"
    assert [row.split(",")[2] for row in table(tmp_path)[1:]] == ["3", "4", "5"]
    assert '"n_steps": 30' in (tmp_path / "index.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["learning_rte", "--vary", "momentum=0"], "did you mean 'learning_rate'"),
        (["learning_rate:scna", "--vary", "momentum=0"], "did you mean 'scan'"),
        (["learning_rate"], "nothing is varied"),
        (["learning_rate", "--vary", "momentm=0"], "did you mean 'momentum'"),
        (["learning_rate", "--vary", "momentum=0..5:3"], "a number from 0 to"),
        (["learning_rate", "--vary", "momentum=0", "--measure", "loss"], "there is no measure 'loss'"),
        (["backprop", "--vary", "learning_rate=0.1", "--seeds", "0..3"], "has no seed"),
        (["learning_rate", "--vary", "momentum=0", "--workers", "0"], "from 1 to 256"),
        (["learning_rate", "--vary", "momentum=0", "--workers", "2", "--cluster", "tcp://a:1"], "not allowed with"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    words: list[str], sentence: str, refuse: Callable[..., str], tmp_path: Path
) -> None:
    assert sentence in refuse("sweep", *words, "-o", str(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_a_cluster_without_dask_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    words = ["--vary", "momentum=0..0.9:9", "-o", str(tmp_path), "--cluster", "tcp://127.0.0.1:9"]
    assert main(["sweep", "learning_rate", *words]) == 2
    assert "pip install 'wk4gui[cluster]'" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    words = ["--set", "n_steps=1000", "--vary", "learning_rate=1e-3..1:20:log", "--vary", "momentum=0..0.9:10"]
    command = [sys.executable, "-m", "wk4gui", "sweep", "learning_rate", *words, "-o", str(tmp_path), "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while len(list((tmp_path / "points").glob("*/*.json"))) < 10:
        try:
            process.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
        break
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers, too
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    n_kept = len(list((tmp_path / "points").glob("*/*.json")))
    assert f"{n_kept} of 200 points are kept in {tmp_path}; the same command goes on from there" in said
    assert "Traceback" not in said
    assert sum(",missing," in row for row in table(tmp_path)) == 200 - n_kept


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.04, "0.04 s"), (3.21, "3.2 s"), (42, "42 s"), (600, "10 min"), (9000, "2.5 h")]
)
def test_durations_are_said_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words

"""The command line, in process; a few calls in a process of their own at the end."""

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wk4gui import __version__
from wk4gui.cli.commands import main
from wk4gui.registry import LABS, find_lab

Run = Callable[..., dict[str, Any]]
Refuse = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs backprop with more arguments and returns the JSON that it prints."""

    def call(*arguments: str) -> dict[str, Any]:
        assert main(["run", "backprop", *arguments]) == 0
        printed: dict[str, Any] = json.loads(capsys.readouterr().out)
        return printed

    return call


def test_values_come_together_in_order(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "some.json"
    file.write_text('{"n_steps": 3, "learning_rate": 0.5}', encoding="utf-8")
    params = run("--preset", "printed_sign", "--params", str(file), "--set", "learning_rate=0.25")["params"]
    assert (params["update"], params["n_steps"], params["learning_rate"]) == ("ascent", 3, 0.25)


def test_values_set_together_are_checked_together(run: Run) -> None:
    smaller = ("x=[1]", "weights=[[[2]]]", "biases=[[0]]", 'activations=["linear"]')
    assert run(*(word for value in smaller for word in ("--set", value)))["params"]["x"] == [1]


def test_a_value_set_alone_resizes_nothing_behind_the_readers_back(refuse: Refuse) -> None:
    said = refuse("run", "backprop", "--set", "x=[1, 2, 3]")
    assert "weights" in said
    assert "x" in said


def test_bare_words_are_text_and_null_is_null(run: Run) -> None:
    params = run("--set", "update=ascent", "--set", "decimals=2", "--set", "decimals=null")["params"]
    assert (params["update"], params["decimals"]) == ("ascent", None)


def test_a_session_serves_as_a_file_of_parameters(run: Run, session: Path) -> None:
    assert run("--params", str(session))["params"]["learning_rate"] == 0.02


def test_a_file_may_begin_with_a_byte_order_mark(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "some.json"
    file.write_bytes(b'\xef\xbb\xbf{"n_steps": 3}')
    assert run("--params", str(file))["params"]["n_steps"] == 3


def test_a_frame_moves_the_summary_and_never_the_result(run: Run) -> None:
    first, last = run("--frame", "0"), run("--frame", "40")
    assert first["result"] == last["result"]
    assert first["params"] == last["params"]


def test_one_part_can_be_computed(run: Run) -> None:
    part = find_lab("backprop").parts[0].name
    assert run("--part", part) == run()


def test_the_main_part_is_computed_unless_every_part_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    lab = find_lab("learning_rate")

    def measures(*arguments: str) -> set[str]:
        assert main(["run", lab.id, *arguments]) == 0
        return set(json.loads(capsys.readouterr().out)["measures"])

    main_ones, all_ones = (
        {each.name for part in parts for each in part.measures} for parts in (lab.parts[:1], lab.parts)
    )
    assert measures() == measures("--part", lab.main.name) == main_ones
    assert measures("--part", "all") == all_ones > main_ones


@pytest.mark.parametrize("ending", ["json", "npz", "csv", "NPZ"])
def test_numbers_go_into_a_file(ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"out.{ending}"
    assert main(["run", "backprop", "-o", str(path)]) == 0
    assert capsys.readouterr().out == ""
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    if ending == "json":
        losses = json.loads(path.read_text(encoding="utf-8"))["result"]["loss"]
    elif ending == "csv":
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
        losses = [float(row["value"]) for row in rows if row["field"] == "loss"]
    else:
        losses = np.load(path)["loss"].tolist()
    assert losses[:2] == [9.0, pytest.approx(866.7136, abs=1e-10)]


def test_every_series_goes_into_a_file_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "numbers"
    assert main(["run", "backprop", "-o", str(folder), "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == [str(path) for path in written_in_order(folder)]
    lines = (folder / "loss.csv").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")][:2] == ["index_0,loss", "0,9.0"]


def written_in_order(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)


def test_labs_lists_every_lab_parameter_and_preset(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["labs"]) == 0
    text = capsys.readouterr().out
    assert main(["labs", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [lab["id"] for lab in listed] == list(LABS)
    for lab in listed:
        properties = lab["schema"]["properties"]
        names = [lab["title"], *properties, *(preset["name"] for preset in lab["presets"])]
        assert all(name in text for name in names)
        assert {"question", "presets", "parts"} <= lab.keys()
    rate = listed[0]["schema"]["properties"]["learning_rate"]
    assert (rate["minimum"], rate["maximum"], rate["default"]) == (1e-4, 10, 0.1)


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, words in ((["--version"], __version__), (["--help"], "examples"), (["run", "--help"], "--part")):
        with pytest.raises(SystemExit) as end:
            main(arguments)
        assert end.value.code == 0
        assert words in capsys.readouterr().out


REFUSED = [
    (["bakprop"], "did you mean 'backprop'"),
    (["galery", "out"], "did you mean 'gallery'"),
    (["run"], "LAB"),
    (["run", "nolab"], "nolab"),
    (["run", "backprop", "--bogus"], "--bogus"),
    (["run", "backprop", "--pre", "tutorial"], "--pre"),
    (["run", "backprop", "--preset", "none"], "tutorial"),
    (["run", "backprop", "--part", "none"], "none"),
    (["run", "backprop", "--frame", "-1"], "--frame"),
    (["run", "backprop", "--frame", "100000"], "frames go from 0 to"),
    (["run", "backprop", "--set", "learning_rate"], "name=value"),
    (["run", "backprop", "--set", "rate=1"], "learning_rate"),
    (["run", "backprop", "--set", "learning_rate=11"], "from 0.0001 to 10"),
    (["run", "backprop", "--set", "learning_rate=NaN"], "learning_rate"),
    (["run", "backprop", "--set", "learning_rate=1e999"], "learning_rate"),
    (["run", "backprop", "--set", "update=up\nand down"], "one of"),
    (["run", "backprop", "--set", "x=" + "[" * 10_000], "x"),
    (["run", "backprop", "--params", "no-such-file.json"], "no-such-file.json"),
    (["run", "backprop", "--set", "x=" + "[" * 990 + "]" * 990], "x"),
    (["run", "backprop", "--params", "."], "."),
    (["run", "backprop", "--params", "a\0b"], "a"),
    (["run", "backprop", "-o", "out.xls"], ".json, .npz, .csv"),
    (["run", "backprop", "-o", "no-such-folder/out.json"], "cannot write"),
    (["export", "backprop", "-o", "out.mp4"], ".png, .svg, .pdf"),
    (["export", "backprop"], "-o"),
    (["export", "backprop", "-o", "a.png", "--size", "3x3"], "--size"),
    (["export", "backprop", "-o", "a.png", "--dpi", "nan"], "--dpi"),
    (["export", "backprop", "-o", "a.png", "--theme", "pink"], "light"),
    (["export", "backprop", "-o", "a.png", "--view", "digits"], "name=value"),
    (["no-such-session.wk4.json"], "no-such-session.wk4.json"),
    (["--set", "learning_rate=1"], "LAB"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED, ids=lambda value: None)
def test_bad_input_is_refused_in_one_line(arguments: list[str], words: str, refuse: Refuse) -> None:
    assert words in refuse(*arguments)


FILES = {
    b"": "JSON",
    b"\xff\xfe{}": "JSON",
    b'{"x": "\xff"}': "UTF-8",
    b"[1, 2]": "JSON object",
    b'{"learning_rate": 99}': "from 0.0001 to 10",
    b'{"lab": "backprop", "params": {}}': "version",
    b'{"version": 99, "lab": "backprop", "params": {}}': "update wk4gui",
    b'{"version": 1, "lab": "nolab", "params": {}}': "nolab",
    b'{"version": 1, "lab": "backprop", "params": {"x": 1}}': "(x) = 1",
}


@pytest.mark.parametrize("content", FILES, ids=lambda value: None)
def test_a_bad_file_is_refused_with_its_name(content: bytes, tmp_path: Path, refuse: Refuse) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    said = refuse("run", "backprop", "--params", str(path))
    assert FILES[content] in said
    assert str(path) in said
    if b"params" in content:
        assert FILES[content] in refuse(str(path))


def test_a_session_of_another_lab_is_refused(session: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(find_lab("backprop"), id="other")
    monkeypatch.setitem(LABS, "other", other)
    assert "of the lab 'backprop', not of 'other'" in refuse("run", "other", "--params", str(session))


def test_control_c_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("wk4gui.export.report.compute_report", interrupt)
    assert main(["run", "backprop"]) == 130
    assert capsys.readouterr() == ("", "")


# In a process of its own


def wk4gui(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "wk4gui", *arguments]
    variables = {**os.environ, "PYTHONIOENCODING": "ascii"}
    variables.pop("PYTHONUNBUFFERED", None)
    return subprocess.run(command, stderr=subprocess.PIPE, timeout=120, env=variables, **options)


@pytest.mark.parametrize("arguments", [case for case, _ in REFUSED[::6]], ids=lambda value: None)
def test_a_real_process_refuses_in_one_line_too(arguments: list[str]) -> None:
    answer = wk4gui(*arguments, stdout=subprocess.PIPE)
    assert (answer.returncode, answer.stdout) == (2, b"")
    assert answer.stderr.startswith(b"wk4gui: ")
    assert answer.stderr.count(b"\n") == 1


def test_numbers_are_utf_8_wherever_they_go() -> None:
    answer = wk4gui("labs", stdout=subprocess.PIPE)
    assert "α" in answer.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break in another way there")
def test_a_reader_that_leaves_early_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    answer = wk4gui("labs", stdout=writing)
    os.close(writing)
    assert (answer.returncode, answer.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told_in_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        answer = wk4gui("labs", stdout=full)
    assert answer.returncode == 2
    assert answer.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("lab", "part", "few"),
    [
        ("batch_norm", "training", {"train_steps": 20}),
        ("dropout", "training", {"n_networks": 4, "n_steps": 20}),
        ("bias_variance", "sweep", {"vary": "degree", "n_values": 3, "n_trials": 20}),
    ],
)
def test_a_part_prints_its_own_verdict(capsys: pytest.CaptureFixture[str], lab: str, part: str, few: Any) -> None:
    changes = [word for name, value in few.items() for word in ("--set", f"{name}={value}")]
    assert main(["run", lab, "--part", part, *changes]) == 0
    said = json.loads(capsys.readouterr().out)["summary"]
    params = find_lab(lab).decode(few)
    found = find_lab(lab).part(part)
    assert said == str(found.summarize(params, found.compute(params)))
    assert re.search(r"\d", said)


def test_labs_lists_one_lab_with_its_measures(capsys):
    assert main(["labs", "batch_norm", "--json"]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    measures = {part["name"]: [each["name"] for each in part["measures"]] for part in record["parts"]}
    assert "change_of_output" in measures["main"]
    assert main(["labs", "batch_norm"]) == 0
    assert "change_of_output" in capsys.readouterr().out
    assert main(["labs", "nothing"]) == 2
    assert "there is no lab" in capsys.readouterr().err


def test_run_prints_the_measures_of_every_part(capsys):
    for lab_id, lab in LABS.items():
        names = [measure.name for part in lab.parts for measure in part.measures]
        assert len(set(names)) == len(names) > 0, lab_id
    assert main(["run", "backprop"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["measures"]["first_loss"] == 9.0


@pytest.mark.parametrize(("part", "said"), [("swarm", True), ("main", False)])
def test_much_memory_of_a_part_is_said_before_it_is_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], part: str, said: bool
) -> None:
    lab = find_lab("playground")
    monkeypatch.setattr("wk4gui.export.report.MUCH", lab.main.memory(lab.params()))
    assert main(["run", "playground", "--part", part, "--set", "n_epochs=1", "--set", "n_seeds=64"]) == 0
    assert ("of memory" in capsys.readouterr().err) == said

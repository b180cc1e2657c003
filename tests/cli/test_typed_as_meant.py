"""What people type on a command line: names nearly right, standard input and output, and progress that they see."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wk4gui.cli import progress_line
from wk4gui.cli.commands import main
from wk4gui.registry import find_lab

Refuse = Callable[..., str]
MEANT = [
    (["bakprop"], "did you mean 'backprop'?"),
    (["galery", "out"], "did you mean 'gallery'?"),
    (["run", "sadle"], "did you mean 'saddle'?"),
    (["labs", "drop"], "did you mean 'dropout'?"),
    (["run", "backprop", "--preset", "work"], "did you mean 'works'?"),
    (["run", "learning_rate", "--part", "scans"], "did you mean 'scan'?"),
    (["run", "backprop", "--set", "learning-rate=1"], "did you mean 'learning_rate'?"),
    (["run", "backprop", "--set", "update=acsent"], "did you mean 'ascent'?"),
    (["run", "backprop", "--frmae", "3"], "did you mean '--frame'?"),
    (["run", "backprop", "--frame", "step 3, updat"], "did you mean 'update'?"),
    (["export", "backprop", "-o", "a.png", "--theme", "drak"], "did you mean 'dark'?"),
    (["export", "backprop", "-o", "a.png", "--pane", "netwrok"], "did you mean 'network'?"),
    (["export", "backprop", "-o", "a.png", "--for", "colum"], "did you mean 'column'?"),
    (["export", "backprop", "-o", "a.png", "--view", "digit=2"], "did you mean 'digits'?"),
    (["export", "backprop", "-o", "a.png", "--view", "loss_axis=logg"], "did you mean 'log'?"),
    (["export", "backprop", "-o", "a.png", "--frame", "step 2, los"], "did you mean 'loss'?"),
    (["sheet", "-o", "x", "--loss", "msse"], "did you mean 'mse'?"),
    (["completion", "bsh"], "did you mean 'bash'?"),
]


@pytest.mark.parametrize(("arguments", "words"), MEANT, ids=lambda value: None)
def test_a_name_nearly_right_gets_a_hint(arguments: list[str], words: str, refuse: Refuse) -> None:
    assert words in refuse(*arguments)


REFUSED = [
    (
        ["run", "backprop", "--set", "learning_rate=11"],
        "Learning rate α (learning_rate) = 11: a number from 0.0001 to 10",
    ),
    (["run", "backprop", "--set", "x=[0,05]"], "the decimal sign is a point, as in 0.05"),
    (["run", "backprop", "--set", "learning_rate=0,05"], "learning_rate=0.05"),
    (["run", "backprop", "-o", "a.csv", "--format", "csv"], "belongs to standard output"),
    (["run", "backprop", "--format", "png"], "json, npz, csv"),
    (["export", "backprop", "-o", "-"], "--format png"),
    (["export", "backprop", "-o", "a.png", "--digits", "9"], "from 0 to 8"),
    (["export", "backprop", "-o", "a.png", "--text-scale", "9"], "from 0.5 to 4"),
    (["export", "backprop", "-o", "a.gif", "--max-frames", "1001"], "from 2 to 1000"),
    (["export", "backprop", "-o", "a.png", "--max-frames", "3"], "--all-frames"),
    (["export", "backprop", "-o", "a.png", "--all-frames"], "a-%03d.png"),
    (["export", "backprop", "-o", "a-%q.png"], "numbered pictures"),
    (["export", "backprop", "-o", "a.png", "--bare"], "one of network"),
    (["export", "backprop", "-o", "a.png", "--for", "column"], "one pane alone"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED, ids=lambda value: None)
def test_a_refusal_says_what_is_seen_and_allowed(arguments: list[str], words: str, refuse: Refuse) -> None:
    assert words in refuse(*arguments)


class Binary(io.TextIOWrapper):
    """A stream of text over bytes, as those of a process."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")

    @property
    def bytes(self) -> bytes:
        self.flush()
        return self.buffer.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_parameters_come_on_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", Binary(b'{"learning_rate": 0.03}'))
    assert main(["run", "backprop", "--params", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["params"]["learning_rate"] == 0.03


def test_bad_standard_input_is_named(monkeypatch: pytest.MonkeyPatch, refuse: Refuse) -> None:
    monkeypatch.setattr(sys, "stdin", Binary(b"nonsense"))
    assert "standard input: this is not JSON" in refuse("run", "backprop", "--params", "-")


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (("run", "backprop", "-o", "-", "--format", "csv"), b"# wk4gui: "),
        (("run", "backprop", "--format", "json"), b'{"lab": "backprop"'),
        (("export", "backprop", "-o", "-", "--format", "png", "--size", "640x480"), b"\x89PNG"),
        (("export", "backprop", "-o", "-", "--format", "svg", "--size", "640x480"), b"<?xml"),
        (("export", "backprop", "-o", "-", "--format", "gif", "--max-frames", "2", "--size", "400x300"), b"GIF89a"),
    ],
    ids=lambda value: None,
)
def test_files_go_to_standard_output(words: tuple[str, ...], start: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    out = Binary()
    monkeypatch.setattr(sys, "stdout", out)
    assert main(list(words)) == 0
    assert out.bytes.startswith(start)


def test_an_archive_goes_to_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Binary()
    monkeypatch.setattr(sys, "stdout", out)
    assert main(["run", "backprop", "-o", "-", "--format", "npz"]) == 0
    assert np.load(io.BytesIO(out.bytes))["loss"][0] == 9.0


def test_a_frame_is_named_for_numbers_too(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for frame in ("5", "step 0, update", "0 update"):
        assert main(["run", "backprop", "--frame", frame]) == 0
        said.append(json.loads(capsys.readouterr().out)["summary"])
    assert len(set(said)) == 1


def test_one_lab_is_listed_with_all_that_can_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["labs", "backprop"]) == 0
    text = capsys.readouterr().out
    for word in ("panes (--pane)", "losses", "view (--view)", "loss_axis", "frames (--frame)", "step 0 · update"):
        assert word in text
    assert main(["labs", "backprop", "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert "network" in {pane["name"] for pane in listed["panes"]}
    assert listed["view"]["properties"]["digits"]["maximum"] == 8
    assert listed["frames"]["count"] == 65
    assert listed["parts"][0]["measures"]


class Terminal(io.StringIO):
    """Standard error, where a person sees it."""

    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


COMMANDS: list[tuple[Callable[[Path], list[str]], str]] = [
    (lambda _: ["run", "backprop"], "computing Backprop"),
    (lambda path: ["run", "backprop", "-o", str(path / "a.csv")], "writing a.csv"),
    (
        lambda path: ["export", "backprop", "--size", "400x300", "-o", str(path / "a.pdf"), "--all-frames"],
        "drawing Backprop",
    ),
    (lambda path: ["sheet", "-o", str(path)], "drawing sheets"),
]


@pytest.mark.parametrize(("words", "said"), COMMANDS, ids=lambda value: None)
def test_a_terminal_shows_how_far_it_is_and_is_left_clean(
    words: Callable[[Path], list[str]], said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(progress_line, "_PATIENCE", -1.0)
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(words(tmp_path)) == 0
    assert said in terminal.getvalue()
    assert "%" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")
    assert terminal.getvalue().rsplit("\r", 2)[1].strip() == ""


def test_nothing_is_said_where_nobody_sees_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_line, "_PATIENCE", -1.0)
    assert main(["run", "backprop"]) == 0
    assert capsys.readouterr().err == ""


def test_progress_is_cleared_where_the_command_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(progress_line, "_PATIENCE", -1.0)
    monkeypatch.setattr(sys, "stderr", terminal)

    def interrupted() -> None:
        with progress_line.progress_line("drawing") as checkpoint:
            checkpoint(0.5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    shown: list[Any] = terminal.getvalue().split("\r")
    assert "50 %" in shown[1]
    assert shown[2] == " " * len(shown[1])


def test_a_part_has_a_summary_of_its_own() -> None:
    lab = find_lab("learning_rate")
    scan = lab.part("scan")
    params = lab.preset_params(lab.presets[0].name)
    assert len(str(scan.summarize(params, scan.compute(params), 0))) > 20

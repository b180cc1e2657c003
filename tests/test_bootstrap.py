"""The set-up: what it runs and what it answers; that it sets a bare machine up is tried by hand."""

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

PACKAGING = Path(__file__).resolve().parent.parent / "packaging"


@pytest.fixture
def bootstrap(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up with nothing to set up."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    module: ModuleType = __import__("bootstrap")
    for name in ("ensure_environment", "ensure_drawing", "ensure_test_programs"):
        monkeypatch.setattr(module, name, lambda *args: None)
    return module


@pytest.fixture
def calls(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, int]], list[dict[str, Any]]]:
    """Notes what is called; each call ends with the status that its words ask for."""

    def prepare(statuses: dict[str, int]) -> list[dict[str, Any]]:
        noted: list[dict[str, Any]] = []

        def call(command: list[str], **options: Any) -> int:
            noted.append({"command": " ".join(command[1:]), **options})
            return next((status for word, status in statuses.items() if word in noted[-1]["command"]), 0)

        class Process:
            def __init__(self, command: list[str], **options: Any) -> None:
                self.status = call(command, **options)
                options["stdout"].write("what it said")

            def wait(self) -> int:
                return self.status

            def kill(self) -> None:
                pass

        monkeypatch.setattr(bootstrap.subprocess, "call", call)
        monkeypatch.setattr(bootstrap.subprocess, "Popen", Process)
        return noted

    return prepare


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [({}, 0), ({"pytest": 1}, 1), ({"ruff check": 1}, 1), ({"mypy": 2, "pytest": 5}, 5), ({"importlinter": 1}, 1)],
    ids=str,
)
def test_every_check_runs_pytest_last_and_any_failure_counts(
    bootstrap: ModuleType, calls: Any, capsys: pytest.CaptureFixture[str], statuses: dict[str, int], expected: int
) -> None:
    noted = calls(statuses)
    assert bootstrap.main(["test", "-k", "word"]) == expected
    words = ("mypy", "ruff format --check", "ruff check", "importlinter", "pytest -n ")
    assert len(noted) == len(words)
    assert all(word in call["command"] for word, call in zip(words, noted, strict=True))
    assert noted[-1]["command"].endswith(" -k word")
    assert "what it said" in capsys.readouterr().out


@pytest.mark.parametrize(("word", "variable"), [("--oracle", "WK4GUI_ORACLE"), ("--thorough", "WK4GUI_THOROUGH")])
def test_more_than_the_daily_tests_is_promised_only_when_asked_for(
    bootstrap: ModuleType, calls: Any, monkeypatch: pytest.MonkeyPatch, word: str, variable: str
) -> None:
    monkeypatch.delenv(variable, raising=False)
    noted = calls({})
    bootstrap.main(["test"])
    assert variable not in noted[-1]["env"]
    bootstrap.main(["test", word, "-x"])
    assert noted[-1]["env"][variable] == "1"
    assert noted[-1]["command"].endswith(" -x")
    assert word not in noted[-1]["command"]


def test_benchmarks_run_one_after_the_other_and_all_settings_only_when_asked_for(
    bootstrap: ModuleType, calls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WK4GUI_BENCH_ALL", raising=False)
    noted = calls({"pytest": 3})
    assert bootstrap.main(["bench", "-k", "start"]) == 3
    assert bootstrap.main(["bench", "--all"]) == 3
    assert noted[0]["command"].startswith("-m pytest -n 0 ")
    assert noted[0]["command"].endswith("tests/benchmarks -k start")
    assert "--all" not in noted[1]["command"]
    assert ["WK4GUI_BENCH_ALL" in call["env"] for call in noted] == [False, True]


def test_without_a_display_every_lab_is_drawn(
    bootstrap: ModuleType, calls: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "ensure_window", lambda: False)
    noted = calls({})
    assert bootstrap.main(["run"]) == bootstrap.main(["run", "backprop"]) == bootstrap.main(["run", "labs"]) == 0
    assert [call["command"] for call in noted] == ["-m wk4gui gallery gallery"] * 2 + ["-m wk4gui labs"]
    assert "no display" in capsys.readouterr().err


def test_with_a_display_the_program_starts_and_its_status_counts(
    bootstrap: ModuleType, calls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "ensure_window", lambda: True)
    noted = calls({"wk4gui": 3})
    assert bootstrap.main(["run", "backprop", "--set", "n_steps=3"]) == 3
    assert noted[0]["command"] == "-m wk4gui backprop --set n_steps=3"


def test_it_says_what_it_can_do() -> None:
    answer = subprocess.run([sys.executable, PACKAGING / "bootstrap.py"], capture_output=True, text=True)
    assert answer.returncode == 2
    assert "bootstrap.py test" in answer.stderr


def test_an_old_python_can_read_the_sentence_that_refuses_it() -> None:
    ast.parse((PACKAGING / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 7))

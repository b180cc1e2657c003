"""A second process: calls and answers, progress, errors, and what happens when it goes."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from wk4gui.core import other_process
from wk4gui.core import spread as spread_module
from wk4gui.core.other_process import OtherProcess, ProcessLostError
from wk4gui.core.spread import Call, Report, spread


def halved(value: float, report: Report) -> tuple[float, int]:
    sys.stdout.write("not an answer")
    report(0.25)
    return value / 2, os.getpid()


def refused(report: Report) -> None:
    raise ValueError("refused there")


def leave(report: Report) -> None:
    os._exit(1)


def met(folder: str, name: str, others: str, report: Report) -> int:
    """The process that says it is here and finds the other one here."""
    (Path(folder) / name).touch()
    ends = time.monotonic() + 20.0
    while not (Path(folder) / others).exists():
        assert time.monotonic() < ends
    return os.getpid()


def forever(report: Report) -> None:
    while True:
        report(0.5)


@pytest.fixture
def process():
    process = OtherProcess()
    yield process
    process.stop()


def test_calls_are_answered_one_after_the_other(process: OtherProcess) -> None:
    seen: list[float] = []
    first, second = (process.call(halved, (value,), seen.append) for value in (3.0, 5.0))
    assert (first[0], second[0]) == (1.5, 2.5)
    assert first[1] == second[1] != os.getpid()
    assert seen == [0.25, 0.25]


def test_an_error_there_is_raised_here_and_the_process_goes_on(process: OtherProcess) -> None:
    with pytest.raises(ValueError, match="refused there"):
        process.call(refused, (), lambda fraction: None)
    assert process.call(halved, (1.0,), lambda fraction: None)[0] == 0.5


def test_a_process_that_ends_is_lost(process: OtherProcess) -> None:
    for _ in range(2):
        with pytest.raises(ProcessLostError):
            process.call(leave, (), lambda fraction: None)


def test_a_call_that_waits_is_lost_when_the_process_is_stopped(process: OtherProcess) -> None:
    begun = threading.Event()
    stopper = threading.Thread(target=lambda: (begun.wait(20.0), process.stop()))
    stopper.start()
    with pytest.raises(ProcessLostError):
        process.call(forever, (), lambda fraction: begun.set())
    stopper.join()


@pytest.mark.parametrize("change", [{"executable": "/no/such/python"}, {"executable": ""}, {"frozen": True}])
def test_where_no_process_can_be_started_none_is_made(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    for name, value in change.items():
        monkeypatch.setattr(sys, name, value, raising=False)
    with pytest.raises(ProcessLostError):
        OtherProcess()


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread_module, "n_processors", lambda: 2)


@pytest.mark.usefixtures("two_processors")
def test_tasks_are_performed_here_and_there(tmp_path: Path) -> None:
    tasks = [Call(met, (str(tmp_path), name, other)) for name, other in (("a", "b"), ("b", "a"))]
    pids = spread(tasks, [1.0, 1.0], lambda fraction: None, in_processes=True)
    assert os.getpid() in pids
    assert len(set(pids)) == 2


@pytest.mark.usefixtures("two_processors")
@pytest.mark.parametrize(("of", "name", "value"), [(other_process, "_CODE", "pass"), (sys, "executable", "")])
def test_what_is_lost_is_computed_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, of: object, name: str, value: str
) -> None:
    monkeypatch.setattr(of, name, value)
    tasks = [Call(met, (str(tmp_path), name, other)) for name, other in (("a", "b"), ("b", "a"))]
    assert spread(tasks, [1.0, 1.0], lambda fraction: None, in_processes=True) == [os.getpid()] * 2


@pytest.mark.usefixtures("two_processors")
def test_an_error_there_ends_all_tasks() -> None:
    with pytest.raises(ValueError, match="refused there"):
        spread([Call(forever, ()), Call(refused, ())], [2.0, 1.0], lambda fraction: None, in_processes=True)


class EnoughError(Exception):
    """The checkpoint has seen enough."""


def silent(report: Report) -> None:
    threading.Event().wait(30.0)


@pytest.mark.usefixtures("two_processors")
def test_an_exception_of_the_checkpoint_ends_a_process_that_reports_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[OtherProcess] = []

    class Noted(OtherProcess):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(spread_module, "OtherProcess", Noted)
    ended: list[bool] = []

    def checkpoint(fraction: float) -> None:
        if made:
            raise EnoughError

    def work() -> None:
        with pytest.raises(EnoughError):
            spread([Call(forever, ()), Call(silent, ())], [2.0, 1.0], checkpoint, in_processes=True)
        ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(15.0)
    assert ended == [True]
    assert made[0]._process.returncode is not None

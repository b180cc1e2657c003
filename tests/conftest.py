"""What every test relies on: no screen, one thread, and no skipped comparison where none may be skipped."""

import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["QT_NO_GUI_THREADPOOL"] = "1"

from collections.abc import Callable, Generator
from pathlib import Path

import hypothesis
import pytest
import xdist.scheduler
from tiers import ORACLE, THOROUGH, amount

from wk4gui.cli.commands import main
from wk4gui.documents.saved_state import SavedState, encode_state
from wk4gui.registry import find_lab

hypothesis.settings.register_profile("wk4gui", deadline=None, derandomize=True, max_examples=amount(30, 100, 1000))
hypothesis.settings.load_profile("wk4gui")

BENCHMARKS = Path(__file__).parent / "benchmarks"
WINDOWS = Path(__file__).parent / "window"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Benchmarks run when they are asked for by name, and once each with --thorough."""
    return True if collection_path == BENCHMARKS and not THOROUGH else None


class OneWindowAfterTheOther(xdist.scheduler.LoadScopeScheduling):
    """A file a worker, and all real windows one worker: they would take the processor from each other."""

    def _split_scope(self, nodeid: str) -> str:
        return "window" if nodeid.startswith("tests/window/") else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> OneWindowAfterTheOther | None:
    """Where `--dist loadfile` was asked for."""
    return OneWindowAfterTheOther(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Real windows, which take longest and mostly wait, come first; oracles answer only where they are asked for."""
    items.sort(key=lambda item: WINDOWS not in item.path.parents)
    if not (ORACLE or THOROUGH):
        unasked = pytest.mark.skip(reason="compares with an independent library: --oracle")
        for item in items:
            if item.get_closest_marker("oracle"):
                item.add_marker(unasked)


@pytest.fixture(scope="session")
def qapp() -> object:
    """The program's own application, whichever test made it: what is measured without its fonts is kept, and wrong."""
    from wk4gui.render.qt_application import qt_application

    return qt_application()


@pytest.fixture
def refuse(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs something that is refused and returns the one line that says why."""

    def call(*arguments: str) -> str:
        assert main(list(arguments)) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("wk4gui: ")
        assert said.err.count("\n") == 1
        return said.err.strip()

    return call


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """A saved session of backprop with a learning rate of 0.02, at frame 7."""
    path = tmp_path / "mine.wk4.json"
    params = find_lab("backprop").decode({"learning_rate": 0.02})
    path.write_bytes(encode_state(SavedState(lab="backprop", params=params, view={"digits": 4}, frame=7)))
    return path


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if ORACLE and report.skipped and item.get_closest_marker("oracle") and not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if ORACLE and report.outcome == "skipped" and "could not import" in str(report.longrepr):
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    report.outcome = "failed"
    report.longrepr = f"the oracle extra was asked for, but this was skipped: {report.longrepr}"


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Generator[None, None, None]:
    """What a test closed is gone before the next one, so that windows do not pile up and outlive the application."""
    yield
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)

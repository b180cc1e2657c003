"""What every test relies on: no screen, one thread, and no skipped comparison where none may be skipped."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["QT_NO_GUI_THREADPOOL"] = "1"

from collections.abc import Generator

import hypothesis
import pytest

hypothesis.settings.register_profile("wk4gui", deadline=None, derandomize=True)
hypothesis.settings.load_profile("wk4gui")

ORACLES_PROMISED = bool(os.environ.get("WK4GUI_ORACLE"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if ORACLES_PROMISED and report.skipped and item.get_closest_marker("oracle") and not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if ORACLES_PROMISED and report.outcome == "skipped" and "could not import" in str(report.longrepr):
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    report.outcome = "failed"
    report.longrepr = f"the oracle extra was asked for, but this was skipped: {report.longrepr}"

"""Collects the rows of all benchmarks and prints them as one table."""

from typing import Any

import pytest
from bench import Bench
from budget_table import Row, table_text

ROWS = pytest.StashKey[list[Row]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[ROWS] = []


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if (rows := config.stash[ROWS]) and config.getoption("benchmark_only"):
        terminalreporter.section("benchmarks")
        terminalreporter.write_line(table_text(rows))


@pytest.fixture
def bench(benchmark: Any, request: pytest.FixtureRequest) -> Bench:
    return Bench(benchmark, request.config.stash[ROWS])

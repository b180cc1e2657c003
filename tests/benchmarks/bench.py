"""Times an act and its peer in turn, and adds a row with their ratio to the table."""

import importlib.util
import os
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from budget_table import Row

Act = Callable[[], object]
ALL = bool(os.environ.get("WK4GUI_BENCH_ALL"))
"""Whether everything is measured that otherwise a sample stands for: `bootstrap.py bench --all`."""


def repeated(act: Act, times: int) -> Act:
    """An act that takes too little time to be timed alone, several times."""

    def acts() -> None:
        for _ in range(times):
            act()

    return acts


class Bench:
    """Times acts with the benchmark fixture, peers in between, and adds rows to the table."""

    def __init__(self, benchmark: Any, rows: list[Row]) -> None:
        self._benchmark, self._rows = benchmark, rows

    def add(self, row: Row) -> None:
        self._rows.append(row)

    def once(self, act: Act) -> None:
        """Does something that measures by itself."""
        self._benchmark.pedantic(act, rounds=1)

    def times(self, act: Act, rounds: int, before: Act = lambda: None) -> list[float]:
        """Seconds of an act, before which something else is done each time; none if benchmarks only run once."""

        def set_up() -> None:
            before()

        self._benchmark.pedantic(act, setup=set_up, rounds=rounds, warmup_rounds=1)
        return list(self._benchmark.stats.stats.data) if self._benchmark.stats is not None else []

    def beside(self, act: Act, peer: Act, rounds: int) -> tuple[list[float], list[float]]:
        """Seconds of an act and of its peer, in turn."""
        peers: list[float] = []

        def time_peer() -> None:
            begun = perf_counter()
            peer()
            peers.append(perf_counter() - begun)

        times = self.times(act, rounds, time_peer)
        return times, peers[-len(times) :]

    def at_most(
        self, what: str, budget: float | None, act: Act, peer: Act, *, rounds: int = 9, scale: float = 1
    ) -> None:
        """A row: how many times as long as its peer an act takes, in the median of pairs; at most the budget."""
        times, peers = self.beside(act, peer, rounds)
        if times:
            ratio = median(time / other for time, other in zip(times, peers, strict=True))
            self.add(Row(what, scale * ratio, budget))

    def at_least(self, what: str, budget: float, act: Act, peer: Act, *, rounds: int = 5, scale: float = 1) -> None:
        """A row: how many times as long as an act its peer takes; at least the budget."""
        times, peers = self.beside(act, peer, rounds)
        if times:
            ratio = median(other / time for time, other in zip(times, peers, strict=True))
            self.add(Row(what, scale * ratio, budget, at_least=True))

    def needs(self, package: str, what: str, budget: float) -> None:
        """A row that says so, and a skipped test, where a peer is not installed."""
        if importlib.util.find_spec(package) is None:
            self.add(Row(what, None, budget, at_least=True, note=f"not measured: {package} is not installed"))
            pytest.skip(f"{package} is not installed")

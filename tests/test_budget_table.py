"""The table of the benchmarks: what is met, what is missed and what was not measured."""

import pytest
from bench import Bench
from budget_table import Row, table_text

ROWS = [
    Row("an update, small calls", 1.84, 2.1),
    Row("a loop, ours", 150.0, 200.0, at_least=True),
    Row("vmap, ours", None, 6.0, at_least=True, note="not measured: torch is not installed"),
    Row("a part, million tanh", 12.345),
    Row("slowest setting", 3.5, 3.0, note="question, n_steps"),
]


def test_the_table_says_of_each_row_whether_its_budget_is_met() -> None:
    lines = table_text(ROWS).splitlines()
    assert [line.split() for line in lines[:6]] == [
        ["what", "measured", "budget"],
        ["an", "update,", "small", "calls", "1.84", "≤", "2.1", "met"],
        ["a", "loop,", "ours", "150", "≥", "200", "missed"],
        ["vmap,", "ours", "–", "≥", "6", *["not", "measured:", "torch", "is", "not", "installed"]],
        ["a", "part,", "million", "tanh", "12.3"],
        ["slowest", "setting", "3.5", "≤", "3", "missed", "(question,", "n_steps)"],
    ]
    assert lines[-1] == "1 budgets are met, 2 are missed, 1 were not measured"


class Timer:
    """In the place of the benchmark fixture: runs everything, and times come from a list."""

    stats = None

    def pedantic(self, act, setup, rounds, warmup_rounds):
        for _ in range(rounds + warmup_rounds):
            setup()
            act()
        self.stats = type("Stats", (), {"stats": type("Data", (), {"data": [2.0] * rounds})})


def test_an_act_and_its_peer_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[str] = []
    clock = iter([0.0, 9.0, 0.0, 1.0, 0.0, 4.0, 0.0, 1.0])  # of the peer; the first one warms up
    monkeypatch.setattr("bench.perf_counter", lambda: next(clock))
    rows: list[Row] = []
    Bench(Timer(), rows).at_most("a", 1.0, lambda: turns.append("act"), lambda: turns.append("peer"), rounds=3)
    assert turns == ["peer", "act"] * 4
    assert rows == [Row("a", 2.0, 1.0)]  # the median of 2/1, 2/4, 2/1


def test_a_peer_that_is_missing_is_a_row() -> None:
    rows: list[Row] = []
    with pytest.raises(pytest.skip.Exception):
        Bench(Timer(), rows).needs("no_such_package", "them, ours", 3.0)
    assert rows[0].note == "not measured: no_such_package is not installed"
    assert rows[0].measured is None

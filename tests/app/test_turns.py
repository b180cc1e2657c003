"""Steps with a turn of the event loop each."""

from time import perf_counter

import pytest

from wk4gui.app.page.turns import Turns


def busy_until(moment):
    while perf_counter() < moment:
        pass


def test_the_pause_before_a_step_begins_when_the_last_has_ended(qtbot):
    ended, pauses = [perf_counter()], []

    def steps():
        for _ in range(4):
            pauses.append(perf_counter() - ended[-1])
            busy_until(perf_counter() + 0.03)
            ended.append(perf_counter())
            yield

    turns = Turns(pause_ms=20)
    turns.begin(steps())
    qtbot.waitUntil(lambda: not turns.busy)
    assert len(pauses) == 4
    assert min(pauses) >= 0.018  # a coarse timer may be 5 % early


def test_no_step_is_taken_while_none_may_be(qtbot):
    taken, may = [], [False]
    turns = Turns(pause_ms=1, may=lambda: may[0])
    turns.begin(taken.append(number) for number in range(3))
    qtbot.wait(20)
    assert (taken, turns.busy) == ([], True)
    may[0] = True
    qtbot.waitUntil(lambda: not turns.busy)
    assert taken == [0, 1, 2]


def test_nothing_is_taken_after_a_step_that_fails(qtbot):
    taken = []

    def steps():
        taken.append("first")
        yield
        raise RuntimeError("second")

    turns = Turns()
    with qtbot.captureExceptions() as errors:
        turns.begin(steps())
        qtbot.waitUntil(lambda: not turns.busy)
    assert [str(error) for _, error, _ in errors] == ["second"]
    assert taken == ["first"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_is_left_is_not_taken_after_a_stop(qtbot, when):
    taken = []
    turns = Turns(pause_ms=60)
    turns.begin(taken.append(number) for number in range(3))
    if when == "after":
        qtbot.waitUntil(lambda: len(taken) > 0)
    turns.stop()
    qtbot.wait(150)
    assert taken == ([0] if when == "after" else [])

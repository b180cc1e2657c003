"""Panes that change together are painted one by one, so that the window can answer in between."""

import pytest
from PySide6.QtCore import QEvent, QTimer  # noqa: TID251 - turns of the event loop are counted
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from wk4gui.app.page import precedence
from wk4gui.app.page.pane_turns import PaneTurns
from wk4gui.render.pane import Pane


class Content(QLabel):
    """Notes when it is painted."""

    def __init__(self, name, log):
        super().__init__(name)
        self.name, self.log = name, log

    def event(self, event):
        if event.type() == QEvent.Type.Paint:
            self.log.append(self.name)
        return super().event(event)


@pytest.fixture
def shown(qtbot):
    """A window of three panes that has been painted, with the log of what is painted."""
    log = []
    window = QWidget()
    layout = QHBoxLayout(window)
    for name in "abc":
        layout.addWidget(Pane(name, name, Content(name, log)))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: set(log) >= set("abc"))
    log.clear()
    return window, log, PaneTurns(window)


def change(panes):
    for pane in panes:
        pane.findChild(Content).update()


def test_each_pane_is_painted_in_a_turn_of_its_own(qtbot, shown):
    window, log, turns = shown
    panes = window.findChildren(Pane)
    ticks = QTimer(interval=0)
    ticks.timeout.connect(lambda: log.append("turn"))
    ticks.start()
    with turns.taken(panes):
        change(panes)
    qtbot.waitUntil(lambda: set(log) >= set("abc"))
    ticks.stop()
    painted = [item for item in log if item != "turn"]
    assert painted == ["a", "b", "c"]
    assert all("turn" in log[log.index(one) : log.index(other)] for one, other in ("ab", "bc"))


def test_a_change_in_between_does_not_take_another_pane_its_turn(qtbot, shown):
    window, log, turns = shown
    panes = window.findChildren(Pane)
    again = [panes]

    def change_again():
        if log == ["a"] and again:
            with turns.taken(again.pop()):
                change(panes)

    ticks = QTimer(interval=0)
    ticks.timeout.connect(change_again)
    ticks.start()
    with turns.taken(panes):
        change(panes)
    qtbot.waitUntil(lambda: len(log) == 4)
    assert log == ["a", "b", "c", "a"]


def test_panes_that_are_hidden_meanwhile_or_were_are_painted_when_they_are_shown(qtbot, shown):
    window, log, turns = shown
    panes = window.findChildren(Pane)
    panes[0].hide()
    with turns.taken(panes):
        change(panes)
    panes[1].hide()
    qtbot.waitUntil(lambda: "c" in log)
    for pane in panes[:2]:
        pane.show()
    qtbot.waitUntil(lambda: set(log) >= set("abc"))


def test_an_error_holds_nothing_back(qtbot, shown):
    window, log, turns = shown
    panes = window.findChildren(Pane)
    with pytest.raises(ZeroDivisionError), turns.taken(panes):
        _ = 1 / 0
    change(panes)
    qtbot.waitUntil(lambda: set(log) >= set("abc"))


def test_computations_wait_until_the_last_pane_is_painted(qtbot, shown):
    window, log, turns = shown
    panes, free = window.findChildren(Pane), []
    ticks = QTimer(interval=0)
    ticks.timeout.connect(lambda: free.append((precedence._DRAWINGS.free.is_set(), len(log))))
    ticks.start()
    with turns.taken(panes):
        change(panes)
    qtbot.waitUntil(lambda: free[-1:] == [(True, 3)])
    ticks.stop()
    assert all(is_free == (painted == 3) for is_free, painted in free)


def test_what_is_stopped_holds_no_computation_up(qtbot, shown):
    window, _, turns = shown
    with turns.taken(window.findChildren(Pane)):
        pass
    assert not precedence._DRAWINGS.free.is_set()
    turns.stop()
    assert precedence._DRAWINGS.free.is_set()


def test_nothing_taken_before_holds_no_pane_back(qtbot, shown):
    window, log, turns = shown
    with turns.taken(()):
        pass
    with turns.taken(window.findChildren(Pane)):
        change(window.findChildren(Pane))
    qtbot.waitUntil(lambda: set(log) >= set("abc"))
    assert not turns.busy


def test_what_is_painted_in_a_moment_is_painted_in_one_pass_that_leaves_out_what_looks_as_before(
    qtbot, shown, monkeypatch
):
    window, log, turns = shown
    panes = window.findChildren(Pane)
    monkeypatch.setattr("wk4gui.app.page.pane_turns._MOMENT_S", 60.0)
    with turns.taken_if_long(panes):
        change(panes[:1])
    qtbot.waitUntil(lambda: not turns.busy)
    assert set(log) == set("abc"), "in turns, until a round has been short"
    log.clear()
    with turns.taken_if_long(panes):
        change(panes[:1])
        assert not turns.busy
    assert not precedence._DRAWINGS.free.is_set(), "computations wait for the pass"
    qtbot.waitUntil(lambda: log == ["a"] and precedence._DRAWINGS.free.is_set())


def test_a_long_pass_leads_to_turns(qtbot, shown, monkeypatch):
    window, log, turns = shown
    panes = window.findChildren(Pane)
    monkeypatch.setattr("wk4gui.app.page.pane_turns._MOMENT_S", 60.0)
    with turns.taken(panes):
        pass
    qtbot.waitUntil(lambda: not turns.busy)
    monkeypatch.setattr("wk4gui.app.page.pane_turns._MOMENT_S", 0.0)
    with turns.one_pass():
        pass
    log.clear()
    with turns.taken_if_long(panes):
        change(panes[:1])
    assert turns.busy
    qtbot.waitUntil(lambda: set(log) == set("abc"))

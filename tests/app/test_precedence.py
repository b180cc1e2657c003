"""The window goes first: computations wait at their checkpoints while it draws, and never for long."""

import threading

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QMainWindow

from wk4gui.app.page import precedence as precedence_module
from wk4gui.app.page.precedence import give_way, precedence


def reached(event):
    """Whether a computation gets past its checkpoint, soon or later."""
    thread = threading.Thread(target=lambda: (give_way(), event.set()))
    thread.start()
    return thread


def test_a_computation_waits_while_the_window_draws_and_goes_on_afterwards(monkeypatch):
    monkeypatch.setattr("wk4gui.app.page.precedence._MOST_S", 60.0)
    past = threading.Event()
    with precedence():
        thread = reached(past)
        assert not past.wait(0.01)
        with precedence():
            pass
        assert not past.wait(0.01), "an inner drawing does not end the outer one"
    assert past.wait(5.0)
    thread.join()


def test_drawings_may_end_in_any_order(monkeypatch):
    monkeypatch.setattr("wk4gui.app.page.precedence._MOST_S", 60.0)
    past, first, second = threading.Event(), precedence(), precedence()
    first.__enter__()
    second.__enter__()
    thread = reached(past)
    first.__exit__(None, None, None)
    assert not past.wait(0.01)
    second.__exit__(None, None, None)
    assert past.wait(5.0)
    thread.join()


def test_a_computation_never_waits_for_ever():
    past = threading.Event()
    with precedence():
        thread = reached(past)
        assert past.wait(5.0)
    thread.join()


def test_without_drawing_nothing_waits(monkeypatch):
    monkeypatch.setattr("wk4gui.app.page.precedence._MOST_S", 60.0)
    with precedence():
        pass
    past = threading.Event()
    thread = reached(past)
    assert past.wait(5.0)
    thread.join()


def test_the_window_paints_first(window, qtbot, monkeypatch):
    drawings, seen = precedence_module._DRAWINGS, []
    qtbot.waitUntil(drawings.free.is_set)
    paint = QMainWindow.event
    monkeypatch.setattr(
        QMainWindow, "event", lambda self, event: (seen.append(drawings.free.is_set()), paint(self, event))[1]
    )
    window.event(QEvent(QEvent.Type.UpdateRequest))
    assert seen == [False]
    assert drawings.free.is_set()


def test_a_drawing_that_never_ends_holds_nothing_up_for_long(monkeypatch):
    monkeypatch.setattr("wk4gui.app.page.precedence._MOST_S", 60.0)
    monkeypatch.setattr("wk4gui.app.page.precedence._LONGEST_S", 0.0)
    lost = precedence()
    lost.__enter__()
    past, again = threading.Event(), threading.Event()
    threads = [reached(past)]
    assert past.wait(5.0)
    monkeypatch.undo()
    monkeypatch.setattr("wk4gui.app.page.precedence._MOST_S", 60.0)
    monkeypatch.setattr("wk4gui.app.page.precedence._LONGEST_S", 1e-9)
    with precedence():
        pass
    threads.append(reached(again))
    assert again.wait(5.0), "the next drawing that ends ends what was lost"
    for thread in threads:
        thread.join()


def test_a_computation_pauses_now_and_then_so_that_the_window_can_begin(monkeypatch):
    pauses = []
    monkeypatch.setattr("wk4gui.app.page.precedence.time.sleep", pauses.append)

    def checkpoints() -> None:
        for _ in range(100):
            give_way()

    def pauses_with(every_s: float) -> int:
        pauses.clear()
        monkeypatch.setattr("wk4gui.app.page.precedence._PAUSE_EVERY_S", every_s)
        thread = threading.Thread(target=checkpoints)
        thread.start()
        thread.join()
        return len(pauses)

    assert pauses_with(60.0) == 1
    assert pauses_with(0.0) > 1

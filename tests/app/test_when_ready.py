"""What is asked for while a result is still to come is done when it is there."""

import pytest
from heavy_lab import GATE, LAB
from PySide6.QtGui import QGuiApplication

from wk4gui.app.export_dialog import export_dialog
from wk4gui.app.page.lab_session import LabSession
from wk4gui.app.page.when_ready import when_ready
from wk4gui.documents.opening import read_state


@pytest.fixture
def session(qtbot):
    GATE.open.set()
    session = LabSession(LAB)
    session.compute()
    qtbot.waitUntil(lambda: session.ready)
    yield session
    GATE.open.set()
    session.stop()


def test_it_is_done_at_once_or_when_the_last_of_the_results_is_there(session, qtbot):
    done = []
    assert when_ready(session, lambda: done.append(session.result.size)) is None
    session.set_param("size", 30)
    when_ready(session, lambda: done.append(session.result.size))
    session.set_param("size", 31)
    qtbot.waitUntil(lambda: len(done) == 2)
    session.set_param("size", 32)
    qtbot.waitUntil(lambda: session.ready)
    assert done == [20, 31]


@pytest.mark.parametrize("end", ["cancel", "fail", "give up"])
def test_it_is_not_done_without_a_result(session, qtbot, end):
    GATE.open.clear()
    done = []
    session.set_param("size", 13 if end == "fail" else 30)
    wait = when_ready(session, lambda: done.append(session.result.size))
    if end == "fail":
        qtbot.waitSignal(session.failed)
    elif end == "cancel":
        session.compute()
        session.cancel()
    else:
        wait.give_up()
    GATE.open.set()
    qtbot.waitUntil(lambda: not session.busy)
    session.set_param("size", 40)
    qtbot.waitUntil(lambda: session.result.size == 40 and session.ready)
    wait.give_up()
    assert done == []


def load_another_preset(window, qtbot):
    """Gives the heavy lab of a window another preset; its result cannot be there before the next turn of the loop."""
    page = window.open_lab("bias_variance")
    qtbot.waitUntil(lambda: page.session.ready, timeout=30_000)
    page.load_preset(page.session.lab.presets[1].name)
    assert not page.session.ready


def test_a_picture_is_copied_when_it_is_there(window, qtbot, tmp_path):
    load_another_preset(window, qtbot)
    session = window.page.session
    QGuiApplication.clipboard().setText("")
    window.actions_by_name["copy_picture"].trigger()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().mimeData().hasFormat("image/png"), timeout=30_000)
    path = tmp_path / "copied.png"
    path.write_bytes(QGuiApplication.clipboard().mimeData().data("image/png").data())
    assert read_state(path).params == session.lab.preset_params(session.lab.presets[1].name)


def test_the_export_dialog_opens_once_when_there_is_a_result(window, qtbot, monkeypatch):
    asked = []

    def ask(window, page, theme, choices):
        asked.append(page.session.ready)
        return export_dialog.Exported(None, choices)

    monkeypatch.setattr(export_dialog, "ask_for_export", ask)
    load_another_preset(window, qtbot)
    for _ in range(3):
        window.actions_by_name["export"].trigger()
    assert asked == []
    qtbot.waitUntil(lambda: bool(asked), timeout=30_000)
    window.open_lab("saddle")
    window.open_lab("bias_variance")
    assert asked == [True]


def test_nothing_waits_for_a_lab_that_was_left_or_a_result_that_was_cancelled(window, qtbot, monkeypatch):
    said, asked = [], []
    monkeypatch.setattr(export_dialog, "ask_for_export", lambda *_: asked.append(1))
    monkeypatch.setattr(window, "refuse", lambda title, text: said.append(text))
    load_another_preset(window, qtbot)
    session = window.page.session
    window.actions_by_name["export"].trigger()
    window.open_lab("saddle")
    qtbot.waitUntil(lambda: window.files._wait is None, timeout=30_000)
    window.open_lab("bias_variance")
    session.load(session.params.with_(seed=5))
    session.compute()
    session.cancel()
    window.actions_by_name["export"].trigger()
    assert said == ["There is no result: it could not be computed, or it was cancelled."]
    assert asked == []


def test_a_slide_of_a_result_to_come_opens_at_its_frame(window):
    page = window.page
    page.load_preset("tutorial")
    page.session.load(page.session.params, 5)
    window.actions_by_name["lecture_add"].trigger()
    assert window.lectures.lecture.slides[0].state.frame == 5

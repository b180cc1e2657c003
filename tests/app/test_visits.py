"""A visited lab is made in passes; what the user does meanwhile is meant for it and finds it opened."""

import subprocess
import sys

import first_imports
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from wk4gui.app.page.lab_page import LabPage
from wk4gui.app.window.appearance import Appearance
from wk4gui.app.window.main_window import MainWindow
from wk4gui.documents.lecture import Lecture, Slide
from wk4gui.documents.saved_state import SavedState
from wk4gui.registry import LABS
from wk4gui.render import views


@pytest.fixture
def window(make_window, qtbot):
    """A window with the first lab complete, in which nothing is prepared."""
    window = make_window()
    page = window.open_lab("backprop")
    qtbot.waitUntil(lambda: page.session.ready)
    window._stock._turns.stop()
    return window


@pytest.fixture
def bare(qtbot, settings_file):
    """A window without any lab, as it is just after the start."""
    window = MainWindow(Appearance(), settings_file)
    window.questions.choose("never")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


def waiting(window):
    """The pages that were made and not opened."""
    return [page for page in window.findChildren(LabPage) if page not in window.pages.values()]


def seen(window):
    return window.page.session.lab.id


def marked(window):
    return list(LABS)[window.labs.list.currentRow()]


def test_the_lab_before_is_seen_until_the_page_is_made(window, qtbot):
    before = window.page
    window.visit("playground")
    assert marked(window) == "playground"
    qtbot.waitUntil(lambda: bool(waiting(window)), timeout=30_000)
    assert window.page is before
    made = waiting(window)
    qtbot.waitUntil(lambda: window.page is not before)
    assert [window.page] == made
    assert seen(window) == "playground"


def test_the_last_visit_counts(window, qtbot):
    for lab_id in ("saddle", "dropout", "learning_rate"):
        window.visit(lab_id)
    qtbot.waitUntil(lambda: seen(window) == "learning_rate")
    assert not window.visits.busy
    assert list(window.pages) == ["backprop", "learning_rate"]
    window.visit("saddle")
    window.visit("backprop")
    assert not window.visits.busy
    assert seen(window) == "backprop"


def test_a_key_is_meant_for_the_lab_that_is_wanted(window):
    frame = window.page.session.frame
    window.visit("saddle")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert seen(window) == "saddle"
    assert window.page.session.history.count() == 1
    assert not window.pages["backprop"].session.history.count()
    assert window.pages["backprop"].session.frame == frame


@pytest.mark.parametrize("passes", range(9))
def test_a_key_between_any_two_passes_finds_the_page_whole(window, passes):
    window.visit("saddle")
    for _ in range(passes):
        window.visits._turns._take()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert (seen(window), marked(window)) == ("saddle", "saddle")
    assert window.page.theme == window.appearance.theme
    assert window.page.session.history.count() == 1


def test_a_page_that_cannot_be_made_for_a_key_leaves_the_lab_that_is_seen(window, qtbot, monkeypatch):
    def broken(*arguments):
        raise RuntimeError("no view")

    monkeypatch.setattr(views, "begin_view", broken)
    window.visit("saddle")
    with qtbot.captureExceptions() as errors:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
        qtbot.waitUntil(lambda: bool(errors))
    assert [str(error) for _, error, _ in errors] == ["no view"]
    assert not window.visits.busy
    assert (seen(window), marked(window)) == ("backprop", "backprop")


def test_a_click_is_meant_for_the_lab_that_is_wanted(window):
    window.visit("saddle")
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(700, 300))
    assert seen(window) == "saddle"


def test_the_keys_and_clicks_that_choose_a_lab_do_not_wait_for_another(window, qtbot):
    window.labs.list.setFocus()
    for _ in range(3):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Down)
    assert seen(window) == "backprop"
    at = window.labs.list.visualItemRect(window.labs.list.item(5)).center()
    QTest.mouseClick(
        window.windowHandle(), Qt.MouseButton.LeftButton, pos=window.labs.list.viewport().mapTo(window, at)
    )
    assert seen(window) == "backprop"
    qtbot.waitUntil(lambda: seen(window) == list(LABS)[5])
    assert list(window.pages) == ["backprop", list(LABS)[5]]


def test_a_page_that_cannot_be_made_is_reported_once_and_can_be_tried_again(window, qtbot, monkeypatch):
    def broken(*arguments):
        raise RuntimeError("no view")

    with monkeypatch.context() as patch, qtbot.captureExceptions() as errors:
        patch.setattr(views, "begin_view", broken)
        window.visit("saddle")
        qtbot.waitUntil(lambda: not window.visits.busy)
        qtbot.wait(50)
    assert [str(error) for _, error, _ in errors] == ["no view"]
    assert (seen(window), marked(window)) == ("backprop", "backprop")
    window.visit("saddle")
    qtbot.waitUntil(lambda: seen(window) == "saddle")


def test_a_window_closed_meanwhile_remembers_the_lab_that_was_wanted(window, settings_file):
    window.visit("saddle")
    window.close()
    assert not window.visits.busy
    assert settings_file.read().last_lab == "saddle"


def test_what_comes_after_a_visit_comes_once_also_where_another_lab_is_opened(bare, qtbot):
    done = []
    bare.visit("saddle", lambda: done.append(seen(bare) if bare.page is not None else ""))
    bare.open_lab("dropout")
    assert len(done) == 1
    bare.visit("learning_rate", lambda: done.append(1))
    qtbot.waitUntil(lambda: seen(bare) == "learning_rate")
    assert done[1:] == [1]


def test_a_lecture_that_begins_before_the_first_lab_leads_back_to_it(bare):
    bare.visit("backprop")
    bare.present_lecture(Lecture(slides=(Slide(state=SavedState(lab="saddle", params=LABS["saddle"].params())),)))
    bare.lectures.stop()
    assert seen(bare) == "backprop"


def test_qt_and_pyqtgraph_are_imported_by_the_main_thread(tmp_path):
    command = [sys.executable, first_imports.__file__, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr

"""What people expect of a good desktop program: undo, files, memory, themes, keys, and no dead ends."""

import gc
import logging
import sys
import weakref

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opening import opened
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox, QWidget
from tiers import amount

from wk4gui.app.window.actions import ACTIONS
from wk4gui.app.window.application import collect_in_this_thread
from wk4gui.app.window.dialogs import AboutDialog, ShortcutSheet
from wk4gui.app.window.errors import LOG, ErrorReporter, log_to
from wk4gui.export.choices import ExportChoices
from wk4gui.lab.frames import FrameMark, Frames
from wk4gui.render.theme import LIGHT

LEFT = Qt.MouseButton.LeftButton


def trigger(window, name):
    window.actions_by_name[name].trigger()


def message(window):
    """The text of the message that the window shows, closed again; "" if there is none."""
    boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    text = boxes[-1].text() if boxes else ""
    for box in boxes:
        box.close()
        box.deleteLater()
    return text


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, buttons, keys = Qt.DropAction.CopyAction, LEFT, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(200, 200), action, data, buttons, keys))


# Undo


def test_one_drag_is_one_entry_and_two_drags_are_two(qtbot, window, page):
    for drag in (1, 2):
        for rate in (0.05, 0.04, 0.03):
            page.session.set_param("learning_rate", rate * drag, drag)
    assert page.session.history.count() == 2
    trigger(window, "undo")
    assert page.session.params.learning_rate == 0.03
    trigger(window, "undo")
    assert page.session.params.learning_rate == 0.1
    assert not window.actions_by_name["undo"].isEnabled()
    trigger(window, "redo")
    trigger(window, "redo")
    assert page.session.params.learning_rate == 0.06


def test_undo_says_what_it_undoes(window, page):
    page.session.set_param("learning_rate", 0.5)
    assert window.actions_by_name["undo"].text() == "Undo Learning rate α"
    assert window.header.buttons["undo"].isEnabled()


EDITS = st.one_of(
    st.tuples(st.just("learning_rate"), st.floats(1e-4, 10.0)),
    st.tuples(st.just("n_steps"), st.integers(0, 20)),
    st.tuples(st.just("update"), st.sampled_from(["descent", "ascent"])),
    st.tuples(st.just("decimals"), st.none() | st.integers(0, 8)),
    st.tuples(st.just("x"), st.lists(st.floats(-10, 10), min_size=1, max_size=4)),
    st.tuples(st.just("activations"), st.lists(st.sampled_from(["relu", "tanh"]), min_size=1, max_size=3)),
    st.tuples(st.just("preset"), st.sampled_from(["works", "one_neuron", "six_layers"])),
)


@settings(max_examples=amount(2, 5, 50), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.tuples(EDITS, st.integers(0, 3)), min_size=100, max_size=100))
def test_undo_over_a_hundred_edits_returns_to_the_start(window, page, edits):
    session = page.session
    session.history.clear()  # what the examples before did; the history holds so many steps
    start = session.params
    for (name, value), drag in edits:
        if name == "preset":
            page.load_preset(value)
        else:
            session.set_param(name, value, drag)
    end = session.params
    while session.history.canUndo():
        session.undo()
    assert session.params == start
    while session.history.canRedo():
        session.redo()
    assert session.params == end


# Files


def test_session_to_window_to_figure_to_drop_gives_the_same_state(qtbot, window, page, tmp_path):
    from wk4gui.export.drawing import export_figure

    changed = page.session.params.with_(learning_rate=0.02, n_steps=7)
    page.session.load(changed, 3, "works")
    qtbot.waitUntil(lambda: page.session.frame == 3)
    page.view.select("W[0][1][0]")
    saved = page.saved_state()
    window.files.save_file(tmp_path / "mine.wk4.json")
    page.load_preset("six_layers")
    opened(qtbot, window, tmp_path / "mine.wk4.json")
    qtbot.waitUntil(lambda: page.session.frame == 3)
    assert page.saved_state() == saved
    figure = tmp_path / "figure.png"
    export_figure(saved, ExportChoices(), figure)
    page.load_preset("one_neuron")
    drop(window, figure)
    qtbot.waitUntil(lambda: not window.files.reader.busy)
    qtbot.waitUntil(lambda: page.session.frame == 3)
    assert page.saved_state() == saved
    trigger(window, "undo")
    assert page.session.preset == "one_neuron", "opening is an edit like any other"


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"version": 99, "lab": "backprop"}', b"\x89PNG\r\n\x1a\n"])
def test_a_file_that_does_not_fit_is_one_sentence_and_changes_nothing(qtbot, window, page, tmp_path, content):
    before = page.saved_state()
    path = tmp_path / "broken.wk4.json"
    path.write_bytes(content)
    opened(qtbot, window, path)
    assert "broken.wk4.json: " in message(window)
    assert page.saved_state() == before
    assert window.settings.recent == []


def test_a_missing_file_and_a_folder_that_cannot_be_written_are_said(qtbot, window, tmp_path):
    opened(qtbot, window, tmp_path / "nowhere.wk4.json")
    assert "nowhere.wk4.json cannot be read" in message(window)
    window.files.save_file(tmp_path / "no" / "such" / "folder.wk4.json")
    assert "cannot be written" in message(window)
    assert not (tmp_path / "no").exists()


def test_recent_files_open_again(qtbot, window, page, tmp_path):
    page.session.set_param("learning_rate", 0.3)
    window.files.save_file(tmp_path / "a.wk4.json")
    page.load_preset("works")
    window.files.recent_menu.aboutToShow.emit()
    window.files.recent_menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: not window.files.reader.busy)
    assert page.session.params.learning_rate == 0.3


# Memory


# Player


def test_the_player_loops_marks_and_changes_speed(qtbot, window, page):
    player = page.player
    for _ in range(4):
        trigger(window, "faster")
    assert player.speed == 4.0
    trigger(window, "slower")
    assert player.speed == 2.0
    trigger(window, "first")
    trigger(window, "next_mark")
    assert page.session.frames.marks[0].frame == page.session.frame
    for _ in range(2):
        trigger(window, "faster")
    trigger(window, "loop")
    trigger(window, "last")
    page.session.seek(page.session.frames.count - 2)
    seen = []
    page.session.frame_changed.connect(lambda: seen.append(page.session.frame))
    trigger(window, "toggle_play")
    qtbot.waitUntil(lambda: 0 in seen, timeout=5000)
    assert player.playing
    trigger(window, "toggle_play")


def test_scrubbing_the_time_line(qtbot, page):
    line = page.player.time_line
    qtbot.mousePress(line, LEFT, pos=QPoint(round(line.x_of(0)), 10))
    assert page.session.frame == 0
    qtbot.mouseMove(line, QPoint(round(line.x_of(20)), 10))
    qtbot.mouseRelease(line, LEFT, pos=QPoint(round(line.x_of(20)), 10))
    assert page.session.frame == 20


def test_marks_stand_on_the_time_line_by_name(page):
    page.player.time_line.show_frames(Frames(100, marks=(FrameMark(40, "escapes"),)), 0)
    assert (40, "escapes") in page.player.time_line.ticks()


# Themes, size, layout


def test_a_slider_tells_assistive_technology_its_value(page):
    slider = page.panel.controls["learning_rate"].slider
    assert slider.accessibleName() == "Learning rate α"
    page.session.set_param("learning_rate", 0.025)
    assert slider.accessibleDescription() == "0.025"


def test_panes_fill_the_picture_in_turn(window, page):
    trigger(window, "fill_pane")
    assert page.view.filled is page.view.panes[0]
    for _ in page.view.shown_panes():
        trigger(window, "fill_pane")
    assert page.view.filled is None


@pytest.mark.parametrize("size", [(1024, 768), (1280, 800), (1920, 1080)])
def test_nothing_is_cut_off(qtbot, window, page, size):
    window.resize(*size)
    qtbot.waitUntil(lambda: window.width() == size[0])
    assert window.minimumSizeHint().width() <= size[0]
    for button in (*window.header.buttons.values(), *page.player.buttons.values()):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width() - 1, button.accessibleName()
    for label in page.panel.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width() - 1, label.text()


# Keys


def test_every_action_has_a_shortcut_a_menu_and_a_place_on_the_sheet(window):
    shortcuts = [spec.keys for spec in ACTIONS]
    assert len(set(shortcuts)) == len(shortcuts)
    sheet = ShortcutSheet(window, LIGHT)
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    for spec in ACTIONS:
        action = window.actions_by_name[spec.name]
        assert action.shortcut().toString() == spec.keys
        assert action in window.menus[spec.menu].actions()
        assert spec.keys in texts


def test_tab_walks_through_the_controls(qtbot, window, page):
    qtbot.waitUntil(lambda: page.session.ready)  # a result may show and hide what can have the focus
    slider = page.panel.controls["learning_rate"].slider
    slider.setFocus()
    seen = []
    for _ in range(6):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    assert len(set(map(id, seen))) == 6


def test_about_names_version_licences_and_sources(window):
    from wk4gui import __version__
    from wk4gui.app.window.dialogs import about_html

    AboutDialog(window, LIGHT)
    for text in (__version__, "Inter", "STIX Two Math", "Open Font License".upper()[:4], "tutorial"):
        assert text in about_html()


# Errors


def test_an_unexpected_error_is_logged_said_once_and_survived(qtbot, window, page, tmp_path, monkeypatch):
    from wk4gui.app.window.application import report_error

    log_to(tmp_path / "log" / "wk4gui.log")
    reporter = ErrorReporter(window)
    reporter.reported.connect(lambda sentence: report_error(window, sentence))
    window.failed.connect(reporter.report)
    before = page.view.grab().toImage()
    monkeypatch.setattr(type(page.session.lab.main), "compute", property(lambda _: _fail), raising=False)
    for rate in (0.2, 0.3):
        page.session.set_param("learning_rate", rate)
        page.session.compute()
    assert page.summary.text.startswith("Not computed. RuntimeError: a bug")
    assert page.view.grab().toImage() == before
    assert len([box for box in window.findChildren(QMessageBox) if box.isVisible()]) == 1
    assert message(window).startswith("RuntimeError: a bug. The program keeps running")
    log = (tmp_path / "log" / "wk4gui.log").read_text()
    assert log.count("RuntimeError: a bug") >= 2
    assert "Traceback" in log
    for handler in list(LOG.handlers):
        handler.close()
        LOG.removeHandler(handler)


def _fail(params, checkpoint):
    raise RuntimeError("a bug")


def test_the_hook_takes_errors_and_gives_python_its_own_back(window):
    reporter = ErrorReporter(window)
    before = sys.excepthook
    reporter.install()
    try:
        said = []
        reporter.reported.connect(said.append)
        logging.disable(logging.CRITICAL)
        sys.excepthook(ValueError, ValueError("odd"), None)
        sys.excepthook(ValueError, ValueError("odd"), None)
    finally:
        logging.disable(logging.NOTSET)
        reporter.uninstall()
        sys.excepthook = before
    assert said == ["ValueError: odd"]


def test_the_header_shows_the_page_that_is_seen(window):
    hidden = window.page
    shown = window.open_lab("saddle")
    hidden.load_preset(hidden.session.lab.presets[1].name)
    assert window.header.presets.currentData() == shown.session.preset


def test_closed_dialogs_leave_nothing_behind(window, qtbot):
    def opened_and_closed():
        for name in ("shortcuts", "about"):
            trigger(window, name)
            (dialog,) = (child for child in window.findChildren(QDialog) if child.isVisible())
            dialog.reject()
        window.refuse("Not opened", "because")
        (box,) = (child for child in window.findChildren(QDialog) if child.isVisible())
        box.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(window.findChildren(QWidget))

    assert opened_and_closed() == opened_and_closed()


def test_cycles_are_collected_in_the_thread_of_the_window(window, qtbot):
    class Node:
        pass

    timer = collect_in_this_thread(window)
    try:
        assert not gc.isenabled()
        node = Node()
        node.itself = node
        dead = weakref.ref(node)
        del node
        litter = []
        qtbot.waitUntil(lambda: litter.extend([] for _ in range(1000)) or dead() is None)  # else nothing would be due
    finally:
        timer.stop()
        gc.enable()


def test_arrow_keys_move_the_control_that_has_the_focus_and_not_the_player(qtbot, window, page):
    window.activateWindow()
    frame = page.session.frame
    box = page.panel.controls["loss"].box
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Right)
    assert page.session.params.loss != "mse"
    slider = page.panel.controls["learning_rate"].slider
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert page.session.params.learning_rate > 0.1
    qtbot.waitUntil(lambda: page.session.ready)
    assert page.session.frame == frame


def test_the_arrow_keys_move_the_player_as_long_as_no_control_has_the_focus(qtbot, window, page):
    window.activateWindow()
    page.session.seek(0)
    preset = page.session.preset
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Right)
    assert page.session.preset == preset
    assert page.session.frame == 1


@pytest.mark.parametrize("mode", [None, "watch"])
def test_after_a_click_above_the_page_or_the_column_the_space_bar_plays(qtbot, window, page, mode):
    """A focused button would take the key: the second press would remove the pin that the click has set."""
    window.activateWindow()
    qtbot.mouseClick(window.header.buttons["pin"], Qt.MouseButton.LeftButton)
    if mode is not None:
        qtbot.mouseClick(page.column.buttons[mode], Qt.MouseButton.LeftButton)
    assert page.is_pinned
    assert page.player.playing is False
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Space)
    assert page.is_pinned
    assert page.player.playing

"""What takes much time or room is done in the background, can be cancelled, and says its size before it starts."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from wk4gui.app.page.progress_line import ProgressLine
from wk4gui.app.window import data_copy
from wk4gui.app.window.data_copy import DataCopy


@pytest.fixture
def saddle(window, qtbot):
    page = window.open_lab("saddle")
    page.session.set_params({"n_runs": 90, "n_steps": 2000})
    qtbot.waitUntil(lambda: page.session.result is not None and page.session.result.paths.shape[2] == 2001)
    return page


def copied_text() -> str:
    return QGuiApplication.clipboard().text()


def test_copying_many_numbers_shows_its_progress_and_leaves_the_window_alive(window, saddle, qtbot):
    window.actions_by_name["copy_data"].trigger()
    line = saddle.view.findChildren(ProgressLine)[-1]
    qtbot.waitUntil(line.isVisible)
    qtbot.waitUntil(lambda: "on the clipboard" in window.statusBar().currentMessage(), timeout=30_000)
    assert "paths\t0\t89\t2000\t1\t" in copied_text()


def test_cancelling_a_copy_leaves_the_clipboard(window, saddle, qtbot):
    QGuiApplication.clipboard().setText("mine")
    window.actions_by_name["copy_data"].trigger()
    line = saddle.view.findChildren(ProgressLine)[-1]
    qtbot.waitUntil(line.isVisible)
    line.cancelled.emit()
    qtbot.waitUntil(lambda: "nothing was copied" in window.statusBar().currentMessage())
    assert copied_text() == "mine"


def test_closing_the_window_ends_a_copy(window, saddle, qtbot):
    window.actions_by_name["copy_data"].trigger()
    copy = window.files._copy
    assert copy.alive
    window.close()
    qtbot.waitUntil(lambda: not copy.alive)


def test_paths_of_many_runs_are_left_to_files_and_the_sentence_says_so(window, saddle, qtbot):
    saddle.session.set_params({"n_runs": 101, "n_steps": 50})
    qtbot.waitUntil(lambda: saddle.session.result.paths.shape[1] == 101)
    copy = DataCopy(saddle)
    with qtbot.waitSignal(copy.copied) as said:
        copy.begin()
    assert said.args[0] == "The numbers are on the clipboard without paths and path_loss, which files have"
    assert "paths_noise_free" in copied_text()
    assert "\npaths\t" not in copied_text()


@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No])
def test_a_copy_of_much_data_says_its_size_before_it_starts(window, saddle, qtbot, monkeypatch, answer):
    asked = []
    monkeypatch.setattr(data_copy, "MUCH", 1_000_000)
    monkeypatch.setattr(QMessageBox, "question", lambda parent, title, text: asked.append(text) or answer)
    QGuiApplication.clipboard().setText("mine")
    window.actions_by_name["copy_data"].trigger()
    (sentence,) = asked
    assert sentence == "On the clipboard these numbers will take about 36 MB. Continue?"
    if answer == QMessageBox.StandardButton.Yes:
        qtbot.waitUntil(lambda: copied_text() != "mine", timeout=30_000)
    else:
        assert window.files._copy is None


def test_a_computation_that_takes_much_memory_says_so_before_it_starts(window, qtbot):
    page = window.open_lab("bias_variance")
    changes = {"model": "network", "n_trials": 2000, "width": 128, "hidden_layers": 2, "n_steps": 20}
    page.session.set_params(changes)
    page.session.compute()
    assert page.progress.note.text() == "takes 676 MB of memory"
    assert page.progress.isVisible()
    page.session.cancel()
    assert page.progress.isHidden()


def test_a_part_that_takes_much_memory_says_so_too(window, qtbot):
    page = window.open_lab("playground")
    page.session.set_params({"hidden": [16] * 6, "n_epochs": 1, "n_train": 1000, "n_test": 1000, "n_seeds": 256})
    qtbot.waitUntil(lambda: page.session.ready, timeout=30_000)
    page.view.set_state(page.view.state.with_(show="swarm"))
    qtbot.waitUntil(page.progress.isVisible)
    assert page.progress.note.text() == "takes 1.7 GB of memory"
    page.session.cancel()

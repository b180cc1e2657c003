"""Files are read beside the window: it stays alive, and the file that was asked for last is the one that is opened."""

import os
import threading

import pytest
from opening import opened
from test_shell import drop, message

from wk4gui.app.window.file_reader import FileReader
from wk4gui.documents.opening import read_state


@pytest.fixture
def reader(qtbot):
    reader = FileReader()
    yield reader
    reader.stop()


def test_a_later_file_replaces_an_earlier_one(qtbot, reader, tmp_path):
    gate, used, refused = threading.Event(), [], []
    reader.refused.connect(refused.append)

    def load(path, checkpoint):
        if path.name == "slow":
            gate.wait(10)
            checkpoint(0.5)
        return path.name

    reader.read(tmp_path / "slow", load, used.append)
    reader.read(tmp_path / "quick", load, used.append)
    assert reader.busy
    gate.set()
    qtbot.waitUntil(lambda: not reader.busy)
    assert (used, refused) == (["quick"], [])


def test_nothing_is_used_after_the_end(qtbot, reader, tmp_path):
    used = []
    reader.read(tmp_path, lambda path, checkpoint: path, used.append)
    reader.stop()
    qtbot.waitUntil(lambda: not reader.busy)
    assert used == []


def test_a_fault_in_the_program_is_reported_as_one(qtbot, reader, tmp_path):
    with qtbot.waitSignal(reader.failed) as failed:
        reader.read(tmp_path, lambda path, checkpoint: 1 / 0, print)
    assert isinstance(failed.args[0], ZeroDivisionError)


def test_the_window_is_alive_while_a_file_is_read(qtbot, window, page, session, monkeypatch):
    gate = threading.Event()
    monkeypatch.setattr(
        "wk4gui.app.window.file_actions.read_state",
        lambda path, checkpoint: gate.wait(10) and read_state(path, checkpoint),
    )
    drop(window, session)
    drop(window, session)
    page.session.set_param("learning_rate", 0.5)
    assert page.session.params.learning_rate == 0.5
    gate.set()
    qtbot.waitUntil(lambda: page.session.params.learning_rate == 0.02)
    assert window.settings.recent == [str(session)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
def test_a_pipe_is_refused_at_once(qtbot, window, tmp_path):
    os.mkfifo(tmp_path / "pipe.wk4.json")
    opened(qtbot, window, tmp_path / "pipe.wk4.json")
    assert "this is a pipe; only files can be read" in message(window)

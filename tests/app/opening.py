"""Opening a file in a window, to the end."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from wk4gui.app.window.main_window import MainWindow


def opened(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """Opens a file and waits until it has been read."""
    window.files.open_file(path)
    qtbot.waitUntil(lambda: not window.files.reader.busy)

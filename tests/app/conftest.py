"""A window for tests: offscreen, in the light theme, at the backprop lab, with settings of its own."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from wk4gui.app.window.appearance import Appearance
from wk4gui.app.window.clipboard import release_clipboard
from wk4gui.app.window.main_window import MainWindow
from wk4gui.app.window.settings import SettingsFile
from wk4gui.app.window.window_memory import first_lab
from wk4gui.sweeps.store import WindowStore


@pytest.fixture
def settings_file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "config" / "settings.json")


@pytest.fixture
def make_window(qtbot: QtBot, settings_file: SettingsFile):
    """Makes windows that share one settings file, as one start after the other does; they are gone after the test."""
    made: list[MainWindow] = []

    def make(
        settings_file: SettingsFile = settings_file, questions: str = "never", records: WindowStore | None = None
    ) -> MainWindow:
        window = MainWindow(Appearance(), settings_file, records)
        window.questions.choose(questions)
        window.appearance.choose("light")
        made.append(window)
        with qtbot.waitExposed(window):
            window.show()
        window.open_lab(first_lab(window.settings))
        return window

    yield make
    for window in made:
        window.lectures.unsaved = False  # else it would ask
        window.close()
        window.appearance.deleteLater()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window) -> MainWindow:
    return make_window()


@pytest.fixture
def page(window: MainWindow):
    assert window.page is not None
    return window.page


@pytest.fixture(autouse=True)
def clipboard_released(qapp):
    """What a test copied does not outlive Python."""
    yield
    release_clipboard()

"""A window for tests: offscreen, in the light theme, at the backprop lab."""

import pytest
from pytestqt.qtbot import QtBot

from wk4gui.app.main_window import MainWindow
from wk4gui.render.qt_application import apply_theme, qt_application
from wk4gui.render.theme import LIGHT


@pytest.fixture(scope="session")
def qapp_cls():
    """The program's own application, fonts and style included."""
    return lambda _: qt_application()


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    apply_theme(qt_application(), LIGHT)
    window = MainWindow(LIGHT)
    qtbot.addWidget(window)
    window.show()
    window.open_lab("backprop")
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def page(window: MainWindow):
    assert window.page is not None
    return window.page

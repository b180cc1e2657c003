"""The program's own application for tests that draw what was opened."""

import pytest
from PySide6.QtWidgets import QApplication

from wk4gui.render.qt_application import qt_application


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return qt_application()

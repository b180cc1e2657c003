"""Views in tests wear what they wear in the program, where the window or the figure around them is dressed."""

import pytest

from wk4gui.render.qt_application import qt_application
from wk4gui.render.style_sheet import style_sheet
from wk4gui.render.theme import LIGHT


@pytest.fixture(scope="module", autouse=True)
def dressed():
    application = qt_application()
    application.setStyleSheet(style_sheet(LIGHT))
    yield
    application.setStyleSheet("")

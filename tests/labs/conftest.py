"""Views in tests wear what they wear in the program, where the window or the figure around them is dressed."""

import pytest

from wk4gui.render.qt_application import apply_theme, qt_application
from wk4gui.render.theme import LIGHT


@pytest.fixture(scope="module", autouse=True)
def dressed():
    apply_theme(qt_application(), LIGHT)

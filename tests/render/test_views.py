"""Views are made while no garbage is collected: Python 3.11 may collect inside a call of Qt that holds a lock."""

import gc

import pytest

from wk4gui.registry import find_lab
from wk4gui.render import views
from wk4gui.render.qt_application import qt_application
from wk4gui.render.theme import LIGHT


@pytest.mark.parametrize("enabled", [True, False])
def test_no_garbage_is_collected_while_a_view_is_made(qtbot, monkeypatch, enabled):
    qt_application()
    lab = find_lab("activations")
    real = views.view_class(lab)
    seen = []

    def watched(theme):
        seen.append(gc.isenabled())
        return real(theme)

    monkeypatch.setattr(views, "view_class", lambda lab: watched)
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        qtbot.addWidget(views.make_view(lab, LIGHT))
        assert seen == [False]
        assert gc.isenabled() == enabled
    finally:
        (gc.enable if before else gc.disable)()

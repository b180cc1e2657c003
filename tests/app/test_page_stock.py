"""The page of the next lab is made in idle time, in steps, and does not compute before it is opened."""

import pytest
from PySide6.QtWidgets import QWidget

from wk4gui.app.page.lab_page import LabPage
from wk4gui.render import views


@pytest.fixture
def window(make_window, qtbot):
    """A window with the first lab complete."""
    window = make_window()
    page = window.open_lab("backprop")
    qtbot.waitUntil(lambda: page.session.ready)
    return window


def waiting(window) -> list[LabPage]:
    """The pages that were made and not opened."""
    return [page for page in window.findChildren(LabPage) if page not in window.pages.values()]


def prepared(window, qtbot) -> LabPage:
    qtbot.waitUntil(lambda: bool(waiting(window)) and not window._stock.busy, timeout=30_000)
    (page,) = waiting(window)
    return page


def test_the_next_page_waits_and_is_the_one_that_is_opened(window, qtbot, monkeypatch):
    page = prepared(window, qtbot)
    assert page.session.lab.id == "learning_rate"
    assert page.session.result is None
    assert not page.session.coming
    assert not page.isVisible()
    monkeypatch.setattr(views, "make_view", None)
    assert window.open_lab("learning_rate") is page
    qtbot.waitUntil(lambda: page.session.ready)
    assert page.isVisible()


def test_what_was_begun_is_completed_when_it_is_opened(window, qtbot):
    qtbot.waitUntil(lambda: bool(waiting(window)), timeout=30_000)
    (page,) = waiting(window)
    assert window._stock.busy
    assert window.open_lab("learning_rate") is page
    assert page.theme == window.appearance.theme


def test_another_lab_leaves_what_was_prepared(window, qtbot):
    page = prepared(window, qtbot)
    other = window.open_lab("playground")
    assert waiting(window) == [page]
    assert other.session.lab.id == "playground"
    assert window.open_lab("learning_rate") is page


def test_nothing_is_prepared_while_something_changes(window):
    stock, session = window._stock, window.page.session
    stock._turns.stop()
    assert [stock._idle(), stock._idle()] == [False, True]
    session.set_param("learning_rate", 0.02)
    assert not stock._idle()
    session.seek(session.frame + 1)
    assert not stock._idle()


def test_nothing_is_prepared_for_a_window_that_is_closed(window, qtbot):
    window.close()
    assert not any(isinstance(child, QWidget) for child in waiting(window))
    qtbot.waitUntil(lambda: not window._stock.busy)
    assert not waiting(window)


def test_a_prepared_page_takes_the_theme_that_was_chosen_meanwhile(window, qtbot):
    page = prepared(window, qtbot)
    window.appearance.choose("dark")
    window.open_lab("learning_rate")
    assert page.theme.name == "dark"


@pytest.mark.parametrize("questions", ["never", "always"])
def test_every_pane_of_a_lab_is_painted_after_it_was_opened(make_window, qtbot, questions):
    window = make_window(questions=questions)
    for lab_id in ("backprop", "learning_rate", "playground", "backprop"):
        page = window.open_lab(lab_id)
        qtbot.waitUntil(lambda page=page: page.session.result is not None and not page.turns.busy)
        assert all(pane.updatesEnabled() for pane in page.view.panes)

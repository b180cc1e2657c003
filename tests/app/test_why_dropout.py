"""Why? in the dropout lab: what a left click does already it goes on doing, and one with the right button asks."""

import pytest
from PySide6.QtCore import Qt

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def page(window, qtbot):
    page = window.open_lab("dropout")
    qtbot.waitUntil(lambda: not page.session.busy)
    return page


def test_a_hidden_unit_is_dropped_by_the_left_button_and_explained_by_the_right(page, qtbot):
    network, mask = page.view.network, page.session.result.mask
    at = network.columns()[1][0].toPoint()
    qtbot.mouseClick(network, RIGHT, pos=at)
    assert page.why.isVisible()
    assert page.why.text.text().startswith("Value of hidden unit 1 after dropout")
    assert page.session.params.mask is None
    qtbot.mouseClick(network, LEFT, pos=at)
    assert not page.why.isVisible()
    assert page.session.params.mask == (not mask[0], *mask[1:])


def test_the_output_is_explained_by_either_button(page, qtbot):
    network = page.view.network
    for button in (LEFT, RIGHT):
        page.why.hide()
        qtbot.mouseClick(network, button, pos=network.columns()[2][0].toPoint())
        assert page.why.isVisible()
        assert page.why.text.text() == "Output ŷ under the mask"


def test_a_drawing_of_the_wall_is_chosen_by_the_left_button_and_explained_by_the_right(page, qtbot):
    wall = page.view.wall
    at = wall.cell(0).center().toPoint()
    qtbot.mouseClick(wall, RIGHT, pos=at)
    assert page.why.isVisible()
    assert page.why.text.text().startswith("Thinned network with all units")
    page.why.hide()
    qtbot.mouseClick(wall, LEFT, pos=at)
    assert page.session.params.mask == (True,) * 5
    assert not page.why.isVisible()

"""The mask of the dropout lab in the panel: drawn from the seed, or one of your own, as in the picture."""

import pytest


@pytest.fixture
def dropout(window, qtbot):
    page = window.open_lab("dropout")
    qtbot.waitUntil(lambda: page.session.result is not None)
    return page


def ticked(control):
    return tuple(box.isChecked() for box in control.boxes if not box.isHidden())


def test_the_drawn_mask_is_shown_until_there_is_an_own_one(dropout, qtbot):
    control = dropout.panel.controls["mask"]
    assert not control.check.isChecked()
    assert ticked(control) == dropout.session.result.mask
    assert not control.boxes[0].isEnabled()
    control.check.click()
    assert dropout.session.params.mask == ticked(control)
    control.boxes[1].click()
    assert dropout.session.params.mask == ticked(control)
    qtbot.waitUntil(lambda: dropout.session.result.mask == ticked(control))
    control.check.click()
    assert dropout.session.params.mask is None


def test_there_is_a_box_for_every_unit(dropout):
    control = dropout.panel.controls["mask"]
    dropout.session.set_param("n_hidden", 9)
    assert len(ticked(control)) == 9
    dropout.session.set_param("n_hidden", 2)
    assert len(ticked(control)) == 2


def test_a_unit_is_dropped_in_the_picture_and_undone(dropout, qtbot):
    before = dropout.session.result.mask
    dropout.view.network.unit_clicked.emit(0)
    wanted = (not before[0], *before[1:])
    qtbot.waitUntil(lambda: dropout.session.result.mask == wanted)
    assert ticked(dropout.panel.controls["mask"]) == wanted
    dropout.session.undo()
    assert dropout.session.params.mask is None

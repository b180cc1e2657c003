"""The panel of the saddle lab: only what matters is shown, optimizers are ticked, the window may be one's own."""

import pytest
from PySide6.QtWidgets import QApplication

from wk4gui.app.controls.value_slider import ValueSlider
from wk4gui.render.number_edit import NumberEdit


@pytest.fixture
def saddle(window, qtbot):
    page = window.open_lab("saddle")
    qtbot.waitUntil(lambda: page.session.result is not None)
    return page


def shown(page):
    return {name for name, control in page.panel.controls.items() if not control.isHidden()}


def test_what_changes_nothing_is_left_out(saddle, qtbot):
    assert not shown(saddle) & {"expression", "beta1", "rho", "momentum", "batch_size"}
    saddle.session.set_params({"surface": "custom", "optimizers": ["adam", "momentum"]})
    qtbot.waitUntil(lambda: {"expression", "beta1", "momentum", "eps"} <= shown(saddle))
    assert not shown(saddle) & {"rho", "batch_size"}


def test_optimizers_are_ticked_and_the_last_one_stays(saddle, qtbot):
    boxes = saddle.panel.controls["optimizers"].boxes
    boxes["adam"].click()
    assert saddle.session.params.optimizers == ("sgd", "adam")
    boxes["sgd"].click()
    assert saddle.session.params.optimizers == ("adam",)
    boxes["adam"].click()
    assert saddle.session.params.optimizers == ("adam",)
    assert boxes["adam"].isChecked()
    assert saddle.summary.text == "Not accepted. Optimizers: at least one is needed."


def test_the_window_shows_the_surfaces_own_until_it_has_its_own(saddle, qtbot):
    control = saddle.panel.controls["x_range"]
    cells = control.grid.findChildren(NumberEdit)
    assert [cell.value for cell in cells] == [-2.0, 2.0]
    assert not control.grid.isEnabled()
    control.check.click()
    assert saddle.session.params.x_range == (-2.0, 2.0)
    cells[1].entered.emit(3.0)
    assert saddle.session.params.x_range == (-2.0, 3.0)
    control.check.click()
    assert saddle.session.params.x_range is None


def test_the_map_is_panned_and_undone_in_one_step(saddle, qtbot):
    saddle.view.edited.emit({"x_range": [-1.0, 1.0], "y_range": [-1.0, 1.0]}, 7)
    saddle.view.edited.emit({"x_range": [-1.5, 1.0], "y_range": [-1.0, 1.0]}, 7)
    saddle.view.settled.emit()
    qtbot.waitUntil(lambda: saddle.session.result.x_axis[0] == -1.5)
    saddle.session.undo()
    assert saddle.session.params.x_range is None


def test_the_slider_says_what_a_rate_means(window, qtbot):
    page = window.open_lab("learning_rate")
    qtbot.waitUntil(lambda: page.session.result is not None)
    QApplication.sendPostedEvents()
    slider = page.panel.controls["learning_rate"].findChild(ValueSlider)
    assert slider.meaning_at(slider.handle_point(0.02).x()).endswith("good")
    assert slider.meaning_at(slider.handle_point(2 / 21).x()).startswith("best: 0.0952")
    assert slider.meaning_at(slider.handle_point(1.0).x()).endswith("diverges")

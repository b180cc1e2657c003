"""The panel shows what changed, and after a refused entry everything."""

import pytest

from wk4gui.app.controls.param_panel import ParamPanel
from wk4gui.registry import LABS


@pytest.fixture
def panel(qtbot):
    panel = ParamPanel(LABS["learning_rate"])
    qtbot.addWidget(panel)
    return panel


def texts(panel):
    return {name: control.entry.text() for name, control in panel.controls.items() if hasattr(control, "entry")}


def test_while_a_slider_is_dragged_the_parameters_that_change_are_shown(panel, monkeypatch):
    params = LABS["learning_rate"].params()
    panel.show_params(params)
    other = params.with_(learning_rate=0.25, n_steps=params.n_steps + 1)
    shown = []
    for name, control in panel.controls.items():
        monkeypatch.setattr(control, "show_value", lambda value, name=name: shown.append((name, value)))
    panel.show_params(other, dragged=True)
    assert sorted(shown) == [("learning_rate", 0.25), ("n_steps", other.n_steps)]
    panel.show_params(other)
    assert {name for name, _ in shown} == set(panel.controls)


def test_a_refused_text_goes_with_the_next_change(panel):
    params = LABS["learning_rate"].params()
    panel.show_params(params)
    before = texts(panel)
    entry = panel.controls["n_steps"].entry
    entry.setText("many")
    entry.editingFinished.emit()
    panel.refuse()
    assert entry.text() == "many"
    panel.controls["learning_rate"].edited.emit(0.25, 0)
    panel.show_params(params.with_(learning_rate=0.25), dragged=True)
    assert texts(panel) == {**before, "learning_rate": "0.25"}
    assert not entry.property("refused")


def test_a_control_is_hidden_while_its_parameter_is_inactive(panel):
    lab = LABS["learning_rate"]
    for preset in lab.presets:
        params = lab.preset_params(preset.name)
        panel.show_params(params)
        hidden = {name for name, control in panel.controls.items() if control.isHidden()}
        assert hidden == set(lab.inactive_fields(params)) & set(panel.controls)


def test_a_half_typed_value_goes_with_an_undo_and_is_not_taken_later(qtbot, page):
    page.session.set_param("learning_rate", 0.2)
    entry = page.panel.controls["n_steps"].entry
    entry.setFocus()
    entry.setText("99")
    page.session.undo()
    entry.editingFinished.emit()
    assert page.session.params == page.session.lab.preset_params(page.session.preset)
    assert page.session.history.canRedo()


def test_a_slider_shows_what_became_of_its_value(panel):
    params = LABS["learning_rate"].params()
    panel.show_params(params)
    slider = panel.controls["n_rates"].slider
    panel.edited.connect(lambda name, value, drag: panel.show_params(params.with_(n_rates=5), dragged=bool(drag)))
    slider._move(4, drag=1)
    assert slider.current == 5

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


def test_all_parameters_are_shown_and_then_those_that_change(panel, monkeypatch):
    params = LABS["learning_rate"].params()
    panel.show_params(params)
    other = params.with_(learning_rate=0.25, n_steps=params.n_steps + 1)
    shown = []
    for name, control in panel.controls.items():
        monkeypatch.setattr(control, "show_value", lambda value, name=name: shown.append((name, value)))
    panel.show_params(other)
    assert sorted(shown) == [("learning_rate", 0.25), ("n_steps", other.n_steps)]


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
    panel.show_params(params.with_(learning_rate=0.25))
    assert texts(panel) == {**before, "learning_rate": "0.25"}
    assert not entry.property("refused")


def test_a_control_is_hidden_while_its_parameter_is_inactive(panel):
    lab = LABS["learning_rate"]
    for preset in lab.presets:
        params = lab.preset_params(preset.name)
        panel.show_params(params)
        hidden = {name for name, control in panel.controls.items() if control.isHidden()}
        assert hidden == set(lab.inactive_fields(params)) & set(panel.controls)

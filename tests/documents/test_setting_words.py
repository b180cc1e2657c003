"""Settings in words: the labels of the controls, and never the code's own names or records."""

import re

import pytest

from wk4gui.app.page.pin_name import pin_name
from wk4gui.documents.lecture import default_title
from wk4gui.documents.saved_state import preset_state
from wk4gui.documents.setting_words import full_setting, settings_line, short_setting
from wk4gui.lab.declarations import fields_of, to_json
from wk4gui.registry import LABS

RECORD = {"theta": [0.4303805936774226, -0.25], "first": [], "optimizer": "sgd"}


@pytest.mark.parametrize(
    ("lab_id", "name", "value", "short", "full"),
    [
        ("activations", "init", "glorot_normal", "Initial weights Glorot, normal", "Initial weights = Glorot, normal"),
        ("activations", "compare", None, "Compare with none", "Compare with = none"),
        ("playground", "batch_norm", False, "Batch norm off", "Batch norm = off"),
        ("playground", "features", ["x1", "x1_squared"], "Features (x₁, x₁²)", "Features = (x₁, x₁²)"),
        ("playground", "hidden", [], "Hidden layers none", "Hidden layers = none"),
        ("playground", "shuffle", "each epoch", "Shuffle each epoch", "Shuffle = each epoch"),
        ("playground", "start", None, "the usual start", "the usual start"),
        ("playground", "start", RECORD, "another start", "a start of its own (in the session file)"),
        ("learning_rate", "learning_rate", 0.0210149, "Learning rate α 0.021", "Learning rate α = 0.0210149"),
        ("learning_rate", "start", [-6.0, 0.6], "Start w (−6, 0.6)", "Start w = (-6.0, 0.6)"),
        ("learning_rate", "batch_size", None, "Batch size off", "Batch size = off"),
        ("dropout", "mask", [True, False], "Mask (on, off)", "Mask = (on, off)"),
        ("backprop", "biases", [[0.0] * 3, [0.0, 0.0]], "other Biases b", "Biases b = ((0.0, 0.0, 0.0), (0.0, 0.0))"),
    ],
)
def test_a_setting_is_said_as_its_control_shows_it(lab_id, name, value, short, full):
    field = fields_of(LABS[lab_id].params)[name]
    assert short_setting(field, value) == short
    assert full_setting(field, value, repr) == full


def test_a_line_of_settings_holds_no_record():
    lab = LABS["playground"]
    params = lab.decode({"data": "xor", "batch_norm": True, "hidden": [3], "l2": 1e-5, "start": {"theta": [0.5] * 19}})
    assert settings_line(lab, params, repr) == (
        "Train a network: Data = XOR; Hidden layers = (3); L2 λ = 1e-05; Batch norm = on; "
        "a start of its own (in the session file)"
    )


def test_names_of_slides_and_pins_hold_no_record():
    lab = LABS["playground"]
    branch = preset_state(lab, "ring", {"hidden": [3], "start": {"theta": [0.5] * 13}})
    assert default_title(branch) == "Train a network: A disc in a ring, Hidden layers (3), another start"
    whole = branch.params.with_(start=None, batch_norm=True, data="xor")
    assert pin_name(lab, branch.params, whole) == "Data Circle in a ring, Batch norm off, another start"
    assert pin_name(lab, whole, branch.params) == "Data XOR, Batch norm on, the usual start"


@pytest.mark.parametrize("lab_id", LABS)
def test_no_preset_is_said_in_code(lab_id):
    fields = fields_of(LABS[lab_id].params)
    for preset in LABS[lab_id].presets:
        for name, value in to_json(LABS[lab_id].preset_params(preset.name)).items():
            said = short_setting(fields[name], value)
            assert not re.search(r"_|True|False|None|[\[{\]}]", said), said

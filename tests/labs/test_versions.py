"""The numbers of every part are those that its version had: fingerprints of all presets' results.

After a change on purpose raise `Part.version` and run `PYTHONPATH=tests python tests/labs/test_versions.py` once, which
writes them anew.
"""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from tiers import sample

from wk4gui.core.history import LayerHistory
from wk4gui.core.last_results import LastResults
from wk4gui.labs.weight_decay.model import network
from wk4gui.registry import LABS

FILE = Path(__file__).parents[1] / "data" / "fingerprints.json"
PARTS = [(lab_id, part.name) for lab_id in LABS for part in LABS[lab_id].parts]
_CLOSE = 1e-5
"""Relative difference that another processor's rounding may make of a sum."""
SHORT = {
    "learning_rate": {"n_steps": 20},
    "batch_norm": {"train_steps": 8, "train_learning_rate": 0.003},
    "dropout": {"n_steps": 20},
    "bias_variance": {"n_steps": 20},
    "playground": {"n_epochs": 3, "n_seeds": 2, "n_train": 40, "n_test": 40},
}
"""What makes presets short where another processor's rounding would grow during a long training."""


@pytest.fixture
def short_network(monkeypatch):
    """Makes weight_decay's network short, whose training no parameter shortens; nothing of it is remembered."""
    shorten(monkeypatch)


def shorten(monkeypatch):
    monkeypatch.setattr(network, "N_STEPS", 20)
    monkeypatch.setattr(network, "_last_results", LastResults(network._compute, 4))


def params_of(lab, preset):
    """The parameters of a preset's fingerprint."""
    return lab.preset_params(preset.name).with_(**SHORT.get(lab.id, {}))


def numbers(value):
    """Every number of a field, in order."""
    if isinstance(value, LayerHistory):
        return np.concatenate([np.asarray(layer, float).ravel() for layer in value.layers])
    if isinstance(value, np.ndarray):
        return value.astype(float).ravel() if value.dtype.kind in "bif" else np.zeros(0)
    if dataclasses.is_dataclass(value):
        return numbers([getattr(value, field.name) for field in dataclasses.fields(value)])
    if isinstance(value, Mapping):
        return numbers(list(value.values()))
    if isinstance(value, list | tuple):
        return np.concatenate([np.zeros(0), *map(numbers, value)])
    return np.array([float(value)]) if isinstance(value, int | float | np.number) else np.zeros(0)


def fingerprint(part, params):
    """Of each field: how many finite numbers there are, and the mean of their sizes on a logarithmic scale."""
    result = part.compute(params)
    found = {}
    for field in dataclasses.fields(result):
        values = numbers(getattr(result, field.name))
        values = values[np.isfinite(values)]
        found[field.name] = [len(values), float(np.mean(np.log1p(np.abs(values)))) if len(values) else 0.0]
    return found


def all_of(lab_id, part):
    lab = LABS[lab_id]
    kept = {}
    for preset in lab.presets:
        kept[preset.name] = fingerprint(part, params_of(lab, preset))
    return {"version": part.version, "presets": kept}


@pytest.mark.usefixtures("short_network")
@pytest.mark.parametrize(("lab_id", "name"), PARTS)
def test_a_part_has_the_numbers_of_its_version(lab_id, name):
    lab, known = LABS[lab_id], json.loads(FILE.read_text())[lab_id][name]
    part = lab.part(name)
    assert part.version == known["version"], "write the fingerprints anew"
    assert list(known["presets"]) == [preset.name for preset in lab.presets]
    for preset in sample(lab.presets, 2, 3):
        found = fingerprint(part, params_of(lab, preset))
        assert found.keys() == known["presets"][preset.name].keys()
        for field, (count, size) in known["presets"][preset.name].items():
            assert found[field][0] == count, (preset.name, field)
            assert found[field][1] == pytest.approx(size, rel=_CLOSE, abs=1e-9), (preset.name, field)


if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as patch:
        shorten(patch)
        everything = {lab_id: {part.name: all_of(lab_id, part) for part in LABS[lab_id].parts} for lab_id in LABS}
    FILE.write_text(json.dumps(everything, separators=(",", ":")).replace("},", "},\n") + "\n")

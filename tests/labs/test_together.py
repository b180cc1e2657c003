"""Points that a part computes together have the measures of each alone, to the byte."""

from dataclasses import replace

import numpy as np
import pytest
from tiers import sample

from wk4gui.lab.checkpoint import Superseded
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part
from wk4gui.registry import LABS
from wk4gui.sweeps.record import record_of, records_together

PARTS = [(lab, part) for lab in LABS.values() for part in lab.parts if part.together is not None]
SHORT = {"playground": {"n_epochs": 7}}
CASES = {
    "playground": [
        {"data": "arms", "drop_prob": 0.3, "batch_norm": True, "optimizer": "adam", "hidden": [8, 16, 3],
         "batch_size": 7},
        {"data": "hills", "l1": 0.001, "weight_decay": 0.1, "shuffle": "once", "optimizer": "momentum", "hidden": [16]},
        {"data": "plane", "loss": "half_mse", "batch_size": 250, "n_epochs": 1500, "hidden": [3], "n_train": 250},
        {"data": "gauss", "loss": "half_mse", "activation": "relu", "shuffle": "never", "hidden": []},
        {"data": "spiral", "hidden": [16] * 6, "batch_size": 1, "n_train": 40, "n_epochs": 2, "seed": 9970},
        {"data": "plane", "activation": "relu", "learning_rate": 2.0, "n_epochs": 20},
        {"data": "xor", "n_test": 0},
    ],
}  # fmt: skip


def case_ids():
    for lab, part in PARTS:
        for changes in (*({"preset": preset.name} for preset in lab.presets), *CASES[lab.id]):
            yield pytest.param(lab, part, changes, id=f"{lab.id}-{part.name}-{'-'.join(map(str, changes))}"[:60])


def members(lab: Lab, changes: dict, n: int) -> list:
    changes = dict(changes)
    preset = changes.pop("preset", lab.presets[0].name)
    params = lab.preset_params(preset).with_(**{**SHORT[lab.id], **changes})
    return [params.with_(seed=params.seed + i) for i in range(n)]


@pytest.mark.parametrize(("lab", "part", "changes"), sample(list(case_ids()), 8, 1))
@pytest.mark.parametrize("n", [1, 3, 21])
def test_records_together_are_those_of_each_alone(lab: Lab, part: Part, changes: dict, n: int) -> None:
    points = members(lab, changes, n)
    together = records_together(lab, part, points)
    for i in sorted({0, n // 2, n - 1}):
        assert together[i] == record_of(lab, part, points[i])  # floats by their value, which NaN has not: None


@pytest.mark.parametrize(("lab", "part"), PARTS)
def test_what_is_together_is_used_and_ends_when_it_is_no_longer_needed(lab: Lab, part: Part) -> None:
    points = members(lab, {}, 3)
    found = part.together(points, lambda fraction: None)
    for params, course in zip(points, found, strict=True):
        assert part.measured(params, course) == part.measured(params, part.compute(params, lambda fraction: None))
        assert all(not value.flags.writeable for value in vars(course).values() if isinstance(value, np.ndarray))

    def end(fraction: float) -> None:
        assert 0.0 <= fraction <= 1.0
        raise Superseded

    with pytest.raises(Superseded):
        records_together(lab, part, points, end)


def test_what_is_missing_together_is_said_by_the_point_alone() -> None:
    lab = LABS["playground"]
    points = members(lab, {"data": "plane", "activation": "relu", "learning_rate": 10.0, "n_epochs": 20}, 2)
    whole = replace(lab.main, together=lambda points, checkpoint: [lab.main.compute(params) for params in points])
    found = records_together(replace(lab, parts=(whole,)), whole, points)
    assert "diverged" in [record.status for record in found]
    assert found == [record_of(lab, lab.main, params) for params in points]


def test_an_error_together_leaves_each_point_to_itself() -> None:
    lab = LABS["playground"]
    points = members(lab, {"n_epochs": 1}, 2)

    def fail(points: object, checkpoint: object) -> None:
        raise ValueError

    assert [record.status for record in records_together(lab, replace(lab.main, together=fail), points)] == ["done"] * 2

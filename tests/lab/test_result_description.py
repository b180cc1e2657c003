"""Every field of every result says what it is, and its sizes are those of the arrays."""

from dataclasses import fields

import numpy as np
import pytest

from wk4gui.core.history import LayerHistory
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part
from wk4gui.lab.result_description import described_fields, result_class
from wk4gui.registry import LABS

PARTS = [pytest.param(lab, part, id=f"{lab.id}-{part.name}") for lab in LABS.values() for part in lab.parts]
QUICK = [case for case in PARTS if case.id != "bias_variance-effects"]


@pytest.mark.parametrize(("lab", "part"), PARTS)
def test_every_field_is_described(lab: Lab, part: Part) -> None:
    described = described_fields(part)
    assert [each.name for each in described] == [field.name for field in fields(result_class(part))]
    assert all(each.meaning.strip("(). ") for each in described)


@pytest.mark.parametrize(("lab", "part"), QUICK)
def test_an_array_has_as_many_axes_as_its_description_says(lab: Lab, part: Part) -> None:
    result = part.compute(lab.preset_params(lab.presets[0].name))
    assert isinstance(result, result_class(part))
    for each in described_fields(part):
        value = getattr(result, each.name)
        array = value.layers[0] if isinstance(value, LayerHistory) else value
        if isinstance(array, np.ndarray):
            assert each.shape.count(",") - each.shape.endswith(",)") + 1 == array.ndim, each


def test_units_and_sizes_are_read_off_the_sentences() -> None:
    main = {each.name: each for each in described_fields(LABS["backprop"].main)}
    assert (main["diverged_at"].unit, main["one_step_limit"].unit) == ("steps", "")
    assert main["grad_W"].shape == "(n_steps + 1, n_out, n_in)"
    assert main["gradient_check"].shape == ""
    assert main["loss"].meaning.startswith("the mean over all samples")

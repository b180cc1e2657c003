"""What every lab's summaries assert is recomputed for random settings, by code that shares nothing with the verdict."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from tiers import amount

from wk4gui.lab.declarations import ParamError, fields_of, to_json
from wk4gui.registry import LABS

HERE = Path(__file__).parent
N_SETTINGS = amount(30, 300, 2000)
_TRIES = 40
_CHANGED = 4
"""Fields that are changed in one setting, at most."""


def checker(lab_id):
    """The module claims.py beside the lab's tests, with CAPS and check(part, params, result, frame, claims)."""
    path = HERE / lab_id / "claims.py"
    spec = importlib.util.spec_from_file_location(f"claims_{lab_id}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def drawn_value(field, rng, caps):
    """A random admissible value of a field of depth 0; logarithmic where the slider is."""
    if field.kind == "choice":
        return str(rng.choice(field.choices))
    if field.kind == "flag":
        return bool(rng.integers(2))
    low, high = field.low, min(field.high, caps.get(field.name, field.high))
    if field.kind == "integer":
        return int(rng.integers(int(low), int(high) + 1))
    if rng.random() < 0.1:
        return float(rng.choice([low, high]))
    if field.logarithmic and low > 0.0:
        return float(np.exp(rng.uniform(np.log(low), np.log(high))))
    return float(rng.uniform(low, high))


def setting(lab, rng, caps):
    """A random setting: a preset with a few fields changed, all of them within the caps."""
    fields = fields_of(lab.params)
    params = lab.preset_params(str(rng.choice([preset.name for preset in lab.presets])))
    for name, cap in caps.items():
        if isinstance(getattr(params, name), int | float) and getattr(params, name) > cap:
            params = lab.edited(params, name, cap)
    names = [str(name) for name in rng.permutation(list(fields))][: int(rng.integers(1, _CHANGED + 1))]
    for name in names:
        field = fields[name]
        value = getattr(params, name)
        try:
            if (
                field.depth == 0
                and field.kind != "text"
                and (field.low is not None or field.choices or field.kind == "flag")
            ):
                params = lab.edited(params, name, drawn_value(field, rng, caps))
            elif field.depth == 1 and field.kind == "real" and value is not None and field.low is not None:
                params = lab.edited(params, name, [drawn_value(field, rng, caps) for _ in value])
        except ParamError:
            continue
    return params


@pytest.mark.parametrize("lab_id", LABS)
def test_what_a_summary_claims_is_so(lab_id, record_property):
    lab, module = LABS[lab_id], checker(lab_id)
    rng, checked = np.random.default_rng([4, len(lab_id)]), 0
    for number in range(N_SETTINGS):
        params = setting(lab, rng, module.CAPS)
        for part in lab.parts:
            if part.name in getattr(module, "RARELY", ()) and number % 10:
                continue
            result = part.compute(params)
            frame = int(rng.integers(lab.frames(params, result).count)) if part is lab.main else 0
            summary = part.summarize(params, result, frame)
            where = f"{lab_id} {part.name} frame {frame} {to_json(params)}: {summary}"
            checked += module.check(part.name, params, result, frame, summary.claims, where)
    assert checked >= N_SETTINGS
    record_property("claims", checked)

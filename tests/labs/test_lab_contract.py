"""What every registered lab promises."""

import contextlib
import dataclasses
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tiers import sample

from wk4gui.cli.commands import main
from wk4gui.core.history import LayerHistory
from wk4gui.documents.saved_state import SavedState, decode_state, encode_state
from wk4gui.export.data import as_bytes, write_json, write_npz
from wk4gui.export.report import Report, compute_report
from wk4gui.lab.declarations import Field, LabParams, ParamError, fields_of, to_json
from wk4gui.lab.lab import Lab
from wk4gui.lab.lesson import read_lesson
from wk4gui.registry import LABS

LAB_LIST = list(LABS.values())
FIELDS = [(lab, field) for lab in LAB_LIST for field in fields_of(lab.params).values()]
PRESETS = [(lab, preset.name) for lab in LAB_LIST for preset in lab.presets]

LIGHTER: dict[str, dict[str, object]] = {
    "dropout": {"n_networks": 2, "n_steps": 100, "width": 16},
    "bias_variance": {"n_trials": 20, "n_steps": 100},
    "playground": {"n_epochs": 3, "n_seeds": 2, "n_train": 30, "n_test": 20, "batch_size": 30},
}
"""What is set while the ends of other ranges are tried, in labs that train networks by the hundred."""


def in_words(case: object) -> str:
    return case.id if isinstance(case, Lab) else str(case)


every_lab = pytest.mark.parametrize("lab", LAB_LIST, ids=lambda lab: lab.id)
every_field = pytest.mark.parametrize(("lab", "field"), FIELDS, ids=lambda x: x.id if isinstance(x, Lab) else x.name)
every_preset = pytest.mark.parametrize(("lab", "name"), PRESETS, ids=in_words)


def arrays(value: object, path: str = "") -> Iterator[tuple[str, np.ndarray]]:
    """Every array in a result, with where it stands."""
    if isinstance(value, np.ndarray):
        yield path, value
    elif isinstance(value, LayerHistory):
        yield from arrays(value.layers, path)
    elif isinstance(value, dict):
        for name, entry in value.items():
            yield from arrays(entry, f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for index, entry in enumerate(value):
            yield from arrays(entry, f"{path}[{index}]")
    elif dataclasses.is_dataclass(value):
        yield from arrays({f.name: getattr(value, f.name) for f in dataclasses.fields(value)}, path)


def says_that_it_diverged(result: object) -> bool:
    named = ((f.name, getattr(result, f.name)) for f in dataclasses.fields(result))  # type: ignore[arg-type]
    for name, says in named:
        if dataclasses.is_dataclass(says) and says_that_it_diverged(says):
            return True
        if name.endswith("diverged_at") and np.any(np.isfinite(np.asarray(says, dtype=float))):
            return True
    return False


def check_numbers(result: object) -> None:
    for path, array in arrays(result):
        if array.dtype.kind == "f":
            assert not np.isinf(array).any(), path
            assert says_that_it_diverged(result) or not np.isnan(array).any(), path


def nested(default: Any, depth: int, entry: object) -> Any:
    """A list shaped like the default with one entry everywhere."""
    return entry if depth == 0 else [nested(part, depth - 1, entry) for part in default]


def ends(field: Field) -> list[object]:
    """The extreme values of a field."""
    default = field.default
    entries: list[object] = [end for end in (field.low, field.high) if end is not None]
    if field.kind == "integer":
        entries = [int(end) for end in entries]  # type: ignore[call-overload]
    if field.kind == "flag":
        entries = [False, True]
    entries += field.choices
    shape = default if default is not None else [0]
    values: list[object] = [nested(shape, field.depth, entry) for entry in entries]
    if field.depth == 1 and default:
        values += [[default[0]] * length for length in field.lengths if length]
    return values + ([None] if field.optional else [])


@every_lab
def test_the_same_parameters_give_the_same_bytes(lab: Lab) -> None:
    params = lab.decode(LIGHTER.get(lab.id, {}))
    first, second = (as_bytes(write_npz, compute_report(lab, params)) for _ in range(2))
    assert first == second


@every_lab
def test_results_are_frozen_and_their_arrays_read_only(lab: Lab) -> None:
    for part in lab.parts:
        result = part.compute(lab.decode(LIGHTER.get(lab.id, {})))
        assert dataclasses.is_dataclass(result)
        assert result.__dataclass_params__.frozen  # type: ignore[attr-defined]
        found = list(arrays(result))
        assert found
        assert not [path for path, array in found if array.flags.writeable]


@every_lab
def test_the_default_parameters_pass_their_own_declaration(lab: Lab) -> None:
    assert lab.decode(to_json(lab.params())) == lab.params()
    assert hash(lab.params()) == hash(lab.decode({}))


@pytest.mark.parametrize(("lab", "name"), sample(PRESETS, 3, of=lambda case: case[0].id), ids=in_words)
def test_what_is_said_to_be_inactive_changes_nothing(lab: Lab, name: str) -> None:
    params = lab.preset_params(name).with_(**LIGHTER.get(lab.id, {}))
    fields = fields_of(lab.params)
    before = as_bytes(write_npz, replace(compute_report(lab, params), params={}))
    for inactive in lab.inactive_fields(params):
        others = ends(fields[inactive]) if fields[inactive].kind != "text" else ["x * y"]
        value = next((v for v in others if v != to_json(params)[inactive] and v is not None), None)
        if value is None:  # tables without bounds
            continue
        with contextlib.suppress(ParamError):  # a value that contradicts another field cannot be set at all
            changed = params.with_(**{inactive: value})
            assert as_bytes(write_npz, replace(compute_report(lab, changed), params={})) == before, inactive


@every_field
def test_each_end_of_each_range_computes(lab: Lab, field: Field) -> None:
    # A list or a choice that fits by itself may contradict other fields; a number in its range may not.
    may_contradict = field.kind == "choice" or field.depth > 0
    for value in ends(field):
        with contextlib.suppress(ParamError) if may_contradict else contextlib.nullcontext():
            base = lab.decode(LIGHTER.get(lab.id, {}))
            params = lab.edited(base, field.name, value)
            for part in lab.parts:
                check_numbers(part.compute(params))


@every_field
def test_what_lies_beyond_a_range_is_refused_with_its_range(lab: Lab, field: Field) -> None:
    for end, step in ((field.low, -1), (field.high, 1)):
        if end is not None:
            beyond = int(end) + step if field.kind == "integer" else end + step * max(1.0, abs(end))
            with pytest.raises(ParamError, match=rf"\({field.name}.*\) = .* is expected"):
                lab.decode({field.name: nested(field.default or [0], field.depth, beyond)})


@every_lab
def test_a_lab_has_texts(lab: Lab) -> None:
    assert lab.id.isidentifier()
    assert lab.title
    assert lab.question is None or 1 <= lab.question <= 8
    assert all(field.title for field in fields_of(lab.params).values())
    assert read_lesson(lab.id).title


@every_lab
def test_presets_and_parts_have_names_of_their_own(lab: Lab) -> None:
    names = [preset.name for preset in lab.presets]
    assert names
    assert len(set(names)) == len(names)
    assert all(name.replace("_", "a").isalnum() for name in names)
    assert all(preset.title and preset.note for preset in lab.presets)
    parts = [part.name for part in lab.parts]
    assert len(set(parts)) == len(parts)
    assert all(name in fields_of(lab.params) for part in lab.parts for name in part.uses)


@every_preset
def test_each_preset_computes_and_is_summarised_at_its_frames(lab: Lab, name: str) -> None:
    params, preset = lab.preset_params(name), lab.preset(name)
    result = lab.main.compute(params)
    check_numbers(result)
    frames = lab.frames(params, result)
    assert frames.count >= 1
    assert 0 <= frames.opening < frames.count
    assert preset.frame is None or 0 <= preset.frame < frames.count
    assert [mark.frame for mark in frames.marks] == sorted(mark.frame for mark in frames.marks)
    for frame in {0, 1, frames.opening, frames.count // 2, frames.count - 1} & set(range(frames.count)):
        summary = lab.main.summarize(params, result, frame)
        assert summary.verdict
        assert "\n" not in str(summary)
        assert "nan" not in str(summary).lower().split()
        assert frames.label(frame)


@every_preset
def test_zones_lie_inside_the_range_of_their_parameter(lab: Lab, name: str) -> None:
    params = lab.preset_params(name)
    for zone in lab.zones(params, lab.main.compute(params)):
        assert zone.param in fields_of(lab.params)
        assert zone.low <= zone.high


@every_preset
def test_each_preset_can_be_saved_and_opened(lab: Lab, name: str) -> None:
    state = SavedState(lab=lab.id, params=lab.preset_params(name), view={"digits": 4}, frame=3)
    assert decode_state(encode_state(state)) == state


@every_lab
def test_run_prints_what_compute_returns(lab: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    lighter = LIGHTER.get(lab.id, {})
    sets = [f"--set={name}={value}" for name, value in lighter.items()]
    assert main(["run", lab.id, "--part", "all", *sets]) == 0
    params = lab.preset_params(lab.presets[0].name).with_(**lighter)
    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == ["lab", "params", "summary", "measures", "result"]
    assert printed["lab"] == lab.id
    assert lab.decode(printed["params"]) == params
    assert printed["summary"]
    assert printed["result"] == json.loads(as_bytes(write_json, whole(lab, params)))["result"]


@every_lab
def test_presets_run_from_the_command_line(lab: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    for preset in sample(lab.presets, 2):
        lighter = LIGHTER.get(lab.id, {}) if lab.id == "playground" else {}
        sets = [f"--set={name}={value}" for name, value in lighter.items()]
        assert main(["run", lab.id, "--preset", preset.name, *sets]) == 0
        params = json.loads(capsys.readouterr().out)["params"]
        assert lab.decode(params) == lab.preset_params(preset.name).with_(**lighter)


def whole(lab: Lab, params: LabParams) -> Report:
    """A report put together by hand."""
    named: dict[str, object] = {}
    for part in lab.parts:
        result = part.compute(params)
        named |= {f.name: getattr(result, f.name) for f in dataclasses.fields(result)}
    left_out = lab.main.omitted_from_print(params, lab.main.compute(params))
    return Report(
        lab.id, to_json(params), "", {}, {name: value for name, value in named.items() if name not in left_out}
    )


APART = [(lab, name) for lab in LAB_LIST for name in fields_of(lab.params) if name not in lab.main.uses]


@pytest.mark.parametrize(("lab", "name"), APART, ids=lambda x: x.id if isinstance(x, Lab) else x)
def test_what_stands_apart_does_not_change_the_main_result(lab, name):
    params = lab.preset_params(lab.presets[0].name)
    field, value = fields_of(lab.params)[name], getattr(params, name)
    others = [each for each in (field.low, field.high, *field.choices) if each not in (None, value)]
    whole = others[0] if field.choices or isinstance(value, float) else round(others[0])
    changed = lab.edited(params, name, whole)
    assert changed != params
    before, after = (dict(arrays(dataclasses.asdict(lab.main.compute(each)))) for each in (params, changed))
    assert before.keys() == after.keys()
    assert all(np.array_equal(before[path], after[path], equal_nan=True) for path in before)

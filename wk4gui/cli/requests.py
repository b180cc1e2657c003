"""Builds the requested state from a lab, a preset, a file and assignments.

What reads files is imported once there is a file.
"""

import argparse
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from wk4gui.documents.saved_state import SavedState, is_state, parse_file, preset_state, state_from
from wk4gui.export.frame_choice import frame_number
from wk4gui.lab.assignments import parse_assignment
from wk4gui.lab.declarations import LabParams, ParamError, ViewState, to_json
from wk4gui.lab.lab import Lab
from wk4gui.registry import LABS, find_lab, takes_data


@dataclass(frozen=True)
class Changes:
    """The requested changes of a state.

    Attributes:
        preset: name of a preset; it replaces the whole state.
        params_file: a JSON object of parameters, a session, or a picture with its recipe.
        assignments: such as "learning_rate=0.1"; they win over preset and file.
        frame: the frame to show, or its name.
        data_file: a table of own data, for a lab that takes it.
        inputs, target: the columns of that table; empty: chosen from it.
    """

    preset: str | None = None
    params_file: Path | None = None
    assignments: Sequence[str] = ()
    frame: int | str | None = None
    data_file: Path | None = None
    inputs: Sequence[str] = ()
    target: str = ""

    @property
    def any(self) -> bool:
        """Whether there are changes at all."""
        return self != Changes()


def changes_of(options: argparse.Namespace) -> Changes:
    """The changes that a command line asks for."""
    inputs = _column_names(options.inputs) if options.inputs else ()
    target = _column_names(options.target) if options.target else ()
    if (inputs or options.target) and options.data is None:
        raise ParamError("--inputs and --target name columns of a file: --data FILE.csv")
    name = target[0] if len(target) == 1 else options.target or ""
    return Changes(options.preset, options.params, tuple(options.set), options.frame, options.data, inputs, name)


def _column_names(text: str) -> tuple[str, ...]:
    """Names between commas; one with a comma in it stands in quotes, as in the file."""
    if '"' not in text:
        return tuple(name.strip() for name in text.split(","))
    try:
        return tuple(name.strip() for name in next(csv.reader([text], skipinitialspace=True, strict=True)))
    except csv.Error:
        raise ParamError(f"{text} are no names of columns; one with a comma in it stands in quotes") from None


def lab_state(
    lab_id: str, changes: Changes, view: Sequence[str] = (), view_state: type[ViewState] = ViewState
) -> SavedState:
    """The state of a lab with changes made to its first preset's, and to what is seen of it.

    Args:
        lab_id: the lab.
        changes: to the preset's parameters and frame; a frame that is named is left out, since it needs a result.
        view: "name=value" texts.
        view_state: the declaration of their fields.

    Raises:
        ParamError: a name is unknown, a file is invalid, or the values are not allowed.
        OSError: the file cannot be read.
    """
    lab = find_lab(lab_id)
    state = _changed(lab, preset_state(lab), changes)
    seen = dict(parse_assignment(text, view_state, "view field") for text in view)
    return replace(state, view={**state.view, **seen})


def with_named_frame(state: SavedState, frame: int | str | None) -> SavedState:
    """The state at a frame that was named, for which its result is computed."""
    if not isinstance(frame, str):
        return state
    lab = find_lab(state.lab)
    frames = lab.frames(state.params, lab.main.compute(state.params))
    return replace(state, frame=frame_number(frames, frame))


def session_state(path: Path, changes: Changes) -> SavedState:
    """The state in a session or the recipe of a picture, with changes.

    Raises:
        ParamError, OSError: as `lab_state`.
    """
    from wk4gui.documents.opening import read_state

    saved = read_state(path)
    return _changed(find_lab(saved.lab), saved, changes)


def _changed(lab: Lab, state: SavedState, changes: Changes) -> SavedState:
    if changes.preset is not None:
        state = preset_state(lab, changes.preset)
    if changes.params_file is not None:
        state = _with_file(lab, state, changes.params_file)
    assigned = dict(parse_assignment(text, lab.params) for text in changes.assignments)
    if changes.data_file is not None:
        state = replace(state, params=_with_data(lab, state.params, changes, assigned), preset="")
    params = lab.decode({**to_json(state.params), **assigned})
    return replace(state, params=params, frame=changes.frame if isinstance(changes.frame, int) else state.frame)


def _with_data(lab: Lab, params: LabParams, changes: Changes, assigned: Mapping[str, object]) -> LabParams:
    """Parameters with the data in a file, which has to fit what will be assigned."""
    from wk4gui.documents.data_table import read_data

    assert changes.data_file is not None
    if not takes_data(lab):
        others = ", ".join(other.id for other in LABS.values() if takes_data(other))
        raise ParamError(f"{lab.id} takes no data file; {others} does")
    if assigned.get("data", "own") != "own":
        raise ParamError(f"--data shows your own data, not data={assigned['data']}; leave one of them out")
    regression = assigned.get("task") == "regression"
    data = read_data(changes.data_file, changes.inputs, changes.target, regression=regression)
    try:
        return lab.decode({**to_json(params), **data})
    except ParamError as error:
        raise ParamError(f"{changes.data_file}: {error}") from None


def _with_file(lab: Lab, state: SavedState, path: Path) -> SavedState:
    """A state with the parameters in a file, or the state in the file."""
    from wk4gui.documents.file_reading import read_file, read_standard_input
    from wk4gui.documents.recipe import figure_state, is_figure

    try:
        content = read_standard_input() if str(path) == "-" else read_file(path)
        if is_figure(content):
            saved = figure_state(content)
        else:
            data = parse_file(content)
            if not is_state(data):
                return replace(state, params=lab.decode({**to_json(state.params), **data}))
            saved = state_from(data)
    except ParamError as error:
        raise ParamError(f"{_named(path)}: {error}") from None
    if saved.lab != lab.id:
        raise ParamError(f"{_named(path)} is a session of the lab {saved.lab!r}, not of {lab.id!r}")
    return saved


def _named(path: Path) -> str:
    return "standard input" if str(path) == "-" else str(path)

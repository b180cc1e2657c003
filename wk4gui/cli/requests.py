"""Builds the requested state from a lab, a preset, a file and assignments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from wk4gui.documents.file_reading import read_file
from wk4gui.documents.opening import read_state
from wk4gui.documents.recipe import figure_state, is_figure
from wk4gui.documents.saved_state import SavedState, is_state, parse_file, preset_state, state_from
from wk4gui.lab.assignments import json_or_text, parse_assignment, split_assignment
from wk4gui.lab.declarations import ParamError, to_json
from wk4gui.lab.lab import Lab
from wk4gui.registry import find_lab


@dataclass(frozen=True)
class Changes:
    """The requested changes of a state.

    Attributes:
        preset: name of a preset; it replaces the whole state.
        params_file: a JSON object of parameters, a session, or a picture with its recipe.
        assignments: such as "learning_rate=0.1"; they override preset and file.
        frame: the frame to show.
    """

    preset: str | None = None
    params_file: Path | None = None
    assignments: Sequence[str] = ()
    frame: int | None = None

    @property
    def any(self) -> bool:
        """Whether there are changes at all."""
        return self != Changes()


def lab_state(lab_id: str, changes: Changes, view: Mapping[str, object] | None = None) -> SavedState:
    """The state of a lab: its first preset with changes of parameters and view.

    Raises:
        ParamError: a name is unknown, a file is invalid, or the values are not allowed.
        OSError: the file cannot be read.
    """
    lab = find_lab(lab_id)
    state = _changed(lab, preset_state(lab), changes)
    return replace(state, view={**state.view, **(view or {})})


def session_state(path: Path, changes: Changes) -> SavedState:
    """The state in a session or the recipe of a picture, with changes.

    Raises:
        ParamError, OSError: as `lab_state`.
    """
    saved = read_state(path)
    return _changed(find_lab(saved.lab), saved, changes)


def view_assignments(texts: Sequence[str]) -> dict[str, object]:
    """Names and values of "name=value" texts, to be checked by a view.

    Raises:
        ParamError: a text has no "=".
    """
    return {name: json_or_text(raw) for name, raw in map(split_assignment, texts)}


def _changed(lab: Lab, state: SavedState, changes: Changes) -> SavedState:
    if changes.preset is not None:
        state = preset_state(lab, changes.preset)
    if changes.params_file is not None:
        state = _with_file(lab, state, changes.params_file)
    assigned = dict(parse_assignment(text, lab.params) for text in changes.assignments)
    params = lab.decode({**to_json(state.params), **assigned})
    return replace(state, params=params, frame=state.frame if changes.frame is None else changes.frame)


def _with_file(lab: Lab, state: SavedState, path: Path) -> SavedState:
    """A state with the parameters in a file, or the state in the file."""
    try:
        content = read_file(path)
        if is_figure(content):
            saved = figure_state(content)
        else:
            data = parse_file(content)
            if not is_state(data):
                return replace(state, params=lab.decode({**to_json(state.params), **data}))
            saved = state_from(data)
    except ParamError as error:
        raise ParamError(f"{path}: {error}") from None
    if saved.lab != lab.id:
        raise ParamError(f"{path} is a session of the lab {saved.lab!r}, not of {lab.id!r}")
    return saved

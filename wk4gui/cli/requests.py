"""What is asked for in words, a lab, a preset, a file, assignments, as one state."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wk4gui.documents.file_reading import read_file
from wk4gui.documents.opening import read_state
from wk4gui.documents.recipe import figure_state, is_figure
from wk4gui.documents.saved_state import SavedState, is_state, parse_file, state_from
from wk4gui.lab.assignments import json_or_text, parse_assignment, split_assignment
from wk4gui.lab.declarations import ParamError, to_json
from wk4gui.lab.lab import Lab
from wk4gui.registry import find_lab


@dataclass(frozen=True)
class Changes:
    """What is changed of a state.

    Attributes:
        preset: name of a preset; it replaces all parameters.
        params_file: a JSON object of parameters, a session, or a picture with its recipe.
        assignments: such as "learning_rate=0.1"; they win over preset and file.
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


@dataclass
class _Draft:
    """A state that is still being put together."""

    params: dict[str, Any] = field(default_factory=dict)
    view: dict[str, Any] = field(default_factory=dict)
    frame: int | None = None


def lab_state(lab_id: str, changes: Changes) -> SavedState:
    """The state of a lab with changes made to its defaults.

    Raises:
        ParamError: a name is unknown, a file is no good, or the values are not allowed.
        OSError: the file cannot be read.
    """
    return _changed(find_lab(lab_id), _Draft(), changes)


def session_state(path: Path, changes: Changes) -> SavedState:
    """The state that a session or the recipe of a picture holds, with changes made to it.

    Raises:
        ParamError, OSError: as `lab_state`.
    """
    saved = read_state(path)
    draft = _Draft(to_json(saved.params), saved.view, saved.frame)
    return _changed(find_lab(saved.lab), draft, changes)


def view_assignments(texts: Sequence[str]) -> dict[str, object]:
    """Names and values of "name=value" texts that a view will check.

    Raises:
        ParamError: a text has no "=".
    """
    return {name: json_or_text(raw) for name, raw in map(split_assignment, texts)}


def _changed(lab: Lab, draft: _Draft, changes: Changes) -> SavedState:
    if changes.preset is not None:
        preset = lab.preset(changes.preset)
        draft.params, draft.frame = dict(preset.changes), preset.frame
        draft.view = {**draft.view, **preset.view}
    if changes.params_file is not None:
        _read_params(lab, draft, changes.params_file)
    draft.params.update(parse_assignment(text, lab.params) for text in changes.assignments)
    if changes.frame is not None:
        draft.frame = changes.frame
    return SavedState(lab=lab.id, params=lab.decode(draft.params), view=draft.view, frame=draft.frame)


def _read_params(lab: Lab, draft: _Draft, path: Path) -> None:
    try:
        content = read_file(path)
        if is_figure(content):
            saved = figure_state(content)
        else:
            data = parse_file(content)
            if not is_state(data):
                lab.decode({**draft.params, **data})
                draft.params.update(data)
                return
            saved = state_from(data)
    except ParamError as error:
        raise ParamError(f"{path}: {error}") from None
    if saved.lab != lab.id:
        raise ParamError(f"{path} is a session of the lab {saved.lab!r}, not of {lab.id!r}")
    draft.params, draft.view, draft.frame = to_json(saved.params), saved.view, saved.frame

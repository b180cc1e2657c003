"""Saved states: a lab, its parameters and its view state, stored as .wk4.json files.

A state is complete: whatever a link, a question or a file leaves out is taken from the preset.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from wk4gui.documents.text_encoding import decoded
from wk4gui.lab.assignments import parse_json
from wk4gui.lab.declarations import LabParams, ParamError, clipped, to_json
from wk4gui.lab.lab import Lab
from wk4gui.registry import LABS, find_lab

VERSION = 2
"""The format version, raised when older programs could not read new files."""


class SavedState(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One lab in one state.

    Attributes:
        lab: the lab's id.
        params: its parameters, decoded.
        view: the view state, checked by the view.
        frame: the frame shown; None for the opening frame.
        preset: the preset that it came from and that Reset restores; "" for none.
        version: version of the file format.
    """

    version: int = VERSION
    lab: str
    params: LabParams
    view: dict[str, Any] = {}
    frame: int | None = None
    preset: str = ""

    @property
    def title(self) -> str:
        """The preset's title, or the lab's if there is no preset."""
        lab = find_lab(self.lab)
        return lab.preset(self.preset).title if self.preset else lab.title


def slide_name(state: SavedState) -> str:
    """The number and the title of a state's lab, and its preset: what stands at the foot of a slide."""
    lab = find_lab(state.lab)
    name = f"{list(LABS).index(lab.id) + 1} {lab.title}"
    return f"{name}: {lab.preset(state.preset).title}" if state.preset else name


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A state as stored, its parameters as plain data, since their declaration depends on the lab."""

    version: int
    lab: str
    params: dict[str, Any] = {}
    view: dict[str, Any] = {}
    frame: int | None = None
    preset: str | None = None


def preset_state(
    lab: Lab,
    name: str | None = None,
    changes: Mapping[str, object] | None = None,
    view: Mapping[str, object] | None = None,
    frame: int | None = None,
) -> SavedState:
    """The state of a preset, with changes.

    Args:
        name: of the preset; None or "" for the first one.
        changes: parameters that differ from the preset's.
        view: fields of the view state that differ from the preset's.
        frame: the frame to show; None for the preset's own.

    Raises:
        ParamError: there is no such preset, or the parameters are not allowed.
    """
    preset = lab.preset(name) if name else lab.presets[0]
    return SavedState(
        lab=lab.id,
        params=lab.decode({**preset.changes, **(changes or {})}),
        view={**preset.view, **(view or {})},
        frame=preset.frame if frame is None else frame,
        preset=preset.name,
    )


def encode_state(state: SavedState) -> bytes:
    """The bytes of a .wk4.json file."""
    return msgspec.json.format(msgspec.json.encode(plain_state(state)), indent=1) + b"\n"


def plain_state(state: SavedState) -> dict[str, Any]:
    """The state as plain data; `state_from` reads it back."""
    return {**msgspec.structs.asdict(state), "params": to_json(state.params)}


def decode_state(content: bytes) -> SavedState:
    """The state in the bytes of a file, with everything but the view state checked.

    Raises:
        ParamError: the file is not a session, of a newer version, or has a value that is not allowed.
    """
    return state_from(parse_file(content))


def state_from(data: dict[str, Any]) -> SavedState:
    """The state in plain data.

    Raises:
        ParamError: as `decode_state`.
    """
    version = data.get("version")
    if type(version) is int and version > VERSION:
        raise ParamError(f"the session is of version {version}, this program reads version {VERSION}: update wk4gui")
    try:
        file = msgspec.convert(data, _File)
    except msgspec.ValidationError as error:
        raise ParamError(f"this is not a session: {clipped(str(error))}") from None
    if file.version < 1:
        raise ParamError(f"there is no session version {file.version}; this program reads version {VERSION}")
    if file.frame is not None and file.frame < 0:
        raise ParamError(f"frame = {file.frame}: frame is a whole number of at least 0, or null")
    lab = find_lab(file.lab)
    params = lab.decode(file.params)
    name = _likely_preset(lab, params, file.view) if file.preset is None else file.preset
    if name not in {preset.name for preset in lab.presets}:
        return SavedState(lab=lab.id, params=params, view=file.view, frame=file.frame)
    return preset_state(lab, name, file.params, file.view, file.frame)


def _likely_preset(lab: Lab, params: LabParams, view: Mapping[str, Any]) -> str:
    """The preset that matches a state from a file that names none; "" if none does."""
    fitting = [
        preset
        for preset in lab.presets
        if lab.preset_params(preset.name) == params
        and all(name in view and view[name] == value for name, value in preset.view.items())
    ]
    return max(fitting, key=lambda preset: len(preset.view)).name if fitting else ""


def is_state(data: dict[str, Any]) -> bool:
    """Whether plain data are a session rather than a lab's parameters."""
    return "lab" in data or "params" in data


def parse_file(content: bytes) -> dict[str, Any]:
    """The JSON object in a file's bytes.

    Raises:
        ParamError: it is not text, or not a JSON object.
    """
    data = parse_json(decoded(content))
    if not isinstance(data, dict):
        raise ParamError("a JSON object {…} is expected here")
    return data

"""A saved state: one lab, its parameters and what is seen of it, as the bytes of a .wk4.json file."""

from typing import Any

import msgspec

from wk4gui.documents.text_encoding import decoded
from wk4gui.lab.assignments import parse_json
from wk4gui.lab.declarations import LabParams, ParamError, clipped, to_json
from wk4gui.registry import find_lab

VERSION = 1
"""Raised when a file of today could not be read by the program of yesterday."""


class SavedState(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One lab in one state.

    Attributes:
        lab: the lab's id.
        params: its parameters, decoded.
        view: what its view keeps of itself; checked by the view.
        frame: the frame shown; None for the lab's own choice.
        version: version of the file format.
    """

    version: int = VERSION
    lab: str
    params: LabParams
    view: dict[str, Any] = {}
    frame: int | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file as it is written: parameters still plain, since their declaration depends on the lab."""

    version: int
    lab: str
    params: dict[str, Any] = {}
    view: dict[str, Any] = {}
    frame: int | None = None


def encode_state(state: SavedState) -> bytes:
    """The bytes of a .wk4.json file."""
    return msgspec.json.format(msgspec.json.encode(plain_state(state)), indent=1) + b"\n"


def plain_state(state: SavedState) -> dict[str, Any]:
    """The state as plain data; `state_from` reads it back."""
    return {**msgspec.structs.asdict(state), "params": to_json(state.params)}


def decode_state(content: bytes) -> SavedState:
    """The state that the bytes of a file describe, everything but the view checked.

    Raises:
        ParamError: the file is none of ours, of a newer version, or holds a value that is not allowed.
    """
    return state_from(parse_file(content))


def state_from(data: dict[str, Any]) -> SavedState:
    """The state that plain data describe.

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
    if file.version != VERSION:
        raise ParamError(f"there is no session version {file.version}; this program reads version {VERSION}")
    if file.frame is not None and file.frame < 0:
        raise ParamError(f"frame = {file.frame}: frame is a whole number of at least 0, or null")
    params = find_lab(file.lab).decode(file.params)
    return SavedState(lab=file.lab, params=params, view=file.view, frame=file.frame)


def is_state(data: dict[str, Any]) -> bool:
    """Whether plain data mean a session rather than a lab's parameters."""
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

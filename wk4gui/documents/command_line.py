"""A state as the command that opens it, `wk4gui LAB --preset NAME --set K=V`, to be copied, mailed and pasted."""

import argparse
import json
import shlex
from collections.abc import Mapping
from typing import Any, NoReturn

from wk4gui.documents.saved_state import SavedState, preset_state
from wk4gui.lab.assignments import parse_assignment, split_assignment, typed_value
from wk4gui.lab.declarations import ParamError, to_json
from wk4gui.registry import find_lab

_PROGRAM = "wk4gui"


def command_of(state: SavedState, view: Mapping[str, Any]) -> str:
    """The shortest command that opens a state: its preset, and what differs from it.

    Args:
        state: the state.
        view: the fields of the view as they are without a choice.
    """
    lab = find_lab(state.lab)
    origin = preset_state(lab, state.preset)
    words = [_PROGRAM, lab.id]
    if state.preset and state.preset != lab.presets[0].name:
        words += ["--preset", state.preset]
    words += _assignments("--set", to_json(state.params), to_json(origin.params))
    words += _assignments("--view", state.view, {**view, **origin.view})
    if state.frame is not None and state.frame != origin.frame:
        words += ["--frame", str(state.frame)]
    return shlex.join(words)


def is_command(text: str) -> bool:
    """Whether a text begins like a command of this program."""
    return text.strip().removeprefix("$ ").startswith(f"{_PROGRAM} ")


def state_of_command(text: str) -> SavedState:
    """The state that a command opens; its view is checked by the view.

    Raises:
        ParamError: it is no such command, or a name or a value in it is not allowed.
    """
    try:
        program, *words = shlex.split(text.strip().removeprefix("$ "))
    except ValueError as error:
        raise ParamError(f"the command cannot be read: {str(error).lower()}") from None
    if program != _PROGRAM:
        raise ParamError(f"a command begins with {_PROGRAM}, this one with {program!r}")
    options = _parser().parse_args(words)
    lab = find_lab(options.lab)
    assigned = dict(parse_assignment(each, lab.params) for each in options.set)
    view = {name: typed_value(raw) for name, raw in map(split_assignment, options.view)}
    return preset_state(lab, options.preset, assigned, view, options.frame)


def _assignments(option: str, values: Mapping[str, Any], origin: Mapping[str, Any]) -> list[str]:
    """The option once for each value that differs."""
    changed = {name: value for name, value in values.items() if name not in origin or value != origin[name]}
    return [word for name, value in changed.items() for word in (option, f"{name}={_written(value)}")]


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ParamError(message)


def _parser() -> _Parser:
    parser = _Parser(prog=_PROGRAM, add_help=False, allow_abbrev=False)
    parser.add_argument("lab")
    parser.add_argument("--preset")
    parser.add_argument("--set", action="append", default=[], metavar="K=V")
    parser.add_argument("--view", action="append", default=[], metavar="K=V")
    parser.add_argument("--frame", type=int)
    return parser

"""What whoever set the machine up gives to everyone on it: presets, first settings, and a file that opens at start."""

import re
from dataclasses import dataclass
from pathlib import Path

from wk4gui.documents.folders import system_folder
from wk4gui.documents.lecture import LECTURE_ENDING
from wk4gui.documents.opening import read_lecture, read_state
from wk4gui.lab.declarations import ParamError, to_json
from wk4gui.lab.preset import Preset
from wk4gui.registry import add_presets, find_lab

PRESETS, SETTINGS = "presets", "settings.json"
SESSION_ENDING = ".wk4.json"
STARTS = (f"start{LECTURE_ENDING}", f"start{SESSION_ENDING}")
"""The files that are opened where the program is started without a lab or a file, the first that exists."""


@dataclass(frozen=True)
class ClassSetup:
    """What was found in the system folder.

    Attributes:
        folder: the system folder; None if there is none.
        presets: (lab, preset) of every session in it that can be offered.
        start: the file to open at start.
        complaints: what cannot be used, a sentence each.
    """

    folder: Path | None = None
    presets: tuple[tuple[str, Preset], ...] = ()
    start: Path | None = None
    complaints: tuple[str, ...] = ()


def class_setup(folder: Path | None = None) -> ClassSetup:
    """Reads the system folder; what is wrong in it is complained of and left out."""
    folder = folder or system_folder()
    if folder is None:
        return ClassSetup()
    presets: list[tuple[str, Preset]] = []
    complaints: list[str] = []
    for path in sorted((folder / PRESETS).glob(f"*{SESSION_ENDING}")):
        try:
            presets.append(_preset(path, presets))
        except (ParamError, OSError) as error:
            complaints.append(_sentence(path, error))
    start = next((folder / name for name in STARTS if (folder / name).exists()), None)
    if start is not None and (why := _cannot_open(start)):
        start, complaints = None, [*complaints, why]
    return ClassSetup(folder, tuple(presets), start, tuple(complaints))


def offer_presets(setup: ClassSetup) -> None:
    """Puts the presets behind those of their labs."""
    for lab_id, preset in setup.presets:
        add_presets(lab_id, [preset])


def _preset(path: Path, others: list[tuple[str, Preset]]) -> tuple[str, Preset]:
    """The preset that a session is: named after its file."""
    state = read_state(path)
    stem = path.name.removesuffix(SESSION_ENDING)
    name = re.sub(r"\W+", "_", stem).strip("_").lower()
    taken = {preset.name for preset in find_lab(state.lab).presets}
    if not name or name in taken | {preset.name for lab, preset in others if lab == state.lab}:
        raise ParamError(f"{path}: {state.lab} has a preset {name!r} already; give the file another name")
    title = stem.replace("_", " ").strip()
    return state.lab, Preset(name, title, to_json(state.params), "Given for this class.", state.frame, state.view)


def _cannot_open(path: Path) -> str:
    """Why a file cannot be opened, or ""."""
    try:
        read_lecture(path) if path.name.endswith(LECTURE_ENDING) else read_state(path)
    except (ParamError, OSError) as error:
        return _sentence(path, error)
    return ""


def _sentence(path: Path, error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{path}: {error.strerror or error}"
    return str(error)

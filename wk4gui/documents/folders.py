"""Where the program keeps its files, without asking Qt: the user's folders, and the one for everyone on the machine."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

NAME = "wk4gui"
OVERRIDE = "WK4GUI_SYSTEM_FOLDER"
"""The variable that names another system folder, for a program on a shared drive."""


def settings_folder() -> Path:
    """The folder of the user's settings, the one of Qt's AppConfigLocation."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Preferences" / NAME
    if sys.platform == "win32":
        return _windows("LOCALAPPDATA", Path.home() / "AppData" / "Local")
    return _absolute("XDG_CONFIG_HOME", Path.home() / ".config") / NAME


def data_folder() -> Path:
    """The folder of the user's log, the one of Qt's AppLocalDataLocation."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / NAME
    if sys.platform == "win32":
        return _windows("LOCALAPPDATA", Path.home() / "AppData" / "Local")
    return _absolute("XDG_DATA_HOME", Path.home() / ".local" / "share") / NAME


def system_folders(environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Where settings, presets and a first lecture for everyone on this machine may stand, the most important first."""
    if chosen := environment.get(OVERRIDE):
        return (Path(chosen),)
    if sys.platform == "darwin":
        return (Path("/Library/Application Support") / NAME,)
    if sys.platform == "win32":
        return (Path(environment.get("PROGRAMDATA") or "C:/ProgramData") / NAME,)
    named = environment.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    return tuple(Path(folder) / NAME for folder in named.split(":") if folder.startswith("/"))


def system_folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The first of them that exists."""
    return next((folder for folder in system_folders(environment) if folder.is_dir()), None)


def _absolute(variable: str, otherwise: Path) -> Path:
    """The folder that a variable names; relative ones do not count, as in the specification of these variables."""
    named = os.environ.get(variable, "")
    return Path(named) if named.startswith("/") else otherwise


def _windows(variable: str, otherwise: Path) -> Path:
    return Path(os.environ.get(variable) or otherwise) / NAME

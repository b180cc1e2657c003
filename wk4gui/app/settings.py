"""What the program remembers from one start to the next, in one small JSON file."""

import contextlib
import logging
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QStandardPaths

from wk4gui.export.data import write_file

MOST_RECENT = 8
"""Files in the menu of recent files."""


class Settings(msgspec.Struct, kw_only=True):
    """Everything remembered; every field has a default, and unknown fields of other versions are ignored.

    Attributes:
        theme: "system", or the name of a theme.
        text_size: factor on every size of type.
        geometry: Qt's description of the window's place and size, in base 64.
        splitters: per lab, the sizes of its splitters in their order.
        column_width: of the panels at the right.
        last_lab: the lab that was open.
        recent: files opened or saved, the latest first.
        labs: per lab the state it was left in, as in a session file.
        predictions: per lab and question, whether the last prediction was right.
        export: the last choices of the export dialog.
    """

    theme: str = "system"
    text_size: float = 1.0
    geometry: str = ""
    splitters: dict[str, list[list[int]]] = {}
    last_lab: str = ""
    recent: list[str] = []
    labs: dict[str, dict[str, Any]] = {}
    predictions: dict[str, dict[str, bool]] = {}
    export: dict[str, Any] = {}

    def remember_file(self, path: Path) -> None:
        """Puts a file at the head of the recent ones."""
        text = str(path.absolute())
        self.recent = [text, *(other for other in self.recent if other != text)][:MOST_RECENT]


class SettingsFile:
    """Reads and writes the settings; a damaged file is put aside and the program starts afresh."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Settings:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=Settings)
        except FileNotFoundError:
            return Settings()
        except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            logging.getLogger(__name__).warning("the settings in %s are damaged and start afresh: %s", self.path, error)
            with contextlib.suppress(OSError):
                self.path.replace(self.path.with_suffix(".damaged.json"))
            return Settings()

    def write(self, settings: Settings) -> None:
        """Writes the settings whole; a failure is logged, since nothing else depends on it."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_file(self.path, msgspec.json.format(msgspec.json.encode(settings), indent=1))
        except OSError as error:
            logging.getLogger(__name__).warning("the settings cannot be written to %s: %s", self.path, error)


def default_settings_file() -> SettingsFile:
    """The settings of this user."""
    return SettingsFile(_folder(QStandardPaths.StandardLocation.AppConfigLocation) / "settings.json")


def log_path() -> Path:
    """The log file of this user."""
    return _folder(QStandardPaths.StandardLocation.AppLocalDataLocation) / "wk4gui.log"


def _folder(kind: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(kind))

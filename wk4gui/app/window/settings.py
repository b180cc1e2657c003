"""The settings that are stored between starts, in one small JSON file."""

import contextlib
import logging
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QLockFile, QStandardPaths

from wk4gui.documents.class_setup import SETTINGS
from wk4gui.documents.file_reading import read_file
from wk4gui.documents.file_writing import remove_leftovers, write_file
from wk4gui.documents.folders import system_folder
from wk4gui.documents.record import LabRecord, taken_over
from wk4gui.lab.declarations import ParamError

MOST_RECENT = 8
"""Largest number of recent files."""
LOG = logging.getLogger(__name__)
_LOCK_MS = 2000
"""Time to wait for another window's lock."""
_DEPTHS = {"labs": 1, "splitters": 1, "record": 2}
"""Depth to which a field is merged entry by entry: per lab, or per lab and answer."""
_NOTHING = object()
"""A missing entry."""


class Settings(msgspec.Struct, kw_only=True):
    """The settings; every field has a default, and unknown fields of other versions are ignored.

    Attributes:
        theme: "system", or the name of a theme.
        text_size: factor on every font size.
        geometry: Qt's description of the window's place and size, in base 64.
        splitters: per lab, the sizes of its splitters in their order.
        column_width: of the panels at the right.
        last_lab: the lab that was open.
        recent: files opened or saved, the latest first.
        labs: per lab the state it was left in, as in a session file.
        record: per lab what was answered, by time.
        predictions: of earlier versions: per lab and question, whether the last prediction was right; the record takes
            them over.
        questions: when a lab begins with a question: "first time", "always" or "never".
        shown_everything: labs in which everything was asked to be seen instead of predicting.
        export: the last choices of the export dialog.
        lecture: slides that are in no file yet.
    """

    theme: str = "system"
    text_size: float = 1.0
    geometry: str = ""
    splitters: dict[str, list[list[int]]] = {}
    last_lab: str = ""
    recent: list[str] = []
    labs: dict[str, dict[str, Any]] = {}
    record: dict[str, LabRecord] = {}
    predictions: dict[str, dict[str, bool | None]] = {}
    questions: str = "first time"
    shown_everything: list[str] = []
    export: dict[str, Any] = {}
    lecture: dict[str, Any] = {}

    def remember_file(self, path: Path) -> None:
        """Puts a file at the head of the recent ones."""
        self.recent = united([str(path.absolute())], self.recent)


class SettingsFile:
    """The settings file, shared by several windows.

    A window writes only what it has changed since it read the file; the rest is kept as in the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._before = Settings()

    def read(self) -> Settings:
        """Reads the settings; a damaged file is renamed and defaults are used."""
        remove_leftovers(self.path.parent)
        try:
            settings = self._load()
        except OSError as error:
            LOG.warning("the settings in %s cannot be read: %s", self.path, error)
            settings = Settings()
        self._before = _copy(settings)
        return settings

    def write(self, settings: Settings) -> str:
        """Writes the settings; returns the reason of a failure, or ""."""
        lock = QLockFile(f"{self.path}.lock")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock.tryLock(_LOCK_MS)  # without a lock, writing reports the error or works anyway
            there = merged(self._before, settings, self._load())
            write_file(self.path, msgspec.json.format(msgspec.json.encode(there), indent=1))
        except OSError as error:
            LOG.warning("the settings cannot be written to %s: %s", self.path, error)
            return f"{self.path} cannot be written: {error.strerror or error}"
        finally:
            lock.unlock()
        self._before = _copy(settings)
        return ""

    def _load(self) -> Settings:
        """The current contents of the file.

        Raises:
            OSError: it cannot be read; it is not renamed then.
        """
        try:
            return _with_record(msgspec.json.decode(read_file(self.path), type=Settings))
        except FileNotFoundError:
            return first_settings()
        except (ParamError, msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            LOG.warning("the settings in %s are damaged and start afresh: %s", self.path, error)
            with contextlib.suppress(OSError):
                self.path.replace(self.path.with_suffix(".damaged.json"))
            return Settings()


def _with_record(settings: Settings) -> Settings:
    """The settings with the predictions of an earlier version in the record."""
    for lab_id, predictions in settings.predictions.items():
        settings.record[lab_id] = taken_over(predictions, settings.record.get(lab_id, {}))
    settings.predictions = {}
    return settings


def first_settings() -> Settings:
    """The settings of whoever has none yet: those in the system folder, for what they name."""
    folder = system_folder()
    if folder is None or not (folder / SETTINGS).exists():
        return Settings()
    try:
        return msgspec.json.decode(read_file(folder / SETTINGS), type=Settings)
    except (ParamError, msgspec.MsgspecError, UnicodeError, RecursionError, OSError) as error:
        LOG.warning("the settings in %s are not used: %s", folder / SETTINGS, error)
        return Settings()


def merged(before: Settings, mine: Settings, theirs: Settings) -> Settings:
    """The merged settings of two windows.

    Args:
        before: as read by this window.
        mine: the current settings of this window.
        theirs: the current settings in the file.
    """
    old, new, other = map(msgspec.structs.asdict, (before, mine, theirs))
    fields = {name: _merged(old[name], new[name], other[name], _DEPTHS.get(name, 0)) for name in new}
    fields["recent"] = united(_moved_up(before.recent, mine.recent), theirs.recent, mine.recent)
    return Settings(**fields)


def united(*lists: list[str]) -> list[str]:
    """The recent files of several lists, each once, the first lists first."""
    return list(dict.fromkeys(text for files in lists for text in files))[:MOST_RECENT]


def _merged(before: Any, mine: Any, theirs: Any, depth: int) -> Any:
    """The value of this window if it has changed, else that of the file; entry by entry down to a depth."""
    if mine == before:
        return theirs
    if depth == 0 or mine is _NOTHING or theirs is _NOTHING:
        return mine
    old = {} if before is _NOTHING else before
    entries = {
        name: _merged(old.get(name, _NOTHING), mine.get(name, _NOTHING), theirs.get(name, _NOTHING), depth - 1)
        for name in {**theirs, **mine}
    }
    return {name: entry for name, entry in entries.items() if entry is not _NOTHING}


def _moved_up(before: list[str], mine: list[str]) -> list[str]:
    """The files opened since: those that do not follow the earlier order."""
    for i in range(len(mine)):
        if [text for text in before if text not in mine[:i]][: len(mine) - i] == mine[i:]:
            return mine[:i]
    return mine


def _copy(settings: Settings) -> Settings:
    return msgspec.json.decode(msgspec.json.encode(settings), type=Settings)


def default_settings_file() -> SettingsFile:
    """The path of the user's settings."""
    return SettingsFile(_folder(QStandardPaths.StandardLocation.AppConfigLocation) / "settings.json")


def log_path() -> Path:
    """The path of the user's log file."""
    return _folder(QStandardPaths.StandardLocation.AppLocalDataLocation) / "wk4gui.log"


def records_path() -> Path:
    """The path of the results of the user's sweeps."""
    return _folder(QStandardPaths.StandardLocation.AppLocalDataLocation) / "sweeps.jsonl"


def _folder(kind: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(kind))

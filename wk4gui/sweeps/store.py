"""Where the records of points are kept: a file a point, written completely or not at all, or memory."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import msgspec

from wk4gui.documents.file_writing import remove_leftovers, replace_file
from wk4gui.sweeps.record import Record

POINTS = "points"


class Store(Protocol):
    """Records by the keys of their points."""

    def read(self, key: str) -> Record | None:
        """The record; None if the point is not finished."""

    def write(self, key: str, record: Record) -> None:
        """Keeps the record of a finished point."""


class WindowStore(Store, Protocol):
    """The store of a window's sweeps."""

    def forget(self) -> None:
        """Removes every record.

        Raises:
            OSError: the file cannot be removed.
        """


class MemoryStore:
    """A store that is gone with the program."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}

    def read(self, key: str) -> Record | None:
        return self._records.get(key)

    def write(self, key: str, record: Record) -> None:
        self._records[key] = record

    def forget(self) -> None:
        """Removes every record."""
        self._records.clear()


class FolderStore:
    """A folder with a file for each finished point, in 256 folders by the beginning of its key.

    Two programs may fill the same folder: a record is the same bytes whoever writes it.
    """

    def __init__(self, folder: Path) -> None:
        """Opens a folder, which is made if there is none, and removes what a killed program left unfinished.

        Raises:
            OSError: it cannot be made.
        """
        self.folder = folder / POINTS
        self.folder.mkdir(parents=True, exist_ok=True)
        for part in self.folder.iterdir():
            remove_leftovers(part)

    def path(self, key: str) -> Path:
        """The file of a point."""
        return self.folder / key[:2] / f"{key[2:]}.json"

    def read(self, key: str) -> Record | None:
        """The record; None if there is none, or the file was damaged."""
        try:
            return msgspec.json.decode(self.path(key).read_bytes(), type=Record)
        except (FileNotFoundError, msgspec.MsgspecError, UnicodeError):
            return None

    def write(self, key: str, record: Record) -> None:
        path = self.path(key)
        try:
            replace_file(path, msgspec.json.encode(record))
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, msgspec.json.encode(record))

    def keys(self) -> Iterator[str]:
        """The keys of all files."""
        for part in self.folder.iterdir():
            yield from (part.name + path.stem for path in part.glob("*.json"))

"""Records of points in one file of bounded size, a line each, which the window finds again at its next start."""

import logging
import threading
from contextlib import suppress
from pathlib import Path

import msgspec

from wk4gui.documents.file_writing import write_file
from wk4gui.sweeps.record import Record

MOST_BYTES = 32_000_000
"""Above this size the older half of a file is forgotten."""
LOG = logging.getLogger(__name__)
_KEY = 32


class JournalStore:
    """A store in a file that several windows may add to. A line is a key, a space and a record as JSON.

    What fails stays in memory alone, so that it is tried again after a start; so does everything where the file
    cannot be written.
    """

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        """Makes a store that reads its file when it is first asked."""
        self.path = path
        self._most_bytes = most_bytes
        self._lines: dict[bytes, bytes] | None = None
        self._lock = threading.Lock()

    def read(self, key: str) -> Record | None:
        """The record; None if there is none, or its line was damaged."""
        with self._lock:
            line = self._known().get(key.encode())
        try:
            return None if line is None else msgspec.json.decode(line, type=Record)
        except (msgspec.MsgspecError, UnicodeError):
            return None

    def write(self, key: str, record: Record) -> None:
        line = msgspec.json.encode(record)
        with self._lock:
            self._known()[key.encode()] = line
            if record.status != "failed":
                self._append(b"%s %s\n" % (key.encode(), line))

    def forget(self) -> None:
        """Removes the file.

        Raises:
            OSError: it cannot be removed.
        """
        with self._lock:
            self._lines = {}
            self.path.unlink(missing_ok=True)

    def _known(self) -> dict[bytes, bytes]:
        if self._lines is None:
            self._lines = {line[:_KEY]: line[_KEY + 1 :] for line in self._load().split(b"\n") if line}
        return self._lines

    def _load(self) -> bytes:
        """The file, without its older half if it is too large, and with its last line at an end."""
        try:
            content = self.path.read_bytes()
            if len(content) > self._most_bytes:
                content = content[-(self._most_bytes // 2) :].partition(b"\n")[2]
                write_file(self.path, content)
        except FileNotFoundError:
            return b""
        except OSError as error:
            LOG.warning("the results of sweeps in %s cannot be read: %s", self.path, error)
            return b""
        if content and not content.endswith(b"\n"):
            self._append(b"\n")  # a program was killed while it wrote
        return content

    def _append(self, line: bytes) -> None:
        try:
            with suppress(FileNotFoundError), self.path.open("ab") as file:
                file.write(line)
                return
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                file.write(line)
        except OSError as error:
            LOG.warning("the results of sweeps cannot be written to %s: %s", self.path, error)

"""Writes files completely or not at all, checks their names, and removes leftovers of killed processes."""

import errno
import os
import platform
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO

from wk4gui.lab.declarations import ParamError

MOST_NAME_BYTES = 255
"""The limit of common file systems."""
_HOST = f"{zlib.crc32(platform.node().encode()):08x}"
"""Distinguishes machines that share a folder, since process ids are local to a machine."""
_LEFTOVER = re.compile(rf"\.wk4gui-{_HOST}-(\d{{1,10}})-\d+\.tmp", re.ASCII)
_numbers = count()


Content = bytes | Callable[[BinaryIO], object]
"""The bytes of a file, or a function that writes them."""


def write_file(path: Path, content: Content) -> None:
    """Writes a temporary file and moves it into place, so that no partial file is ever visible.

    Raises:
        OSError: the file cannot be written; its filename is the path.
    """
    write_files({path: content})


def write_files(contents: Mapping[Path, Content]) -> None:
    """Writes several files, and moves them into place only when all have been written.

    Raises:
        OSError: a file cannot be written; its filename is that file's path.
    """
    for folder in {Path(os.path.realpath(path)).parent for path in contents}:
        remove_leftovers(folder)
    written: dict[Path, tuple[Path, Path]] = {}
    try:
        for path, content in contents.items():
            with _named(path):
                target = Path(os.path.realpath(path))
                if target.is_dir():  # raises if the name is impossible
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
                beside = _beside(target)
                written[path] = beside, target
                with beside.open("wb") as file:
                    content(file) if callable(content) else file.write(content)
        for path, (beside, target) in written.items():
            with _named(path):
                beside.replace(target)
    finally:
        for beside, _ in written.values():
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file beside its place and moves it there; for many small files, whose folder is cleaned but once.

    Raises:
        OSError: the file cannot be written.
    """
    beside = _beside(path)
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _beside(path: Path) -> Path:
    """A new name in the same folder for a file that is not finished."""
    return path.with_name(f".wk4gui-{_HOST}-{os.getpid()}-{next(_numbers)}.tmp")


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Adds the name of the requested file to errors."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None


def remove_leftovers(folder: Path) -> None:
    """Removes unfinished files that killed processes left in a folder."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            leftover = _LEFTOVER.fullmatch(entry.name)
            if leftover and not _is_running(int(leftover[1])):
                with suppress(OSError):
                    Path(entry.path).unlink()


def typed_path(text: str) -> Path:
    """A typed path with ~ expanded.

    Raises:
        ParamError: the name is impossible or that of a folder.
    """
    try:
        path = Path(text.strip()).expanduser()
    except RuntimeError:
        raise ParamError(f"there is no home folder {text.strip().split('/')[0]!r}") from None
    if text.strip().endswith(("/", os.sep)) or not path.name or os.path.isdir(path):  # noqa: PTH112 - never raises
        raise ParamError(f"the file has no name; {str(path)!r} is a folder" if text.strip() else "the file has no name")
    check_name(path.name)
    return path


def check_name(name: str) -> None:
    """Refuses an impossible file name.

    Raises:
        ParamError: it is too long or has characters that are not allowed.
    """
    try:
        size = len(os.fsencode(name))
    except UnicodeEncodeError:
        size = 0
    if size == 0 or "\0" in name:
        raise ParamError(f"{name[:40]!r} cannot be the name of a file")
    if size > MOST_NAME_BYTES:
        raise ParamError(f"the file's name is too long: {size} bytes; at most {MOST_NAME_BYTES} are possible")


def shortened(text: str, most_bytes: int) -> str:
    """The beginning of a text, at most ``most_bytes`` long as part of a file name."""
    return os.fsencode(text)[:most_bytes].decode(sys.getfilesystemencoding(), "ignore")


def _is_running(pid: int) -> bool:
    """Whether a process with this id exists or may exist."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        handle = kernel.OpenProcess(0x1000, 0, pid)  # asks for the least access
        if handle:
            kernel.CloseHandle(handle)
        return bool(handle) or ctypes.get_last_error() != 87  # no such process
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True

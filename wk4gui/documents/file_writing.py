"""Writing files: whole or not at all, under names that can exist, and without leftovers of killed programs."""

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
"""What the file systems in use allow."""
_HOST = f"{zlib.crc32(platform.node().encode()):08x}"
"""Distinguishes machines that share a folder, since a process is known on its own machine only."""
_LEFTOVER = re.compile(rf"\.wk4gui-{_HOST}-(\d{{1,10}})-\d+\.tmp", re.ASCII)
_numbers = count()


Content = bytes | Callable[[BinaryIO], object]
"""The bytes of a file, or what writes them into it."""


def write_file(path: Path, content: Content) -> None:
    """Writes a whole file beside its place and moves it there, so that no half file is ever seen.

    Raises:
        OSError: the file cannot be written; its filename is the path.
    """
    write_files({path: content})


def write_files(contents: Mapping[Path, Content]) -> None:
    """Writes several files; none of them is in its place before all have been written.

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
                if target.is_dir():  # raises where no file can have that name
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
                beside = target.with_name(f".wk4gui-{_HOST}-{os.getpid()}-{next(_numbers)}.tmp")
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


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors name the file that was asked for, a full disk too."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None


def remove_leftovers(folder: Path) -> None:
    """Removes the unfinished files of processes that were killed while they wrote into a folder."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            leftover = _LEFTOVER.fullmatch(entry.name)
            if leftover and not _is_running(int(leftover[1])):
                with suppress(OSError):
                    Path(entry.path).unlink()


def typed_path(text: str) -> Path:
    """The path that someone typed, ~ expanded.

    Raises:
        ParamError: no file can have that name, or it is a folder's.
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
    """Refuses a name that no file can have.

    Raises:
        ParamError: it is too long or holds what a name cannot hold.
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
    """The beginning of a text that has at most so many bytes as a part of a name."""
    return os.fsencode(text)[:most_bytes].decode(sys.getfilesystemencoding(), "ignore")


def _is_running(pid: int) -> bool:
    """Whether there is a process of that number; also where that cannot be found out."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        handle = kernel.OpenProcess(0x1000, 0, pid)  # the right to ask for the least
        if handle:
            kernel.CloseHandle(handle)
        return bool(handle) or ctypes.get_last_error() != 87  # there is no process of that number
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True

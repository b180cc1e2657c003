"""Reads files from outside: regular files of bounded size only, in chunks."""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wk4gui.documents.metadata import picture_format
from wk4gui.documents.text_encoding import decoded_or_guessed
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import ParamError

MB = 1_000_000
MOST_TEXT = 5 * MB
"""Of sessions, lectures, tables, parameters and names; a session has some kB."""
MOST_FIGURE = 100 * MB
_PIECE = MB
_HEAD = 4096
_KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
"""Opening a pipe or device must not block."""


def read_file(path: Path, checkpoint: Checkpoint = no_checkpoint) -> bytes:
    """The content of a file; one that does not begin like a figure has to be small.

    Raises:
        ParamError: the name is impossible, or the file is not regular or too large.
        OSError: the file cannot be read.
    """
    with _named(path):
        _check_regular(path)
        with os.fdopen(os.open(path, _FLAGS), "rb", buffering=0) as file:
            pieces = [file.read(_HEAD) or b""]
            size, most = len(pieces[0]), MOST_FIGURE if picture_format(pieces[0]) else MOST_TEXT
            expected = max(os.fstat(file.fileno()).st_size, 1)
            while pieces[-1] and max(size, expected) <= most:
                checkpoint(min(size / expected, 1.0))
                pieces.append(file.read(_PIECE) or b"")
                size += len(pieces[-1])
    if max(size, expected) > most:
        raise ParamError(_too_large(max(size, expected), most))
    return b"".join(pieces)


def read_standard_input() -> bytes:
    """What comes on standard input, as large as a figure may be.

    Raises:
        ParamError: there is none, or it is too large.
    """
    if sys.stdin is None:
        raise ParamError("there is no standard input")
    content = sys.stdin.buffer.read(MOST_FIGURE + 1)
    most = MOST_FIGURE if picture_format(content) else MOST_TEXT
    if len(content) > most:
        raise ParamError(_too_large(len(content), most))
    return content


def read_text(path: Path) -> tuple[str, str]:
    """The text in a file, and its encoding if that had to be guessed, else "".

    Raises:
        ParamError: as `read_file`, or it is not text.
        OSError: the file cannot be read.
    """
    content = read_file(path)
    if picture_format(content):
        raise ParamError("this is a picture; text is expected here")
    return decoded_or_guessed(content)


def _check_regular(path: Path) -> None:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise ParamError(f"this is {_KINDS.get(stat.S_IFMT(mode), 'no file')}; only files can be read")


def _too_large(size: int, most: int) -> str:
    return (
        f"this has {size / MB:.1f} MB, more than {most // MB} MB; sessions, lectures, tables, parameters and names may "
        f"have {MOST_TEXT // MB} MB, figures {MOST_FIGURE // MB} MB"
    )


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Adds the file's name to errors; an impossible name is bad input."""
    try:
        yield
    except ParamError:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None
    except ValueError as error:
        raise ParamError(f"{str(path)!r}: {error}") from None

"""Versions of the program, of Python and of what the program is built on."""

import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from wk4gui import __version__
from wk4gui.doctor.finding import Finding

Version = tuple[int, ...]

SUPPORTED: dict[str, tuple[Version, Version]] = {
    "numpy": ((2, 0), (3,)),
    "msgspec": ((0, 19), (1,)),
    "PySide6-Essentials": ((6, 8), (6, 12)),
    "pyqtgraph": ((0, 14), (0, 15)),
    "contourpy": ((1, 3), (2,)),
    "Pillow": ((11,), (14,)),
}
"""From which version on, and below which, each library works; as in pyproject.toml."""
REFUSED: dict[str, tuple[Version, ...]] = {"PySide6-Essentials": ((6, 9, 1),)}
INSTALL = "{python} -m pip install --upgrade wk4gui"


def versions() -> Iterator[Finding]:
    """The program first."""
    yield Finding("versions", "wk4gui", f"{__version__}, {_kind()}")
    yield Finding("versions", "Python", f"{platform.python_version()}, {sys.executable}")
    yield Finding("versions", "system", _system())
    for library in SUPPORTED:
        yield _library(library)


def _kind() -> str:
    """How it was installed."""
    if getattr(sys, "frozen", False):
        return f"a program of its own in {Path(sys.executable).parent}"
    return f"a Python package in {Path(__file__).parent.parent}"


def _system() -> str:
    """The name and version of the operating system, and the kind of processor."""
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = platform.platform(terse=True)
    libc = " ".join(platform.libc_ver()) if sys.platform.startswith("linux") else ""
    return ", ".join(part for part in (name, platform.machine(), libc.strip()) if part)


def _library(library: str) -> Finding:
    try:
        found = metadata.version(library)
    except metadata.PackageNotFoundError:
        return Finding("versions", library, "not installed", "fault", _install())
    least, below = SUPPORTED[library]
    if not least <= numbers(found) < below or numbers(found) in REFUSED.get(library, ()):
        wanted = f"from {_text(least)} to below {_text(below)}"
        return Finding("versions", library, f"{found}; this program needs one {wanted}", "fault", _install())
    return Finding("versions", library, found)


def _install() -> str:
    return INSTALL.format(python=sys.executable)


def numbers(version: str) -> Version:
    """The leading numbers of a version."""
    parts = []
    for part in version.split("."):
        if not part.isdecimal():
            break
        parts.append(int(part))
    return tuple(parts)


def _text(version: Version) -> str:
    return ".".join(map(str, version))

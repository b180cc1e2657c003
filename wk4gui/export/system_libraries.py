"""Linux libraries that Qt needs: which are missing, and the command that installs them.

Qt ends the process if its window cannot open, so this is checked before.
"""

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from wk4gui.lab.declarations import ParamError

INSTALLERS = {
    "apt": "sudo apt install",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S",
    "zypper": "sudo zypper install",
}
"""Package managers in the order of the search, and their install commands."""

PACKAGES = {
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image", "libxcb-image0"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1"),
    "libxcb-render-util.so.0": (
        "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil", "libxcb-render-util0",
    ),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb", "libxcb-randr0"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb", "libxcb", "libxcb-render0"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb", "libxcb", "libxcb-shm0"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb", "libxcb", "libxcb-sync1"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb", "libxcb", "libxcb-xfixes0"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb", "libxcb-xkb1"),
    "libxcb.so.1": ("libxcb1", "libxcb", "libxcb", "libxcb1"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11", "libX11-xcb1"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client", "wayland", "libwayland-client0"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor", "wayland", "libwayland-cursor0"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd", "Mesa-libGL1"),
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd", "Mesa-libEGL1"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig", "fontconfig"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2", "glib2", "libgthread-2_0-0"),
}  # fmt: skip
"""Libraries needed by Qt's window, and their packages for each of INSTALLERS."""

_OF_X11, _OF_WAYLAND = ("libxcb-", "libX11", "libxkbcommon-x11"), ("libwayland",)
_NOT_FOR = {"xcb": _OF_WAYLAND, "wayland": _OF_X11, "drawing": _OF_X11 + _OF_WAYLAND}
"""Prefixes of the libraries that are not needed for a purpose."""

WITHOUT_A_WINDOW = "`wk4gui gallery DIR` draws every lab without one"


def choose_platform(environment: Mapping[str, str]) -> str | None:
    """Qt's platform for a window on Linux: Wayland if it runs, else X11; None if Qt may choose.

    Raises:
        ParamError: no window can open; with the reason and a remedy.
    """
    if not sys.platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return None
    wayland, x11 = environment.get("WAYLAND_DISPLAY"), environment.get("DISPLAY")
    if not wayland and not x11:
        raise ParamError(f"there is no display for the window; {WITHOUT_A_WINDOW}")
    if wayland and _wayland_answers(environment) and not _missing("wayland"):
        return "wayland"
    if not x11:
        raise _cannot_open(_missing("wayland") or "the Wayland display does not answer")
    if missing := _missing("xcb"):
        raise _cannot_open(missing)
    if not _x11_answers():
        raise _cannot_open(f"the display {x11!r} does not answer")
    return "xcb"


def explained(error: ImportError) -> ParamError | None:
    """The message if a part of Qt cannot be loaded because a library is missing; None for other errors."""
    text = str(error)
    if ".so" not in text and "DLL load failed" not in text:
        return None
    return ParamError(f"Qt cannot start on this machine: {with_command(text, missing_libraries('drawing'))}")


def missing_libraries(purpose: str) -> list[str]:
    """The missing libraries for a window ("xcb", "wayland") or for "drawing" without one."""
    return [name for name in PACKAGES if not name.startswith(_NOT_FOR[purpose]) and not _loads(name)]


def with_command(complaint: str, libraries: Iterable[str]) -> str:
    """A complaint with the command that installs the libraries, if a known package manager exists."""
    manager = next((name for name in INSTALLERS if shutil.which(name)), None)
    wanted = [PACKAGES[name] for name in libraries if name in PACKAGES]
    if manager is None or not wanted:
        return complaint
    column = list(INSTALLERS).index(manager)
    packages = dict.fromkeys(row[column] for row in wanted)
    return f"{complaint}; this installs what is missing: {INSTALLERS[manager]} {' '.join(packages)}"


def _cannot_open(why: str) -> ParamError:
    return ParamError(f"no window can open: {why}; {WITHOUT_A_WINDOW}")


def _missing(platform: str) -> str:
    """The reason why Qt's plugin for a platform cannot be loaded, or ""."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        return "PySide6 is not installed"
    plugin = Path(spec.origin).parent / "Qt" / "plugins" / "platforms" / f"libq{platform}.so"
    if not plugin.exists():  # a Qt installed by the system has it elsewhere, with its libraries
        return ""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        lost = missing_libraries(platform)
        return with_command(f"{', '.join(lost)} missing" if lost else str(error), lost)
    return ""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    folder = environment.get("XDG_RUNTIME_DIR", "")
    return os.path.exists(os.path.join(folder, environment["WAYLAND_DISPLAY"]))  # noqa: PTH110, PTH118


def _x11_answers() -> bool:
    """Whether the X server of DISPLAY accepts connections.

    The connection is kept open: some servers restart when their last client leaves, and would refuse Qt for a moment.
    """
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    return not xcb.xcb_connection_has_error(xcb.xcb_connect(None, None))

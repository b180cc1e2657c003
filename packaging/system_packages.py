"""Libraries and programs of the Linux system that Qt and the tests need: found by trying, installed where allowed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from checkout import PYTHON, Refused, say

OFFSCREEN = ("libgl1", "libegl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0")
WINDOW = (
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)
TEST_PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool", "pdftoppm": "poppler-utils", "rsvg-convert": "librsvg2-bin"}

DRAW = """
import PySide6.QtSvg
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
QLabel("a").grab()
"""
LOAD_WINDOW_PLUGIN = """
import ctypes, pathlib, PySide6.QtGui
ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so"))
"""


def ensure_drawing() -> None:
    """Makes sure that Qt can draw without a screen.

    Raises:
        Refused: it cannot, and the packages that it takes could not be installed.
    """
    if not _on_linux() or not _complaint(DRAW, "offscreen"):
        return
    say("Qt does not start yet: libraries of the system are missing")
    installed = ensure_packages(OFFSCREEN)
    if complaint := _complaint(DRAW, "offscreen"):
        todo = "" if installed else "; after the command above it should"
        raise Refused(f"Qt cannot start on this machine{todo}: {complaint}")


def ensure_window() -> bool:
    """Whether a window can open, after what it takes has been installed."""
    if not _on_linux() or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    if not _complaint(DRAW):
        return True
    if _complaint(LOAD_WINDOW_PLUGIN):
        ensure_packages(WINDOW)
    complaint = _complaint(DRAW)
    if complaint:
        say(f"Qt cannot open a window: {complaint}")
    return not complaint


def ensure_test_programs() -> None:
    """Installs what the tests of the real window take; where that is not allowed, those tests are skipped."""
    if not _on_linux():
        return
    packages = [package for program, package in TEST_PROGRAMS.items() if not shutil.which(program)]
    if _complaint(LOAD_WINDOW_PLUGIN):
        packages += WINDOW
    if packages and not ensure_packages(packages):
        say("Without these packages the tests that open a real window or read pictures back are skipped.")


def ensure_packages(packages: Sequence[str]) -> bool:
    """Installs Debian packages, or prints how to; returns whether they are installed now."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        say(f"Please install what this system calls the Debian packages {' '.join(packages)}")
        return False
    rights = _rights()
    if rights is None:
        say("Please run this, then start again:  sudo " + " ".join(command))
        return False
    say("Installing packages of the system: " + " ".join(packages))
    rights = [*rights, "env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.call([*rights, "apt-get", "--quiet=2", "update"])
    return subprocess.call([*rights, *command, "--quiet=2"], stdout=subprocess.DEVNULL) == 0


def _rights() -> list[str] | None:
    """What to put before a command to run it as root: nothing, sudo if it asks no password, or None."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n"]
    return None


def _on_linux() -> bool:
    return sys.platform.startswith("linux")


def _complaint(program: str, platform: str = "") -> str:
    """The last line that a Python program complains with in the environment; "" if it runs."""
    variables = {**os.environ, **({"QT_QPA_PLATFORM": platform} if platform else {})}
    try:
        answer = subprocess.run([PYTHON, "-c", program], env=variables, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        return "it does not answer"
    if answer.returncode == 0:
        return ""
    return (answer.stderr.strip().splitlines() or [f"status {answer.returncode}"])[-1]

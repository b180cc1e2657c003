"""The command `desktop`: a menu entry, icons and MIME types for a program that pip or a folder brought (Linux)."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from wk4gui.doctor.display import own_command
from wk4gui.documents.folders import data_folder
from wk4gui.lab.declarations import ParamError
from wk4gui.resources import resource

ENTRY = "applications/wk4gui.desktop"
FILES = {
    "desktop/wk4gui.desktop": ENTRY,
    "desktop/wk4gui.xml": "mime/packages/wk4gui.xml",
    "icons/wk4gui.svg": "icons/hicolor/scalable/apps/wk4gui.svg",
    "desktop/icons/wk4gui-48.png": "icons/hicolor/48x48/apps/wk4gui.png",
    "desktop/icons/wk4gui-128.png": "icons/hicolor/128x128/apps/wk4gui.png",
    "desktop/icons/wk4gui-256.png": "icons/hicolor/256x256/apps/wk4gui.png",
}
"""Files of resources/, and their places in the user's folder of data."""
_REFRESH = (("update-mime-database", "mime"), ("update-desktop-database", "applications"))


def add_to_desktop() -> str:
    """Copies the files into the user's folder; returns what was written."""
    share = _share()
    for source, place in FILES.items():
        target = share / place
        target.parent.mkdir(parents=True, exist_ok=True)
        content = resource(source).read_bytes()
        target.write_bytes(
            content.replace(b"Exec=wk4gui ", f"Exec={_command()} ".encode()) if place == ENTRY else content
        )
    _refresh(share)
    return "".join(f"{share / place}\n" for place in FILES.values())


def remove_from_desktop() -> str:
    """Deletes the files that `add_to_desktop` wrote; returns those that were there."""
    share = _share()
    there = [share / place for place in FILES.values() if (share / place).exists()]
    for path in there:
        path.unlink()
    _refresh(share)
    return "".join(f"{path}\n" for path in there)


def _share() -> Path:
    if not sys.platform.startswith("linux"):
        raise ParamError("the menu of this system is filled by its installer; `wk4gui desktop` is for Linux")
    return data_folder().parent


def _command() -> str:
    """This program as a desktop entry calls it, whose own escapes are those of a quoted word."""
    installed = shutil.which("wk4gui")
    words = [installed] if installed and not getattr(sys, "frozen", False) else own_command()
    return " ".join(word if shlex.quote(word) == word else _quoted(word) for word in words)


def _quoted(word: str) -> str:
    for character in '\\"`$':
        word = word.replace(character, f"\\{character}")
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'


def _refresh(share: Path) -> None:
    """Tells the desktop, where the programs for that are installed; it finds out by itself later."""
    for program, folder in _REFRESH:
        if shutil.which(program) and (share / folder).is_dir():
            subprocess.run([program, str(share / folder)], check=False, capture_output=True)

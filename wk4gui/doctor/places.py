"""The folders of the program: where they are, whether they can be written, and what the system's one gives."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from wk4gui.doctor.finding import Finding
from wk4gui.documents.class_setup import SETTINGS, class_setup
from wk4gui.documents.folders import data_folder, settings_folder, system_folders

HERE = "this folder"
"""Where the program was started: it need not be written."""
LEAST_FREE = 50_000_000
"""Bytes below which exports are likely to fail."""


def places() -> Iterator[Finding]:
    """The user's folders, then the system's."""
    for name, folder in (
        ("settings", settings_folder()),
        ("log", data_folder()),
        ("temporary files", Path(tempfile.gettempdir())),
        (HERE, Path.cwd()),
    ):
        yield _place(name, folder)
    yield from _system()


def _place(name: str, folder: Path) -> Finding:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir():
        return _fault(name, folder, f"{there} is a file", "move it away")
    if why := _not_writable(there):
        return _fault(name, folder, f"cannot be written: {why}", f"let this user write to {there}")
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE:
        return _fault(name, folder, f"{free / 1e6:.0f} MB are free", "make room on this disk")
    made = "" if folder.exists() else ", made when it is needed"
    return Finding("folders", name, f"{folder}: can be written{made}, {free / 1e9:.1f} GB free")


def _fault(name: str, folder: Path, why: str, advice: str) -> Finding:
    return Finding("folders", name, f"{folder}: {why}", "note" if name == HERE else "fault", advice)


def _not_writable(folder: Path) -> str:
    """Why no file can be made in a folder, or ""; found by making one."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def _system() -> Iterator[Finding]:
    setup = class_setup()
    if setup.folder is None:
        yield Finding("class", "system folder", f"none ({os.pathsep.join(map(str, system_folders()))} would be it)")
        return
    yield Finding("class", "system folder", str(setup.folder))
    if (setup.folder / SETTINGS).exists():
        yield Finding("class", "first settings", str(setup.folder / SETTINGS))
    if setup.start is not None:
        yield Finding("class", "opened at start", str(setup.start))
    for lab, preset in setup.presets:
        yield Finding("class", "preset", f"{lab} --preset {preset.name}")
    for complaint in setup.complaints:
        yield Finding("class", "not used", complaint, "fault", "correct the file or take it away")

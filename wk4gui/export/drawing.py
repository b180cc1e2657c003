"""Draws a state into a picture or an animation, with or without a screen."""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from wk4gui.documents.file_writing import write_file, write_files
from wk4gui.documents.saved_state import SavedState, preset_state
from wk4gui.export.choices import ALL_FRAMES, ANIMATIONS, PICTURES, ExportChoices
from wk4gui.export.figure import Figure
from wk4gui.export.frame_choice import evenly
from wk4gui.export.image import FORMATS, pdf_pages
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import ParamError
from wk4gui.lab.frames import Frames
from wk4gui.registry import LABS
from wk4gui.render.qt_application import qt_application

_NUMBER = re.compile(r"%(?:0[1-9])?d")


def export_figure(
    state: SavedState,
    choices: ExportChoices,
    path: Path,
    *,
    result: Any = None,
    checkpoint: Checkpoint = no_checkpoint,
) -> None:
    """Draws a state into a file whose ending chooses PNG, SVG, PDF, GIF or WebP; needs no display.

    Args:
        state: lab, parameters, view and frame; an animation shows all frames, and its recipe opens at that one.
        choices: how it looks.
        path: the file.
        result: the result of these parameters, where it is there already.
        checkpoint: called with the fraction that is done; whatever it raises ends the export, and no file is written.

    Raises:
        ParamError: the view, the frame, a choice or the ending is invalid, an animation has only one frame, the
            picture is too large, or this is not the main thread.
        OSError: the file cannot be written.
    """
    if path.suffix.lower() not in PICTURES + ANIMATIONS:
        raise ParamError(f"{path.name!r} does not end in one of {', '.join(PICTURES + ANIMATIONS)}")
    write_file(path, figure_bytes(state, choices, path.suffix, result=result, checkpoint=checkpoint))


def figure_bytes(
    state: SavedState,
    choices: ExportChoices,
    ending: str,
    *,
    result: Any = None,
    checkpoint: Checkpoint = no_checkpoint,
) -> bytes:
    """The bytes of such a file.

    Raises:
        ParamError: as `export_figure`.
    """
    ending = ending.lower()
    if choices.all_frames and ending not in ALL_FRAMES:
        raise ParamError(f"all frames go into one of {', '.join(ALL_FRAMES)}, or into numbered files")
    choices = _checked(choices, many=choices.all_frames or ending in ANIMATIONS)
    with _figure(state, choices, result) as figure:
        if ending in ANIMATIONS:
            return _animated(figure, ending, checkpoint)
        if choices.all_frames and ending == ".pdf":
            return pdf_pages(figure, shown_frames(figure.frames, choices), checkpoint)()
        return FORMATS[ending](figure)()


def export_frames(
    state: SavedState,
    choices: ExportChoices,
    pattern: Path,
    *,
    result: Any = None,
    checkpoint: Checkpoint = no_checkpoint,
) -> list[Path]:
    """Draws all frames into numbered files, PNG or SVG, all or none; returns the files.

    Args:
        state: lab, parameters and view; each file's recipe opens at its own frame.
        choices: how they look; of a long history max_frames are drawn, evenly spaced.
        pattern: path with a number in its name, such as step-%03d.png, counted from 0.
        result: as `export_figure`.
        checkpoint: as `export_figure`.

    Raises:
        ParamError: as `export_figure`.
        OSError: a file cannot be written.
    """
    ending = pattern.suffix.lower()
    if not is_numbered(pattern) or ending not in PICTURES:
        raise ParamError(f"{pattern.name!r} is no name of numbered pictures such as step-%03d.png")
    contents = {}
    with _figure(state, _checked(choices, many=True), result) as figure:
        frames = shown_frames(figure.frames, choices)
        for number, frame in enumerate(frames):
            figure.show_frame(frame)
            contents[pattern.with_name(pattern.name % number)] = FORMATS[ending](figure)()
            checkpoint((number + 1) / len(frames))
    pattern.parent.mkdir(parents=True, exist_ok=True)
    write_files(contents)
    return list(contents)


def is_numbered(path: Path) -> bool:
    """Whether a name has one place for a number, such as %03d."""
    return path.name.count("%") == 1 and _NUMBER.search(path.name) is not None


def shown_frames(frames: Frames, choices: ExportChoices) -> tuple[int, ...]:
    """All frames, of many as many as are wanted, evenly spaced."""
    return evenly(range(frames.count), choices.max_frames)


@contextmanager
def _figure(state: SavedState, choices: ExportChoices, result: Any) -> Iterator[Figure]:
    draw_without_a_screen()
    figure = Figure(state, choices, result=result)
    try:
        yield figure
    finally:
        figure.discard()


def _checked(choices: ExportChoices, *, many: bool) -> ExportChoices:
    """The choices, frame labels decided; refuses what only one picture can be.

    Raises:
        ParamError: a value is not allowed, or many frames are to be cut to what each of them shows.
    """
    if many and choices.tight:
        raise ParamError("many frames have one size, so that none of them can be tight")
    label = many if choices.frame_label is None else choices.frame_label
    return choices.with_(frame_label=label)


def export_gallery(directory: Path, choices: ExportChoices, *, checkpoint: Checkpoint = no_checkpoint) -> list[Path]:
    """Draws every preset of every lab as PNG; returns the files."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    presets = [(lab, preset) for lab in LABS.values() for preset in lab.presets]
    for number, (lab, preset) in enumerate(presets):
        path = directory / f"{lab.id}-{preset.name}.png"
        export_figure(preset_state(lab, preset.name), choices, path)
        written.append(path)
        checkpoint((number + 1) / len(presets))
    return written


def draw_without_a_screen() -> None:
    """Prepares Qt for drawing, by default on a platform that needs no display.

    Qt ends the process if it finds no display, or if widgets are created in another thread.

    Raises:
        ParamError: this is not the main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        raise ParamError("figures are drawn in the main thread of Python only")
    running = QCoreApplication.instance()
    if running is None:
        with _platform("offscreen"):
            qt_application()
    elif not isinstance(running, QApplication):
        raise ParamError("a QCoreApplication runs here, which cannot draw; figures need a QApplication")
    else:
        qt_application()


@contextmanager
def _platform(name: str) -> Iterator[None]:
    """The platform of an application made meanwhile; a window in another process may have a screen."""
    before = os.environ.get("QT_QPA_PLATFORM")
    os.environ["QT_QPA_PLATFORM"] = name
    try:
        yield
    finally:
        if before is None:
            del os.environ["QT_QPA_PLATFORM"]
        else:
            os.environ["QT_QPA_PLATFORM"] = before


def _animated(figure: Figure, ending: str, checkpoint: Checkpoint) -> bytes:
    from wk4gui.export.animation import animation_bytes  # Pillow is needed for animations only

    return animation_bytes(figure, ending, checkpoint)

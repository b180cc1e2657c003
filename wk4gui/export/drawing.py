"""Draws a state into a picture or an animation, with or without a screen."""

import os
import threading
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from wk4gui.documents.file_writing import write_file
from wk4gui.documents.saved_state import SavedState, preset_state
from wk4gui.export.choices import ANIMATIONS, PICTURES, ExportChoices
from wk4gui.export.figure import Figure
from wk4gui.export.image import FORMATS
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import LABS
from wk4gui.render.qt_application import qt_application


def export_figure(
    state: SavedState, choices: ExportChoices, path: Path, *, checkpoint: Checkpoint = no_checkpoint
) -> None:
    """Draws a state into a file whose ending chooses PNG, SVG, PDF, GIF or WebP.

    Args:
        state: lab, parameters, view and frame; an animation shows all frames, and its recipe opens at that one.
        choices: its look.
        checkpoint: called with the fraction of an animation done; an exception from it ends the export without a file.

    Raises:
        ParamError: the view, the frame, a choice or the ending is invalid, an animation has only one frame, the
            picture is too large, or this is not the main thread.
        OSError: the file cannot be written.
    """
    choices, ending = choices.with_(), path.suffix.lower()
    if ending not in PICTURES + ANIMATIONS:
        raise ParamError(f"{path.name!r} does not end in one of {', '.join(PICTURES + ANIMATIONS)}")
    draw_without_a_screen()
    figure = Figure(state, choices)
    try:
        content = FORMATS[ending](figure)() if ending in FORMATS else _animated(figure, ending, checkpoint)
    finally:
        figure.discard()
    write_file(path, content)


def export_gallery(directory: Path, choices: ExportChoices) -> list[Path]:
    """Draws every preset of every lab as PNG; returns the files."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for lab_id, lab in LABS.items():
        for preset in lab.presets:
            path = directory / f"{lab_id}-{preset.name}.png"
            export_figure(preset_state(lab, preset.name), choices, path)
            written.append(path)
    return written


def draw_without_a_screen() -> None:
    """Prepares Qt for drawing, by default on a platform that needs no display.

    Qt ends the process if it finds no display, or if widgets are created in another thread.

    Raises:
        ParamError: this is not the main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        raise ParamError("figures are drawn in the main thread of Python only")
    if QCoreApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qt_application()


def _animated(figure: Figure, ending: str, checkpoint: Checkpoint) -> bytes:
    from wk4gui.export.animation import animation_bytes  # Pillow is needed for animations only

    return animation_bytes(figure, ending, checkpoint)

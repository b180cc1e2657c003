"""Questions about files: where to save, whether to replace, whether to close without saving the settings."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

YES, NO = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
SAVE, NOT_NOW, CANCEL = "save", "not now", "cancel"


def ask_where_to_save(
    parent: QWidget, title: str, name: str, filters: str, complete: Callable[[Path], Path]
) -> Path | None:
    """The file that the user chose, with its ending completed; None if cancelled.

    Qt asks before it returns an existing file, but not if only the completed name exists.
    """
    while True:
        text, _ = QFileDialog.getSaveFileName(parent, title, name, filters)
        if not text:
            return None
        path = complete(Path(text))
        if path == Path(text) or may_replace(parent, path):
            return path
        name = str(path)


def may_replace(parent: QWidget, path: Path) -> bool:
    """Whether a file may be written: it does not exist, or the user wants it replaced."""
    if not os.path.isfile(path):  # noqa: PTH113 - never raises
        return True
    return _agreed(parent, "Replace the file?", f"{path.name} exists in {path.parent}. Replace it?")


def may_close(parent: QWidget, why: str) -> bool:
    """Whether the window may be closed though its settings cannot be saved."""
    return _agreed(parent, "Close the window?", f"The settings cannot be saved: {why}. Close anyway?")


def ask_about_lecture(parent: QWidget, n_slides: int) -> str:
    """What becomes of a lecture that is not saved: SAVE, NOT_NOW or CANCEL."""
    slides = "1 slide" if n_slides == 1 else f"{n_slides} slides"
    question = f"The lecture of {slides} is not saved in a file. It will be remembered; save it in a file now?"
    box = QMessageBox(QMessageBox.Icon.Question, "Save the lecture?", question, parent=parent)
    roles = QMessageBox.ButtonRole
    save = box.addButton("Save…", roles.AcceptRole)
    later = box.addButton("Not now", roles.DestructiveRole)
    box.addButton("Cancel", roles.RejectRole)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return SAVE if clicked is save else NOT_NOW if clicked is later else CANCEL


def _agreed(parent: QWidget, title: str, question: str) -> bool:
    box = QMessageBox(QMessageBox.Icon.Question, title, question, YES | NO, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setDefaultButton(NO)
    answer = box.exec()
    box.deleteLater()
    return bool(answer == YES)

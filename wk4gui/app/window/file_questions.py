"""Questions about files: where to save, whether to replace, whether to close without saving the settings."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

YES, NO = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No


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


def _agreed(parent: QWidget, title: str, question: str) -> bool:
    box = QMessageBox(QMessageBox.Icon.Question, title, question, YES | NO, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setDefaultButton(NO)
    answer = box.exec()
    box.deleteLater()
    return bool(answer == YES)

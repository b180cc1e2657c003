"""Dialogs for opening and saving sessions, figures, lectures and documents."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from wk4gui.app.window.file_questions import ask_where_to_save
from wk4gui.documents.file_writing import write_file
from wk4gui.documents.lecture import LECTURE_ENDING
from wk4gui.documents.saved_state import SavedState, encode_state
from wk4gui.lab.declarations import ParamError

SESSION_ENDING = ".wk4.json"
_DATA = "*.csv *.tsv"
_FIGURES = "*.png *.svg *.pdf *.gif *.webp"
LECTURE_FILTER = f"Lectures (*{LECTURE_ENDING});;All files (*)"
OPEN_FILTER = (
    f"Sessions, lectures, figures and data (*{SESSION_ENDING} *{LECTURE_ENDING} *.json {_FIGURES} {_DATA});;"
    f"Sessions (*.wk4.json *.json);;Data ({_DATA});;All files (*)"
)


def write_state(path: Path, state: SavedState) -> None:
    """Writes a session file, completely or not at all.

    Raises:
        ParamError: the file cannot be written.
    """
    try:
        write_file(path, encode_state(state))
    except OSError as error:
        raise ParamError(f"{path} cannot be written: {error.strerror or error}") from None


def ask_what_to_open(parent: QWidget) -> Path | None:
    """The file that the user chose to open; None if cancelled."""
    text, _ = QFileDialog.getOpenFileName(parent, "Open", "", OPEN_FILTER)
    return Path(text) if text else None


def ask_which_data(parent: QWidget) -> Path | None:
    """The table that the user chose; None if cancelled."""
    text, _ = QFileDialog.getOpenFileName(parent, "Open data", "", f"Data ({_DATA});;All files (*)")
    return Path(text) if text else None


def ask_where_to_save_document(parent: QWidget, name: str) -> Path | None:
    """The PDF file that the user chose; None if cancelled."""
    return ask_where_to_save(parent, "Hand in", name, "PDF (*.pdf)", partial(completed, ending=".pdf"))


def ask_where_to_save_session(parent: QWidget, name: str) -> Path | None:
    """The session file that the user chose; None if cancelled."""
    filters = f"Session (*{SESSION_ENDING})"
    complete = partial(completed, ending=SESSION_ENDING, enough=".json")
    return ask_where_to_save(parent, "Save session", f"{name}{SESSION_ENDING}", filters, complete)


def ask_where_to_save_lecture(parent: QWidget) -> Path | None:
    """The lecture file that the user chose; None if cancelled."""
    complete = partial(completed, ending=LECTURE_ENDING, enough=".json")
    return ask_where_to_save(parent, "Save lecture", f"lecture{LECTURE_ENDING}", LECTURE_FILTER, complete)


def ask_where_to_save_handout(parent: QWidget) -> Path | None:
    """The file that the user wants for a hand-out; None if the user thought better of it."""
    return ask_where_to_save(parent, "Hand-out", "handout.pdf", "PDF (*.pdf)", partial(completed, ending=".pdf"))


def completed(path: Path, ending: str, enough: str = "") -> Path:
    """The path with an ending, unless it has that or another acceptable one."""
    there = path.name.lower().endswith((ending, enough or ending))
    return path if there else path.with_name(path.name + ending)

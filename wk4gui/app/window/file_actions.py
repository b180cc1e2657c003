"""What the file menu does: opening, saving, recent files, export and copying, failures said in one message."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QMessageBox

from wk4gui.app.page.job import Job
from wk4gui.app.page.progress_line import ProgressLine
from wk4gui.app.page.when_ready import Wait, when_ready
from wk4gui.app.window.file_dialogs import (
    ask_what_to_open,
    ask_where_to_save_document,
    ask_where_to_save_session,
    write_state,
)
from wk4gui.app.window.file_reader import FileReader
from wk4gui.documents.file_writing import write_file
from wk4gui.documents.lecture import LECTURE_ENDING, Lecture
from wk4gui.documents.opening import read_lecture, read_state
from wk4gui.documents.saved_state import SavedState
from wk4gui.lab.declarations import ParamError, decode, to_json

if TYPE_CHECKING:
    from wk4gui.app.export_dialog.export_choices import ExportChoices
    from wk4gui.app.page.lab_page import LabPage
    from wk4gui.app.window.main_window import MainWindow

_MESSAGE_MS = 8000


class FileActions(QObject):
    """Acts on the page that its window shows."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._copy: Job | None = None
        self.reader = FileReader(self)
        self.reader.refused.connect(lambda why: self.say_not_done("Not opened", why))
        self.reader.failed.connect(window.failed)
        self.reader.progressed.connect(self._show_reading)
        self._wait: Wait | None = None
        self.recent_menu = QMenu("Open recent", window)
        self.recent_menu.aboutToShow.connect(self._fill_recent)

    def slots(self) -> dict[str, Callable[[], object]]:
        """What the actions of the file menu call, by name."""
        return {
            "open": self.open,
            "save": self.save,
            "export": self.export,
            "copy_picture": self.copy_picture,
            "copy_data": self.copy_data,
            "quit": self._window.close,
        }

    def open(self) -> None:
        path = ask_what_to_open(self._window)
        if path is not None:
            self.open_file(path)

    def save(self) -> None:
        page = self._window.page
        path = ask_where_to_save_session(self._window, page.session.lab.id) if page is not None else None
        if path is not None:
            self.save_file(path)

    def open_file(self, path: Path) -> None:
        """Opens a session, a figure or a lecture, once it is read; what does not fit is said and nothing changes."""
        if path.name.endswith(LECTURE_ENDING):
            self.reader.read(path, read_lecture, partial(self._present, path))
        else:
            self.reader.read(path, read_state, partial(self._open_state, path))

    def _present(self, path: Path, lecture: Lecture) -> None:
        self._window.settings.remember_file(path)
        self._window.lectures.take(lecture)
        self._window.lectures.start()

    def _open_state(self, path: Path, state: SavedState) -> None:
        try:
            self._window.open_state(state)
        except ParamError as error:
            self.say_not_done("Not opened", f"{path}: {error}")
        else:
            self._window.settings.remember_file(path)

    def _show_reading(self, path: Path, fraction: float) -> None:
        self._window.statusBar().showMessage(f"Reading {path.name}: {fraction:.0%}", _MESSAGE_MS)

    def save_file(self, path: Path) -> None:
        """Writes the present state as a session file."""
        page = self._window.page
        if page is None:
            return
        try:
            write_state(path, page.saved_state())
        except ParamError as error:
            self.say_not_done("Not saved", str(error))
        else:
            self._window.settings.remember_file(path)
            self._window.statusBar().showMessage(f"Saved: {path}", _MESSAGE_MS)

    def export(self) -> None:
        """Lets the user export what is shown, once it is complete; the choices are remembered."""
        self._when_ready(self._export)

    def _export(self, page: "LabPage") -> None:
        from wk4gui.app.export_dialog.export_dialog import ask_for_export

        window = self._window
        answer = ask_for_export(window, page, window.appearance.theme, self._choices())
        window.settings.export = to_json(answer.choices)
        if answer.path is not None:
            window.statusBar().showMessage(f"Written: {answer.path}", _MESSAGE_MS)

    def save_document(self, name: str, make: Callable[[], bytes]) -> None:
        """Writes a document that a view offers, where the user wants it."""
        path = ask_where_to_save_document(self._window, name)
        if path is None:
            return
        try:
            write_file(path, make())
        except OSError as error:
            self.say_not_done("Not written", f"{path} cannot be written: {error.strerror or error}")
        else:
            self._window.statusBar().showMessage(f"Written: {path}", _MESSAGE_MS)

    def copy_picture(self) -> None:
        self._when_ready(self._copy_picture)

    def _copy_picture(self, page: "LabPage") -> None:
        from wk4gui.app.window.clipboard import copy_picture

        copy_picture(page, self._window.appearance.theme)
        self._window.statusBar().showMessage("The picture is on the clipboard", _MESSAGE_MS)

    def copy_data(self) -> None:
        """Copies the numbers of what is shown, in the background; a second copy takes the place of one that runs."""
        self._when_ready(self._copy_data)

    def _copy_data(self, page: "LabPage") -> None:
        from wk4gui.app.window.data_copy import DataCopy, may_take

        self.stop()
        copy = DataCopy(page)
        if not may_take(self._window, copy.size, "On the clipboard these numbers take"):
            return
        self._copy = copy
        line = ProgressLine(page.view)
        line.set_theme(self._window.appearance.theme)
        line.cancelled.connect(copy.cancel)
        if copy.worth_watching:
            copy.progressed.connect(line.show_fraction)
        copy.copied.connect(self._say)
        copy.failed.connect(self._say)
        copy.cancelled.connect(lambda: self._say("Cancelled; nothing was copied"))
        for ended in (copy.copied, copy.failed, copy.cancelled):
            ended.connect(line.deleteLater)
        copy.begin()

    def stop(self) -> None:
        """Ends what is being copied."""
        if self._copy is not None:
            self._copy.cancel()

    def _say(self, sentence: str) -> None:
        self._window.statusBar().showMessage(sentence, _MESSAGE_MS)

    def _when_ready(self, act: Callable[["LabPage"], None]) -> None:
        """Acts on the page that is seen once its result is there; what was asked before and still waits is dropped."""
        page = self._window.page
        if page is None:
            return
        if self._wait is not None:
            self._wait.give_up()
            self._wait = None
        if not page.session.ready and not page.session.coming:
            self.say_not_done("Not done", "There is no result: it could not be computed, or it was cancelled.")
            return
        self._wait = when_ready(page.session, partial(self._act, act, page))
        if self._wait is not None:
            self._window.statusBar().showMessage("Waiting for the result", _MESSAGE_MS)

    def _act(self, act: Callable[["LabPage"], None], page: "LabPage") -> None:
        self._wait = None
        if page is self._window.page:  # nobody waits for what was left
            act(page)

    def _choices(self) -> "ExportChoices":
        """The remembered choices of the export dialog; its defaults where they do not fit any more."""
        from wk4gui.app.export_dialog.export_choices import ExportChoices

        try:
            return decode(ExportChoices, self._window.settings.export or {"theme": self._window.appearance.theme.name})
        except ParamError:
            return ExportChoices()

    def say_not_done(self, title: str, sentence: str) -> None:
        """Says in one message what was not done and why."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, "", QMessageBox.StandardButton.Ok, self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)  # file names and expressions are people's
        box.setText(sentence)
        box.open()

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for text in self._window.settings.recent:
            self.recent_menu.addAction(text.replace("&", "&&"), partial(self.open_file, Path(text)))
        if self.recent_menu.isEmpty():
            self.recent_menu.addAction("Nothing yet").setEnabled(False)

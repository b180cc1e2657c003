"""The actions of the file menu: opening, saving, recent files, export and copying."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from wk4gui.app.page.job import Job
from wk4gui.app.page.progress_line import ProgressLine
from wk4gui.app.page.when_ready import Wait, when_ready
from wk4gui.app.window.data_dialog import ask_for_columns
from wk4gui.app.window.file_dialogs import (
    ask_what_to_open,
    ask_where_to_save_document,
    ask_where_to_save_session,
    ask_which_data,
    write_state,
)
from wk4gui.app.window.file_reader import FileReader
from wk4gui.app.window.shell import Shell
from wk4gui.documents.command_line import command_of, is_command, state_of_command
from wk4gui.documents.data_table import DATA_ENDINGS, DataTable, own_data, read_table
from wk4gui.documents.file_writing import write_file
from wk4gui.documents.lecture import LECTURE_ENDING, Lecture
from wk4gui.documents.opening import read_lecture, read_state
from wk4gui.documents.saved_state import SavedState
from wk4gui.lab.declarations import ParamError, decode, fields_of, to_json
from wk4gui.lab.lab import Lab
from wk4gui.registry import LABS, takes_data

if TYPE_CHECKING:
    from wk4gui.app.export_dialog.export_choices import DialogChoices
    from wk4gui.app.page.lab_page import LabPage


class FileActions(QObject):
    """Acts on the page that its window shows."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.window())
        self._shell = shell
        self._copy: Job | None = None
        self.reader = FileReader(self)
        self.reader.refused.connect(lambda why: self._shell.refuse("Not opened", why))
        self.reader.failed.connect(shell.failed)
        self.reader.progressed.connect(self._show_reading)
        self._wait: Wait | None = None
        self.recent_menu = QMenu("Open recent", shell.window())
        self.recent_menu.aboutToShow.connect(self._fill_recent)

    def slots(self) -> dict[str, Callable[[], object]]:
        """The slots of the file menu's actions, by name."""
        return {
            "open": self.open,
            "open_data": self.open_data,
            "save": self.save,
            "export": self.export,
            "copy_picture": self.copy_picture,
            "copy_data": self.copy_data,
            "copy_state": self.copy_state,
            "paste_state": self.paste_state,
            "quit": self._shell.close,
        }

    def open(self) -> None:
        path = ask_what_to_open(self._shell.window())
        if path is not None:
            self.open_file(path)

    def save(self) -> None:
        page = self._shell.page
        path = ask_where_to_save_session(self._shell.window(), page.session.lab.id) if page is not None else None
        if path is not None:
            self.save_file(path)

    def open_file(self, path: Path) -> None:
        """Opens a session, figure or lecture; an error is reported and changes nothing."""
        if path.name.endswith(LECTURE_ENDING):
            self.reader.read(path, read_lecture, partial(self._present, path))
        elif path.name.lower().endswith(DATA_ENDINGS):
            self.reader.read(path, read_table, partial(self._open_data, path))
        else:
            self.reader.read(path, read_state, partial(self._open_state, path))

    def open_data(self) -> None:
        """Lets the user choose a table."""
        path = ask_which_data(self._shell.window())
        if path is not None:
            self.reader.read(path, read_table, partial(self._open_data, path))

    def _open_data(self, path: Path, table: DataTable) -> None:
        """Asks which columns are meant, and opens the lab that takes data with them."""
        lab = next(lab for lab in LABS.values() if takes_data(lab))
        columns = ask_for_columns(self._shell.window(), path.name, table)
        if columns is None:
            return
        try:
            page = self._shell.pages.get(lab.id)
            base = lab.params() if page is None else page.session.params
            params = lab.decode({**to_json(base), **_without_data(lab), **own_data(table, *columns)})
            self._shell.open_state(SavedState(lab=lab.id, params=params))
        except ParamError as error:
            self._shell.refuse("Not opened", f"{path}: {error}")
        else:
            self._shell.settings.remember_file(path)

    def _present(self, path: Path, lecture: Lecture) -> None:
        self._shell.settings.remember_file(path)
        self._shell.present_lecture(lecture)

    def _open_state(self, path: Path, state: SavedState) -> None:
        try:
            self._shell.open_state(state)
        except ParamError as error:
            self._shell.refuse("Not opened", f"{path}: {error}")
        else:
            self._shell.settings.remember_file(path)

    def _show_reading(self, path: Path, fraction: float) -> None:
        self._shell.notify(f"Reading {path.name}: {fraction:.0%}")

    def save_file(self, path: Path) -> None:
        """Writes the current state as a session file."""
        page = self._shell.page
        if page is None:
            return
        try:
            write_state(path, page.saved_state())
        except ParamError as error:
            self._shell.refuse("Not saved", str(error))
        else:
            self._shell.settings.remember_file(path)
            self._shell.notify(f"Saved: {path}")

    def export(self) -> None:
        """Lets the user export what is shown, once it is complete; stores the choices."""
        self._when_ready(self._export)

    def _export(self, page: "LabPage") -> None:
        from wk4gui.app.export_dialog.export_dialog import ask_for_export

        shell = self._shell
        answer = ask_for_export(shell.window(), page, shell.appearance.theme, self._choices())
        shell.settings.export = to_json(answer.choices)
        if answer.path is not None:
            shell.notify(f"Written: {answer.path}")

    def save_document(self, name: str, make: Callable[[], bytes]) -> None:
        """Writes a document offered by a view to a file that the user chooses."""
        path = ask_where_to_save_document(self._shell.window(), name)
        if path is None:
            return
        try:
            write_file(path, make())
        except OSError as error:
            self._shell.refuse("Not written", f"{path} cannot be written: {error.strerror or error}")
        else:
            self._shell.notify(f"Written: {path}")

    def copy_picture(self) -> None:
        self._when_ready(self._copy_picture)

    def _copy_picture(self, page: "LabPage") -> None:
        from wk4gui.app.window.clipboard import copy_picture

        copy_picture(page, self._shell.appearance.theme)
        self._shell.notify("The picture is on the clipboard")

    def copy_data(self) -> None:
        """Copies the numbers shown, in the background; replaces a running copy."""
        self._when_ready(self._copy_data)

    def _copy_data(self, page: "LabPage") -> None:
        from wk4gui.app.window.data_copy import DataCopy, may_take

        self.stop()
        copy = DataCopy(page)
        if not may_take(self._shell.window(), copy.size, "On the clipboard these numbers will take"):
            return
        self._copy = copy
        line = ProgressLine(page.view)
        line.set_theme(self._shell.appearance.theme)
        line.cancelled.connect(copy.cancel)
        if copy.worth_watching:
            copy.progressed.connect(line.show_fraction)
        copy.copied.connect(self._shell.notify)
        copy.failed.connect(self._shell.notify)
        copy.cancelled.connect(lambda: self._shell.notify("Cancelled; nothing was copied"))
        for ended in (copy.copied, copy.failed, copy.cancelled):
            ended.connect(line.deleteLater)
        copy.begin()

    def copy_state(self) -> None:
        """Copies the command that opens what is shown."""
        page = self._shell.page
        if page is not None:
            QGuiApplication.clipboard().setText(command_of(page.saved_state(), to_json(page.view.State())))
            self._shell.notify("The command that opens this state is on the clipboard")

    def paste_state(self) -> None:
        """Opens the command on the clipboard."""
        text = QGuiApplication.clipboard().text()
        if not is_command(text):
            self._shell.refuse("Nothing to paste", "A command such as wk4gui saddle --set noise=0.1 opens its state.")
            return
        try:
            self._shell.open_state(state_of_command(text))
        except ParamError as error:
            self._shell.refuse("Not opened", str(error))

    def stop(self) -> None:
        """Cancels a running copy."""
        if self._copy is not None:
            self._copy.cancel()

    def _when_ready(self, act: Callable[["LabPage"], None]) -> None:
        """Calls ``act`` for the current page once its result exists; drops an earlier call that is still waiting."""
        page = self._shell.page
        if page is None:
            return
        if page.predictor.question is not None:
            self._shell.refuse("Not yet", "A question is asked: predict its answer, or choose Show everything, first.")
            return
        if self._wait is not None:
            self._wait.give_up()
            self._wait = None
        if page.session.so_far is not None and not page.session.coming:
            page.session.compute()  # what was stopped is computed to its end
        if not page.session.ready and not page.session.coming:
            self._shell.refuse("Not possible", "There is no result: it could not be computed, or it was cancelled.")
            return
        self._wait = when_ready(page.session, partial(self._act, act, page))
        if self._wait is not None:
            self._shell.notify("Waiting for the result")

    def _act(self, act: Callable[["LabPage"], None], page: "LabPage") -> None:
        self._wait = None
        if page is self._shell.page:  # another page is shown now
            act(page)

    def _choices(self) -> "DialogChoices":
        """The stored choices of the export dialog; its defaults if they are no longer valid."""
        from wk4gui.app.export_dialog.export_choices import DialogChoices

        try:
            return decode(DialogChoices, self._shell.settings.export or {"theme": self._shell.appearance.theme.name})
        except ParamError:
            return DialogChoices()

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for text in self._shell.settings.recent:
            self.recent_menu.addAction(text.replace("&", "&&"), partial(self.open_file, Path(text)))
        if self.recent_menu.isEmpty():
            self.recent_menu.addAction("No recent files").setEnabled(False)


def _without_data(lab: Lab) -> dict[str, object]:
    """The defaults of what belongs to other data, and no start of another run; network and training stay."""
    fields = fields_of(lab.params).values()
    return {"start": None} | {
        field.name: field.default for field in fields if field.extra.get("group") in ("Data", "Points")
    }

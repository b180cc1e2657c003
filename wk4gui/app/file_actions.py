"""What the file menu does: opening, saving, recent files, export and copying, failures said in one message."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QMessageBox

from wk4gui.app.documents import ask_what_to_open, ask_where_to_save, read_state, write_state
from wk4gui.app.picture_export import ask_for_file, write_picture
from wk4gui.declarations import ParamError

if TYPE_CHECKING:
    from wk4gui.app.main_window import MainWindow

_MESSAGE_MS = 8000


class FileActions(QObject):
    """Acts on the page that its window shows."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.recent_menu = QMenu("Open recent", window)
        self.recent_menu.aboutToShow.connect(self._fill_recent)

    def slots(self) -> dict[str, Callable[[], object]]:
        """What the actions of the file menu call, by name."""
        return {
            "open": self.open,
            "save": self.save,
            "export": self.export,
            "copy_picture": lambda: None,
            "copy_data": lambda: None,
            "quit": self._window.close,
        }

    def open(self) -> None:
        path = ask_what_to_open(self._window)
        if path is not None:
            self.open_file(path)

    def save(self) -> None:
        page = self._window.page
        path = ask_where_to_save(self._window, page.session.lab.id) if page is not None else None
        if path is not None:
            self.save_file(path)

    def open_file(self, path: Path) -> None:
        """Opens a session or a figure; what does not fit is said in one sentence, and nothing changes."""
        try:
            self._window.open_state(read_state(path))
        except ParamError as error:
            self.say_not_done("Not opened", str(error))
        else:
            self._window.settings.remember_file(path)

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
        page = self._window.page
        path = ask_for_file(self._window, page.session.lab.id) if page is not None else None
        if path is not None:
            self.write_picture(path)

    def write_picture(self, path: Path) -> None:
        """Writes the picture as it stands."""
        page = self._window.page
        if page is None:
            return
        try:
            write_picture(page, path, self._window.appearance.theme)
        except (OSError, ParamError) as error:
            self.say_not_done("Not exported", f"{path} could not be written: {error}")
        else:
            self._window.statusBar().showMessage(f"Written: {path}", _MESSAGE_MS)

    def say_not_done(self, title: str, sentence: str) -> None:
        """Says in one message what was not done and why."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, sentence, QMessageBox.StandardButton.Ok, self._window)
        box.open()

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for text in self._window.settings.recent:
            self.recent_menu.addAction(text, lambda text=text: self.open_file(Path(text)))
        if self.recent_menu.isEmpty():
            self.recent_menu.addAction("Nothing yet").setEnabled(False)

"""What the parts of the window may ask of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from wk4gui.app.page.lab_page import LabPage
from wk4gui.app.window.appearance import Appearance
from wk4gui.app.window.settings import Settings
from wk4gui.documents.lecture import Lecture
from wk4gui.documents.saved_state import SavedState
from wk4gui.lab.checkpoint import Checkpoint

T = TypeVar("T")


class Shell(Protocol):
    """The main window as its actions see it.

    Attributes:
        appearance: theme and size of text.
        settings: what is remembered.
        pages: the page of every lab that has been opened.
        opened_as: the state that each of them was opened with.
        failed: a signal with an exception that nobody expected.
    """

    appearance: Appearance
    settings: Settings
    pages: dict[str, LabPage]
    opened_as: dict[str, SavedState]
    failed: Any

    @property
    def page(self) -> LabPage | None:
        """The page that is seen."""

    def window(self) -> QWidget:
        """The window itself, over which dialogs open."""

    def close(self) -> bool:
        """Closes the window; returns whether it did."""

    def open_numbered_lab(self, number: int) -> None:
        """Shows the lab of that number in the list."""

    def open_state(self, state: SavedState) -> None:
        """Shows a saved state."""

    def read(self, path: Path, load: Callable[[Path, Checkpoint], T], use: Callable[[T], None]) -> None:
        """Reads a file in the background, then uses what it holds."""

    def present_lecture(self, lecture: Lecture) -> None:
        """Takes a lecture over and presents it."""

    def present(self, presenter: QWidget) -> None:
        """Gives the whole window to a lecture."""

    def end_presentation(self, presenter: QWidget) -> None:
        """Takes the window back."""

    def notify(self, sentence: str) -> None:
        """Shows for a while what was done."""

    def refuse(self, title: str, sentence: str) -> None:
        """Reports in one message what was not done and why."""

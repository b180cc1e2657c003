"""The interface of the main window for its parts."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from wk4gui.app.window.appearance import Appearance
from wk4gui.app.window.settings import Settings
from wk4gui.documents.lecture import Lecture
from wk4gui.documents.saved_state import SavedState
from wk4gui.lab.checkpoint import Checkpoint

if TYPE_CHECKING:
    from wk4gui.app.page.lab_page import LabPage
    from wk4gui.app.window.visits import Visits

T = TypeVar("T")


class Shell(Protocol):
    """The interface of the main window for its actions.

    Attributes:
        appearance: theme and size of text.
        settings: the stored settings.
        pages: the page of every lab that has been opened.
        opened_as: the state that each of them was opened with.
        visits: the one under way, if there is one.
        failed: a signal with an unexpected exception.
    """

    appearance: Appearance
    settings: Settings
    pages: "dict[str, LabPage]"
    opened_as: dict[str, SavedState]
    visits: "Visits"
    failed: Any

    @property
    def page(self) -> "LabPage | None":
        """The current page."""

    def window(self) -> QWidget:
        """The window, as the parent of dialogs."""

    def close(self) -> bool:
        """Closes the window; returns whether it was closed."""

    def visit(self, lab_id: str) -> None:
        """Shows a lab as soon as its page is made."""

    def open_state(self, state: SavedState) -> None:
        """Shows a saved state."""

    def read(self, path: Path, load: Callable[[Path, Checkpoint], T], use: Callable[[T], None]) -> None:
        """Reads a file in the background, then passes its contents to ``use``."""

    def present_lecture(self, lecture: Lecture) -> None:
        """Opens a lecture and presents it."""

    def present(self, presenter: QWidget) -> None:
        """Shows a lecture in the whole window."""

    def end_presentation(self, presenter: QWidget) -> None:
        """Ends the presentation."""

    def notify(self, sentence: str) -> None:
        """Shows a note for a while."""

    def refuse(self, title: str, sentence: str) -> None:
        """Reports a failure in one message."""

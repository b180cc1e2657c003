"""Entries of a lab's undo history: from one set of parameters, or one whole state, to another."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from wk4gui.documents.saved_state import SavedState
from wk4gui.lab.declarations import LabParams

_ID = 1


class EditCommand(QUndoCommand):
    """Changes some parameters; the moves of one drag merge into one entry."""

    def __init__(
        self,
        text: str,
        before: LabParams,
        after: LabParams,
        drag: int,
        take: Callable[[LabParams, int | None], None],
        frames: tuple[int | None, int | None] = (None, None),
    ) -> None:
        """Takes parameters and a frame; None, as by default: the one that is shown."""
        super().__init__(text)
        self.before, self.after, self.drag = before, after, drag
        self._take, self._frames = take, frames

    def redo(self) -> None:
        self._take(self.after, self._frames[1])

    def undo(self) -> None:
        self._take(self.before, self._frames[0])

    def id(self) -> int:
        return _ID if self.drag else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        if not isinstance(other, EditCommand) or other.drag != self.drag or other.text() != self.text():
            return False
        self.after = other.after
        self.setObsolete(self.after == self.before)
        return True


class StateCommand(QUndoCommand):
    """Changes from one whole state to another; each is stored as it was left, with typed answers."""

    def __init__(
        self, text: str, after: SavedState, now: Callable[[], SavedState], show: Callable[[SavedState], None]
    ) -> None:
        super().__init__(text)
        self.before, self.after = now(), after
        self._now, self._show = now, show

    def redo(self) -> None:
        self.before = self._now()
        self._show(self.after)

    def undo(self) -> None:
        self.after = self._now()
        self._show(self.before)

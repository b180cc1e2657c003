"""One entry of a lab's undo history: from one state of its parameters to another."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QUndoCommand

from wk4gui.lab.declarations import LabParams

_ID = 1


class Snapshot(NamedTuple):
    """What undo brings back: parameters, and the preset that Reset leads to."""

    params: LabParams
    preset: str


class EditCommand(QUndoCommand):
    """Goes from one snapshot to another; the moves of one drag merge into one entry."""

    def __init__(
        self, text: str, before: Snapshot, after: Snapshot, drag: int, take: Callable[[Snapshot], None]
    ) -> None:
        super().__init__(text)
        self.before, self.after, self.drag = before, after, drag
        self._take = take

    def redo(self) -> None:
        self._take(self.after)

    def undo(self) -> None:
        self._take(self.before)

    def id(self) -> int:
        return _ID if self.drag else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        if not isinstance(other, EditCommand) or other.drag != self.drag or other.text() != self.text():
            return False
        self.after = other.after
        self.setObsolete(self.after == self.before)
        return True

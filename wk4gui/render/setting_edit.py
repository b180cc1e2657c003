"""A line of text for a setting, whose undo is the lab's as soon as nothing in it is unconfirmed."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


class SettingEdit(QLineEdit):
    """A field whose text is confirmed by Enter or by leaving it."""

    def settle(self) -> None:
        """Forgets how the text was typed, now that it is confirmed or refused."""
        if self.isModified() or self.isUndoAvailable() or self.isRedoAvailable():
            place = self.cursorPosition()
            self.setText(self.text())
            self.setCursorPosition(place)

    def event(self, event: QEvent) -> bool:
        # Qt gives a shortcut to the window only if the field with the focus does not claim it.
        asked = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _undoes(event)
        if asked and not self.isModified():
            event.ignore()
            return True
        return super().event(event)


def _undoes(event: QKeyEvent) -> bool:
    """Whether the keys are those of Undo or Redo."""
    return any(event.matches(keys) for keys in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo))

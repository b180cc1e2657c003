"""Keys that the widget with the focus needs for itself, although they are shortcuts of the window."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox

from wk4gui.app.value_slider import ValueSlider

_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}
_ENDS = {Qt.Key.Key_Home, Qt.Key.Key_End}
_PAGES = {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_KEPT: tuple[tuple[type, set[Qt.Key]], ...] = (
    (ValueSlider, _ARROWS | _ENDS | _PAGES),
    (QAbstractButton, {Qt.Key.Key_Space}),
    (QComboBox, {Qt.Key.Key_Space, *_ENDS, *_PAGES}),
    (QAbstractItemView, {*_ENDS, *_PAGES}),
)


class FocusKeys(QObject):
    """An event filter of the application: a focused slider keeps its arrow keys, a focused button its space bar."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
            if plain and any(isinstance(watched, kind) and event.key() in keys for kind, keys in _KEPT):
                event.accept()
                return True
        return False

"""Keys that the focused widget handles itself although they are shortcuts of the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QCheckBox, QComboBox, QWidget

from wk4gui.app.controls.value_slider import ValueSlider

_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}
_ENDS = {Qt.Key.Key_Home, Qt.Key.Key_End}
_PAGES = {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_KEPT: tuple[tuple[type, set[Qt.Key]], ...] = (
    (ValueSlider, _ARROWS | _ENDS | _PAGES),
    (QAbstractButton, {Qt.Key.Key_Space}),
    (QCheckBox, _ARROWS),
    (QComboBox, {Qt.Key.Key_Space, *_ARROWS, *_ENDS, *_PAGES}),
    (QAbstractItemView, {*_ENDS, *_PAGES}),
)


def keeps(widget: QWidget | None, event: QKeyEvent) -> bool:
    """Whether a focused widget handles a key itself: a slider its arrow keys, a button its space bar.

    Pictures list them in an attribute ``kept_keys``.
    """
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    if plain and event.key() in getattr(widget, "kept_keys", ()):
        return True
    return plain and any(isinstance(widget, kind) and event.key() in keys for kind, keys in _KEPT)

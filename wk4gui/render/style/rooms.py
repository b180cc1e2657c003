"""The space that controls have around their contents."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget


class Room(NamedTuple):
    """The space between the edge of a control and its content, line included."""

    left: int
    top: int
    right: int
    bottom: int

    def inside(self, rect: QRect) -> QRect:
        """What is left of a rectangle."""
        return rect.adjusted(self.left, self.top, -self.right, -self.bottom)

    def around(self, size: QSize) -> QSize:
        """The size of a control with a content of that size."""
        return size + QSize(self.left + self.right, self.top + self.bottom)


COMBO, EDIT, MENU_BAR = Room(12, 6, 25, 6), Room(9, 4, 9, 4), Room(10, 4, 10, 4)
_BUTTON = Room(12, 6, 12, 6)
_BY_NAME = {
    "choice": Room(13, 8, 13, 8),
    "player": Room(8, 6, 8, 6),
    "quiet": Room(0, 0, 0, 0),
    "fold": Room(0, 0, 0, 0),
}
_OWN = "room"
"""The property of a button that has a space of its own."""


def set_room(button: QWidget, across: int, along: int) -> None:
    """Gives a button a space of its own: left and right, and above and below."""
    button.setProperty(_OWN, Room(across, along, across, along))
    button.updateGeometry()


def button_room(button: QWidget | None) -> Room:
    """The space in a button around its text or picture."""
    if button is None:
        return _BUTTON
    own: Room | None = button.property(_OWN)
    return _BY_NAME.get(button.objectName(), _BUTTON) if own is None else Room(*own)

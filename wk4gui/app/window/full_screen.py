"""Lets a window fill its screen, and gives it back the state and the place that it had."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget


class FullScreen:
    """Fills the screen for as long as something needs it, and whenever the user asks.

    Where there is no window manager, nobody takes notice of the state: the place alone makes a window fill the screen.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._needed, self._was_full = False, False
        self._state, self._geometry = Qt.WindowState.WindowNoState, QRect()

    @property
    def full(self) -> bool:
        """Whether the window fills its screen."""
        return self._window.isFullScreen() or self._window.geometry() == self._window.screen().geometry()

    def fill(self) -> None:
        """Fills the screen until `give_back`; a window that fills it already stays as it is."""
        self._needed, self._was_full = True, self.full
        if not self._was_full:
            self._fill()

    def give_back(self) -> None:
        """Takes the state and the place from before `fill`, whatever was toggled meanwhile."""
        if self._needed and self.full and not self._was_full:
            self._end()
        self._needed = False

    def toggle(self) -> None:
        """Fills the screen, or ends that."""
        if self.full:
            self._end()
        else:
            self._fill()

    def _fill(self) -> None:
        window = self._window
        self._state, self._geometry = window.windowState(), window.geometry()
        window.setWindowState(self._state | Qt.WindowState.WindowFullScreen)
        if not window.isHidden():
            window.setGeometry(window.screen().geometry())

    def _end(self) -> None:
        self._window.setWindowState(self._state & ~Qt.WindowState.WindowFullScreen)
        if self._geometry.isValid() and not self._state & Qt.WindowState.WindowMaximized:
            self._window.setGeometry(self._geometry)

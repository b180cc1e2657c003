"""Starts the window: the shell is painted first, plots and the first lab come right after."""

import gc
import sys

from PySide6.QtCore import QEvent, QObject, QTimer

from wk4gui.app.main_window import MainWindow
from wk4gui.registry import LABS
from wk4gui.render.qt_application import apply_theme, qt_application
from wk4gui.render.theme import LIGHT
from wk4gui.saved_state import SavedState


def run_window(state: SavedState | None) -> int:
    """Opens the window in a state (None: the first lab) and runs it until it is closed."""
    sys.setswitchinterval(0.0005)
    application = qt_application()
    apply_theme(application, LIGHT)
    window = MainWindow(LIGHT)
    opener = _AfterFirstPaint(window, state)
    window.installEventFilter(opener)
    window.show()
    return application.exec()


class _AfterFirstPaint(QObject):
    """Opens the first lab as soon as the bare window is on screen."""

    def __init__(self, window: MainWindow, state: SavedState | None) -> None:
        super().__init__(window)
        self._window, self._state = window, state

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._open)
        return False

    def _open(self) -> None:
        if self._state is None:
            self._window.open_lab(next(iter(LABS)))
        else:
            self._window.open_state(self._state)
        # What has been built stays: collections need not walk through it again.
        gc.collect()
        gc.freeze()

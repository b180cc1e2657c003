"""Starts the window, which is painted before plots and the first lab are loaded."""

import gc
import sys

from PySide6.QtCore import QEvent, QObject, QTimer

from wk4gui.app.window.appearance import Appearance
from wk4gui.app.window.errors import ErrorReporter, log_to
from wk4gui.app.window.main_window import MainWindow
from wk4gui.app.window.settings import default_settings_file, log_path, records_path
from wk4gui.app.window.window_memory import first_lab
from wk4gui.documents.lecture import Lecture
from wk4gui.documents.saved_state import SavedState
from wk4gui.lab.declarations import ParamError
from wk4gui.render.qt_application import qt_application
from wk4gui.sweeps.journal import JournalStore

SWITCH_S = 0.0005
"""Seconds until a computing thread hands the interpreter to the window, which asks for it."""
_COLLECT_EVERY_MS = 500
_REST_MS = 200
"""After the first lab was opened, until it is painted."""


def run_window(state: SavedState | None, lecture: Lecture | None = None) -> int:
    """Opens the window in a state (None: the last one) or with a lecture, and runs until it is closed."""
    sys.setswitchinterval(SWITCH_S)
    application = qt_application()
    log_to(log_path())
    window = MainWindow(Appearance(), default_settings_file(), JournalStore(records_path()))
    reporter = ErrorReporter(window)
    reporter.install()
    reporter.reported.connect(lambda sentence: report_error(window, sentence))
    window.failed.connect(reporter.report)
    window.installEventFilter(_AfterFirstPaint(window, state, lecture))
    window.show()
    collector = collect_in_this_thread(window)
    status = application.exec()
    collector.stop()
    gc.enable()
    reporter.uninstall()
    from wk4gui.app.window.clipboard import release_clipboard  # imports pyqtgraph, after the first paint

    release_clipboard()
    return status


def collect_in_this_thread(parent: QObject) -> QTimer:
    """Runs garbage collection in this thread only, since worker threads must not delete Qt objects."""
    gc.disable()
    timer = QTimer(parent, interval=_COLLECT_EVERY_MS)
    timer.timeout.connect(_collect_due)
    timer.start()
    return timer


def _collect_due() -> None:
    """Collects the oldest generation that is due, as Python itself would."""
    for generation, (count, threshold) in reversed(
        list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
    ):
        if count > threshold:
            gc.collect(generation)
            return


def report_error(window: MainWindow, sentence: str) -> None:
    """Reports an unexpected error in the window; the last picture is kept and the program keeps running."""
    window.refuse(
        "Something went wrong", f"{sentence}. The program keeps running; the log (Help, Show log file) has the details."
    )


def _keep_for_good() -> None:
    """What exists is permanent: garbage collection need not examine it again."""
    gc.collect()
    gc.freeze()


class _AfterFirstPaint(QObject):
    """Opens the first lab as soon as the bare window is on screen."""

    def __init__(self, window: MainWindow, state: SavedState | None, lecture: Lecture | None = None) -> None:
        super().__init__(window)
        self._window, self._state, self._lecture = window, state, lecture

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._open)
        return False

    def _open(self) -> None:
        if self._window.isHidden():
            return  # already closed: nothing would end a computation started now
        if self._state is None and self._lecture is None:
            self._window.visit(first_lab(self._window.settings), lambda: QTimer.singleShot(_REST_MS, _keep_for_good))
            return
        if self._state is None:
            self._window.open_lab(first_lab(self._window.settings))
        else:
            self._open_state(self._state)
        if self._lecture is not None:
            self._window.lectures.take(self._lecture)
            self._window.lectures.start()
        _keep_for_good()

    def _open_state(self, state: SavedState) -> None:
        try:
            self._window.open_state(state)
        except ParamError as error:
            self._window.open_lab(first_lab(self._window.settings))
            self._window.refuse("Not opened", str(error))

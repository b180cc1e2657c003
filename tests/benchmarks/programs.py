"""Programs that the benchmarks start in processes of their own."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

BARE_WINDOW = """
    from PySide6.QtCore import QTimer
    import pyqtgraph as pg
    application = pg.mkQApp()
    plot = pg.PlotWidget()
    plot.plot([1, 3, 2])
    plot.show()
    QTimer.singleShot(0, application.quit)
    application.exec()
"""
_OWN_WINDOW = """
    from wk4gui.app.window import application
    from PySide6.QtCore import QTimer
    from wk4gui.render.qt_application import qt_application
    running = qt_application()
    application._REST_MS = 0
    application.{last} = lambda *_: QTimer.singleShot(0, running.quit)
    application.run_window(None)
"""
FIRST_PAINT = _OWN_WINDOW.format(last="_AfterFirstPaint._open")
FIRST_LAB = _OWN_WINDOW.format(last="_keep_for_good")


def environment(home: Path) -> dict[str, str]:
    """That of a start by a user: compiled modules are kept, and settings are the program's own."""
    own = {name: str(home) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA")}
    env = {**os.environ, **own, "PYTHONPATH": os.pathsep.join([str(ROOT), str(Path(__file__).parent)])}
    return {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}


def program(home: Path, *arguments: str) -> Callable[[], str]:
    """Runs Python with these arguments and returns what it prints."""

    def run() -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, env=environment(home), check=True, capture_output=True, text=True, cwd=home
        ).stdout

    return run


def code(home: Path, text: str) -> Callable[[], str]:
    """Runs some code."""
    return program(home, "-c", textwrap.dedent(text))

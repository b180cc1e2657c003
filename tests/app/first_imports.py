"""Prints what of Qt and pyqtgraph a first visit imports outside the main thread: python first_imports.py FOLDER."""

import sys
import threading
from pathlib import Path

from PySide6.QtTest import QTest

from wk4gui.app.window.appearance import Appearance
from wk4gui.app.window.main_window import MainWindow
from wk4gui.app.window.settings import SettingsFile
from wk4gui.registry import LABS


class Watch:
    """Notes who looks for a module; finds none."""

    def __init__(self) -> None:
        self.elsewhere: list[str] = []
        self.found: list[str] = []

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] in ("PySide6", "pyqtgraph"):
            self.found.append(name)
            if threading.current_thread() is not threading.main_thread():
                self.elsewhere.append(name)


def main() -> None:
    watch = Watch()
    sys.meta_path.insert(0, watch)
    window = MainWindow(Appearance(), SettingsFile(Path(sys.argv[1]) / "settings.json"))
    window.questions.choose("never")
    window.show()
    for lab_id in LABS:
        window.visit(lab_id)
        while window.visits.busy:
            QTest.qWait(5)
    window.close()
    assert "pyqtgraph" in watch.found
    sys.stdout.write(" ".join(watch.elsewhere))


if __name__ == "__main__":
    main()

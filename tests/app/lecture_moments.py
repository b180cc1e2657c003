"""Leaves a lecture at random moments in every way there is: python lecture_moments.py MOMENTS FOLDER."""

import random
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QThread, QUrl  # noqa: TID251 - counts them
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from wk4gui.app.window.appearance import Appearance
from wk4gui.app.window.main_window import MainWindow
from wk4gui.app.window.settings import SettingsFile
from wk4gui.app.window.window_memory import first_lab
from wk4gui.documents.lecture import Lecture, Slide, encode_lecture
from wk4gui.documents.saved_state import SavedState, encode_state
from wk4gui.registry import LABS

WAYS = ("escape", "close", "lecture", "session", "digit")
_LONGEST_MS = 500


def a_state(lab_id: str) -> SavedState:
    return SavedState(lab=lab_id, params=LABS[lab_id].params())


class Moments:
    """One window after the other, each presenting until it is left."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.chance = folder, random.Random(5)
        self.lecture = Lecture(slides=tuple(Slide(state=a_state(lab_id)) for lab_id in LABS))
        (folder / "talk.wk4lecture.json").write_bytes(encode_lecture(self.lecture))
        (folder / "mine.wk4.json").write_bytes(encode_state(a_state("saddle")))
        self.appearance = Appearance()
        self.window = self.opened()

    def opened(self) -> MainWindow:
        window = MainWindow(self.appearance, SettingsFile(self.folder / "settings.json"))
        window.show()
        window.open_lab(first_lab(window.settings))
        return window

    def leave(self, way: str) -> None:
        """Presents for a while and leaves."""
        self.window.lectures.lecture = self.lecture
        self.window.lectures.start()
        QTest.qWait(self.chance.randrange(_LONGEST_MS))
        if way == "close":
            self.close()
            self.window = self.opened()
        elif way == "lecture":
            self.drop("talk.wk4lecture.json")
            QTest.qWait(self.chance.randrange(_LONGEST_MS))
            self.press(Qt.Key.Key_Escape)
        elif way == "session":
            self.drop("mine.wk4.json")
        elif way == "escape":
            self.press(Qt.Key.Key_Escape)
        else:
            self.press(Qt.Key(self.chance.randrange(0x31, 0x39)))
            while self.window.lectures.presenter is not None:  # until the page of the lab is made
                QTest.qWait(5)
        self.check(way)

    def press(self, key: Qt.Key) -> None:
        presenter = self.window.lectures.presenter
        assert presenter is not None
        QTest.keyClick(presenter, key)

    def drop(self, name: str) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self.folder / name))])
        actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        self.window.dropEvent(QDropEvent(QPointF(50, 50), actions, data, buttons, Qt.KeyboardModifier.NoModifier))
        while self.window.files.reader.busy:
            QTest.qWait(5)

    def check(self, way: str) -> None:
        """The labs are back, and header and list are of the page that is seen."""
        window = self.window
        assert window.lectures.presenter is None, way
        assert window.page is not None
        assert window.header.page is window.page
        shown = window.labs.list.currentItem().data(Qt.ItemDataRole.UserRole)
        assert shown == window.page.session.lab.id

    def close(self) -> None:
        """Closes the window; what it leaves behind must not run."""
        window = self.window
        window.close()
        threads = window.findChildren(QThread)
        window.deleteLater()
        assert not [thread for thread in threads if thread.isRunning()]
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def main() -> None:
    moments = Moments(Path(sys.argv[2]))
    for number in range(int(sys.argv[1])):
        moments.leave(WAYS[number % len(WAYS)])
    moments.close()
    print("left", sys.argv[1], "times")  # noqa: T201 - how the caller knows that it came so far


if __name__ == "__main__":
    main()

"""Presents a lecture, with slides computed ahead."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from wk4gui.app.lecture.slide_page import SlidePage
from wk4gui.documents.lecture import Lecture
from wk4gui.render.named import named
from wk4gui.render.qt_application import dress
from wk4gui.render.theme import Theme

_MAKE_NEXT = QEvent.Type(QEvent.registerEventType())
_NEXT = {Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return}
_BACK = {Qt.Key.Key_PageUp, Qt.Key.Key_Up, Qt.Key.Key_Backspace}
_DARK = {Qt.Key.Key_B, Qt.Key.Key_Period}


class Presenter(QWidget):
    """Presents slides: Page Down and Up change the slide, Right and Left the frame; B blanks, Escape ends.

    Signals:
        left(): the lecture is over.
        lab_wanted(int): a digit was pressed: the lab of that number is to be opened.
    """

    left = Signal()
    lab_wanted = Signal(int)

    def __init__(self, lecture: Lecture, theme: Theme, at: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Lecture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lecture, self._theme = lecture, theme
        dress(self, theme)
        self.slides: dict[int, SlidePage] = {}
        self.stack = QStackedWidget()
        self.place = named(QLabel(), "caption")
        self.place.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(0)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.place)
        self.place.setContentsMargins(0, 0, 32, 0)
        self._at, self._stopped = 0, False
        self.go(at)
        QCoreApplication.postEvent(self, QEvent(_MAKE_NEXT), Qt.EventPriority.LowEventPriority.value)

    @property
    def at(self) -> int:
        """Index of the slide that is shown."""
        return self._at

    @property
    def slide(self) -> SlidePage:
        return self.slides[self._at]

    def go(self, index: int) -> None:
        """Shows a slide."""
        self._at = max(0, min(index, len(self.lecture.slides) - 1))
        self.stack.setCurrentWidget(self._page(self._at))
        self.place.setText(f"{self._at + 1} / {len(self.lecture.slides)}")

    def forward(self) -> None:
        """Shows the picture after the question, or the next slide."""
        if self.slide.covered:
            self.slide.cover(covered=False)
        elif self._at + 1 < len(self.lecture.slides):
            self.go(self._at + 1)

    def back(self) -> None:
        """Shows the previous slide."""
        if self._at > 0:
            self.go(self._at - 1)

    def stop(self) -> None:
        """Ends the threads of all slides and creates no more; must be called before deletion."""
        self._stopped = True
        for slide in self.slides.values():
            slide.session.stop()

    def event(self, event: QEvent) -> bool:
        if event.type() == _MAKE_NEXT:
            self._make_next()
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not event.modifiers():
            event.accept()  # plain keys are the presenter's, not the window's
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key, session = Qt.Key(event.key()), self.slide.session
        if key in _NEXT:
            self.forward()
        elif key in _BACK:
            self.back()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            session.seek(session.frame + (1 if key == Qt.Key.Key_Right else -1))
        elif key in _DARK:
            self.stack.setVisible(self.stack.isHidden())
        elif key == Qt.Key.Key_Home:
            self.go(0)
        elif key == Qt.Key.Key_End:
            self.go(len(self.lecture.slides) - 1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.lab_wanted.emit(key - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)

    def _page(self, index: int) -> SlidePage:
        if index not in self.slides:
            self.slides[index] = SlidePage(self.lecture.slides[index], self._theme)
            self.stack.addWidget(self.slides[index])
        return self.slides[index]

    def _make_next(self) -> None:
        """Creates the next missing slide, one at a time so that keys are handled in between."""
        if self._stopped:
            return
        missing = [i for i in range(len(self.lecture.slides)) if i not in self.slides]
        if missing:
            page = self._page(min(missing, key=lambda i: (i < self._at, i)))
            page.resize(self.stack.size())
            page.ensurePolished()
            QCoreApplication.postEvent(self, QEvent(_MAKE_NEXT), Qt.EventPriority.LowEventPriority.value)

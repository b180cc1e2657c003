"""Presents a lecture, with slides computed ahead."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from wk4gui.app.lecture.slide_page import SlidePage
from wk4gui.app.lecture.text_page import TextPage
from wk4gui.documents.lecture import Lecture, Slide
from wk4gui.registry import LABS
from wk4gui.render.qt_application import dress_alone
from wk4gui.render.style.fit import mark
from wk4gui.render.theme import Theme

_MAKE_NEXT = QEvent.Type(QEvent.registerEventType())
_NEXT = {Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return}
_BACK = {Qt.Key.Key_PageUp, Qt.Key.Key_Up, Qt.Key.Key_Backspace}
_DARK = {Qt.Key.Key_B, Qt.Key.Key_Period}
_OF_WINDOW = {Qt.Key.Key_F1, Qt.Key.Key_F11}
"""Plain keys that mean what they mean elsewhere."""

Page = SlidePage | TextPage


class Presenter(QWidget):
    """Page Down and Page Up go through the slides, Right and Left through the frames of one, Escape leaves.

    N, X and O choose what is large; L brings the controls, K keeps what they changed; digits count answers.

    Signals:
        left(): the lecture is over.
        lab_wanted(str): the number of this lab was pressed where nothing is asked.
        edited(object): the Lecture as it is now, with what was counted or kept.
        said(str): what was done, in one sentence.
    """

    left = Signal()
    lab_wanted = Signal(str)
    edited = Signal(object)
    said = Signal(str)

    def __init__(self, lecture: Lecture, theme: Theme, at: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName("Lecture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lecture, self._theme = lecture, theme
        dress_alone(self, theme)
        self.slides: dict[int, Page] = {}
        self.stack = QStackedWidget()
        self.counts = _CountsField(self)
        self.counts.setPlaceholderText("How many chose each answer, such as 12 5 3")
        self.counts.setAccessibleName("Counted answers")
        self.counts.returnPressed.connect(self._take_counts)
        self.counts.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.stack, 1)
        self._at, self._stopped = 0, False
        self._keys: dict[Qt.Key, Callable[[], object]] = {
            **dict.fromkeys(_NEXT, self.forward),
            **dict.fromkeys(_BACK, self.back),
            **dict.fromkeys(_DARK, lambda: self.stack.setVisible(self.stack.isHidden())),
            Qt.Key.Key_Right: lambda: self._step(1),
            Qt.Key.Key_Left: lambda: self._step(-1),
            Qt.Key.Key_Home: lambda: self.go(0),
            Qt.Key.Key_End: lambda: self.go(len(self.lecture.slides) - 1),
            Qt.Key.Key_Escape: self.escape,
            Qt.Key.Key_L: self.toggle_live,
            Qt.Key.Key_F9: self.toggle_live,
            Qt.Key.Key_K: self.keep,
            Qt.Key.Key_R: self.take_back,
            Qt.Key.Key_P: self.toggle_play,
            Qt.Key.Key_C: self.ask_counts,
            Qt.Key.Key_N: lambda: self._lay_out("next_large"),
            Qt.Key.Key_X: lambda: self._lay_out("swap"),
            Qt.Key.Key_O: lambda: self._lay_out("toggle_small"),
        }
        self.go(at)
        QCoreApplication.postEvent(self, QEvent(_MAKE_NEXT), Qt.EventPriority.LowEventPriority.value)

    @property
    def at(self) -> int:
        """Index of the slide that is shown."""
        return self._at

    @property
    def slide(self) -> Page:
        return self.slides[self._at]

    def go(self, index: int) -> None:
        """Shows a slide; counts that are being typed belong to the one before."""
        if not self.counts.isHidden():
            self._end_counts()
        self._at = max(0, min(index, len(self.lecture.slides) - 1))
        page = self._page(self._at)
        page.set_theme(self._theme)  # it was not seen when the theme changed
        self.stack.setCurrentWidget(page)

    def set_theme(self, theme: Theme) -> None:
        """Takes another size of type; slides that are not seen take it when they are."""
        self._theme = theme
        dress_alone(self, theme)
        self.slide.set_theme(theme)

    def forward(self) -> None:
        """What the question hides, or the next slide."""
        if self.slide.covered:
            self.slide.cover(covered=False)
        elif self._at + 1 < len(self.lecture.slides):
            self.go(self._at + 1)

    def back(self) -> None:
        """Shows the previous slide."""
        if self._at > 0:
            self.go(self._at - 1)

    def escape(self) -> None:
        """Ends what was begun last: typing counts, changing the slide, the lecture."""
        if not self.counts.isHidden():
            self._end_counts()
        elif self.slide.live:
            self.toggle_live()
        else:
            self.left.emit()

    def toggle_live(self) -> None:
        """Brings the controls of the slide, or takes them away."""
        page = self.slide
        if isinstance(page, SlidePage) and not page.covered:
            page.set_live(live=not page.live)
            self.setFocus()

    def toggle_play(self) -> None:
        """Plays the slide or pauses."""
        if isinstance(self.slide, SlidePage) and not self.slide.covered:
            self.slide.toggle_play()

    def keep(self) -> None:
        """Makes what the slide shows now part of the lecture."""
        if isinstance(self.slide, SlidePage) and not self.slide.problem:
            self._edit(self.slide.kept())
            self.said.emit(f"Kept in slide {self._at + 1}")

    def take_back(self) -> None:
        """Shows the slide as the lecture has it."""
        if isinstance(self.slide, SlidePage):
            self.slide.take_back()

    def count(self, answer: int) -> None:
        """One more for an answer, from 0 on."""
        slide = self.lecture.slides[self._at]
        if answer < slide.n_answers:
            self._edit(slide.counted(answer))

    def ask_counts(self) -> None:
        """Lets the counts be typed."""
        if self.lecture.slides[self._at].question:
            self.counts.setText(" ".join(map(str, self.lecture.slides[self._at].counts)))
            self.counts.show()
            self.counts.raise_()
            self._place_counts()
            self.counts.setFocus()

    def stop(self) -> None:
        """Ends the threads of all slides and creates no more; must be called before deletion."""
        self._stopped = True
        for page in self.slides.values():
            page.stop()

    def event(self, event: QEvent) -> bool:
        if event.type() == _MAKE_NEXT:
            self._make_next()
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._means(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            self._undo(redo=event.matches(QKeySequence.StandardKey.Redo))
        elif not _plain(event):
            super().keyPressEvent(event)
        elif key in self._keys:
            self._keys[key]()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._digit(key - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place_counts()

    def _means(self, event: QKeyEvent) -> bool:
        """Whether a key means something to a presenter, and not what it means to the window."""
        if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            return True
        return _plain(event) and event.key() not in _OF_WINDOW

    def _digit(self, digit: int) -> None:
        if self.lecture.slides[self._at].question:
            self.count(digit - 1)
        elif digit <= len(LABS):
            self.lab_wanted.emit(list(LABS)[digit - 1])

    def _step(self, by: int) -> None:
        if isinstance(self.slide, SlidePage):
            self.slide.session.seek(self.slide.session.frame + by)

    def _undo(self, *, redo: bool) -> None:
        if isinstance(self.slide, SlidePage):
            if redo:
                self.slide.session.redo()
            else:
                self.slide.session.undo()

    def _lay_out(self, how: str) -> None:
        """Calls a method of the slide's layout."""
        if isinstance(self.slide, SlidePage) and self.slide.view.slide is not None:
            getattr(self.slide.view.slide, how)()
            self.slide.show_foot()

    def _edit(self, slide: Slide) -> None:
        self.lecture = self.lecture.with_slide(self._at, slide)
        self.slide.show_slide(slide)
        self.edited.emit(self.lecture)

    def _take_counts(self) -> None:
        """Takes typed counts; what are none is left to be mended."""
        words = self.counts.text().replace(",", " ").replace(";", " ").split()
        slide = self.lecture.slides[self._at]
        good = len(words) <= slide.n_answers and all(word.isdecimal() and len(word) <= 5 for word in words)
        if good:
            self._edit(slide.with_counts([int(word) for word in words]))
            self._end_counts()
        else:
            self.said.emit(f"Not counted: up to {slide.n_answers} whole numbers from 0 to 99999 are expected")
        mark(self.counts, refused=not good)

    def _end_counts(self) -> None:
        self.counts.hide()
        self.setFocus()

    def _place_counts(self) -> None:
        height = self.counts.sizeHint().height()
        self.counts.setGeometry(self.width() // 4, self.height() - 3 * height, self.width() // 2, height)

    def _page(self, index: int) -> Page:
        if index not in self.slides:
            slide = self.lecture.slides[index]
            page = SlidePage(slide, self._theme) if slide.state is not None else TextPage(slide, self._theme)
            page.frame.show_place(f"{index + 1} / {len(self.lecture.slides)}")
            self.slides[index] = page
            self.stack.addWidget(page)
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


class _CountsField(QLineEdit):
    """A field whose Return goes no further, where it would show the next slide."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()


def _plain(event: QKeyEvent) -> bool:
    """Whether a key was pressed without another that changes it; those of the number pad are the same keys."""
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier

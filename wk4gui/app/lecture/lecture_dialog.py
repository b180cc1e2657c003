"""The list of a lecture's slides: order, titles, questions, the file, and the start."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wk4gui.app.window.file_dialogs import LECTURE_FILTER, ask_where_to_save_lecture
from wk4gui.documents.lecture import Lecture, Slide
from wk4gui.registry import find_lab
from wk4gui.render.named import named
from wk4gui.render.qt_application import dress
from wk4gui.render.theme import Theme


class LectureDialog(QDialog):
    """Edits a lecture; every change is reported at once.

    Signals:
        changed(object): the Lecture as it is now.
        add_requested(): the current state is to become a slide.
        shown(object): a Slide is to be opened in its lab.
        opened(object): a file (Path) is to be opened.
        saved(object): the lecture is to be saved to a Path.
        started(int): the lecture is to start at this slide.
    """

    changed = Signal(object)
    add_requested = Signal()
    shown = Signal(object)
    opened = Signal(object)
    saved = Signal(object)
    started = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, theme)
        self.setWindowTitle("Lecture")
        self.lecture = Lecture()
        self.list = named(QListWidget(), "slides")
        self.list.setAccessibleName("Slides")
        self.name, self.title, self.question = QLineEdit(), QLineEdit(), QLineEdit()
        self.name.setPlaceholderText("Title of the lecture")
        self.question.setPlaceholderText("Asked before the picture is shown; leave empty for none")
        self.buttons = {
            text: QPushButton(text)
            for text in ("Add current view", "Up", "Down", "Remove", "Go to slide", "Open…", "Save…", "Present")
        }
        named(self.buttons["Present"], "primary")
        self._arrange()
        self._connect()
        self.show_lecture(Lecture())
        self.resize(620, 460)

    @property
    def row(self) -> int:
        """The chosen slide; −1 for none."""
        return self.list.currentRow()

    def show_lecture(self, lecture: Lecture, row: int = 0) -> None:
        """Shows a lecture and chooses one of its slides."""
        self.lecture = lecture
        with QSignalBlocker(self.list):
            self.list.clear()
            for slide in lecture.slides:
                self.list.addItem(_line(slide))
            self.list.setCurrentRow(min(row, len(lecture.slides) - 1))
        if self.name.text() != lecture.title:
            self.name.setText(lecture.title)
        self._show_row()

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(lambda _: self._show_row())
        self.name.textEdited.connect(lambda text: self._take(Lecture(title=text, slides=self.lecture.slides), self.row))
        self.title.textEdited.connect(lambda text: self._edit(title=text))
        self.question.textEdited.connect(lambda text: self._edit(question=text))
        press = {
            "Add current view": self.add_requested.emit,
            "Up": lambda: self._move(-1),
            "Down": lambda: self._move(1),
            "Remove": self._remove,
            "Go to slide": lambda: self.shown.emit(self.lecture.slides[self.row]),
            "Open…": self._ask_open,
            "Save…": self._ask_save,
            "Present": lambda: self.started.emit(max(self.row, 0)),
        }
        for text, button in self.buttons.items():
            button.clicked.connect(lambda _, slot=press[text]: slot())
            button.setAutoDefault(False)

    def _show_row(self) -> None:
        there = 0 <= self.row < len(self.lecture.slides)
        title, question = "", ""
        if there:
            slide = self.lecture.slides[self.row]
            title, question = slide.title, slide.question
        for field, text in ((self.title, title), (self.question, question)):
            field.setEnabled(there)
            if field.text() != text:
                field.setText(text)
        for name in ("Up", "Down", "Remove", "Go to slide", "Save…", "Present"):
            self.buttons[name].setEnabled(there)

    def _edit(self, **changes: str) -> None:
        slide = self.lecture.slides[self.row]
        fields = {"state": slide.state, "title": slide.title, "question": slide.question, **changes}
        self._replace(Slide(**fields))  # type: ignore[arg-type]

    def _replace(self, slide: Slide) -> None:
        slides = list(self.lecture.slides)
        slides[self.row] = slide
        self.list.item(self.row).setText(_line(slide))
        self.lecture = Lecture(title=self.lecture.title, slides=tuple(slides))
        self.changed.emit(self.lecture)

    def _move(self, by: int) -> None:
        slides, row = list(self.lecture.slides), self.row
        if 0 <= row + by < len(slides):
            slides.insert(row + by, slides.pop(row))
            self._take(Lecture(title=self.lecture.title, slides=tuple(slides)), row + by)

    def _remove(self) -> None:
        slides = [slide for i, slide in enumerate(self.lecture.slides) if i != self.row]
        self._take(Lecture(title=self.lecture.title, slides=tuple(slides)), self.row)

    def _take(self, lecture: Lecture, row: int) -> None:
        self.show_lecture(lecture, max(row, 0))
        self.changed.emit(lecture)

    def _ask_open(self) -> None:
        text, _ = QFileDialog.getOpenFileName(self, "Open lecture", "", LECTURE_FILTER)
        if text:
            self.opened.emit(Path(text))

    def _ask_save(self) -> None:
        path = ask_where_to_save_lecture(self)
        if path is not None:
            self.saved.emit(path)

    def _arrange(self) -> None:
        form = QFormLayout()
        form.addRow("Lecture", self.name)
        slide = QFormLayout()
        slide.addRow("Title", self.title)
        slide.addRow("Question", self.question)
        beside = QVBoxLayout()
        for name in ("Add current view", "Up", "Down", "Remove", "Go to slide"):
            beside.addWidget(self.buttons[name])
        beside.addStretch(1)
        middle = QHBoxLayout()
        middle.addWidget(self.list, 1)
        middle.addLayout(beside)
        below = QHBoxLayout()
        below.addWidget(self.buttons["Open…"])
        below.addWidget(self.buttons["Save…"])
        below.addStretch(1)
        below.addWidget(self.buttons["Present"])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addLayout(middle, 1)
        layout.addLayout(slide)
        layout.addLayout(below)


def _line(slide: Slide) -> str:
    asked = "  ?" if slide.question else ""
    return f"{slide.title or 'Untitled'} · {find_lab(slide.state.lab).title}{asked}"

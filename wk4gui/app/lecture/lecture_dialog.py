"""The list of a lecture's slides: order, titles, questions, notes, the file, and the start."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wk4gui.app.window.file_dialogs import LECTURE_FILTER, ask_where_to_save_lecture
from wk4gui.documents.lecture import MOST_ANSWERS, Lecture, Slide
from wk4gui.registry import find_lab
from wk4gui.render.named import named
from wk4gui.render.theme import Theme

_BESIDE = (
    "Add current view",
    "Replace by current view",
    "Add text slide",
    "Duplicate",
    "Up",
    "Down",
    "Remove",
    "Go to slide",
)
_BELOW = ("Open…", "Save…", "Hand-out…", "Present")


class LectureDialog(QDialog):
    """Edits a lecture; every change is reported at once.

    Signals:
        changed(object): the Lecture as it is now.
        add_requested(): the present state is to become a slide.
        replace_requested(int): the present state is to take the place of this slide's.
        shown(object): a Slide is to be opened in its lab.
        opened(object): a file (Path) is to be opened.
        saved(object): the lecture is to be written there (Path).
        started(int): the lecture is to begin at this slide.
        handout_requested(): the lecture is to be written as a PDF.
    """

    changed = Signal(object)
    add_requested = Signal()
    replace_requested = Signal(int)
    shown = Signal(object)
    opened = Signal(object)
    saved = Signal(object)
    started = Signal(int)
    handout_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Lecture")
        self.lecture = Lecture()
        self.list = named(QListWidget(), "slides")
        self.list.setAccessibleName("Slides")
        self.name, self.title, self.question = QLineEdit(), QLineEdit(), QLineEdit()
        self.answers, self.counts = QLineEdit(), QLineEdit()
        self.notes, self.text = QPlainTextEdit(), QPlainTextEdit()
        self.seen = QCheckBox("Show the picture while asking, hide the sentence alone")
        self.name.setPlaceholderText("Title of the lecture")
        self.question.setPlaceholderText("Asked before the picture is shown; leave empty for none")
        self.answers.setPlaceholderText("It grows; it shrinks: separated by semicolons, at most 9")
        self.counts.setPlaceholderText("How many chose each, such as 12; 5")
        self.notes.setPlaceholderText("For the lecturer and the hand-out")
        self.text.setPlaceholderText("The lines of a slide of text")
        self.buttons = {text: QPushButton(text) for text in (*_BESIDE, *_BELOW)}
        named(self.buttons["Present"], "primary")
        self._arrange()
        self._connect()
        self.show_lecture(Lecture())
        self.resize(780, 640)

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
        self.name.textEdited.connect(lambda text: self._take(replace(self.lecture, title=text), self.row))
        self.title.textEdited.connect(lambda text: self._edit(title=text))
        self.question.textEdited.connect(lambda text: self._edit(question=text))
        self.answers.textEdited.connect(lambda text: self._edit(answers=_split(text)))
        self.counts.textEdited.connect(lambda text: self._edit(counts=_numbers(text)))
        self.seen.clicked.connect(lambda on: self._edit(picture_seen=on))
        self.notes.textChanged.connect(lambda: self._edit(notes=self.notes.toPlainText()))
        self.text.textChanged.connect(lambda: self._edit(text=self.text.toPlainText()))
        press = {
            "Add current view": self.add_requested.emit,
            "Replace by current view": lambda: self.replace_requested.emit(self.row),
            "Add text slide": lambda: self._insert(Slide(title="A title", text="A few lines")),
            "Duplicate": lambda: self._insert(self.lecture.slides[self.row]),
            "Up": lambda: self._move(-1),
            "Down": lambda: self._move(1),
            "Remove": self._remove,
            "Go to slide": lambda: self.shown.emit(self.lecture.slides[self.row]),
            "Open…": self._ask_open,
            "Save…": self._ask_save,
            "Hand-out…": self.handout_requested.emit,
            "Present": lambda: self.started.emit(max(self.row, 0)),
        }
        for text, button in self.buttons.items():
            button.clicked.connect(lambda _, slot=press[text]: slot())
            button.setAutoDefault(False)

    def _show_row(self) -> None:
        there = 0 <= self.row < len(self.lecture.slides)
        slide = self.lecture.slides[self.row] if there else Slide()
        of_lab = there and slide.state is not None
        lines = (
            (self.title, slide.title, there),
            (self.question, slide.question, of_lab),
            (self.answers, "; ".join(slide.answers), of_lab and bool(slide.question)),
            (self.counts, "; ".join(map(str, slide.counts)), of_lab and bool(slide.question)),
        )
        for field, text, possible in lines:
            field.setEnabled(possible)
            if not field.hasFocus() or not possible:
                field.setText(text)
        for box, text, possible in ((self.notes, slide.notes, there), (self.text, slide.text, there and not of_lab)):
            box.setEnabled(possible)
            if box.toPlainText() != text:
                with QSignalBlocker(box):
                    box.setPlainText(text)
        self._form.setRowVisible(self.text, there and not of_lab)
        for widget in (self.question, self.answers, self.counts, self.seen):
            self._form.setRowVisible(widget, not there or of_lab)
        self.seen.setEnabled(of_lab and bool(slide.question))
        self.seen.setChecked(slide.picture_seen)
        for name in ("Duplicate", "Up", "Down", "Remove", "Replace by current view", "Save…", "Hand-out…", "Present"):
            self.buttons[name].setEnabled(there)
        self.buttons["Go to slide"].setEnabled(of_lab)

    def _edit(self, **changes: object) -> None:
        if not 0 <= self.row < len(self.lecture.slides):
            return
        slide = replace(self.lecture.slides[self.row], **changes)
        self.list.item(self.row).setText(_line(slide))
        self.lecture = self.lecture.with_slide(self.row, slide)
        for widget in (self.answers, self.counts, self.seen):
            widget.setEnabled(bool(slide.question))
        self.changed.emit(self.lecture)

    def _insert(self, slide: Slide) -> None:
        """Puts a slide behind the chosen one."""
        slides, at = list(self.lecture.slides), self.row + 1
        slides.insert(at, slide)
        self._take(self.lecture.with_slides(slides), at)

    def _move(self, by: int) -> None:
        slides, row = list(self.lecture.slides), self.row
        if 0 <= row + by < len(slides):
            slides.insert(row + by, slides.pop(row))
            self._take(self.lecture.with_slides(slides), row + by)

    def _remove(self) -> None:
        slides = [slide for i, slide in enumerate(self.lecture.slides) if i != self.row]
        self._take(self.lecture.with_slides(slides), self.row)

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
        head = QFormLayout()
        head.addRow("Lecture", self.name)
        self._form = form = QFormLayout()
        rows = (("Title", self.title), ("Text", self.text), ("Question", self.question), ("Answers", self.answers))
        for label, widget in (*rows, ("Counts", self.counts), ("", self.seen), ("Notes", self.notes)):
            form.addRow(label, widget)
        for box in (self.text, self.notes):
            box.setTabChangesFocus(True)
            box.setFixedHeight(84)
        beside = QVBoxLayout()
        for name in _BESIDE:
            beside.addWidget(self.buttons[name])
        beside.addStretch(1)
        middle = QHBoxLayout()
        middle.addWidget(self.list, 1)
        middle.addLayout(beside)
        below = QHBoxLayout()
        for name in _BELOW[:-1]:
            below.addWidget(self.buttons[name])
        below.addStretch(1)
        below.addWidget(self.buttons["Present"])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addLayout(middle, 1)
        layout.addLayout(form)
        layout.addLayout(below)


def _split(text: str) -> tuple[str, ...]:
    """The answers in a line."""
    return tuple(part.strip() for part in text.split(";") if part.strip())[:MOST_ANSWERS]


def _numbers(text: str) -> tuple[int, ...]:
    """The counts in a line, as far as they are numbers."""
    parts = text.replace(",", ";").replace(" ", ";").split(";")
    return tuple(int(part) for part in parts if part.isdecimal() and len(part) <= 5)[:MOST_ANSWERS]


def _line(slide: Slide) -> str:
    asked = "  ?" if slide.question else ""
    lab = f" · {find_lab(slide.state.lab).title}" if slide.state is not None else " · text"
    named_after_lab = slide.state is not None and slide.title.startswith(find_lab(slide.state.lab).title)
    return f"{slide.title or 'Untitled'}{'' if named_after_lab else lab}{asked}"

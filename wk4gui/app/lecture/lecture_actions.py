"""The actions of the lecture menu: collecting slides, files, and presenting."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wk4gui.app.lecture.lecture_dialog import LectureDialog
from wk4gui.app.window.shell import Shell
from wk4gui.documents.file_writing import write_file
from wk4gui.documents.lecture import Lecture, Slide, encode_lecture
from wk4gui.documents.opening import read_lecture
from wk4gui.lab.declarations import ParamError, decode
from wk4gui.registry import find_lab

if TYPE_CHECKING:
    from wk4gui.app.lecture.presenter import Presenter

_LOOK = "projector"


class LectureActions(QObject):
    """Collects slides from its window and presents them there."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.window())
        self._shell = shell
        self.lecture = Lecture()
        self.presenter: Presenter | None = None
        self._dialog: LectureDialog | None = None
        self._look_before = ""

    def slots(self) -> dict[str, Callable[[], object]]:
        """The slots of the menu's actions, by name."""
        return {"lecture_list": self.show_list, "lecture_add": self.add, "lecture_start": self.start}

    def add(self) -> None:
        """Adds the current view as a slide."""
        page = self._shell.page
        if page is None:
            return
        state = page.saved_state()
        slide = Slide(state=state, title=state.title)
        self._take(Lecture(title=self.lecture.title, slides=(*self.lecture.slides, slide)))
        self._shell.notify(f"Slide {len(self.lecture.slides)}: {slide.title}")

    def show_list(self) -> None:
        """Opens the list of slides."""
        if self._dialog is None:
            self._dialog = dialog = LectureDialog(self._shell.appearance.theme, self._shell.window())
            dialog.changed.connect(self._edited)
            dialog.add_requested.connect(self.add)
            dialog.shown.connect(self._go_to)
            dialog.opened.connect(self.open_file)
            dialog.saved.connect(self.save_file)
            dialog.started.connect(self.start)
        self._dialog.show_lecture(self.lecture)
        self._dialog.show()
        self._dialog.raise_()

    def open_file(self, path: Path) -> None:
        """Opens the lecture in a file; errors are reported in one sentence."""
        self._shell.read(path, read_lecture, self.take)

    def save_file(self, path: Path) -> None:
        """Writes the lecture."""
        try:
            write_file(path, encode_lecture(self.lecture))
        except OSError as error:
            self._shell.refuse("Not saved", f"{path} cannot be written: {error.strerror or error}")
        else:
            self._shell.notify(f"Saved: {path}")

    def take(self, lecture: Lecture) -> None:
        """Opens a lecture; slides that cannot be shown are reported at once."""
        self._take(lecture)
        problems = [f"Slide {number}: {why}." for number, why in slide_problems(lecture).items()]
        if problems:
            self._shell.refuse("Some slides cannot be shown", "\n".join(problems))

    def start(self, at: int = 0) -> None:
        """Presents the lecture, or opens the list if there are no slides."""
        if not self.lecture.slides:
            self.show_list()
            return
        from wk4gui.app.lecture.presenter import Presenter  # with pyqtgraph, which comes after the first paint

        if self._dialog is not None:
            self._dialog.hide()
        self.stop()
        appearance = self._shell.appearance
        self._look_before = appearance.choice
        self.presenter = presenter = Presenter(self.lecture, appearance.theme_of(_LOOK), at)
        presenter.left.connect(self.stop)
        presenter.lab_wanted.connect(self._shell.open_numbered_lab)
        self._shell.present(presenter)
        appearance.choose(_LOOK)

    def stop(self) -> None:
        """Ends the presentation, if there is one; the labs are unchanged."""
        if self.presenter is not None:
            presenter, self.presenter = self.presenter, None
            presenter.stop()
            self._shell.appearance.choose(self._look_before)
            self._shell.end_presentation(presenter)
            presenter.deleteLater()

    def _go_to(self, slide: Slide) -> None:
        try:
            self._shell.open_state(slide.state)
        except ParamError as error:
            self._shell.refuse("Not opened", str(error))

    def _take(self, lecture: Lecture) -> None:
        self.lecture = lecture
        if self._dialog is not None:
            self._dialog.show_lecture(lecture, len(lecture.slides) - 1)

    def _edited(self, lecture: Lecture) -> None:
        self.lecture = lecture


def slide_problems(lecture: Lecture) -> dict[int, str]:
    """Why slides cannot be shown, by their number: views of other versions, or edited by hand and not valid."""
    from wk4gui.render.views import view_class  # with pyqtgraph, which comes after the first paint

    problems = {}
    for number, slide in enumerate(lecture.slides, start=1):
        try:
            decode(view_class(find_lab(slide.state.lab)).State, slide.state.view)
        except ParamError as error:
            problems[number] = str(error)
    return problems

"""What the lecture menu does: collecting slides, files, presenting, and the hand-out."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QObject

from wk4gui.app.lecture.lecture_dialog import LectureDialog
from wk4gui.app.window.file_dialogs import ask_where_to_save_handout, ask_where_to_save_lecture
from wk4gui.app.window.file_questions import NOT_NOW, SAVE, ask_about_lecture
from wk4gui.app.window.shell import Shell
from wk4gui.documents.file_writing import write_file
from wk4gui.documents.lecture import (
    Lecture,
    Slide,
    default_title,
    encode_lecture,
    lecture_from,
    plain_lecture,
    question_title,
)
from wk4gui.documents.opening import read_lecture
from wk4gui.lab.declarations import ParamError, decode
from wk4gui.lab.question import Choice
from wk4gui.registry import find_lab

if TYPE_CHECKING:
    from wk4gui.app.lecture.handout_job import HandoutJob
    from wk4gui.app.lecture.presenter import Presenter
    from wk4gui.app.page.lab_page import LabPage

_LOOK = "projector"


class LectureActions(QObject):
    """Collects slides from its window and presents them there.

    Attributes:
        lecture: the slides as they are now.
        unsaved: whether they were changed since they were opened or saved.
        presenter: what presents them; None while nothing does.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.window())
        self._shell = shell
        self.lecture, self.unsaved = Lecture(), False
        self.presenter: Presenter | None = None
        self._dialog: LectureDialog | None = None
        self._look_before = ""
        self._handout: HandoutJob | None = None

    def slots(self) -> dict[str, Callable[[], object]]:
        """What the actions of the menu call, by name."""
        return {
            "lecture_list": self.show_list,
            "lecture_add": self.add,
            "lecture_start": self.start,
            "lecture_handout": self.hand_out,
        }

    def add(self) -> None:
        """Makes a slide of what is shown, with the question that is asked at present."""
        page = self._shell.page
        if page is not None:
            slide = _slide_of(page)
            self._edited(self.lecture.with_slides((*self.lecture.slides, slide)))
            self._show_in_list(len(self.lecture.slides) - 1)
            question = page.predictor.question
            lost = ", without the question: a slide shows no map" if question is not None and question.map else ""
            self._shell.notify(f"Slide {len(self.lecture.slides)}: {slide.title}{lost}")

    def replace(self, row: int) -> None:
        """Shows what is shown now in a slide that exists already; its title, question and notes stay."""
        page = self._shell.page
        if page is None or not 0 <= row < len(self.lecture.slides):
            return
        old, new = self.lecture.slides[row], _slide_of(page)
        assert new.state is not None
        named = old.title if old.state is None or old.title != default_title(old.state) else default_title(new.state)
        self._edited(self.lecture.with_slide(row, replace(old, state=new.state, panes=new.panes, title=named, text="")))
        self._show_in_list(row)

    def show_list(self) -> None:
        """Opens the list of slides."""
        if self._dialog is None:
            self._dialog = dialog = LectureDialog(self._shell.appearance.theme, self._shell.window())
            dialog.changed.connect(self._edited)
            dialog.add_requested.connect(self.add)
            dialog.replace_requested.connect(self.replace)
            dialog.shown.connect(self._go_to)
            dialog.opened.connect(self.open_file)
            dialog.saved.connect(self.save_file)
            dialog.started.connect(self.start)
            dialog.handout_requested.connect(self.hand_out)
        self._dialog.show_lecture(self.lecture)
        self._dialog.show()
        self._dialog.raise_()

    def open_file(self, path: Path) -> None:
        """Opens the lecture in a file; errors are reported in one sentence."""
        self._shell.read(path, read_lecture, self.take)

    def save_file(self, path: Path) -> bool:
        """Writes the lecture; returns whether that was possible."""
        try:
            write_file(path, encode_lecture(self.lecture))
        except OSError as error:
            self._shell.refuse("Not saved", f"{path} cannot be written: {error.strerror or error}")
            return False
        self.unsaved = False
        self._shell.notify(f"Saved: {path}")
        return True

    def take(self, lecture: Lecture) -> None:
        """Takes a lecture from outside; slides that cannot be shown are named before anybody waits for them."""
        if not self._may_replace():
            return
        self.lecture, self.unsaved = lecture, False
        self._show_in_list(len(lecture.slides) - 1)
        problems = [f"Slide {number}: {why}." for number, why in slide_problems(lecture).items()]
        if problems:
            self._shell.refuse("Some slides cannot be shown", "\n".join(problems))

    def restore(self, remembered: Mapping[str, Any]) -> None:
        """Takes back a lecture that was not saved when the program ended; one that does not fit is left."""
        if remembered:
            try:
                self.lecture, self.unsaved = lecture_from(dict(remembered)), True
            except ParamError:
                return
            self._shell.notify(f"The lecture with {len(self.lecture.slides)} slides is not saved in a file yet")

    def to_remember(self) -> dict[str, Any]:
        """The lecture, where it is saved nowhere else."""
        return plain_lecture(self.lecture) if self.unsaved and self.lecture.slides else {}

    def may_close(self) -> bool:
        """Whether the program may end: an unsaved lecture is asked about, and remembered in any case."""
        if not self.unsaved or not self.lecture.slides:
            return True
        answer = ask_about_lecture(self._shell.window(), len(self.lecture.slides))
        if answer != SAVE:
            return answer == NOT_NOW
        path = ask_where_to_save_lecture(self._shell.window())
        return path is not None and self.save_file(path)

    def start(self, at: int = 0) -> None:
        """Presents the lecture, or opens the list if there are no slides."""
        if not self.lecture.slides:
            self.show_list()
            return
        from wk4gui.app.lecture.presenter import Presenter  # with pyqtgraph, which comes after the first paint

        if self._dialog is not None:
            self._dialog.hide()
        self._shell.visits.finish()
        self.stop()
        appearance = self._shell.appearance
        self._look_before = appearance.choice
        self.presenter = presenter = Presenter(self.lecture, appearance.theme_of(_LOOK), at)
        presenter.left.connect(self.stop)
        presenter.lab_wanted.connect(self._shell.visit)
        presenter.edited.connect(self._edited)
        presenter.said.connect(self._shell.notify)
        self._shell.present(presenter)
        appearance.changed.connect(self._dress)
        appearance.choose(_LOOK)
        self._dress()  # the screen may be larger than the window was

    def stop(self) -> None:
        """Ends the presentation, if there is one; the labs are unchanged."""
        if self.presenter is not None:
            presenter, self.presenter = self.presenter, None
            self._shell.appearance.changed.disconnect(self._dress)
            presenter.stop()
            self._shell.appearance.choose(self._look_before)
            self._shell.end_presentation(presenter)
            presenter.deleteLater()

    def hand_out(self) -> None:
        """Writes all slides, their notes and how to open them as a PDF, where the user wants it."""
        if not self.lecture.slides:
            self.show_list()
            return
        path = ask_where_to_save_handout(self._shell.window())
        if path is not None:
            self.write_handout(path)

    def write_handout(self, path: Path) -> None:
        """Writes the hand-out, a slide a turn of the event loop; another one takes the place of one that is written."""
        from wk4gui.app.lecture.handout_job import HandoutJob  # with pyqtgraph, which comes after the first paint

        self.stop_handout()
        self._handout = job = HandoutJob(self.lecture, path, self)
        job.said.connect(self._shell.notify)
        job.refused.connect(lambda why: self._shell.refuse("Not written", why))
        job.begin()

    def stop_handout(self) -> None:
        """Ends what is being written."""
        if self._handout is not None:
            self._handout.stop()
            self._handout = None

    def _dress(self) -> None:
        if self.presenter is not None:
            self.presenter.set_theme(self._shell.appearance.theme_of(_LOOK))

    def _may_replace(self) -> bool:
        """Whether another lecture may take the place of this one."""
        return not self.unsaved or self.may_close()

    def _go_to(self, slide: Slide) -> None:
        if slide.state is None:
            return
        try:
            self._shell.open_state(slide.state)
        except ParamError as error:
            self._shell.refuse("Not opened", str(error))

    def _show_in_list(self, row: int) -> None:
        if self._dialog is not None:
            self._dialog.show_lecture(self.lecture, row)

    def _edited(self, lecture: Lecture) -> None:
        self.lecture, self.unsaved = lecture, True


def _slide_of(page: "LabPage") -> Slide:
    """The slide of what a page shows; a question that is asked there is asked by the slide, too."""
    question, shown = page.predictor.question, page.saved_state()
    state = shown if question is None else page.predictor.answer_state(question)
    layout = page.view.slide
    slide = Slide(state=state, title=default_title(state), panes=layout.chosen if layout is not None else ())
    if question is None or question.map is not None:  # a slide has no map
        return slide
    answers = question.answer.options if isinstance(question.answer, Choice) else ()
    asked = {"asked": shown, "hides": question.hides, "picture_seen": True}
    title = question_title(page.session.lab, question)
    return replace(slide, title=title, question=question.prompt, answers=answers, **asked)


def slide_problems(lecture: Lecture) -> dict[int, str]:
    """Why slides cannot be shown, by their number: views of other versions, or edited by hand and not valid."""
    from wk4gui.render.views import view_class  # with pyqtgraph, which comes after the first paint

    problems = {}
    for number, slide in enumerate(lecture.slides, start=1):
        try:
            if slide.state is not None:
                decode(view_class(find_lab(slide.state.lab)).State, slide.state.view)
        except ParamError as error:
            problems[number] = str(error)
    return problems

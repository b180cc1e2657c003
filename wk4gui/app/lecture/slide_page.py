"""One slide of a lecture: title, picture and verdict; a question hides the picture first."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wk4gui.app.page.lab_session import LabSession
from wk4gui.app.page.states import show_state
from wk4gui.app.page.summary_line import SummaryLine
from wk4gui.documents.lecture import Slide
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import find_lab
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.theme import Theme
from wk4gui.render.views import make_view


class SlidePage(QWidget):
    """A slide, computed when created, before it is shown; or the reason why it cannot be shown.

    Signals:
        ready(): the picture is complete.
    """

    ready = Signal()

    def __init__(self, slide: Slide, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.slide = slide
        lab = find_lab(slide.state.lab)
        self.session = LabSession(lab, self)
        self.view = make_view(lab, theme)
        self.summary = SummaryLine()
        self.title = named(plain_label(slide.title or slide.state.title), "slideTitle")
        self.question = named(plain_label(slide.question), "slideQuestion")
        self.question.setWordWrap(True)
        self.question.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._arrange()
        self.session.result_ready.connect(self._show)
        self.session.frame_changed.connect(self._show)
        self.session.part_ready.connect(self._show_part)
        self.session.failed.connect(lambda error: self._refuse(str(error) or type(error).__name__))
        self.set_theme(theme)
        self.view.set_interactive(interactive=False)
        self.view.set_captioned(captioned=True)
        self.problem = ""
        self._load()

    @property
    def covered(self) -> bool:
        """Whether the question still hides the picture."""
        return self.view.isHidden() and not self.problem

    def cover(self, *, covered: bool) -> None:
        """Shows the question, or the picture if there is one."""
        if self.problem:
            return
        self.question.setVisible(covered)
        self.view.setVisible(not covered)
        self.summary.setVisible(not covered)

    def set_theme(self, theme: Theme) -> None:
        self.view.set_theme(theme)
        self.summary.set_theme(theme)

    def _load(self) -> None:
        """Starts computing the slide."""
        try:
            show_state(self.session, self.view, self.slide.state)
        except ParamError as error:
            self._refuse(str(error))
            return
        self.session.want_parts(self.view.wanted_parts())
        self.cover(covered=bool(self.slide.question))

    def _refuse(self, why: str) -> None:
        """Shows why there is no picture."""
        self.question.setText(f"This slide cannot be shown: {why}.")
        self.cover(covered=True)
        self.problem = why

    def _show(self) -> None:
        session = self.session
        self.view.show_result(session.shown_params, session.result, session.frame)
        self._show_summary()
        self.ready.emit()

    def _show_part(self, name: str) -> None:
        self.view.show_part(name, self.session.shown_params, self.session.parts.get(name))
        self._show_summary()

    def _show_summary(self) -> None:
        session = self.session
        self.summary.show_summary(self.view.summary(session.lab, session.shown_params, session.result, session.frame))

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 20, 32, 24)
        layout.setSpacing(16)
        layout.addWidget(self.title)
        layout.addWidget(self.question, 1)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.summary)

"""One slide of a lecture: panes, sentence and foot; a question hides what is asked; controls come when asked for."""

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wk4gui.app.controls.param_panel import ParamPanel
from wk4gui.app.lecture.answer_board import AnswerBoard
from wk4gui.app.page.cards import MARGIN, scrolling
from wk4gui.app.page.lab_session import LabSession
from wk4gui.app.page.player import Player
from wk4gui.app.page.states import States, show_state
from wk4gui.documents.lecture import Slide
from wk4gui.documents.saved_state import SavedState
from wk4gui.lab.declarations import ParamError
from wk4gui.lab.summary import Summary
from wk4gui.registry import find_lab
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.slide_frame import SlideFrame, slide_margin
from wk4gui.render.theme import Theme
from wk4gui.render.views import make_view

Shown = tuple[SavedState, tuple[str, ...]]
"""A state, and the panes that were chosen."""
_PANEL = 17
"""Width of the controls, in sizes of text."""
LIVE = "Live. Changes stay with this slide until you keep them in the lecture (K); R takes them back, L ends it."
CHANGED = "Changed, not kept in the lecture: K keeps it, R takes it back."


class SlidePage(QWidget):
    """A slide, computed when created, before it is shown; or the reason why it cannot be shown.

    Signals:
        ready(): the picture is complete.
    """

    ready = Signal()

    def __init__(self, slide: Slide, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert slide.state is not None
        self.setObjectName("page")
        self.slide, self.state = slide, slide.state
        lab = find_lab(slide.state.lab)
        self.session = LabSession(lab, self)
        self.view = make_view(lab, theme)
        self.player = Player()
        self.states = States(self.session, self.view, self.player)
        self.panel: ParamPanel | None = None
        self.question = named(plain_label(slide.question), "slideQuestion")
        self.board = AnswerBoard(theme)
        self.live, self._asking, self.problem = False, False, ""
        self.theme: Theme | None = None
        self._as_said: Shown | None = None
        self._arrange()
        self._connect()
        self.set_theme(theme)
        self.view.set_interactive(interactive=False)
        self.view.set_captioned(captioned=True)
        self._load()

    @property
    def covered(self) -> bool:
        """Whether the question still hides what is asked."""
        return self._asking and not self.problem

    @property
    def changed(self) -> bool:
        """Whether something else is shown than the lecture says; another frame alone is none."""
        return not self.problem and self._as_said is not None and _without_frame(self._as_shown()) != self._as_said

    def cover(self, *, covered: bool) -> None:
        """Asks the question, or shows what was hidden if there is something."""
        if self.problem:
            return
        changes, self._asking = covered != self._asking, covered
        if self.slide.asked is not None and changes:
            self._show_state(self.slide.asked if covered else self.state, () if covered else self.slide.panes)
        self.view.conceal(self.slide.hides if covered else ())
        self.question.setVisible(covered)
        self.view.setVisible(not covered or self.slide.picture_seen)
        self.frame.cover_sentence(covered=covered)
        self.board.show_answers(self.slide, revealed=not covered)
        for place, stretch in ((0, int(self.view.isHidden())), (2, int(self.view.isHidden()))):
            self._body.setStretch(place, stretch)

    def show_slide(self, slide: Slide) -> None:
        """Takes what was changed of the slide besides its state, such as counts."""
        self.slide = slide
        self.board.show_answers(slide, revealed=not self._asking)

    def set_live(self, *, live: bool) -> None:
        """Brings the controls and the player, or takes them away; what was changed stays."""
        if self.problem:
            return
        self.live = live
        if live and self.panel is None:
            self._make_panel()
        self._controls.setVisible(live)
        self.view.set_interactive(interactive=live)
        self._show_player()
        self.show_foot()

    def toggle_play(self) -> None:
        """Plays through the frames, or pauses; the player is seen meanwhile."""
        self.player.toggle_play()
        self._show_player()

    def kept(self) -> Slide:
        """The slide with what is shown now; from now on it is what the lecture says."""
        self.state, panes = self._as_shown()
        self.slide = replace(self.slide, state=self.state, panes=panes)
        self._as_said = _without_frame(self._as_shown())
        self.show_foot()
        return self.slide

    def take_back(self) -> None:
        """Shows what the lecture says again."""
        if not self.problem:
            self._show_state(self.state, self.slide.panes)

    def show_foot(self) -> None:
        """What the slide is called, or what becomes of changes."""
        self.frame.show_name(LIVE if self.live else CHANGED if self.changed else self.slide.foot)

    def stop(self) -> None:
        """Ends what runs; to be called before the page goes."""
        self.player.stop()
        self.session.stop()

    def set_theme(self, theme: Theme) -> None:
        if theme == self.theme:
            return
        self.theme = theme
        margin = slide_margin(theme)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._body.setSpacing(margin)
        self.view.set_theme(theme)
        for item in (self.frame, self.board, self.player):
            item.set_theme(theme)
        if self.panel is not None:
            self.panel.set_theme(theme)
        self._fit_controls()

    def _as_shown(self) -> Shown:
        slide = self.view.slide
        return self.states.now(), slide.chosen if slide is not None else ()

    def _load(self) -> None:
        """Starts computing the slide."""
        try:
            self._show_state(self.state, self.slide.panes)
            self.cover(covered=bool(self.slide.question))
        except ParamError as error:
            self._refuse(str(error))
            return
        self._want_parts()
        self.show_foot()

    def _show_state(self, state: SavedState, panes: tuple[str, ...]) -> None:
        self._as_said = None
        show_state(self.session, self.view, state)
        if self.view.slide is not None and set(panes) <= {pane.name for pane in self.view.panes}:
            self.view.slide.choose_names(panes)
        self._as_said = _without_frame(self._as_shown())

    def _refuse(self, why: str) -> None:
        """Shows why there is no picture."""
        self.question.setText(f"This slide cannot be shown: {why}.")
        self.cover(covered=True)
        self.view.hide()
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
        if session.result is None or session.frame < 0:
            return
        self.frame.show_summary(self.view.summary(session.lab, session.shown_params, session.result, session.frame))
        self._show_player()
        self.show_foot()

    def _show_player(self) -> None:
        session, wanted = self.session, self.live or self.player.playing
        if wanted and session.frame >= 0:
            self.player.show_frames(session.frames, session.frame, useful=self.view.follows_frames)
        elif not wanted:
            self.player.show_frames(session.frames, max(session.frame, 0), useful=False)

    def _view_changed(self) -> None:
        self._want_parts()
        self._show_summary()

    def _want_parts(self) -> None:
        self.session.want_parts(self.view.wanted_parts())

    def _make_panel(self) -> None:
        """The controls are made when they are first wanted: most slides never need them."""
        self.panel = panel = ParamPanel(self.session.lab)
        panel.edited.connect(self.session.set_param)
        panel.settled.connect(self.session.settle)
        self.session.params_changed.connect(lambda: panel.show_params(self.session.params))
        panel.show_params(self.session.params)
        if self.theme is not None:
            panel.set_theme(self.theme)
        layout = self._controls.layout()
        assert layout is not None
        layout.addWidget(scrolling(panel))
        self._fit_controls()

    def _fit_controls(self) -> None:
        """Gives the controls the width in which none of them is cut off."""
        if self.theme is None:
            return
        needed = 0 if self.panel is None else self.panel.minimumSizeHint().width() + MARGIN
        self._controls.setFixedWidth(max(_PANEL * self.theme.least_px, needed))

    def _connect(self) -> None:
        session, view = self.session, self.view
        session.result_ready.connect(self._show)
        session.frame_changed.connect(self._show)
        session.part_ready.connect(self._show_part)
        session.params_changed.connect(self.show_foot)
        session.params_changed.connect(lambda: view.hold_axes(held=session.dragging))
        session.settled.connect(lambda: view.hold_axes(held=False))
        session.failed.connect(lambda error: self._refuse(str(error) or type(error).__name__))
        session.refused.connect(lambda why: self.frame.show_summary(Summary("Not accepted.", why, "bad")))
        view.edited.connect(session.set_params)
        view.settled.connect(session.settle)
        view.frame_requested.connect(session.seek)
        view.restarted.connect(self.states.begin_again)
        view.state_changed.connect(self._view_changed)
        self.player.sought.connect(session.seek)

    def _arrange(self) -> None:
        self.question.setWordWrap(True)
        self.question.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._controls = QWidget()
        QVBoxLayout(self._controls).setContentsMargins(0, 0, 0, 0)
        self._controls.hide()
        self.player.hide()
        picture = QHBoxLayout()
        picture.addWidget(self.view, 1)
        picture.addWidget(self._controls)
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(self.question)
        self._body.addWidget(self.board)
        self._body.addLayout(picture, 1)
        self._body.addWidget(self.player)
        self.frame = SlideFrame(body)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.frame)


def _without_frame(shown: Shown) -> Shown:
    return replace(shown[0], frame=None), shown[1]

"""One lab on screen: its picture, summary and player on the left, parameters and lesson on the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from wk4gui.app.lab_session import LabSession
from wk4gui.app.lesson_actions import apply_action
from wk4gui.app.lesson_panel import LessonPanel
from wk4gui.app.param_panel import ParamPanel
from wk4gui.app.player import Player
from wk4gui.app.summary_line import SummaryLine
from wk4gui.render.lab_view import LabView
from wk4gui.render.named import named
from wk4gui.render.theme import Theme

COLUMN_WIDTH = 288


class LabPage(QWidget):
    """Wires a LabSession to a view, a panel and a player.

    Signals:
        view_changed(): the view state changed.
    """

    view_changed = Signal()

    def __init__(self, session: LabSession, view: LabView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.session, self.view = session, view
        self.panel = ParamPanel(session.lab)
        self.lesson = LessonPanel(session.lab)
        self.summary = SummaryLine()
        self.player = Player()
        self._column_area = self._column()
        self._arrange()
        self._connect()
        session.compute()

    def set_theme(self, theme: Theme) -> None:
        self.view.set_theme(theme)
        self.panel.set_theme(theme)
        self.lesson.set_theme(theme)
        self.summary.set_theme(theme)
        self.player.set_theme(theme)
        self._column_area.setFixedWidth(round(COLUMN_WIDTH * max(1.0, 0.5 + 0.5 * theme.text_scale)) + 12)

    def _connect(self) -> None:
        session = self.session
        self.panel.edited.connect(session.set_param)
        self.panel.settled.connect(session.settle)
        self.view.edited.connect(session.set_params)
        self.view.frame_requested.connect(session.seek)
        self.view.state_changed.connect(self.view_changed)
        self.lesson.action_requested.connect(lambda action: apply_action(action, session, self.view))
        self.player.sought.connect(session.seek)
        session.params_changed.connect(lambda: self.panel.show_params(session.params))
        session.result_ready.connect(self._show_result)
        session.frame_changed.connect(self._show_frame)
        session.refused.connect(self._show_refusal)

    def _show_result(self) -> None:
        session = self.session
        self.panel.show_params(session.params)
        self.panel.show_zones(session.lab.zones(session.params, session.result))
        self._show_frame()

    def _show_frame(self) -> None:
        session = self.session
        self.view.show_result(session.params, session.result, session.frame)
        self.lesson.show_numbers(session.params, session.result, session.frame)
        self.player.show_frames(session.frames, session.frame)
        self.summary.show_summary(session.lab.summarize(session.params, session.result, session.frame))

    def _show_refusal(self, reason: str) -> None:
        self.summary.show_refusal(reason)
        self.panel.refuse()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.view, 1)
        left.addWidget(self.summary)
        left.addWidget(self.player)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 14, 4, 12)
        layout.setSpacing(14)
        layout.addLayout(left, 1)
        layout.addWidget(self._column_area)

    def _column(self) -> QScrollArea:
        column = named(QWidget(), "column")
        stack = QVBoxLayout(column)
        stack.setContentsMargins(0, 0, 12, 0)
        stack.setSpacing(12)
        stack.addWidget(self.panel)
        if self.view.inspector is not None:
            stack.addWidget(_card(self.view.inspector))
        stack.addWidget(self.lesson)
        stack.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(column)
        return area


def _card(content: QWidget) -> QFrame:
    card = named(QFrame(), "card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(16, 14, 16, 14)
    layout.setSpacing(8)
    layout.addWidget(named(QLabel(content.windowTitle().upper()), "heading"))
    layout.addWidget(content)
    return card

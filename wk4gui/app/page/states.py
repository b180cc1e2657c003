"""The complete states of a page: reading the current one, and changing to another."""

from collections.abc import Mapping

from msgspec.structs import replace

from wk4gui.app.page.edit_command import StateCommand
from wk4gui.app.page.lab_session import LabSession
from wk4gui.app.page.player import Player
from wk4gui.documents.saved_state import SavedState, preset_state
from wk4gui.lab.declarations import ParamError, ViewState, decode, to_json
from wk4gui.lab.lesson import LessonAction
from wk4gui.render.lab_view import LabView


def show_state(session: LabSession, view: LabView, state: SavedState) -> None:
    """Shows the parameters, the preset's name, the view and the frame of a state, with all panes of its page.

    It replaces the state completely, without an undo entry.

    Raises:
        ParamError: the view state is not allowed; nothing has changed then.
    """
    seen = _decoded(session, view, state)
    if view.filled is not None:
        view.fill(None)
    session.load(state.params, state.frame, state.preset)
    view.set_state(seen)


def _decoded(session: LabSession, view: LabView, state: SavedState) -> ViewState:
    """The view state of a state.

    Raises:
        ParamError: it is not allowed, or names an exercise that does not exist.
    """
    seen = decode(view.State, state.view)
    if seen.exercise:
        session.lab.exercise(seen.exercise)
    return seen


class States:
    """Changes to the states of presets, links, questions, files and Reset, each as one undo entry."""

    def __init__(self, session: LabSession, view: LabView, player: Player) -> None:
        self._session, self._view, self._player = session, view, player

    def now(self) -> SavedState:
        """The current state."""
        session = self._session
        return SavedState(
            lab=session.lab.id,
            params=session.params,
            view=to_json(self._view.state),
            frame=session.coming_frame,
            preset=session.preset,
        )

    def show(self, state: SavedState, text: str = "Open") -> None:
        """Shows a state; a change of the frame alone is not an edit.

        Args:
            state: the state; missing fields of the view and a missing frame have the lab's defaults.
            text: its name in Undo.

        Raises:
            ParamError: its view state is not allowed; nothing has changed then.
        """
        state = replace(state, view=to_json(_decoded(self._session, self._view, state)))
        if replace(self.now(), frame=state.frame) == state:
            self._show(state)
        else:
            self._session.history.push(StateCommand(text, state, self.now, self._show))

    def open(self, state: SavedState, _text: str = "") -> None:
        """Shows a state as no edit."""
        self._show(replace(state, view=to_json(_decoded(self._session, self._view, state))))

    def show_preset(self, name: str) -> None:
        """Shows a preset."""
        state = preset_state(self._session.lab, name)
        self.show(state, state.title)

    def reset(self) -> None:
        """Shows the current preset again, or the lab's first one if there is none."""
        self.show(preset_state(self._session.lab, self._session.preset), "Reset")

    def follow(self, action: LessonAction) -> None:
        """Shows the state of a lesson's link; the session reports values that are not allowed."""
        lab = self._session.lab
        try:
            self.show(preset_state(lab, action.preset, action.params, action.view, action.frame), "Try")
        except ParamError as error:
            self._session.refused.emit(error.in_window)

    def begin_again(self, params: Mapping[str, object], view: Mapping[str, object]) -> None:
        """Changes parameters and fields of the view state together."""
        now = self.now()
        changed = self._session.lab.decode({**to_json(now.params), **params})
        self.show(replace(now, params=changed, view={**now.view, **view}), "Start again")

    def _show(self, state: SavedState) -> None:
        self._player.stop()
        show_state(self._session, self._view, state)

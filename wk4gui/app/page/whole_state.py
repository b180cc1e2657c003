"""Shows a whole state in a session and its view: nothing of the state before stays."""

from wk4gui.app.page.lab_session import LabSession
from wk4gui.documents.saved_state import SavedState
from wk4gui.lab.declarations import decode
from wk4gui.render.lab_view import LabView


def show_state(session: LabSession, view: LabView, state: SavedState) -> None:
    """Shows the parameters, the preset's name, the view, the page and the frame of a state, all panes seen.

    Raises:
        ParamError: the state of the view does not fit; nothing has changed then.
    """
    seen = decode(view.State, state.view)
    if view.filled is not None:
        view.fill(None)
    session.load(state.params, state.frame, state.preset)
    view.set_state(seen)

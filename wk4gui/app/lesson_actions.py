"""Carries out what a lesson's link asks for."""

from PySide6.QtCore import Qt

from wk4gui.app.lab_session import LabSession
from wk4gui.declarations import ParamError
from wk4gui.lesson import LessonAction
from wk4gui.render.lab_view import LabView


def apply_action(action: LessonAction, session: LabSession, view: LabView) -> None:
    """Sets the preset, the parameters, the view and the frame, as far as the action names them.

    What does not fit is refused by the session, in its words.
    """
    before = session.params
    if action.preset is not None:
        session.load_preset(action.preset)
    if action.params:
        session.set_params(action.params)
    if action.view:
        try:
            view.set_state(view.state.with_(**action.view))
        except ParamError as error:
            session.refused.emit(str(error))
    if action.frame is not None:
        _seek(session, action.frame, computing=action.preset is not None or session.params != before)


def _seek(session: LabSession, frame: int, *, computing: bool) -> None:
    """Goes to a frame, of the result that is still to come where there is one."""
    if computing:
        once = Qt.ConnectionType.SingleShotConnection
        session.result_ready.connect(lambda: session.seek(frame), once)
    else:
        session.seek(frame)

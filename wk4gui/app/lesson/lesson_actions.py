"""Carries out what a lesson's link asks for."""

from wk4gui.app.page.lab_session import LabSession
from wk4gui.lab.declarations import ParamError, to_json
from wk4gui.lab.lesson import LessonAction
from wk4gui.render.lab_view import LabView


def apply_action(action: LessonAction, session: LabSession, view: LabView) -> None:
    """Sets the preset, the parameters, the view and the frame, as far as the action names them, as one edit.

    What does not fit is refused by the session, in its words.
    """
    try:
        preset_view = session.lab.preset(action.preset).view if action.preset else {}
        state = view.state.with_(**{**preset_view, **action.view})
        params = session.lab.preset_params(action.preset) if action.preset else session.params
        params = session.lab.decode({**to_json(params), **action.params})
    except ParamError as error:
        session.refused.emit(str(error))
        return
    if action.preset is None and not action.params:
        if action.frame is not None:
            session.seek(action.frame)
    else:
        frame = action.frame
        if frame is None:
            frame = session.lab.preset(action.preset).frame if action.preset else session.frame
        session.load(params, frame, preset=action.preset or "", text="Try")
    view.set_state(state)

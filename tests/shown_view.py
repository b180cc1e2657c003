"""A view of a lab that shows a preset, laid out and painted."""

from wk4gui.render.qt_application import qt_application
from wk4gui.render.theme import THEMES
from wk4gui.render.views import make_view


def shown_view(qtbot, lab, preset, *, frame=None, size=(1200, 800), view=None, theme="light", **changes):
    """The view, parameters and result of a preset with changes, at a frame or the opening one."""
    qt_application()
    params = lab.preset_params(preset).with_(**changes)
    result = lab.main.compute(params)
    made = make_view(lab, THEMES[theme], view or lab.preset(preset).view)
    qtbot.addWidget(made)
    made.resize(*size)
    made.grab()
    made.show_result(params, result, lab.frames(params, result).opening if frame is None else frame)
    made.grab()
    return made, params, result

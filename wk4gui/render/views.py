"""Creates the view of a lab, whose class is imported when first needed."""

from collections.abc import Mapping
from importlib import import_module

from wk4gui.lab.declarations import decode
from wk4gui.lab.lab import Lab
from wk4gui.render.lab_view import LabView
from wk4gui.render.theme import Theme


def make_view(lab: Lab, theme: Theme, state: Mapping[str, object] | None = None) -> LabView:
    """A new view of a lab, in a view state given as plain data.

    Raises:
        ParamError: the view state is not allowed.
    """
    view = view_class(lab)(theme)
    view.exercise_hides = {kind.name: frozenset(kind.hides) for kind in lab.exercises}
    view.lay_out()
    if state:
        view.set_state(decode(view.State, state))
    return view


def view_class(lab: Lab) -> type[LabView]:
    """The class of a lab's views."""
    module, _, name = lab.view.partition(":")
    found: type[LabView] = getattr(import_module(module), name)
    return found

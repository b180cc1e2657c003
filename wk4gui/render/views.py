"""Makes the view of a lab; views are found by the registry's names and imported when they are first needed."""

from collections.abc import Mapping
from importlib import import_module

from wk4gui.lab.declarations import decode
from wk4gui.registry import LABS
from wk4gui.render.lab_view import LabView
from wk4gui.render.theme import Theme


def make_view(lab_id: str, theme: Theme, state: Mapping[str, object] | None = None) -> LabView:
    """A new view of a lab, in a view state given as plain data.

    Raises:
        ParamError: the view state does not fit.
    """
    view = view_class(lab_id)(theme)
    if state:
        view.set_state(decode(view.State, state))
    return view


def view_class(lab_id: str) -> type[LabView]:
    """The class of a lab's views."""
    module, _, name = LABS[lab_id].view.partition(":")
    found: type[LabView] = getattr(import_module(module), name)
    return found

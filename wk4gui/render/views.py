"""Creates the view of a lab, whose class is imported when first needed."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
    return complete_view(begin_view(lab, theme), lab, state)


def begin_view(lab: Lab, theme: Theme) -> LabView:
    """The first half of `make_view`, with a turn of the event loop after it where each takes some time."""
    with _uncollected():
        return view_class(lab)(theme)


def complete_view(view: LabView, lab: Lab, state: Mapping[str, object] | None = None) -> LabView:
    """The second half of `make_view`."""
    with _uncollected():
        view.complete()
    view.exercise_hides = {kind.name: frozenset(kind.hides) for kind in lab.exercises}
    view.lay_out()
    if state:
        view.set_state(decode(view.State, state))
    return view


@contextmanager
def _uncollected() -> Iterator[None]:
    """Collects no garbage meanwhile.

    While plots take their items over, Qt asks Python who is to hear of a lost connection, and holds a lock. Python 3.11
    may collect garbage right there, and a menu of an earlier view that is deleted then waits for that lock for ever.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def view_class(lab: Lab) -> type[LabView]:
    """The class of a lab's views."""
    module, _, name = lab.view.partition(":")
    found: type[LabView] = getattr(import_module(module), name)
    return found

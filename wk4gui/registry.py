"""The labs of the program, in the order of the tutorial's questions: the one list to extend."""

from dataclasses import dataclass

from wk4gui.declarations import ParamError
from wk4gui.lab import Lab
from wk4gui.labs import backprop


@dataclass(frozen=True)
class Entry:
    """A lab and where its view is found, as "module:class", imported only when something is drawn."""

    lab: Lab
    view: str


LABS: dict[str, Entry] = {entry.lab.id: entry for entry in (Entry(backprop.LAB, "wk4gui.views.backprop:BackpropView"),)}


def find_lab(lab_id: str) -> Lab:
    """The lab of that id.

    Raises:
        ParamError: there is none.
    """
    if lab_id not in LABS:
        raise ParamError(f"there is no lab {lab_id!r}; there are {', '.join(LABS)}")
    return LABS[lab_id].lab

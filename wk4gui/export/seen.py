"""What there is to see of a lab: its panes, the names of its frames and the fields of its view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wk4gui.documents.saved_state import preset_state
from wk4gui.export.choices import ExportChoices
from wk4gui.export.figure import Figure
from wk4gui.export.frame_choice import frame_names
from wk4gui.lab.declarations import Declared
from wk4gui.lab.lab import Lab


@dataclass(frozen=True)
class Seen:
    """What can be named of a lab's picture.

    Attributes:
        panes: titles, by the name that `--pane` takes.
        frames: how many there are of the first preset, and some of their names.
        view: the declaration of the fields that `--view` takes.
    """

    panes: Mapping[str, str]
    n_frames: int
    frames: Sequence[str]
    view: type[Declared]


def seen_of(lab: Lab) -> Seen:
    """What there is to see of a lab's first preset."""
    figure = Figure(preset_state(lab), ExportChoices())
    try:
        panes = {pane.name: pane.title.text() for pane in figure.view.panes}
        names = frame_names(figure.frames) if figure.frames.count > 1 else []
        return Seen(panes, figure.frames.count, names, figure.view.State)
    finally:
        figure.discard()

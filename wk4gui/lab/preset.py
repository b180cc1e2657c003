"""Presets: named states of a lab."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Preset:
    """A named state of a lab; everything that it does not set has its default.

    Attributes:
        name: its name on the command line, such as "tutorial".
        title: its name on screen.
        changes: parameters that differ from the defaults.
        note: one sentence on what to look at.
        frame: the frame to show first; None for the lab's opening frame.
        view: fields of the view state that differ from the defaults, such as the page.
    """

    name: str
    title: str
    changes: Mapping[str, object] = field(default_factory=dict)
    note: str = ""
    frame: int | None = None
    view: Mapping[str, object] = field(default_factory=dict)

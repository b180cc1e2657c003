"""The labs of the program, in the order of the list beside the window: the one list to extend.

Their ids and titles are known without importing them; a lab is imported when it is first looked up.
"""

from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from wk4gui.core.near_names import no_such
from wk4gui.lab.declarations import ParamError, fields_of

if TYPE_CHECKING:
    from wk4gui.lab.lab import Lab
    from wk4gui.lab.preset import Preset

TITLES = {
    "backprop": "Backprop",
    "learning_rate": "Learning rate",
    "saddle": "Saddle points",
    "activations": "Activations",
    "batch_norm": "Batch norm",
    "dropout": "Dropout",
    "weight_decay": "Weight decay",
    "bias_variance": "Bias and variance",
    "playground": "Train a network",
}
"""Every lab's id, which is the name of its folder, and its title."""


class _Labs(MutableMapping[str, "Lab"]):
    """Every lab by its id, imported when it is looked up."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._labs: dict[str, Lab | None] = dict.fromkeys(ids)

    def __getitem__(self, lab_id: str) -> "Lab":
        lab = self._labs[lab_id]
        if lab is None:
            lab = self._labs[lab_id] = import_module(f"wk4gui.labs.{lab_id}").LAB
        return lab

    def __setitem__(self, lab_id: str, lab: "Lab") -> None:
        self._labs[lab_id] = lab

    def __delitem__(self, lab_id: str) -> None:
        del self._labs[lab_id]

    def __contains__(self, lab_id: object) -> bool:
        return lab_id in self._labs

    def __iter__(self) -> Iterator[str]:
        return iter(self._labs)

    def __len__(self) -> int:
        return len(self._labs)


LABS: MutableMapping[str, "Lab"] = _Labs(TITLES)


def takes_data(lab: "Lab") -> bool:
    """Whether a lab takes data of the user's own."""
    return "own_X" in fields_of(lab.params)


def find_lab(lab_id: str) -> "Lab":
    """The lab of that id.

    Raises:
        ParamError: there is none.
    """
    if lab_id not in LABS:
        raise ParamError(no_such("lab", lab_id, LABS))
    return LABS[lab_id]


def add_presets(lab_id: str, presets: "Iterable[Preset]") -> None:
    """Offers more presets of a lab, behind its own; one whose name is taken is left out."""
    lab = find_lab(lab_id)
    taken = {preset.name for preset in lab.presets}
    LABS[lab_id] = replace(lab, presets=(*lab.presets, *(preset for preset in presets if preset.name not in taken)))

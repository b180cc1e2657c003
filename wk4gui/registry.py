"""The labs of the program, in the order of the list beside the window: the one list to extend."""

from collections.abc import Iterable
from dataclasses import replace

from wk4gui.core.near_names import no_such
from wk4gui.lab.declarations import ParamError, fields_of
from wk4gui.lab.lab import Lab
from wk4gui.lab.preset import Preset
from wk4gui.labs import (
    activations,
    backprop,
    batch_norm,
    bias_variance,
    dropout,
    learning_rate,
    playground,
    saddle,
    weight_decay,
)

LABS: dict[str, Lab] = {
    module.LAB.id: module.LAB
    for module in (
        backprop,
        learning_rate,
        saddle,
        activations,
        batch_norm,
        dropout,
        weight_decay,
        bias_variance,
        playground,
    )
}


def takes_data(lab: Lab) -> bool:
    """Whether a lab takes data of the user's own."""
    return "own_X" in fields_of(lab.params)


def find_lab(lab_id: str) -> Lab:
    """The lab of that id.

    Raises:
        ParamError: there is none.
    """
    if lab_id not in LABS:
        raise ParamError(no_such("lab", lab_id, LABS))
    return LABS[lab_id]


def add_presets(lab_id: str, presets: Iterable[Preset]) -> None:
    """Offers more presets of a lab, behind its own; one whose name is taken is left out."""
    lab = find_lab(lab_id)
    taken = {preset.name for preset in lab.presets}
    LABS[lab_id] = replace(lab, presets=(*lab.presets, *(preset for preset in presets if preset.name not in taken)))

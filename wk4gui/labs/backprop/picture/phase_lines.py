"""The formulas of a phase below the network, those of the selected unit first."""

from collections.abc import Iterator

from wk4gui.labs.backprop.model.phase_formulas import (
    backward_formulas,
    forward_formulas,
    loss_formulas,
    update_formulas,
)
from wk4gui.labs.backprop.model.step_state import StepState
from wk4gui.labs.backprop.picture.network_numbers import ActivePhase, Place


def phase_lines(
    moment: StepState, active: ActivePhase, place: Place | None, digits: int
) -> tuple[tuple[str, ...], str]:
    """The formulas of the current phase, those of the selected unit first, and their colour."""
    if active.phase == "loss":
        return tuple(map(str, loss_formulas(moment, digits))), "forward"
    if active.phase == "forward":
        make, color, layer = forward_formulas, "forward", active.layer
    elif active.phase == "backward":
        make, color, layer = backward_formulas, "backward", active.layer
    else:
        return tuple(_update_lines(moment, place, digits)), "update"
    return tuple(str(line) for j in _units(moment, place, layer) for line in make(moment, layer, j, digits)), color


def _units(moment: StepState, place: Place | None, layer: int) -> list[int]:
    """The units of a layer, the selected one first."""
    units = list(range(moment.sizes[layer + 1]))
    if place is not None and place.kind in ("W", "b", "unit") and place.layer == layer:
        units.remove(place.j)
        units.insert(0, place.j)
    return units


def _update_lines(moment: StepState, place: Place | None, digits: int) -> Iterator[str]:
    """The updates of all layers from the output back, those of the selected layer first."""
    layers = list(reversed(range(moment.n_layers)))
    if place is not None and place.layer in layers:
        layers.sort(key=lambda layer: layer != place.layer)
    for layer in layers:
        for j in _units(moment, place, layer):
            yield from map(str, update_formulas(moment, layer, j, digits))

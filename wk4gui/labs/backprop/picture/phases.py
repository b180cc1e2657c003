"""Which numbers have been computed in each phase of a gradient step."""

from wk4gui.labs.backprop.picture.network_numbers import ActivePhase


def active_phase_of(phase: str) -> ActivePhase:
    """The phase and layer in a name such as "forward 2"."""
    name, _, number = phase.partition(" ")
    return ActivePhase(name, int(number) - 1 if number else 0)  # type: ignore[arg-type]


def forward_done(active: ActivePhase, layer: int) -> bool:
    """Whether z and a of a layer have been computed."""
    return active.phase != "forward" or layer <= active.layer


def backward_done(active: ActivePhase, layer: int) -> bool:
    """Whether the gradients of a layer have been computed."""
    return active.phase == "update" or (active.phase == "backward" and layer >= active.layer)

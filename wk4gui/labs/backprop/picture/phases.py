"""What each phase of a gradient step has computed so far."""

from wk4gui.labs.backprop.picture.network_numbers import ActivePhase


def active_phase_of(phase: str) -> ActivePhase:
    """What is computed in a phase such as "forward 2"."""
    name, _, number = phase.partition(" ")
    return ActivePhase(name, int(number) - 1 if number else 0)  # type: ignore[arg-type]


def forward_done(active: ActivePhase, layer: int) -> bool:
    """Whether z and a of a layer have been computed."""
    return active.phase != "forward" or layer <= active.layer


def backward_done(active: ActivePhase, layer: int) -> bool:
    """Whether the gradients of a layer have been computed."""
    return active.phase == "update" or (active.phase == "backward" and layer >= active.layer)

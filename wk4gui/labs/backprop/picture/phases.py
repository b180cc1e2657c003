"""What each phase of a gradient step has computed so far."""

from wk4gui.labs.backprop.picture.network_numbers import Lit


def lit_of(phase: str) -> Lit:
    """What is lit in a phase such as "forward 2"."""
    name, _, number = phase.partition(" ")
    return Lit(name, int(number) - 1 if number else 0)  # type: ignore[arg-type]


def forward_done(lit: Lit, layer: int) -> bool:
    """Whether z and a of a layer have been computed."""
    return lit.phase != "forward" or layer <= lit.layer


def backward_done(lit: Lit, layer: int) -> bool:
    """Whether the gradients of a layer have been computed."""
    return lit.phase == "update" or (lit.phase == "backward" and layer >= lit.layer)

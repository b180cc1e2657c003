"""The lab activations."""

from wk4gui.labs.activations.model.compute import LAB

__all__ = ["LAB"]

"""The lab backprop."""

from wk4gui.labs.backprop.model.compute import LAB

__all__ = ["LAB"]

"""The lab saddle."""

from wk4gui.labs.saddle.model.compute import LAB

__all__ = ["LAB"]

"""The lab dropout."""

from wk4gui.labs.dropout.model.compute import LAB

__all__ = ["LAB"]

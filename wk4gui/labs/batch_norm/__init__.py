"""The lab batch_norm."""

from wk4gui.labs.batch_norm.model.compute import LAB

__all__ = ["LAB"]

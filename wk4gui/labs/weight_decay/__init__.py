"""The lab weight_decay."""

from wk4gui.labs.weight_decay.model.compute import LAB

__all__ = ["LAB"]

"""The lab bias_variance."""

from wk4gui.labs.bias_variance.model.compute import LAB

__all__ = ["LAB"]

"""The lab learning_rate."""

from wk4gui.labs.learning_rate.model.compute import LAB

__all__ = ["LAB"]

"""The probabilities that a loss computes from a network's outputs."""

import numpy as np

from wk4gui.core.activations import sigmoid
from wk4gui.core.arrays import Array
from wk4gui.core.losses import log_softmax
from wk4gui.labs.backprop.model.step_state import StepState


def probabilities_of(loss: str, output: str, y_hat: Array) -> Array | None:
    """The probabilities that the loss uses (…, n_out).

    bce: σ(ŷ) of a linear output, ŷ itself of a sigmoid one; cross_entropy: softmax(ŷ). None for other losses.

    Args:
        loss: its name.
        output: name of the last activation.
        y_hat: outputs (…, n_out).
    """
    if loss == "bce":
        return y_hat if output == "sigmoid" else sigmoid(y_hat)
    return np.exp(log_softmax(y_hat)) if loss == "cross_entropy" else None


def probabilities(moment: StepState) -> Array | None:
    """The probabilities at one step (n_out,)."""
    return probabilities_of(moment.loss_name, moment.activation_names[-1], moment.y_hat)

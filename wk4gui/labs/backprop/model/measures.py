"""The measures of the backprop lab."""

from typing import Any

import numpy as np

from wk4gui.lab.measure import Measure


def _last_loss(params: Any, result: Any) -> float | None:
    return None if result.diverged_at is not None else float(result.loss[-1])


def _first_gradient(params: Any, result: Any) -> float:
    squares = [
        np.sum(each * each) for each in (*result.grad_W[0], *(result.grad_b[0] if result.grad_b is not None else ()))
    ]
    return float(np.sqrt(np.sum(squares)))


MEASURES = (
    Measure("first_loss", "Loss at the start", lambda _, result: float(result.loss[0])),
    Measure("last_loss", "Loss after the last step", _last_loss),
    Measure("largest_loss", "Largest loss of all steps", lambda _, result: float(np.nanmax(result.loss))),
    Measure("gradient_norm", "Norm of the gradient at the start", _first_gradient),
    Measure("one_step_limit_of_rate", "Learning rate up to which one step helps", lambda _, r: r.one_step_limit),
)

"""The measures of the activations lab."""

from typing import Any

from wk4gui.lab.measure import Measure


def _left(params: Any, result: Any) -> float | None:
    first = float(result.grad_norm[0])
    return float(result.grad_norm[-1]) / first if first > 0.0 else None


def _mean_share(params: Any, result: Any) -> float:
    return float(result.layer_saturated.mean())


def _mean_activation(params: Any, result: Any) -> float:
    return float(result.layer_mean.mean())


MEASURES = (
    Measure(
        "gradient_factor", "Factor by which a layer multiplies the gradient", lambda _, result: result.gradient_factor
    ),
    Measure("compare_gradient_factor", "The same with the other function", lambda _, r: r.compare_gradient_factor),
    Measure("gradient_left", "Size of the gradient in layer 1, relative to the last layer", _left),
    Measure("saturated", "Saturated share of all activations", _mean_share),
    Measure("mean_activation", "Mean of all activations", _mean_activation),
)

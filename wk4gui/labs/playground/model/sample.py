"""The forward and backward numbers of one sample, at one frame."""

from dataclasses import dataclass

import numpy as np

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.arrays import Array
from wk4gui.core.ensemble_batch_norm import BATCH_NORM_EPS
from wk4gui.core.prepared_calls import perform
from wk4gui.labs.playground.model.compute import evaluated
from wk4gui.labs.playground.model.outputs import OUTPUTS
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import layout_of, problem_of
from wk4gui.labs.playground.model.result import Result


@dataclass(frozen=True, eq=False)
class Sample:
    """One sample in a network in use: no dropout, running statistics for batch norm.

    Attributes:
        place: (x₁, x₂).
        y: class or value.
        inputs: features.
        z: of each layer; what batch norm makes of it, where there is batch norm.
        a: of each layer, the last one ŷ: a probability of class 1, of each class, or a value.
        grad_z: ∂ℓ/∂z of each layer, of the z that W x + b gives.
        grad_W: ∂ℓ/∂W of each layer.
        loss: ℓ of this sample.
    """

    place: Array
    y: float
    inputs: Array
    z: tuple[Array, ...]
    a: tuple[Array, ...]
    grad_z: tuple[Array, ...]
    grad_W: tuple[Array, ...]  # noqa: N815 - W is a matrix, as in the formulas
    loss: float

    def below(self, layer: int) -> Array:
        """What a layer multiplies."""
        return self.inputs if layer == 0 else self.a[layer - 1]


def running_at(result: Result, frame: int) -> tuple[Array, Array]:
    """The running statistics at a frame."""
    return result.state.running_mean[frame], result.state.running_variance[frame]


def n_points(result: Result) -> int:
    """Training and test points."""
    return len(result.y_train) + len(result.y_test)


def place_of(result: Result, index: int) -> tuple[Array, float]:
    """Place and target of a point, counted over training and then test points."""
    n = len(result.y_train)
    X, y, i = (result.X_train, result.y_train, index) if index < n else (result.X_test, result.y_test, index - n)
    return X[i], float(y[i])


def sample_at(params: Params, result: Result, frame: int, index: int) -> Sample:
    """The numbers of a point, counted over training and then test points."""
    place, y = place_of(result, index)
    problem, layout, theta = problem_of(params), layout_of(params), result.theta[frame]
    output, statistics = OUTPUTS[problem.output], running_at(result, frame)
    inputs = problem.inputs(place[None])
    values = evaluated(params, theta[None], (statistics[0][None], statistics[1][None]), inputs).values
    z = values.z[-1]
    target = problem.targets(np.array([y]))[None]
    pull = np.empty_like(z)
    perform(output.pull(z, output.target(target), 1.0, pull))
    grad_z = [pull[0, :, 0]]
    df, weights = ACTIVATIONS[params.activation].df, layout.weights(theta)
    for k in range(len(layout.hidden) - 1, -1, -1):
        back = weights[k + 1][0].T @ grad_z[0] * df(values.z[k][0, :, 0].copy())
        grad_z.insert(0, back * _scale(params, theta, statistics[1], k))
    a = (*(each[0, :, 0].copy() for each in values.a), np.asarray(output.y_hat(z))[0, :, 0])
    below = [inputs[:, 0], *a[:-1]]
    return Sample(
        place=place,
        y=y,
        inputs=inputs[:, 0],
        z=tuple(each[0, :, 0].copy() for each in values.z),
        a=a,
        grad_z=tuple(grad_z),
        grad_W=tuple(np.outer(g, x) for g, x in zip(grad_z, below, strict=True)),
        loss=float(output.value(z, target)[0, 0]),
    )


def _scale(params: Params, theta: Array, variance: Array, layer: int) -> Array | float:
    """What batch norm in use multiplies z by."""
    layout = layout_of(params)
    if not layout.batch_norm:
        return 1.0
    before = sum(layout.hidden[:layer])
    part = variance[before : before + layout.hidden[layer]]
    return np.asarray(theta[layout.layers[layer].gamma] / np.sqrt(part + BATCH_NORM_EPS))

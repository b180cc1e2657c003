"""What networks compute over the plane: maps of every unit and of the output."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.labs.playground.model.compute import evaluated
from wk4gui.labs.playground.model.outputs import OUTPUTS
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import SIDE, Problem, problem_of

_MARGIN = 0.08


@dataclass(frozen=True)
class Window:
    """The part of the plane that is shown.

    Attributes:
        x, y: its lowest and highest coordinate.
    """

    x: tuple[float, float]
    y: tuple[float, float]

    def axes(self, n: int) -> tuple[Array, Array]:
        """N coordinates along each side."""
        return read_only(np.linspace(*self.x, n)), read_only(np.linspace(*self.y, n))


def window_of(params: Params) -> Window:
    """The square on which points are drawn, or what holds all own points."""
    if params.data != "own":
        return Window((-SIDE, SIDE), (-SIDE, SIDE))
    X = np.array(params.own_X)
    sides = []
    for low, high in zip(X.min(axis=0), X.max(axis=0), strict=True):
        margin = _MARGIN * (high - low) or 1.0
        sides.append((float(low - margin), float(high + margin)))
    return Window(*sides)


@lru_cache(maxsize=8)
def _places(window: Window, n: int) -> Array:
    x, y = window.axes(n)
    return read_only(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))


@lru_cache(maxsize=8)
def _inputs(key: "_Key", window: Window, n: int) -> Array:
    return read_only(key.problem.inputs(_places(window, n)))


@dataclass(frozen=True)
class _Key:
    """A problem, told apart by identity, which the cache of problems keeps."""

    problem: Problem


@dataclass(frozen=True, eq=False)
class UnitMaps:
    """What every unit computes over a window, row by row from below.

    Attributes:
        inputs: the features (n_features, n, n).
        hidden: activations of each hidden layer (units, n, n).
        output: ŷ, probabilities of classes or values (n_out, n, n).
    """

    inputs: Array
    hidden: tuple[Array, ...]
    output: Array


def unit_maps(params: Params, theta: Array, running: tuple[Array, Array], window: Window, n: int) -> UnitMaps:
    """The maps of one network θ (n_parameters,), without dropout, with running statistics."""
    problem = problem_of(params)
    inputs = _inputs(_Key(problem), window, n)
    values = evaluated(params, theta[None], (running[0][None], running[1][None]), inputs).values
    y_hat = OUTPUTS[problem.output].y_hat(values.z[-1])
    shape = (-1, n, n)
    return UnitMaps(
        inputs.reshape(shape), tuple(a[0].reshape(shape) for a in values.a), np.asarray(y_hat)[0].reshape(shape)
    )


def output_maps(params: Params, theta: Array, running: tuple[Array, Array], window: Window, n: int) -> Array:
    """ŷ of many networks (n_networks, n_parameters) -> (n_networks, n_out, n, n)."""
    problem = problem_of(params)
    inputs = _inputs(_Key(problem), window, n)
    z = evaluated(params, theta, running, inputs).values.z[-1]
    return np.asarray(OUTPUTS[problem.output].y_hat(z)).reshape(*z.shape[:2], n, n)


def classes_on_map(problem: Problem, output: Array) -> Array:
    """The class at each place, ŷ (…, n_out, n, n) -> (…, n, n)."""
    if len(problem.classes) > 2:
        return np.asarray(output.argmax(axis=-3))
    middle = 0.0 if problem.output == "tanh_half_mse" else 0.5
    return np.asarray(output[..., 0, :, :] > middle)

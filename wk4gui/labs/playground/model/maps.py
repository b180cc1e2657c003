"""What networks compute over the plane: maps of every unit and of the output."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.labs.playground.model.compute import evaluated
from wk4gui.labs.playground.model.layout import Layout
from wk4gui.labs.playground.model.outputs import OUTPUTS, OutputName
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.passes import EvaluationPass, Running
from wk4gui.labs.playground.model.problem import SIDE, Problem, layout_of, problem_of

_MARGIN = 0.08
_LARGE = 1e9
"""Parameters beyond it are multiplied and added in double precision; single precision ends at 3e38."""


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


def input_names(params: Params) -> tuple[str, ...]:
    """The names of both inputs, if own data have any."""
    return params.own_names[:2] if params.data == "own" else ()


@lru_cache(maxsize=8)
def _places(window: Window, n: int) -> Array:
    x, y = window.axes(n)
    return read_only(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))


class _MapPass:
    """The forward pass over a window, in buffers that are made once."""

    def __init__(
        self, problem: Problem, layout: Layout, activation: str, window: Window, n: int, dtype: type[np.floating[Any]]
    ) -> None:
        self._layout, self._output = layout, problem.output
        inputs = problem.inputs(_places(window, n))
        self._theta: Any = np.zeros((1, layout.n_parameters), dtype)
        blocks: Any = layout.block_views(self._theta)
        self._pass = EvaluationPass(layout, activation, blocks, None, inputs, dtype)

    def run(self, theta: Array, running: tuple[Array, Array]) -> tuple[list[Array], Array]:
        """Activations of each hidden layer (units, n²) and ŷ (n_out, n²), in buffers that the next run overwrites."""
        if self._layout.batch_norm:
            self._pass.running = Running(running[0][None], running[1][None], self._layout.hidden)
        with np.errstate(all="ignore"):
            self._theta[0] = theta[self._layout.to_blocks]
            z = self._pass.run()[0]
            return [a[0] for a in self._pass.values.a], shown_output(self._output, z)


@lru_cache(maxsize=8)
def _map_pass(
    key: "_Key", layout: Layout, activation: str, window: Window, n: int, dtype: type[np.floating[Any]]
) -> _MapPass:
    return _MapPass(key.problem, layout, activation, window, n, dtype)


def shown_output(name: OutputName, z: Array) -> Array:
    """ŷ of z (n_out, …) as it is drawn: to the precision of an image."""
    if name == "sigmoid_bce":
        half = np.tanh(0.5 * z)
        half += 1.0
        half *= 0.5
        return half
    return np.asarray(OUTPUTS[name].y_hat(z[None])[0])


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
    """The maps of one network θ (n_parameters,), without dropout, with running statistics.

    They are in single precision, where that holds them, and overwritten by the next maps of the same window.
    """
    problem = problem_of(params)
    dtype = np.float32 if np.abs(theta).max(initial=0.0) < _LARGE else np.float64  # of what has blown up
    maps = _map_pass(_Key(problem), layout_of(params), params.activation, window, n, dtype)
    hidden, output = maps.run(theta, running)
    shape = (-1, n, n)
    inputs = _features(_Key(problem), window, n).reshape(shape)
    return UnitMaps(inputs, tuple(a.reshape(shape) for a in hidden), output.reshape(shape))


@lru_cache(maxsize=8)
def _features(key: _Key, window: Window, n: int) -> Array:
    return read_only(key.problem.inputs(_places(window, n)))


def output_maps(params: Params, theta: Array, running: tuple[Array, Array], window: Window, n: int) -> Array:
    """ŷ of many networks (n_networks, n_parameters) -> (n_networks, n_out, n, n)."""
    problem = problem_of(params)
    inputs = _features(_Key(problem), window, n)
    z = evaluated(params, theta, running, inputs).values.z[-1]
    return np.asarray(OUTPUTS[problem.output].y_hat(z)).reshape(*z.shape[:2], n, n)


def classes_on_map(problem: Problem, output: Array) -> Array:
    """The class at each place, ŷ (…, n_out, n, n) -> (…, n, n)."""
    if len(problem.classes) > 2:
        return np.asarray(output.argmax(axis=-3))
    middle = 0.0 if problem.output == "tanh_half_mse" else 0.5
    return np.asarray(output[..., 0, :, :] > middle)

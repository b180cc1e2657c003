"""A signal in an untrained deep network: activations forward, gradients backward.

Every layer is Z = A Wᵀ + b, A = f(Z), all of one width. The input A₀ and ∂L/∂A of the last layer are standard normal.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.arrays import Array, read_only
from wk4gui.core.initializers import InitializerName, draw_weights
from wk4gui.core.progress import SILENT, Progress
from wk4gui.labs.activations.model.saturation import lowest_value

N_BINS = 60
_REACH = 4.0
"""Histograms of an unbounded activation reach to this many root mean squares of the first layer."""
_BOUNDS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "softsign": (-1.0, 1.0), "hard_sigmoid": (0.0, 1.0)}
_INPUT, _WEIGHTS, _SIGNS, _PULL = range(4)
"""Separate random streams, so that a deeper network keeps its first layers."""


@dataclass(frozen=True)
class DeepNetwork:
    """A deep network before training.

    Attributes:
        depth: number of layers.
        width: units of every layer, and inputs.
        init: how weights are drawn.
        gain: factor on every weight.
        bias_offset: size of every bias; its sign is drawn.
        n_samples: samples that pass through.
        seed: of all random numbers.
    """

    depth: int
    width: int
    init: InitializerName
    gain: float
    bias_offset: float
    n_samples: int
    seed: int


@dataclass(frozen=True, eq=False)
class Signals:
    """The signal in each layer; read-only.

    Attributes:
        mean: of the activations, first layer first (depth,).
        std: their standard deviation (depth,).
        saturated: share of the activations whose |f′(z)| is below the threshold (depth,).
        histogram: share of the activations in each bin (depth, N_BINS).
        bin_edges: (N_BINS + 1,); values beyond are counted in the outermost bins.
        grad_norm: root mean square of ∂L/∂z, the layer at the output first, the one at the input last (depth,).
    """

    mean: Array
    std: Array
    saturated: Array
    histogram: Array
    bin_edges: Array
    grad_norm: Array


@lru_cache(maxsize=16)
def probe_signals(function: str, network: DeepNetwork, threshold: float, progress: Progress = SILENT) -> Signals:
    """One pass forward and one backward through a deep network with this activation in every layer.

    Args:
        function: name of the activation.
        network: its size and first weights.
        threshold: a slope below it counts as saturated.
        progress: called after every layer of either pass with the fraction that is done.
    """
    activation, n = ACTIVATIONS[function], network.depth
    A = _standard_normal(network, _INPUT)
    weights, slopes = [], []
    mean, std, saturated = np.empty(n), np.empty(n), np.empty(n)
    histogram, bins = np.empty((n, N_BINS)), np.empty(0)
    for layer in range(n):
        W, b = _layer(network, layer)
        Z = A @ W.T
        Z += b
        A, slope = activation.f(Z), activation.df(Z)
        bins = bins if layer else _bin_edges(function, A)
        mean[layer], std[layer] = A.mean(), A.std()
        saturated[layer] = np.count_nonzero(np.abs(slope) < threshold) / slope.size
        histogram[layer] = _shares(A, bins[0], bins[-1])
        weights.append(W)
        slopes.append(slope)
        progress(0.5 * (layer + 1) / n)
    grad_norm = np.empty(n)
    G = _standard_normal(network, _PULL)
    for k in range(n):
        G = G @ weights[n - k] if k else G
        G = G * slopes[n - 1 - k]
        grad_norm[k] = root_mean_square(G)
        progress(0.5 + 0.5 * (k + 1) / n)
    return Signals(*map(read_only, (mean, std, saturated, histogram, bins, grad_norm)))


def gradient_factor(grad_norm: Array) -> float | None:
    """Geometric mean of the factors by which layers multiply the gradient; None for one layer or if it is 0."""
    if len(grad_norm) < 2 or not grad_norm[-1] > 0.0:
        return None
    return float(np.exp((np.log(grad_norm[-1]) - np.log(grad_norm[0])) / (len(grad_norm) - 1)))


def root_mean_square(values: Array) -> float:
    """√(mean of the squares), also where the squares would underflow or overflow."""
    largest = float(np.abs(values).max())
    if largest == 0.0:
        return 0.0
    scaled = values / largest
    return largest * float(np.sqrt(np.vdot(scaled, scaled) / values.size))


def _standard_normal(network: DeepNetwork, stream: int) -> Array:
    return _drawn(network.n_samples, network.width, network.seed, stream)


@lru_cache(maxsize=8)
def _drawn(n_samples: int, width: int, seed: int, stream: int) -> Array:
    return read_only(np.random.default_rng([seed, stream]).standard_normal((n_samples, width)))


def _layer(network: DeepNetwork, layer: int) -> tuple[Array, Array]:
    """Weights (width, width) and biases (width,) of one layer."""
    W = _unit_weights(network.init, network.width, network.seed, layer) * network.gain
    return W, _signs(network.width, network.seed, layer) * network.bias_offset


@lru_cache(maxsize=128)
def _unit_weights(init: InitializerName, width: int, seed: int, layer: int) -> Array:
    rng = np.random.default_rng([seed, _WEIGHTS, layer])
    return read_only(draw_weights(init, rng, width, width))


@lru_cache(maxsize=128)
def _signs(width: int, seed: int, layer: int) -> Array:
    rng = np.random.default_rng([seed, _SIGNS, layer])
    return read_only(np.where(rng.random(width) < 0.5, -1.0, 1.0))


def _bin_edges(function: str, first: Array) -> Array:
    """Bin edges over the range of a bounded activation, otherwise over that of the first layer's activations."""
    reach = _REACH * root_mean_square(first) or 1.0
    low, high = _BOUNDS.get(function, (max(-reach, lowest_value(function)), reach))
    return np.linspace(low, high, N_BINS + 1)


def _shares(values: Array, low: float, high: float) -> Array:
    """Shares of the values in N_BINS equal bins, with values beyond in the outermost ones."""
    places = np.clip((values.ravel() - low) * (N_BINS / (high - low)), 0.0, N_BINS - 0.5).astype(np.intp)
    return np.bincount(places, minlength=N_BINS) / values.size

"""Dropout of one hidden layer: masks, three conventions of scaling, and all 2^H thinned networks at once.

A mask keeps each unit with probability 1 − p. In training the kept activations are multiplied by ``training_factor``,
in use all of them by ``use_factor``:

    scaling     training      use
    inverted    1/(1 − p)     1
    classic     1             1 − p
    none        1             1         (no scaling)

Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (2014), section 4; Baldi and
Sadowski, "Understanding dropout" (2013), for the geometric mean.
"""

from __future__ import annotations  # naming a generator would import numpy.random

from dataclasses import dataclass
from typing import Literal

import numpy as np

from wk4gui.core.activations import ACTIVATIONS, sigmoid
from wk4gui.core.arrays import Array, read_only

Scaling = Literal["inverted", "classic", "none"]
OutputName = Literal["linear", "sigmoid", "softmax"]
N_CLASSES, N_BETWEEN, MAX_HIDDEN = 3, 4, 12


@dataclass(frozen=True, eq=False)
class DroppedNetwork:
    """Two inputs, one hidden layer with dropout, optionally a ReLU layer after it, and an output.

    Attributes:
        W1, b1: of the hidden layer (H, 2), (H,).
        W_between, b_between: of the ReLU layer that follows (4, H), (4,), or None.
        W2, b2: of the output (n_out, H or 4), (n_out,).
        activation: of the hidden layer.
        output: the output function.
    """

    W1: Array
    b1: Array
    W_between: Array | None
    b_between: Array | None
    W2: Array
    b2: Array
    activation: str
    output: OutputName

    def hidden(self, x: Array) -> tuple[Array, Array]:
        """z and a of the hidden layer without dropout, x (2,) -> (H,) each."""
        z = self.W1 @ x + self.b1
        return z, ACTIVATIONS[self.activation].f(z)

    def logits(self, kept: Array) -> Array:
        """The output function's input, from hidden values (…, H) -> (…, n_out)."""
        between = self.between(kept)
        return np.asarray((kept if between is None else between) @ self.W2.T + self.b2)

    def between(self, kept: Array) -> Array | None:
        """Activations of the layer after the dropped one, (…, H) -> (…, 4); None without."""
        if self.W_between is None or self.b_between is None:
            return None
        return np.maximum(kept @ self.W_between.T + self.b_between, 0.0)

    def outputs(self, kept: Array) -> Array:
        """The output, from hidden values (…, H) -> (…, n_out)."""
        z = self.logits(kept)
        if self.output == "linear":
            return z
        return sigmoid(z) if self.output == "sigmoid" else np.exp(_log_softmax(z))

    def log_probabilities(self, kept: Array) -> Array:
        """Logarithm of the probability of each class, (…, H) -> (…, n_classes); a sigmoid has two, 1 first.

        Raises:
            ValueError: the output is not a probability.
        """
        z = self.logits(kept)
        if self.output == "linear":
            raise ValueError("a linear output has no probabilities")
        return _log_softmax(np.concatenate([z, np.zeros_like(z)], axis=-1) if self.output == "sigmoid" else z)


def draw_network(
    n_hidden: int, activation: str, output: OutputName, seed: int, *, second_layer: bool
) -> DroppedNetwork:
    """Normal weights; those of unit j do not depend on the number of hidden units."""
    n_out = N_CLASSES if output == "softmax" else 1

    def normal(stream: int, *size: int) -> Array:
        return np.random.default_rng([seed, 6, stream]).standard_normal(size)

    columns = normal(2, MAX_HIDDEN, N_BETWEEN if second_layer else n_out)[:n_hidden].T
    between = columns * (1.5 / np.sqrt(n_hidden)) if second_layer else None
    last = normal(3, n_out, N_BETWEEN) if second_layer else columns * (1.2 / np.sqrt(n_hidden))
    return DroppedNetwork(
        read_only(0.8 * normal(0, MAX_HIDDEN, 2)[:n_hidden]),
        read_only(0.5 + 0.5 * normal(1, MAX_HIDDEN)[:n_hidden]),
        None if between is None else read_only(between),
        read_only(0.3 + 0.3 * normal(4, N_BETWEEN)) if second_layer else None,
        read_only(last),
        read_only(0.2 * normal(5, n_out)),
        activation,
        output,
    )


def training_factor(scaling: Scaling, drop_prob: float) -> float:
    """The factor of kept activations in training."""
    return 1.0 / (1.0 - drop_prob) if scaling == "inverted" else 1.0


def use_factor(scaling: Scaling, drop_prob: float) -> float:
    """The factor of all activations in use, without dropout."""
    return 1.0 - drop_prob if scaling == "classic" else 1.0


def all_masks(n_hidden: int) -> np.ndarray:
    """Every mask (2^H, H), True = kept: number i keeps unit j where bit j of i is 1. The last one keeps all."""
    return (np.arange(1 << n_hidden)[:, None] >> np.arange(n_hidden) & 1).astype(bool)


def mask_number(mask: np.ndarray) -> np.ndarray:
    """The number of each mask (…, H) in ``all_masks``."""
    return np.asarray(mask @ (1 << np.arange(mask.shape[-1])))


def draw_masks(n_masks: int, n_hidden: int, drop_prob: float, rng: np.random.Generator) -> np.ndarray:
    """Random masks (n_masks, H)."""
    return np.asarray(rng.random((n_masks, n_hidden)) >= drop_prob)


@dataclass(frozen=True, eq=False)
class Ensemble:
    """All 2^H thinned networks on one input, exactly; row i belongs to mask i of ``all_masks``.

    Attributes:
        output: of each (2^H, n_out).
        probability: of each mask (2^H,); they add up to 1.
        mean: Σ probability · output (n_out,).
        variance: of the outputs (n_out,).
        geometric_mean: Π output^probability, divided by its sum over the classes (n_out,); None for a linear output.
    """

    output: Array
    probability: Array
    mean: Array
    variance: Array
    geometric_mean: Array | None


def enumerate_ensemble(network: DroppedNetwork, x: Array, drop_prob: float, scaling: Scaling) -> Ensemble:
    """Computes every thinned network at once."""
    _, a = network.hidden(x)
    masks = all_masks(len(a))
    n_kept = masks.sum(axis=1)
    probability = (1.0 - drop_prob) ** n_kept * drop_prob ** (len(a) - n_kept)
    kept = masks * (a * training_factor(scaling, drop_prob))
    output = network.outputs(kept)
    mean = probability @ output
    geometric = None
    if network.output != "linear":
        mixed = np.exp(_log_softmax(probability @ network.log_probabilities(kept)))
        geometric = read_only(mixed[: output.shape[1]])
    variance = probability @ (output - mean) ** 2
    return Ensemble(read_only(output), read_only(probability), read_only(mean), read_only(variance), geometric)


def noise_penalty(network: DroppedNetwork, a: Array, drop_prob: float) -> float:
    """The increase of a linear output's expected squared error by inverted dropout: (p/(1 − p)) Σ w_j² a_j².

    Wager, Wang, Liang, "Dropout training as adaptive regularization" (2013), section 2.
    """
    return float(drop_prob / (1.0 - drop_prob) * np.sum((network.W2[0] * a) ** 2))


def wall_order(n_hidden: int) -> np.ndarray:
    """Numbers of the masks (2^H,) in the order of display: most units first, then by unit."""
    masks = all_masks(n_hidden)
    keys = [~masks[:, j] for j in reversed(range(n_hidden))]
    return np.lexsort([*keys, -masks.sum(axis=1)])


def _log_softmax(z: Array) -> Array:
    z = z - z.max(axis=-1, keepdims=True)
    return np.asarray(z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True)))

"""An affine layer with two units, batch norm, an activation and a read-out, over many seeded batches at once.

z = W x + b → batch norm → z̃ = γẑ + β → a = f(z̃) → ŷ = v · a, and the loss of a batch is the mean of (ŷ − y)². The
bias may also follow the normalisation, z̃ = γẑ + β + b. Inputs, W, v and targets y are drawn from the seed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.arrays import Array, read_only
from wk4gui.labs.batch_norm.model.batch_norm import (
    Normalized,
    batch_norm_gradients,
    normalize_batch,
    normalize_fixed,
    running_statistics,
)

BiasPosition = Literal["before", "after"]
Mode = Literal["train", "eval"]
N_FEATURES, N_INPUTS, MOST_SAMPLES, MOST_STEPS = 2, 3, 512, 500
_WEIGHTS, _INPUTS, _TARGETS = range(3)


@dataclass(frozen=True)
class LayerSetting:
    """The layer and its batches; names as in the batch_norm lab."""

    batch_size: int
    bias: tuple[float, float]
    gamma: tuple[float, float]
    beta: tuple[float, float]
    eps: float
    momentum: float
    weight_scale: float
    bias_position: BiasPosition
    mode: Mode
    n_steps: int
    activation: str
    seed: int


@dataclass(frozen=True, eq=False)
class LayerRun:
    """The values and gradients of every batch, the batch first; read-only.

    Attributes:
        z: before the normalisation (n_steps, batch_size, 2).
        z_hat: (z − mean)/√(variance + ε), likewise.
        z_tilde: γẑ + β, plus b if it follows; the activation's input, likewise.
        batch_mean: of z (n_steps, 2).
        batch_var: population variance of z (n_steps, 2).
        running_mean: before the first batch and after each (n_steps + 1, 2); in eval mode collected with bias 0.
        running_var: of the unbiased variances, likewise.
        batch_loss: mean (ŷ − y)² of each batch (n_steps,).
        grad_b, grad_gamma, grad_beta: of that loss (n_steps, 2).
        grad_W: (n_steps, 2, 3).
    """

    z: Array
    z_hat: Array
    z_tilde: Array
    batch_mean: Array
    batch_var: Array
    running_mean: Array
    running_var: Array
    batch_loss: Array
    grad_b: Array
    grad_W: Array  # noqa: N815
    grad_gamma: Array
    grad_beta: Array


@lru_cache(maxsize=4)
def run_layer(setting: LayerSetting) -> LayerRun:
    """Passes every batch forward and backward without learning.

    In training mode each batch is normalised with its own statistics. In evaluation mode the running statistics were
    collected over the same batches with bias 0 and then frozen: their last values normalise every batch.
    """
    X, W, v, y = _drawn(setting.seed, setting.n_steps, setting.batch_size)
    W = W * setting.weight_scale
    gamma, beta, bias = (np.array(values) for values in (setting.gamma, setting.beta, setting.bias))
    before = setting.bias_position == "before"
    plain = X @ W.T
    z = plain + bias if before else plain
    own = normalize_batch(z, gamma, beta, setting.eps)
    gathered = own if setting.mode == "train" else normalize_batch(plain, gamma, beta, setting.eps)
    running = running_statistics(gathered.mean, gathered.var, setting.batch_size, setting.momentum)
    used = own
    if setting.mode == "eval":
        used = normalize_fixed(z, running[0][-1], running[1][-1], gamma, beta, setting.eps)
    z_tilde = used.z_tilde if before else used.z_tilde + bias
    loss, gradients = _backward(setting, used, z_tilde, (X, v, y))
    shown = {
        "z": z,
        "z_hat": used.z_hat,
        "z_tilde": z_tilde,
        "batch_mean": own.mean,
        "batch_var": own.var,
        "batch_loss": loss,
    }
    frozen = {name: read_only(array) for name, array in {**shown, **gradients}.items()}
    return LayerRun(running_mean=running[0], running_var=running[1], **frozen)


def affine_map(setting: LayerSetting) -> tuple[Array, Array]:
    """Inputs of every batch (n_steps, batch_size, 3) and the weights (2, 3)."""
    X, W, _, _ = _drawn(setting.seed, setting.n_steps, setting.batch_size)
    return X, W * setting.weight_scale


def gradients_by_sample(setting: LayerSetting, t: int) -> tuple[Array, Array]:
    """∂L/∂z̃ and ∂L/∂z of every sample of batch t, (batch_size, 2) each."""
    run, (X, _, v, y) = run_layer(setting), _drawn(setting.seed, setting.n_steps, setting.batch_size)
    gamma, beta = np.array(setting.gamma), np.array(setting.beta)
    used = normalize_batch(run.z[t], gamma, beta, setting.eps)
    if setting.mode == "eval":
        used = normalize_fixed(run.z[t], run.running_mean[-1], run.running_var[-1], gamma, beta, setting.eps)
    grad = _output_gradient(setting, run.z_tilde[t], (X[t], v, y[t]))[1]
    return grad, batch_norm_gradients(used, grad)[0]


def _output_gradient(setting: LayerSetting, z_tilde: Array, drawn: tuple[Array, Array, Array]) -> tuple[Array, Array]:
    """ŷ − y and ∂L/∂z̃ of every sample."""
    _, v, y = drawn
    activation = ACTIVATIONS[setting.activation]
    error = activation.f(z_tilde) @ v - y
    return error, (2.0 / setting.batch_size) * error[..., None] * v * activation.df(z_tilde)


def _backward(
    setting: LayerSetting, used: Normalized, z_tilde: Array, drawn: tuple[Array, Array, Array]
) -> tuple[Array, dict[str, Array]]:
    """The loss of each batch and its gradients."""
    error, grad = _output_gradient(setting, z_tilde, drawn)
    grad_z, grad_gamma, grad_beta = batch_norm_gradients(used, grad)
    grad_b = grad_z.sum(axis=-2) if setting.bias_position == "before" else grad_beta.copy()
    grad_W = grad_z.swapaxes(-1, -2) @ drawn[0]
    found = {"grad_b": grad_b, "grad_gamma": grad_gamma, "grad_beta": grad_beta, "grad_W": grad_W}
    return np.mean(error * error, axis=-1), found


def change_from_bias(setting: LayerSetting) -> Mapping[str, float]:
    """The largest |difference| to the same layer with bias 0, of z̃ and of each gradient."""
    with_bias, without = run_layer(setting), run_layer(replace(setting, bias=(0.0, 0.0)))
    names = ("z_tilde", "grad_W", "grad_gamma", "grad_beta")
    return {name: float(np.abs(getattr(with_bias, name) - getattr(without, name)).max()) for name in names}


def change_at(setting: LayerSetting, name: str) -> tuple[float, float]:
    """The entry of a field that the bias changes most, with the bias and with bias 0."""
    with_bias, without = (getattr(run_layer(each), name) for each in (setting, replace(setting, bias=(0.0, 0.0))))
    at = np.unravel_index(int(np.argmax(np.abs(with_bias - without))), with_bias.shape)
    return float(with_bias[at]), float(without[at])


def rounding_bound(setting: LayerSetting) -> float:
    """32 · 2⁻⁵² · max|z| · max|γ| / √(var + ε), the largest over the batches: a bound on the rounding error of z̃."""
    run = run_layer(setting)
    size = np.abs(run.z).max(axis=(1, 2)) / np.sqrt(run.batch_var.min(axis=1) + setting.eps)
    return float(32.0 * 2.0**-52 * np.abs(setting.gamma).max() * size.max())


@lru_cache(maxsize=2)
def _samples(seed: int) -> tuple[Array, Array]:
    """All inputs (MOST_STEPS, MOST_SAMPLES, N_INPUTS) and targets."""
    X = np.random.default_rng([seed, _INPUTS]).standard_normal((MOST_STEPS, MOST_SAMPLES, N_INPUTS))
    y = np.random.default_rng([seed, _TARGETS]).standard_normal((MOST_STEPS, MOST_SAMPLES))
    return read_only(X), read_only(y)


def _drawn(seed: int, n_steps: int, batch_size: int) -> tuple[Array, Array, Array, Array]:
    """X, W at scale 1, v and y."""
    X, y = _samples(seed)
    rng = np.random.default_rng([seed, _WEIGHTS])
    W, v = rng.standard_normal((N_FEATURES, N_INPUTS)), rng.standard_normal(N_FEATURES)
    return X[:n_steps, :batch_size], W, v, y[:n_steps, :batch_size]

"""Batch normalisation: forward and backward pass and running statistics, for one batch or many at once.

S. Ioffe and C. Szegedy, "Batch Normalization" (2015), algorithms 1 and 2. Conventions, all of them PyTorch's:

* A batch is normalised with its own mean and its *population* variance (divided by n), ẑ = (z − m)/√(v + ε).
* The running variance takes in the *unbiased* one (divided by n − 1). ONNX and Keras take the population one.
* momentum is the weight of the new value: r ← (1 − momentum) r + momentum · new. In Keras it is the weight of the old
one. * Running statistics start at mean 0 and variance 1.

Samples are rows: z is (…, n_samples, n_features), and each leading index is a batch of its own.
"""

from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array, read_only


@dataclass(frozen=True, eq=False)
class Normalized:
    """A batch before and after, with what the backward pass needs.

    Attributes:
        z_hat: normalised, (…, n_samples, n_features).
        z_tilde: γẑ + β, likewise.
        mean: the mean subtracted (…, n_features).
        var: the variance divided by, without ε (…, n_features).
        inverse_std: 1/√(var + ε) (…, n_features).
        gamma: γ (n_features,).
        own: whether mean and variance are those of the batch itself, so that gradients pass through them.
    """

    z_hat: Array
    z_tilde: Array
    mean: Array
    var: Array
    inverse_std: Array
    gamma: Array
    own: bool


def normalize_batch(z: Array, gamma: Array, beta: Array, eps: float) -> Normalized:
    """Training mode: ẑ = (z − m)/√(v + ε) with the batch's own mean m and population variance v, z̃ = γẑ + β.

    The mean is subtracted twice, so that a large common offset does not cost precision.

    Args:
        z: (…, n_samples, n_features), at least one sample.
        gamma: (n_features,).
        beta: (n_features,).
        eps: ε > 0.
    """
    first = z.mean(axis=-2, keepdims=True)
    centred = z - first
    rest = centred.mean(axis=-2, keepdims=True)
    centred -= rest
    var = np.mean(centred * centred, axis=-2)
    return _scaled(centred, (first + rest)[..., 0, :], var, gamma, beta, eps, own=True)


def normalize_fixed(z: Array, mean: Array, var: Array, gamma: Array, beta: Array, eps: float) -> Normalized:
    """Evaluation mode: the same with a mean and a variance that do not depend on the batch.

    Args:
        z: (…, n_samples, n_features).
        mean: (n_features,).
        var: (n_features,).
        gamma: (n_features,).
        beta: (n_features,).
        eps: ε > 0.
    """
    return _scaled(z - mean, mean, var, gamma, beta, eps, own=False)


def _scaled(centred: Array, mean: Array, var: Array, gamma: Array, beta: Array, eps: float, *, own: bool) -> Normalized:
    inverse_std = 1.0 / np.sqrt(var + eps)
    z_hat = centred * inverse_std[..., None, :]
    return Normalized(z_hat, gamma * z_hat + beta, mean, var, inverse_std, gamma, own)


def batch_norm_gradients(forward: Normalized, grad: Array) -> tuple[Array, Array, Array]:
    """∂L/∂z, ∂L/∂γ and ∂L/∂β from ∂L/∂z̃.

    With g = ∂L/∂z̃: ∂L/∂β = Σ g and ∂L/∂γ = Σ g ẑ over the samples. With fixed statistics ∂L/∂z = γ g/√(v + ε). With
    the batch's own, mean and variance depend on every sample, which gives two further terms:

        ∂L/∂z = γ/√(v + ε) · (g − mean(g) − ẑ · mean(g ẑ))

    Its sum over the samples is 0: a bias added to z has no gradient.

    Args:
        forward: of the same batch.
        grad: ∂L/∂z̃ (…, n_samples, n_features).

    Returns:
        (…, n_samples, n_features), (…, n_features), (…, n_features).
    """
    grad_beta = grad.sum(axis=-2)
    grad_gamma = (grad * forward.z_hat).sum(axis=-2)
    scale = (forward.gamma * forward.inverse_std)[..., None, :]
    if not forward.own:
        return scale * grad, grad_gamma, grad_beta
    n = grad.shape[-2]
    inner = grad - grad_beta[..., None, :] / n - forward.z_hat * (grad_gamma[..., None, :] / n)
    return scale * inner, grad_gamma, grad_beta


def running_statistics(mean: Array, var: Array, n_samples: int, momentum: float) -> tuple[Array, Array]:
    """Running mean and variance before the first batch and after each.

    r ← (1 − momentum) r + momentum · new, from mean 0 and variance 1; the variance taken in is n/(n − 1) times the
    population's. A batch of one sample has no unbiased variance and leaves the running variance as it is (PyTorch
    refuses such a batch).

    Args:
        mean: of each batch (n_batches, n_features).
        var: population variance of each batch (n_batches, n_features).
        n_samples: of each batch.
        momentum: weight of the new value.

    Returns:
        Both (n_batches + 1, n_features), read-only.
    """
    width = mean.shape[1]
    taken = np.concatenate([mean, var * (n_samples / (n_samples - 1)) if n_samples > 1 else var], axis=1) * momentum
    kept = np.full(2 * width, 1.0 - momentum)
    if n_samples == 1:
        taken[:, width:], kept[width:] = 0.0, 1.0
    rows = np.empty((len(mean) + 1, 2 * width))
    rows[0, :width], rows[0, width:] = 0.0, 1.0
    for t in range(len(mean)):
        np.multiply(rows[t], kept, out=rows[t + 1])
        rows[t + 1] += taken[t]
    return read_only(rows[:, :width].copy()), read_only(rows[:, width:].copy())

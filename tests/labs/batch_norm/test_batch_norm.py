"""Batch norm: against PyTorch, central differences and its own laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.core.arrays import Array
from wk4gui.labs.batch_norm.model.batch_norm import (
    Normalized,
    batch_norm_gradients,
    normalize_batch,
    normalize_fixed,
    running_statistics,
)

MODES = pytest.mark.parametrize("own", [True, False], ids=["train", "eval"])


def example(seed: int = 0, n: int = 7) -> tuple[Array, Array, Array, Array]:
    """Z, γ, β and ∂L/∂z̃ of three features."""
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((n, 3)) * [1.0, 3.0, 0.2] + [0.0, -5.0, 2.0]
    return z, rng.standard_normal(3), rng.standard_normal(3), rng.standard_normal((n, 3))


def forward(z: Array, gamma: Array, beta: Array, *, own: bool, eps: float = 1e-5) -> Normalized:
    if own:
        return normalize_batch(z, gamma, beta, eps)
    return normalize_fixed(z, np.array([0.1, -4.0, 1.5]), np.array([0.8, 7.0, 0.1]), gamma, beta, eps)


def test_a_batch_becomes_mean_0_and_variance_1() -> None:
    z, gamma, beta, _ = example()
    done = normalize_batch(z, gamma, beta, 1e-8)
    np.testing.assert_allclose(done.z_hat.mean(axis=0), 0.0, atol=1e-15)
    np.testing.assert_allclose(done.z_hat.var(axis=0), 1.0, rtol=1e-6)
    np.testing.assert_allclose(done.mean, z.mean(axis=0), rtol=1e-14)
    np.testing.assert_allclose(done.var, z.var(axis=0), rtol=1e-13)


@MODES
def test_gradients_equal_central_differences(own: bool) -> None:
    z, gamma, beta, weights = example(1)

    def loss(z: Array, gamma: Array, beta: Array) -> float:
        return float((weights * np.tanh(forward(z, gamma, beta, own=own).z_tilde)).sum())

    done = forward(z, gamma, beta, own=own)
    analytic = batch_norm_gradients(done, weights * (1.0 - np.tanh(done.z_tilde) ** 2))
    for place, gradient in enumerate(analytic):
        numeric = np.empty_like(gradient)
        for index in np.ndindex(gradient.shape):
            ends = []
            for step in (1e-6, -1e-6):
                moved = [z.copy(), gamma.copy(), beta.copy()]
                moved[place][index] += step
                ends.append(loss(*moved))
            numeric[index] = (ends[0] - ends[1]) / 2e-6
        np.testing.assert_allclose(gradient, numeric, atol=2e-8)


def test_the_gradient_of_a_bias_before_is_zero() -> None:
    z, gamma, beta, grad = example(2, 200)
    grad_z, _, _ = batch_norm_gradients(normalize_batch(z, gamma, beta, 1e-5), grad)
    np.testing.assert_allclose(grad_z.sum(axis=0), 0.0, atol=1e-12)


@given(st.integers(1, 40), st.integers(0, 99), st.floats(-1e6, 1e6))
def test_an_offset_changes_nothing_but_rounding(n: int, seed: int, offset: float) -> None:
    z, gamma, beta, _ = example(seed, n)
    plain, moved = normalize_batch(z, gamma, beta, 1e-5), normalize_batch(z + offset, gamma, beta, 1e-5)
    size = (np.abs(z + offset).max() + np.abs(z).max()) * plain.inverse_std.max() * max(np.abs(gamma).max(), 1.0)
    assert np.abs(plain.z_tilde - moved.z_tilde).max() <= 32 * 2.0**-52 * size


def test_one_sample_gives_beta_and_no_gradient() -> None:
    z, gamma, beta, grad = example(n=1)
    done = normalize_batch(z, gamma, beta, 1e-5)
    np.testing.assert_array_equal(done.z_tilde, beta[None])
    np.testing.assert_array_equal(done.var, 0.0)
    grad_z, grad_gamma, grad_beta = batch_norm_gradients(done, grad)
    np.testing.assert_array_equal(grad_z, 0.0)
    np.testing.assert_array_equal(grad_gamma, 0.0)
    np.testing.assert_array_equal(grad_beta, grad[0])


def test_many_batches_at_once_are_the_same_as_one_after_the_other() -> None:
    batches = np.stack([example(seed)[0] for seed in range(5)])
    _, gamma, beta, _ = example()
    grads = np.stack([example(seed)[3] for seed in range(5)])
    together = normalize_batch(batches, gamma, beta, 1e-5)
    gradients = batch_norm_gradients(together, grads)
    for k in range(5):
        alone = normalize_batch(batches[k], gamma, beta, 1e-5)
        np.testing.assert_allclose(together.z_tilde[k], alone.z_tilde, rtol=1e-13)
        for many, one in zip(gradients, batch_norm_gradients(alone, grads[k]), strict=True):
            np.testing.assert_allclose(many[k], one, rtol=1e-12, atol=1e-14)


def test_running_statistics_with_momentum_1_are_those_of_the_last_batch() -> None:
    mean, var = np.array([[1.0], [2.0]]), np.array([[3.0], [6.0]])
    means, variances = running_statistics(mean, var, 4, 1.0)
    np.testing.assert_array_equal(means, [[0.0], [1.0], [2.0]])
    np.testing.assert_array_equal(variances, [[1.0], [4.0], [8.0]])
    assert not means.flags.writeable


def test_one_sample_leaves_the_running_variance() -> None:
    means, variances = running_statistics(np.array([[5.0]]), np.array([[0.0]]), 1, 0.1)
    np.testing.assert_array_equal(variances, 1.0)
    assert means[1, 0] == pytest.approx(0.5)


@pytest.mark.oracle
@MODES
@pytest.mark.parametrize("n", [2, 3, 64])
@pytest.mark.parametrize("eps", [1e-8, 1e-5, 1e-1])
def test_equal_to_pytorch(own: bool, n: int, eps: float) -> None:
    torch = pytest.importorskip("torch")
    z, gamma, beta, grad = example(4, n)
    layer = torch.nn.BatchNorm1d(3, eps=eps, momentum=0.1, dtype=torch.float64)
    fixed = (np.array([0.1, -4.0, 1.5]), np.array([0.8, 7.0, 0.1]))
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(gamma))
        layer.bias.copy_(torch.tensor(beta))
        if not own:
            layer.running_mean.copy_(torch.tensor(fixed[0]))
            layer.running_var.copy_(torch.tensor(fixed[1]))
    layer.train(own)
    given_z = torch.tensor(z, requires_grad=True)
    out = layer(given_z)
    out.backward(torch.tensor(grad))
    done = forward(z, gamma, beta, own=own, eps=eps)
    grad_z, grad_gamma, grad_beta = batch_norm_gradients(done, grad)
    np.testing.assert_allclose(done.z_tilde, out.detach().numpy(), rtol=1e-12, atol=1e-12)
    size = float(np.abs(gamma * done.inverse_std).max() * np.abs(grad).max())
    np.testing.assert_allclose(grad_z, given_z.grad.numpy(), rtol=1e-12, atol=1e-12 * size)
    np.testing.assert_allclose(grad_gamma, layer.weight.grad.numpy(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(grad_beta, layer.bias.grad.numpy(), rtol=1e-12, atol=1e-12)


@pytest.mark.oracle
@pytest.mark.parametrize("momentum", [0.0, 0.1, 0.7, 1.0])
def test_running_statistics_equal_pytorch(momentum: float) -> None:
    torch = pytest.importorskip("torch")
    layer = torch.nn.BatchNorm1d(3, momentum=momentum, dtype=torch.float64)
    batches = np.stack([example(seed)[0] for seed in range(6)])
    done = normalize_batch(batches, np.ones(3), np.zeros(3), 1e-5)
    means, variances = running_statistics(done.mean, done.var, 7, momentum)
    for t, batch in enumerate(batches):
        layer(torch.tensor(batch))
        np.testing.assert_allclose(means[t + 1], layer.running_mean.numpy(), rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(variances[t + 1], layer.running_var.numpy(), rtol=1e-12)

"""The normalised layer with its loss: all gradients against central differences and PyTorch."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.arrays import Array
from wk4gui.labs.batch_norm.model import normalized_layer
from wk4gui.labs.batch_norm.model.batch_norm import normalize_batch, normalize_fixed
from wk4gui.labs.batch_norm.model.normalized_layer import LayerSetting, run_layer

SETTING = LayerSetting(
    batch_size=9,
    bias=(1.5, -2.0),
    gamma=(0.8, -1.3),
    beta=(0.2, 0.4),
    eps=1e-3,
    momentum=0.2,
    weight_scale=0.7,
    bias_position="before",
    mode="train",
    n_steps=4,
    activation="tanh",
    seed=3,
)
WAYS = pytest.mark.parametrize(
    "changes",
    [{}, {"mode": "eval"}, {"bias_position": "after"}, {"mode": "eval", "bias_position": "after"}],
    ids=["train", "eval", "after", "after-eval"],
)


def drawn(setting: LayerSetting) -> tuple[Array, Array, Array, Array]:
    X, W, v, y = normalized_layer._drawn(setting.seed, setting.n_steps, setting.batch_size)
    return X, W * setting.weight_scale, v, y


def losses(setting: LayerSetting, W: Array, frozen: tuple[Array, Array]) -> Array:
    """The losses of all batches, written down once more from the definition."""
    X, _, v, y = drawn(setting)
    before = setting.bias_position == "before"
    z = X @ W.T + (np.array(setting.bias) if before else 0.0)
    gamma, beta = np.array(setting.gamma), np.array(setting.beta)
    if setting.mode == "train":
        done = normalize_batch(z, gamma, beta, setting.eps)
    else:
        done = normalize_fixed(z, *frozen, gamma, beta, setting.eps)
    z_tilde = done.z_tilde + (0.0 if before else np.array(setting.bias))
    return np.asarray(np.mean((ACTIVATIONS[setting.activation].f(z_tilde) @ v - y) ** 2, axis=-1))


@WAYS
def test_gradients_equal_central_differences(changes: dict[str, Any]) -> None:
    setting = replace(SETTING, **changes)
    run = run_layer(setting)
    frozen = (run.running_mean[-1], run.running_var[-1])
    _, W, _, _ = drawn(setting)
    np.testing.assert_allclose(losses(setting, W, frozen), run.batch_loss, rtol=1e-13)
    for name, gradient in (("bias", run.grad_b), ("gamma", run.grad_gamma), ("beta", run.grad_beta)):
        for k in range(2):
            ends = []
            for step in (1e-6, -1e-6):
                values = list(getattr(setting, name))
                values[k] += step
                ends.append(losses(replace(setting, **{name: tuple(values)}), W, frozen))
            np.testing.assert_allclose(gradient[:, k], (ends[0] - ends[1]) / 2e-6, atol=2e-8)
    for j, k in np.ndindex(W.shape):
        step = np.zeros_like(W)
        step[j, k] = 1e-6
        numeric = (losses(setting, W + step, frozen) - losses(setting, W - step, frozen)) / 2e-6
        np.testing.assert_allclose(run.grad_W[:, j, k], numeric, atol=2e-8)


@pytest.mark.oracle
@WAYS
def test_equal_to_pytorch(changes: dict[str, Any]) -> None:
    torch = pytest.importorskip("torch")
    setting = replace(SETTING, activation="sigmoid", **changes)
    run = run_layer(setting)
    X, W, v, y = (torch.tensor(np.array(values)) for values in drawn(setting))
    norm = torch.nn.BatchNorm1d(2, eps=setting.eps, momentum=setting.momentum, dtype=torch.float64)
    W.requires_grad_(True)
    b = torch.tensor(setting.bias, dtype=torch.float64, requires_grad=True)
    before, gathered_bias = setting.bias_position == "before", setting.mode == "train"
    with torch.no_grad():
        norm.weight.copy_(torch.tensor(setting.gamma, dtype=torch.float64))
        norm.bias.copy_(torch.tensor(setting.beta, dtype=torch.float64))
        for t in range(setting.n_steps):
            norm(X[t] @ W.T + (b if before and gathered_bias else 0.0))
            np.testing.assert_allclose(run.running_mean[t + 1], norm.running_mean.numpy(), rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(run.running_var[t + 1], norm.running_var.numpy(), rtol=1e-12)
    norm.train(setting.mode == "train")
    for t in range(setting.n_steps):
        for leaf in (W, b, norm.weight, norm.bias):
            leaf.grad = None
        z_tilde = norm(X[t] @ W.T + b) if before else norm(X[t] @ W.T) + b
        loss = ((torch.sigmoid(z_tilde) @ v - y[t]) ** 2).mean()
        loss.backward()
        np.testing.assert_allclose(run.z_tilde[t], z_tilde.detach().numpy(), rtol=1e-12, atol=1e-13)
        assert run.batch_loss[t] == pytest.approx(loss.item(), rel=1e-12)
        pairs = ((run.grad_W, W), (run.grad_b, b), (run.grad_gamma, norm.weight), (run.grad_beta, norm.bias))
        for own, leaf in pairs:
            np.testing.assert_allclose(own[t], leaf.grad.numpy(), rtol=1e-12, atol=1e-13)

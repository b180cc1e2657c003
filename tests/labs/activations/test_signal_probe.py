"""The deep probe: against a network built by hand, central differences, PyTorch, and its own laws."""

from dataclasses import replace

import numpy as np
import pytest

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.arrays import Array
from wk4gui.core.progress import Progress
from wk4gui.labs.activations.model import signal_probe
from wk4gui.labs.activations.model.signal_probe import (
    N_BINS,
    DeepNetwork,
    gradient_factor,
    probe_signals,
    root_mean_square,
)

NETWORK = DeepNetwork(depth=4, width=6, init="glorot_normal", gain=1.3, bias_offset=0.8, n_samples=11, seed=5)


def by_hand(function: str, network: DeepNetwork) -> tuple[list[Array], list[Array], list[Array], Array, Array]:
    """Weights, biases, pre-activations, input and pull of the probe's network."""
    layers = [signal_probe._layer(network, k) for k in range(network.depth)]
    A = X = signal_probe._standard_normal(network, signal_probe._INPUT)
    Z = []
    for W, b in layers:
        Z.append(A @ W.T + b)
        A = ACTIVATIONS[function].f(Z[-1])
    pull = signal_probe._standard_normal(network, signal_probe._PULL)
    return [W for W, _ in layers], [b for _, b in layers], Z, X, pull


@pytest.mark.parametrize("function", ["sigmoid", "tanh", "gelu", "softplus"])
def test_gradients_equal_central_differences(function: str) -> None:
    found = probe_signals(function, NETWORK, 0.01)
    weights, biases, Z, _, pull = by_hand(function, NETWORK)
    f = ACTIVATIONS[function].f

    def loss(layer: int, z: Array) -> float:
        A = f(z)
        for W, b in zip(weights[layer + 1 :], biases[layer + 1 :], strict=True):
            A = f(A @ W.T + b)
        return float((pull * A).sum())

    for layer in range(NETWORK.depth):
        numeric = np.empty_like(Z[layer])
        for index in np.ndindex(numeric.shape):
            step = np.zeros_like(numeric)
            step[index] = 1e-6
            numeric[index] = (loss(layer, Z[layer] + step) - loss(layer, Z[layer] - step)) / 2e-6
        rms = np.sqrt(np.mean(numeric**2))
        assert found.grad_norm[NETWORK.depth - 1 - layer] == pytest.approx(rms, rel=1e-6)


def test_forward_statistics_are_those_of_the_activations() -> None:
    found = probe_signals("tanh", NETWORK, 0.3)
    _, _, Z, _, _ = by_hand("tanh", NETWORK)
    for k, z in enumerate(Z):
        a, slope = np.tanh(z), 1.0 - np.tanh(z) ** 2
        assert found.mean[k] == pytest.approx(a.mean(), rel=1e-12)
        assert found.std[k] == pytest.approx(a.std(), rel=1e-12)
        assert found.saturated[k] == pytest.approx((slope < 0.3).mean())
        counts, _ = np.histogram(a, found.bin_edges)
        np.testing.assert_allclose(found.histogram[k], counts / a.size, atol=1.5 / a.size)
        assert found.histogram[k].sum() == pytest.approx(1.0)


@pytest.mark.parametrize("function", ACTIVATIONS)
def test_histograms_count_everything(function: str) -> None:
    found = probe_signals(function, replace(NETWORK, gain=10.0), 0.01)
    assert found.histogram.shape == (4, N_BINS)
    np.testing.assert_allclose(found.histogram.sum(axis=1), 1.0)
    assert found.bin_edges[0] < found.bin_edges[-1]
    assert np.isfinite(found.grad_norm).all()


def test_biases_are_the_offset_with_both_signs() -> None:
    _, biases, _, _, _ = by_hand("tanh", replace(NETWORK, width=64))
    for b in biases:
        assert set(np.abs(b)) == {0.8}
        assert set(np.sign(b)) == {-1.0, 1.0}


def test_sizes_beyond_what_squares_can_hold() -> None:
    assert root_mean_square(np.array([3e-200, 4e-200])) == pytest.approx(np.sqrt(12.5) * 1e-200)
    assert root_mean_square(np.array([3e200, -4e200])) == pytest.approx(np.sqrt(12.5) * 1e200)
    assert root_mean_square(np.zeros(3)) == 0.0


def test_the_factor_is_a_geometric_mean() -> None:
    assert gradient_factor(np.array([8.0, 1.0, 2.0, 1.0])) == pytest.approx(0.5)
    assert gradient_factor(np.array([8.0])) is None
    assert gradient_factor(np.array([8.0, 0.0])) is None


def test_progress_is_told_in_order() -> None:
    reported: list[float] = []
    probe_signals.__wrapped__("relu", NETWORK, 0.01, Progress(reported.append))
    assert reported == sorted(reported)
    assert reported[-1] == 1.0


def test_who_asks_does_not_matter_to_what_is_kept() -> None:
    first = probe_signals("relu", NETWORK, 0.02, Progress(lambda fraction: None))
    assert probe_signals("relu", NETWORK, 0.02, Progress(print)) is first


@pytest.mark.oracle
@pytest.mark.parametrize("function", ["sigmoid", "tanh", "relu", "gelu", "selu"])
def test_equal_to_pytorch(function: str) -> None:
    torch = pytest.importorskip("torch")
    network = replace(NETWORK, depth=9, width=16)
    found = probe_signals(function, network, 0.01)
    weights, biases, _, X, pull = by_hand(function, network)
    A, kept = torch.tensor(np.array(X)), []
    for k, (W, b) in enumerate(zip(weights, biases, strict=True)):
        Z = (A @ torch.tensor(W).T + torch.tensor(b)).requires_grad_(True)
        Z.retain_grad()
        kept.append(Z)
        A = getattr(torch.nn.functional, function)(Z)
        assert found.mean[k] == pytest.approx(A.mean().item(), rel=1e-12, abs=1e-14)
    A.backward(torch.tensor(np.array(pull)))
    norms = [z.grad.square().mean().sqrt().item() for z in reversed(kept)]
    np.testing.assert_allclose(found.grad_norm, norms, rtol=1e-12)

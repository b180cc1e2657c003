"""The two-weight network: its means stand for its samples, and its mini-batches are real."""

import numpy as np
import pytest

from wk4gui.labs.saddle.model.two_weight_network import N_SAMPLES, TWO_WEIGHT_NETWORK, batch_means

NETWORK = TWO_WEIGHT_NETWORK


def test_the_loss_is_half_the_mean_squared_error() -> None:
    rng = np.random.default_rng(0)
    for w1, w2 in rng.normal(size=(20, 2)):
        error = w2 * (w1 * NETWORK.x + 1.0) - NETWORK.y
        assert float(NETWORK.loss(w1, w2)) == pytest.approx(0.5 * np.mean(error**2), rel=1e-12)


def sample_gradients(w1: float, w2: float) -> np.ndarray:
    """The gradient of every sample's own loss, (n_samples, 2)."""
    return np.stack(NETWORK.gradient(np.float64(w1), np.float64(w2), NETWORK.features), axis=-1)


def test_sample_gradients_by_hand_and_their_mean() -> None:
    w1, w2 = 0.4, -0.7
    error = w2 * (w1 * NETWORK.x + 1.0) - NETWORK.y
    wanted = np.stack([error * w2 * NETWORK.x, error * (w1 * NETWORK.x + 1.0)], axis=-1)
    np.testing.assert_allclose(sample_gradients(w1, w2), wanted, rtol=1e-12, atol=1e-14)
    whole = NETWORK.surface.grad(np.array(w1), np.array(w2))
    np.testing.assert_allclose(whole, wanted.mean(axis=0), rtol=1e-12)


def test_the_saddle_is_that_of_the_samples() -> None:
    _, _, xy, y = NETWORK.means
    assert NETWORK.saddle == (float(-y / xy), 0.0)


def test_single_samples_push_off_the_saddle_although_their_mean_does_not() -> None:
    pushes = sample_gradients(*NETWORK.saddle)
    np.testing.assert_allclose(pushes.mean(axis=0), 0.0, atol=1e-14)
    assert np.abs(pushes[:, 1]).min() > 1e-3


def test_an_epoch_uses_every_sample_once() -> None:
    means = batch_means(8, 16, 45, 3)
    assert means.shape == (16, 4, 45)
    for epoch in (means[:8], means[8:]):
        np.testing.assert_allclose(epoch.mean(axis=0), np.tile(NETWORK.means[:, None], 45), rtol=1e-12)
    assert np.ptp(means[:, 1], axis=1).min() > 0.0


def test_more_runs_and_more_steps_continue_fewer() -> None:
    few, many = batch_means(8, 30, 25, 0), batch_means(8, 30, 70, 0)
    np.testing.assert_array_equal(few, many[:, :, :25])


def test_a_batch_of_all_is_the_whole() -> None:
    assert (batch_means(N_SAMPLES, 5, 3, 0) == NETWORK.means[:, None]).all()


def test_the_spread_of_a_batch_mean_is_that_of_sampling_without_replacement() -> None:
    means = batch_means(8, 8, 1000, 1)[0, 1]
    wanted = NETWORK.x.std() * np.sqrt((64 - 8) / (63 * 8))
    assert means.std() == pytest.approx(wanted, rel=0.08)

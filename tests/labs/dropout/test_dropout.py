"""All thinned networks, one by one and all at once."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.labs.dropout.model.dropout import (
    all_masks,
    draw_masks,
    draw_network,
    enumerate_ensemble,
    mask_number,
    noise_penalty,
    training_factor,
    use_factor,
    wall_order,
)
from wk4gui.labs.dropout.model.hidden_units import (
    cancellation,
    loss_rise_without_unit,
    mean_abs_correlation,
    sparsity,
    unit_correlation,
)

X = np.array([1.0, -0.5])
OUTPUTS = ("linear", "sigmoid", "softmax")
probabilities = st.floats(0.0, 0.95)
seeds = st.integers(0, 9999)


def by_hand(network, x, p, factor):
    """Output and probability of each thinned network in plain Python."""
    _, a = network.hidden(x)
    for flags in product((0, 1), repeat=len(a)):
        flags = flags[::-1]  # unit 0 changes fastest
        values = [float(v) * factor * flag for v, flag in zip(a, flags, strict=True)]
        if network.W_between is not None:
            values = [
                max(0.0, float(b + w @ values)) for w, b in zip(network.W_between, network.b_between, strict=True)
            ]
        z = [float(b + w @ values) for w, b in zip(network.W2, network.b2, strict=True)]
        if network.output == "sigmoid":
            z = [1.0 / (1.0 + np.exp(-z[0]))]
        if network.output == "softmax":
            z = list(np.exp(z) / np.sum(np.exp(z)))
        yield z, np.prod([1 - p if flag else p for flag in flags])


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("scaling", ["inverted", "classic", "none"])
def test_the_ensemble_is_every_thinned_network(output, second, scaling):
    network = draw_network(4, "tanh", output, 3, second_layer=second)
    ensemble = enumerate_ensemble(network, X, 0.3, scaling)
    expected = list(by_hand(network, X, 0.3, training_factor(scaling, 0.3)))
    np.testing.assert_allclose(ensemble.output, [z for z, _ in expected], rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(ensemble.probability, [q for _, q in expected], rtol=1e-13)
    mean = sum(q * np.array(z) for z, q in expected)
    np.testing.assert_allclose(ensemble.mean, mean, rtol=1e-12)
    np.testing.assert_allclose(ensemble.variance, sum(q * (np.array(z) - mean) ** 2 for z, q in expected), rtol=1e-10)
    if output == "softmax":
        product_of_powers = np.prod([np.array(z) ** q for z, q in expected], axis=0)
        np.testing.assert_allclose(ensemble.geometric_mean, product_of_powers / product_of_powers.sum(), rtol=1e-11)
    if output == "sigmoid":
        yes = np.prod([z[0] ** q for z, q in expected])
        no = np.prod([(1 - z[0]) ** q for z, q in expected])
        np.testing.assert_allclose(ensemble.geometric_mean, [yes / (yes + no)], rtol=1e-11)


@given(p=probabilities, seed=seeds, n_hidden=st.integers(1, 9), scaling=st.sampled_from(["inverted", "classic"]))
def test_with_a_linear_output_the_scaled_network_is_the_mean(p, seed, n_hidden, scaling):
    network = draw_network(n_hidden, "relu", "linear", seed, second_layer=False)
    ensemble = enumerate_ensemble(network, X, p, scaling)
    _, a = network.hidden(X)
    scaled = network.outputs(a * use_factor(scaling, p))
    size = 1.0 + np.abs(network.W2[0] * a).sum() * training_factor(scaling, p)
    np.testing.assert_allclose(ensemble.mean, scaled, rtol=0, atol=1e-13 * size)
    assert ensemble.probability.sum() == pytest.approx(1.0, abs=1e-12)


@given(p=probabilities, seed=seeds, output=st.sampled_from(["sigmoid", "softmax"]))
def test_with_a_probability_it_is_the_normalised_geometric_mean(p, seed, output):
    network = draw_network(6, "relu", output, seed, second_layer=False)
    ensemble = enumerate_ensemble(network, X, p, "inverted")
    assert ensemble.geometric_mean is not None
    _, a = network.hidden(X)
    np.testing.assert_allclose(ensemble.geometric_mean, network.outputs(a), rtol=0, atol=1e-12)


@given(p=probabilities, seed=seeds)
def test_the_penalty_is_the_variance_of_the_output(p, seed):
    network = draw_network(5, "relu", "linear", seed, second_layer=False)
    ensemble = enumerate_ensemble(network, X, p, "inverted")
    _, a = network.hidden(X)
    assert noise_penalty(network, a, p) == pytest.approx(float(ensemble.variance[0]), rel=1e-9, abs=1e-12)


def test_masks_and_their_numbers():
    masks = all_masks(3)
    assert masks[0].tolist() == [False] * 3
    assert masks[5].tolist() == [True, False, True]
    np.testing.assert_array_equal(mask_number(masks), range(8))
    order = wall_order(3)
    assert order[0] == 7
    assert order[-1] == 0
    assert sorted(order) == list(range(8))
    counts = masks[order].sum(axis=1)
    assert np.all(np.diff(counts) <= 0)


def test_drawn_masks_keep_their_share():
    drawn = draw_masks(20000, 4, 0.3, np.random.default_rng(0))
    np.testing.assert_allclose(drawn.mean(axis=0), 0.7, atol=0.015)


def test_a_unit_has_the_same_weights_among_more_units():
    few, more = (draw_network(n, "relu", "linear", 1, second_layer=False) for n in (3, 9))
    np.testing.assert_array_equal(few.W1, more.W1[:3])
    np.testing.assert_allclose(few.W2 * np.sqrt(3), more.W2[:, :3] * 3.0)


class TestMeasures:
    a = np.array([[[0.0, 1.0, 2.0], [4.0, 0.0, 3.0], [0.001, 2.0, 4.0], [0.0, 3.0, 5.0]]])

    def test_sparsity_counts_what_is_below_a_thousandth_of_the_largest(self):
        assert sparsity(self.a)[0] == 4 / 12

    def test_correlation_is_numpys(self):
        found = unit_correlation(self.a)[0]
        expected = np.corrcoef(self.a[0].T)
        np.testing.assert_allclose(found, expected, atol=1e-12)
        off = np.abs(expected[~np.eye(3, dtype=bool)]).mean()
        assert mean_abs_correlation(found[None])[0] == pytest.approx(off)

    def test_a_dead_unit_is_left_out_of_the_mean(self):
        a = self.a.copy()
        a[:, :, 0] = 0.0
        found = unit_correlation(a)
        assert np.all(found[0, 0] == 0.0)
        assert mean_abs_correlation(found)[0] == pytest.approx(abs(np.corrcoef(a[0, :, 1:].T)[0, 1]))

    def test_a_missing_unit_raises_the_loss_by_what_it_does(self):
        w, y = np.array([[0.5, -1.0, 2.0]]), np.array([1.0, 2.0, -1.0, 0.0])
        y_hat = self.a @ w[0] + 0.3
        loss = np.mean((y_hat - y) ** 2)
        rises = []
        for j in range(3):
            without = w[0].copy()
            without[j] = 0.0
            rises.append(np.mean((self.a @ without + 0.3 - y) ** 2) - loss)
        assert loss_rise_without_unit(self.a, w, y_hat, y)[0] == pytest.approx(np.mean(rises), rel=1e-12)

    def test_cancellation_is_one_where_nothing_cancels(self):
        ones = np.ones((1, 3))
        assert cancellation(self.a, ones, self.a.sum(axis=2))[0] == pytest.approx(1.0)
        w = np.array([[1.0, -1.0, 0.0]])
        y_hat = self.a @ w[0]
        assert cancellation(self.a, w, y_hat)[0] == pytest.approx(10.001 / np.abs(y_hat).sum())

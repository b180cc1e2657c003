import numpy as np
import pytest

from wk4gui.core.network import backward, forward, loss_of, make_network
from wk4gui.labs.backprop.model.step_size import examine_step_sizes, loss_along

POLYNOMIAL = np.polynomial.Polynomial([9.0, -2592.0, 194400.0, -1119744.0, 1679616.0])
X, Y = np.array([[1.0, 2.0]]), np.array([[3.0]])


def test_the_tutorials_polynomial() -> None:
    network = make_network([[[2, 1], [1, -1], [1, 2]], [[-1, 1, 2]]], [[0, 0, 0], [0]], ["relu", "linear"], "mse")
    gradients = backward(network, X, Y, forward(network, X))
    t = np.linspace(0.0, 5.0 / 72.0, 101)
    np.testing.assert_allclose(loss_along(network, X, Y, gradients, t), POLYNOMIAL(t), rtol=1e-11, atol=1e-11)


def test_the_loss_along_equals_the_loss_of_the_moved_network() -> None:
    rng = np.random.default_rng(0)
    shapes = [(4, 3), (5, 4), (2, 5)]
    weights, biases = [rng.normal(size=s) for s in shapes], [rng.normal(size=s[0]) for s in shapes]
    network = make_network(weights, biases, ["gelu", "tanh", "sigmoid"], "bce")
    X, y = rng.normal(size=(6, 3)), rng.uniform(size=(6, 2))
    gradients = backward(network, X, y, forward(network, X))
    sizes = np.array([0.0, 0.3, 2.0, 70.0])
    moved = [network.moved(float(t), gradients) for t in sizes]
    expected = [loss_of(other, forward(other, X), y) for other in moved]
    np.testing.assert_allclose(loss_along(network, X, y, gradients, sizes), expected, rtol=1e-12)


def test_a_parabola() -> None:
    found = examine_step_sizes(lambda t: (1.0 - t) ** 2, 1.0, 2.0, 1e-4, 10.0)
    assert found.one_step_limit == pytest.approx(2.0, rel=1e-13)
    assert found.best == pytest.approx(1.0, abs=1e-6)
    assert [region.effect for region in found.regions] == ["too low", "good", "zig-zags", "overshoots"]
    edges = [region.high for region in found.regions]
    assert edges == pytest.approx([1.0 - np.sqrt(0.9), 1.0 + np.sqrt(0.9), 2.0, 10.0], rel=1e-9)


def test_a_narrow_hill_before_the_wide_return_is_found() -> None:
    def loss(t: np.ndarray) -> np.ndarray:
        return 1.0 - t + t * t / 10.0 + 1.2 * np.exp(-(((t - 0.5) / 0.01) ** 2))

    found = examine_step_sizes(loss, 1.0, 1.0, 1e-4, 10.0)
    assert 0.47 < (found.one_step_limit or 0.0) < 0.5


def test_a_hill_that_stays_below_is_no_limit() -> None:
    found = examine_step_sizes(
        lambda t: 1.0 - t / 2.0 + t * t / 20.0 + 0.2 * np.exp(-(((t - 0.5) / 0.05) ** 2)), 1.0, 0.5, 1e-4, 10.0
    )
    assert found.one_step_limit == pytest.approx(10.0, rel=1e-12)


def test_no_return_up_to_1000_is_none() -> None:
    found = examine_step_sizes(lambda t: np.exp(-t), 1.0, 1.0, 1e-4, 10.0)
    assert found.one_step_limit is None
    assert [region.effect for region in found.regions] == ["too low", "good"]


def test_climbing_overshoots_everywhere() -> None:
    found = examine_step_sizes(lambda t: 1.0 + t, 1.0, 1.0, 1e-4, 10.0)
    assert found.one_step_limit is None
    assert found.best is None
    assert [region.effect for region in found.regions] == ["overshoots"]


def test_a_climb_over_a_hill_returns() -> None:
    found = examine_step_sizes(lambda t: 1.0 + t - t * t, 1.0, 1.0, 1e-4, 10.0)
    assert found.one_step_limit == pytest.approx(1.0, rel=1e-12)


def test_what_is_not_finite_diverges() -> None:
    found = examine_step_sizes(lambda t: np.where(t < 5.0, (1.0 - t) ** 2, np.inf), 1.0, 2.0, 1e-4, 10.0)
    assert found.regions[-1].effect == "diverges"
    assert found.regions[-1].low == pytest.approx(5.0)


def test_no_slope_no_effects() -> None:
    assert examine_step_sizes(lambda t: np.ones_like(t), 1.0, 0.0, 1e-4, 10.0).regions == ()


def test_a_steep_wall_keeps_the_limit_as_a_boundary() -> None:
    found = examine_step_sizes(lambda t: 1.0 - 0.5 * t + np.minimum(t / 0.7, 1.2) ** 2000, 1.0, 0.5, 1e-4, 10.0)
    assert [region.effect for region in found.regions] == ["too low", "good", "zig-zags", "overshoots"]
    assert found.regions[-1].low == found.one_step_limit

import numpy as np
import pytest

from wk4gui.core.network import backward, forward, loss_of, make_network
from wk4gui.labs.backprop.model.descent import Rule, descend


def close(found, wanted) -> None:
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-14)


def test_every_step_is_one_forward_backward_and_update() -> None:
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(10, 2)), rng.normal(size=(10, 1))
    weights, biases = [rng.normal(size=(4, 2)), rng.normal(size=(1, 4))], [rng.normal(size=4), rng.normal(size=1)]
    network = make_network(weights, biases, ["tanh", "linear"], "mse")
    steps = descend(network, X, y, Rule(0.1, 5))
    for step in range(6):
        values = forward(network, X)
        gradients = backward(network, X, y, values)
        close(steps.loss[step], loss_of(network, values, y))
        close(steps.grad_x[step] / len(X), gradients.grad_z[0] @ network.weights[0])
        for layer in range(2):
            close(steps.z[step][layer], values.z[layer])
            close(steps.W[step][layer], network.weights[layer])
            close(steps.grad_z[step][layer] / len(X), gradients.grad_z[layer])
            close(steps.grad_W[step][layer], gradients.grad_W[layer])
            close(steps.grad_b[step][layer], gradients.grad_b[layer])
        network = network.moved(0.1, gradients)
    assert steps.diverged_at is None


def test_a_divergence_ends_the_numbers_and_keeps_the_shape() -> None:
    network = make_network([[[3.0]], [[3.0]]], [[0.0], [0.0]], ["linear", "linear"], "mse")
    steps = descend(network, np.array([[2.0]]), np.array([[0.0]]), Rule(10.0, 20))
    assert steps.diverged_at is not None
    assert 0 < steps.diverged_at < 20
    histories = [
        steps.z,
        steps.a,
        steps.slope,
        steps.W,
        steps.b,
        steps.grad_a,
        steps.grad_z,
        steps.grad_W,
        steps.grad_b,
    ]
    for array in (steps.loss, *(layer for history in histories for layer in history.layers)):
        assert len(array) == 21
        assert np.isfinite(array[: steps.diverged_at]).all()
        assert np.isnan(array[steps.diverged_at :]).all()


def test_a_start_that_overflows_has_no_numbers_at_all() -> None:
    network = make_network([[[1e200]]], [[0.0]], ["linear"], "mse")
    steps = descend(network, np.array([[1.0]]), np.array([[0.0]]), Rule(0.1, 3))
    assert steps.diverged_at == 0
    assert np.isnan(steps.loss).all()
    assert steps.W.layers[0].shape == (4, 1, 1)


def test_progress_is_told_and_may_stop_the_run() -> None:
    def stop(fraction: float) -> None:
        if fraction >= 0.5:
            raise InterruptedError

    network = make_network([[[1.0]]], [[0.0]], ["linear"], "mse")
    with pytest.raises(InterruptedError):
        descend(network, np.ones((1, 1)), np.zeros((1, 1)), Rule(0.1, 9), progress=stop)

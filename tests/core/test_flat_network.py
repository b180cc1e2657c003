from itertools import pairwise

import numpy as np
import pytest

from wk4gui.core.flat_network import FlatNetwork
from wk4gui.core.network import Network, backward, forward, loss_of, make_network

CASES = [
    ((2, 4, 2, 1), ["tanh", "tanh", "linear"], "mse"),
    ((2, 4, 2, 1), ["tanh", "tanh", "tanh"], "mse"),
    ((3, 5, 2), ["relu", "sigmoid"], "half_mse"),
    ((3, 2), ["linear"], "mse"),
    ((1, 3, 3, 3, 2), ["gelu", "tanh", "linear", "softsign"], "mse"),
]


def random_case(
    sizes: tuple[int, ...], activations: list[str], loss: str, many: tuple[int, ...]
) -> tuple[Network, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=(*many, n_out, n_in)) for n_in, n_out in pairwise(sizes)]
    biases = [rng.normal(size=(*many, n)) for n in sizes[1:]]
    network = make_network(weights, biases, activations, loss)
    return network, rng.normal(size=(*many, 10, sizes[0])), rng.normal(size=(*many, 10, sizes[-1]))


@pytest.mark.parametrize("many", [(), (7,)], ids=["one", "many"])
@pytest.mark.parametrize(("sizes", "activations", "loss"), CASES)
def test_equal_to_the_pure_network(
    sizes: tuple[int, ...], activations: list[str], loss: str, many: tuple[int, ...]
) -> None:
    network, X, y = random_case(sizes, activations, loss, many)
    fast = FlatNetwork(network, X, y, 0.05)
    for _ in range(20):
        fast.update()
        values = forward(network, X)
        gradients = backward(network, X, y, values)
        np.testing.assert_allclose(fast.loss, loss_of(network, values, y), rtol=1e-11)
        pairs = [(fast.z, values.z), (fast.a, values.a), (fast.slope, values.slope)]
        pairs += [(getattr(fast, n), getattr(gradients, n)) for n in ("grad_a", "grad_z", "grad_W", "grad_b")]
        network = network.moved(0.05, gradients)
        pairs += [(fast.weights, network.weights), (fast.biases, network.biases)]
        for mine, its in pairs:
            for layer, expected in zip(mine, its, strict=True):
                np.testing.assert_allclose(layer, expected, rtol=1e-9, atol=1e-12)


def test_other_losses_are_refused() -> None:
    network, X, y = random_case((2, 1), ["linear"], "bce", ())
    with pytest.raises(ValueError, match="mse and half_mse, not bce"):
        FlatNetwork(network, X, y, 0.1)

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tiers import amount

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.losses import LOSSES
from wk4gui.core.network import Gradients, Network, backward, forward, loss_of, make_network
from wk4gui.labs.backprop.model.gradient_check import gradient_check

TUTORIAL = ([[[2, 1], [1, -1], [1, 2]], [[-1, 1, 2]]], [[0, 0, 0], [0]], ["relu", "linear"], "mse")
X, Y = np.array([[1.0, 2.0]]), np.array([[3.0]])
Case = tuple[Network, np.ndarray, np.ndarray]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A random network of 1 to 4 layers with any activations and loss, and a batch for it."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=5))
    loss = draw(st.sampled_from(list(LOSSES)))
    last = draw(st.sampled_from(LOSSES[loss].outputs or list(ACTIVATIONS)))
    activations = [*(draw(st.sampled_from(list(ACTIVATIONS))) for _ in sizes[2:]), last]
    weights = [rng.normal(size=(n_out, n_in)) for n_in, n_out in pairwise(sizes)]
    biases = [rng.normal(size=n_out) for n_out in sizes[1:]]
    n_samples = draw(st.integers(1, 5))
    y = rng.uniform(size=(n_samples, sizes[-1]))
    if loss == "cross_entropy":
        y /= y.sum(axis=1, keepdims=True)
    return make_network(weights, biases, activations, loss), rng.normal(size=(n_samples, sizes[0])), y


def numeric_gradients(network: Network, X: np.ndarray, y: np.ndarray, h: float) -> list[np.ndarray]:
    """Four-point central differences of the loss in every weight and bias, one entry at a time."""
    gradients = []
    for parameter in (*network.weights, *network.biases):
        gradient = np.empty_like(parameter)
        for index in np.ndindex(parameter.shape):
            old = parameter[index]
            loss = {}
            for k in (-2, -1, 1, 2):
                parameter[index] = old + k * h
                loss[k] = float(loss_of(network, forward(network, X), y))
            parameter[index] = old
            gradient[index] = (8.0 * (loss[1] - loss[-1]) - (loss[2] - loss[-2])) / (12.0 * h)
        gradients.append(gradient)
    return gradients


def near_a_kink(network: Network, X: np.ndarray) -> bool:
    layers = zip(network.activations, forward(network, X).z, strict=True)
    return any(
        np.abs(z - kink).min() < 0.02
        for activation, z in layers
        for kink in (*activation.kinks, *elu_seam(activation.name))
    )


def elu_seam(name: str) -> tuple[float, ...]:
    """ELU and softsign have a slope that is continuous but bends at 0."""
    return (0.0,) if name in ("elu", "softsign") else ()


@settings(max_examples=amount(30, 150, 1500), deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(cases())
def test_gradients_equal_central_differences(case: Case) -> None:
    network, X, y = case
    assume(not near_a_kink(network, X))
    values = forward(network, X)
    gradients = backward(network, X, y, values)
    analytic = [*gradients.grad_W, *gradients.grad_b]
    numeric = numeric_gradients(network, X, y, 5e-4)
    largest = max(float(np.abs(g).max()) for g in analytic)
    for expected, got in zip(numeric, analytic, strict=True):
        assert np.abs(expected - got).max() <= 1e-7 * max(largest, 1e-3)


@settings(max_examples=amount(15, 60, 600), deadline=None)
@given(cases())
def test_gradient_check_finds_nothing_in_a_right_gradient(case: Case) -> None:
    network, X, y = case
    values = forward(network, X)
    gradients = backward(network, X, y, values)
    largest = max(float(np.abs(g).max()) for g in (*gradients.grad_W, *gradients.grad_b))
    assume(largest > 1e-2)
    assert gradient_check(network, X, y, values, gradients) < 1e-6


def test_gradient_check_finds_a_wrong_gradient() -> None:
    network = make_network(*TUTORIAL)
    values = forward(network, X)
    right = backward(network, X, Y, values)
    wrong = Gradients(right.grad_a, right.grad_z, (right.grad_W[0] * 1.01, right.grad_W[1]), right.grad_b)
    assert gradient_check(network, X, Y, values, right) < 1e-9
    assert gradient_check(network, X, Y, values, wrong) > 1e-3


def test_gradient_check_skips_what_meets_a_kink() -> None:
    network = make_network([[[1.0]], [[1.0]]], [[0.0], [0.0]], ["relu", "linear"], "mse")
    X, y = np.array([[0.0]]), np.array([[1.0]])
    values = forward(network, X)
    assert gradient_check(network, X, y, values, backward(network, X, y, values)) < 1e-9


def test_the_tutorial_by_hand() -> None:
    network = make_network(*TUTORIAL)
    values = forward(network, X)
    gradients = backward(network, X, Y, values)
    assert [z.tolist() for z in values.z] == [[[4.0, -1.0, 5.0]], [[6.0]]]
    assert values.a[0].tolist() == [[4.0, 0.0, 5.0]]
    assert values.slope[0].tolist() == [[1.0, 0.0, 1.0]]
    assert loss_of(network, values, Y) == 9.0
    assert gradients.grad_W[1].tolist() == [[24.0, 0.0, 30.0]]
    assert gradients.grad_b[1].tolist() == [6.0]
    assert gradients.grad_W[0].tolist() == [[-6.0, -12.0], [0.0, 0.0], [12.0, 24.0]]
    assert gradients.grad_b[0].tolist() == [-6.0, 0.0, 12.0]
    assert gradients.grad_a[0].tolist() == [[-6.0, 6.0, 12.0]]


def test_leading_axes_are_many_networks() -> None:
    rng = np.random.default_rng(0)
    shapes = [(4, 2), (1, 4)]
    many = make_network(
        [rng.normal(size=(7, *shape)) for shape in shapes],
        [rng.normal(size=(7, shape[0])) for shape in shapes],
        ["tanh", "linear"],
        "mse",
    )
    X, y = rng.normal(size=(7, 10, 2)), rng.normal(size=(7, 10, 1))
    values = forward(many, X)
    gradients = backward(many, X, y, values)
    assert loss_of(many, values, y).shape == (7,)
    for i in range(7):
        one = make_network([W[i] for W in many.weights], [b[i] for b in many.biases], ["tanh", "linear"], "mse")
        alone = backward(one, X[i], y[i], forward(one, X[i]))
        for name in ("grad_a", "grad_z", "grad_W", "grad_b"):
            for mine, its in zip(getattr(gradients, name), getattr(alone, name), strict=True):
                np.testing.assert_allclose(mine[i], its, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("z", [-1000.0, -40.0, 40.0, 1000.0])
def test_bce_after_a_saturated_sigmoid_is_exact(z: float, y: float) -> None:
    network = make_network([[[1.0]]], [[z]], ["sigmoid"], "bce")
    values = forward(network, np.zeros((1, 1)))
    gradients = backward(network, np.zeros((1, 1)), np.array([[y]]), values)
    assert loss_of(network, values, np.array([[y]])) == pytest.approx(
        abs(z) if (z > 0) != (y == 1.0) else 0.0, abs=1e-15
    )
    assert gradients.grad_b[0][0] == pytest.approx((z > 0) - y, abs=1e-15)
    assert np.isfinite(gradients.grad_a[0]).all()


def test_bce_wants_a_linear_or_sigmoid_output() -> None:
    network = make_network([[[1.0]]], [[0.0]], ["tanh"], "bce")
    with pytest.raises(ValueError, match="linear or sigmoid"):
        loss_of(network, forward(network, np.ones((1, 1))), np.ones((1, 1)))


def test_overflow_is_infinite_and_silent() -> None:
    network = make_network([[[1e200]], [[1e200]]], [[0.0], [0.0]], ["linear", "linear"], "mse")
    assert np.isinf(loss_of(network, forward(network, np.ones((1, 1))), np.zeros((1, 1))))


def test_rounding_rounds_every_intermediate_value() -> None:
    network = make_network([[[0.333, 0.25]], [[1.07]]], [[0.111], [0.0]], ["sigmoid", "linear"], "mse")
    X, y = np.array([[0.77, 0.5]]), np.array([[0.3]])
    values = forward(network, X, 2)
    gradients = backward(network, X, y, values, 2)
    kept = [*values.z, *values.a, *values.slope, *gradients.grad_a, *gradients.grad_z, *gradients.grad_W]
    assert all(np.allclose(v * 100.0, np.round(v * 100.0), atol=1e-9) for v in kept)
    assert values.z[0][0, 0] == 0.49
    assert values.a[0][0, 0] == 0.62
    assert gradients.grad_z[0][0, 0] == round(float(gradients.grad_a[0][0, 0] * values.slope[0][0, 0]), 2)


@pytest.mark.oracle
@settings(max_examples=amount(30, 150, 1500), deadline=None)
@given(cases())
def test_equal_to_pytorch(case: Case) -> None:
    torch = pytest.importorskip("torch")
    network, X, y = case
    values = forward(network, X)
    gradients = backward(network, X, y, values)
    parameters = [torch.tensor(p, requires_grad=True) for p in (*network.weights, *network.biases)]
    weights, biases = parameters[: len(network.weights)], parameters[len(network.weights) :]
    a = torch.tensor(X)
    for W, b, activation in zip(weights, biases, network.activations, strict=True):
        z = a @ W.T + b
        a = torch_function(torch, activation.name)(z)
    loss = torch_loss(torch, network.loss.name, z, a, torch.tensor(y))
    loss.backward()
    np.testing.assert_allclose(loss_of(network, values, y), loss.item(), rtol=1e-12, atol=1e-13)
    scale = max(1.0, *(float(np.abs(g).max()) for g in gradients.grad_W))
    for mine, its in zip((*gradients.grad_W, *gradients.grad_b), parameters, strict=True):
        assert np.abs(mine - its.grad.numpy()).max() <= 1e-12 * scale


def torch_function(torch, name):  # type: ignore[no-untyped-def]
    own = {
        "linear": lambda z: z,
        # PyTorch's own goes on as z beyond 20, which is 2e-9 off.
        "softplus": lambda z: torch.logaddexp(z, torch.zeros_like(z)),
        # PyTorch's own keeps the slope 1/6 in single precision.
        "hard_sigmoid": lambda z: torch.clamp((z + 3.0) / 6.0, 0.0, 1.0),
    }
    return own.get(name) or getattr(torch.nn.functional, name)


def torch_loss(torch, name, z, a, y):  # type: ignore[no-untyped-def]
    functional = torch.nn.functional
    if name == "bce":  # on z also after a sigmoid: from p near 1 PyTorch gets 1 − p to 1e-16 only
        return functional.binary_cross_entropy_with_logits(z, y)
    if name == "cross_entropy":
        return functional.cross_entropy(z, y)
    if name == "half_sse":
        return 0.5 * ((a - y) ** 2).sum(dim=1).mean()
    return functional.mse_loss(a, y) * (0.5 if name == "half_mse" else 1.0)


@pytest.mark.oracle
def test_bce_after_a_sigmoid_is_pytorchs_of_probabilities() -> None:
    torch = pytest.importorskip("torch")
    z = np.linspace(-6.0, 6.0, 25)[:, None]
    y = np.linspace(0.0, 1.0, 25)[:, None]
    network = make_network([[[1.0]]], [[0.0]], ["sigmoid"], "bce")
    p = torch.tensor(1.0 / (1.0 + np.exp(-z)), requires_grad=True)
    loss = torch.nn.functional.binary_cross_entropy(p, torch.tensor(y))
    loss.backward()
    values = forward(network, z)
    assert loss_of(network, values, y) == pytest.approx(loss.item(), rel=1e-12)
    np.testing.assert_allclose(backward(network, z, y, values).grad_a[0], p.grad.numpy(), rtol=1e-11, atol=1e-13)

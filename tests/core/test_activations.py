from typing import get_args

import numpy as np
import pytest

from wk4gui.core.activations import ACTIVATIONS, Activation, ActivationName, sigmoid, softplus

EVERY = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS.keys())


def test_the_twelve_are_there_in_order() -> None:
    assert tuple(ACTIVATIONS) == get_args(ActivationName)
    assert len(ACTIVATIONS) == 12


@EVERY
def test_derivative_equals_central_difference(activation: Activation) -> None:
    z = np.linspace(-8.0, 8.0, 4001) + 1.3e-4
    z = z[[not any(abs(value - kink) < 1e-5 for kink in activation.kinks) for value in z]]
    numeric = (activation.f(z + 1e-6) - activation.f(z - 1e-6)) / 2e-6
    np.testing.assert_allclose(activation.df(z), numeric, atol=2e-9)


@EVERY
def test_nothing_overflows_and_shapes_stay(activation: Activation) -> None:
    z = np.array([[0.0, 1e6, -1e6, 1e12], [-1e12, 750.0, -750.0, 1e150]])
    for function in (activation.f, activation.df):
        assert function(z).shape == z.shape
        assert np.isfinite(function(z)).all()


@pytest.mark.parametrize(
    ("name", "z", "slope"),
    [
        ("relu", 0.0, 0.0),
        ("leaky_relu", 0.0, 0.01),
        ("hard_sigmoid", 3.0, 0.0),
        ("hard_sigmoid", -3.0, 0.0),
        ("elu", 0.0, 1.0),
        ("selu", 0.0, 1.0507009873554805 * 1.6732632423543772),
        ("sigmoid", 0.0, 0.25),
        ("tanh", 0.0, 1.0),
        ("gelu", 0.0, 0.5),
    ],
)
def test_slopes_at_the_points_that_matter(name: str, z: float, slope: float) -> None:
    assert ACTIVATIONS[name].df(np.array([z]))[0] == pytest.approx(slope, abs=1e-15)


@EVERY
def test_slope_jumps_exactly_at_the_declared_kinks(activation: Activation) -> None:
    z = np.linspace(-6.0, 6.0, 12001)
    jumps = z[1:][np.abs(np.diff(activation.df(z))) > 0.01]
    assert len(jumps) >= len(activation.kinks)
    assert all(min(abs(jump - kink) for kink in activation.kinks) < 2e-3 for jump in jumps)


def test_tails_keep_relative_accuracy() -> None:
    z = np.array([-700.0, -40.0])
    np.testing.assert_allclose(sigmoid(z), np.exp(z), rtol=1e-15)
    np.testing.assert_allclose(softplus(z), np.exp(z), rtol=1e-15)
    assert ACTIVATIONS["tanh"].df(np.array([100.0]))[0] == pytest.approx(4.0 * np.exp(-200.0))
    assert ACTIVATIONS["gelu"].f(np.array([-20.0]))[0] == pytest.approx(-20.0 * 2.7536241186062337e-89, rel=1e-12)


@pytest.mark.oracle
@EVERY
def test_equal_to_pytorch(activation: Activation) -> None:
    torch = pytest.importorskip("torch")
    functions = {"linear": lambda z: z, "hard_sigmoid": torch.nn.functional.hardsigmoid}
    function = functions.get(activation.name) or getattr(torch.nn.functional, activation.name)
    values = np.concatenate([np.linspace(-15.0, 15.0, 3001), [0.0, -0.0, 3.0, -3.0]])
    z = torch.tensor(values, requires_grad=True)
    a = function(z)
    a.sum().backward()
    np.testing.assert_allclose(activation.f(values), a.detach().numpy(), rtol=1e-12, atol=1e-14)
    rtol = 1e-7 if activation.name == "hard_sigmoid" else 1e-12  # PyTorch keeps this slope, 1/6, in single precision
    np.testing.assert_allclose(activation.df(values), z.grad.numpy(), rtol=rtol, atol=1e-14)

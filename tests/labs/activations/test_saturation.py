import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.labs.activations.model.saturation import lowest_value, morphed, saturated_intervals, steepest_slope

EVERY = pytest.mark.parametrize("name", ACTIVATIONS)


@EVERY
@pytest.mark.parametrize("threshold", [1e-4, 0.01, 0.1])
def test_inside_the_intervals_the_slope_is_small_and_outside_it_is_not(name: str, threshold: float) -> None:
    found = saturated_intervals(name, threshold, -10.0, 10.0)
    z = np.linspace(-10.0, 10.0, 20011)
    inside = np.zeros(len(z), dtype=bool)
    for low, high in found:
        inside |= (z >= low) & (z <= high)
    near = np.min([np.abs(z - edge) for interval in found for edge in interval], axis=0) < 1e-9 if found else inside
    flat = np.abs(ACTIVATIONS[name].df(z)) < threshold
    assert ((inside == flat) | near).all()


def test_a_slope_that_passes_through_zero_is_not_missed() -> None:
    (_, (low, high)) = saturated_intervals("gelu", 1e-4, -10.0, 10.0)
    assert high - low < 1e-3
    assert low < -0.7517915247 < high


def test_relu_is_flat_on_the_left() -> None:
    ((low, high),) = saturated_intervals("relu", 0.01, -10.0, 10.0)
    assert (low, high) == (-10.0, pytest.approx(0.0, abs=1e-15))


@pytest.mark.parametrize(
    ("name", "slope"),
    [
        ("sigmoid", 0.25),
        ("tanh", 1.0),
        ("relu", 1.0),
        ("softplus", 1.0),
        ("hard_sigmoid", 1.0 / 6.0),
        ("selu", 1.0507009873554805 * 1.6732632423543772),
        ("gelu", 1.1289041451851551),  # at √2
    ],
)
def test_the_steepest_slopes(name: str, slope: float) -> None:
    assert steepest_slope(name) == pytest.approx(slope, rel=1e-13)


@EVERY
def test_no_slope_is_steeper(name: str) -> None:
    z = np.linspace(-30.0, 30.0, 12345)
    assert np.abs(ACTIVATIONS[name].df(z)).max() <= steepest_slope(name) * (1.0 + 1e-14)
    assert ACTIVATIONS[name].f(z).min() >= lowest_value(name) - 1e-5


@given(st.floats(0.0, 1.0))
def test_the_morph_and_its_slope(morph: float) -> None:
    activation = morphed(morph)
    z = np.linspace(-6.0, 6.0, 241)
    numeric = (activation.f(z + 1e-6) - activation.f(z - 1e-6)) / 2e-6
    np.testing.assert_allclose(activation.df(z), numeric, atol=2e-9)


def test_the_ends_of_the_morph() -> None:
    z = np.linspace(-10.0, 10.0, 401)
    np.testing.assert_array_equal(morphed(0.0).f(z), ACTIVATIONS["sigmoid"].f(z))
    np.testing.assert_allclose(morphed(1.0).f(z), np.tanh(z), atol=4e-16)

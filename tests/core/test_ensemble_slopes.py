"""Activations in place are those of activations.py, in both precisions."""

import numpy as np
import pytest

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.ensemble_slopes import in_place

Z = np.concatenate([np.linspace(-12.0, 12.0, 2001), [-3.0, 3.0, -1e-9, 1e-9, -80.0, 80.0]])


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize(("dtype", "within"), [(np.float64, 1e-14), (np.float32, 2e-6)])
def test_values_and_slopes(name, dtype, within):
    z = Z[np.abs(Z) != 3.0].astype(dtype) if name == "hard_sigmoid" else Z.astype(dtype)
    one, a, slope = in_place(name), np.empty_like(z), np.empty_like(z)
    one.f(z, a)
    one.df(z, a, slope)
    exact = z.astype(np.float64)
    np.testing.assert_allclose(a, ACTIVATIONS[name].f(exact), rtol=within, atol=within)
    np.testing.assert_allclose(slope, ACTIVATIONS[name].df(exact), rtol=within, atol=within)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_what_may_be_written_over_z_is_the_same_to_the_byte(name, dtype):
    one, z = in_place(name), Z.astype(dtype)
    if not one.over_z:
        return
    a, slope, over, slope_over = np.empty_like(z), np.empty_like(z), z.copy(), np.empty_like(z)
    one.f(z, a)
    one.df(z, a, slope)
    one.f(over, over)
    one.df(over, over, slope_over)
    assert (over.tobytes(), slope_over.tobytes()) == (a.tobytes(), slope.tobytes())

import math

import numpy as np
import pytest

from wk4gui.core.erf import erfc

Z = np.concatenate([np.linspace(-30.0, 30.0, 6001), np.geomspace(1e-12, 1.0, 200), [0.46875, 4.0, 1e6, -1e300]])


def test_erfc_is_exact_to_1e_15() -> None:
    exact = np.array([math.erfc(z) for z in Z])
    assert np.abs(erfc(Z) - exact).max() <= 1e-15


def test_erfc_keeps_relative_accuracy_far_out() -> None:
    z = np.linspace(-6.0, 25.0, 2001)
    np.testing.assert_allclose(erfc(z), [math.erfc(value) for value in z], rtol=1e-13)


@pytest.mark.parametrize(("z", "expected"), [(np.inf, 0.0), (-np.inf, 2.0), (0.0, 1.0)])
def test_erfc_at_the_ends(z: float, expected: float) -> None:
    assert erfc(np.array([z]))[0] == expected

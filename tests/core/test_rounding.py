import numpy as np
import pytest

from wk4gui.core.rounding import round_half_away


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.125, 2, 0.13),
        (-0.125, 2, -0.13),
        (2.5, 0, 3.0),
        (-2.5, 0, -3.0),
        (2.675, 2, 2.68),
        (1.005, 2, 1.01),
        (0.1249999, 2, 0.12),
        (0.3, 8, 0.3),
        (1e300, 8, 1e300),
        (123456.7, 0, 123457.0),
    ],
)
def test_halves_go_away_from_zero(value: float, decimals: int, expected: float) -> None:
    assert round_half_away(np.array([value]), decimals)[0] == expected


def test_nothing_becomes_minus_zero() -> None:
    assert not np.signbit(round_half_away(np.array([-0.001, -0.0]), 2)).any()


def test_infinity_and_nan_pass_through() -> None:
    np.testing.assert_array_equal(round_half_away(np.array([np.inf, -np.inf, np.nan]), 3), [np.inf, -np.inf, np.nan])

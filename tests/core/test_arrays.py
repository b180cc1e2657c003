"""Arrays: what is read-only stays as it is, and different values are found once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.core.arrays import Array, distinct
from wk4gui.core.example_networks import SIX_LAYERS


@given(st.lists(st.sampled_from([0.0, 1.0, -2.5, 3.0]) | st.floats(-1e300, 1e300).filter(bool), max_size=30))
def test_different_values_are_those_of_numpy(values: list[float]) -> None:
    np.testing.assert_array_equal(distinct(values), np.unique(np.array(values, dtype=float)))


def test_an_array_is_what_numpy_calls_one() -> None:
    import numpy.typing as npt

    assert npt.NDArray[np.float64].__args__[1] == Array.__args__[1]


def test_the_six_layers_are_drawn() -> None:
    rng = np.random.default_rng(0)
    for layer in SIX_LAYERS["weights"]:
        shape = np.shape(layer)
        drawn = np.round(rng.normal(size=shape) / shape[1] ** 0.5, 2)
        assert np.array(layer).tobytes() == drawn.tobytes()

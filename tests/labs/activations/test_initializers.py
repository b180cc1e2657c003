from typing import get_args

import numpy as np
import pytest

from wk4gui.core.initializers import InitializerName, draw_weights, weight_std

NAMES = get_args(InitializerName)
EVERY = pytest.mark.parametrize("name", NAMES)


@EVERY
def test_drawn_weights_have_the_declared_spread(name: InitializerName) -> None:
    W = draw_weights(name, np.random.default_rng(0), 300, 200, gain=2.0)
    assert W.shape == (300, 200)
    assert W.mean() == pytest.approx(0.0, abs=5 * W.std() / np.sqrt(W.size))
    assert W.std() == pytest.approx(2.0 * weight_std(name, 200, 300), rel=0.02)


def test_uniform_weights_end_where_they_should() -> None:
    W = draw_weights("glorot_uniform", np.random.default_rng(0), 300, 200)
    assert np.abs(W).max() == pytest.approx(np.sqrt(6.0 / 500.0), rel=1e-3)
    assert np.abs(W).max() <= np.sqrt(6.0 / 500.0)


@EVERY
def test_the_same_chance_gives_the_same_weights(name: InitializerName) -> None:
    first, second = (draw_weights(name, np.random.default_rng(7), 4, 5) for _ in range(2))
    np.testing.assert_array_equal(first, second)


@pytest.mark.oracle
@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("glorot_normal", "xavier_normal_"),
        ("glorot_uniform", "xavier_uniform_"),
        ("he_normal", "kaiming_normal_"),
    ],
)
def test_the_spread_is_pytorchs(name: InitializerName, other: str) -> None:
    torch = pytest.importorskip("torch")
    generator = torch.Generator().manual_seed(0)
    W = torch.empty(600, 400, dtype=torch.float64)
    options = {"nonlinearity": "relu"} if name == "he_normal" else {}
    getattr(torch.nn.init, other)(W, **options, generator=generator)
    assert W.std().item() == pytest.approx(weight_std(name, 400, 600), rel=0.01)

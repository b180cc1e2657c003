"""The five regimes in their order, and the ladder they are read off."""

import numpy as np
import pytest

from wk4gui.core.rate_outcomes import end_loss
from wk4gui.core.regimes import find_regimes
from wk4gui.labs.learning_rate.model.quadratic import QuadraticProblem
from wk4gui.labs.learning_rate.model.rate_ladder import epoch_batches, run_rates, run_to_the_end
from wk4gui.labs.learning_rate.model.regression_network import sine_problem


def regime(*curve: float) -> str:
    (found,) = find_regimes(np.array([curve]), 0.0)
    return found


@pytest.mark.parametrize(
    ("curve", "wanted"),
    [
        ((4, 5, 6), "diverges"),
        ((4, 5, np.nan), "diverges"),
        ((4, 1, 4.1), "diverges"),
        ((4, 5, 0.1), "overshoots"),
        ((4, 1, 2, 0.5, 1, 0.1), "zig-zags"),
        ((4, 3, 3.1, 2, 1.5, 1, 0.5, 0.1, 0.1), "good"),
        ((4, 3, 2, 1), "too low"),
        ((4, 3, 2, 0.41), "too low"),
        ((4, 3, 2, 0.39), "good"),
        ((4, 4, 4), "too low"),
    ],
)
def test_the_first_regime_that_fits(curve: tuple[float, ...], wanted: str) -> None:
    assert regime(*curve) == wanted


@pytest.mark.parametrize("momentum", [0.0, 0.7])
def test_the_ladder_is_the_rule_step_by_step(momentum: float) -> None:
    rates = np.array([0.01, 0.07])
    ladder = run_rates(QuadraticProblem((1.0, 20.0), (6.0, 0.6)), rates, momentum, 30)
    w, v = np.array([[6.0, 0.6]] * 2), np.zeros((2, 2))
    for step in range(31):
        np.testing.assert_allclose(ladder.theta[:, step], w, rtol=1e-12)
        np.testing.assert_allclose(ladder.loss[:, step], 0.5 * (w**2 @ [1.0, 20.0]), rtol=1e-12)
        np.testing.assert_allclose(ladder.gradient_norm[:, step], np.hypot(w[:, 0], 20.0 * w[:, 1]), rtol=1e-12)
        v = momentum * v + w * [1.0, 20.0]
        w = w - rates[:, None] * v


def test_a_divergence_ends_its_own_run_alone() -> None:
    ladder = run_rates(QuadraticProblem((1.0, 1000.0), (6.0, 0.6)), np.array([1e-3, 10.0]), 0.0, 200)
    calm, wild = ladder.diverged_at
    assert calm is None
    assert wild is not None
    assert np.isfinite(ladder.loss[0]).all()
    assert np.isfinite(ladder.loss[1, :wild]).all()
    assert np.isnan(ladder.loss[1, wild:]).all()
    assert not np.isinf(ladder.theta).any()


def test_batches_go_through_all_samples() -> None:
    batches = epoch_batches(64, 20, 7, 0)
    assert batches is not None
    assert batches.shape == (7, 20)
    assert len(set(batches[:3].ravel())) == 60
    assert epoch_batches(64, 64, 7, 0) is None


@pytest.mark.parametrize("batch_size", [None, 8])
@pytest.mark.parametrize("momentum", [0.0, 0.7])
def test_the_end_alone_is_the_end_of_the_ladder(momentum: float, batch_size: int | None) -> None:
    rates, problem = np.array([0.001, 0.03, 0.1]), sine_problem(3)
    batches = None if batch_size is None else epoch_batches(64, batch_size, 47, 0)
    ladder = run_rates(problem, rates, momentum, 47, batches)
    ends, theta = run_to_the_end(problem, rates, momentum, 47, [batches, batches])
    np.testing.assert_allclose(ends, [end_loss(ladder.loss)] * 2, rtol=1e-12)
    np.testing.assert_allclose(theta[1], ladder.theta[:, -1], rtol=1e-10, atol=1e-13)


def test_a_seed_has_many_orders() -> None:
    first, second = (epoch_batches(64, 8, 8, 0, stream) for stream in (0, 1))
    assert first is not None
    assert second is not None
    assert not np.array_equal(first, second)
    assert sorted(second.ravel()) == list(range(64))

"""The five regimes in their order, and their edges."""

import numpy as np
import pytest

from wk4gui.core.regimes import Region, find_regimes, ladder_regions, scan_regimes, sign_flips
from wk4gui.labs.learning_rate.model.quadratic import QuadraticProblem
from wk4gui.labs.learning_rate.model.rate_ladder import climb_ladder, epoch_batches


def regime(*curve: float, **options: object) -> str:
    (found,) = find_regimes(np.array([curve]), 0.0, **options)  # type: ignore[arg-type]
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


def test_an_exact_limit_decides_alone() -> None:
    assert regime(4, 3, 2, 1, 0, beyond=np.array([True])) == "diverges"
    assert regime(4, 3, 2, 0.1, beyond=np.array([False])) == "good"


def test_mini_batch_curves_are_averaged_first() -> None:
    rng = np.random.default_rng(0)
    curve = 0.02 + 0.98 * np.exp(-np.arange(401) / 30.0) + 0.004 * rng.standard_normal(401)
    curve[0] = 1.0
    assert find_regimes(curve[None], 0.0) == ("zig-zags",)
    assert find_regimes(curve[None], 0.0, averaged=True) == ("good",)


def test_sign_flips_do_not_count_what_has_vanished() -> None:
    path = np.zeros((2, 11, 2))
    path[0, :4, 0] = [1.0, -1e-200, 1e-308, 0.0]
    path[1, :, 1] = np.arange(11) - 9.5
    np.testing.assert_allclose(sign_flips(path), [2 / 3, 1 / 10])


def test_edges_between_the_samples_are_found() -> None:
    def regimes_of(rates: np.ndarray) -> tuple[str, ...]:
        return tuple("too low" if r < 0.0123456 else "good" if r < 0.05 else "diverges" for r in rates)

    low, good, high = scan_regimes(regimes_of, 1e-5, 10.0, (0.05,))  # type: ignore[arg-type]
    assert (low.low, high.high, good.high, high.low) == (1e-5, 10.0, 0.05, 0.05)
    assert low.high == good.low == pytest.approx(0.0123456, rel=1e-6)


def test_the_rungs_of_a_ladder_share_their_edges() -> None:
    rates = np.array([0.01, 0.04, 0.16, 0.64])
    assert ladder_regions(rates, ("good", "good", "overshoots", "diverges")) == (
        Region(0.01, pytest.approx(0.08), "good"),
        Region(pytest.approx(0.08), pytest.approx(0.32), "overshoots"),
        Region(pytest.approx(0.32), 0.64, "diverges"),
    )
    assert ladder_regions(rates[:1], ("good",)) == ()


@pytest.mark.parametrize("momentum", [0.0, 0.7])
def test_the_ladder_is_the_rule_step_by_step(momentum: float) -> None:
    rates = np.array([0.01, 0.07])
    ladder = climb_ladder(QuadraticProblem((1.0, 20.0), (6.0, 0.6)), rates, momentum, 30)
    w, v = np.array([[6.0, 0.6]] * 2), np.zeros((2, 2))
    for step in range(31):
        np.testing.assert_allclose(ladder.theta[:, step], w, rtol=1e-12)
        np.testing.assert_allclose(ladder.loss[:, step], 0.5 * (w**2 @ [1.0, 20.0]), rtol=1e-12)
        np.testing.assert_allclose(ladder.gradient_norm[:, step], np.hypot(w[:, 0], 20.0 * w[:, 1]), rtol=1e-12)
        v = momentum * v + w * [1.0, 20.0]
        w = w - rates[:, None] * v


def test_a_divergence_ends_its_own_rung_alone() -> None:
    ladder = climb_ladder(QuadraticProblem((1.0, 1000.0), (6.0, 0.6)), np.array([1e-3, 10.0]), 0.0, 200)
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

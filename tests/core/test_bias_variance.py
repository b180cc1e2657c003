"""Estimates of bias and variance: unbiased, with standard errors that tell the truth."""

import numpy as np
import pytest

from wk4gui.core.bias_variance import bias_error_parts, decompose, direction, measure_change

TARGET = np.sin(np.linspace(0, 3, 11))
BIAS = np.linspace(-0.3, 0.2, 11)
rng = np.random.default_rng(0)
MIXING = rng.standard_normal((11, 11)) * 0.2
TRUE_BIAS, TRUE_VARIANCE = float(np.mean(BIAS**2)), float(np.mean(np.sum(MIXING**2, axis=1)))


def curves(n_trials: int, seed: int, bias: np.ndarray = BIAS) -> np.ndarray:
    return TARGET + bias + np.random.default_rng(seed).standard_normal((n_trials, 11)) @ MIXING.T


@pytest.mark.parametrize("bias", [BIAS, 0.0 * BIAS])
def test_estimates_are_unbiased_and_their_errors_fit(bias):
    found = [decompose(curves(20, seed, bias), TARGET) for seed in range(3000)]
    for name, truth in (("bias_squared", np.mean(bias**2)), ("variance", TRUE_VARIANCE)):
        values = np.array([getattr(d, name) for d in found])
        errors = np.array([getattr(d, name + "_error") for d in found])
        assert values.mean() == pytest.approx(truth, abs=4 * values.std() / np.sqrt(3000))
        assert np.sqrt(np.mean(errors**2)) == pytest.approx(values.std(), rel=0.1)


def test_without_the_correction_the_bias_would_be_too_high():
    raw = np.mean([np.mean((decompose(curves(12, s), TARGET).mean - TARGET) ** 2) for s in range(3000)])
    assert raw == pytest.approx(TRUE_BIAS + TRUE_VARIANCE / 12, rel=0.02)


def test_the_parts_add_up_and_the_grids_average_to_them():
    d = decompose(curves(40, 1), TARGET)
    assert d.bias_squared + d.variance == pytest.approx(d.total, rel=1e-12)
    assert d.bias_squared_grid.mean() == pytest.approx(d.bias_squared, rel=1e-12)
    assert d.variance_grid.mean() == pytest.approx(d.variance, rel=1e-12)
    assert d.total == pytest.approx(np.mean((curves(40, 1) - TARGET) ** 2), rel=1e-12)


@pytest.mark.parametrize("shared", [True, False])
def test_changes_have_the_error_of_their_difference(shared):
    found = []
    for seed in range(2000):
        before = curves(20, seed)
        after = TARGET + 0.5 * (before - TARGET) if shared else TARGET + 0.5 * (curves(20, seed + 9999) - TARGET)
        found.append(measure_change(before, after, TARGET))
    for name, truth in (("bias", TRUE_BIAS), ("variance", TRUE_VARIANCE)):
        values = np.array([getattr(c, name) for c in found])
        errors = np.array([getattr(c, name + "_error") for c in found])
        assert values.mean() == pytest.approx(-0.75 * truth, abs=4 * values.std() / np.sqrt(2000))
        assert np.sqrt(np.mean(errors**2)) == pytest.approx(values.std(), rel=0.1)


def test_a_change_is_one_beyond_three_errors():
    assert direction(3.1, 1.0) == "up"
    assert direction(-3.1, 1.0) == "down"
    assert direction(2.9, 1.0) == "same"
    assert direction(0.0, 0.0) == "same"


def test_one_wild_curve_is_named():
    wild = curves(50, 2)
    wild[7] += 100.0
    assert decompose(wild, TARGET).largest_share > 0.9
    assert decompose(np.zeros((5, 11)), TARGET).largest_share == 0.2


@pytest.mark.parametrize("offset", [0.0, 0.5])
def test_the_error_of_bias_is_made_of_its_parts(offset):
    predictions = np.random.default_rng(3).standard_normal((40, 7))
    v, q = bias_error_parts(predictions, np.full(7, offset))
    error = decompose(predictions, np.full(7, offset)).bias_squared_error
    assert error**2 == pytest.approx(max(4.0 * v / 40 - 2.0 * q, q), rel=1e-12)
    assert v > 0.0
    assert q > 0.0

"""The numbers that must come out of the activations lab."""

from typing import Any

import numpy as np
import pytest

from wk4gui.labs.activations import LAB
from wk4gui.labs.activations.model.compute import compute, draft, live_numbers, summarize
from wk4gui.labs.activations.model.params import Params
from wk4gui.labs.activations.model.result import Result


def state(preset: str = "usual_start", **changes: Any) -> tuple[Params, Result]:
    params = LAB.preset_params(preset).with_(**changes)
    assert isinstance(params, Params)
    return params, compute(params)


def factor(result: Result, prefix: str = "") -> float:
    norm = getattr(result, f"{prefix}grad_norm")
    return float((norm[-1] / norm[0]) ** (1.0 / (len(norm) - 1)))


def test_the_slope_of_the_sigmoid_is_a_quarter_at_most() -> None:
    params, result = state()
    assert params == LAB.params()
    assert result.df_at_z == 0.25
    assert result.max_slope == 0.25
    assert (result.compare_df_at_z, result.compare_max_slope) == (1.0, 1.0)


def test_tanh_is_a_sigmoid_stretched_and_shifted() -> None:
    _, result = state(morph=1.0)
    assert 0.0 < result.tanh_identity_error < 1e-15
    assert result.compare_f is not None
    np.testing.assert_allclose(result.morph_f, result.compare_f, atol=1e-15)
    np.testing.assert_allclose(result.morph_df, result.compare_df, rtol=1e-12)
    _, result = state(morph=0.0)
    np.testing.assert_array_equal(result.morph_f, result.f)


def test_where_both_are_flat() -> None:
    _, result = state()
    sigmoid = np.log((1.0 - 0.02 + np.sqrt(1.0 - 0.04)) / 0.02)  # of e^z in σ′ = 0.01
    np.testing.assert_allclose(result.saturated_intervals, [(-10.0, -sigmoid), (sigmoid, 10.0)], rtol=1e-13)
    tanh = np.arccosh(10.0)
    np.testing.assert_allclose(result.compare_saturated_intervals, [(-10.0, -tanh), (tanh, 10.0)], rtol=1e-13)
    assert f"{sigmoid:.3f}" == "4.585"
    assert f"{tanh:.3f}" == "2.993"


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4])
def test_what_a_layer_costs_at_the_usual_start(seed: int) -> None:
    _, result = state(seed=seed)
    assert factor(result) == pytest.approx(0.23, abs=0.005)
    assert factor(result, "compare_") == pytest.approx(0.85, abs=0.01)
    assert result.gradient_factor == pytest.approx(factor(result), rel=1e-12)


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4])
def test_offset_biases_show_that_tanh_saturates_too(seed: int) -> None:
    _, result = state("tanh_worse", seed=seed)
    assert factor(result) == pytest.approx(0.011, abs=0.002)
    assert factor(result, "compare_") == pytest.approx(0.004, abs=0.0025)
    assert result.compare_layer_saturated is not None
    assert result.compare_layer_saturated.min() > 0.9
    _, both = state("both_saturated", seed=seed)
    assert max(factor(both), factor(both, "compare_")) < 0.04


def test_larger_weights_hide_saturation() -> None:
    params, result = state("gain_too_large")
    assert factor(result) > 1.5
    assert result.layer_saturated.mean() > 0.5
    assert summarize(params, result, 0).verdict == "The gradient explodes."


def test_relu_with_his_start_keeps_the_gradient_over_twenty_layers() -> None:
    ratios = []
    for seed in range(100):
        _, result = state("he_relu", compare=None, seed=seed, n_samples=64)
        ratios.append(result.grad_norm[-1] / result.grad_norm[0])
    within = (np.array(ratios) > 1.0 / 3.0) & (np.array(ratios) < 3.0)
    assert within.mean() >= 0.95


def test_tanh_keeps_the_activations_centred() -> None:
    _, result = state()
    assert result.compare_layer_mean is not None
    assert np.abs(result.compare_layer_mean).max() < 0.02
    assert result.layer_mean.min() > 0.4


def test_the_slope_factor_is_a_power() -> None:
    _, result = state(depth=5)
    np.testing.assert_allclose(result.slope_factor, 0.25 ** np.arange(1, 6), rtol=1e-15)


def test_without_a_comparison_its_numbers_do_not_exist() -> None:
    params, result = state(compare=None)
    assert result.compare_f is result.compare_grad_norm is result.compare_saturated_intervals is None
    assert "tanh" not in str(summarize(params, result, 0))
    assert "compare_gradient_factor" not in live_numbers(params, result, 0)


def test_one_layer_multiplies_nothing() -> None:
    params, result = state(depth=1)
    assert result.gradient_factor is None
    assert "single sigmoid layer" in str(summarize(params, result, 0))


def test_a_deeper_network_keeps_the_layers_that_it_had() -> None:
    _, short = state(depth=3)
    _, deep = state(depth=6)
    np.testing.assert_array_equal(short.layer_mean, deep.layer_mean[:3])
    np.testing.assert_array_equal(short.layer_histogram, deep.layer_histogram[:3])


def test_a_gradient_of_zero_is_said_to_be_zero() -> None:
    params, result = state(function="hard_sigmoid", bias_offset=6.0, gain=0.1)
    assert result.grad_norm[-1] == 0.0
    assert result.gradient_factor is None
    assert summarize(params, result, 0).verdict == "The gradient is zero."


def test_a_draft_has_fewer_samples_only_where_the_network_is_large() -> None:
    assert draft(LAB.params()) == LAB.params()
    assert draft(LAB.params().with_(depth=50)).n_samples < 64
    large = LAB.params().with_(depth=50, width=256, n_samples=2048)
    assert draft(large).n_samples < 16
    small = LAB.params().with_(depth=2, width=16)
    assert draft(small) is small


@pytest.mark.parametrize(
    ("depth", "gain", "verdict"),
    [
        (2, 0.6, "The gradient would vanish in ten layers."),
        (2, 1.7, "The gradient would explode in ten layers."),
        (20, 0.6, "The gradient vanishes."),
        (20, 1.7, "The gradient explodes."),
        (2, 1.0, "The gradient survives."),
    ],
)
def test_what_a_few_layers_would_lead_to_is_said_as_such(depth: int, gain: float, verdict: str) -> None:
    params, result = state(function="linear", depth=depth, gain=gain)
    assert summarize(params, result, 0).verdict == verdict

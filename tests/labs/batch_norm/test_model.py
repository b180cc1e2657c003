"""The numbers that must come out of the batch_norm lab."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wk4gui.labs.batch_norm import LAB
from wk4gui.labs.batch_norm.model.compute import bias_in_beta, compute, compute_training, draft, summarize
from wk4gui.labs.batch_norm.model.params import Params
from wk4gui.labs.batch_norm.model.result import Result
from wk4gui.labs.batch_norm.model.verdict import training_verdict


def state(preset: str = "question", **changes: Any) -> tuple[Params, Result]:
    params = LAB.preset_params(preset).with_(**changes)
    assert isinstance(params, Params)
    return params, compute(params)


def test_the_bias_does_nothing_but_rounding() -> None:
    params, result = state()
    assert params == LAB.params()
    assert 0.0 < result.change_from_bias["z_tilde"] <= result.rounding_bound < 1e-12
    assert result.max_change_from_bias == max(result.change_from_bias.values()) < 1e-13
    assert np.abs(result.grad_b).max() < 1e-14
    assert np.abs(result.grad_beta).max() > 0.1
    summary = summarize(params, result, params.n_steps)
    assert summary.verdict == "The bias does nothing."


@given(
    bias=st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)),
    gamma=st.tuples(st.floats(-5, 5), st.floats(-5, 5)),
    batch_size=st.integers(1, 512),
    weight_scale=st.floats(0.01, 10),
    eps=st.floats(1e-8, 1e-1),
    seed=st.integers(0, 9999),
)
def test_whatever_the_bias_the_output_moves_by_rounding_alone(
    bias: tuple[float, float],
    gamma: tuple[float, float],
    batch_size: int,
    weight_scale: float,
    eps: float,
    seed: int,
) -> None:
    changes = {"bias": bias, "gamma": gamma, "batch_size": batch_size, "weight_scale": weight_scale, "eps": eps}
    _, result = state(**changes, seed=seed, n_steps=5)
    assert result.change_from_bias["z_tilde"] <= result.rounding_bound
    scale = max(1.0, float(np.abs(result.grad_beta).max() * np.abs(gamma).max() / np.sqrt(eps)))
    assert np.abs(result.grad_b).max() <= 1e-13 * scale


def test_each_batch_is_normalised_with_its_own_statistics() -> None:
    params, result = state(gamma=[2, 0.5], beta=[1, -1])
    np.testing.assert_allclose(result.batch_mean, result.z.mean(axis=1), rtol=1e-13)
    np.testing.assert_allclose(result.batch_var, result.z.var(axis=1), rtol=1e-12)
    np.testing.assert_allclose(result.z_hat.mean(axis=1), 0.0, atol=1e-14)
    expected = result.batch_var / (result.batch_var + params.eps)
    np.testing.assert_allclose(result.z_hat.var(axis=1), expected, rtol=1e-12)
    np.testing.assert_allclose(result.z_tilde, result.z_hat * [2, 0.5] + [1, -1], rtol=1e-15)
    np.testing.assert_allclose(result.output_mean, [1, -1], rtol=1e-13)


@pytest.mark.parametrize("preset", ["frozen", "bias_after"])
def test_frozen_statistics_or_a_bias_after_them_let_the_bias_through(preset: str) -> None:
    params, result = state(preset)
    assert result.change_from_bias["z_tilde"] > 1.0
    assert np.abs(result.grad_b).max() > 0.1
    assert summarize(params, result, 1).verdict == "The bias matters."


def test_frozen_statistics_do_not_know_the_bias() -> None:
    _, trained = state(bias=[0, 0])
    params, frozen = state("frozen")
    np.testing.assert_array_equal(frozen.running_mean, trained.running_mean)
    np.testing.assert_array_equal(frozen.running_var, trained.running_var)
    scale = 1.0 / np.sqrt(frozen.running_var[-1] + params.eps)
    np.testing.assert_allclose(frozen.z_hat, (frozen.z - frozen.running_mean[-1]) * scale, rtol=1e-13)


def test_a_bias_that_was_there_while_they_were_gathered_is_in_the_running_mean() -> None:
    params, result = state()
    _, without = state(bias=[0, 0])
    gathered = 1.0 - (1.0 - params.momentum) ** params.n_steps
    np.testing.assert_allclose(
        result.running_mean[-1] - without.running_mean[-1], gathered * np.array(params.bias), rtol=1e-12
    )
    np.testing.assert_allclose(result.running_var, without.running_var, rtol=1e-12)


def test_running_statistics_take_in_the_unbiased_variance() -> None:
    _, result = state(n_steps=1, batch_size=5, momentum=0.3)
    np.testing.assert_array_equal(result.running_mean[0], 0.0)
    np.testing.assert_array_equal(result.running_var[0], 1.0)
    np.testing.assert_allclose(result.running_mean[1], 0.3 * result.z[0].mean(axis=0), rtol=1e-13)
    np.testing.assert_allclose(result.running_var[1], 0.7 + 0.3 * result.z[0].var(axis=0, ddof=1), rtol=1e-13)


def test_a_batch_of_one_leaves_beta_and_nothing_else() -> None:
    params, result = state("batch_of_one")
    np.testing.assert_array_equal(result.z_tilde, np.broadcast_to(params.beta, result.z_tilde.shape))
    np.testing.assert_array_equal(result.batch_var, 0.0)
    np.testing.assert_array_equal(result.running_var, 1.0)
    np.testing.assert_array_equal(result.grad_W, 0.0)
    words = str(summarize(params, result, 1))
    assert "variance 0" in words
    assert "β = (0.5, −0.5)" in words


def test_of_two_samples_only_the_order_is_left() -> None:
    _, result = state("batch_of_two", eps=1e-8)
    np.testing.assert_allclose(np.abs(result.z_hat), 1.0, atol=0.01)
    np.testing.assert_allclose(result.z_hat.sum(axis=1), 0.0, atol=1e-13)


def test_the_scale_of_the_weights_is_undone() -> None:
    _, small = state(weight_scale=0.5, eps=1e-8)
    _, large = state(weight_scale=5, eps=1e-8)
    np.testing.assert_allclose(small.z_tilde, large.z_tilde, atol=1e-6)
    np.testing.assert_allclose(small.grad_W, 10.0 * large.grad_W, rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("preset", ["frozen", "bias_after"])
def test_moving_b_into_beta_leaves_the_output(preset: str) -> None:
    params, result = state(preset, gamma=[2, -1])
    moved = compute(params.with_(**bias_in_beta(params, result)))
    np.testing.assert_allclose(moved.z_tilde, result.z_tilde, atol=1e-13)


def test_with_the_batchs_statistics_beta_does_what_b_did_not() -> None:
    params, result = state()
    moved = compute(params.with_(**bias_in_beta(params, result)))
    np.testing.assert_allclose(moved.output_mean - result.output_mean, params.bias, rtol=1e-12)


def test_more_batches_or_samples_keep_the_first_ones() -> None:
    _, small = state(n_steps=3, batch_size=4)
    _, large = state(n_steps=5, batch_size=9)
    np.testing.assert_allclose(large.z[:3, :4], small.z, rtol=1e-15)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"gamma": [0, 0]}, "multiplied by γ = 0"),
        ({"gamma": [0, 1], "bias": [3, 0]}, "multiplied by γ = 0"),
        ({"bias": [1e-30, 0]}, "too small to change any digit"),
    ],
)
def test_a_bias_that_moves_nothing_does_not_matter(changes: dict[str, Any], why: str) -> None:
    params, result = state(mode="eval", **changes)
    assert result.change_from_bias["z_tilde"] == 0.0
    assert str(summarize(params, result, 1)).startswith(f"The bias does nothing. It is {why}: the output moves by 0.")


class TestTraining:
    def test_both_begin_with_the_same_network(self) -> None:
        result = compute_training(LAB.params())
        assert result.rates.shape == (5,)
        assert result.rates[2] == 0.1
        for losses in (result.with_bn, result.without_bn):
            assert losses.shape == (5, 201)
            assert np.ptp(losses[:, 0]) == 0.0

    def test_with_batch_norm_a_rate_works_that_fails_without(self) -> None:
        result = compute_training(LAB.params())
        assert result.with_bn[3, -1] < 0.1 < 0.5 < result.without_bn[3, -1]

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({}, "More rates do well with batch norm. 4 of 5 rates halve their loss"),
            ({"train_learning_rate": 10.0, "train_steps": 10, "n_rates": 3}, "All diverge. Every rate is too high"),
            ({"train_learning_rate": 10.0, "train_steps": 5, "activation": "selu", "seed": 27}, "All diverge."),
            ({"train_learning_rate": 1e-4, "train_steps": 1}, "None does well. No rate halves its loss"),
        ],
    )
    def test_a_rate_does_well_only_if_it_trains(self, changes: dict[str, object], said: str) -> None:
        params = LAB.params().with_(**changes)
        assert str(training_verdict(params, compute_training(params))).startswith(said)  # type: ignore[arg-type]

    def test_a_divergence_is_said_and_masked(self) -> None:
        result = compute_training(LAB.params())
        end = result.diverged_at[0][4]
        assert end is not None
        assert np.isfinite(result.with_bn[4, :end]).all()
        assert np.isnan(result.with_bn[4, end:]).all()
        assert result.regime_with_bn[4] == "diverges"


def test_a_draft_has_fewer_batches_only_where_there_are_many_samples() -> None:
    assert draft(LAB.params()) == LAB.params()
    assert draft(LAB.params().with_(n_steps=500, batch_size=512)).n_steps == 10
    assert draft(LAB.params().with_(n_steps=500, batch_size=30)).n_steps == 100

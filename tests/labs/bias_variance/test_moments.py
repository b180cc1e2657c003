"""Which moments exist, what is said where they do not, and what is said where nothing is wild."""

from typing import Any

import numpy as np
import pytest

from wk4gui.documents.saved_state import preset_state
from wk4gui.labs.bias_variance import LAB
from wk4gui.labs.bias_variance.model import sweep as sweep_module
from wk4gui.labs.bias_variance.model.compute import compute, summarize
from wk4gui.labs.bias_variance.model.moments import Moments, medians_of, moments_exist
from wk4gui.labs.bias_variance.model.params import Params, rules_of
from wk4gui.labs.bias_variance.model.questions import QUESTIONS
from wk4gui.labs.bias_variance.model.result import Result
from wk4gui.labs.bias_variance.model.sweep import compute_sweep
from wk4gui.labs.bias_variance.model.verdict import outcome, sweep_verdict


def state(preset: str = "question", **changes: Any) -> tuple[Params, Result]:
    params = LAB.preset_params(preset).with_(**changes)
    assert isinstance(params, Params)
    return params, compute(params)


@pytest.mark.parametrize("degree", [1, 3, 7])
def test_the_rule_by_the_number_of_points(degree: int) -> None:
    for n in range(5, 40):
        found = moments_exist(rules_of(Params(degree=degree, n_train=n, x_design="random")))
        assert found == Moments(n >= degree + 2, n >= 2 * degree + 2, n >= 4 * degree + 2)


@pytest.mark.parametrize(
    ("changes", "all_exist"),
    [
        ({"l2": 1e-6}, True),
        ({"noise": 0.0}, True),
        ({"noise": 0.0, "target": "step"}, False),
        ({"x_design": "grid"}, True),
        ({"degree": 0}, True),
        ({"model": "network"}, True),
        ({}, False),
    ],
)
def test_what_makes_all_of_them_exist(changes: dict[str, Any], all_exist: bool) -> None:
    params = Params(degree=7, n_train=8, x_design="random").with_(**changes)
    assert moments_exist(rules_of(params)).variance_error is all_exist


def test_medians_settle_where_means_do_not() -> None:
    few, many = (state("peak", n_trials=n)[1] for n in (50, 2000))
    assert many.variance > 100.0 * few.variance
    ratio = many.median_squared_distance / few.median_squared_distance
    assert 0.1 < ratio < 10.0
    low, high = many.squared_distance_band
    assert low < many.median_squared_distance < high
    assert many.prediction_band.shape == (2, 101)
    assert (many.prediction_band[0] <= many.median_prediction).all()
    assert (many.median_prediction <= many.prediction_band[1]).all()


def test_medians_are_those_of_the_curves() -> None:
    curves = np.arange(11.0)[:, None] * np.ones(3)
    found = medians_of(curves, np.zeros(3))
    np.testing.assert_allclose(found.prediction, 5.0)
    np.testing.assert_allclose(found.band, [[1.0] * 3, [9.0] * 3])
    assert (found.squared_distance, found.distance_band) == (25.0, (1.0, 81.0))


@pytest.mark.parametrize(("n", "verdict"), [(8, "no mean"), (10, "no variance"), (20, "no error bars"), (30, "bias")])
def test_the_verdict_names_what_is_missing(n: int, verdict: str) -> None:
    params, result = state("peak", n_train=n)
    if verdict == "bias":
        assert outcome(result) not in ("no mean", "no variance", "no error bars")
        return
    assert outcome(result) == verdict
    said = str(summarize(params, result, 0))
    assert "its estimates do not converge" in said
    assert "±" not in said


def test_an_interpolation_on_the_grid_is_not_wild() -> None:
    _, result = state(degree=4, n_train=5)
    assert result.moments_exist.variance_error
    said = str(summarize(*state(degree=4, n_train=5), 0))
    assert "wild" not in said
    assert "passes through all of its noisy points" in said
    assert "noisy points" not in str(summarize(*state(degree=4, n_train=5, noise=0.0), 0))


def test_a_bias_of_rounding_is_no_under_fit() -> None:
    _, result = state("overfit", noise=0.0)
    assert result.bias_squared < 1e-15
    assert outcome(result) == "little"
    assert outcome(state("underfit", noise=0.0)[1]) == "bias"


def test_a_negative_estimate_is_explained() -> None:
    results = [state(seed=seed, degree=6, n_trials=20) for seed in range(20)]
    negative = [state for state in results if state[1].bias_squared < 0.0]
    assert negative
    for params, result in results:
        assert ("may be negative" in str(summarize(params, result, 0))) is (result.bias_squared < 0.0)


def test_a_sweep_says_where_no_mean_has_an_error_bar() -> None:
    params = LAB.preset_params("peak")
    assert isinstance(params, Params)
    sweep = compute_sweep(params)
    without = sum(n < 4 * params.degree + 2 for n in sweep.values)
    assert [each.variance_error for each in sweep.sweep_moments_exist].count(False) == without > 0
    assert f"At {without} of {len(sweep.values)} values" in str(sweep_verdict(params, sweep))
    wild = {value for value in sweep.values if value < 4 * params.degree + 2}
    assert not [c for c in sweep.against_table if c.quantity != "typical error" and {c.low, c.high} & wild]


def test_a_verdict_names_what_was_compared() -> None:
    noisy = {"n_trials": 10, "noise": 2.0}
    params, result = state(degree=10, l2=10.0, n_train=21, target="linear", seed=1528, **noisy)
    assert result.bias_squared > 0.8 * np.var(result.target)
    assert summarize(params, result, 0).verdict == "Both below the noise."
    params, result = state(degree=0, n_train=5, target="runge", seed=4217, **noisy)
    assert summarize(params, result, 0).verdict == "Variance outweighs bias."
    params, result = state(degree=20, n_train=21, target="runge", noise=0.0)
    assert summarize(params, result, 0).verdict == "Bias outweighs variance."
    assert summarize(*state(degree=1, noise=0.001, target="linear"), 0).verdict == "Both small."


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"vary": "degree"}, "As the table says."),
        ({"vary": "l2"}, "As the table says."),
        ({"vary": "l2", "n_trials": 10}, "Not refuted."),
        ({"vary": "degree", "noise": 0.0}, "Not refuted."),
        ({"vary": "n_train"}, "Not refuted."),
        ({"vary": "n_train", "target": "linear", "n_trials": 2000}, "As the table says."),
    ],
)
def test_a_table_that_is_not_refuted_is_not_confirmed(changes: dict[str, Any], verdict: str) -> None:
    params = Params().with_(**changes)
    assert sweep_verdict(params, compute_sweep(params)).verdict == verdict


def test_rounding_contradicts_nothing_and_is_not_shown() -> None:
    for vary in ("degree", "l2", "n_train"):
        params = Params().with_(vary=vary, noise=0.0)
        sweep = compute_sweep(params)
        assert not [c for c in sweep.against_table if c.quantity == "variance"], vary
        assert bool(sweep.against_table) == (vary == "n_train")
    assert "the typical error goes from 0.02308 to 0.02311" in str(sweep_verdict(params, sweep))
    linear = Params().with_(vary="degree", noise=0.0, target="linear", n_trials=20)
    assert "is 0, but for rounding, at 8 of 9 values" in str(sweep_verdict(linear, compute_sweep(linear)))


def test_parts_that_are_rounding_are_not_added_up_in_numbers() -> None:
    assert str(summarize(*state(noise=0.0, target="linear"), 0)).endswith("measured error are 0, but for rounding.")
    text = str(summarize(*state(noise=0.0), 0))
    assert (
        "Bias² 0.0236 + variance 0 (rounding) + noise 0 = 0.0236; measured on independent training sets 0.0236." in text
    )
    assert "±" in str(summarize(*state(noise=1e-8, target="linear"), 0))


@pytest.mark.parametrize("exists", [True, False])
def test_an_estimate_of_what_does_not_exist_contradicts_nothing(exists: bool) -> None:
    columns = [np.array([1.0, 1.0])] + [np.array([1.0, 9.0])] + [np.full(2, 0.01)] * 6
    moments = (Moments(mean=True, variance=True, variance_error=exists),) * 2
    found = sweep_module._against_table("l2", np.array([0.1, 1.0]), columns, [np.ones(50)] * 2, moments)
    assert [each.quantity for each in found] == (["variance"] if exists else [])


def test_degrees_that_chance_cannot_tell_apart_are_one_answer() -> None:
    question = next(question for question in QUESTIONS if question.name == "best_degree")
    params = preset_state(LAB, question.preset, question.changes).params
    answers = {question.truth(params, compute_sweep(params.with_(seed=seed))) for seed in range(6)}  # type: ignore[arg-type]
    assert answers == {"3 to 5"}

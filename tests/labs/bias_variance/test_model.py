"""The numbers that must come out of the bias_variance lab."""

from dataclasses import replace
from functools import lru_cache
from math import fsum
from typing import Any

import numpy as np
import pytest
from tiers import sample

from wk4gui.lab.checkpoint import Superseded
from wk4gui.lab.declarations import ParamError
from wk4gui.lab.reason import Reason
from wk4gui.labs.bias_variance import LAB
from wk4gui.labs.bias_variance.model.bars import curve_limits, stacked_bars, table_rows
from wk4gui.labs.bias_variance.model.compute import (
    adjusted,
    compute,
    draft,
    live_numbers,
    omitted_from_print,
    summarize,
)
from wk4gui.labs.bias_variance.model.params import Params
from wk4gui.labs.bias_variance.model.part_reasons import (
    change_reason,
    effect_mean_reason,
    effect_reason,
    sweep_reason,
    typical_reason,
)
from wk4gui.labs.bias_variance.model.polynomials import smoother
from wk4gui.labs.bias_variance.model.reasons import (
    bias_at_reason,
    bias_error_reason,
    bias_reason,
    measured_reason,
    point_reason,
    spread_reason,
    target_reason,
    variance_reason,
)
from wk4gui.labs.bias_variance.model.result import Effects, Result, Sweep
from wk4gui.labs.bias_variance.model.sweep import compute_sweep, sweep_values
from wk4gui.labs.bias_variance.model.table import compute_effects
from wk4gui.labs.bias_variance.model.verdict import effects_verdict, row_answer, sweep_verdict


def state(preset: str = "question", **changes: Any) -> tuple[Params, Result]:
    params = LAB.preset_params(preset).with_(**changes)
    assert isinstance(params, Params)
    return params, compute(params)


@lru_cache(maxsize=1)
def default_effects() -> Effects:
    return compute_effects(Params())


def random_settings(model: str, n: int) -> list[dict[str, Any]]:
    rng = np.random.default_rng(11)
    settings = []
    for seed in range(n):
        design = str(rng.choice(["grid", "random"]))
        one: dict[str, Any] = {
            "model": model,
            "seed": seed,
            "x_design": design,
            "noise": round(float(rng.uniform(0.0, 1.0)), 2),
            "target": str(rng.choice(["sine", "step", "runge", "linear"])),
            "l2": float(rng.choice([0.0, 1e-4, 1e-2, 0.3])),
        }
        if model == "polynomial":
            # Without a penalty and with few random points the variance is not finite: no error bar holds there.
            one |= {"degree": int(rng.integers(0, 9)), "n_train": int(rng.integers(40, 200))}
        else:
            one |= {"width": int(rng.integers(1, 12)), "n_train": int(rng.integers(20, 60)), "n_steps": 300}
            one |= {"drop_prob": float(rng.choice([0.0, 0.3])), "hidden_layers": int(rng.integers(1, 3))}
        settings.append(one | {"n_trials": 100})
    return settings


class TestSum:
    @pytest.mark.parametrize("changes", sample(random_settings("polynomial", 20), 8, 20), ids=str)
    def test_polynomials_add_up_to_the_measured_error(self, changes: dict[str, Any]) -> None:
        _, result = state(**changes)
        assert abs(result.gap) <= 3.0 * result.gap_error

    @pytest.mark.parametrize("changes", sample(random_settings("network", 20), 5, 20), ids=str)
    def test_networks_add_up_to_the_measured_error(self, changes: dict[str, Any]) -> None:
        _, result = state(**changes)
        assert abs(result.gap) <= 3.0 * result.gap_error

    def test_the_parts_are_those_of_the_sum(self) -> None:
        _, r = state()
        assert r.bias_squared + r.variance + r.noise_variance == pytest.approx(r.decomposition, rel=1e-12)
        assert r.gap == pytest.approx(r.decomposition - r.expected_error, rel=1e-12)
        assert r.test_loss.mean() == pytest.approx(r.expected_error, abs=4 * r.expected_error_error)


class TestClosedForm:
    @pytest.mark.parametrize("changes", [{}, {"degree": 12}, {"degree": 9, "l2": 0.01}, {"n_train": 8, "degree": 7}])
    def test_curves_are_the_smoother_times_the_targets(self, changes: dict[str, Any]) -> None:
        params, r = state(**changes)
        S = smoother(r.x_train, params.degree, params.l2, r.x_grid)
        np.testing.assert_allclose(r.predictions, r.y_train @ S.T, rtol=1e-10, atol=1e-11)

    @pytest.mark.parametrize("degree", [0, 1, 3, 5, 9, 15, 20])
    @pytest.mark.parametrize("l2", [0.0, 0.01])
    def test_estimates_are_the_exact_ones_within_their_errors(self, degree: int, l2: float) -> None:
        _, r = state(degree=degree, l2=l2, n_trials=1000)
        assert r.exact_bias_squared is not None
        assert r.exact_variance is not None
        assert abs(r.bias_squared - r.exact_bias_squared) <= 3.5 * r.bias_squared_error
        assert abs(r.variance - r.exact_variance) <= 3.5 * r.variance_error

    def test_a_straight_line_through_a_line_has_no_bias_and_a_known_variance(self) -> None:
        _, r = state(target="linear", degree=1, n_train=11)
        x = np.linspace(-1.0, 1.0, 11)
        leverage = 1 / 11 + r.x_grid**2 / np.sum(x**2)
        assert r.exact_bias_squared == pytest.approx(0.0, abs=1e-28)
        assert r.exact_variance == pytest.approx(0.09 * leverage.mean(), rel=1e-12)

    def test_there_is_none_for_networks_and_random_designs(self) -> None:
        for changes in ({"x_design": "random"}, {"model": "network", "n_steps": 20}):
            _, r = state(**changes)
            assert r.exact_bias_squared is None
            assert r.exact_variance is None


class TestTable:
    def test_all_four_rows_hold_at_the_defaults(self) -> None:
        found = default_effects()
        assert [(e.operation, e.bias, e.variance) for e in found.effects] == [
            ("regularise", "up", "down"),
            ("widen", "down", "up"),
            ("dropout", "up", "down"),
            ("more data", "same", "down"),
        ]
        assert all(e.agrees_with_table for e in found.effects)
        assert found.effect_trials == 200
        assert str(effects_verdict(Params(), found)).startswith("All four rows hold.")

    def test_few_sets_leave_a_row_open_and_do_not_refute_it(self) -> None:
        params = Params().with_(n_trials=10, n_steps=300)
        found = compute_effects(params)
        assert found.effects[3].bias == "not_resolved"
        assert row_answer(found.effects[3]) == "not resolved"
        text = str(effects_verdict(params, found))
        assert "Not resolved with 10 training sets each" in text
        refuted = replace(found.effects[3], bias="up")
        assert row_answer(refuted) == "refuted"
        assert "Not with these settings" in str(effects_verdict(params, replace(found, effects=(refuted,) * 4)))

    def test_the_same_needs_an_interval_within_a_hundredth_of_the_error(self) -> None:
        effect, noise_variance = default_effects().effects[3], Params().noise ** 2
        before = effect.bias_before + effect.variance_before + noise_variance
        assert effect.bias == "same"
        assert abs(effect.bias_change) + 2.6 * effect.bias_change_error <= 0.01 * before

    def test_each_arrow_is_its_change_in_standard_errors(self) -> None:
        for e in default_effects().effects:
            assert e.bias_change == pytest.approx(e.bias_after - e.bias_before, rel=1e-9)
            assert e.variance_change == pytest.approx(e.variance_after - e.variance_before, rel=1e-9)
            if e.operation != "more data":
                assert abs(e.bias_change) > 10 * e.bias_change_error
            assert abs(e.variance_change) > 10 * e.variance_change_error

    def test_curves_before_and_after_are_there_to_be_drawn(self) -> None:
        found = default_effects()
        assert found.effect_predictions.shape == (4, 2, 40, 101)
        np.testing.assert_array_equal(found.effect_predictions[0, 0], found.effect_predictions[2, 0])
        assert found.effect_mean.shape == (4, 2, 101)

    def test_long_trainings_have_fewer_sets_and_say_so(self) -> None:
        found = compute_effects(Params().with_(n_trials=2000, n_steps=60, n_train=200, width=64))
        assert 20 <= found.effect_trials < 2000


class TestSweep:
    def test_bias_falls_and_variance_rises_with_the_degree(self) -> None:
        params = LAB.preset_params("sweep")
        found = compute_sweep(params)
        assert found.values.tolist() == list(range(13))
        assert found.sweep_bias_squared[0] > 10 * found.sweep_bias_squared[4]
        assert np.all(np.diff(found.sweep_variance) > 0.0)
        assert 2 <= int(found.sweep_expected_error.argmin()) <= 6
        assert found.against_table == ()

    def test_more_points_that_lower_the_bias_are_no_contradiction_and_none_is_claimed(self) -> None:
        params = Params().with_(vary="n_train")
        text = str(sweep_verdict(params, compute_sweep(params)))
        assert "is resolved with 200 training sets" in text
        assert "Nowhere" not in text

    def test_the_table_fails_at_the_interpolation_peak_and_the_lab_says_so(self) -> None:
        params = LAB.preset_params("peak")
        found = compute_sweep(params)
        assert any(c.high == params.n_train and c.at_high > 100 * c.at_low for c in found.against_table)
        assert found.sweep_typical_error[-1] < 0.1
        assert "fails" in str(sweep_verdict(params, found))
        _, result = state("peak")
        assert result.train_loss.max() < 1e-6
        assert str(summarize(params, result, 0)).startswith("No mean exists.")

    def test_without_a_setting_there_is_no_sweep(self) -> None:
        found = compute_sweep(Params())
        assert all(len(getattr(found, name)) == 0 for name in Sweep.__dataclass_fields__ if name != "sweep_trials")
        assert str(sweep_verdict(Params(), found)).startswith("No sweep.")

    @pytest.mark.parametrize(("vary", "today"), [("n_train", 30), ("l2", 0.03), ("degree", 5)])
    def test_todays_setting_is_among_the_values(self, vary: str, today: float) -> None:
        values = sweep_values(Params().with_(vary=vary, **{vary: today}))
        assert today in values
        assert np.all(np.diff(values) > 0)

    def test_a_point_of_the_sweep_is_the_main_result(self) -> None:
        params, result = state(vary="degree")
        found = compute_sweep(params)
        k = found.values.tolist().index(3)
        assert found.sweep_bias_squared[k] == result.bias_squared
        assert found.sweep_expected_error[k] == result.expected_error
        distances = np.mean((result.predictions - result.target) ** 2, axis=1)
        assert found.sweep_typical_error[k] == np.median(distances) != distances.mean()
        assert found.sweep_train_loss[k] == result.train_loss.mean()


class TestPicture:
    def test_the_bars_stand_on_one_another(self) -> None:
        for changes in ({}, {"degree": 15}, {"n_trials": 10, "degree": 5}):
            _, r = state(**changes)
            (bias, variance, noise), measured = stacked_bars(r)
            assert (bias.low, bias.high, variance.low) == (0.0, max(r.bias_squared, 0.0), bias.high)
            assert noise.high == pytest.approx(r.decomposition - min(r.bias_squared, 0.0))
            assert (measured.value, measured.error) == (r.expected_error, r.expected_error_error)

    def test_wild_curves_leave_the_plot(self) -> None:
        _, wild = state("peak")
        low, high = curve_limits(wild)
        assert np.abs(wild.predictions).max() > 1e5
        assert low < wild.y_train.min() < wild.y_train.max() < high < 30.0
        _, tame = state()
        low, high = curve_limits(tame)
        assert low < tame.predictions.min() < tame.predictions.max() < high

    def test_the_table_before_and_after(self) -> None:
        before, after = table_rows(None), table_rows(default_effects())
        assert [row.change for row in before] == [
            "L2 λ 0 → 0.01",
            "width 2 → 16",
            "dropout p 0 → 0.3",
            "training points 30 → 120",
        ]
        assert all(row.measured is None for row in before)
        assert [row.measured for row in after] == [row.table for row in before]


def test_draft_has_fewer_sets_and_is_quick() -> None:
    params = LAB.preset_params("network")
    assert (draft(params).n_trials, draft(params).n_steps) == (12, 300)
    assert draft(Params()).n_trials == 100
    assert draft(draft(params)) == draft(params)


def test_a_newer_request_ends_the_training() -> None:
    def refuse(fraction: float) -> None:
        if fraction > 0.3:
            raise Superseded

    with pytest.raises(Superseded):
        compute(LAB.preset_params("network").with_(n_steps=50), refuse)
    with pytest.raises(Superseded):
        compute_effects(Params().with_(n_steps=50), refuse)


def test_progress_only_grows() -> None:
    for part in LAB.parts:
        seen: list[float] = []
        part.compute(Params().with_(model="network", vary="width", n_steps=30, n_trials=20), seen.append)
        assert seen == sorted(seen)
        assert 0.0 <= seen[0] <= seen[-1] <= 1.0


def test_a_sweep_over_what_the_model_lacks_is_refused_and_an_edit_brings_the_model() -> None:
    with pytest.raises(ParamError, match="needs the model network"):
        Params().with_(vary="width")
    assert LAB.edited(Params(), "vary", "width").model == "network"  # type: ignore[attr-defined]
    swept = Params().with_(vary="degree")
    assert adjusted({**{n: getattr(swept, n) for n in ("vary",)}, "model": "network"}, "model")["vary"] is None


def test_too_much_training_is_refused_in_words() -> None:
    with pytest.raises(ParamError, match="too much to train"):
        Params().with_(model="network", n_trials=2000, n_train=1000, width=128)


def test_numbers_of_the_lesson() -> None:
    params, result = state()
    assert live_numbers(params, result, 0)["variance"] == result.variance
    assert "predictions" not in omitted_from_print(params, result)
    assert "predictions" in omitted_from_print(params.with_(n_trials=2000), result)


def test_results_are_read_only_and_repeatable() -> None:
    for changes in ({}, {"model": "network", "n_steps": 50, "n_trials": 30, "drop_prob": 0.2}):
        _, first = state(**changes)
        _, second = state(**changes)
        assert not first.predictions.flags.writeable
        np.testing.assert_array_equal(first.predictions, second.predictions)


def last_number(reason: Reason) -> float:
    """What the last line of a reason comes to."""
    return float(reason.formulas[-1].rpartition(" = ")[2].replace("−", "-"))


def comes_to(reason: Reason, value: float, rel: float = 1e-3) -> bool:
    return reason.value == value and last_number(reason) == pytest.approx(value, rel=rel, abs=1e-6)


@pytest.mark.parametrize("target", ["sine", "step", "runge", "linear"])
@pytest.mark.parametrize("x_design", ["grid", "random"])
def test_every_number_of_the_curves_is_computed_again(target: str, x_design: str) -> None:
    p, r = state(target=target, x_design=x_design, n_trials=30)
    for i in (0, 40, 50, 100):
        assert comes_to(bias_at_reason(r, i), r.bias_squared_grid[i])
        assert last_number(target_reason(p, float(r.x_grid[i]))) == pytest.approx(r.target[i], abs=1e-6)
        assert last_number(spread_reason(r.predictions, i)) == pytest.approx(r.predictions[:, i].std(ddof=1), rel=1e-3)
    for j in (0, 29):
        assert comes_to(point_reason(p, r, j), r.y_train[0, j])


@pytest.mark.parametrize("preset", ["question", "underfit", "overfit", "peak"])
def test_every_number_of_the_bars_is_computed_again(preset: str) -> None:
    p, r = state(preset)
    assert comes_to(bias_reason(p, r), r.bias_squared)
    assert comes_to(variance_reason(p, r), r.variance)
    assert comes_to(measured_reason(p, r), r.expected_error)
    assert comes_to(bias_error_reason(p, r), r.bias_squared_error)


def test_every_number_of_a_sweep_is_computed_again() -> None:
    params = LAB.preset_params("sweep").with_(n_values=4, n_trials=40)
    assert isinstance(params, Params)
    sweep = compute_sweep(params)
    for i in range(len(sweep.values)):
        assert comes_to(sweep_reason(params, sweep, "bias²", i), sweep.sweep_bias_squared[i])
        assert comes_to(sweep_reason(params, sweep, "variance", i), sweep.sweep_variance[i])
        assert comes_to(sweep_reason(params, sweep, "measured", i), sweep.sweep_expected_error[i])
        assert comes_to(typical_reason(params, sweep, i), sweep.sweep_typical_error[i])


@pytest.mark.parametrize("preset", ["sweep", "peak"])
def test_every_measured_number_of_a_sweeps_verdict_has_a_reason(preset: str) -> None:
    params = LAB.preset_params(preset)
    assert isinstance(params, Params)
    sweep = compute_sweep(params)
    assert bool(sweep.against_table) == (preset == "peak")
    measured = [numeral for numeral in sweep_verdict(params, sweep).numerals if not float(numeral.value).is_integer()]
    assert measured
    assert all(numeral.why().value == numeral.value for numeral in measured)


def test_every_number_of_an_operation_is_computed_again() -> None:
    params = Params().with_(n_trials=12, n_steps=40)
    effects = compute_effects(params)
    for k, effect in enumerate(effects.effects):
        for side, when in enumerate(("before", "after")):
            bias, variance = (getattr(effect, f"{name}_{when}") for name in ("bias", "variance"))
            assert comes_to(effect_reason(params, effects, k, side, "bias²"), bias)
            assert comes_to(effect_reason(params, effects, k, side, "variance"), variance)
            assert comes_to(effect_reason(params, effects, k, side, "noise"), params.noise**2)
            assert comes_to(effect_reason(params, effects, k, side, ""), fsum([bias, variance, params.noise**2]))
            mean = effect_mean_reason(params, effects, k, side, 30)
            assert last_number(mean) == pytest.approx(mean.value, rel=1e-4)
        assert comes_to(change_reason(effects, k, "bias"), effect.bias_change)
        assert comes_to(change_reason(effects, k, "variance"), effect.variance_change)

"""The numbers that must come out of the weight_decay lab."""

from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from wk4gui.core.number_format import format_number
from wk4gui.lab.checkpoint import Superseded
from wk4gui.labs.weight_decay import LAB
from wk4gui.labs.weight_decay.model.compute import compute, draft, frames, live_numbers, summarize, zones
from wk4gui.labs.weight_decay.model.derivation import derivation, step_at
from wk4gui.labs.weight_decay.model.geometry import circle_radii, contour, loss_levels, moving, window
from wk4gui.labs.weight_decay.model.network import compute_network
from wk4gui.labs.weight_decay.model.params import Params, loss_of
from wk4gui.labs.weight_decay.model.result import NetworkResult, Result
from wk4gui.labs.weight_decay.model.verdict import network_verdict


def state(preset: str = "question", **changes: Any) -> tuple[Params, Result]:
    params = LAB.preset_params(preset).with_(**changes)
    assert isinstance(params, Params)
    return params, compute(params)


def summary(preset: str = "question", frame: int | None = None, **changes: Any) -> str:
    params, result = state(preset, **changes)
    return str(summarize(params, result, frames(params, result).clip(frame)))


@lru_cache(maxsize=1)
def networks() -> NetworkResult:
    return compute_network(Params())


class TestOneRule:
    @pytest.mark.parametrize("convention", ["half", "full"])
    @pytest.mark.parametrize("weight_decay", [0.1, 0.5, 8.0])
    def test_sgd_is_the_same_to_rounding(self, convention: str, weight_decay: float) -> None:
        _, r = state(convention=convention, weight_decay=weight_decay)
        assert r.max_difference < 1e-14

    @pytest.mark.parametrize("convention", ["half", "full"])
    def test_both_arrive_at_the_closed_form(self, convention: str) -> None:
        _, r = state(n_steps=400, convention=convention)
        np.testing.assert_allclose(r.path_l2[-1], r.regularized_optimum, rtol=0, atol=1e-10)
        np.testing.assert_allclose(r.path_decay[-1], r.regularized_optimum, rtol=0, atol=1e-10)
        np.testing.assert_allclose(r.path_plain[-1], [2.0, 1.0], atol=1e-8)

    def test_what_is_kept(self) -> None:
        _, r = state()
        np.testing.assert_allclose(r.kept_fraction, [1 / 1.5, 8 / 8.5])
        kept = (r.directions.T @ r.regularized_optimum) / (r.directions.T @ np.array([2.0, 1.0]))
        np.testing.assert_allclose(kept, r.kept_fraction, rtol=1e-12)
        _, full = state("full")
        np.testing.assert_allclose(full.kept_fraction, [1 / 2, 8 / 9])

    def test_the_shrink_factor(self) -> None:
        assert state()[1].shrink_factor == pytest.approx(0.975)
        assert state("full")[1].shrink_factor == pytest.approx(0.95)
        assert state("strong")[1].shrink_factor == pytest.approx(0.6)

    def test_twice_the_decay_without_the_half(self) -> None:
        _, half = state(weight_decay=1.0)
        _, full = state("full")
        np.testing.assert_allclose(half.path_l2, full.path_l2, atol=1e-14)


class TestWhereTheyPart:
    def test_adam_parts_at_the_defaults(self) -> None:
        _, r = state("adam")
        assert r.max_difference > 0.01
        assert r.rule_optimum is None
        assert summary("adam").startswith("With Adam they part.")

    def test_momentum_is_l2_only_through_the_velocity(self) -> None:
        _, r = state("momentum")
        assert r.path_decay_velocity is not None
        assert r.max_difference_velocity is not None
        assert r.max_difference_velocity < 1e-14
        assert r.max_difference > 0.1
        assert state()[1].path_decay_velocity is None

    def test_beside_the_velocity_the_decay_counts_less(self) -> None:
        _, r = state("momentum", n_steps=3000)
        assert r.rule_optimum is not None
        np.testing.assert_allclose(r.path_decay[-1], r.rule_optimum, atol=1e-12)
        np.testing.assert_allclose(r.path_l2[-1], r.regularized_optimum, atol=1e-12)
        assert r.rule_strength == pytest.approx(0.05)

    def test_the_printed_rule_does_not_explode_here_and_weakens_the_penalty(self) -> None:
        params, r = state("as_printed", n_steps=400)
        assert r.diverged_at == (None, None, None)
        assert r.rule_strength == pytest.approx(params.learning_rate * params.weight_decay)
        assert r.rule_optimum is not None
        np.testing.assert_allclose(r.path_decay[-1], r.rule_optimum, atol=1e-12)
        stronger = params.with_(weight_decay=params.weight_decay / params.learning_rate)
        assert compute(stronger).rule_strength == pytest.approx(params.weight_decay)
        assert summary("as_printed").startswith("Printed without α.")

    def test_the_printed_rule_explodes_on_the_default_curvatures(self) -> None:
        _, r = state(rule="as_printed", n_steps=1000)
        assert r.diverged_at[2] is not None
        assert r.diverged_at[:2] == (None, None)
        for n_steps in (3, 1000):
            text = summary(rule="as_printed", n_steps=n_steps)
            assert text.startswith("Printed without α: it diverges.")
            assert "7.025" in text

    def test_without_a_penalty_the_printed_rule_is_not_the_plain_one(self) -> None:
        assert summary(rule="as_printed", weight_decay=0.0).startswith("Printed without α: it diverges.")

    def test_the_printed_move_of_adam_is_the_one_that_was_taken(self) -> None:
        text = summary("adam", rule="as_printed")
        assert "Adam's own move is (1, −1) in step 1 and (" in text
        _, r = state("adam", rule="as_printed")
        move = r.path_decay[100] - r.shrink_factor * r.path_decay[99]
        assert np.abs(move).max() < 0.1
        for each in move:
            assert format_number(float(each), 4) in text
        assert "in step 1. Up" in summary("adam", 1, rule="as_printed")
        large = summary("adam", rule="as_printed", weight_decay=10.0, learning_rate=0.5, convention="full", n_steps=30)
        assert "(−0.513, 0.513) in step 30" in large

    def test_the_rule_decides_and_not_the_steps_that_were_computed(self) -> None:
        assert summary("momentum", n_steps=1).startswith("With momentum they part.")
        assert summary(optimizer="momentum", momentum=0.0).startswith("One rule, written twice.")
        assert summary("adam", weight_decay=1e-9).startswith("With Adam they part.")
        assert summary(learning_rate=0.3).startswith("Both diverge. α = 0.3 is above 0.2353")
        assert summary("momentum", rule="as_printed").startswith("Printed without α: it diverges.")

    @pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
    def test_where_start_and_optimum_are_0_nothing_parts(self, optimizer: str) -> None:
        changes = {"start": [0.0, 0.0], "optimum": [0.0, 0.0], "optimizer": optimizer}
        _, r = state(**changes)
        assert not np.any(r.path_l2)
        assert r.max_difference == 0.0
        assert summary(**changes).startswith("Nothing moves.")

    def test_without_a_penalty_the_printed_rule_names_no_strength(self) -> None:
        text = summary("as_printed", weight_decay=0.0)
        assert text.startswith("Printed without α. The step is the whole gradient instead of α times it. Up to")
        assert "counts as" not in text

    def test_at_a_rate_of_1_nothing_is_missing_from_the_printed_rule(self) -> None:
        _, printed = state("as_printed", learning_rate=1.0)
        _, corrected = state("as_printed", learning_rate=1.0, rule="corrected")
        np.testing.assert_array_equal(printed.path_decay, corrected.path_decay)
        for changes in ({}, {"optimizer": "momentum"}, {"optimizer": "adam"}, {"curvature": [1.0, 8.0]}):
            own, same = ({"learning_rate": 1.0, "rule": rule, **changes} for rule in ("as_printed", "corrected"))
            assert summary("as_printed", **own) == summary("as_printed", **same)
        assert "counts as 0.499995 instead of 0.5;" in summary("as_printed", learning_rate=0.99999)


class TestLimits:
    def test_at_the_limit_of_sgd_the_error_stays(self) -> None:
        changes = {"learning_rate": 0.5, "curvature": [1.0, 3.5], "weight_decay": 0.5, "n_steps": 5000}
        _, r = state(**changes)
        errors = np.linalg.norm(r.path_l2[-2:] - r.regularized_optimum, axis=1)
        np.testing.assert_allclose(
            errors, np.abs(r.directions[:, 1] @ (r.path_l2[0] - r.regularized_optimum)), rtol=1e-9
        )
        assert errors[0] > 1.0
        text = summary(**changes)
        assert text.startswith(
            "One rule, at its limit. At α = 0.5 the error along a direction changes sign at each step"
        )
        assert "are left" not in text
        assert summary(**{**changes, "learning_rate": 0.4999}).startswith("One rule, written twice.")
        assert summary(**{**changes, "learning_rate": 0.5001}).startswith("Both diverge.")

    def test_a_rate_just_above_the_limit_is_not_written_like_it(self) -> None:
        assert "α = 0.2353 is above 0.23529, the stability limit" in summary(learning_rate=0.2353)
        assert "α = 0.235294118 is above 0.2352941176," in summary(learning_rate=0.235294118)

    def test_a_factor_of_1_up_to_rounding_diverges_nowhere(self) -> None:
        changes = {"curvature": [1.0, 0.8255844283311314], "angle": 45.0, "learning_rate": 1.0, "weight_decay": 2.0}
        changes |= {"optimizer": "momentum", "momentum": 0.5, "rule": "as_printed", "n_steps": 5000}
        _, r = state(**changes)
        assert np.abs(r.path_l2).max() < 10.0
        assert r.diverged_at[2] is not None
        assert "Both diverge." not in summary(**changes)

    @pytest.mark.parametrize("rule", ["corrected", "as_printed"])
    def test_a_decay_beyond_adams_steps_diverges_and_is_said_to(self, rule: str) -> None:
        changes = {"weight_decay": 10.0, "learning_rate": 0.5, "convention": "full", "rule": rule}
        _, r = state("adam", n_steps=500, **changes)
        end = r.diverged_at[2]
        assert end is not None
        assert r.diverged_at[:2] == (None, None)
        words = f"Each step first multiplies w by −9; from step {end} on the loss is too large to compute."
        assert summary("adam", n_steps=500, **changes) == f"Shrinking diverges. {words}"

    def test_a_decay_that_grows_is_said_to_before_it_diverges(self) -> None:
        changes = {"weight_decay": 10.0, "learning_rate": 1.0, "convention": "full", "n_steps": 20}
        assert "AdamW, which first multiplies w by −19. Up to step 20" in summary("adam", **changes)
        assert "multiplies" not in summary("adam")


class TestHistories:
    def test_heights_are_those_of_the_paths(self) -> None:
        params, r = state("momentum")
        assert r.paths == ("plain", "l2", "decay", "decay_velocity")
        assert r.loss.shape == r.objective.shape == (4, 101)
        for k, path in enumerate(moving(r)):
            np.testing.assert_allclose(r.norm[k], np.linalg.norm(path, axis=1), rtol=1e-13)
            np.testing.assert_allclose(r.penalty[k], 0.25 * r.norm[k] ** 2, rtol=1e-12)
            np.testing.assert_allclose(r.objective[k], r.loss[k] + r.penalty[k], rtol=1e-13)
        assert params.weight_decay == 0.5

    def test_the_regularisation_path_leads_from_the_optimum_to_zero(self) -> None:
        params, r = state()
        np.testing.assert_allclose(r.regularization_path[0], params.optimum, rtol=1e-14)
        assert np.linalg.norm(r.regularization_path[-1]) < 0.01
        norms = np.linalg.norm(r.regularization_path, axis=1)
        assert np.all(np.diff(norms) < 0)

    def test_a_step_is_told_line_by_line(self) -> None:
        params, r = state()
        step = step_at(params, r, 0)
        assert step is not None
        np.testing.assert_array_equal(step.w_l2, params.start)
        np.testing.assert_allclose(step.shrink, -0.05 * 0.5 * np.array(params.start))
        np.testing.assert_allclose(step.move_l2, -0.05 * step.whole_gradient, atol=1e-15)
        np.testing.assert_allclose(step.w_decay + step.shrink + step.move_decay, step.next_decay, atol=1e-15)
        np.testing.assert_allclose(step.next_l2, r.path_l2[1])
        assert np.abs(step.difference).max() < 1e-15
        assert step_at(params, r, params.n_steps) is None

    def test_the_derivation_names_the_convention_and_the_rule(self) -> None:
        assert derivation(Params())[-1] == "w ← (1 − αλ)w − α∇L"
        assert "2λ" in derivation(Params().with_(convention="full"))[1]
        assert "printed" in derivation(Params().with_(rule="as_printed"))[-1]
        assert "AdamW" in derivation(Params().with_(optimizer="adam"))[-1]


class TestPicture:
    def test_a_contour_touches_a_circle_at_the_regularised_optimum(self) -> None:
        params, r = state()
        radius = np.linalg.norm(r.regularized_optimum)
        radii, levels = circle_radii(params, r), loss_levels(params, r)
        assert np.abs(radii - radius).min() < 1e-12
        level = levels[np.abs(levels - loss_of(params).loss(r.regularized_optimum)).argmin()]
        inside = np.linalg.norm(contour(params, float(level)), axis=1).min()
        assert inside == pytest.approx(radius, rel=1e-3)
        assert len(circle_radii(*state(weight_decay=0.0))) == 0

    def test_the_window_holds_everything_that_stands_still(self) -> None:
        for changes in ({}, {"rule": "as_printed", "n_steps": 1000}, {"start": [0, 0], "optimum": [0, 0]}):
            params, r = state(**changes)
            x_low, x_high, y_low, y_high = window(params, r)
            assert x_high - x_low == pytest.approx(y_high - y_low)
            for x, y in ((0.0, 0.0), params.start, params.optimum, r.regularized_optimum):
                assert x_low < x < x_high
                assert y_low < y < y_high
            assert x_high - x_low < 100

    def test_zones_end_at_the_limits(self) -> None:
        params, r = state()
        assert [(z.meaning, z.high) for z in zones(params, r)] == [
            ("good", 1 / 8.5),
            ("zig-zags", 2 / 8.5),
            ("diverges", 1.0),
        ]
        assert zones(*state("adam")) == ()


class TestNetwork:
    def test_weights_shrink_and_the_training_loss_rises_with_the_penalty(self) -> None:
        r = networks()
        assert r.lambdas.tolist() == [0.0, 1e-4, 1e-3, 1e-2, 1e-1]
        assert np.all(np.diff(r.weight_norm.mean(axis=1)) < 0)
        assert np.all(np.diff(r.train_loss.mean(axis=1)) > 0)
        assert 0 < r.lambdas.tolist().index(r.best_lambda) < 4

    def test_the_histogram_narrows(self) -> None:
        r = networks()
        np.testing.assert_allclose(r.weight_histogram.sum(axis=1), 1.0)
        centres = 0.5 * (r.weight_edges[1:] + r.weight_edges[:-1])
        spread = r.weight_histogram @ centres**2
        assert np.all(np.diff(spread) < 0)

    def test_its_verdict(self) -> None:
        assert str(network_verdict(Params(), networks())).startswith("Some decay helps.")

    def test_it_can_be_given_up(self) -> None:
        def refuse(fraction: float) -> None:
            raise Superseded

        with pytest.raises(Superseded):
            compute_network(Params(), refuse)


def test_numbers_of_the_lesson() -> None:
    params, r = state()
    numbers = live_numbers(params, r, 0)
    assert numbers["w_after"] == pytest.approx(
        numbers["shrink_factor"] * numbers["w_before"] - params.learning_rate * numbers["grad_before"], rel=1e-14
    )
    assert numbers["kept_flat"] == pytest.approx(1 / 1.5)


def test_drafts_are_short() -> None:
    assert draft(Params().with_(n_steps=5000)).n_steps == 500
    assert draft(Params()) == Params()


def test_summaries_lead_with_the_verdict() -> None:
    assert summary().startswith("One rule, written twice.")
    assert summary(weight_decay=0.0).startswith("No penalty, no decay.")
    assert summary(frame=0).startswith("One rule, written twice.")
    assert "nan" not in summary(learning_rate=1.0, weight_decay=10.0, n_steps=5000)
    assert summary("momentum").startswith("With momentum they part.")

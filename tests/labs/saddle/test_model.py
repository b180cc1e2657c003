"""The numbers that must come out of the saddle lab."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wk4gui.export.report import compute_report
from wk4gui.lab.declarations import ParamError, to_json
from wk4gui.labs.saddle import LAB
from wk4gui.labs.saddle.model import surface_map
from wk4gui.labs.saddle.model.compute import compute, draft, frames, live_numbers, summarize
from wk4gui.labs.saddle.model.params import ALL_SIX, Params
from wk4gui.labs.saddle.model.result import Result
from wk4gui.labs.saddle.model.two_weight_network import TWO_WEIGHT_NETWORK

ORACLE = json.loads((Path(__file__).parents[2] / "data" / "stationary_points.json").read_text(encoding="utf-8"))


def state(preset: str = "double_well", **changes: Any) -> tuple[Params, Result]:
    params = LAB.preset_params(preset).with_(**changes)
    assert isinstance(params, Params)
    return params, compute(params)


def summary(preset: str = "double_well", frame: int | None = None, **changes: Any) -> str:
    params, result = state(preset, **changes)
    return str(summarize(params, result, frames(params, result).clip(frame)))


class TestCriticalPoints:
    @pytest.mark.parametrize("typed", [False, True])
    @pytest.mark.parametrize("name", ORACLE)
    def test_every_one_and_no_other(self, name: str, typed: bool) -> None:
        box = ORACLE[name]["box"]
        surface: dict[str, Any] = {"surface": name}
        if typed:
            surface = {"surface": "custom", "expression": ORACLE[name]["formula"]}
            surface |= {"x_range": box[:2], "y_range": box[2:]}
        _, result = state(**surface, n_runs=1, n_steps=1)
        wanted = sorted(ORACLE[name]["points"], key=lambda p: (p["x"], p["y"]))
        found = sorted(result.critical_points, key=lambda p: (round(p.x, 6), round(p.y, 6)))
        assert [p.kind for p in found] == [p["kind"] for p in wanted]
        close = 1e-5 if name == "monkey_saddle" else 1e-8
        np.testing.assert_allclose([(p.x, p.y) for p in found], [(p["x"], p["y"]) for p in wanted], atol=close)
        assert result.all_found

    def test_the_window_can_be_moved(self) -> None:
        _, result = state(x_range=[0.5, 1.5], y_range=[-1, 1])
        assert [p.kind for p in result.critical_points] == ["minimum"]
        assert result.saddle is None
        assert result.escape_step == ((None,) * 200,)
        assert result.predicted_median_escape is None

    def test_a_degenerate_saddle_is_one_in_words_and_for_escapes(self) -> None:
        _, result = state("monkey_saddle", n_steps=1000)
        (point,) = result.critical_points
        assert (point.kind, point.saddle_like, point.label) == ("degenerate", True, "degenerate saddle")
        assert result.saddle == 0
        assert result.growth_rate is None
        assert result.escaped_fraction[0] > 0.9


class TestEscapes:
    @pytest.mark.parametrize("preset", ["double_well", "plain_saddle"])
    def test_from_the_stable_line_only_noise_escapes(self, preset: str) -> None:
        _, result = state(preset, noise=0.0, n_steps=5000, n_runs=1)
        assert result.escape_step_noise_free == (None,)
        assert result.escape_step == ((None,),)
        _, noisy = state(preset, n_runs=1000, n_steps=200)
        assert noisy.escaped_fraction[0] == 1.0
        assert noisy.escape_step_noise_free == (None,)

    def test_the_median_stands_beside_its_prediction(self) -> None:
        medians = [state("plain_saddle", seed=seed)[1] for seed in range(3)]
        for result in medians:
            assert result.median_escape[0] == pytest.approx(result.predicted_median_escape, rel=0.15)

    @pytest.mark.parametrize(("noise", "learning_rate"), [(0.01, 0.1), (0.1, 0.02), (0.3, 0.2), (0.001, 0.05)])
    def test_the_prediction_holds_at_other_settings(self, noise: float, learning_rate: float) -> None:
        _, result = state("plain_saddle", noise=noise, learning_rate=learning_rate, n_steps=400)
        assert result.median_escape[0] == pytest.approx(result.predicted_median_escape, rel=0.15)

    def test_real_mini_batches_escape_and_the_full_batch_does_not(self) -> None:
        _, small = state("real_noise", n_runs=1000)
        assert small.escaped_fraction[0] > 0.99
        _, full = state("real_noise", batch_size=64, n_runs=5)
        assert full.escaped_fraction[0] == 0.0
        assert full.paths[0, 0].tolist() == full.paths_noise_free[0].tolist()

    def test_the_growth_rate_is_that_of_the_saddle(self) -> None:
        _, result = state("plain_saddle", learning_rate=0.05)
        assert result.growth_rate == pytest.approx(1.1, rel=1e-12)

    def test_a_start_off_the_stable_line_has_no_prediction(self) -> None:
        assert state(start=[0.3, 1.5])[1].predicted_median_escape is None


class TestPriceOfNoise:
    def test_noise_keeps_a_floor_of_excess_loss_that_grows_with_it(self) -> None:
        floors = []
        for noise in (0.0, 0.1, 0.3):
            _, result = state("price_of_noise", noise=noise)
            (floor,) = result.final_excess_loss["with_noise"]
            floors.append(floor)
            assert result.final_excess_loss["without_noise"] == (pytest.approx(0.0, abs=1e-12),)
        assert floors[0] == pytest.approx(0.0, abs=1e-12)
        # Each direction of curvature λ adds ασ²/(2(2 − αλ)): 0.1 · 0.01/2 · (1/1.8 + 1/1.9).
        assert floors[1] == pytest.approx(0.0005 * (1 / 1.8 + 1 / 1.9), rel=0.1)
        assert floors[2] == pytest.approx(9.0 * floors[1], rel=0.15)

    def test_strong_noise_hops_from_well_to_well(self) -> None:
        _, result = state("price_of_noise")
        ends = np.sign(result.paths[0, :, -1, 0])
        assert set(ends) == {-1.0, 1.0}


class TestRuns:
    def test_shapes(self) -> None:
        params, result = state("six_optimizers")
        assert result.paths.shape == (6, 20, 301, 2)
        assert result.path_loss.shape == (6, 20, 301)
        assert result.paths_noise_free.shape == (6, 301, 2)
        assert result.path_loss_noise_free.shape == (6, 301)
        assert result.grid.shape == (121, 121)
        assert np.array(result.escape_step, dtype=float).shape == (6, 20)
        assert result.optimizers == params.optimizers == ALL_SIX

    def test_all_start_at_the_start_and_use_their_own_rates(self) -> None:
        params, result = state("six_optimizers", noise=0.0)
        assert (result.paths[:, :, 0] == params.start).all()
        first = result.paths_noise_free[:, 1] - params.start
        gradient = np.array(result.at_start["gradient"])
        np.testing.assert_allclose(first[0], -0.005 * gradient, rtol=1e-9)
        np.testing.assert_allclose(first[2], -0.005 * 1.9 * gradient, rtol=1e-9)
        for k, step in ((3, 0.05), (4, 0.5), (5, 0.05)):
            np.testing.assert_allclose(np.abs(first[k]), step, rtol=1e-6)

    def test_a_run_that_leaves_ten_times_the_window_has_diverged(self) -> None:
        params, result = state("rosenbrock", learning_rate=0.01, optimizers=["sgd"])
        (step,) = result.diverged_at_noise_free
        assert step is not None
        assert np.isfinite(result.paths_noise_free[0, :step]).all()
        assert np.isnan(result.paths_noise_free[0, step:]).all()
        assert summary("rosenbrock", learning_rate=0.01, optimizers=["sgd"]).startswith("SGD diverges.")
        assert "nan" not in summary("rosenbrock", frame=params.n_steps // 2, learning_rate=0.01).lower()

    def test_zooming_in_leaves_the_paths_as_they_are(self) -> None:
        _, whole = state()
        _, zoomed = state(x_range=[-0.001, 0.001], y_range=[1.499, 1.501])
        np.testing.assert_array_equal(zoomed.paths, whole.paths)

    def test_a_start_without_a_value_is_said(self) -> None:
        params, result = state("own_function", expression="log(x) + y**2", start=[-1, 0])
        assert result.at_start["value"] is None
        assert result.diverged_at_noise_free == (0,)
        assert str(summarize(params, result, 0)).startswith("No value at the start.")
        assert np.isnan(result.grid).any()
        assert not np.isinf(result.grid).any()

    def test_what_is_known_at_the_start(self) -> None:
        _, result = state()
        assert result.at_start["value"] == 1.125
        assert result.at_start["gradient"] == (0.0, 1.5)
        assert result.at_start["eigenvalues"] == (-1.0, 1.0)


class TestSummary:
    def test_the_question(self) -> None:
        said = summary()
        assert said.startswith("Descent sticks, noise escapes.")
        assert "hardly a gradient, no minimum" in said
        assert "100 % of 200 noisy runs have left the saddle" in said
        assert "its quadratic part predicts 37" in said

    def test_without_noise_it_sticks(self) -> None:
        assert summary(noise=0.0).startswith("Stuck at a saddle.")

    def test_a_saddle_is_never_called_converged(self) -> None:
        for frame in range(0, 101, 10):
            assert "onverged" not in summary(frame=frame)

    def test_a_curve_of_points_is_said(self) -> None:
        assert "form a curve" in summary("own_function", expression="(x**2 + y**2 - 1)**2", learning_rate=0.01)


class TestParameters:
    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"surface": "custom", "expression": "x +"}, "character 4"),
            ({"surface": "custom", "expression": "x.__class__"}, "character 2"),
            ({"optimizers": ["sgd", "sgd"]}, "once"),
            ({"optimizers": []}, "length"),
            ({"noise_kind": "minibatch"}, "two_weight_network"),
            ({"x_range": [1, 1]}, "x_range"),
            ({"y_range": [2, -2]}, "y_range"),
            ({"n_runs": 1000, "n_steps": 5000, "optimizers": list(ALL_SIX)}, "10,000,000"),
        ],
    )
    def test_what_contradicts_itself_is_refused_in_words(self, changes: dict[str, Any], said: str) -> None:
        with pytest.raises(ParamError, match=said):
            LAB.decode(changes)

    def test_another_surface_brings_its_start_and_window(self) -> None:
        params = LAB.edited(LAB.decode({"x_range": [-1, 1]}), "surface", "saddle")
        assert to_json(params) | {"start": (1.5, 0.0), "x_range": None} == to_json(params)

    def test_mini_batches_bring_their_network_and_leave_with_it(self) -> None:
        params = LAB.edited(LAB.decode({}), "noise_kind", "minibatch")
        assert params.surface == "two_weight_network"  # type: ignore[attr-defined]
        assert params.start == TWO_WEIGHT_NETWORK.saddle  # type: ignore[attr-defined]
        assert LAB.edited(params, "surface", "saddle").noise_kind == "gaussian"  # type: ignore[attr-defined]

    def test_an_edit_never_asks_for_more_than_can_be_kept(self) -> None:
        params = LAB.decode({"n_runs": 1000, "optimizers": list(ALL_SIX)})
        params = LAB.edited(params, "n_steps", 5000)
        assert (params.n_steps, params.n_runs) == (5000, 333)  # type: ignore[attr-defined]

    def test_a_draft_is_the_beginning_of_the_whole(self) -> None:
        params, whole = state("plain_saddle")
        cheap = draft(params)
        assert cheap.n_runs < params.n_runs
        np.testing.assert_array_equal(compute(cheap).paths, whole.paths[:, : cheap.n_runs])
        assert draft(draft(params)) == draft(params)

    def test_presets_start_on_the_saddle_where_they_say_so(self) -> None:
        _, result = state("real_noise")
        assert result.nearest_saddle is not None
        np.testing.assert_allclose(result.paths_noise_free[0, -1], TWO_WEIGHT_NETWORK.saddle, atol=1e-9)


def test_printed_reports_leave_many_paths_out_and_files_have_them() -> None:
    params = LAB.params()
    assert "paths" not in compute_report(LAB, params, omit_long=True).result
    assert "paths" in compute_report(LAB, params).result
    assert "paths" in compute_report(LAB, params.with_(n_runs=100), omit_long=True).result


def test_live_numbers_exist_where_they_mean_something() -> None:
    params, result = state()
    assert live_numbers(params, result, 0).keys() >= {"growth_rate", "predicted_median_escape", "median_escape"}
    params, result = state("monkey_saddle")
    assert "growth_rate" not in live_numbers(params, result, 0)


def test_a_drag_recomputes_the_runs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    params, _ = state()

    def refuse(*arguments: object) -> None:
        raise AssertionError("the critical points were searched again")

    monkeypatch.setattr(surface_map, "find_critical_points", refuse)
    for changes in ({"learning_rate": 0.2}, {"noise": 0.5}, {"start": [0.5, 0.5]}, {"n_runs": 3}, {"seed": 9}):
        compute(params.with_(**changes))

"""The numbers that must come out of the learning_rate lab."""

from typing import Any

import numpy as np
import pytest

from wk4gui.lab.declarations import ParamError
from wk4gui.lab.zone import Zone
from wk4gui.labs.learning_rate import LAB
from wk4gui.labs.learning_rate.model.compute import compute, draft, frames, live_numbers, summarize, zones
from wk4gui.labs.learning_rate.model.params import Params
from wk4gui.labs.learning_rate.model.rate_scan import compute_scan
from wk4gui.labs.learning_rate.model.result import Result


def state(preset: str = "ladder", **changes: Any) -> tuple[Params, Result]:
    params = LAB.preset_params(preset).with_(**changes)
    assert isinstance(params, Params)
    return params, compute(params)


def summary(preset: str = "ladder", frame: int | None = None, **changes: Any) -> str:
    params, result = state(preset, **changes)
    return str(summarize(params, result, frames(params, result).clip(frame)))


def edges(preset: str = "ladder", **changes: Any) -> dict[str, list[Zone]]:
    found: dict[str, list[Zone]] = {}
    for zone in zones(*state(preset, **changes)):
        found.setdefault(zone.meaning, []).append(zone)
    return found


class TestQuadratic:
    def test_four_regimes_at_the_defaults(self) -> None:
        params, result = state()
        assert params == LAB.params()
        assert result.regime == ("too low", "too low", "good", "good", "good", "good", "diverges")
        assert result.manner == (*("falls smoothly",) * 5, "zig-zags", "rises on the way")
        assert result.rates[3] == params.learning_rate

    def test_the_limits(self) -> None:
        _, result = state()
        assert (result.lambda_min, result.lambda_max) == (1.0, 20.0)
        assert (result.monotone_limit, result.stability_limit) == (0.05, 0.1)
        assert result.best_rate == pytest.approx(2.0 / 21.0, rel=1e-15)

    @pytest.mark.parametrize("curvature", [(1.0, 20.0), (20.0, 1.0), (0.3, 7.0), (500.0, 3.0)])
    def test_the_zones_end_exactly_at_the_limits(self, curvature: tuple[float, float]) -> None:
        highest = max(curvature)
        found = edges(curvature=list(curvature))
        assert [zone.low for zone in found["diverges"]] == [2.0 / highest]
        _, result = state(curvature=list(curvature))
        assert result.monotone_limit == 1.0 / highest

    def test_the_hatch_says_where_it_zig_zags(self) -> None:
        (zone,) = edges()["zig-zags"]
        assert (zone.low, zone.high, zone.hatched) == (1 / 20, 2 / 20, True)
        assert [zone.low for zone in edges(start=[6, 0])["zig-zags"]] == [1.0]
        assert not {"zig-zags"} & {*edges("momentum"), *edges("full_batch"), *edges(start=[0, 0])}

    def test_the_zones_are_the_regimes_of_the_ladder(self) -> None:
        for changes in ({}, {"momentum": 0.9}, {"momentum": 0.5, "n_steps": 30}, {"curvature": [3, 3]}):
            params, result = state(**changes, n_rates=9, span=4)
            for rate, regime in zip(result.rates, result.regime, strict=True):
                inside = [z.meaning for z in zones(params, result) if z.low < rate < z.high and not z.hatched]
                assert inside == [regime]

    def test_too_low_ends_where_a_tenth_of_the_fall_is_left(self) -> None:
        (low,) = edges()["too low"]
        steps = np.arange(91, 101)
        ends = 0.5 * np.mean(36 * (1 - low.high) ** (2 * steps) + 7.2 * (1 - 20 * low.high) ** (2 * steps))
        scan = compute_scan(LAB.params())
        least = min(end for end in scan.scan_end_loss if end is not None)
        assert ends == pytest.approx(least + 0.1 * (21.6 - least), rel=1e-4)

    def test_the_best_rate_is_best_in_the_long_run(self) -> None:
        _, result = state()
        best = result.best_rate or 0.0
        ends = [
            state(learning_rate=best * f, n_rates=1, n_steps=300, start=[1, 1])[1].loss[0, -1] for f in (0.9, 1, 1.03)
        ]
        assert ends[1] < min(ends[0], ends[2])

    def test_paths_are_powers_of_the_factors(self) -> None:
        _, result = state()
        assert result.paths is not None
        assert result.paths.shape == (7, 101, 2)
        steps = np.arange(101)
        for rate, path in zip(result.rates, result.paths, strict=True):
            np.testing.assert_allclose(path[:, 0], 6.0 * (1.0 - rate) ** steps, rtol=1e-10)
            np.testing.assert_allclose(path[:, 1], 0.6 * (1.0 - 20.0 * rate) ** steps, rtol=1e-9, atol=1e-300)

    def test_just_below_the_limit_it_falls_and_just_above_it_diverges(self) -> None:
        assert state(learning_rate=0.1 * (1 - 1e-9), n_rates=1)[1].regime == ("too high",)
        assert state(learning_rate=0.1 * (1 + 1e-9), n_rates=1)[1].regime == ("diverges",)
        for n_steps in (1, 3, 2000):
            assert state(learning_rate=0.1 * (1 + 1e-9), n_rates=1, n_steps=n_steps)[1].regime == ("diverges",)
        assert state(learning_rate=0.05 * (1 - 1e-9), n_rates=1)[1].manner == ("falls smoothly",)
        assert state(learning_rate=0.05 * (1 + 1e-6), n_rates=1)[1].manner == ("zig-zags",)

    def test_a_direction_that_is_not_off_is_not_felt(self) -> None:
        _, result = state(start=[6, 0], learning_rate=0.5, n_rates=1)
        assert result.regime == ("good",)
        assert result.lambda_max == 20.0

    def test_momentum_shifts_the_limit_and_makes_the_cost_swing(self) -> None:
        _, result = state("momentum")
        assert result.stability_limit == pytest.approx(0.19)
        assert result.monotone_limit is None
        assert result.best_rate is None
        assert (np.diff(result.loss[3]) > 0.0).mean() > 0.2
        assert [z.low for z in edges("momentum")["diverges"]] == [pytest.approx(0.19, rel=1e-15)]

    def test_a_divergence_names_its_step_and_its_factor(self) -> None:
        said = summary(learning_rate=0.12)
        assert said.startswith("Too high: diverges.")
        assert "1 − αλ = −1.4, |1 − αλ| > 1" in said
        assert "first above its start at step" in said
        _, result = state(learning_rate=10.0, n_rates=1, n_steps=2000)
        assert result.diverged_at[0] is not None
        assert "overflow" in summary(learning_rate=10.0, n_rates=1, n_steps=2000)

    def test_at_the_minimum_there_is_nothing_to_learn(self) -> None:
        assert summary(start=[0, 0]).startswith("Nothing to learn.")
        assert zones(*state(start=[0, 0])) == ()


class TestTutorialNetwork:
    def test_at_a_tenth_it_is_too_high_and_dies(self) -> None:
        _, result = state("tutorial_too_high")
        assert (result.regime[3], result.manner[3]) == ("too high", "rises on the way")
        assert result.all_dead[3]
        assert result.loss[3, 0] == 9.0
        assert result.loss[3, 1] == pytest.approx(866.7136, abs=5e-7)
        said = summary("tutorial_too_high")
        assert said.startswith("Too high.")
        assert "from 9 over 866.7136" in said
        assert "all hidden units are dead" in said

    @pytest.mark.parametrize(
        ("preset", "rate", "regime", "after"),
        [("tutorial_high", 0.02, "good", None), ("tutorial_good", 0.007, "good", None)],
    )
    def test_the_other_rates(self, preset: str, rate: float, regime: str, after: None) -> None:
        params, result = state(preset)
        k = params.n_rates // 2
        assert (result.rates[k], result.regime[k], result.all_dead[k]) == (rate, regime, False)
        t = rate
        if t < 5 / 72:
            exact = 1679616 * t**4 - 1119744 * t**3 + 194400 * t**2 - 2592 * t + 9
            assert result.loss[k, 1] == pytest.approx(exact, rel=1e-11)


class TestRegression:
    def test_the_achievable_loss_is_the_lowest_of_the_ladder(self) -> None:
        params, result = state("full_batch", span=4)
        lowest = result.loss[np.isfinite(result.loss)].min()
        left = (result.loss[:, -1] - lowest) / (result.loss[:, 0] - lowest)
        for share, regime in zip(left, result.regime, strict=True):
            assert regime != "good" or share <= 0.1
            assert regime != "too low" or share > 0.1
        assert "too low" in result.regime
        assert params.n_rates == 7

    def test_above_the_limit_of_the_start_the_loss_rises(self) -> None:
        _, result = state("full_batch")
        limit = result.stability_limit or 0.0
        _, high = state("full_batch", learning_rate=limit * 3, n_rates=1)
        assert (np.diff(high.loss[0, :20]) > 0.0).any()
        _, low = state("full_batch", learning_rate=limit / 8, n_rates=1)
        assert (np.diff(low.loss[0]) < 0.0).all()

    def test_a_mini_batch_cost_that_rises_says_nothing_yet(self) -> None:
        _, result = state("mini_batch")
        assert result.regime[3] == "good"
        assert (np.diff(result.loss[3]) > 0.0).mean() > 0.25
        assert "up and down by chance" in summary("mini_batch")
        assert "all of 8 orders" in summary("mini_batch")

    def test_a_batch_of_all_is_the_full_batch(self) -> None:
        _, batch = state("mini_batch", batch_size=64)
        _, full = state("full_batch")
        np.testing.assert_array_equal(batch.loss, full.loss)


class TestMystery:
    def test_nothing_on_screen_tells_the_rate(self) -> None:
        params, result = state("mystery")
        assert zones(params, result) == ()
        said = summary("mystery")
        assert said.startswith("Which is it?")
        assert not any(character.isdigit() for character in said)

    def test_seeds_draw_different_riddles(self) -> None:
        regimes = {state("mystery", seed=seed)[1].regime for seed in range(40)}
        assert {("too low",), ("good",), ("diverges",)} <= regimes


def test_losses_along_the_gradient_reach_beyond_the_limit() -> None:
    params, result = state(learning_rate=0.3)
    size, loss = result.loss_along_gradient["step_size"], result.loss_along_gradient["loss"]
    assert size[0] == 0.0
    assert size[-1] > max(params.learning_rate, result.stability_limit or 0.0)
    np.testing.assert_allclose(loss, 0.5 * (36 * (1 - size) ** 2 + 20 * 0.36 * (1 - 20 * size) ** 2), rtol=1e-12)


def test_batches_need_samples() -> None:
    with pytest.raises(ParamError, match=r"\(batch_size\) = 8 needs the problem regression"):
        LAB.decode({"batch_size": 8})
    params = LAB.edited(LAB.params(), "batch_size", 8)
    assert params.problem == "regression"  # type: ignore[attr-defined]
    assert LAB.edited(params, "problem", "tutorial").batch_size is None  # type: ignore[attr-defined]


def test_a_draft_is_the_beginning_of_the_whole() -> None:
    params, whole = state("full_batch")
    cheap = draft(params)
    np.testing.assert_array_equal(compute(cheap).loss, whole.loss[:, : cheap.n_steps + 1])
    assert draft(cheap) == cheap
    assert draft(LAB.params()) == LAB.params()


@pytest.mark.parametrize("n", range(1, 10, 2))
def test_the_middle_rate_is_the_rate_itself(n: int) -> None:
    params, result = state(n_rates=n)
    assert result.rates[n // 2] == params.learning_rate
    assert len(result.rates) == n


def test_an_even_ladder_has_no_middle() -> None:
    with pytest.raises(ParamError, match=r"\(n_rates\) = 4 has to be odd"):
        LAB.params().with_(n_rates=4)
    assert LAB.edited(LAB.params(), "n_rates", 4).n_rates == 5


def test_the_best_rate_is_marked_on_the_slider() -> None:
    assert [zone.low for zone in zones(*state()) if zone.meaning == "best"] == [2 / 21]
    assert not [zone for zone in zones(*state("momentum")) if zone.meaning == "best"]


def test_live_numbers() -> None:
    numbers = live_numbers(*state(learning_rate=0.07), 0)
    assert numbers["step_factor"] == pytest.approx(-0.4)
    assert numbers["best_rate"] == pytest.approx(2 / 21)
    assert "best_rate" not in live_numbers(*state("momentum"), 0)

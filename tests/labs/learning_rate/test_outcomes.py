"""What is said of learning rates: a judgement needs others to compare with, and a limit its condition."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from tiers import amount

from wk4gui.documents.saved_state import preset_state
from wk4gui.labs.learning_rate import LAB
from wk4gui.labs.learning_rate.model.compute import compute, summarize, zones
from wk4gui.labs.learning_rate.model.params import Params, adjusted, hidden_rates, inactive_fields, ladder_rates
from wk4gui.labs.learning_rate.model.questions import QUESTIONS
from wk4gui.labs.learning_rate.model.rate_scan import compute_scan
from wk4gui.labs.learning_rate.model.result import Result
from wk4gui.labs.learning_rate.model.scan_verdict import scan_verdict
from wk4gui.labs.learning_rate.model.sharpness import compute_sharpness, place_of, sharpness_verdict

AXIS = {"too low": 0, "good": 1, "undecided": 1, "too high": 2, "diverges": 3}


def state(preset: str = "ladder", **changes: Any) -> tuple[Params, Result]:
    params = LAB.preset_params(preset).with_(**changes)
    assert isinstance(params, Params)
    return params, compute(params)


def middle(preset: str = "ladder", **changes: Any) -> tuple[str, str, str]:
    params, result = state(preset, **changes)
    k = params.n_rates // 2
    return result.regime[k], result.manner[k], str(summarize(params, result, params.n_steps))


SINE = {"problem": "regression"}


def test_the_optimal_pair_is_not_too_high() -> None:
    pair = {"curvature": [1, 100], "start": [1, 1], "learning_rate": 0.0330578, "momentum": 0.6694215}
    outcome, manner, said = middle(**pair, n_rates=7, span=1)
    assert (outcome, manner) == ("good", "rises on the way")
    assert said.startswith("Good.")


def test_above_a_good_rate_none_is_too_low() -> None:
    params, result = state("momentum", n_steps=20)
    found = [zone.meaning for zone in zones(params, result)]
    assert found.count("too low") == 1  # type: ignore[comparison-overlap]
    assert found[0] == "too low"
    assert [zone.low for zone in zones(params, result) if zone.meaning == "diverges"] == [0.19]
    rng = np.random.default_rng(1)
    for _ in range(amount(25)):
        changes = {
            "curvature": (10.0 ** rng.uniform(-1, 2, 2)).tolist(),
            "start": rng.uniform(-5, 5, 2).tolist(),
            "momentum": float(rng.choice([0.0, 0.5, 0.9, 0.99])),
            "n_steps": int(rng.integers(2, 150)),
            "learning_rate": float(10.0 ** rng.uniform(-3, 0)),
            "span": 3,
            "n_rates": 9,
        }
        params, result = state(**changes)
        assert [AXIS[each] for each in result.regime] == sorted(AXIS[each] for each in result.regime)
        shown = [AXIS[region.regime] for region in result.regions]
        assert shown == sorted(shown)
        assert all(one.high == two.low for one, two in pairwise(result.regions))


def test_who_has_passed_the_minimum_is_not_too_low() -> None:
    setting = {"curvature": [2, 2], "start": [6, 0], "learning_rate": 0.2, "momentum": 0.9, "n_steps": 4}
    _, result = state(**setting, n_rates=5, span=0.6)
    assert "too low" not in result.regime


def test_not_yet_down_is_not_diverging() -> None:
    setting = {"curvature": [1.3, 2.7], "start": [0, -1.2], "momentum": 0.99, "learning_rate": 1.1}
    outcome, _, said = middle(**setting, n_steps=70)
    assert outcome != "diverges"
    assert "stable up to α = 1.47407" in said
    assert state(**setting, n_steps=2000)[1].loss[3, -1] < 1e-7


def test_the_noise_of_mini_batches_does_not_judge() -> None:
    _, result = state(**SINE, batch_size=1, n_steps=300, seed=43, span=3, learning_rate=0.03)
    assert (result.regime[0], result.rates[0]) == ("too low", pytest.approx(0.00095, rel=0.01))
    _, result = state(**SINE, batch_size=2, n_rates=9, n_steps=143, seed=837)
    assert "too high" not in result.regime
    assert "good" in result.regime


def test_far_below_the_limit_no_mini_batch_rate_is_too_high() -> None:
    for seed in range(amount(4)):
        _, result = state(**SINE, batch_size=1, n_steps=100, seed=seed, span=2, learning_rate=0.003)
        low = result.rates < 0.25 * (result.stability_limit or 0.0)
        assert not {"too high", "diverges"} & {
            outcome for outcome, is_low in zip(result.regime, low, strict=True) if is_low
        }


@pytest.mark.parametrize("batch_size", [1, 2, 4, None])
def test_every_length_of_training_is_judged(batch_size: int | None) -> None:
    for seed in range(amount(2)):
        for n_steps in (1, 7, 400):
            _, result = state(**SINE, batch_size=batch_size, n_steps=n_steps, seed=seed, span=4, learning_rate=0.1)
            assert result.regime[0] in ("too low", "good", "undecided")
            assert result.regime[-1] in ("diverges", "too high")


def test_one_rate_alone_is_judged() -> None:
    assert middle(**SINE, n_rates=1, learning_rate=1e-5)[0] == "too low"
    assert middle(n_rates=1, learning_rate=0.02)[0] == "good"


def test_a_flip_of_rounding_is_none() -> None:
    for rate in (0.05, 1 / 20):
        assert middle(learning_rate=rate)[1] == "falls smoothly"
    assert middle(curvature=[1, 3], learning_rate=1 / 3)[1] == "falls smoothly"


def test_the_factor_is_that_of_a_coordinate_that_moves() -> None:
    _, _, said = middle(start=[6, 0], learning_rate=0.15)
    assert "the steeper one starts at 0 and stays" in said
    assert "1 − αλ = 0.85" in said
    assert "multiplies the steepest coordinate by 1 − αλ = −2" not in said


def test_where_no_rate_suits_both_directions_it_is_said() -> None:
    said = middle(curvature=[0.01, 1000], start=[100, 0.01], learning_rate=0.0015)[2]
    assert "No rate suits both directions" in said
    assert "No rate suits" not in middle()[2]


@pytest.mark.parametrize("problem", ["regression", "tutorial"])
def test_a_networks_limit_is_by_the_curvature_at_the_start(problem: str) -> None:
    assert "By the curvature at the start" in middle(problem=problem)[2]
    assert "By the curvature" not in middle()[2]
    assert "smaller ones the limit is lower" in middle(**SINE, batch_size=4)[2]


def test_a_network_above_the_limit_of_its_start_may_be_good() -> None:
    _, result = state(**SINE, learning_rate=1.1 * 0.16264, n_steps=2000, n_rates=1)
    assert result.rates[0] > (result.stability_limit or 0.0)
    assert result.regime == ("good",)


def test_the_scan_does_not_depend_on_the_ladder() -> None:
    params = LAB.params()
    scan = compute_scan(params)
    np.testing.assert_allclose(scan.scan_rates, 10.0 ** (-5.0 + np.arange(49) / 8.0))
    assert compute_scan(params.with_(learning_rate=1.0, n_rates=1)) is scan
    assert len(scan.scan_outcome) == len(scan.scan_end_loss) == 49
    diverging = [
        rate for rate, outcome in zip(scan.scan_rates, scan.scan_outcome, strict=True) if outcome == "diverges"
    ]
    assert min(diverging) > 0.1
    assert str(scan_verdict(params, scan)).startswith(f"{scan.scan_outcome.count('good')} of 49 are good.")


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question.reveals])
def test_a_question_reveals_the_run_that_it_asked_about(question: Any) -> None:
    asked = preset_state(LAB, question.preset, question.changes).params
    shown = asked.with_(**question.reveals)
    before, after = compute(asked), compute(shown)
    np.testing.assert_allclose(after.rates, before.rates, rtol=1e-12)
    np.testing.assert_array_equal(after.loss, before.loss)
    assert after.regime == before.regime
    assert question.truth(asked, before) == question.truth(shown, after)


@pytest.mark.parametrize("seed", range(12))
def test_a_mystery_that_ends_shows_what_it_hid(seed: int) -> None:
    asked = LAB.preset_params("mystery").with_(seed=seed)
    shown = LAB.edited(asked, "mystery", False)
    assert isinstance(shown, Params)
    assert shown.learning_rate == ladder_rates(asked)[0] == hidden_rates(seed, 3.0, 1)[0]  # type: ignore[arg-type]
    assert compute(shown).regime == compute(asked).regime  # type: ignore[arg-type]


def test_in_a_mystery_the_learning_rate_is_no_hint() -> None:
    asked = LAB.preset_params("mystery")
    assert "learning_rate" in inactive_fields(asked)  # type: ignore[arg-type]
    for rate in (1e-5, 10.0):
        changed = compute(asked.with_(learning_rate=rate))
        np.testing.assert_array_equal(changed.loss, compute(asked).loss)
        assert changed.loss_along_gradient["step_size"][-1] == compute(asked).loss_along_gradient["step_size"][-1]
    assert "learning_rate" not in adjusted({"mystery": False, "n_rates": 1, "problem": "quadratic"}, "n_rates")


def test_every_answer_can_be_chosen() -> None:
    for question in QUESTIONS:
        params = preset_state(LAB, question.preset, question.changes).params
        if hasattr(question.answer, "options") and question.map is None:
            assert question.truth(params, compute(params)) in question.answer.options


class TestSharpness:
    def test_it_is_the_largest_eigenvalue_on_the_way(self) -> None:
        params = LAB.params().with_(**SINE, n_steps=60, n_rates=3)
        found = compute_sharpness(params)
        assert found.sharpness.shape == (3, 50)
        _, result = state(**SINE, n_steps=60, n_rates=3)
        np.testing.assert_allclose(found.sharpness[:, 0], result.lambda_max, rtol=1e-12)
        np.testing.assert_allclose(found.sharpness_limit, 2.0 / result.rates)
        assert found.sharpness_steps[-1] == 60

    def test_large_full_batch_rates_end_at_the_edge_from_below_and_above(self) -> None:
        params = LAB.preset_params("edge")
        found = compute_sharpness(params)  # type: ignore[arg-type]
        assert found.sharpness.shape == (5, 50)
        places = [place_of(found, k) for k in range(5)]
        assert places[0] == "below"
        edge = [k for k, place in enumerate(places) if place == "at the edge"]
        assert 2 in edge
        for k in edge:
            assert found.sharpness[k, -5:].mean() == pytest.approx(found.sharpness_limit[k], rel=0.05)
        starts = [found.sharpness[k, 0] > found.sharpness_limit[k] for k in edge]
        assert {True, False} == set(starts)
        assert str(sharpness_verdict(params, found)).startswith("At the edge of stability.")  # type: ignore[arg-type]

    def test_a_bowl_stays_as_it_is_and_a_divergence_leaves_nothing(self) -> None:
        found = compute_sharpness(LAB.params())
        np.testing.assert_allclose(found.sharpness, 20.0)
        wild = compute_sharpness(LAB.params().with_(**SINE, learning_rate=10.0, n_rates=1, n_steps=300))
        assert place_of(wild, 0) == "diverged"
        assert wild.diverged_at[0] is not None


def plain_end(curvature: list[float], start: list[float], rate: float, momentum: float, n: int) -> float:
    """E of one rate on the quadratic, a step after the other."""
    w, v, losses = list(start), [0.0, 0.0], []
    for _ in range(n):
        v = [momentum * b + c * a for a, b, c in zip(w, v, curvature, strict=True)]
        w = [a - rate * b for a, b in zip(w, v, strict=True)]
        losses.append(sum(0.5 * c * min(abs(a), 1e100) ** 2 for a, c in zip(w, curvature, strict=True)))
    last = max(1, -(-n // 10))
    return sum(losses[-last:]) / last


def test_what_a_summary_claims_comes_out_step_by_step() -> None:
    rng = np.random.default_rng(5)
    for _ in range(amount(6)):
        curvature, start = (10.0 ** rng.uniform(-1, 2, 2)).tolist(), rng.uniform(0.5, 5, 2).tolist()
        momentum, n = float(rng.choice([0.0, 0.9])), int(rng.integers(5, 60))
        rate = float(10.0 ** rng.uniform(-2, 1) * 2 * (1 + momentum) / max(curvature) / 3)
        rate = min(max(rate, 1e-5), 10.0)
        params, result = state(
            curvature=curvature, start=start, momentum=momentum, n_steps=n, learning_rate=rate, n_rates=1
        )
        limit = 2 * (1 + momentum) / max(curvature)
        tried = [r for r in [*(10.0 ** (j / 8 - 5) for j in range(49)), rate] if r <= limit]
        ends = {r: plain_end(curvature, start, r, momentum, n) for r in tried}
        least = min(ends.values())
        fall = sum(0.5 * c * a * a for c, a in zip(curvature, start, strict=True)) - least
        low, near = ([r for r in tried if ends[r] <= least + share * fall] for share in (0.1, 0.05))
        expected = "good" if rate in low else "undecided"
        expected = "too low" if rate < min(low) else "too high" if rate > max(near) else expected
        expected = "diverges" if rate > limit else expected
        assert summarize(params, result, n).claims["outcome"] == expected


def test_a_draft_is_judged_by_fewer_rates_and_is_its_own_state() -> None:
    params = LAB.preset_params("mini_batch")
    cheap = LAB.main.draft(params)
    assert cheap != params
    assert len(compute_scan(cheap).scan_rates) == 9
    assert len(compute_scan(params.with_(n_steps=100)).scan_rates) == 49  # type: ignore[arg-type]
    found = compute(cheap)
    assert [AXIS[each] for each in found.regime] == sorted(AXIS[each] for each in found.regime)

"""What the saddle lab says: judged by gradient and distance, never by the window, and with its conditions."""

from typing import Any

import numpy as np
import pytest
from tiers import amount

from wk4gui.labs.saddle import LAB
from wk4gui.labs.saddle.model.compute import compute, summarize
from wk4gui.labs.saddle.model.outcome import outcome
from wk4gui.labs.saddle.model.params import Params, surface_of
from wk4gui.labs.saddle.model.resting_place import may_have_kinks, own_length, resting_place
from wk4gui.labs.saddle.model.result import Result


def state(preset: str = "double_well", **changes: Any) -> tuple[Params, Result]:
    params = LAB.preset_params(preset).with_(**changes)
    assert isinstance(params, Params)
    return params, compute(params)


def said(preset: str = "double_well", frame: int | None = None, **changes: Any) -> str:
    params, result = state(preset, **changes)
    return str(summarize(params, result, params.n_steps if frame is None else frame))


def test_the_window_does_not_decide_who_is_stuck() -> None:
    wide = {"x_range": [-20, 20], "y_range": [-20, 20]}
    params, result = state(**wide)
    x, y = result.paths_noise_free[0, 11]
    assert (x, y) == pytest.approx((0.0, 0.4707), abs=1e-4)
    assert outcome(params, result, 11) == "on the way"
    assert outcome(params, result, 100) == "noise escapes"
    assert outcome(*state(noise=0.0, **wide), 100) == "stuck"


def test_who_only_passes_a_saddle_is_not_stuck() -> None:
    params, result = state(start=[0.001, 1.5], noise=0.0)
    for frame in range(36, 39):
        assert outcome(params, result, frame) == "on the way"
    params, result = state(start=[1e-5, 1.5], noise=0.0, n_steps=300)
    outcomes = [outcome(params, result, frame) for frame in range(301)]
    assert "passing" in outcomes
    assert "stuck" not in outcomes
    assert outcomes[-1] == "minimum"
    assert "it leaves" in str(summarize(params, result, outcomes.index("passing")))


def test_who_rests_has_hardly_a_gradient_anywhere() -> None:
    rng = np.random.default_rng(5)
    surfaces = ["double_well", "saddle", "himmelblau", "rosenbrock", "three_hump_camel", "styblinski_tang", "beale"]
    rested = 0
    for _ in range(amount(40)):
        wide = float(rng.uniform(3, 20))
        changes = {
            "surface": str(rng.choice(surfaces)),
            "start": rng.uniform(-2, 2, 2).tolist(),
            "learning_rate": float(10 ** rng.uniform(-3, -1)),
            "x_range": [-wide, wide],
            "y_range": [-wide, wide],
            "noise": 0.0,
            "n_runs": 1,
        }
        params, result = state(**changes)
        for frame in range(0, 101, 7):
            place = resting_place(params, result, 0, frame)
            if place is None:
                continue
            rested += 1
            path = result.paths_noise_free[0, : frame + 1]
            sizes = np.hypot(*surface_of(params).grad(path[:, 0], path[:, 1]))
            assert sizes[-1] <= 0.02 * sizes.max()
            distance = np.hypot(*(path[-1] - (place.point.x, place.point.y)))
            assert distance <= 0.02 * own_length(params, result, place.point)
    assert rested > 10


def test_runs_that_were_never_at_the_saddle_have_not_left_it() -> None:
    assert "have left the saddle" not in said(start=[0.49, 1.9])
    assert "have left the saddle" not in said(start=[0.9, 0.0])
    assert "noisy runs" not in said(noise=0.0)
    assert "have left the saddle" in said()


def test_the_prediction_says_what_it_holds_for() -> None:
    assert "its quadratic part predicts 43.2; farther out f slows runs down" in said(escape_radius=0.9, n_steps=200)
    plain = said("plain_saddle")
    assert "its quadratic part predicts " in plain
    assert "farther out" not in plain


def test_diverged_runs_are_counted() -> None:
    changes = {"surface": "two_weight_network", "noise_kind": "minibatch", "batch_size": 1, "n_runs": 100}
    params, result = state(optimizers=["momentum"], **changes)
    lost = sum(step is not None for step in result.diverged_at[0])
    assert lost > 50
    text = str(summarize(params, result, params.n_steps))
    assert f"{lost} of 100 noisy runs have diverged." in text
    assert f"the {100 - lost} noisy runs that are left" in text
    assert text.startswith("Most noisy runs diverge.")


@pytest.mark.parametrize("preset", ["plain_saddle", "monkey_saddle"])
def test_who_falls_without_end_has_not_diverged(preset: str) -> None:
    params, result = state(preset)
    assert outcome(params, result, params.n_steps) == "noise escapes"
    text = str(summarize(params, result, params.n_steps))
    assert "fallen out of the picture" in text
    assert "diverge" not in text
    params, result = state("plain_saddle", start=[1.5, 0.1], noise=0.0, n_steps=100)
    assert str(summarize(params, result, 100)).startswith("SGD falls without end.")


ACKLEY = "-20*exp(-0.2*sqrt(0.5*(x**2+y**2)))-exp(0.5*(cos(2*pi*x)+cos(2*pi*y)))+e+20"


@pytest.mark.parametrize("expression", [ACKLEY, "abs(x) + y**2"])
def test_kinks_are_said_not_to_be_found(expression: str) -> None:
    text = said("own_function", expression=expression, start=[0.3, 0.2], optimizers=["sgd"], learning_rate=0.01)
    assert "Kinks and gaps, where f has no gradient, are not searched" in text
    assert "nearest minimum" not in text


@pytest.mark.parametrize("expression", ["x**2*y + y**2", "x**5 + y**2", "x**4/4 - x**2/2 + y**2/2"])
def test_a_polynomial_has_no_kink(expression: str) -> None:
    text = said("own_function", expression=expression, start=[0.3, 0.2], optimizers=["sgd"], learning_rate=0.01)
    assert "ink" not in text
    assert "list" not in text


@pytest.mark.parametrize(
    ("expression", "kinked"),
    [("x/(1 + y**2)", True), ("tanh(x)/2", False), ("tan(x)", True), ("x**(1/3)", True), ("x**2.5 + y", True),
     ("x**-1 + y", True), ("x**2/4 + y", False)],
)  # fmt: skip
def test_what_may_have_kinks_is_read_off_the_formula(expression: str, kinked: bool) -> None:
    assert may_have_kinks(Params(surface="custom", expression=expression)) is kinked

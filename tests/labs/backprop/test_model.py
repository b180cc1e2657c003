from dataclasses import fields
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiers import amount

from wk4gui.core.history import LayerHistory
from wk4gui.lab.declarations import ParamError, to_json
from wk4gui.labs.backprop import LAB
from wk4gui.labs.backprop.model.compute import compute, frames, summarize, zones
from wk4gui.labs.backprop.model.moments import step_state
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.result import Result

POLYNOMIAL = np.polynomial.Polynomial([9.0, -2592.0, 194400.0, -1119744.0, 1679616.0])


def state(preset: str = "tutorial", **changes: Any) -> tuple[Params, Result]:
    params = LAB.preset_params(preset).with_(**changes)
    assert isinstance(params, Params)
    return params, compute(params)


def summary(preset: str = "tutorial", frame: int | None = None, **changes: Any) -> str:
    params, result = state(preset, **changes)
    return str(summarize(params, result, frames(params, result).clip(frame)))


class TestTutorial:
    def test_every_printed_gradient(self) -> None:
        _, result = state()
        assert result.grad_W[0][1].tolist() == [[24.0, 0.0, 30.0]]
        assert result.grad_b[0][1].tolist() == [6.0]
        assert result.grad_W[0][0].tolist() == [[-6.0, -12.0], [0.0, 0.0], [12.0, 24.0]]
        assert result.grad_b[0][0].tolist() == [-6.0, 0.0, 12.0]

    @pytest.mark.parametrize("preset", ["tutorial", "all_dead"])
    def test_no_zero_is_a_minus_zero(self, preset: str) -> None:
        _, result = state(preset)
        layers = (*result.grad_W.layers, *result.grad_z.layers, *result.grad_b.layers, *result.z.layers)
        assert not any(np.signbit(layer[layer == 0.0]).any() for layer in layers)

    @pytest.mark.parametrize(
        ("changes", "after"),
        [
            ({}, 866.7136),
            ({"update": "ascent"}, 3499.9056),
            ({"learning_rate": 0.01}, 1.417052),
            ({"learning_rate": 0.007}, float(POLYNOMIAL(0.007))),
        ],
    )
    def test_the_loss_after_one_step(self, changes: dict[str, Any], after: float) -> None:
        _, result = state(**changes)
        assert result.loss[0] == 9.0
        assert result.loss[1] == pytest.approx(after, abs=5e-7)

    def test_the_state_after_one_step(self) -> None:
        _, result = state()
        assert result.y_hat[1][0] == pytest.approx(-26.44, abs=1e-12)
        assert result.z[1][0] == pytest.approx([7.6, -1.0, -2.2], abs=1e-12)

    def test_the_one_step_limit_is_the_root_of_the_polynomial(self) -> None:
        _, result = state()
        roots = (POLYNOMIAL - 9.0).roots()
        exact = min(root.real for root in roots if abs(root.imag) < 1e-12 and root.real > 1e-9)
        assert result.one_step_limit == pytest.approx(exact, rel=1e-12)
        assert f"{result.one_step_limit:.7f}" == "0.0145215"

    def test_the_loss_along_the_gradient_is_the_polynomial(self) -> None:
        params, result = state()
        t, loss = result.loss_along_gradient["step_size"], result.loss_along_gradient["loss"]
        near = t < 5.0 / 72.0
        np.testing.assert_allclose(loss[near], POLYNOMIAL(t[near]), rtol=1e-10, atol=1e-10)
        assert t[0] == 0.0
        assert (np.diff(t) > 0.0).all()
        assert t[-1] > params.learning_rate > (result.one_step_limit or 0.0)
        assert (t < 0.0145).sum() > 100

    def test_gradient_check(self) -> None:
        assert state()[1].gradient_check < 1e-8


def test_result_is_read_only_and_has_the_shapes() -> None:
    params, result = state("two_hidden")
    for field in fields(result):
        value = getattr(result, field.name)
        layers = value.layers if isinstance(value, LayerHistory) else ()
        for array in (*layers, *([value] if isinstance(value, np.ndarray) else [])):
            assert not array.flags.writeable
            assert len(array) == params.n_steps + 1
    assert [W.shape for W in result.grad_W[0]] == [(3, 2), (3, 3), (1, 3)]
    assert [z.shape for z in result.z[0]] == [(3,), (3,), (1,)]
    assert result.y_hat.shape == (11, 1)
    with pytest.raises(ValueError, match="read-only"):
        result.loss_along_gradient["loss"][0] = 1.0


@pytest.mark.parametrize("update", ["descent", "ascent"])
@pytest.mark.parametrize("preset", [preset.name for preset in LAB.presets])
def test_the_curve_at_the_learning_rate_is_the_loss_after_one_step(preset: str, update: str) -> None:
    params, result = state(preset, update=update)
    t, loss = result.loss_along_gradient["step_size"], result.loss_along_gradient["loss"]
    here = np.flatnonzero(t == params.learning_rate)
    counted = result.sample_loss[:, 0] if params.one_at_a_time else result.loss  # of what the step takes
    assert loss[here[0]] == pytest.approx(counted[1], rel=1e-10, abs=1e-20)


@pytest.mark.parametrize("preset", [preset.name for preset in LAB.presets])
def test_zones_say_what_one_step_does(preset: str) -> None:
    params, result = state(preset)
    found = zones(params, result)
    if not any(layer[0].any() for layer in (*result.grad_W.layers, *(result.grad_b.layers if result.grad_b else ()))):
        assert found == (), "where the gradient is 0 no rate has an effect"
        return
    assert found[0].low == 1e-4
    assert found[-1].high == 10.0
    assert all(a.high == b.low for a, b in pairwise(found))
    largest_fall = result.loss[0] - min(
        compute(params.with_(learning_rate=float(r), n_steps=1)).loss[1] for r in np.geomspace(1e-4, 10, 60)
    )
    for zone in found:
        inside = float(np.sqrt(zone.low * zone.high))
        fall = result.loss[0] - compute(params.with_(learning_rate=inside, n_steps=1)).loss[1]
        if zone.meaning == "overshoots":
            assert fall < 0.0
        elif zone.meaning == "good":
            assert fall >= 0.0999 * largest_fall
        else:
            assert fall > 0.0


def test_zones_of_the_tutorial_end_at_the_polynomials_roots() -> None:
    found = zones(*state())
    assert [zone.meaning for zone in found] == ["too low", "good", "zig-zags", "overshoots"]
    assert found[-1].low == pytest.approx(state()[1].one_step_limit, rel=1e-12)
    lowest = POLYNOMIAL(min(r.real for r in POLYNOMIAL.deriv().roots() if r.real > 0))
    for edge in (found[0].high, found[2].low):
        assert 9.0 - POLYNOMIAL(edge) == pytest.approx(0.1 * (9.0 - lowest), rel=1e-8)


def test_zones_of_ascent_only_overshoot() -> None:
    assert [zone.meaning for zone in zones(*state("printed_sign"))] == ["overshoots"]


def test_a_flat_start_has_no_zones_and_no_limit() -> None:
    params, result = state(y=[6])
    assert zones(params, result) == ()
    assert result.one_step_limit is None


class TestFrames:
    def test_phases_in_order(self) -> None:
        found = frames(*state())
        assert found.phases == ("forward 1", "forward 2", "loss", "backward 2", "backward 1", "update")
        assert found.count == 11 * 6 - 1
        assert found.label(found.opening) == "step 0 · update"
        assert found.label(found.count - 1) == "step 10 · backward 1"

    def test_dead_units_are_marked_where_they_die(self) -> None:
        found = frames(*state())
        assert [(found.label(mark.frame), mark.label) for mark in found.marks] == [
            ("step 2 · forward 1", "all units dead")
        ]

    def test_nothing_after_the_last_finite_step(self) -> None:
        params, result = state("printed_sign")
        assert result.diverged_at is not None
        found = frames(params, result)
        assert found.label(found.count - 1) == f"step {result.diverged_at - 1} · backward 1"
        assert found.marks[-1].label == f"diverges at step {result.diverged_at}"
        assert np.isfinite(result.loss[result.diverged_at - 1])
        assert np.isnan(result.loss[result.diverged_at :]).all()

    def test_without_steps_there_is_no_update(self) -> None:
        found = frames(*state(n_steps=0))
        assert found.count == 5
        assert found.opening == 4


class TestSummary:
    def test_overshooting(self) -> None:
        assert summary() == (
            "Overshoots. One step takes the loss from 9 to 866.7136: the prediction jumps from 6 to −26.44 and hidden "
            "unit 3 switches off. The loss falls for learning rates below 0.01452; 0.1 is too large."
        )

    @pytest.mark.parametrize(
        ("preset", "changes", "words"),
        [
            ("printed_sign", {}, ["Climbs.", "from 9 to 3499.9056", "printed sign adds the gradient"]),
            ("works", {}, ["Falls.", "from 9 to 0.0016"]),
            ("tutorial", {"learning_rate": 0.0002}, ["Falls slowly.", "best learning rate for this step is 0.007095"]),
            ("tutorial", {"learning_rate": 0.0142}, ["Zig-zags.", "from 9 to 8.2546"]),
            ("tutorial", {"n_steps": 0}, ["No steps.", "loss is 9", "prediction is 6", "target 3"]),
            ("tutorial", {"y": [6]}, ["Converged.", "Every gradient is 0", "stays at 0"]),
            ("tutorial", {"decimals": 1}, ["from 9 to 864.4", "Rounding to 1 place", "2.3136 below"]),
            ("saturated_mse", {}, ["Falls slowly.", "gradient is tiny", "0.0132"]),
            (
                "tutorial",
                {"activations": ["relu", "relu"], "biases": [[0, 0, 0], [-9]]},
                ["No change.", "unit is off"],
            ),
            ("all_dead", {}, ["Falls.", "All units dead", "output bias alone"]),
            ("tutorial", {"biases": [[0, 0, 0], [-3]], "y": [3]}, ["Converged."]),
        ],
    )
    def test_opening(self, preset: str, changes: dict[str, Any], words: list[str]) -> None:
        text = summary(preset, **changes)
        assert all(word in text for word in words), text

    @pytest.mark.parametrize(
        ("preset", "changes", "words"),
        [
            ("tutorial", {}, ["Dead.", "from 9 over 866.7136 to 0.1474", "All units dead"]),
            ("works", {}, ["Converged.", "After 10 steps"]),
            ("printed_sign", {}, ["Diverges.", "the numbers of step 6 overflow"]),
            ("two_hidden", {}, ["After 10 steps the loss has gone from 1.8906"]),
            ("tutorial", {"n_steps": 1}, ["Ends higher.", "After 1 step "]),
            ("tutorial", {"y": [6]}, ["Converged.", "is still 0"]),
        ],
    )
    def test_at_the_end(self, preset: str, changes: dict[str, Any], words: list[str]) -> None:
        text = summary(preset, 10**6, **changes)
        assert all(word in text for word in words), text

    def test_of_the_phases_before_the_update(self) -> None:
        assert [summary(frame=frame) for frame in range(5)] == [
            "Forward. Hidden layer 1 (ReLU): 1 of 3 units is off.",
            "Forward. The output layer (linear) answers 6.",
            "Loss 9. The prediction 6 against the target 3.",
            "Backward. The gradients of the output layer; the largest has size 30.",
            "Backward. The gradients of hidden layer 1; the largest has size 24.",
        ]

    def test_dead_units_are_named_in_the_step_in_which_they_die(self) -> None:
        text = summary(frame=11)
        assert "hidden unit 1 switches off" in text
        assert "All units dead" in text

    @given(st.floats(-4.0, 1.0), st.sampled_from([preset.name for preset in LAB.presets]), st.booleans())
    @settings(max_examples=amount(10, 40, 400), deadline=None)
    def test_verdicts_are_true(self, exponent: float, preset: str, climbs: bool) -> None:
        rate = min(max(10.0**exponent, 1e-4), 10.0)
        params, result = state(preset, learning_rate=rate, update="ascent" if climbs else "descent")
        found = frames(params, result)
        for step in range(result.last_step):
            said = summarize(params, result, step * len(found.phases) + len(found.phases) - 1)
            before, after = result.loss[step], result.loss[step + 1]
            assert "-" not in str(said)
            if said.verdict in ("Overshoots.", "Climbs."):
                assert after > before
                assert said.tone == "bad"
            elif said.verdict in ("Falls.", "Falls slowly.", "Zig-zags."):
                assert after < before


class TestErrors:
    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"x": [1, 2, 3]}, ["weights[0]", "2 entries", "x has 3 values"]),
            ({"y": [1, 2]}, ["1 unit", "y has 2 values"]),
            ({"loss": "bce"}, ["bce", "between 0 and 1", "3"]),
            ({"loss": "bce", "activations": ["relu", "tanh"], "y": [1]}, ["bce", "linear or sigmoid", "tanh"]),
            ({"loss": "cross_entropy", "y": [0.5]}, ["cross_entropy", "add up to 1", "0.5"]),
            ({"activations": ["relu"]}, ["weights has 2", "activations has 1"]),
            ({"x": [1e7, 0]}, ["x[0]", "10000000.0"]),
            ({"weights": [[[0] * 17]]}, ["weights[0][0]"]),
            ({"n_steps": 2001}, ["n_steps", "from 0 to 2000"]),
            ({"x": [[1, 2], [3]], "y": [[1], [2]]}, ["rows of x", "1 and 2"]),
            ({"x": [[1, 2], [3, 4]]}, ["has 2 samples", "y has 1 sample"]),
            ({"x": [1, [2]]}, ["x mixes numbers and rows"]),
            ({"x": [1] * 17}, ["sample of x has 17 values", "16"]),
            ({"x": [[1, 2]] * 65, "y": [[1]] * 65}, ["length is 65", "at most 64"]),
            ({"decimals": 9}, ["decimals", "from 0 to 8", "or null"]),
        ],
    )
    def test_one_sentence_that_names_both_things(self, changes: dict[str, Any], words: list[str]) -> None:
        with pytest.raises(ParamError) as error:
            Params().with_(**changes)
        message = str(error.value)
        assert all(word in message for word in words), message
        assert "\n" not in message


def as_lists(value: object) -> object:
    return [as_lists(entry) for entry in value] if isinstance(value, (list, tuple)) else value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x", [1, 2, 3]),
        ("y", [1, 2]),
        ("activations", ["relu", "tanh", "linear"]),
        ("activations", ["linear"]),
        ("biases", [[0, 0], [0]]),
        ("weights", [[[2, 1]], [[1]]]),
        ("loss", "half_mse"),
        ("learning_rate", 0.5),
    ],
)
def test_a_field_edited_alone_takes_the_others_along(name: str, value: object) -> None:
    params = LAB.edited(Params(), name, value)
    assert isinstance(params, Params)
    assert as_lists(to_json(params)[name]) == value
    assert np.isfinite(compute(params).loss[0])


def test_rounding_rounds_every_shown_number() -> None:
    _, result = state("six_layers", decimals=2)
    for history in (result.z, result.a, result.slope, result.W, result.b, result.grad_z, result.grad_a, result.grad_W):
        for layer in history.layers:
            np.testing.assert_allclose(layer * 100.0, np.round(layer * 100.0), atol=1e-6)


def test_the_instant_before_the_last_has_the_new_weights() -> None:
    params, result = state()
    now = step_state(params, result, 0)
    assert now.new_W is not None
    assert now.new_W[0][0, 0] == 2.6
    assert step_state(params, result, 10).new_W is None


@pytest.mark.parametrize("rate", [1e-4, 10.0])
@pytest.mark.parametrize("n_steps", [0, 200])
def test_the_largest_values_diverge_without_a_warning(rate: float, n_steps: int) -> None:
    big = [[[1e6] * 8] * 8] * 5 + [[[1e6] * 8]]
    changes = {"x": [1e6] * 8, "y": [-1e6], "weights": big, "biases": [[1e6] * 8] * 5 + [[1e6]]}
    for activation in ("linear", "gelu", "tanh"):
        params, result = state(**changes, activations=[activation] * 6, learning_rate=rate, n_steps=n_steps)
        assert result.loss.shape == (n_steps + 1,)
        zones(params, result)
        for frame in range(0, frames(params, result).count, 7):
            summarize(params, result, frame)


def test_presets_compute_and_say_what_to_look_at() -> None:
    names = [preset.name for preset in LAB.presets]
    assert names == [
        "tutorial",
        "printed_sign",
        "works",
        "one_neuron",
        "saturated_mse",
        "saturated_bce",
        "all_dead",
        "two_hidden",
        "six_layers",
        "exercise",
        "xor",
        "and_in_turn",
        "batch_of_two",
        "two_outputs",
        "fresh_neuron",
        "saturated_neuron",
    ]
    assert all(preset.note for preset in LAB.presets)


def test_saturation_slows_mse_and_not_bce() -> None:
    slow, fast = state("saturated_mse")[1], state("saturated_bce")[1]
    assert slow.y_hat[10][0] > 0.98
    assert fast.y_hat[10][0] < 0.3

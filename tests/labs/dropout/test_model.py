"""The numbers that must come out of the dropout lab."""

import dataclasses
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.lab.checkpoint import Superseded
from wk4gui.lab.declarations import ParamError, fields_of
from wk4gui.lab.reason import Reason
from wk4gui.labs.dropout import LAB
from wk4gui.labs.dropout.model.compute import compute, live_numbers, output_histogram, summarize
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.reasons import (
    between_reason,
    bin_reason,
    drawn_reason,
    geometric_reason,
    hidden_reason,
    mask_output_reason,
    mean_reason,
    scaled_reason,
    thinned_reason,
)
from wk4gui.labs.dropout.model.result import Result, TrainingResult
from wk4gui.labs.dropout.model.training import compute_training
from wk4gui.labs.dropout.model.training_measures import MEASURES
from wk4gui.labs.dropout.model.training_reasons import (
    loss_reason,
    measure_reason,
    network_reason,
    values_of,
)
from wk4gui.labs.dropout.model.verdict import EXPECTED, training_verdict


def state(preset: str = "linear", **changes: Any) -> tuple[Params, Result]:
    params = LAB.preset_params(preset).with_(**changes)
    assert isinstance(params, Params)
    return params, compute(params)


@lru_cache(maxsize=2)
def trained(seed: int = 0) -> TrainingResult:
    return compute_training(Params().with_(seed=seed))


class TestEnsemble:
    @pytest.mark.parametrize("n_hidden", [1, 5, 12])
    @pytest.mark.parametrize("drop_prob", [0.0, 0.3, 0.5, 0.95])
    @pytest.mark.parametrize("scaling", ["inverted", "classic"])
    def test_a_linear_output_averages_exactly(self, n_hidden: int, drop_prob: float, scaling: str) -> None:
        _, r = state(n_hidden=n_hidden, drop_prob=drop_prob, scaling=scaling)
        assert r.agreement.mean_gap < 1e-12
        assert r.subnet_output.shape == (2**n_hidden, 1)
        assert r.subnet_probability.sum() == pytest.approx(1.0, abs=1e-12)

    @pytest.mark.parametrize("output", ["sigmoid", "softmax"])
    def test_a_probability_is_the_geometric_mean_and_not_the_mean(self, output: str) -> None:
        _, r = state(output=output)
        assert r.agreement.geometric_gap is not None
        assert r.agreement.geometric_gap < 1e-12
        assert r.agreement.mean_gap > 0.01

    def test_with_a_second_layer_neither_holds(self) -> None:
        _, r = state("second_layer")
        assert r.agreement.mean_gap > 0.02
        assert (r.agreement.geometric_gap or 0.0) > 0.02
        _, r = state(second_layer=True)
        assert r.agreement.mean_gap > 0.1

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            (
                {"n_hidden": 2, "drop_prob": 1e-6, "activation": "sigmoid", "x": [-0.5, 0.001], "seed": 8222},
                "within rounding.",
            ),
            (
                {"drop_prob": 1e-4, "activation": "hard_sigmoid", "x": [1.0, 1.0], "seed": 463},
                "the mean is within rounding.",
            ),
            (
                {"n_hidden": 1, "activation": "softplus", "output": "sigmoid", "x": [1.0, 10.0], "seed": 7706},
                "It is exactly the normalised geometric mean; its distance from the mean is within rounding.",
            ),
            (
                {"n_hidden": 1, "activation": "softplus", "x": [1.0, 10.0], "seed": 7706},
                "They agree exactly: no mask switches a ReLU of layer 2, so the output is linear in the hidden units.",
            ),
        ],
    )
    def test_a_small_gap_does_not_make_an_output_linear(self, changes: dict[str, Any], said: str) -> None:
        params, r = state(second_layer=True, **changes)
        text = str(summarize(params, r, 0))
        assert text.endswith(said)
        assert text.startswith("An approximation.") == ("They" not in text and "exactly" not in text)

    @pytest.mark.parametrize("output", ["linear", "softmax"])
    def test_masks_without_probability_may_change_the_output(self, output: str) -> None:
        params, r = state(drop_prob=0.0, output=output)
        assert np.ptp(r.subnet_output[:, 0]) > 0.01
        assert "no unit is dropped, and every other mask has probability 0." in str(summarize(params, r, 0))
        rare, r = state(drop_prob=1e-30, output=output)
        assert str(summarize(rare, r, 0)).startswith("Equals the ")
        off, r = state(activation="relu", n_hidden=1, x=[10.0, 10.0])
        assert r.hidden[0] == 0.0
        assert str(summarize(off, r, 0)).endswith("No mask changes the output.")

    def test_the_numbers_of_a_sentence_are_of_one_output(self) -> None:
        changes = {"n_hidden": 2, "drop_prob": 0.9, "output": "softmax", "x": [-10.0, -0.5], "seed": 808}
        text = str(summarize(*state(**changes), 0))
        assert "Output 1: scaled network 4.376e−10, mean of all 4 thinned networks 0.262, their spread 0.0873." in text
        assert "its largest distance from the mean is 0.6086" in text
        assert "Output" not in str(summarize(*state(), 0))

    def test_a_forgotten_scale_is_seen(self) -> None:
        _, r = state("forgotten_scale")
        assert r.agreement.mean_gap > 1.0
        assert str(summarize(Params().with_(scaling="none"), r, 0)).startswith("No scaling.")

    def test_survivors_are_scaled(self) -> None:
        params, r = state("one_mask", drop_prob=0.2)
        np.testing.assert_allclose(r.kept, [r.hidden[0] / 0.8, 0.0, r.hidden[2] / 0.8, r.hidden[3] / 0.8, 0.0])
        row = 0b01101
        np.testing.assert_array_equal(r.subnet_mask[row], params.mask)
        np.testing.assert_allclose(r.mask_output, r.subnet_output[row], rtol=1e-13)

    def test_a_mask_is_drawn_from_the_seed(self) -> None:
        masks = {state(seed=seed)[1].mask for seed in range(8)}
        assert len(masks) > 3
        assert state(seed=3)[1].mask == state(seed=3)[1].mask
        assert state(drop_prob=0.0)[1].mask == (True,) * 5

    def test_drawn_masks_come_closer_to_the_exact_mean(self) -> None:
        _, r = state("many")
        gap = np.abs(r.monte_carlo_mean - r.ensemble_mean)
        assert np.all(gap <= 4.5 * r.monte_carlo_error + 1e-12)
        assert r.monte_carlo_error[-1] == pytest.approx(np.sqrt(r.output_variance / r.monte_carlo_n[-1]), rel=0.05)
        assert r.monte_carlo_n[0] == 2

    def test_noise_is_a_penalty_on_the_weights(self) -> None:
        params, r = state(drop_prob=0.3)
        assert r.noise_equivalent is not None
        formula = 0.3 / 0.7 * np.sum((r.W2[0] * r.hidden) ** 2)
        assert r.noise_equivalent["formula"] == pytest.approx(formula, rel=1e-13)
        assert r.noise_equivalent["exact"] == pytest.approx(formula, rel=1e-12)
        assert r.noise_equivalent["exact"] == pytest.approx(float(r.output_variance[0]), rel=1e-12)
        gap = r.noise_equivalent["simulated"] - formula
        assert abs(gap) < 4 * r.noise_equivalent["simulated_error"]
        numbers = live_numbers(params, r, 0)
        assert numbers["noise_penalty"] == pytest.approx(0.3 / 0.7 * numbers["w2_a2"])
        for changes in ({"output": "softmax"}, {"second_layer": True}, {"scaling": "classic"}):
            assert state(**changes)[1].noise_equivalent is None

    def test_a_histogram_holds_all_probability(self) -> None:
        for changes in ({}, {"n_hidden": 12}, {"drop_prob": 0.0}, {"output": "softmax"}):
            _, r = state(**changes)
            edges, shares = output_histogram(r, len(r.ensemble_mean) - 1)
            assert shares.sum() == pytest.approx(1.0)
            assert np.all(np.diff(edges) > 0)


class TestTraining:
    @pytest.mark.parametrize("seed", [0, 1])
    def test_at_the_defaults_dropout_does_what_is_said_of_it(self, seed: int) -> None:
        found = trained(seed).comparison
        assert found["test_loss"].pairs.direction == "down"
        assert found["sparsity"].pairs.direction == "up"
        assert found["loss_rise_without_unit"].pairs.direction == "down"
        assert found["mean_abs_correlation"].pairs.direction == "down"
        assert found["cancellation"].pairs.direction == "down"
        assert found["weight_norm"].pairs.direction == "down"
        assert found["train_loss"].pairs.direction == "up"

    def test_gaussian_noise_does_nearly_the_same(self) -> None:
        found = trained().comparison
        for name in ("test_loss", "sparsity", "weight_norm"):
            plain, dropout, gaussian = found[name].mean
            assert abs(gaussian - dropout) < 0.25 * abs(plain - dropout)

    def test_each_explanation_goes_the_way_it_should(self) -> None:
        for measure, way in EXPECTED.items():
            assert trained().comparison[measure].pairs.direction == way

    def test_shapes(self) -> None:
        r = trained()
        k = len(r.steps)
        assert r.train_loss.shape == r.test_loss.shape == (3, 16, k)
        assert (r.steps[0], r.steps[-1]) == (0, 1500)
        assert r.unit_correlation.shape == (3, 64, 64)
        assert r.weight_histogram.sum(axis=1).tolist() == [16 * 64 * 3] * 3
        assert r.diverged_at == (None, None, None)
        np.testing.assert_array_equal(r.train_loss[0, :, 0], r.train_loss[1, :, 0])

    def test_without_dropout_all_three_are_the_same(self) -> None:
        r = compute_training(Params().with_(drop_prob=0.0, n_steps=30, n_networks=16, width=8))
        np.testing.assert_allclose(r.train_loss[0], r.train_loss[1], rtol=1e-6)
        np.testing.assert_allclose(r.train_loss[0], r.train_loss[2], rtol=1e-6)
        assert r.comparison["test_loss"].pairs.direction == "same"

    def test_one_network_has_no_error(self) -> None:
        params = Params().with_(n_networks=1, n_steps=20)
        r = compute_training(params)
        assert r.comparison["test_loss"].error is None
        assert str(training_verdict(params, r)).startswith("Not resolved. One network")

    def test_the_verdict_leads(self) -> None:
        assert str(training_verdict(Params(), trained())).startswith("Dropout helped.")

    @pytest.mark.parametrize("activation", ACTIVATIONS)
    def test_every_activation_trains(self, activation: str) -> None:
        r = compute_training(Params().with_(activation=activation, n_steps=10, n_networks=2, width=8))
        assert np.isfinite(r.test_loss).all()

    def test_progress_and_the_end_of_it(self) -> None:
        seen: list[float] = []
        params = Params().with_(n_steps=50, n_networks=2)
        compute_training(params, seen.append)
        assert seen == sorted(seen)
        assert seen[-1] == 1.0

        def refuse(fraction: float) -> None:
            if fraction > 0.4:
                raise Superseded

        with pytest.raises(Superseded):
            compute_training(params, refuse)


class TestParams:
    def test_a_mask_has_one_flag_a_unit(self) -> None:
        with pytest.raises(ParamError, match=r"Mask \(mask\) has 2 flags, and n_hidden is 5"):
            Params().with_(mask=[True, False])

    def test_edits_keep_mask_and_units_together(self) -> None:
        masked = LAB.preset_params("one_mask")
        assert LAB.edited(masked, "n_hidden", 3).mask == (True, False, True)  # type: ignore[attr-defined]
        assert LAB.edited(masked, "n_hidden", 6).mask == (True, False, True, True, False, True)  # type: ignore[attr-defined]
        assert LAB.edited(masked, "mask", [True]).n_hidden == 1  # type: ignore[attr-defined]

    def test_parts_depend_on_what_they_name(self) -> None:
        part = LAB.part("training")
        assert set(part.uses) <= fields_of(Params).keys()
        base = compute_training(Params().with_(n_steps=10, n_networks=2))
        for name, value in (("scaling", "none"), ("n_hidden", 3), ("x", [0, 0]), ("output", "softmax")):
            other = compute_training(Params().with_(n_steps=10, n_networks=2, **{name: value}))
            np.testing.assert_array_equal(base.test_loss, other.test_loss)

    def test_too_much_training_is_refused(self) -> None:
        with pytest.raises(ParamError, match="too much to train"):
            Params().with_(n_networks=256, width=256, n_train=500, n_steps=20000)

    def test_every_preset_computes_and_is_summarised(self) -> None:
        for preset in LAB.presets:
            params, r = state(preset.name)
            assert summarize(params, r, 0).verdict
            assert all(np.isfinite(v) for v in live_numbers(params, r, 0).values())


def last_number(reason: Reason) -> float:
    """What the last line of a reason comes to."""
    return float(reason.formulas[-1].rpartition(" = ")[2].replace("−", "-"))


class TestReasons:
    @pytest.mark.parametrize("scaling", ["inverted", "classic", "none"])
    @pytest.mark.parametrize("output", ["linear", "sigmoid", "softmax"])
    @pytest.mark.parametrize("second_layer", [False, True])
    @pytest.mark.parametrize("x", [(1.0, -0.5), (10.0, -10.0)])
    def test_every_number_of_the_ensemble_is_computed_again(
        self, scaling: str, output: str, second_layer: bool, x: tuple[float, float]
    ) -> None:
        p, r = state(scaling=scaling, output=output, second_layer=second_layer, x=x, drop_prob=0.3, seed=4)
        found = [(hidden_reason(p, r, j), r.kept[j]) for j in range(p.n_hidden)]
        assert len(set(r.mask)) == 2
        for k in range(r.subnet_output.shape[1]):
            found += [
                (mask_output_reason(p, r, k), r.mask_output[k]),
                (mean_reason(p, r, k), r.ensemble_mean[k]),
                (scaled_reason(p, r, k), r.weight_scaled_output[k]),
                (drawn_reason(r, 40, k), r.monte_carlo_mean[40, k]),
            ]
            found += [(thinned_reason(p, r, row, k), r.subnet_output[row, k]) for row in range(32)]
            if r.geometric_mean is not None:
                found.append((geometric_reason(p, r, k), r.geometric_mean[k]))
        for reason, value in found:
            assert reason.value == value
            assert last_number(reason) == pytest.approx(value, rel=1e-3, abs=1e-6), reason
            assert len(reason.formulas) <= 8

    def test_a_layer_in_between_is_the_one_that_the_output_sums_up(self) -> None:
        p, r = state("second_layer")
        between = np.array([between_reason(p, r, k).value for k in range(4)])
        np.testing.assert_allclose(1.0 / (1.0 + np.exp(-(between @ r.W2.T + r.b2))), r.mask_output)

    @pytest.mark.parametrize("drop_prob", [0.0, 0.2, 0.5])
    def test_the_bins_hold_every_mask_once(self, drop_prob: float) -> None:
        _, r = state("many", drop_prob=drop_prob)
        edges, shares = output_histogram(r, 0)
        for b, share in enumerate(shares):
            low, high = float(edges[b]), float(edges[b + 1])
            reason = bin_reason(r, 0, low, high, closed=b == len(shares) - 1)
            assert reason.value == pytest.approx(share, abs=1e-12)

    @pytest.mark.parametrize("n_networks", [1, 7])
    def test_every_number_of_the_training_is_computed_again(self, n_networks: int) -> None:
        p = Params().with_(n_networks=n_networks, n_steps=40, width=16)
        r = compute_training(p)
        for measure, compared in r.comparison.items():
            if measure not in MEASURES:
                continue
            found = [(measure_reason(r, measure, kind), compared.mean[kind]) for kind in range(3)]
            if measure in ("test_loss", "loss_rise_without_unit", "weight_norm", "sparsity"):
                found.append((network_reason(p, r, measure, 1, 0), values_of(r, measure)[1, 0]))
            for reason, value in found:
                assert reason.value == value
                assert last_number(reason) == pytest.approx(value, rel=1e-3, abs=1e-6)
                has_error = any(line.startswith("standard error") for line in reason.formulas)
                assert has_error == (n_networks > 1 and reason.formulas[-1].startswith("mean"))
        assert loss_reason(p, r, "train_loss", 1, 3).value == r.train_loss[1, :, 3].mean()

    def test_networks_that_diverged_have_reasons_all_the_same(self) -> None:
        p = Params().with_(n_networks=2, n_steps=30, width=8, learning_rate=1.0)
        r = compute_training(p)
        diverged = dataclasses.replace(r, sparsity=np.full((3, 2), np.nan), test_loss=np.full_like(r.test_loss, np.nan))
        assert "–" in network_reason(p, diverged, "sparsity", 0, 0).formulas[-1]
        assert np.isnan(loss_reason(p, diverged, "test_loss", 0, 0).value)

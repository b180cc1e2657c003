"""Computes all thinned networks of a small network."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.summary import Summary
from wk4gui.labs.dropout.model.dropout import (
    DroppedNetwork,
    Ensemble,
    all_masks,
    draw_masks,
    draw_network,
    enumerate_ensemble,
    mask_number,
    noise_penalty,
    training_factor,
    use_factor,
    wall_order,
)
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.result import Agreement, Result
from wk4gui.labs.dropout.model.verdict import ensemble_verdict

N_DRAWN = 10000
N_COUNTS = 60
_ROUND_NUMBERS = (10, 100, 1000)
BRIEF_WIDTH, BRIEF_NETWORKS = 64, 32
TARGET = 1.0
"""The target of the squared error whose rise is measured; the rise does not depend on it."""


def network_of(params: Params) -> DroppedNetwork:
    """The small network, with weights from the seed."""
    return draw_network(
        params.n_hidden, params.activation, params.output, params.seed, second_layer=params.second_layer
    )


def compute(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Result:
    """Runs all 2^H thinned networks at once; their means are exact, weighted with each mask's probability."""
    network, x = network_of(params), np.array(params.x)
    ensemble = enumerate_ensemble(network, x, params.drop_prob, params.scaling)
    z, a = network.hidden(x)
    mask = mask_of(params)
    kept = a * mask * training_factor(params.scaling, params.drop_prob)
    scaled = network.outputs(a * use_factor(params.scaling, params.drop_prob))
    masks = all_masks(params.n_hidden)
    numbers, drawn = _draw(params, ensemble)
    return Result(
        W1=network.W1,
        b1=network.b1,
        W_between=network.W_between,
        b_between=network.b_between,
        W2=network.W2,
        b2=network.b2,
        hidden_z=read_only(z),
        hidden=read_only(a),
        mask=tuple(bool(flag) for flag in mask),
        kept=read_only(kept),
        mask_output=read_only(network.outputs(kept)),
        subnet_mask=read_only(masks),
        subnet_output=ensemble.output,
        subnet_probability=ensemble.probability,
        wall_order=tuple(int(k) for k in wall_order(params.n_hidden)),
        ensemble_mean=ensemble.mean,
        geometric_mean=ensemble.geometric_mean,
        weight_scaled_output=read_only(scaled),
        agreement=_agreement(scaled, ensemble),
        output_variance=ensemble.variance,
        monte_carlo_n=read_only(numbers),
        **_monte_carlo(numbers, drawn),
        noise_equivalent=_noise_equivalent(params, network, a, ensemble, drawn),
    )


def mask_of(params: Params) -> np.ndarray:
    """The mask shown: the given one, or one drawn from the seed."""
    if params.mask is not None:
        return np.array(params.mask)
    rng = np.random.default_rng([params.seed, 6, 7])
    return np.asarray(draw_masks(1, params.n_hidden, params.drop_prob, rng)[0])


def _draw(params: Params, ensemble: Ensemble) -> tuple[np.ndarray, Array]:
    """Numbers of masks at which the running mean is stored, and the output of each drawn mask (n_drawn, n_out)."""
    rng = np.random.default_rng([params.seed, 6, 8])
    drawn = mask_number(draw_masks(N_DRAWN, params.n_hidden, params.drop_prob, rng))
    numbers = np.round(np.geomspace(2, N_DRAWN, N_COUNTS))
    return np.union1d(numbers, _ROUND_NUMBERS).astype(int), ensemble.output[drawn]


def _monte_carlo(numbers: np.ndarray, drawn: Array) -> dict[str, Array]:
    n = numbers[:, None]
    centre = drawn[0]  # sums of squares about a value near the mean keep their precision
    total = np.cumsum(drawn - centre, axis=0)[numbers - 1]
    squares = np.cumsum((drawn - centre) ** 2, axis=0)[numbers - 1]
    variance = np.maximum(squares - total**2 / n, 0.0) / (n - 1)
    return {
        "monte_carlo_mean": read_only(centre + total / n),
        "monte_carlo_error": read_only(np.sqrt(variance / n)),
    }


def _agreement(scaled: Array, ensemble: Ensemble) -> Agreement:
    geometric = ensemble.geometric_mean
    return Agreement(
        float(np.abs(scaled - ensemble.mean).max()),
        None if geometric is None else float(np.abs(scaled - geometric).max()),
    )


def _noise_equivalent(
    params: Params, network: DroppedNetwork, a: Array, ensemble: Ensemble, drawn: Array
) -> Mapping[str, float] | None:
    if params.output != "linear" or params.second_layer or params.scaling != "inverted":
        return None
    whole = float((network.outputs(a)[0] - TARGET) ** 2)
    rises = (drawn[:, 0] - TARGET) ** 2 - whole
    return {
        "formula": noise_penalty(network, a, params.drop_prob),
        "exact": float(ensemble.probability @ (ensemble.output[:, 0] - TARGET) ** 2) - whole,
        "simulated": float(rises.mean()),
        "simulated_error": float(rises.std(ddof=1) / np.sqrt(len(rises))),
    }


def output_histogram(result: Result, output: int, n_bins: int = 40) -> tuple[Array, Array]:
    """Probability of the thinned networks' outputs in equal bins: edges (n_bins + 1,), probabilities (n_bins,)."""
    values = result.subnet_output[:, output]
    likely = result.subnet_probability > 0.0
    low, high = float(values[likely].min()), float(values[likely].max())
    margin = max(1e-3 * max(abs(low), abs(high)), 1e-9) if high - low < 1e-9 else 0.0
    edges = np.linspace(low - margin, high + margin, n_bins + 1)
    counts, _ = np.histogram(values[likely], edges, weights=result.subnet_probability[likely])
    return read_only(edges), read_only(counts)


def summarize(params: Params, result: Result, frame: int) -> Summary:
    """Whether the scaled network's output is the mean of all thinned ones."""
    return ensemble_verdict(params, result)


def live_numbers(params: Params, result: Result, frame: int) -> dict[str, float]:
    """The numbers in the lesson's formulas."""
    numbers = {
        "drop_prob": params.drop_prob,
        "n_subnets": float(len(result.subnet_probability)),
        "ensemble_mean": float(result.ensemble_mean[0]),
        "weight_scaled_output": float(result.weight_scaled_output[0]),
        "mean_gap": result.agreement.mean_gap,
    }
    if params.scaling == "inverted":
        numbers["survivor_factor"] = training_factor("inverted", params.drop_prob)
    if result.geometric_mean is not None:
        numbers["geometric_mean"] = float(result.geometric_mean[0])
    if result.noise_equivalent is not None:
        numbers["noise_penalty"] = result.noise_equivalent["formula"]
        numbers["simulated_rise"] = result.noise_equivalent["simulated"]
        numbers["drop_odds"] = params.drop_prob / (1.0 - params.drop_prob)
        numbers["w2_a2"] = float(np.sum((result.W2[0] * result.hidden) ** 2))
    return numbers


def adjusted(plain: dict[str, Any], edited: str) -> dict[str, Any]:
    """Plain parameters after an edit: a mask is resized to the units, new ones kept, or the units to an edited mask."""
    plain = dict(plain)
    mask = plain["mask"]
    if mask is not None and len(mask) != plain["n_hidden"]:
        if edited == "mask":
            plain["n_hidden"] = len(mask)
        else:
            plain["mask"] = [*mask[: plain["n_hidden"]], *[True] * (plain["n_hidden"] - len(mask))]
    return plain


def effective_value(params: Params, name: str) -> tuple[bool, ...] | None:
    """The mask drawn from the seed."""
    return tuple(bool(flag) for flag in mask_of(params)) if name == "mask" else None


def omitted_from_print(params: Params, result: Result) -> tuple[str, ...]:
    """Fields omitted from printed output: large tables of many units or networks."""
    correlation = ("unit_correlation",) if params.width > BRIEF_WIDTH else ()
    return (*correlation, "train_loss", "test_loss") if params.n_networks > BRIEF_NETWORKS else correlation

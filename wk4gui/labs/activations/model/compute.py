"""Computes where activations saturate, and the effect on the gradient of a deep network."""

from typing import Any

import numpy as np

from wk4gui.core.activations import ACTIVATIONS, sigmoid
from wk4gui.core.arrays import Array, read_only
from wk4gui.core.progress import Progress
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.summary import Summary
from wk4gui.labs.activations.model.params import Z_RANGE, Params
from wk4gui.labs.activations.model.result import Result
from wk4gui.labs.activations.model.saturation import morphed, saturated_intervals, steepest_slope
from wk4gui.labs.activations.model.signal_probe import DeepNetwork, Signals, gradient_factor, probe_signals
from wk4gui.labs.activations.model.verdict import main_verdict

N_Z = 401
QUICK_ACTIVATIONS, DRAFT_ACTIVATIONS = 270_000, 65_000
"""Number of activations (all layers, both functions) that needs no draft, and the largest number in a draft."""

_SLOW = ("gelu",)


def compute(params: Params, checkpoint: Checkpoint = no_checkpoint) -> Result:
    """Evaluates both curves, and passes a signal through the deep network and back with each function."""
    z = np.linspace(*Z_RANGE, N_Z)
    morph = morphed(params.morph)
    return Result(
        z_axis=read_only(z),
        morph_f=read_only(morph.f(z)),
        morph_df=read_only(morph.df(z)),
        tanh_identity_error=float(np.abs(np.tanh(z) - (2.0 * sigmoid(2.0 * z) - 1.0)).max()),
        **_measured(params, params.function, "", Progress(checkpoint).part(0.0, 0.5)),
        **_measured(params, params.compare, "compare_", Progress(checkpoint).part(0.5, 1.0)),
    )


def _measured(params: Params, name: str | None, prefix: str, progress: Progress) -> dict[str, Any]:
    """The result's fields for one function; all None without a function."""
    if name is None:
        return dict.fromkeys(
            prefix + field for field in _measured(Params(depth=1, n_samples=1), "linear", "", progress)
        )
    z, activation = np.linspace(*Z_RANGE, N_Z), ACTIVATIONS[name]
    at, steepest = np.array([params.z]), steepest_slope(name)
    signals = _signals(params, name, progress)
    found = {
        "f": read_only(activation.f(z)),
        "df": read_only(activation.df(z)),
        "f_at_z": float(activation.f(at)[0]),
        "df_at_z": float(activation.df(at)[0]),
        "saturated_intervals": saturated_intervals(name, params.threshold, *Z_RANGE),
        "max_slope": steepest,
        "layer_mean": signals.mean,
        "layer_std": signals.std,
        "layer_saturated": signals.saturated,
        "layer_histogram": signals.histogram,
        "histogram_edges": signals.bin_edges,
        "grad_norm": signals.grad_norm,
        "slope_factor": read_only(steepest ** np.arange(1.0, params.depth + 1.0)),
        "gradient_factor": gradient_factor(signals.grad_norm),
    }
    return {prefix + field: value for field, value in found.items()}


def _signals(params: Params, name: str, progress: Progress) -> Signals:
    shape = (params.depth, params.width, params.init, params.gain, params.bias_offset, params.n_samples, params.seed)
    return probe_signals(name, DeepNetwork(*shape), params.threshold, progress)


def summarize(params: Params, result: Result, frame: int) -> Summary:
    """The effect of depth on the gradient with both functions, and the slope at the probe."""
    return main_verdict(params, result)


def live_numbers(params: Params, result: Result, frame: int) -> dict[str, float]:
    """The numbers in the lesson's formulas."""
    numbers: dict[str, float | None] = {
        "z": params.z,
        "depth": params.depth,
        "max_slope": result.max_slope,
        "slope_factor": float(result.slope_factor[-1]),
        "gradient_factor": result.gradient_factor,
        "compare_gradient_factor": result.compare_gradient_factor,
        "saturated": _percent(result.layer_saturated),
        "compare_saturated": _percent(result.compare_layer_saturated),
        "sigmoid_2z": float(sigmoid(np.array([2.0 * params.z]))[0]),
        "tanh_z": float(np.tanh(params.z)),
    }
    if params.function == "sigmoid":
        numbers |= {"sigmoid": result.f_at_z, "one_minus": 1.0 - result.f_at_z, "sigmoid_slope": result.df_at_z}
    return {name: value for name, value in numbers.items() if value is not None}


def _percent(shares: Array | None) -> float | None:
    """The mean over the layers, in per cent."""
    return None if shares is None else 100.0 * float(shares.mean())


def draft(params: Params) -> Params:
    """Fewer samples of a large network while a slider is held."""
    names = [name for name in (params.function, params.compare) if name is not None]
    each = params.depth * params.width * sum(3 if name in _SLOW else 1 for name in names)
    if each * params.n_samples <= QUICK_ACTIVATIONS:
        return params
    return params.with_(n_samples=min(params.n_samples, max(8, DRAFT_ACTIVATIONS // each)))

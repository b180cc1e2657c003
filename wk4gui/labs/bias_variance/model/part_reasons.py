"""Where the numbers of the sweep, and of the four operations, come from."""

from collections.abc import Mapping, Sequence

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_factor, format_number
from wk4gui.core.number_text import factor, number
from wk4gui.core.target_functions import TARGETS
from wk4gui.lab.reason import Reason
from wk4gui.labs.bias_variance.model.params import VARY_LABELS, Params
from wk4gui.labs.bias_variance.model.reasons import N_PLACES, bias_lines, error_line
from wk4gui.labs.bias_variance.model.result import Effects, Sweep
from wk4gui.labs.bias_variance.model.table import OPERATIONS
from wk4gui.labs.bias_variance.model.trials import GRID

_COLUMNS = {"bias²": "sweep_bias_squared", "variance": "sweep_variance", "measured": "sweep_expected_error"}
WHEN = ("before", "after")


def sweep_reason(params: Params, sweep: Sweep, name: str, at: int) -> Reason:
    """A point of the sweep: "bias²", "variance" or "measured", with its standard error."""
    assert params.vary is not None
    n = sweep.sweep_trials
    value, error = (float(getattr(sweep, _COLUMNS[name] + end)[at]) for end in ("", "_error"))
    over = f"{number(value * N_PLACES)} / {N_PLACES}"
    lines = {
        "bias²": (
            f"its standard error, from {n} training sets: {number(error)}",
            f"bias² = Σ ((mean − f)² − s² / n) / {N_PLACES} = {over} = {number(value)}",
        ),
        "variance": (
            error_line("s", error, n),
            "s² = Σ (f̂ − mean)² / (n − 1) at each place",
            f"variance = Σ s² / {N_PLACES} = {over} = {number(value)}",
        ),
        "measured": (
            f"e = Σ (y − f̂)² / {N_PLACES} at fresh noisy y, of each set",
            error_line("s(e)", error, n),
            f"mean = Σ e / n = {number(value * n)} / {n} = {number(value)}",
        ),
    }[name]
    title = {"bias²": "Bias²", "variance": "Variance", "measured": "Measured error"}[name]
    return Reason(
        f"{title} at {VARY_LABELS[params.vary]} {_n(sweep.values[at])}, with its standard error", lines, value
    )


def typical_reason(params: Params, sweep: Sweep, at: int) -> Reason:
    """The typical error of a value of the sweep."""
    assert params.vary is not None
    value = float(sweep.sweep_typical_error[at])
    lines = (f"E = Σ (f̂ − f)² / {N_PLACES}, of each set", f"median of {sweep.sweep_trials} E = {number(value)}")
    return Reason(f"Typical error at {VARY_LABELS[params.vary]} {_n(sweep.values[at])}", lines, value)


def sweep_reasons(params: Params, sweep: Sweep) -> Mapping[str, Reason]:
    """Of the numbers in the verdict on a sweep, by how they are written there."""
    best = int(sweep.sweep_expected_error.argmin())
    least = sweep_reason(params, sweep, "measured", best)
    found = {format_number(error, 4): least for error in sweep.sweep_expected_error_error[best : best + 1]}
    found[format_number(least.value, 4)] = least
    for each in sweep.against_table:
        for value in (each.low, each.high):
            at = int(np.argmin(np.abs(sweep.values - value)))
            typical = each.quantity == "typical error"
            reason = typical_reason(params, sweep, at) if typical else sweep_reason(params, sweep, each.quantity, at)
            found[format_number(reason.value, 4)] = reason
    return found


def verdict_reasons(params: Params, sweep: Sweep) -> Sequence[Reason]:
    """Of the numbers in the verdict on a sweep; none where nothing is varied."""
    return tuple(sweep_reasons(params, sweep).values()) if len(sweep.values) else ()


def effect_mean_reason(params: Params, effects: Effects, k: int, side: int, i: int) -> Reason:
    """The mean curve before (0) or after (1) an operation at a place of the grid, and its distance from the target."""
    n, mean, f = effects.effect_trials, float(effects.effect_mean[k, side, i]), float(_target(params)[i])
    lines = (
        f"mean = Σ f̂ / n = {_n(mean * n)} / {n} = {_n(mean)}",
        f"mean − f = {_n(mean)} − {_f(f)} = {_n(mean - f)}",
    )
    return Reason(f"Mean of {n} curves {WHEN[side]}, and its distance from f at x = {_n(GRID[i])}", lines, mean - f)


def effect_reason(params: Params, effects: Effects, k: int, side: int, name: str) -> Reason:
    """A piece of the bar before (0) or after (1) an operation; "" is the sum."""
    effect, n = effects.effects[k], effects.effect_trials
    bias, variance = (float(getattr(effect, f"{each}_{WHEN[side]}")) for each in ("bias", "variance"))
    noise, title = params.noise**2, f"{OPERATIONS[k].title}, {WHEN[side]}"
    if name == "bias²":
        lines = bias_lines(effects.effect_mean[k, side], _target(params), variance, n)
        return Reason(f"Bias². {title}", (*_known(effect.bias_change_error, side), *lines), bias)
    if name == "variance":
        lines = (
            f"s² = Σ (f̂ − mean)² / (n − 1), n = {n}",
            f"variance = Σ s² / {N_PLACES} = {number(variance * N_PLACES)} / {N_PLACES} = {number(variance)}",
        )
        return Reason(f"Variance. {title}", (*_known(effect.variance_change_error, side), *lines), variance)
    if name == "noise":
        return Reason("Variance of the targets' noise", (f"σ² = {_n(params.noise)}² = {number(noise)}",), noise)
    total = bias + variance + noise
    line = f"bias² + variance + σ² = {number(bias)} + {number(variance)} + {number(noise)} = {number(total)}"
    return Reason(f"Sum of the parts. {title}", (line,), total)


def change_reason(effects: Effects, k: int, quantity: str) -> Reason:
    """What an operation changed: the "bias" (squared) or the "variance"."""
    effect, n, symbol = effects.effects[k], effects.effect_trials, "bias²" if quantity == "bias" else "variance"
    before, after, change, error = (
        float(getattr(effect, f"{quantity}_{end}")) for end in ("before", "after", "change", "change_error")
    )
    first = error_line("s", error, n)
    if quantity == "bias":
        first = f"its standard error, from {n} pairs of training sets: {number(error)}"
    subject = f"{OPERATIONS[k].title}: change of {symbol}; both curves of a pair met the same chance"
    return Reason(subject, (first, f"after − before = {number(after)} − {factor(before)} = {number(change)}"), change)


def _known(error: float, side: int) -> tuple[str, ...]:
    """What the error bar of the second bar means."""
    return (f"± {number(error)} is the standard error of the change from before",) if side else ()


def _target(params: Params) -> Array:
    return TARGETS[params.target](GRID)


def _n(value: float) -> str:
    return format_number(float(value), 6)


def _f(value: float) -> str:
    return format_factor(float(value), 6)

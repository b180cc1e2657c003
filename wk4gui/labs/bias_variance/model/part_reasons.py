"""The reasons of the numbers of the sweep and of the four operations."""

from wk4gui.core.arrays import Array
from wk4gui.core.equation import Equation, quantity, total
from wk4gui.core.number_format import write_places
from wk4gui.core.target_functions import TARGETS
from wk4gui.lab.reason import Reason
from wk4gui.labs.bias_variance.model.operations import OPERATIONS
from wk4gui.labs.bias_variance.model.params import VARY_LABELS, Params
from wk4gui.labs.bias_variance.model.reasons import N_PLACES, bias_steps, error_step, over_places
from wk4gui.labs.bias_variance.model.result import Effects, Sweep
from wk4gui.labs.bias_variance.model.trials import GRID

_COLUMNS = {"bias²": "sweep_bias_squared", "variance": "sweep_variance", "measured": "sweep_expected_error"}
WHEN = ("before", "after")


def sweep_reason(params: Params, sweep: Sweep, name: str, at: int) -> Reason:
    """A point of the sweep: "bias²", "variance" or "measured", with its standard error."""
    n = sweep.sweep_trials
    value = float(getattr(sweep, _COLUMNS[name])[at])
    error = sweep_error_reason(params, sweep, name, at)
    steps = {
        "bias²": (over_places("bias²", "Σ ((mean − f)² − s² / n)", value),),
        "variance": ("s² = Σ (f̂ − mean)² / (n − 1) at each place", over_places("variance", "Σ s²", value)),
        "measured": (Equation("mean", quantity("Σ e", value * n) / quantity("n", n)),),
    }[name]
    title = {"bias²": "Bias²", "variance": "Variance", "measured": "Measured error"}[name]
    return Reason(f"{title} at {_where(params, sweep, at)}, with its standard error", (*error.steps, *steps), value)


def sweep_error_reason(params: Params, sweep: Sweep, name: str, at: int) -> Reason:
    """The standard error of a point of the sweep."""
    n, error = sweep.sweep_trials, float(getattr(sweep, f"{_COLUMNS[name]}_error")[at])
    step = error_step("s", error, n)
    words: tuple[str, ...] = ()
    if name == "bias²":
        words, step = (
            (f"from the spread of the curves of {n} training sets",),
            Equation("standard error", quantity("", error)),
        )
    elif name == "measured":
        words = (f"e = Σ (y − f̂)² / {N_PLACES} at fresh noisy y, of each set",)
    return Reason(f"Standard error of the {name} at {_where(params, sweep, at)}", (*words, step), error)


def typical_reason(params: Params, sweep: Sweep, at: int) -> Reason:
    """The typical error of a value of the sweep."""
    value = float(sweep.sweep_typical_error[at])
    steps = (
        f"E = Σ (f̂ − f)² / {N_PLACES}, of each of {sweep.sweep_trials} sets",
        "half of them are below",
        Equation("E", quantity("", value)),
    )
    return Reason(f"Typical error at {_where(params, sweep, at)}", steps, value)


def least_reason(params: Params, sweep: Sweep, at: int) -> Reason:
    """The value with the lowest measured error."""
    assert params.vary is not None
    value = float(sweep.values[at])
    steps = (f"of {len(sweep.values)} values the one with the lowest measured error", Equation("", quantity("", value)))
    return Reason(f"Value with the lowest measured error: {VARY_LABELS[params.vary]}", steps, value)


def value_reason(params: Params, sweep: Sweep, at: int) -> Reason:
    """A value of the sweep."""
    assert params.vary is not None
    value = float(sweep.values[at])
    return Reason(f"{VARY_LABELS[params.vary]} of the sweep", (Equation("", quantity("", value)),), value)


def effect_mean_reason(params: Params, effects: Effects, k: int, side: int, i: int) -> Reason:
    """The mean curve before (0) or after (1) an operation at a place of the grid, and its distance from the target."""
    n, average = effects.effect_trials, float(effects.effect_mean[k, side, i])
    steps = (
        Equation("mean", quantity("Σ f̂", average * n) / quantity("n", n)),
        Equation("", quantity("mean", average) - quantity("f", _target(params)[i])),
    )
    subject = f"Mean of {n} curves {WHEN[side]}, and its distance from f at x = {write_places(GRID[i])}"
    return Reason(subject, steps, steps[-1].value)


def effect_reason(params: Params, effects: Effects, k: int, side: int, name: str) -> Reason:
    """A piece of the bar before (0) or after (1) an operation; "" is the sum."""
    effect, n = effects.effects[k], effects.effect_trials
    bias, variance = (float(getattr(effect, f"{each}_{WHEN[side]}")) for each in ("bias", "variance"))
    noise, title = Equation("σ²", quantity("σ", params.noise) ** 2), f"{OPERATIONS[k].title}, {WHEN[side]}"
    if name == "bias²":
        return Reason(f"Bias². {title}", bias_steps(effects.effect_mean[k, side], _target(params), variance, n), bias)
    if name == "variance":
        steps = (f"s² = Σ (f̂ − mean)² / (n − 1), n = {n}", over_places("variance", "Σ s²", variance))
        return Reason(f"Variance. {title}", steps, variance)
    if name == "noise":
        return Reason("Variance of the targets' noise", (noise,), noise.value)
    parts = (("bias²", bias), ("variance", variance), ("σ²", noise.value))
    line = Equation("", total([quantity(*part) for part in parts]))
    return Reason(f"Sum of the parts. {title}", (line,), line.value)


def change_reason(effects: Effects, k: int, quantity_: str) -> Reason:
    """The change of the "bias" (squared) or the "variance" by an operation."""
    effect = effects.effects[k]
    before, after, change = (float(getattr(effect, f"{quantity_}_{end}")) for end in ("before", "after", "change"))
    error = change_error_reason(effects, k, quantity_)
    line = Equation("", quantity("after", after) - quantity("before", before))
    return Reason(
        f"{_change(k, quantity_)}; both curves of a pair have the same random numbers", (*error.steps, line), change
    )


def change_error_reason(effects: Effects, k: int, quantity_: str) -> Reason:
    """The standard error of such a change."""
    error, n = float(getattr(effects.effects[k], f"{quantity_}_change_error")), effects.effect_trials
    if quantity_ == "bias":
        steps: tuple[Equation | str, ...] = (
            f"from the spread of {n} pairs of training sets",
            Equation("standard error", quantity("", error)),
        )
    else:
        steps = (error_step("s", error, n),)
    return Reason(f"Standard error. {_change(k, quantity_)}", steps, error)


def _change(k: int, quantity_: str) -> str:
    return f"{OPERATIONS[k].title}: change of {'bias²' if quantity_ == 'bias' else 'variance'}"


def _where(params: Params, sweep: Sweep, at: int) -> str:
    assert params.vary is not None
    return f"{VARY_LABELS[params.vary]} {write_places(sweep.values[at])}"


def _target(params: Params) -> Array:
    return TARGETS[params.target](GRID)

"""Where the numbers of the dropout lab's trained networks come from."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.core.number_text import number, sum_in_numbers
from wk4gui.lab.reason import Reason
from wk4gui.labs.dropout.model.hidden_units import SILENT
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.result import TrainingResult
from wk4gui.labs.dropout.model.training import N_TEST

MEASURES: Mapping[str, tuple[str, str]] = {
    "test_loss": ("Test loss", f"L = Σ (ŷ − y)² / {N_TEST}"),
    "loss_rise_without_unit": ("Rise of the loss without one unit", "r = Σⱼ (L without hⱼ − L) / H"),
    "weight_norm": ("Norm of the weights", "‖w‖ = √(Σ w²)"),
    "sparsity": ("Silent share", f"silent: |a| ≤ {SILENT:g} max |a|"),
    "mean_abs_correlation": ("Correlation of two units", "mean |correlation| of the pairs of units"),
    "cancellation": ("Cancellation", "Σ |w a| / Σ |ŷ|"),
}
"""What is measured of every network, and how: at the test points, without noise."""

_NAMES = ("plain", "dropout", "Gaussian noise")


def loss_reason(params: Params, result: TrainingResult, name: str, kind: int, at: int) -> Reason:
    """The mean loss of a kind of training at a recorded step; ``name`` is "train_loss" or "test_loss"."""
    losses = getattr(result, name)[kind, :, at]
    n_points = N_TEST if name == "test_loss" else params.n_train
    lines = (f"L = Σ (ŷ − y)² / {n_points}", _mean_line(losses))
    which = "Test loss" if name == "test_loss" else "Training loss"
    words = f"{which} at step {int(result.steps[at])}, {_NAMES[kind]}: mean over the networks"
    return Reason(words, lines, float(losses.mean()))


def measure_reason(result: TrainingResult, measure: str, kind: int) -> Reason:
    """The mean of a measure over the networks of a kind, with its standard error."""
    title, definition = MEASURES[measure]
    compared, values = result.comparison[measure], values_of(result, measure)[kind]
    lines = [definition, _mean_line(values)]
    if compared.error is not None:
        lines.insert(1, _error_line(compared.error[kind], len(values)))
    return Reason(
        f"{title}, {_NAMES[kind]}: mean over the networks, with its standard error", tuple(lines), compared.mean[kind]
    )


def network_reason(params: Params, result: TrainingResult, measure: str, kind: int, network: int) -> Reason:
    """The measure of one network."""
    title, definition = MEASURES[measure]
    value = float(values_of(result, measure)[kind, network])
    n_hidden = N_TEST * params.width
    numbers = {
        "test_loss": f"{number(value * N_TEST)} / {N_TEST}",
        "loss_rise_without_unit": f"{number(value * params.width)} / {params.width}",
        "weight_norm": f"√{number(value**2)}",
        "sparsity": f"{format_number(value * n_hidden, 0)} / {n_hidden}",
    }[measure]
    line = f"{definition} = {numbers} = {number(value)}"
    lines: tuple[str, ...] = (line,)
    if measure == "sparsity":
        lines = (definition, f"silent / all = {numbers} = {number(value)}")
    return Reason(f"{title} of network {network + 1} of {len(result.test_loss[kind])}, {_NAMES[kind]}", lines, value)


def change_reason(result: TrainingResult, measure: str) -> Reason:
    """What dropout changed, over pairs of networks with the same data and start."""
    compared, n = result.comparison[measure], result.test_loss.shape[1]
    plain, dropout, _ = compared.mean
    lines = [
        "d = dropout − plain, pair by pair",
        f"mean of d = {number(dropout)} − {_factor(plain)} = {number(compared.change)}",
    ]
    if compared.change_error is not None:
        lines.insert(1, _error_line(compared.change_error, n))
    subject = f"{MEASURES[measure][0]}: what dropout changed, with the same data and start in each pair"
    return Reason(subject, tuple(lines), compared.change)


def training_reasons(params: Params, result: TrainingResult) -> Sequence[Reason]:
    """Of what the verdict on the training speaks of."""
    return [measure_reason(result, measure, kind) for measure, kind in product(MEASURES, (0, 1))]


def values_of(result: TrainingResult, measure: str) -> Array:
    """A measure of every network (3, n_networks)."""
    values = result.test_loss[:, :, -1] if measure == "test_loss" else getattr(result, measure)
    return np.asarray(values)


def _mean_line(values: Array) -> str:
    return f"mean = ({sum_in_numbers(values.tolist(), 5)}) / {len(values)} = {number(float(values.mean()))}"


def _error_line(error: float, n: int) -> str:
    return f"standard error = s / √n = {number(error * n**0.5)} / √{n} = {number(error)}"


def _factor(value: float) -> str:
    text = number(value)
    return f"({text})" if text.startswith("−") else text

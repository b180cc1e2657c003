"""The reasons of the numbers of the dropout lab's trained networks."""

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.equation import Equation, mean, quantity, root
from wk4gui.core.expression import Expression
from wk4gui.core.number_text import number
from wk4gui.lab.reason import Reason
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.result import TrainingResult
from wk4gui.labs.dropout.model.training_measures import MEASURES, N_TEST

_NAMES = ("plain", "dropout", "Gaussian noise")


def loss_reason(params: Params, result: TrainingResult, name: str, kind: int, at: int) -> Reason:
    """The mean loss of a kind of training at a recorded step; ``name`` is "train_loss" or "test_loss"."""
    losses = getattr(result, name)[kind, :, at]
    n_points = N_TEST if name == "test_loss" else params.n_train
    which = "Test loss" if name == "test_loss" else "Training loss"
    words = f"{which} at step {int(result.steps[at])}, {_NAMES[kind]}: mean over the networks"
    steps = (f"L = Σ (ŷ − y)² / {n_points}, of each network", Equation("mean", mean(losses)))
    return Reason(words, steps, float(losses.mean()))


def measure_reason(result: TrainingResult, measure: str, kind: int) -> Reason:
    """The mean of a measure over the networks of a kind, with its standard error."""
    title, definition = MEASURES[measure]
    compared, values = result.comparison[measure], values_of(result, measure)[kind]
    steps: list[Equation | str] = [definition]
    if compared.error is not None:
        steps.append(_error_line(compared.error[kind], len(values)))
    subject = f"{title}, {_NAMES[kind]}: mean over the networks, with its standard error"
    return Reason(subject, (*steps, Equation("mean", mean(values))), compared.mean[kind])


def median_reason(result: TrainingResult, measure: str, kind: int) -> Reason:
    """The median of a measure over the networks of a kind."""
    title, definition = MEASURES[measure]
    values = np.sort(values_of(result, measure)[kind])
    n, middle = len(values), values[(len(values) - 1) // 2 : len(values) // 2 + 1]
    place = f"of {n} networks in order, number {n // 2 + 1}" if n % 2 else f"of {n} networks in order, the middle two"
    steps = (definition, place, Equation("median", mean(middle)))
    return Reason(f"{title}, {_NAMES[kind]}: median over the networks", steps, float(np.median(values)))


def network_reason(params: Params, result: TrainingResult, measure: str, kind: int, network: int) -> Reason:
    """The measure of one network."""
    title, definition = MEASURES[measure]
    value = float(values_of(result, measure)[kind, network])
    n_hidden = N_TEST * params.width
    formula: dict[str, Expression] = {
        "test_loss": quantity("Σ (ŷ − y)²", value * N_TEST) / quantity("points", N_TEST),
        "loss_rise_without_unit": quantity("Σⱼ (L without hⱼ − L)", value * params.width) / quantity("H", params.width),
        "weight_norm": root(quantity("Σ w²", value**2)),
        "sparsity": quantity("silent", np.round(value * n_hidden)) / quantity("all", n_hidden),
    }
    subject = f"{title} of network {network + 1} of {len(result.test_loss[kind])}, {_NAMES[kind]}"
    return Reason(subject, (definition, Equation("", formula[measure])), value)


def better_reason(result: TrainingResult, measure: str) -> Reason:
    """The number of pairs in which a measure is lower with dropout, and its probability by chance."""
    pairs = result.comparison[measure].pairs
    steps = (
        "a pair: the same data and start, without and with dropout",
        f"lower in {pairs.better}, higher in {pairs.worse}, diverged in {pairs.diverged} of {pairs.n} pairs",
        f"by chance alone, a count at least as one-sided has probability {number(pairs.p_value)}",
        Equation("lower", quantity("", pairs.better)),
    )
    return Reason(f"{MEASURES[measure][0]}: pairs in which it is lower with dropout (sign test)", steps, pairs.better)


def values_of(result: TrainingResult, measure: str) -> Array:
    """A measure of every network (3, n_networks)."""
    values = result.test_loss[:, :, -1] if measure == "test_loss" else getattr(result, measure)
    return np.asarray(values)


def _error_line(error: float, n: int) -> Equation:
    return Equation("standard error", quantity("s", error * n**0.5) / root(quantity("n", n)))

"""The reasons of the numbers in the playground lab's sentences, losses and swarms."""

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.equation import Equation, mean, quantity, root
from wk4gui.core.expression import Expression
from wk4gui.core.number_format import format_position, format_significant
from wk4gui.core.number_text import number
from wk4gui.lab.reason import Reason
from wk4gui.labs.playground.model.compute import N_FRESH
from wk4gui.labs.playground.model.findings import score_at
from wk4gui.labs.playground.model.medians import median
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import layout_of, problem_of
from wk4gui.labs.playground.model.result import Result, SwarmResult, VersusResult

Steps = tuple[Equation | str, ...]
SAMPLE_LOSS = {
    "sigmoid_bce": "ℓ = −y ln ŷ − (1 − y) ln(1 − ŷ)",
    "softmax_cross_entropy": "ℓ = −ln ŷ of the true class",
    "tanh_half_mse": "ℓ = ½(ŷ − y)², y = ±1",
    "linear_half_mse": "ℓ = ½(ŷ − y)²",
    "linear_mse": "ℓ = (ŷ − y)²",
}
"""The loss of one sample, by output layer."""


def sample_loss_steps(params: Params) -> tuple[str, ...]:
    """The loss of one sample, and what y is there if it is not as given."""
    problem = problem_of(params)
    formula = SAMPLE_LOSS[problem.output]
    if not problem.learns_standardised:
        return (formula,)
    middle, spread = (format_significant(value) for value in (problem.middle, problem.spread))
    return formula, f"y standardised: less {middle}, by {spread}"


_WHICH = {"train_loss": "training", "test_loss": "test"}


def at_epoch(result: Result, frame: int) -> str:
    """Where a number belongs, in words."""
    return "at " + named_epoch(result, frame)


def named_epoch(result: Result, frame: int) -> str:
    """Such as "epoch 12.04"; within the first epoch with the update, "update 5, epoch 0.2"."""
    epoch = float(result.epoch[frame])
    update = f"update {result.update[frame]:.0f}, " if 0.0 < epoch < 1.0 else ""
    return f"{update}epoch {format_position(epoch)}"


def epoch_reason(params: Params, result: Result, frame: int) -> Reason:
    """Updates over the updates of an epoch, at a frame."""
    return _epoch_reason(params, float(result.epoch[0]), float(result.epoch[frame]))


def swarm_epoch_reason(params: Params, result: SwarmResult) -> Reason:
    """The same at the end of the swarm."""
    return _epoch_reason(params, float(result.swarm_epoch[0]), float(result.swarm_epoch[-1]))


def _epoch_reason(params: Params, first: float, epoch: float) -> Reason:
    n = len(problem_of(params).train.y)
    batches = -(-n // min(params.batch_size, n))
    done = quantity("updates", round((epoch - first) * batches)) / quantity("updates of an epoch", batches)
    lines = (
        f"an epoch: {n} points in batches of {min(params.batch_size, n)}",
        Equation("epoch", quantity("epochs before the branch", first) + done if first else done),
    )
    return Reason("Epochs done", lines, epoch)


def loss_reason(params: Params, result: Result, frame: int, name: str) -> Reason:
    """A loss as the mean over its points; ``name`` is train_loss or test_loss."""
    value = float(getattr(result, name)[frame])
    n = len(result.y_train if name == "train_loss" else result.y_test)
    lines: Steps = (
        *sample_loss_steps(params),
        "in use: no dropout, running statistics for batch norm",
        Equation("L", quantity("Σ ℓ", value * n) / quantity("n", n)),
    )
    return Reason(f"Loss on all {_WHICH[name]} points {at_epoch(result, frame)}", lines, value)


def objective_reason(params: Params, result: Result, frame: int, *, penalty: bool) -> Reason:
    """The training loss with its penalties, or the penalties alone."""
    weights = weights_of(params, result, frame)
    loss: Expression = quantity("", 0.0) if penalty else quantity("L", result.train_loss[frame])
    if params.l1:
        loss = loss + quantity("λ₁", params.l1) * quantity("Σ |w|", np.abs(weights).sum())
    if params.l2:
        loss = loss + 0.5 * quantity("λ", params.l2) * quantity("Σ w²", weights @ weights)
    if penalty:
        return Reason(f"Penalty {at_epoch(result, frame)}", (Equation("", loss),), loss.value)
    subject = f"Objective {at_epoch(result, frame)}: the training loss with its penalties"
    return Reason(subject, (Equation("J", loss),), float(result.objective[frame]))


def weights_of(params: Params, result: Result, frame: int) -> Array:
    """All weights, without biases, at a frame."""

    layout = layout_of(params)
    return np.concatenate([result.theta[frame, layer.W] for layer in layout.layers])


def score_reason(params: Params, result: Result, frame: int, *, on_test: bool) -> Reason:
    """The accuracy in percent as a share of points, or R²."""
    which, y = ("test", result.y_test) if on_test else ("training", result.y_train)
    score, n = score_at(params, result, frame, on_test=on_test), len(y)
    if result.classes:
        share = 100.0 * quantity("right", round(score * n)) / quantity("n", n)
        return Reason(
            f"Share of {which} points that are classified rightly, in percent", (Equation("", share),), 100 * score
        )
    learned = problem_of(params).learned(y)
    spread = float(((learned - learned.mean()) ** 2).sum())
    lines: Steps = (
        *sample_loss_steps(params)[1:],
        Equation("R²", 1.0 - quantity("Σ (ŷ − y)²", (1.0 - score) * spread) / quantity("Σ (y − ȳ)²", spread)),
    )
    return Reason(f"Explained share of the variance of the {which} points", lines, score)


def fresh_reason(params: Params, result: Result) -> Reason:
    """The loss on new points at the epoch that the test points chose."""
    assert result.test_best is not None
    value = float(result.fresh_loss or 0.0)
    lines: Steps = (
        "the test points have chosen this epoch, so their own loss flatters it",
        *sample_loss_steps(params),
        Equation("L", quantity("Σ ℓ", value * N_FRESH) / quantity("n", N_FRESH)),
    )
    return Reason(f"Loss on {N_FRESH} new points {at_epoch(result, result.test_best)}", lines, value)


def layer_reason(params: Params, result: Result, frame: int, name: str, layer: int) -> Reason:
    """A measure of a layer: grad_norm, update_ratio, dead or saturated."""
    value = float(getattr(result, name)[frame, layer])
    if name == "grad_norm":
        line = Equation(norm_symbol(params, layer), root(quantity("Σ g²", value * value)))
        words = "Norm of the gradient on the next batch"
    elif name == "update_ratio":
        W = weights_of_layer(params, result, frame, layer)
        size = float(np.sqrt(W @ W))
        line = Equation("", quantity("‖ΔW‖", value * size) / quantity("‖W‖", size or 1.0))
        words = "Size of the next update, relative to the weights"
    elif name == "dead":
        units = params.hidden[layer]
        line = Equation("", quantity("units with f′ = 0 everywhere", round(value * units)) / quantity("units", units))
        words = "Share of dead units"
    else:
        n = params.hidden[layer] * len(result.y_train)
        line = Equation("", quantity("|f′| < 0.01", round(value * n)) / quantity("units · points", n))
        words = "Share of saturated activations"
    return Reason(f"{words}, layer {layer + 1}, {at_epoch(result, frame)}", (line,), value)


def norm_symbol(params: Params, layer: int) -> str:
    """The norm of a layer's gradient, in symbols."""
    normalised = params.batch_norm and layer < len(params.hidden)
    return f"‖∂L/∂[W, b{', γ, β' if normalised else ''}]‖"


def weights_of_layer(params: Params, result: Result, frame: int, layer: int) -> Array:
    """The weights of a layer, without biases, in a row."""

    return np.asarray(result.theta[frame, layout_of(params).layers[layer].W])


def live_reason(params: Params, result: Result, frame: int, name: str) -> Reason | None:
    """The reason of a live number of the lesson."""
    if name == "data_loss":
        return loss_reason(params, result, frame, "train_loss")
    if name == "test_loss" and len(result.test_loss):
        return loss_reason(params, result, frame, name)
    if name in ("whole_objective", "weight_penalty"):
        return objective_reason(params, result, frame, penalty=name == "weight_penalty")
    if name == "fresh_loss" and result.fresh_loss is not None:
        return fresh_reason(params, result)
    return None


def median_loss(result: SwarmResult) -> float:
    """The median loss over the seeds at the end."""
    return float(median(end_losses(result)))


def end_losses(result: SwarmResult) -> Array:
    """The test losses at the end, the training losses without test points."""
    losses = result.swarm_test_loss if result.swarm_test_loss.shape[1] else result.swarm_train_loss
    return np.asarray(losses[:, -1])


def median_reason(result: SwarmResult) -> Reason:
    """The median loss over the seeds."""
    return _median("Median loss over the seeds at the end", end_losses(result))


def _median(subject: str, losses: Array) -> Reason:
    values, n = np.sort(losses), len(losses)
    middle = values[(n - 1) // 2 : n // 2 + 1]
    place = f"of {n} in order, number {n // 2 + 1}" if n % 2 else f"of {n} in order, the middle two"
    if gone := int(np.sum(~np.isfinite(losses))):
        place += f"; {gone} that diverged count{'s' * (gone == 1)} as the largest"
    return Reason(subject, (place, Equation("median", mean(middle))), float(median(losses)))


def solved_reason(result: SwarmResult) -> Reason:
    """How many networks solve the task."""
    scores = result.swarm_score[:, -1]
    solved = int(np.sum(scores >= 0.95))
    lines = (
        f"their scores go from {number(float(scores.min()))} to {number(float(scores.max()))}",
        Equation("solved", quantity("", solved)),
    )
    return Reason("Networks whose accuracy, or R², is at least 0.95 at the end", lines, float(solved))


def ladder_value_reason(title: str, value: float) -> Reason:
    """A value of the setting of a ladder."""
    return Reason(f"Value of the {title}, as trained", (Equation("", quantity("", value)),), value)


def ladder_loss_reason(title: str, value: float, losses: Array) -> Reason:
    """The median loss at a value of the setting."""
    return _median(f"Median loss over the seeds at {number(value)}, {title}", losses)


def versus_reason(result: VersusResult, name: str) -> Reason:
    """The median loss of an arm: with_loss or without_loss."""
    words = "with the regularisers" if name == "with_loss" else "without any regulariser"
    return _median(f"Median loss over the seeds {words}", np.asarray(getattr(result, name)))


def pairs_reason(result: VersusResult) -> Reason:
    """The pairs in which the loss is lower with the regularisers."""
    pairs = result.loss_pairs
    lines = (
        "a pair: the same seeds, with and without",
        f"lower in {pairs.better}, higher in {pairs.worse}, diverged in {pairs.diverged} of {pairs.n} pairs",
        f"by chance alone, a count at least as one-sided has probability {number(pairs.p_value)}",
        Equation("lower", quantity("", pairs.better)),
    )
    return Reason("Pairs in which the loss is lower with the regularisers (sign test)", lines, float(pairs.better))


def median_of_swarm_reason(result: SwarmResult, name: str, at: int) -> Reason | None:
    """The median over the networks of a loss at a recorded place."""
    losses = np.asarray(getattr(result, name)[:, at])
    if not np.isfinite(median(losses)):
        return None
    which = "training" if name == "swarm_train_loss" else "test"
    return _median(f"Median {which} loss at epoch {format_position(float(result.swarm_epoch[at]))}", losses)

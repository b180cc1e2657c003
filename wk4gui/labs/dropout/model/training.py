"""The training of the dropout lab: the same networks without noise, with dropout and with Gaussian noise."""

from functools import partial

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.bias_variance import standard_error
from wk4gui.core.ensemble import Data, Ensemble, Trained, Training, at_the_same_pace, hidden_activations, predict
from wk4gui.core.ensemble_noise import NoiseKind
from wk4gui.core.ensemble_shape import Shape
from wk4gui.core.last_results import LastResults
from wk4gui.core.optimizers import OptimizerSettings
from wk4gui.core.paired_test import compare_pairs
from wk4gui.lab.checkpoint import Checkpoint, hand_out, no_checkpoint
from wk4gui.labs.dropout.model.hidden_units import (
    cancellation,
    loss_rise_without_unit,
    mean_abs_correlation,
    sparsity,
    unit_correlation,
)
from wk4gui.labs.dropout.model.params import TRAINED_BY, Params
from wk4gui.labs.dropout.model.result import Comparison, TrainingResult
from wk4gui.labs.dropout.model.training_measures import KINDS, N_TEST

N_RECORDED, N_BINS = 60, 41
_NOISE: dict[str, NoiseKind | None] = {"plain": None, "dropout": "dropout", "gaussian": "gaussian"}
_INNER = 0.995
SAME_RATIO, SAME_SHARE = 0.02, 0.005
"""Largest changes that count as the same: relative, and absolute for shares and correlations."""
_SHARES = ("sparsity", "mean_abs_correlation")
_BLOCK = 32
"""Number of networks measured at a time."""


def true_target(X: Array) -> Array:
    """2 x₁ x₂, (…, 2) -> (…)."""
    return np.asarray(2.0 * X[..., 0] * X[..., 1])


def draw_data(params: Params) -> tuple[Data, Data]:
    """Training points for each network, and test points for all."""
    rng = np.random.default_rng([params.seed, 6, 10])

    def points(*size: int) -> Data:
        X = rng.uniform(-1.0, 1.0, (*size, 2))
        return Data(read_only(X), read_only(true_target(X) + params.noise * rng.standard_normal(size)))

    return points(params.n_networks, params.n_train), points(N_TEST)


def recorded_steps(n_steps: int) -> tuple[int, ...]:
    """Steps from 0 to the last, denser at the start, where losses fall."""
    spread = n_steps * np.linspace(0.0, 1.0, N_RECORDED) ** 2
    return tuple(int(step) for step in np.unique(np.round(spread)))


def compute_training(params: Params, checkpoint: Checkpoint = no_checkpoint) -> TrainingResult:
    """Trains all networks; the last results are cached."""
    return _last_results(Params(**{name: getattr(params, name) for name in TRAINED_BY}), checkpoint)


def _compute(params: Params, checkpoint: Checkpoint) -> TrainingResult:
    """Adam on the mean squared error; every kind has the same points and starts. Tests are without dropout.

    All kinds are trained at the same pace, and the result of the steps so far is handed out.
    """
    shape = Shape(2, (params.width,), params.activation)
    data, test = draw_data(params)
    start = shape.draw(params.n_networks, np.random.default_rng([params.seed, 6, 11]))
    steps = recorded_steps(params.n_steps)
    ensembles = []
    for k, kind in enumerate(KINDS):
        training = Training(
            params.n_steps,
            settings=OptimizerSettings(params.learning_rate),
            noise=_NOISE[kind],
            drop_prob=params.drop_prob,
            record_at=steps,
            precision="single",
            seed=(params.seed, 6, 12 + k),
        )
        ensembles.append(Ensemble(shape, start, data, training, test))

    def result(step: int) -> TrainingResult:
        runs = [each.recorded(step) for each in ensembles]
        return _measured(shape, runs, test, steps[: runs[0].train_loss.shape[1]])

    for done in at_the_same_pace(ensembles):
        if done:
            hand_out(checkpoint, done / params.n_steps, partial(result, done))
    return result(params.n_steps)


_last_results = LastResults(_compute, 4)


def _measured(shape: Shape, runs: list[Trained], test: Data, steps: tuple[int, ...]) -> TrainingResult:
    measures = [_all_measures(shape, run.theta, test) for run in runs]
    stacked = {name: read_only([each[name] for each in measures]) for name in measures[0]}
    correlation = stacked.pop("unit_correlation")
    train_loss, test_loss = (read_only([getattr(r, name) for r in runs]) for name in ("train_loss", "test_loss"))
    compared = {"test_loss": test_loss[:, :, -1], "train_loss": train_loss[:, :, -1], **stacked}
    edges, histogram = _histogram([run.theta[:, shape.is_weight > 0.0] for run in runs])
    return TrainingResult(
        kinds=KINDS,
        steps=read_only(steps),
        train_loss=train_loss,
        test_loss=test_loss,
        unit_correlation=correlation,
        weight_edges=edges,
        weight_histogram=histogram,
        diverged_at=tuple(_first_missing(run.train_loss, steps) for run in runs),
        comparison={name: compare(name, values) for name, values in compared.items()},
        **stacked,
    )


def _all_measures(shape: Shape, theta: Array, test: Data) -> dict[str, Array]:
    """The measures of all networks, a block at a time to save memory."""
    blocks = [_measures(shape, theta[i : i + _BLOCK], test) for i in range(0, len(theta), _BLOCK)]
    first = blocks[0].pop("unit_correlation")
    whole = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    return {**whole, "unit_correlation": first}


def _measures(shape: Shape, theta: Array, test: Data) -> dict[str, Array]:
    a = hidden_activations(shape, theta, test.X)
    W, w = shape.weights(theta)[0][0], shape.weights(theta)[1][0][:, 0]
    y_hat = predict(shape, theta, test.X)
    correlation = unit_correlation(a)
    by_output = np.argsort(w[0])
    return {
        "sparsity": sparsity(a),
        "mean_abs_correlation": mean_abs_correlation(correlation),
        "unit_correlation": correlation[0][np.ix_(by_output, by_output)],
        "loss_rise_without_unit": loss_rise_without_unit(a, w, y_hat, test.y),
        "cancellation": cancellation(a, w, y_hat),
        "weight_norm": np.sqrt(np.sum(W**2, axis=(1, 2)) + np.sum(w**2, axis=1)),
    }


def compare(name: str, values: Array) -> Comparison:
    """Means, medians and errors of a measure (3, n_networks), and the change from the first kind to the second.

    The change is judged by the sign test; "the same" is a median change of at most 2 % of the typical value, or of at
    most 0.005 for shares and correlations.
    """
    mean, median = tuple(float(row.mean()) for row in values), tuple(float(np.median(row)) for row in values)
    change = values[1] - values[0]
    pairs = compare_pairs(*values[:2], same_within=_same_within(name, values[:2]))
    if values.shape[1] == 1:
        return Comparison(mean, None, median, float(change.mean()), None, pairs)
    errors = tuple(standard_error(row) for row in values)
    return Comparison(mean, errors, median, float(change.mean()), standard_error(change), pairs)


def _same_within(name: str, values: Array) -> float:
    """The change up to which two values of a measure count as the same."""
    if name in _SHARES:
        return SAME_SHARE
    sizes = np.abs(values[np.isfinite(values)])
    return SAME_RATIO * float(np.median(sizes)) if len(sizes) else 0.0


def _histogram(weights: list[Array]) -> tuple[Array, Array]:
    reach = max(float(np.quantile(np.abs(each), _INNER)) for each in weights)
    edges = np.linspace(-reach, reach, N_BINS + 1)
    counts = [np.histogram(np.clip(each, -reach, reach), edges)[0] for each in weights]
    return read_only(edges), read_only(counts)


def _first_missing(loss: Array, steps: tuple[int, ...]) -> int | None:
    diverged = np.flatnonzero(np.isnan(loss).any(axis=0))
    return steps[int(diverged[0])] if len(diverged) else None

"""The network part of the weight_decay lab: the effect of several λ on weights and losses."""

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.ensemble import Data, Ensemble, Trained, Training, predict
from wk4gui.core.ensemble_shape import Shape
from wk4gui.core.last_results import LastResults
from wk4gui.core.optimizers import OptimizerSettings
from wk4gui.core.target_functions import TARGETS
from wk4gui.lab.checkpoint import Checkpoint, hand_out, no_checkpoint
from wk4gui.labs.weight_decay.model.params import Params
from wk4gui.labs.weight_decay.model.penalties import strength
from wk4gui.labs.weight_decay.model.result import NetworkResult

LAMBDAS = (0.0, 1e-4, 1e-3, 1e-2, 1e-1)
SHAPE = Shape(1, (16,))
N_NETWORKS, N_TRAIN, NOISE, N_STEPS, RATE = 20, 20, 0.3, 2000, 0.03
N_BINS, REACH = 41, 4.0


def compute_network(params: Params, checkpoint: Checkpoint = no_checkpoint) -> NetworkResult:
    """Trains the networks; the last results are cached, since only convention and seed matter."""
    return _last_results(Params(convention=params.convention, seed=params.seed), checkpoint)


def _compute(params: Params, checkpoint: Checkpoint) -> NetworkResult:
    """Trains twenty networks for each λ, all from the same starts on the same 20 noisy points each, with Adam.

    The objective is the mean squared error plus the penalty in the chosen convention. The result of the steps so far
    is handed out.
    """
    rng = np.random.default_rng([params.seed, 7])
    x, grid, target = np.linspace(-1.0, 1.0, N_TRAIN), np.linspace(-1.0, 1.0, 101), TARGETS["sine"]
    y = target(x) + NOISE * rng.standard_normal((N_NETWORKS, N_TRAIN))
    start = SHAPE.draw(N_NETWORKS, rng)
    n = len(LAMBDAS)
    half_strengths = [0.5 * strength(each, params.convention) for each in LAMBDAS]
    training = Training(
        N_STEPS,
        settings=OptimizerSettings(RATE),
        l2=np.repeat(half_strengths, N_NETWORKS),
        record_at=(N_STEPS,),
        precision="single",
    )
    data, test = Data(x[:, None], np.tile(y, (n, 1))), Data(grid[:, None], target(grid))
    ensemble = Ensemble(SHAPE, np.tile(start, (n, 1)), data, training, test)
    for done in ensemble.stages():
        hand_out(checkpoint, done / N_STEPS, lambda: _result(ensemble.measured(), x, y, grid))
    return _result(ensemble.recorded(N_STEPS), x, y, grid)


def _result(trained: Trained, x: Array, y: Array, grid: Array) -> NetworkResult:
    """The result of the steps so far, or of all."""
    n, target = len(LAMBDAS), TARGETS["sine"]
    weights = trained.theta[:, SHAPE.is_weight > 0.0].reshape(n, N_NETWORKS, -1)
    test_loss = trained.test_loss[:, 0].reshape(n, N_NETWORKS)
    edges, histogram = _histogram(weights)
    return NetworkResult(
        lambdas=read_only(LAMBDAS),
        weight_edges=edges,
        weight_histogram=histogram,
        train_loss=read_only(trained.train_loss[:, 0].reshape(n, N_NETWORKS)),
        test_loss=read_only(test_loss),
        weight_norm=read_only(np.linalg.norm(weights, axis=2)),
        network_x=read_only(grid),
        network_target=read_only(target(grid)),
        network_curves=read_only(predict(SHAPE, trained.theta[::N_NETWORKS], grid[:, None])),
        network_points_x=read_only(x),
        network_points_y=read_only(y[0]),
        best_lambda=LAMBDAS[int(test_loss.mean(axis=1).argmin())],
    )


_last_results = LastResults(_compute, 4)


def _histogram(weights: Array) -> tuple[Array, Array]:
    edges = np.linspace(-REACH, REACH, N_BINS + 1)
    counts = [np.histogram(np.clip(each, -REACH, REACH), edges)[0] / each.size for each in weights]
    return read_only(edges), read_only(counts)

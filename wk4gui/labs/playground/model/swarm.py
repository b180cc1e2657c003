"""The swarm: the same run from many seeds, all trained at once; and the same without any regulariser."""

from functools import partial

import numpy as np

from wk4gui.core.arrays import Array, read_only
from wk4gui.core.last_results import LastResults
from wk4gui.core.paired_test import Paired, compare_pairs
from wk4gui.lab.checkpoint import Checkpoint, hand_out, no_checkpoint
from wk4gui.labs.playground.model.chunk import Chunk, chunk_size
from wk4gui.labs.playground.model.compute import MOST_RECORDED
from wk4gui.labs.playground.model.maps import classes_on_map, output_maps, window_of
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import layout_of, problem_of, seeds_of
from wk4gui.labs.playground.model.result import SwarmResult, VersusResult
from wk4gui.labs.playground.model.trainer import recorded_updates

SOLVED, MAP_SIDE = 0.95, 41
REGULARISERS = ("l1", "l2", "weight_decay", "drop_prob")
SAME_LOSS, SAME_SCORE = 0.02, 0.005
"""Largest changes that count as the same: of the logarithm of the loss, and of the score."""
_MOST_TIMES = 100


def members_of(params: Params) -> list[Params]:
    """The parameters of every member."""
    n = params.n_seeds
    of_start, of_data = seeds_of(params, n, of_start=True), seeds_of(params, n, of_start=False)
    if params.swarm_over == "start":
        return [replace_seed(params, seed, params.data_seed) for seed in of_start]
    return [replace_seed(params, seed, data) for seed, data in zip(of_start, of_data, strict=True)]


def replace_seed(params: Params, seed: int, data_seed: int | None) -> Params:
    """The same run with other seeds."""
    return params.with_(seed=seed, data_seed=data_seed)


def compute_swarm(params: Params, checkpoint: Checkpoint = no_checkpoint) -> SwarmResult:
    """Trains all members at once, in double precision; each is the single run of its seeds to the byte."""
    return _last_results(params, checkpoint)


def _compute_swarm(params: Params, checkpoint: Checkpoint) -> SwarmResult:
    members = members_of(params)
    size = chunk_size(params)
    chunks = [Chunk(members[i : i + size], _MOST_TIMES + 1) for i in range(0, len(members), size)]
    trainer = chunks[0].trainer
    first, last = trainer.update, trainer.n_updates
    recorded = recorded_updates(first, last, MOST_RECORDED)
    places = np.unique(np.round(np.linspace(0, len(recorded) - 1, _MOST_TIMES)).astype(int))
    updates = [recorded[place] for place in places]
    epochs = trainer.epochs_done + (np.array(updates) - first) / trainer.updates_per_epoch

    def result(n: int) -> SwarmResult:
        return _result(params, chunks, np.array(updates[:n]), epochs[:n])

    with np.errstate(all="ignore"):
        for at, update in enumerate(updates):
            for number, chunk in enumerate(chunks):
                while chunk.trainer.update < update:
                    chunk.trainer.step()
                    if chunk.trainer.batch == 0:
                        checkpoint((at + number / len(chunks)) / len(updates))
                chunk.measure(at)
            if at and at % 10 == 0 and at < len(updates) - 1:
                hand_out(checkpoint, (at + 1) / len(updates), partial(result, at + 1))
        return result(len(updates))


_last_results = LastResults(_compute_swarm, size=3)


def _result(params: Params, chunks: list[Chunk], updates: Array, epochs: Array) -> SwarmResult:
    n = len(updates)
    joined = {
        name: np.concatenate([getattr(chunk, name)[:, :n] for chunk in chunks])
        for name in ("train_loss", "test_loss", "score")
    }
    joined = {name: _ended(table) for name, table in joined.items()}
    theta = np.concatenate([chunk.trainer.theta for chunk in chunks])
    statistics = [chunk.running() for chunk in chunks]
    mean, variance = (np.concatenate([pair[i] for pair in statistics]) for i in (0, 1))
    window = window_of(params)
    finite = np.isfinite(theta).all(axis=1)
    outputs = output_maps(params, theta[finite], (mean[finite], variance[finite]), window, MAP_SIDE)
    outputs = outputs if finite.any() else np.zeros((1, layout_of(params).sizes[-1], MAP_SIDE, MAP_SIDE))
    x, y = window.axes(MAP_SIDE)
    has_test = chunks[0].has_test
    return SwarmResult(
        swarm_update=read_only(updates),
        swarm_epoch=read_only(epochs),
        swarm_train_loss=read_only(joined["train_loss"]),
        swarm_test_loss=read_only(joined["test_loss"] if has_test else np.empty((len(theta), 0))),
        swarm_score=read_only(joined["score"]),
        swarm_theta=read_only(np.where(finite[:, None], theta, np.nan)),
        swarm_running_mean=read_only(np.where(finite[:, None], mean, np.nan)),
        swarm_running_variance=read_only(np.where(finite[:, None], variance, np.nan)),
        swarm_diverged_at=_diverged_at(joined["train_loss"], updates),
        solved=float((joined["score"][:, -1] >= SOLVED).mean()),
        map_x=x,
        map_y=y,
        mean_output=read_only(outputs.mean(axis=0)),
        disagreement=read_only(_disagreement(params, outputs)),
    )


def _diverged_at(losses: Array, updates: Array) -> tuple[int | None, ...]:
    """Per network the first update at which its loss is not finite."""
    bad = ~np.isfinite(losses)
    return tuple(int(updates[row.argmax()]) if row.any() else None for row in bad)


def _ended(losses: Array) -> Array:
    """NaN from the first loss that is not finite on (n_networks, k)."""
    return np.where(np.logical_or.accumulate(~np.isfinite(losses), axis=1), np.nan, losses)


def _disagreement(params: Params, outputs: Array) -> Array:
    """Share of networks that are not of the most frequent class; of a regression the standard deviation."""
    problem = problem_of(params)
    if not problem.classes:
        return np.asarray(outputs[:, 0].std(axis=0))
    said = classes_on_map(problem, outputs)
    votes = np.stack([(said == k).mean(axis=0) for k in range(len(problem.classes))])
    return np.asarray(1.0 - votes.max(axis=0))


def compute_versus(params: Params, checkpoint: Checkpoint = no_checkpoint) -> VersusResult:
    """Trains the swarm with its regularisers and with none, and compares both pair by pair."""
    used = tuple(name for name in REGULARISERS if getattr(params, name))
    plain = params.with_(**dict.fromkeys(used, 0.0))
    with_ = compute_swarm(params, lambda fraction: checkpoint(0.5 * fraction))
    without = compute_swarm(plain, lambda fraction: checkpoint(0.5 + 0.5 * fraction))
    with_loss, without_loss = _end(with_), _end(without)
    with_score, without_score = (swarm.swarm_score[:, -1].copy() for swarm in (with_, without))
    with_train, without_train = (swarm.swarm_train_loss[:, -1].copy() for swarm in (with_, without))
    return VersusResult(
        regularisers=used,
        with_loss=read_only(with_loss),
        without_loss=read_only(without_loss),
        with_train_loss=read_only(with_train),
        without_train_loss=read_only(without_train),
        with_score=read_only(with_score),
        without_score=read_only(without_score),
        with_diverged_at=with_.swarm_diverged_at,
        without_diverged_at=without.swarm_diverged_at,
        loss_pairs=_log_pairs(without_loss, with_loss),
        train_loss_pairs=_log_pairs(without_train, with_train),
        score_pairs=compare_pairs(without_score, with_score, same_within=SAME_SCORE),
    )


def _log_pairs(without: Array, with_: Array) -> Paired:
    """The sign test of the logarithms, whose differences are ratios."""
    with np.errstate(all="ignore"):
        return compare_pairs(np.log(without), np.log(with_), same_within=SAME_LOSS)


def _end(swarm: SwarmResult) -> Array:
    loss = swarm.swarm_test_loss if swarm.swarm_test_loss.shape[1] else swarm.swarm_train_loss
    return loss[:, -1].copy()

"""The swarm at several values of one setting: of the learning rate, of the number of points, of the width."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from wk4gui.core.arrays import read_only
from wk4gui.core.paired_test import compare_pairs
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.sentence import Numeral, phrase
from wk4gui.lab.summary import Summary
from wk4gui.labs.playground.model.findings import judged_on
from wk4gui.labs.playground.model.medians import median
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.reasons import end_losses, ladder_loss_reason, ladder_value_reason
from wk4gui.labs.playground.model.result import Ladder, PointsResult, RatesResult, WidthsResult
from wk4gui.labs.playground.model.swarm import compute_swarm

WIDTHS = (1, 2, 3, 4)
MOST_SEEDS = 16
Rungs = list[tuple[float, Params]]
"""Values of a setting, and the parameters with each."""


def rates(params: Params) -> Rungs:
    """A tenth of α, α, and a hundred times α, within the range of α and each once."""
    values = sorted({min(max(params.learning_rate * factor, 1e-5), 10.0) for factor in (0.1, 1.0, 100.0)})
    return [(value, params.with_(learning_rate=value)) for value in values]


def points(params: Params) -> Rungs:
    """As many training points, and four times as many or all there are, with a swarm over the data."""
    wanted = (params.n_train, min(4 * params.n_train, 1000))
    if params.data == "own":  # no test point may become a training point
        rows = len(params.own_X)
        wanted = (wanted[0], max(wanted[0], min(wanted[1], rows - params.n_test)))
        there = {min(n, rows): n for n in wanted}
    else:
        there = {n: n for n in wanted}
    return [(float(value), params.with_(n_train=n, swarm_over="data")) for value, n in sorted(there.items())]


def widths(params: Params) -> Rungs:
    """One hidden layer of one to four units."""
    return [(float(width), params.with_(hidden=(width,), start=None)) for width in WIDTHS]


def compute_rates(params: Params, checkpoint: Checkpoint = no_checkpoint) -> RatesResult:
    """Trains the swarm at a tenth of α, at α, and at a hundred times α."""
    return RatesResult(_ladder(rates(params), checkpoint))


def compute_points(params: Params, checkpoint: Checkpoint = no_checkpoint) -> PointsResult:
    """Trains the swarm over the data with as many training points, and with four times as many."""
    return PointsResult(_ladder(points(params), checkpoint))


def compute_widths(params: Params, checkpoint: Checkpoint = no_checkpoint) -> WidthsResult:
    """Trains the swarm with one hidden layer of one to four units."""
    return WidthsResult(_ladder(widths(params), checkpoint))


def _ladder(rungs: Rungs, checkpoint: Checkpoint) -> Ladder:
    """Trains a swarm of at most 16 at each value, from the same seeds."""
    rungs = [(value, params.with_(n_seeds=min(params.n_seeds, MOST_SEEDS))) for value, params in rungs]
    n, swarms = len(rungs), []
    for k, (_, params) in enumerate(rungs):
        swarms.append(compute_swarm(params, lambda fraction, k=k: checkpoint((k + fraction) / n)))  # type: ignore[misc]
    return Ladder(
        values=read_only([value for value, _ in rungs]),
        loss=read_only([end_losses(swarm) for swarm in swarms]),
        score=read_only([swarm.swarm_score[:, -1] for swarm in swarms]),
        disagreement=read_only([swarm.disagreement.mean() for swarm in swarms]),
        diverged_at=tuple(
            min((at for at in swarm.swarm_diverged_at if at is not None), default=None) for swarm in swarms
        ),
    )


def lowest(result: Ladder) -> list[int]:
    """The values at which the loss typically ends lowest: the one of the least median, and what is not above it."""
    medians = median(result.loss)
    best = int(medians.argmin())
    with np.errstate(all="ignore"):
        logs = np.log(result.loss)
    return [
        k for k in range(len(medians)) if k == best or compare_pairs(logs[best], logs[k]).direction == "not_resolved"
    ]


def summarizer(name: str, title: str) -> Callable[..., Summary]:
    """The summary of such a part: the value with the least median loss."""
    words = "Of {n} values of the {title} the median {which} loss over {seeds} seeds is least at {value}: {loss}."
    gone = "At each of {n} values of the {title} at least half of the runs from {seeds} seeds diverge."
    alone = "There is one {title} alone, {value}; the median {which} loss over {seeds} seeds is {loss}."

    def summarize_ladder(params: Params, whole: Any, frame: int = 0) -> Summary:
        result: Ladder = getattr(whole, name)
        medians = median(result.loss)
        best = int(medians.argmin())
        value, losses = float(result.values[best]), result.loss[best]
        why_loss = partial(ladder_loss_reason, title, value, losses)
        detail = phrase(
            gone if not np.isfinite(medians[best]) else words if len(medians) > 1 else alone,
            n=Numeral(float(len(medians)), 0),
            title=title,
            which=judged_on(params),
            seeds=Numeral(float(result.loss.shape[1]), 0),
            value=Numeral(value, 4, partial(ladder_value_reason, title, value), "significant"),
            loss=Numeral(float(medians[best]), 3, why_loss, "significant"),
        )
        tied = len(lowest(result)) > 1
        verdict = "Not resolved." if tied else "One is best." if len(medians) > 1 else "Nothing to compare."
        if not np.isfinite(medians[best]):
            verdict = "They diverge."
        return Summary(verdict, detail, "neutral", {"best": best, "lowest": tuple(lowest(result))})

    return summarize_ladder


rates_verdict = summarizer("rates", "learning rate")
points_verdict = summarizer("points", "number of points")
widths_verdict = summarizer("widths", "width of one hidden layer")

"""The swarm at several values of one setting: of the learning rate, of the number of points, of the width."""

from collections.abc import Callable

import numpy as np

from wk4gui.core.arrays import read_only
from wk4gui.core.paired_test import compare_pairs
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.sentence import Numeral, phrase
from wk4gui.lab.summary import Summary
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.reasons import end_losses
from wk4gui.labs.playground.model.result import LadderResult
from wk4gui.labs.playground.model.swarm import compute_swarm

WIDTHS = (1, 2, 3, 4)
Rungs = Callable[[Params], list[tuple[float, Params]]]


def rates(params: Params) -> list[tuple[float, Params]]:
    """A tenth of α, α, and a hundred times α, within the range of α."""
    values = [min(max(params.learning_rate * factor, 1e-5), 10.0) for factor in (0.1, 1.0, 100.0)]
    return [(value, params.with_(learning_rate=value)) for value in values]


def points(params: Params) -> list[tuple[float, Params]]:
    """As many training points, and four times as many, with a swarm over the data."""
    values = (params.n_train, min(4 * params.n_train, 1000))
    return [(float(value), params.with_(n_train=value, swarm_over="data")) for value in values]


def widths(params: Params) -> list[tuple[float, Params]]:
    """One hidden layer of one to four units."""
    return [(float(width), params.with_(hidden=(width,), start=None)) for width in WIDTHS]


def ladder(rungs: Rungs) -> Callable[..., LadderResult]:
    """The computation of a part that trains a swarm at each value of a setting."""

    def compute_ladder(params: Params, checkpoint: Checkpoint = no_checkpoint) -> LadderResult:
        """Trains the swarm at each value, from the same seeds."""
        wanted = rungs(params)
        n = len(wanted)
        swarms = [
            compute_swarm(each, lambda fraction, k=k: checkpoint((k + fraction) / n))  # type: ignore[misc]
            for k, (_, each) in enumerate(wanted)
        ]
        return LadderResult(
            ladder_values=read_only([value for value, _ in wanted]),
            ladder_loss=read_only([end_losses(swarm) for swarm in swarms]),
            ladder_score=read_only([swarm.swarm_score[:, -1] for swarm in swarms]),
            ladder_disagreement=read_only([swarm.disagreement.mean() for swarm in swarms]),
        )

    return compute_ladder


def lowest(result: LadderResult) -> list[int]:
    """The values at which the loss typically ends lowest: the one of the least median, and what is not above it."""
    medians = np.median(np.nan_to_num(result.ladder_loss, nan=np.inf), axis=1)
    best = int(medians.argmin())
    with np.errstate(all="ignore"):
        logs = np.log(result.ladder_loss)
    return [
        k for k in range(len(medians)) if k == best or compare_pairs(logs[best], logs[k]).direction == "not_resolved"
    ]


def summarizer(title: str) -> Callable[..., Summary]:
    """The summary of such a part: the value with the least median loss."""

    def summarize_ladder(params: Params, result: LadderResult, frame: int = 0) -> Summary:
        medians = np.median(np.nan_to_num(result.ladder_loss, nan=np.inf), axis=1)
        best = int(medians.argmin())
        detail = phrase(
            "Of {n} values of the {title} the median loss over {seeds} seeds is least at {value}: {loss}.",
            n=Numeral(float(len(medians)), 0),
            title=title,
            seeds=Numeral(float(result.ladder_loss.shape[1]), 0),
            value=Numeral(float(result.ladder_values[best]), 4, style="significant"),
            loss=Numeral(float(medians[best]), 3, style="significant"),
        )
        tied = len(lowest(result)) > 1
        verdict = "Not resolved." if tied else "One is best."
        return Summary(verdict, detail, "neutral", {"best": best, "lowest": tuple(lowest(result))})

    return summarize_ladder

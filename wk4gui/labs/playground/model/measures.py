"""The measures of the playground lab's parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.lab.deferred import Deferred
from wk4gui.lab.measure import Measure
from wk4gui.labs.playground.model.medians import median

if TYPE_CHECKING:
    from wk4gui.labs.playground.model.params import Params
    from wk4gui.labs.playground.model.result import Course, Result, SwarmResult, VersusResult

_MODEL = Deferred("wk4gui.labs.playground.model")
_score_at = _MODEL.function("findings:score_at")
_end_losses, _median_loss = _MODEL.function("reasons:end_losses"), _MODEL.function("reasons:median_loss")


def _last(name: str) -> Callable[[Params, Result | Course], float | None]:
    def value(params: Params, result: Result | Course) -> float | None:
        history = getattr(result, name)
        return float(history[-1]) if len(history) else None

    return value


def _score(*, on_test: bool) -> Callable[[Params, Result | Course], float | None]:
    def value(params: Params, result: Result | Course) -> float | None:
        if on_test and not len(result.test_loss):
            return None
        return float(_score_at(params, result, -1, on_test=on_test))

    return value


def _least(params: Params, result: Result | Course) -> float | None:
    return None if result.test_best is None else float(result.test_loss[result.test_best])


def _best_epoch(params: Params, result: Result | Course) -> float | None:
    return None if result.test_best is None else float(result.epoch[result.test_best])


def _solved(params: Params, result: Result | Course) -> float | None:
    score = _score(on_test=bool(len(result.test_loss)))(params, result)
    return None if score is None or score != score else float(score >= 0.95)


def _norm(params: Params, result: Result | Course) -> float:
    theta = result.theta[-1]
    weights = [
        theta[first : first + rest[0] * rest[1]] for name, (first, *rest) in result.layout.items() if name[0] == "W"
    ]
    return float(np.sqrt(sum(w @ w for w in weights)))


MEASURES = (
    Measure("final_train_loss", "Training loss at the end", _last("train_loss")),
    Measure("final_test_loss", "Test loss at the end", _last("test_loss")),
    Measure("train_score", "Training accuracy, or R², at the end", _score(on_test=False)),
    Measure("test_score", "Test accuracy, or R², at the end", _score(on_test=True)),
    Measure("least_test_loss", "Least test loss", _least),
    Measure("best_epoch", "Epoch of the least test loss", _best_epoch, "epochs"),
    Measure("run_solved", "Whether accuracy, or R², is at least 0.95 at the end", _solved),
    Measure("weight_norm", "Norm of all weights at the end", _norm),
)


def _median_disagreement(params: Params, result: SwarmResult) -> float:
    return float(result.disagreement.mean())


SWARM_MEASURES = (
    Measure("solved_share", "Share of seeds that solve the task", lambda _, r: r.solved),
    Measure("median_loss", "Median loss over the seeds at the end", lambda _, r: _median_loss(r)),
    Measure("worst_loss", "Largest loss over the seeds at the end", lambda _, r: float(_end_losses(r).max())),
    Measure("mean_disagreement", "Disagreement of the networks, mean over the plane", _median_disagreement),
)


def _change(params: Params, result: VersusResult) -> float:
    return float(np.median(result.with_loss - result.without_loss))


VERSUS_MEASURES = (
    Measure("loss_change", "Change of the loss by the regularisers, median over the seeds", _change),
    Measure("pairs_better", "Pairs with a lower loss", lambda _, r: float(r.loss_pairs.better)),
)


def _ladder_measures(name: str, title: str) -> tuple[Measure, ...]:
    def medians(result: Any) -> Array:
        loss = getattr(result, name).loss
        return median(loss)

    def best(params: Params, result: Any) -> float:
        return float(getattr(result, name).values[int(medians(result).argmin())])

    def least(params: Params, result: Any) -> float | None:
        value = float(medians(result).min())
        return value if np.isfinite(value) else None

    return (
        Measure(f"{name}_best", f"The {title} with the least median loss", best),
        Measure(f"{name}_least_loss", f"Least median loss over the {title}", least),
    )


RATES_MEASURES = _ladder_measures("rates", "learning rate")
POINTS_MEASURES = _ladder_measures("points", "number of points")
WIDTHS_MEASURES = _ladder_measures("widths", "width")

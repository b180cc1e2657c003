"""What a run shows at a frame, as values that verdicts and tests share."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.labs.playground.model.judge import all_alike
from wk4gui.labs.playground.model.outputs import OutputName
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import problem_of
from wk4gui.labs.playground.model.result import Course, Result

Outcome = Literal[
    "diverges", "dead", "untrained", "given", "overfits", "overconfident", "solved", "begins", "learns", "memorises",
    "above start", "loss of constant", "no progress",
]  # fmt: skip
RISE, FALL, LATELY, LEVEL, SOLVED, PROGRESS, BEGUN = 1.05, 0.99, 0.1, 0.01, 0.95, 0.98, 0.25
"""A test loss counts as risen if above 1.05 times its least for the last tenth of the run; a training loss as fallen
if below 0.99 times what it was; accuracies within 0.01
as level; training as having made progress below 0.98 times the loss of the best constant guess, and as begun until the
score has gone a quarter of the way from that of the best constant guess to 1."""


@dataclass(frozen=True)
class Finding:
    """What a run shows at a frame.

    Attributes:
        outcome: in a word.
        best: frame of the least test loss up to here; None without test points.
        score: accuracy or R² on test points, on training points without; NaN after a divergence, and R² of
            targets that are all alike.
        on_test: whether the score is that of test points.
    """

    outcome: Outcome
    best: int | None
    score: float
    on_test: bool


def find(params: Params, result: Result, frame: int) -> Finding:
    """Judges a run at a frame.

    overfits: during the last tenth of the epochs up to here the test loss was above 1.05 times its least so far, the
    training loss is below 0.99 times what it was then, and for classes the accuracy on the test points is more than
    0.01 lower; overconfident: the same with an accuracy that is level or higher. memorises: the score has come a
    quarter of the way on the training points, and on the test points it is no better than that of a constant. above
    start: a lower loss than a constant's, but not than at the start of the run. loss of constant: the training loss
    alone is no better.
    """
    on_test = bool(len(result.test_loss))
    score = score_at(params, result, frame, on_test=on_test)
    best = int(np.nanargmin(result.test_loss[: frame + 1])) if on_test and np.isfinite(result.test_loss[0]) else None
    return Finding(_outcome(params, result, frame, best, score), best, score, on_test)


def score_at(params: Params, result: Result | Course, frame: int, *, on_test: bool) -> float:
    """Accuracy, or R² = 1 − Σ(ŷ − y)²/Σ(y − mean y)²; NaN where the targets are all alike."""
    if result.classes:
        return float((result.test_accuracy if on_test else result.train_accuracy)[frame])
    loss = float((result.test_loss if on_test else result.train_loss)[frame])
    problem = problem_of(params)
    y = problem.learned(result.y_test if on_test else result.y_train)
    double = 2.0 if problem.output == "linear_half_mse" else 1.0
    return math.nan if all_alike(y) else 1.0 - double * loss / float(y.var())


def _outcome(params: Params, result: Result, frame: int, best: int | None, score: float) -> Outcome:
    if result.diverged_at is not None and result.update[frame] >= result.diverged_at:
        return "diverges"
    if (result.dead[frame] == 1.0).any():
        return "dead"
    if result.update[frame] == 0:
        return "untrained" if params.start is None else "given"
    if best is not None and best < frame and _has_risen(result, frame, best):
        if len(result.test_accuracy) and result.test_accuracy[frame] >= result.test_accuracy[best] - LEVEL:
            return "overconfident"
        return "overfits"
    base = base_score(result, on_test=bool(len(result.test_loss)))
    if score >= SOLVED and score > base:
        return "solved"
    problem = problem_of(params)
    if not result.train_loss[frame] < PROGRESS * constant_loss(problem.output, problem.learned(result.y_train)):
        return "loss of constant" if score > base + LEVEL else "no progress"
    if frame > 0 and not result.train_loss[frame] < result.train_loss[0]:
        return "above start"
    if score - base >= BEGUN * (1.0 - base):
        return "learns"
    train_score, train_base = score_at(params, result, frame, on_test=False), base_score(result, on_test=False)
    has_learnt = train_score - train_base >= BEGUN * (1.0 - train_base)
    return "memorises" if score <= base and has_learnt else "begins"


def judged_on(params: Params) -> str:
    """Which points end losses are those of: "test", or "training" without any."""
    return "test" if len(problem_of(params).test.X) else "training"


def base_score(result: Result, *, on_test: bool) -> float:
    """The score of the best answer that is the same everywhere: the share of the largest class, or 0 for R²."""
    y = result.y_test if on_test else result.y_train
    return float(np.unique(y, return_counts=True)[1].max() / len(y)) if result.classes else 0.0


def constant_loss(output: OutputName, y: Array) -> float:
    """The training loss of the best guess that is the same everywhere: the entropy of the classes, or the variance."""
    if output in ("sigmoid_bce", "softmax_cross_entropy"):
        shares = np.unique(y, return_counts=True)[1] / len(y)
        return float(-(shares * np.log(shares)).sum())
    if output == "tanh_half_mse":
        return float(0.5 * (2.0 * y - 1.0).var())
    return float(y.var()) * (0.5 if output == "linear_half_mse" else 1.0)


def _has_risen(result: Result, frame: int, best: int) -> bool:
    since = result.epoch[0] + (1.0 - LATELY) * (result.epoch[frame] - result.epoch[0])
    lately = result.test_loss[: frame + 1][result.epoch[: frame + 1] >= since]
    has_fallen = result.train_loss[frame] < FALL * result.train_loss[best]
    return bool(lately.min() > RISE * result.test_loss[best] and has_fallen)

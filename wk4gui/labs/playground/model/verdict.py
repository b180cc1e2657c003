"""The verdicts of the playground lab."""

from functools import partial

from wk4gui.core.number_format import position_places
from wk4gui.core.paired_test import MeasuredDirection
from wk4gui.lab.sentence import Numeral, Sentence, phrase
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.playground.model.findings import LEVEL, Finding, Outcome, base_score, find, judged_on
from wk4gui.labs.playground.model.judge import all_alike
from wk4gui.labs.playground.model.medians import median
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import n_classes_of, problem_of
from wk4gui.labs.playground.model.reasons import (
    epoch_reason,
    loss_reason,
    median_loss,
    median_reason,
    pairs_reason,
    score_reason,
    solved_reason,
    swarm_epoch_reason,
    versus_reason,
)
from wk4gui.labs.playground.model.result import Result, SwarmResult, VersusResult

_VERDICTS: dict[Outcome, tuple[str, Tone]] = {
    "diverges": ("Diverges.", "bad"),
    "dead": ("A layer is dead.", "bad"),
    "untrained": ("Untrained.", "neutral"),
    "given": ("At the start.", "neutral"),
    "overfits": ("Overfits.", "bad"),
    "overconfident": ("Overconfident.", "bad"),
    "solved": ("Solved.", "good"),
    "begins": ("Begins to learn.", "neutral"),
    "learns": ("Learns.", "neutral"),
    "memorises": ("Fits the training points alone.", "bad"),
    "above start": ("Training loss not below its start.", "bad"),
    "loss of constant": ("Training loss no better than a constant's.", "neutral"),
    "no progress": ("No better than a constant.", "bad"),
}
_TITLES = {"l1": "L1", "l2": "L2", "weight_decay": "weight decay", "drop_prob": "dropout"}
_ANSWERS: dict[MeasuredDirection, tuple[str, Tone]] = {
    "down": ("Regularising helps.", "good"),
    "up": ("Regularising hurts.", "bad"),
    "same": ("No difference.", "neutral"),
    "not_resolved": ("Not resolved.", "neutral"),
}
_NO_SCORE = "there is no R², since the {} targets are all alike"


def summarize(params: Params, result: Result, frame: int) -> Summary:
    """What the run shows at a frame, on the points that were never trained on."""
    finding = find(params, result, frame)
    verdict, tone = _VERDICTS[finding.outcome]
    claims = {"outcome": finding.outcome, "best": finding.best, "score": finding.score, "frame": frame}
    return Summary(verdict, _detail(params, result, frame, finding), tone, claims)


def epoch_numeral(params: Params, result: Result, frame: int) -> Numeral:
    """The epoch of a frame, never with an exponent."""
    epoch = float(result.epoch[frame])
    return Numeral(epoch, position_places(epoch), partial(epoch_reason, params, result, frame))


def _when(params: Params, result: Result, frame: int) -> Sentence:
    """The epoch of a frame; within the first one after the update."""
    epoch = epoch_numeral(params, result, frame)
    if not 0.0 < epoch.value < 1.0:
        return phrase("Epoch {epoch}", epoch=epoch)
    return phrase("Update {update}, epoch {epoch}", update=Numeral(float(result.update[frame]), 0), epoch=epoch)


def _detail(params: Params, result: Result, frame: int, finding: Finding) -> Sentence:
    def loss(which: str, at: int) -> Numeral:
        reason = partial(loss_reason, params, result, at, f"{which}_loss")
        return Numeral(float(getattr(result, f"{which}_loss")[at]), 3, reason, "significant")

    epoch = epoch_numeral(params, result, frame)
    if finding.outcome == "diverges":
        words = "At update {update} a loss or a weight is not finite any more."
        return phrase(words, update=Numeral(float(result.diverged_at or 0), 0))
    if finding.outcome == "dead":
        words = "At epoch {epoch} f′ is 0 in a whole layer at every training point{how}."
        return phrase(words, epoch=epoch, how=_how_measured(params))
    if finding.outcome in ("overfits", "overconfident") and finding.best is not None:
        level = _of_accuracy(result, frame, finding.best) if finding.outcome == "overconfident" else ""
        return phrase(
            "The test loss was {least} at epoch {best} and is {now} at epoch {epoch}{level}, "
            "while the training loss fell from {before} to {train}.",
            least=loss("test", finding.best), best=epoch_numeral(params, result, finding.best), now=loss("test", frame),
            epoch=epoch, level=level, before=loss("train", finding.best), train=loss("train", frame),
        )  # fmt: skip
    score = Numeral(
        100.0 * finding.score if result.classes else finding.score, 1 if result.classes else 3,
        partial(score_reason, params, result, frame, on_test=finding.on_test),
    )  # fmt: skip
    which = "test" if finding.on_test else "training"
    right = (
        f"{{score}} % of the {which} points are right" if result.classes else f"R² is {{score}} on the {which} points"
    )
    if not result.classes and all_alike(result.y_test if finding.on_test else result.y_train):
        right = _NO_SCORE.format(which)
    parts = {"train": loss("train", frame)} | ({"test": loss("test", frame)} if finding.on_test else {})
    if finding.outcome in ("begins", "memorises") and result.classes:
        right += ", and {largest} % are of the largest class"
        parts["largest"] = Numeral(100.0 * base_score(result, on_test=finding.on_test), 1)
    losses = "loss {train} in training, {test} on the test points" if finding.on_test else "training loss {train}"
    when = _when(params, result, frame)
    return phrase(f"{{when}}: {right}; {losses}.", when=when, score=score, **parts)


def _how_measured(params: Params) -> str:
    """What follows from slopes of 0, or how they were measured where training itself has others."""
    if params.batch_norm:
        return " with the running statistics"
    return " without dropout" if params.drop_prob else "; no gradient passes it"


def _of_accuracy(result: Result, frame: int, best: int) -> str:
    higher = result.test_accuracy[frame] > result.test_accuracy[best] + LEVEL
    return " at higher accuracy" if higher else " at level accuracy"


def swarm_verdict(params: Params, result: SwarmResult, frame: int = 0) -> Summary:
    """The share of seeds that solve the task."""
    n = len(result.swarm_theta)
    solved, epoch = round(result.solved * n), float(result.swarm_epoch[-1])
    verdict: tuple[str, Tone] = ("A matter of chance.", "neutral")
    if solved in (0, n):
        verdict = ("All solve it.", "good") if solved else ("None solves it.", "bad")
    which = "test" if result.swarm_test_loss.shape[1] else "training"
    words = "{solved} of {n} networks have {score} or more at epoch {epoch}; the median {which} loss is {loss}."
    if not n_classes_of(params) and all_alike(
        (problem_of(params).test if which == "test" else problem_of(params).train).y
    ):
        verdict = ("No R².", "neutral")
        words = (
            f"At epoch {{epoch}} {_NO_SCORE.format(which)}; the median {{which}} loss of {{n}} networks is {{loss}}."
        )
    detail = phrase(
        words,
        solved=Numeral(float(solved), 0, partial(solved_reason, result)),
        n=Numeral(float(n), 0),
        score="an accuracy of 95 %" if n_classes_of(params) else "an R² of 0.95",
        epoch=Numeral(epoch, position_places(epoch), partial(swarm_epoch_reason, params, result)),
        which=which,
        loss=Numeral(median_loss(result), 3, partial(median_reason, result), "significant"),
    )
    return Summary(verdict[0], detail, verdict[1], {"solved": solved, "n": n})


def versus_verdict(params: Params, result: VersusResult, frame: int = 0) -> Summary:
    """Whether the regularisers lower the loss, pair by pair from the same seeds."""
    pairs = result.loss_pairs
    claims = {"direction": pairs.direction, "better": pairs.better, "worse": pairs.worse, "n": pairs.n}
    if not result.regularisers:
        words = "No regulariser is set: L1, L2, weight decay and dropout are 0."
        return Summary("Nothing to compare.", words, "neutral", claims | {"direction": "none"})
    verdict, tone = _ANSWERS[pairs.direction]
    names = " and ".join(_TITLES[name] for name in result.regularisers)
    detail = phrase(
        "With {names} the median {which} loss is {with_}, without {without}; lower in {better} of {n} pairs.",
        names=names,
        which=judged_on(params),
        with_=Numeral(float(median(result.with_loss)), 3, partial(versus_reason, result, "with_loss"), "significant"),
        without=Numeral(
            float(median(result.without_loss)), 3, partial(versus_reason, result, "without_loss"), "significant"
        ),
        better=Numeral(float(pairs.better), 0, partial(pairs_reason, result)),
        n=Numeral(float(pairs.n), 0),
    )
    return Summary(verdict, detail, tone, claims)

"""The verdicts of the dropout lab."""

from functools import partial

import numpy as np

from wk4gui.core.paired_test import FEWEST, MeasuredDirection
from wk4gui.lab.sentence import Numeral, Sentence, phrase
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.dropout.model.agreement import Agrees, agreement_of, only_rounding
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.reasons import factor_reason, gap_reason, mean_reason, scaled_reason, spread_reason
from wk4gui.labs.dropout.model.result import Result, TrainingResult
from wk4gui.labs.dropout.model.training_reasons import better_reason, median_reason

_AGREES: dict[Agrees, tuple[str, Tone]] = {
    "nothing": ("Nothing to average.", "neutral"),
    "forgotten": ("No scaling.", "bad"),
    "mean": ("Equals the mean.", "good"),
    "geometric": ("Equals the geometric mean.", "good"),
    "neither": ("An approximation.", "neutral"),
}
_HELPED: dict[MeasuredDirection, tuple[str, Tone]] = {
    "up": ("Dropout made it worse.", "bad"),
    "down": ("Dropout helped.", "good"),
    "same": ("No difference.", "neutral"),
    "not_resolved": ("Not resolved.", "neutral"),
}


def ensemble_verdict(params: Params, result: Result) -> Summary:
    """Which mean of the thinned networks the scaled network's output is."""
    agrees = agreement_of(params, result)
    verdict, tone = _AGREES[agrees]
    claims = {"agrees": agrees, "mean_gap": result.agreement.mean_gap}
    return Summary(verdict, _numbers(params, result) + " " + _finding(params, result, agrees), tone, claims)


def training_verdict(params: Params, result: TrainingResult, frame: int = 0) -> Summary:
    """The effect of dropout on the test loss, pair by pair."""
    loss = result.comparison["test_loss"]
    pairs, answer = loss.pairs, loss.pairs.direction
    verdict, tone = _HELPED[answer]
    plain, dropout = (
        Numeral(loss.median[kind], reason=partial(median_reason, result, "test_loss", kind)) for kind in (0, 1)
    )
    claims = {"direction": answer, "better": pairs.better, "worse": pairs.worse, "n": pairs.n}
    if pairs.n == 1:
        words = "One network, test loss {plain} without and {dropout} with dropout: one pair shows nothing."
        return Summary(verdict, phrase(words, plain=plain, dropout=dropout), tone, claims)
    detail = phrase(
        "Median test loss {plain} without and {dropout} with dropout, lower in {better} of {n} pairs{more}.",
        plain=plain,
        dropout=dropout,
        better=Numeral(pairs.better, 0, partial(better_reason, result, "test_loss")),
        n=Numeral(pairs.n, 0),
        more=_caution(pairs.n, pairs.diverged),
    )
    return Summary(verdict, detail, tone, claims)


EXPECTED: dict[str, MeasuredDirection] = {
    "test_loss": "down",
    "loss_rise_without_unit": "down",
    "weight_norm": "down",
    "sparsity": "up",
}
"""The measures for averaging, less co-adaptation, noise and sparsity, and the expected effects of dropout."""


def finding_of(result: TrainingResult, measure: str, expected: str) -> Summary:
    """The effect of dropout on a measure, compared with the one that an explanation predicts."""
    compared, pairs = result.comparison[measure], result.comparison[measure].pairs
    answer = pairs.direction
    tone: Tone = "neutral"
    verdict = {"same": "The same.", "not_resolved": "Not resolved."}.get(answer, "")
    if not verdict:
        as_expected = answer == expected
        verdict = f"{answer.capitalize()}, {'as expected' if as_expected else 'against expectation'}."
        tone = "good" if as_expected else "bad"
    plain, dropout = (
        Numeral(compared.median[kind], reason=partial(median_reason, result, measure, kind)) for kind in (0, 1)
    )
    if pairs.n == 1:
        detail = phrase("{plain} → {dropout} in one network.", plain=plain, dropout=dropout)
    else:
        detail = phrase(
            "{plain} → {dropout} in the median, lower in {better} of {n} pairs.",
            plain=plain,
            dropout=dropout,
            better=Numeral(pairs.better, 0, partial(better_reason, result, measure)),
            n=Numeral(pairs.n, 0),
        )
    return Summary(verdict, detail, tone, {"direction": answer})


def _caution(n: int, diverged: int) -> str:
    """A note on diverged or too few pairs."""
    if diverged:
        return f"; {diverged} of them diverged"
    return "; so few pairs cannot decide" if n <= FEWEST else ""


def _numbers(params: Params, result: Result) -> Sentence:
    """Scaled output, mean and spread of the same output: the first one, said so if there are several."""
    first = "Output 1: scaled" if result.subnet_output.shape[1] > 1 else "Scaled"
    return phrase(
        "{first} network {scaled}, mean of all {n} thinned networks {mean}, their spread {spread}.",
        first=first,
        scaled=Numeral(float(result.weight_scaled_output[0]), reason=partial(scaled_reason, params, result, 0)),
        n=Numeral(len(result.subnet_probability), 0),
        mean=Numeral(float(result.ensemble_mean[0]), reason=partial(mean_reason, params, result, 0)),
        spread=Numeral(float(np.sqrt(result.output_variance[0])), reason=partial(spread_reason, params, result, 0)),
    )


def _finding(params: Params, result: Result, agrees: Agrees) -> Sentence:
    """The mean that the scaled network's output is, or its distance from the means."""
    gaps = result.agreement
    mean_gap = Numeral(gaps.mean_gap, reason=partial(gap_reason, result, result.ensemble_mean, "mean"))
    distance = "largest distance" if result.subnet_output.shape[1] > 1 else "distance"
    if agrees == "nothing":
        never = "With p = 0 no unit is dropped, and every other mask has probability 0."
        return phrase("No mask changes the output." if params.drop_prob else never)
    if agrees == "forgotten":
        factor = Numeral(1.0 / (1.0 - params.drop_prob), reason=partial(factor_reason, params))
        words = "In use the sum of the units is {factor} times its mean in training."
        return phrase(words, factor=factor)
    if agrees == "mean":
        since = "no mask switches a ReLU of layer 2, so " if params.second_layer else ""
        return phrase("They agree exactly: {since}the output is linear in the hidden units.", since=since)
    if agrees == "geometric":
        words = "It is exactly the normalised geometric mean; its {distance} from the mean is {gap}."
        return phrase(words, distance=distance, gap=_or_rounding(result, mean_gap))
    if gaps.geometric_gap is None or result.geometric_mean is None:
        return phrase("Its {distance} from the mean is {gap}.", distance=distance, gap=_or_rounding(result, mean_gap))
    why = partial(gap_reason, result, result.geometric_mean, "geometric mean")
    return phrase(
        "Its {distance} from the mean is {gap} and from the geometric mean {geometric}.",
        distance=distance,
        gap=_or_rounding(result, mean_gap),
        geometric=_or_rounding(result, Numeral(gaps.geometric_gap, reason=why)),
    )


def _or_rounding(result: Result, gap: Numeral) -> Numeral | str:
    return "within rounding" if only_rounding(result, gap.value) else gap

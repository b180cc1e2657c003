"""Predictions about dropout: which mean the whole network computes, and how training with dropout differs."""

from collections.abc import Callable

from wk4gui.core.number_format import format_number
from wk4gui.lab.question import Choice, Number, Question, Variant
from wk4gui.labs.dropout.model.agreement import agreement_of
from wk4gui.labs.dropout.model.map_question import MAP_QUESTION
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.result import Result, TrainingResult

_MEAN, _GEOMETRIC, _NEITHER = "their mean", "their geometric mean, normalised", "neither exactly"
_WHICH = Choice((_MEAN, _GEOMETRIC, _NEITHER))
_UNRESOLVED = "no difference shown"
_WHERE = Choice(("up", "down", _UNRESOLVED))


def _n(value: float) -> str:
    return format_number(value, 4)


def _which_mean(params: Params, result: Result) -> str:
    return {"mean": _MEAN, "geometric": _GEOMETRIC}.get(agreement_of(params, result), _NEITHER)


def _why_mean(params: Params, result: Result) -> str:
    scaled, mean = _n(float(result.weight_scaled_output[0])), _n(float(result.ensemble_mean[0]))
    geometric = (
        ""
        if result.geometric_mean is None
        else f", their normalised geometric mean {_n(float(result.geometric_mean[0]))}"
    )
    return f"The output of the whole network is {scaled}; the mean of the thinned ones is {mean}{geometric}."


def _number_of_networks(params: Params, result: Result) -> float:
    return float(len(result.subnet_output))


def _why_number(params: Params, result: Result) -> str:
    return f"Each of {params.n_hidden} units is there or not: 2^{params.n_hidden} = {len(result.subnet_output)}."


def _factor(params: Params, result: Result) -> float:
    return 1.0 / (1.0 - params.drop_prob)


def _why_factor(params: Params, result: Result) -> str:
    kept = _n(1.0 - params.drop_prob)
    return f"A unit is there with probability {kept}, and {kept} · {_n(_factor(params, result))} = 1."


def _measured(name: str) -> Callable[[Params, TrainingResult], str]:
    def truth(params: Params, result: TrainingResult) -> str:
        answer = result.comparison[name].pairs.direction
        return _UNRESOLVED if answer == "not_resolved" else answer

    return truth


def _why_measured(name: str, words: str) -> Callable[[Params, TrainingResult], str]:
    def because(params: Params, result: TrainingResult) -> str:
        found = result.comparison[name]
        pairs, (plain, dropout) = found.pairs, (_n(each) for each in found.median[:2])
        went = f"it fell in {pairs.better} and rose in {pairs.worse} of {pairs.n} pairs"
        unresolved = ", which these pairs cannot distinguish from chance" if pairs.direction == "not_resolved" else ""
        return f"{words} goes from {plain} to {dropout} in the median; {went}{unresolved}."

    return because


def _not_which(option: str, params: Params, result: Result) -> str:
    whole, mean = _n(float(result.weight_scaled_output[0])), _n(float(result.ensemble_mean[0]))
    if option == _MEAN:
        return f"That would need the mean {mean} to be the output; it is {whole}."
    if option == _GEOMETRIC:
        if result.geometric_mean is None:
            return "That would need outputs that are probabilities of classes."
        return (
            f"That would need the geometric mean {_n(float(result.geometric_mean[0]))} to be the output; it is {whole}."
        )
    return f"That would need an output that differs from both means; it is {whole}."


def _not_measured(name: str) -> Callable[[str, Params, TrainingResult], str]:
    def why(option: str, params: Params, result: TrainingResult) -> str:
        pairs = result.comparison[name].pairs
        need = {"up": "more rises than falls", "down": "more falls than rises"}.get(
            option, "about as many rises as falls"
        )
        return f"That would need {need}: it rose in {pairs.worse} and fell in {pairs.better} of {pairs.n} pairs."

    return why


def _trained(name: str, measure: str, prompt: str, words: str) -> Question:
    return Question(
        name,
        prompt,
        _WHERE,
        _measured(measure),
        _why_measured(measure, words),
        why_wrong=_not_measured(measure),
        preset="training",
        asked_view={"show": "ensemble"},
        changes={"n_train": 40, "n_networks": 16},
        part="training",
    )


_HOW_MANY = "How many thinned networks do {} hidden units have?"
_FACTOR = "Each unit is dropped with probability {}. By what factor does inverted dropout multiply the others?"


def _other_width(seed: int) -> Variant:
    width = (3, 4, 6, 7, 8, 9)[seed % 6]
    return Variant(_HOW_MANY.format(width), {"n_hidden": width})


def _other_share(seed: int) -> Variant:
    share = (0.1, 0.25, 0.4, 0.6, 0.75)[seed % 5]
    return Variant(_FACTOR.format(share), {"drop_prob": share})


QUESTIONS = (
    Question(
        "linear",
        "Five units are dropped, the output is linear, the scaling inverted. Which mean of the thinned networks "
        "is the output of the whole one?",
        _WHICH,
        _which_mean,
        _why_mean,
        why_wrong=_not_which,
        hides=("axis",),
    ),
    Question(
        "softmax",
        "The same with a softmax of three classes. Which mean is it now?",
        _WHICH,
        _which_mean,
        _why_mean,
        why_wrong=_not_which,
        preset="softmax",
        hides=("axis",),
    ),
    Question(
        "second_layer",
        "Another ReLU layer follows the dropped one, before a sigmoid. Which mean is it now?",
        _WHICH,
        _which_mean,
        _why_mean,
        why_wrong=_not_which,
        preset="second_layer",
        hides=("axis",),
    ),
    Question(
        "how_many",
        _HOW_MANY.format("ten"),
        Number("networks", tolerance=0.0, slack=0.5),
        _number_of_networks,
        _why_number,
        changes={"n_hidden": 10},
        hides=("axis", "wall"),
        draw=_other_width,
    ),
    Question(
        "factor",
        _FACTOR.format(0.2),
        Number("factor", tolerance=0.01),
        _factor,
        _why_factor,
        changes={"drop_prob": 0.2},
        hides=("axis", "wall"),
        draw=_other_share,
    ),
    _trained(
        "train_loss",
        "train_loss",
        "64 units on 40 noisy points: dropout is switched on. How does the training loss change?",
        "The training loss",
    ),
    _trained(
        "test_loss",
        "test_loss",
        "64 units on 40 noisy points, with dropout. How does the test loss change?",
        "The test loss",
    ),
    _trained(
        "missing_unit",
        "loss_rise_without_unit",
        "64 units on 40 points, and one trained unit is removed. How does dropout change the rise of the loss?",
        "The mean rise of the loss",
    ),
    _trained(
        "sparsity",
        "sparsity",
        "64 ReLU units on 40 noisy points. How does dropout change the share of silent activations?",
        "The share",
    ),
    MAP_QUESTION,
)

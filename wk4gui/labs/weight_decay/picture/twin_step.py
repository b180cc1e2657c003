"""One step of both rules as the columns show it: its terms, the derivation in numbers, and the difference."""

from functools import partial

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_factor, format_number, short_number
from wk4gui.labs.weight_decay.model.derivation import Step, derivation
from wk4gui.labs.weight_decay.model.params import Params, loss_of, strength_of
from wk4gui.labs.weight_decay.model.result import Result
from wk4gui.labs.weight_decay.picture.decay_looks import LABELS, SHRINK, STEP
from wk4gui.labs.weight_decay.picture.twin_columns import Pieces, Term, TwinStep

SAME = 1e-9
"""Differences below are of rounding."""
_FAR = 1e6


def twin_step(params: Params, result: Result, step: Step | None, digits: int) -> TwinStep:
    """The step of both rules; None if its numbers overflow."""
    titles = (LABELS["l2"], LABELS["decay"])
    texts = [line.partition("; ") for line in derivation(params)]
    lines = tuple(zip([text for text, _, _ in texts], _in_numbers(params, step, digits), strict=True))
    if step is None:
        return TwinStep(lines, titles, ((), ()), None, "The numbers overflow.")
    s = "λ" if params.convention == "half" else "2λ"
    moves = {"sgd": ("−α(sum)", "−α∇L"), "momentum": ("−αv", "−αv"), "adam": ("−αm̂/√v̂", "−αm̂/√v̂")}
    whole, move = moves[params.optimizer]
    if params.rule == "as_printed":
        move = move.replace("α", "")
    left = (
        Term("w", _pair(step.w_l2)),
        Term("∇L", _pair(step.gradient_l2), STEP),
        Term(f"{s}w", _pair(step.penalty_gradient), SHRINK),
        Term("sum", _pair(step.whole_gradient)),
        Term(whole, _pair(step.move_l2)),
        Term("new w", _pair(step.next_l2), "ink", bold=True),
    )
    right = (
        Term("w", _pair(step.w_decay)),
        Term(f"−α{s}w", _pair(step.shrink), SHRINK),
        Term(f"(1 − α{s})w", _pair(step.w_decay + step.shrink), SHRINK),
        Term("∇L", _pair(step.gradient_decay), STEP),
        Term(move, _pair(step.move_decay), STEP),
        Term("new w", _pair(step.next_decay), "ink", bold=True),
    )
    return TwinStep(lines, titles, (left, right), _pair(step.difference), _words(result, texts[-1][2]))


def _in_numbers(params: Params, step: Step | None, digits: int) -> list[Pieces]:
    """The lines of the derivation in numbers, the vectors by their first coordinate; empty where they do not apply."""
    if step is None:
        return [(), (), (), ()]
    n, f = (partial(form, digits=digits) for form in (format_number, format_factor))
    s, rate = strength_of(params), params.learning_rate
    w, gradient, pull = (float(each[0]) for each in (step.w_l2, step.gradient_l2, step.penalty_gradient))
    loss, penalty = float(loss_of(params).loss(step.w_l2)), 0.5 * s * float(step.w_l2 @ step.w_l2)
    lines: list[Pieces] = [
        (("= ", "ink"), (n(loss), STEP), (" + ", "ink"), (n(penalty), SHRINK), (f" = {n(loss + penalty)}", "ink")),
        (("w₁: ", "ink2"), (n(gradient), STEP), (" + ", "ink"), (f(pull), SHRINK), (f" = {n(gradient + pull)}", "ink")),
    ]
    if params.optimizer != "sgd" or params.rule != "corrected":
        return [*lines, (), ()]
    new = f" = {n(w - rate * (gradient + pull))}"
    kept, moved = f"{n(1.0 - rate * s)} · {f(w)}", f"{n(rate)} · {f(gradient)}"
    lines.append((("w₁: ", "ink2"), (f"{n(w)} − {n(rate)} · {f(gradient + pull)}{new}", "ink")))
    lines.append((("w₁: ", "ink2"), (kept, SHRINK), (" − ", "ink"), (moved, STEP), (new, "ink")))
    return lines


def _words(result: Result, more: str) -> str:
    largest = short_number(result.max_difference, 4)
    known = f"over all steps at most {largest}" + (": rounding" if result.max_difference <= SAME else "")
    if float(np.nanmax(result.norm)) > _FAR:
        known += ", and the paths diverge"
    return f"{known}; {more}" if more else known


def _pair(values: Array) -> tuple[float, float]:
    return float(values[0]), float(values[1])

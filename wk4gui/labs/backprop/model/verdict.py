"""The verdicts on gradient steps."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.lab.sentence import Numeral, Sentence, distinguishable, joined, phrase
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.backprop.model.probability import probabilities
from wk4gui.labs.backprop.model.reasons import (
    best_reason,
    largest_gradient_reason,
    layer_gradient_reason,
    limit_reason,
    peak_reason,
    rounding_reason,
)
from wk4gui.labs.backprop.model.sentence_numbers import SentenceNumbers, answers_of
from wk4gui.labs.backprop.model.step_size import GOOD_FRACTION, LARGEST, StepSizes
from wk4gui.labs.backprop.model.step_state import StepState

ALL_DEAD = "all units dead"
CONVERGED_CHANGE = 1e-9
TINY = 0.05
"""A gradient is tiny if no entry is larger than this."""


def units_off(a: Array, slope: Array) -> tuple[int, ...]:
    """Units of a layer that are off: activation and slope, (n_units,) or of each sample, are both 0."""
    off = (a == 0.0) & (slope == 0.0)
    return tuple(int(j) for j in np.flatnonzero(off.reshape(-1, off.shape[-1]).all(axis=0)))


def dead_layer(a: Sequence[Array], slope: Sequence[Array]) -> int | None:
    """The first hidden layer whose units are all off, or None; arguments per layer, the output's last."""
    for layer in range(len(a) - 1):
        if not a[layer].any() and not slope[layer].any():
            return layer
    return None


def step_verdict(
    before: StepState, after: StepState, step: int, step_sizes: StepSizes | None, digits: int = 4
) -> Summary:
    """The verdict on the step from one state to the next.

    Args:
        before: the numbers before the step.
        after: the numbers after it.
        step: how many updates came before.
        step_sizes: the effects of other step sizes from ``before``, if known.
        digits: places after the point in the text.
    """
    verdict, tone = _verdict(before, after, step_sizes)
    numbers = SentenceNumbers(digits)
    sentences = [
        _loss_sentence(before, after, step, numbers),
        _mean_sentence(before, after, step, numbers),
        _why(before, after, step_sizes, numbers),
        _dead_sentence(after),
    ]
    claims = {"verdict": verdict, "loss_before": before.step_loss, "loss_after": after.step_loss}
    return Summary(verdict, joined(" ", sentences), tone, claims)


def run_verdict(first: StepState, last: StepState, loss: Array, diverged_at: int | None, digits: int = 4) -> Summary:
    """The verdict on all steps together.

    Args:
        first: the numbers at the start.
        last: the numbers after the last finite step.
        loss: the loss at every step (n_steps + 1,), NaN from ``diverged_at`` on.
        diverged_at: the first step that is not finite, or None.
        digits: places after the point in the text.
    """
    n_steps, numbers = len(loss) - 1, SentenceNumbers(digits)
    if diverged_at is not None:
        at = max(diverged_at - 1, 0)
        old, new = distinguishable(numbers.whole_loss(first, 0), numbers.whole_loss(last, at))
        words = "{thing} goes from {old} to {new} at step {at}; the numbers of step {end} overflow."
        detail = phrase(
            words,
            thing=_capital(_thing(first, whole=True)),
            old=old,
            new=new,
            at=Numeral(at, 0),
            end=Numeral(diverged_at, 0),
        )
        return Summary("Diverges.", detail, "bad", {"verdict": "Diverges.", "diverged_at": diverged_at})
    if n_steps == 0:
        if last.batch is not None:
            detail = phrase(
                "{thing} is {loss}.", thing=_capital(_thing(last, whole=True)), loss=numbers.whole_loss(last, 0)
            )
            return Summary("No steps.", detail, "neutral", {"verdict": "No steps."})
        detail = phrase(
            "The loss is {loss}: the {what} is {answer}, the target {target}.",
            loss=numbers.whole_loss(last, 0),
            what=_answer_name(last),
            answer=numbers.answers(last),
            target=numbers.targets(last),
        )
        return Summary("No steps.", detail, "neutral", {"verdict": "No steps."})
    verdict, tone = _run_word(first, last)
    course = _course(first, last, loss, numbers)
    steps = phrase("After 1 step") if n_steps == 1 else phrase("After {n} steps", n=Numeral(n_steps, 0))
    detail = joined(
        " ",
        (
            phrase("{steps} {thing} {course}.", steps=steps, thing=_thing(last, whole=True), course=course),
            _dead_sentence(last),
        ),
    )
    claims = {"verdict": verdict, "loss_first": first.whole_loss, "loss_last": last.whole_loss}
    return Summary(verdict, detail, tone, claims)


def _course(first: StepState, last: StepState, loss: Array, numbers: SentenceNumbers) -> Sentence:
    """The course of the loss from the first to the last, over the largest if that is in between."""
    n_steps, peak = len(loss) - 1, float(loss.max())
    old, new = distinguishable(numbers.whole_loss(first, 0), numbers.whole_loss(last, n_steps))
    if first.whole_loss == last.whole_loss == peak:
        return phrase("is {word} {loss}", word="still" if first.whole_loss == loss.min() else "again", loss=new)
    if peak > max(first.whole_loss, last.whole_loss):
        at = int(loss.argmax())
        over = Numeral(peak, numbers.digits, partial(peak_reason, peak, at))
        return phrase("has gone from {old} over {over} to {new}", old=old, over=over, new=new)
    return phrase("has gone from {old} to {new}", old=old, new=new)


def phase_summary(now: StepState, step: int, phase: str, digits: int = 4) -> Summary:
    """A summary of a phase ("forward 2", "loss", "backward 1") of a sample with its most important number."""
    name, _, number = phase.partition(" ")
    of = "" if now.batch is None else f", sample {now.batch.shown + 1} of {len(now.batch)}"
    numbers = SentenceNumbers(digits)
    if name == "loss":
        detail = phrase(
            "The {what} {answer} against the target {target}.",
            what=_answer_name(now),
            answer=numbers.answers(now),
            target=numbers.targets(now),
        )
        return Summary(phrase("Loss {loss}{of}.", loss=numbers.loss(now, step), of=of), detail, "neutral")
    layer = int(number) - 1
    place = "the output layer" if layer == now.n_layers - 1 else f"hidden layer {number}"
    if name == "forward":
        return Summary(f"Forward{of}.", _forward_detail(now, layer, place, numbers), "neutral")
    gradients = np.abs(np.append(now.own_grad_W[layer], now.own_grad_b[layer]))
    if not gradients.any():
        return Summary(f"Backward{of}.", f"Every gradient of {place} is 0: {_why_none(now, layer)}.", "neutral")
    largest = Numeral(float(gradients.max()), digits, partial(layer_gradient_reason, now, layer, digits))
    detail = phrase("The gradients of {place}; the largest has size {largest}.", place=place, largest=largest)
    return Summary(f"Backward{of}.", detail, "neutral")


def _why_none(now: StepState, layer: int) -> str:
    """Why a layer has no gradients but 0."""
    if now.grad_z[layer].any():
        return "so are its inputs"
    return "f′ of its units lets no signal through" if now.grad_a[layer].any() else "no signal arrives there"


def rounding_sentence(rounded: float, exact: float, decimals: int) -> Sentence:
    """The change of the loss by rounding, compared with full precision."""
    places = "place" if decimals == 1 else "places"
    count = Numeral(decimals, 0)
    if rounded == exact:
        return phrase("Rounding to {count} {places} changes nothing here.", count=count, places=places)
    gap = Numeral(abs(rounded - exact), max(decimals, 4), partial(rounding_reason, rounded, exact))
    side = "above" if rounded > exact else "below"
    words = "Rounding to {count} {places} puts the loss {gap} {side} that of full precision."
    return phrase(words, count=count, places=places, gap=gap, side=side)


def _verdict(before: StepState, after: StepState, step_sizes: StepSizes | None) -> tuple[str, Tone]:
    if _stands_still(before):
        return ("Converged.", "good") if before.step_loss < CONVERGED_CHANGE else ("No change.", "neutral")
    if after.step_loss > before.step_loss:
        return ("Climbs.", "bad") if before.climbs else ("Overshoots.", "bad")
    if _hardly_changes(before, after):
        return ("Converged.", "good") if before.step_loss < CONVERGED_CHANGE else ("Hardly changes.", "neutral")
    if before.climbs:
        return "Falls, although it climbs.", "neutral"
    if step_sizes is None or step_sizes.best is None:
        return "Falls.", "good"
    if before.step_loss - after.step_loss >= GOOD_FRACTION * (step_sizes.loss - step_sizes.lowest_loss):
        return "Falls.", "good"
    if before.learning_rate < step_sizes.best:
        return "Falls slowly.", "neutral"
    return "Zig-zags.", "neutral"


def _stands_still(moment: StepState) -> bool:
    return not any(np.any(g) for g in moment.moving_gradients)


def _output_is_off(moment: StepState) -> bool:
    return not moment.every_slope[-1].any() and moment.step_loss > 0.0


def _hardly_changes(before: StepState, after: StepState) -> bool:
    return abs(before.step_loss - after.step_loss) <= CONVERGED_CHANGE * max(before.step_loss, CONVERGED_CHANGE)


def _loss_sentence(before: StepState, after: StepState, step: int, numbers: SentenceNumbers) -> Sentence:
    if _stands_still(before):
        which = "gradient" if before.bias == "learned" else "gradient of a weight"
        reason = " because the output unit is off" if _output_is_off(before) else ""
        words = "Every {which} is 0{reason}, so {thing} stays at {loss}."
        return phrase(words, which=which, reason=reason, thing=_thing(before), loss=numbers.step_loss(before, step))
    old, new = distinguishable(numbers.step_loss(before, step), numbers.step_loss(after, step + 1))
    thing, off = _thing(before), _switched_off(before, after)
    if before.averages:
        return phrase("One step takes {thing} from {old} to {new}{off}.", thing=thing, old=old, new=new, off=off)
    words = "One step takes {thing} from {old} to {new}: {moved}{off}."
    return phrase(words, thing=thing, old=old, new=new, moved=_moved(before, after, numbers), off=off)


def _mean_sentence(before: StepState, after: StepState, step: int, numbers: SentenceNumbers) -> Sentence:
    """The mean loss of all samples around a step that takes one of them."""
    if before.batch is None or before.averages:
        return Sentence()
    old, new = distinguishable(numbers.whole_loss(before, step), numbers.whole_loss(after, step + 1))
    n = Numeral(len(before.batch), 0)
    if before.whole_loss == after.whole_loss:
        return phrase("The mean over all {n} samples stays at {loss}.", n=n, loss=new)
    return phrase("The mean over all {n} samples goes from {old} to {new}.", n=n, old=old, new=new)


def _capital(words: Sentence) -> Sentence:
    """With a capital letter at the beginning."""
    first, *others = words.pieces
    return Sentence((str(first).capitalize(), *others))


def _thing(moment: StepState, *, whole: bool = False) -> Sentence:
    """What a sentence calls the loss that a step lowers, or of all samples."""
    if moment.batch is None:
        return phrase("the loss")
    if whole or moment.averages:
        return phrase("the mean loss of {n} samples", n=Numeral(len(moment.batch), 0))
    return phrase("the loss of sample {k}", k=Numeral(moment.batch.shown + 1, 0))


def _moved(before: StepState, after: StepState, numbers: SentenceNumbers) -> Sentence:
    """The change of the prediction that changes most, or of its probability if the loss uses one."""
    old, new = answers_of(before), answers_of(after)
    j = int(np.argmax(np.abs(new - old)))
    name = f"the {_answer_word(before)}" if len(old) == 1 else f"{_answer_word(before)} {j + 1}"
    first, second = distinguishable(numbers.answer(before, j), numbers.answer(after, j))
    if old[j] == new[j]:
        return phrase("{name} stays at {value}", name=name, value=first)
    far = abs(new[j] - old[j]) > 0.5 * max(abs(old[j]), 1.0)
    return phrase("{name} {moves} from {a} to {b}", name=name, moves="jumps" if far else "moves", a=first, b=second)


def _switched_off(before: StepState, after: StepState) -> str:
    for layer in range(before.n_layers - 1):
        new = sorted(
            set(units_off(after.every_a[layer], after.every_slope[layer]))
            - set(units_off(before.every_a[layer], before.every_slope[layer]))
        )
        if new:
            noun = "hidden unit" if before.n_layers == 2 else f"layer {layer + 1} unit"
            listed = ", ".join(str(j + 1) for j in new)
            return f" and {noun}{'s' if len(new) > 1 else ''} {listed} switch{'' if len(new) > 1 else 'es'} off"
    return ""


def _why(before: StepState, after: StepState, step_sizes: StepSizes | None, numbers: SentenceNumbers) -> Sentence:
    """One further number that explains the verdict."""
    if before.climbs and after.step_loss > before.step_loss:
        return phrase("The printed sign adds the gradient, which points uphill; subtract it to go down.")
    if step_sizes is None or before.climbs:
        return Sentence()
    limit = step_sizes.one_step_limit
    if after.step_loss > before.step_loss and limit is not None and limit < before.learning_rate:
        low, high = distinguishable(
            Numeral(limit, 4, partial(limit_reason, before.step_loss, limit), "significant"),
            Numeral(before.learning_rate, 4, style="significant"),
        )
        return phrase("The loss falls for learning rates below {limit}; {rate} is too large.", limit=low, rate=high)
    if (
        before.step_loss - after.step_loss >= GOOD_FRACTION * (before.step_loss - step_sizes.lowest_loss)
        or step_sizes.best is None
    ):
        return Sentence()
    if step_sizes.best < LARGEST:
        best = partial(best_reason, before.step_loss, step_sizes.best, step_sizes.lowest_loss)
        return phrase(
            "The best learning rate for this step is {best}.", best=Numeral(step_sizes.best, 4, best, "significant")
        )
    largest = _largest_gradient(before)
    if largest < TINY:
        size = Numeral(largest, numbers.digits, partial(largest_gradient_reason, before))
        return phrase("The gradient is tiny: its largest entry has size {size}.", size=size)
    if limit is not None:
        return phrase("Of all steps up to 1000 the longest lowers the loss most.")
    return phrase("No step up to 1000 is too long here; the longest lowers the loss most.")


def _largest_gradient(moment: StepState) -> float:
    return max(float(np.abs(g).max()) for g in moment.moving_gradients)


def _dead_sentence(after: StepState) -> Sentence:
    """The consequence if all units of a hidden layer are off."""
    layer = dead_layer(after.every_a, after.every_slope)
    if layer is None:
        return Sentence()
    name = ALL_DEAD.capitalize()
    if layer < after.n_layers - 2:
        return phrase(f"{name} in layer {layer + 1}: the input no longer matters and nothing below learns.")
    if after.bias != "learned":
        return phrase(f"{name}: the prediction no longer depends on the input, and nothing learns.")
    return phrase(f"{name}: the prediction now depends on the output bias alone, and nothing else learns.")


def _run_word(first: StepState, last: StepState) -> tuple[str, Tone]:
    if last.whole_loss < CONVERGED_CHANGE * max(first.whole_loss, 1.0):
        return "Converged.", "good"
    if dead_layer(last.every_a, last.every_slope) is not None:
        return "Dead.", "bad"
    if last.whole_loss > first.whole_loss:
        return "Ends higher.", "bad"
    if last.whole_loss == first.whole_loss:
        return "No change.", "neutral"
    return "Falls.", "good"


def _forward_detail(now: StepState, layer: int, place: str, numbers: SentenceNumbers) -> Sentence:
    label = now.activation(layer).label
    if layer == now.n_layers - 1:
        words = "{place} ({label}) answers {answer}."
        answer = numbers.outputs(now)
        if probabilities(now) is not None and now.activation_names[-1] == "linear":
            words, answer = "{place} ({label}) gives the probabilities {answer}.", numbers.answers(now)
        return phrase(words, place=place.capitalize(), label=label, answer=answer)
    if not now.activation(layer).kinks:
        return phrase("{place} ({label}).", place=place.capitalize(), label=label)
    off, n_units = len(units_off(now.a[layer], now.slope[layer])), now.sizes[layer + 1]
    flat = int((now.slope[layer] == 0.0).sum()) - off
    if off or not flat:
        state = f"{off} of {n_units} units {'is' if off == 1 else 'are'} off" if off else "all units are on"
    else:
        state = f"f′ of {flat} of {n_units} units is 0"
    return phrase("{place} ({label}): {state}.", place=place.capitalize(), label=label, state=state)


def _answer_word(moment: StepState) -> str:
    return "prediction" if probabilities(moment) is None else "probability"


def _answer_name(moment: StepState) -> str:
    word = _answer_word(moment)
    return word if len(moment.y) == 1 else "predictions" if word == "prediction" else "probabilities"

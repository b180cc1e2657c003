"""What a gradient step did, in words with numbers."""

from collections.abc import Sequence

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.lab.summary import Summary, Tone
from wk4gui.labs.backprop.model.instant import Instant
from wk4gui.labs.backprop.model.step_size import GOOD_FRACTION, LARGEST, StepSizes

ALL_DEAD = "all units dead"
CONVERGED_CHANGE = 1e-9


def units_off(a: Array, slope: Array) -> tuple[int, ...]:
    """Units of a layer that are switched off: activation and slope are both 0, so nothing passes either way.

    Args:
        a: the layer's activations (n_units,).
        slope: its f′(z) (n_units,).
    """
    return tuple(int(j) for j in np.flatnonzero((a == 0.0) & (slope == 0.0)))


def dead_layer(a: Sequence[Array], slope: Sequence[Array]) -> int | None:
    """The first hidden layer all of whose units are off, or None; arguments per layer, the output's last."""
    for layer in range(len(a) - 1):
        if not a[layer].any() and not slope[layer].any():
            return layer
    return None


def step_verdict(before: Instant, after: Instant, step_sizes: StepSizes | None, digits: int = 4) -> Summary:
    """What the step from one instant to the next did.

    Args:
        before: the numbers before the step.
        after: the numbers after it.
        step_sizes: what other step sizes would have done from ``before``, where that is known.
        digits: places after the point in the text.
    """
    verdict, tone = _verdict(before, after, step_sizes)
    sentences = [_loss_sentence(before, after, digits), _why(before, after, step_sizes, digits), _dead_sentence(after)]
    return Summary(verdict, " ".join(sentence for sentence in sentences if sentence), tone)


def run_verdict(first: Instant, last: Instant, loss: Array, diverged_at: int | None, digits: int = 4) -> Summary:
    """What all steps together did.

    Args:
        first: the numbers at the start.
        last: the numbers after the last finite step.
        loss: the loss at every step (n_steps + 1,), NaN from ``diverged_at`` on.
        diverged_at: the first step that is not finite, or None.
        digits: places after the point in the text.
    """
    n_steps = len(loss) - 1
    if diverged_at is not None:
        goes = f"The loss goes from {_pair(first.loss, last.loss, digits)} at step {max(diverged_at - 1, 0)}"
        return Summary("Diverges.", f"{goes}; the numbers of step {diverged_at} are too large to be held.", "bad")
    if n_steps == 0:
        answer = f"the prediction is {_vector(last.y_hat, digits)}, the target {_vector(last.y, digits)}"
        return Summary("No steps.", f"The loss is {format_number(last.loss, digits)}: {answer}.", "neutral")
    steps = "1 step" if n_steps == 1 else f"{n_steps} steps"
    if first.loss == last.loss == loss.max():
        course = f"is {'still' if first.loss == loss.min() else 'again'} {format_number(last.loss, digits)}"
    elif loss.max() > max(first.loss, last.loss):
        peak = format_number(float(loss.max()), digits)
        course = f"has gone from {format_number(first.loss, digits)} over {peak} to {format_number(last.loss, digits)}"
    else:
        course = f"has gone from {_pair(first.loss, last.loss, digits)}"
    verdict, tone = _run_word(first, last)
    return Summary(verdict, f"After {steps} the loss {course}. {_dead_sentence(last)}".strip(), tone)


def phase_summary(now: Instant, phase: str, digits: int = 4) -> Summary:
    """What a phase ("forward 2", "loss", "backward 1") computes, with the number that matters most."""
    name, _, number = phase.partition(" ")
    if name == "loss":
        predicted = "prediction" if len(now.y) == 1 else "predictions"
        detail = f"The {predicted} {_vector(now.y_hat, digits)} against the target {_vector(now.y, digits)}."
        return Summary(f"Loss {format_number(now.loss, digits)}.", detail, "neutral")
    layer = int(number) - 1
    place = "the output layer" if layer == now.n_layers - 1 else f"hidden layer {number}"
    if name == "forward":
        return Summary("Forward.", _forward_detail(now, layer, place, digits), "neutral")
    gradients = np.abs(np.append(now.grad_W[layer], now.grad_b[layer]))
    if not gradients.any():
        return Summary("Backward.", f"Every gradient of {place} is 0: nothing arrives there.", "neutral")
    largest = format_number(float(gradients.max()), digits)
    return Summary("Backward.", f"The gradients of {place}; the largest has size {largest}.", "neutral")


def rounding_sentence(rounded: float, exact: float, decimals: int) -> str:
    """How far rounding has moved the loss from that of full precision."""
    places = "place" if decimals == 1 else "places"
    if rounded == exact:
        return f"Rounding to {decimals} {places} changes nothing here."
    difference = format_number(abs(rounded - exact), max(decimals, 4))
    side = "above" if rounded > exact else "below"
    return f"Rounding to {decimals} {places} puts the loss {difference} {side} that of full precision."


def _verdict(before: Instant, after: Instant, step_sizes: StepSizes | None) -> tuple[str, Tone]:
    if _stands_still(before):
        return ("Converged.", "good") if before.loss < CONVERGED_CHANGE else ("Stands still.", "neutral")
    if after.loss > before.loss:
        return ("Climbs.", "bad") if before.climbs else ("Overshoots.", "bad")
    if _hardly_changes(before, after):
        return ("Converged.", "good") if before.loss < CONVERGED_CHANGE else ("Hardly moves.", "neutral")
    if before.climbs:
        return "Falls, although it climbs.", "neutral"
    if step_sizes is None or step_sizes.best is None:
        return "Falls.", "good"
    if before.loss - after.loss >= GOOD_FRACTION * (step_sizes.loss - step_sizes.lowest_loss):
        return "Falls.", "good"
    if before.learning_rate < step_sizes.best:
        return "Falls slowly.", "neutral"
    return "Zig-zags.", "neutral"


def _stands_still(instant: Instant) -> bool:
    return not any(np.any(g) for g in (*instant.grad_W, *instant.grad_b))


def _output_is_off(instant: Instant) -> bool:
    return not instant.slope[-1].any() and instant.loss > 0.0


def _hardly_changes(before: Instant, after: Instant) -> bool:
    return abs(before.loss - after.loss) <= CONVERGED_CHANGE * max(before.loss, CONVERGED_CHANGE)


def _loss_sentence(before: Instant, after: Instant, digits: int) -> str:
    if _stands_still(before):
        reason = " because the output unit is off" if _output_is_off(before) else ""
        return f"Every gradient is 0{reason}, so the loss stays at {format_number(before.loss, digits)}."
    moved = _prediction(before.y_hat, after.y_hat, digits)
    off = _switched_off(before, after)
    return f"One step takes the loss from {_pair(before.loss, after.loss, digits)}: {moved}{off}."


def _prediction(old: Array, new: Array, digits: int) -> str:
    largest = int(np.argmax(np.abs(new - old)))
    name = "the prediction" if len(old) == 1 else f"prediction {largest + 1}"
    if old[largest] == new[largest]:
        return f"{name} stays at {format_number(old[largest], digits)}"
    far = abs(new[largest] - old[largest]) > 0.5 * max(abs(old[largest]), 1.0)
    return f"{name} {'jumps' if far else 'moves'} from {_pair(old[largest], new[largest], digits)}"


def _switched_off(before: Instant, after: Instant) -> str:
    for layer in range(before.n_layers - 1):
        new = sorted(
            set(units_off(after.a[layer], after.slope[layer])) - set(units_off(before.a[layer], before.slope[layer]))
        )
        if new:
            noun = "hidden unit" if before.n_layers == 2 else f"layer {layer + 1} unit"
            listed = ", ".join(str(j + 1) for j in new)
            return f" and {noun}{'s' if len(new) > 1 else ''} {listed} switch{'' if len(new) > 1 else 'es'} off"
    return ""


def _why(before: Instant, after: Instant, step_sizes: StepSizes | None, digits: int) -> str:
    """The one further number that explains the verdict."""
    rate = format_number(before.learning_rate, max(digits, 4))
    if before.climbs and after.loss > before.loss:
        return "The printed sign adds the gradient, which points uphill; subtract it to go down."
    if step_sizes is None or before.climbs:
        return ""
    limit = step_sizes.one_step_limit
    if after.loss > before.loss and limit is not None and limit < before.learning_rate:
        return f"The loss falls for learning rates below {_limit(limit)}; {rate} is too large."
    if before.loss - after.loss >= GOOD_FRACTION * (before.loss - step_sizes.lowest_loss) or step_sizes.best is None:
        return ""
    if step_sizes.best >= LARGEST:
        return f"The gradient is tiny: its largest entry has size {format_number(_largest_gradient(before), digits)}."
    return f"The best learning rate for this step is {_limit(step_sizes.best)}."


def _largest_gradient(instant: Instant) -> float:
    return max(float(np.abs(g).max()) for g in (*instant.grad_W, *instant.grad_b))


def _dead_sentence(after: Instant) -> str:
    """What it means that every unit of a hidden layer is off."""
    layer = dead_layer(after.a, after.slope)
    if layer is None:
        return ""
    if layer < after.n_layers - 2:
        return f"{ALL_DEAD.capitalize()} in layer {layer + 1}: the input no longer matters and nothing below learns."
    return f"{ALL_DEAD.capitalize()}: the prediction now depends on the output bias alone, and nothing else learns."


def _pair(old: float, new: float, digits: int) -> str:
    """ "old to new", with as many more digits as tell them apart."""
    for more in range(digits, 13):
        first, second = format_number(old, more), format_number(new, more)
        if first != second or old == new:
            break
    return f"{first} to {second}"


def _limit(value: float) -> str:
    return format_number(float(f"{value:.4g}"), 12)


def _run_word(first: Instant, last: Instant) -> tuple[str, Tone]:
    if last.loss < CONVERGED_CHANGE * max(first.loss, 1.0):
        return "Converged.", "good"
    if dead_layer(last.a, last.slope) is not None:
        return "Dead.", "bad"
    if last.loss > first.loss:
        return "Ends higher.", "bad"
    if last.loss == first.loss:
        return "Stands still.", "neutral"
    return "Falls.", "good"


def _forward_detail(now: Instant, layer: int, place: str, digits: int) -> str:
    label = now.activation(layer).label
    if layer == now.n_layers - 1:
        return f"{place.capitalize()} ({label}) answers {_vector(now.y_hat, digits)}."
    off = len(units_off(now.a[layer], now.slope[layer]))
    n_units = now.sizes[layer + 1]
    state = "all units are on" if off == 0 else f"{off} of {n_units} units {'is' if off == 1 else 'are'} off"
    return (
        f"{place.capitalize()} ({label}): {state}."
        if now.activation(layer).kinks
        else f"{place.capitalize()} ({label})."
    )


def _vector(values: Array, digits: int) -> str:
    numbers = [format_number(value, digits) for value in values]
    return numbers[0] if len(numbers) == 1 else f"({', '.join(numbers)})"

"""The reasons of the numbers in the backprop lab's picture, as far as they have been computed."""

from wk4gui.lab.reason import Reason
from wk4gui.labs.backprop.model.compute import frames
from wk4gui.labs.backprop.model.moments import sample_at, step_from, step_state
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.probability import probabilities
from wk4gui.labs.backprop.model.reasons import (
    activation_reason,
    loss_reason,
    probability_reason,
    slice_reason,
    unit_reason,
    weight_reason,
    whole_loss_reason,
)
from wk4gui.labs.backprop.model.result import Result
from wk4gui.labs.backprop.model.step_state import StepState
from wk4gui.labs.backprop.picture.network_numbers import ActivePhase, Place
from wk4gui.labs.backprop.picture.phases import active_phase_of, backward_done, forward_done

GRADIENT_COLUMN = 2
ANSWER_COLUMN, LOSS_COLUMN = 3, 4


def place_reason(params: Params, result: Result, frame: int, found: tuple[Place | None, int, int]) -> Reason | None:
    """The reason of the loss (None), a unit or a weight in the diagram; ``found`` has the digits and the sample."""
    place, digits, sample = found
    moment, step, active = _moment(params, result, frame, sample)
    if place is None:
        return loss_reason(moment, step, digits) if active.phase != "forward" else None
    if place.kind in ("x", "y") or not forward_done(active, place.layer):
        return None
    done = backward_done(active, place.layer)
    if place.kind == "unit":
        return unit_reason(moment, place.layer, place.j, digits, backward=done)
    k = place.k if place.kind == "W" else None
    return weight_reason(moment, place.layer, place.j, k, digits, new=active.phase == "update") if done else None


def cell_reason(params: Params, result: Result, frame: int, found: tuple[Place, int, int, int]) -> Reason | None:
    """The reason of a weight's gradient or new value in the table; ``found`` has the digits and the sample."""
    place, column, digits, sample = found
    moment, _, _ = _moment(params, result, frame, sample)
    k = place.k if place.kind == "W" else None
    return weight_reason(moment, place.layer, place.j, k, digits, new=column > GRADIENT_COLUMN)


def step_reason(params: Params, result: Result, frame: int, found: tuple[int, int]) -> Reason | None:
    """The reason of the loss after a step; ``found`` includes the digits."""
    step, digits = found
    return whole_loss_reason(step_state(params, result, step), step, digits) if 0 <= step <= result.last_step else None


def sample_reason(params: Params, result: Result, frame: int, found: tuple[int, int, int]) -> Reason | None:
    """The reason of a sample's prediction or loss in the table of samples; ``found`` includes the digits."""
    sample, column, digits = found
    moment, step, _ = _moment(params, result, frame, sample + 1)
    if column == LOSS_COLUMN:
        return loss_reason(moment, step, digits)
    if column != ANSWER_COLUMN or len(moment.y) > 1:
        return None
    if probabilities(moment) is not None:
        return probability_reason(moment, 0, digits)
    return activation_reason(moment, moment.n_layers - 1, 0, digits)


def rate_reason(params: Params, result: Result, frame: int, rate: float) -> Reason | None:
    """The reason of the loss after one step of another size from the step of a frame."""
    moment, step, _ = _moment(params, result, frame)
    loss = step_from(params, result, step).loss_after(rate)
    return slice_reason(moment, rate, loss, step) if loss is not None else None


def _moment(params: Params, result: Result, frame: int, sample: int = 0) -> tuple[StepState, int, ActivePhase]:
    """All numbers of the step of a frame, the step and its phase."""
    all_frames = frames(params, result)
    step, phase = all_frames.split(frame)
    shown = sample_at(params, step, sample)
    return step_state(params, result, step, shown), step, active_phase_of(all_frames.phases[phase])

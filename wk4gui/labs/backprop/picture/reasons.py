"""The reasons of the numbers in the backprop lab's picture, as far as they have been computed."""

from wk4gui.lab.reason import Reason
from wk4gui.labs.backprop.model.compute import frames, step_from, step_state
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.reasons import loss_reason, slice_reason, unit_reason, weight_reason
from wk4gui.labs.backprop.model.result import Result
from wk4gui.labs.backprop.model.step_state import StepState
from wk4gui.labs.backprop.picture.network_numbers import ActivePhase, Place
from wk4gui.labs.backprop.picture.phases import active_phase_of, backward_done, forward_done

GRADIENT_COLUMN = 2


def place_reason(params: Params, result: Result, frame: int, found: tuple[Place | None, int]) -> Reason | None:
    """The reason of the loss (None), a unit or a weight in the diagram; ``found`` includes the digits."""
    (moment, step, active), (place, digits) = _moment(params, result, frame), found
    if place is None:
        return loss_reason(moment, step, digits) if active.phase != "forward" else None
    if place.kind in ("x", "y") or not forward_done(active, place.layer):
        return None
    done = backward_done(active, place.layer)
    if place.kind == "unit":
        return unit_reason(moment, place.layer, place.j, digits, backward=done)
    k = place.k if place.kind == "W" else None
    return weight_reason(moment, place.layer, place.j, k, digits, new=active.phase == "update") if done else None


def cell_reason(params: Params, result: Result, frame: int, found: tuple[Place, int, int]) -> Reason | None:
    """The reason of a weight's gradient or new value in the table; ``found`` includes the digits."""
    (moment, _, _), (place, column, digits) = _moment(params, result, frame), found
    k = place.k if place.kind == "W" else None
    return weight_reason(moment, place.layer, place.j, k, digits, new=column > GRADIENT_COLUMN)


def step_reason(params: Params, result: Result, frame: int, found: tuple[int, int]) -> Reason | None:
    """The reason of the loss after a step; ``found`` includes the digits."""
    step, digits = found
    return loss_reason(step_state(params, result, step), step, digits) if 0 <= step <= result.last_step else None


def rate_reason(params: Params, result: Result, frame: int, rate: float) -> Reason | None:
    """The reason of the loss after one step of another size from the step of a frame."""
    moment, step, _ = _moment(params, result, frame)
    loss = step_from(params, result, step).loss_after(rate)
    return slice_reason(moment, rate, loss, step) if loss is not None else None


def _moment(params: Params, result: Result, frame: int) -> tuple[StepState, int, ActivePhase]:
    """All numbers of the step of a frame, the step and its phase."""
    all_frames = frames(params, result)
    step, phase = all_frames.split(frame)
    return step_state(params, result, step), step, active_phase_of(all_frames.phases[phase])

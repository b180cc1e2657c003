"""Which number stands at which place of the backprop lab's picture."""

from typing import TYPE_CHECKING

from wk4gui.lab.reason import Reason
from wk4gui.labs.backprop.model.compute import frames, instant, loss_after_step
from wk4gui.labs.backprop.model.instant import Instant
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.reasons import loss_reason, slice_reason, unit_reason, weight_reason
from wk4gui.labs.backprop.model.result import Result
from wk4gui.labs.backprop.picture.network_numbers import Lit
from wk4gui.labs.backprop.picture.phases import backward_done, forward_done, lit_of
from wk4gui.render.lab_view import everywhere

if TYPE_CHECKING:
    from wk4gui.labs.backprop.picture.view import BackpropView

_GRADIENT_COLUMN = 2


class BackpropReasons:
    """The reasons of the numbers of a view, by place."""

    def __init__(self, view: "BackpropView") -> None:
        self._view = view

    def explain(self) -> None:
        """In the diagram the left button edits, so that the right one asks."""
        view = self._view
        view.explain(view.diagram, self._diagram_reason, taken=everywhere)
        view.explain(view.table, self._cell_reason)
        view.explain(view.losses, self._loss_reason)
        view.explain(view.slice, self._slice_reason)

    def _diagram_reason(self, x: float, y: float) -> Reason | None:
        """Of the loss, of a unit or of a weight, as far as it has been computed."""
        if self._view.shown is None:
            return None
        moment, step, lit = self._moment(*self._view.shown)
        place, digits = self._view.diagram.place_at(x, y), self._view.state.digits
        if self._view.diagram.on_loss(x, y):
            return loss_reason(moment, step, digits) if lit.phase != "forward" else None
        if place is None or place.kind in ("x", "y") or not forward_done(lit, place.layer):
            return None
        done = backward_done(lit, place.layer)
        if place.kind == "unit":
            return unit_reason(moment, place.layer, place.j, digits, backward=done)
        k = place.k if place.kind == "W" else None
        return weight_reason(moment, place.layer, place.j, k, digits, new=lit.phase == "update") if done else None

    def _cell_reason(self, x: float, y: float) -> Reason | None:
        """Of the gradient in a row of the table, or of the new value."""
        row, column = self._view.table.cell_at(x, y)
        if self._view.shown is None or column < _GRADIENT_COLUMN or not self._view.table.texts(row)[column]:
            return None
        moment, _, _ = self._moment(*self._view.shown)
        place = self._view.places[row]
        k = place.k if place.kind == "W" else None
        return weight_reason(moment, place.layer, place.j, k, self._view.state.digits, new=column > _GRADIENT_COLUMN)

    def _loss_reason(self, x: float, y: float) -> Reason | None:
        if self._view.shown is None:
            return None
        params, result, _ = self._view.shown
        step = round(x)
        if not 0 <= step <= result.last_step:
            return None
        return loss_reason(instant(params, result, step), step, self._view.state.digits)

    def _slice_reason(self, x: float, y: float) -> Reason | None:
        if self._view.shown is None or x <= 0.0:
            return None
        params, result, _ = self._view.shown
        loss = loss_after_step(params, x)
        return slice_reason(instant(params, result, 0), x, loss) if loss is not None else None

    @staticmethod
    def _moment(params: Params, result: Result, frame: int) -> tuple[Instant, int, Lit]:
        """Every number of the step of a frame, the step and its phase."""
        all_frames = frames(params, result)
        step, phase = all_frames.split(frame)
        return instant(params, result, step), step, lit_of(all_frames.phases[phase])

"""The picture of the backprop lab: the network with every number, the loss along the gradient and over steps."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated, ClassVar, Literal

from msgspec import Meta
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.names import bias_name, weight_name
from wk4gui.core.number_format import format_number
from wk4gui.lab.declarations import ViewState
from wk4gui.lab.lab import Lab
from wk4gui.lab.summary import Summary
from wk4gui.labs.backprop.model.chain_rule import ChainRule, chain_rule, chain_rule_lines
from wk4gui.labs.backprop.model.compute import exercise_params, frames, step_from, step_state
from wk4gui.labs.backprop.model.exercise import Exercise, grade_exercise
from wk4gui.labs.backprop.model.exercise_draw import NoExerciseError, Recipe, draw_exercise
from wk4gui.labs.backprop.model.params import MAX_LAYERS, MAX_UNITS, Params
from wk4gui.labs.backprop.model.probability import probabilities
from wk4gui.labs.backprop.model.quantities import Quantity
from wk4gui.labs.backprop.model.result import Result
from wk4gui.labs.backprop.model.step_state import StepState
from wk4gui.labs.backprop.model.working import problem_of
from wk4gui.labs.backprop.picture.answers import Answers, ShownAnswer
from wk4gui.labs.backprop.picture.chain_rule_card import ChainRuleCard
from wk4gui.labs.backprop.picture.exercise_card import ExerciseCard
from wk4gui.labs.backprop.picture.exercise_desk import ExerciseDesk
from wk4gui.labs.backprop.picture.loss_plots import GradientSlice, LossOverSteps, log_is_better
from wk4gui.labs.backprop.picture.network_diagram import NetworkDiagram
from wk4gui.labs.backprop.picture.network_legend import NetworkLegend
from wk4gui.labs.backprop.picture.network_numbers import ActivePhase, NetworkNumbers, Place, places
from wk4gui.labs.backprop.picture.network_structure import StructureBar
from wk4gui.labs.backprop.picture.phase_lines import phase_lines
from wk4gui.labs.backprop.picture.phases import active_phase_of, backward_done, forward_done
from wk4gui.labs.backprop.picture.reasons import GRADIENT_COLUMN, cell_reason, place_reason, rate_reason, step_reason
from wk4gui.labs.backprop.picture.sheet_maker import hand_in_pdf
from wk4gui.render.formula_lines import FormulaStrip
from wk4gui.render.lab_view import LabView, Pane, split
from wk4gui.render.number_table import NumberTable
from wk4gui.render.slide_layout import SlidePanes
from wk4gui.render.table_model import Column
from wk4gui.render.theme import Theme

_UNANSWERED = {"typed": (), "shown": (), "checked": False}
_FIRST_BLANKS = ("forward", "loss")
_FEW = 3
"""Layers, and units in a layer, up to which a network leaves room for the table on a slide."""
_HINT = "Select a weight or a bias: its paths to the loss light up, and here stands their product."


class State(ViewState, frozen=True):
    """The view state of the backprop lab."""

    digits: Annotated[
        int,
        Meta(ge=0, le=8, title="Digits", description="Most decimal places of a number.", extra={"toolbar": True}),
    ] = 2
    loss_axis: Annotated[
        Literal["auto", "linear", "log"],
        Meta(title="Loss axis", description="Scale of the two loss plots.", extra={"toolbar": True}),
    ] = "auto"
    selected: Annotated[str, Meta(title="Selected", description='Such as "W[0][1][0]", "b[1][0]" or "".')] = ""
    blank: Annotated[
        tuple[Literal["forward", "loss", "grad_z", "grad_W", "update"], ...],
        Meta(max_length=5, title="Blank", description="Groups of numbers to work out."),
    ] = ()
    typed: Annotated[
        tuple[tuple[str, str], ...], Meta(title="Typed", description="Quantities and the texts typed for them.")
    ] = ()
    shown: Annotated[
        tuple[str, ...], Meta(title="Shown", description="Quantities whose right number has been shown.")
    ] = ()
    checked: Annotated[bool, Meta(title="Checked", description="Whether the marks are shown.")] = False
    exercise_seed: Annotated[int, Meta(ge=0, le=9999, title="Exercise", description="Seed of new numbers.")] = 0


class BackpropView(LabView):
    """Network, loss along the gradient, loss over steps, and the update in a table."""

    State: ClassVar[type[ViewState]] = State
    Concealable = frozenset({"forward"})
    SLIDES: ClassVar[Mapping[str, SlidePanes]] = {"": SlidePanes(("network",), "update", share=0.7)}

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.diagram = NetworkDiagram(theme)
        self.diagram.setAccessibleName("Network diagram")
        self.legend = NetworkLegend(theme)
        self.structure = StructureBar(theme, MAX_UNITS, MAX_LAYERS)
        self.formulas = FormulaStrip(theme, "Formula of this phase")
        self.slice = GradientSlice(theme)
        self.losses = LossOverSteps(theme)
        columns = (Column(""), Column("old"), Column("∂L/∂w", "backward"), Column("new", "update", 700))
        self.table = NumberTable(columns, theme, "Old and new weights")
        self.chain_rule_card, self.exercise_card = ChainRuleCard(theme), ExerciseCard(theme)
        self.inspectors, self.exercise = [self.chain_rule_card], self.exercise_card
        self.desk = ExerciseDesk(self.exercise_card, self.diagram, self.table)
        self.places: list[Place] = []
        self._working, self._last_blank = False, _FIRST_BLANKS
        self._arrange()
        self._explain()
        self.diagram.value_edited.connect(self._value_edited)
        self.diagram.selected.connect(lambda place: self.select("" if place is None else str(place)))
        self.structure.edited.connect(lambda changes: self.edited.emit(changes, 0))
        self.desk.state_wanted.connect(lambda changes: self.set_state(self.state.with_(**changes)))
        self.desk.new_start_wanted.connect(lambda: self.restarted.emit({}, _UNANSWERED))
        self.desk.new_numbers_wanted.connect(self._draw_new_numbers)
        self.desk.hand_in_wanted.connect(self._hand_in)
        self.table.picked.connect(lambda row: self.select(str(self.places[row])))

    def _explain(self) -> None:
        """Registers all reasons; in the diagram the left button edits inputs, targets, weights and biases."""
        self.explain(self.diagram, self._place_at, place_reason, has_left_click_action=self.diagram.is_editable)
        self.explain(self.table, self._cell_at, cell_reason)
        self.explain(self.losses, lambda x, _: (round(x), self.state.digits), step_reason)
        self.explain(self.slice, lambda x, _: x if x > 0.0 else None, rate_reason)

    def _place_at(self, x: float, y: float) -> tuple[Place | None, int] | None:
        """The place in the diagram (None for the loss), and the digits shown."""
        place = self.diagram.place_at(x, y)
        return (place, self.state.digits) if place is not None or self.diagram.on_loss(x, y) else None

    def _cell_at(self, x: float, y: float) -> tuple[Place, int, int] | None:
        row, column = self.table.cell_at(x, y)
        if column < GRADIENT_COLUMN or not self.table.texts(row)[column]:
            return None
        return self.places[row], column, self.state.digits

    def slide_panes(self) -> SlidePanes:
        """The network alone where it is large."""
        params = self._shown[0] if self._shown is not None else None
        large = params is not None and (len(params.biases) > _FEW or max(map(len, params.biases)) > _FEW)
        return SlidePanes(("network",)) if large else self.SLIDES[""]

    def draw(self, params: Params, result: Result, frame: int) -> None:
        all_frames = frames(params, result)
        step, phase = all_frames.split(frame)
        working = bool(self.state.blank)
        active = ActivePhase("update") if working else active_phase_of(all_frames.phases[phase])
        moment = step_state(params, result, step)
        place = Place.parse(self.state.selected)
        place = place if place is not None and place.fits(moment.sizes) else None
        self.places = [p for p in places(moment.sizes) if p.kind in ("W", "b")]
        rows = [_new_quantity(p) for p in self.places]
        answers = self.desk.show(problem_of(moment, params.decimals), rows, self.state, self.theme)
        if working != self._working:
            self._working = working
            self.fill(self.filled)
        self.formulas.setVisible(not working and "forward" not in self.concealed)
        if self.chain_rule_card.parentWidget() is not None:  # without a page around it would be a window of its own
            self.chain_rule_card.setVisible(not working)
        numbers = replace(_numbers(params, moment, active), answers=answers)
        if "forward" in self.concealed:
            numbers = _without_forward(numbers, moment)
        if "forward" in self.state.blank:  # dashes would give away which units are off
            numbers = replace(numbers, off=(None,) * moment.n_layers)
        self.diagram.set_numbers(numbers, self.state.digits, place)
        self.structure.show_params(params)
        self.formulas.show_formulas(*phase_lines(moment, active, place, self.state.digits))
        self._show_chain_rule(moment, place, result)
        self._draw_plots(params, result, step)
        self._fill_table(moment, active, place, answers)

    @property
    def hides_numbers(self) -> bool:
        return self.desk.exercise is not None and bool(self.state.blank)

    def begin_exercise(self) -> None:
        if not self.state.blank:
            self.set_state(self.state.with_(blank=self._last_blank))

    def end_exercise(self) -> None:
        self._last_blank = self.state.blank or self._last_blank
        self.set_state(self.state.with_(blank=()))

    def summary(self, lab: Lab, params: Params, result: Result, frame: int) -> Summary:
        """The progress of an exercise, if there is one; else the lab's summary."""
        exercise = self.desk.exercise
        if exercise is None or not self.state.blank:
            return super().summary(lab, params, result, frame)
        done = f"{exercise.filled} of {len(exercise.items)} numbers are filled in."
        if not self.state.checked:
            return Summary("Your turn.", f"{done} Type into the diagram, the table or the card; Tab goes on.")
        return Summary(f"{exercise.earned} of {len(exercise.items)} marks.", done)

    def select(self, text: str) -> None:
        """Selects a place, such as "W[0][1][0]"; "" selects nothing."""
        self.set_state(self.state.with_(selected=text))

    def apply_theme(self, theme: Theme) -> None:
        for item in (
            self.diagram,
            self.legend,
            self.structure,
            self.formulas,
            self.slice,
            self.losses,
            self.table,
            self.chain_rule_card,
            self.exercise_card,
        ):
            item.set_theme(theme)

    def set_interactive(self, *, interactive: bool) -> None:
        self.structure.setVisible(interactive)

    def _arrange(self) -> None:
        network = QWidget()
        column = QVBoxLayout(network)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.diagram, 1)
        column.addWidget(self.structure)
        column.addWidget(self.formulas)
        self.diagram.relaid.connect(self.structure.place)
        top = self.add_pane(Pane("network", "The network", network, beside=self.legend))
        self._revealing_panes = [
            self.add_pane(Pane("slice", "Loss along the gradient", self.slice)),
            self.add_pane(Pane("losses", "Loss over steps", self.losses)),
        ]
        bottom = split(
            Qt.Orientation.Horizontal,
            *self._revealing_panes,
            self.add_pane(Pane("update", "Weights before and after", self.table)),
            sizes=(4, 3, 8),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split(Qt.Orientation.Vertical, top, bottom, sizes=(11, 5)))

    def _show_chain_rule(self, moment: StepState, place: Place | None, result: Result) -> None:
        if place is None or place.kind in ("x", "y"):
            self.chain_rule_card.show_rule((), _HINT)
            return
        rule = chain_rule(moment, place.layer, place.j, place.k if place.kind == "W" else None)
        self.chain_rule_card.show_rule(chain_rule_lines(rule, self.state.digits), _paths_note(rule, result))

    def _draw_plots(self, params: Params, result: Result, step: int) -> None:
        choice, start = self.state.loss_axis, step_from(params, result, step)
        sizes, loss = start.curve(params.learning_rate)
        log = choice == "log" or (choice == "auto" and log_is_better(loss))
        limit = start.step_sizes.one_step_limit
        self.slice.show_slice(sizes, loss, params.learning_rate, limit, step, log=log)
        log = choice == "log" or (choice == "auto" and log_is_better(result.loss))
        self.losses.show_loss(result.loss, step, log=log)

    def _fill_table(self, moment: StepState, active: ActivePhase, place: Place | None, answers: Answers) -> None:
        here, digits, desk = self.places, self.state.digits, self.desk
        self.table.set_colors(lambda row, column: desk.color(answers, row, column))
        self.table.set_rows(len(here), lambda i: desk.blanked(answers, i, _update_row(moment, active, here[i], digits)))
        shown = Place("b", place.layer, place.j) if place is not None and place.kind == "unit" else place
        self.table.show_selected(self.places.index(shown) if shown in self.places else None)

    def shown_panes(self) -> list[Pane]:
        """While something is worked out, without the plots that would give it away."""
        return [pane for pane in super().shown_panes() if not (self._working and pane in self._revealing_panes)]

    def _hand_in(self) -> None:
        self.document_offered.emit("gradient-step.pdf", partial(hand_in_pdf, self._marked()))

    def _marked(self) -> Exercise:
        """The exercise with its marks, also if they are not shown."""
        assert self.desk.exercise is not None
        state = self.state
        return grade_exercise(self.desk.exercise.problem, state.blank, dict(state.typed), state.shown, checked=True)

    def _draw_new_numbers(self) -> None:
        """Draws another exercise with the same sizes, activation and loss."""
        params = self._shown[0] if self._shown else None
        if params is None:
            return
        sizes = (len(params.x), *map(len, params.biases))
        seed = (self.state.exercise_seed + 1) % 10_000
        try:
            problem = draw_exercise(seed, Recipe(sizes, params.activations[0], params.loss))
        except NoExerciseError:
            problem = draw_exercise(seed)
        self.restarted.emit(exercise_params(problem), {**_UNANSWERED, "exercise_seed": seed, "selected": ""})

    def _value_edited(self, place: Place, value: float, drag: int) -> None:
        params = self._shown[0] if self._shown else None
        if params is not None:
            self.edited.emit(_with_value(params, place, value), drag)


def _new_quantity(place: Place) -> Quantity:
    """The new weight or bias in a row of the update table."""
    return Quantity("new_W" if place.kind == "W" else "new_b", place.layer, place.j, place.k)


def _paths_note(rule: ChainRule, result: Result) -> str:
    """The number of paths to the loss, and the agreement of the gradients with central differences."""
    many = rule.n_paths > 1
    paths = f"{rule.n_paths} paths lead to the loss" if many else "One path leads to the loss"
    how = "; their sum is collected in ∂L/∂z." if not rule.paths else "; their products add up." if many else "."
    check = format_number(result.gradient_check, 3)
    return f"{paths}{how} At the start all gradients agree with central differences to {check} of the largest."


def _numbers(params: Params, moment: StepState, active: ActivePhase) -> NetworkNumbers:
    """The numbers of the diagram, as far as they have been computed.

    The weights are those used for z, a and the gradients; the new ones are in the table and the formulas, and in the
    diagram from the next step on.
    """
    layers = range(moment.n_layers)
    return NetworkNumbers(
        x=moment.x,
        y=moment.y,
        W=moment.W,
        b=moment.b,
        activations=tuple(ACTIVATIONS[name].label for name in params.activations),
        z=tuple(moment.z[i] if forward_done(active, i) else None for i in layers),
        a=tuple(moment.a[i] if forward_done(active, i) else None for i in layers),
        grad_z=tuple(moment.grad_z[i] if backward_done(active, i) else None for i in layers),
        grad_W=tuple(moment.grad_W[i] if backward_done(active, i) else None for i in layers),
        grad_b=tuple(moment.grad_b[i] if backward_done(active, i) else None for i in layers),
        p=probabilities(moment)
        if moment.activation_names[-1] == "linear" and forward_done(active, len(moment.b) - 1)
        else None,
        off=tuple(moment.slope[i] == 0 if forward_done(active, i) else None for i in layers),
        loss=moment.loss if active.phase != "forward" else None,
        loss_title=_loss_title(params),
        active=active,
    )


def _without_forward(numbers: NetworkNumbers, moment: StepState) -> NetworkNumbers:
    """The network before anything is computed, its activations to be found out."""
    nothing = (None,) * moment.n_layers
    units = [Quantity("a", layer, j) for layer, a in enumerate(moment.a) for j in range(len(a))]
    asked = {str(unit): ShownAnswer("", "blank") for unit in units}
    return replace(numbers, z=nothing, a=nothing, off=nothing, p=None, loss=None, answers=asked)


def _loss_title(params: Params) -> str:
    mean = "mean " if len(params.y) > 1 else ""
    return {
        "mse": f"loss {mean}(ŷ − y)²",
        "half_mse": f"loss ½ {mean}(ŷ − y)²",
        "half_sse": f"loss ½ {'Σ ' if len(params.y) > 1 else ''}(ŷ − y)²",
        "bce": "loss, cross-entropy",
        "cross_entropy": "loss, cross-entropy",
    }[params.loss]


def _update_row(moment: StepState, active: ActivePhase, place: Place, digits: int) -> tuple[str, ...]:
    """Name, old value, gradient and new value; "" if not computed yet."""
    layer, j, k = place.layer, place.j, place.k
    updated = active.phase == "update" and moment.new_W is not None and moment.new_b is not None
    at: tuple[int, ...]
    if place.kind == "W":
        name, at = weight_name(layer, j, k, moment.sizes), (j, k)
        old, grad, new = moment.W, moment.grad_W, moment.new_W
    else:
        name, at = bias_name(layer, j, moment.sizes), (j,)
        old, grad, new = moment.b, moment.grad_b, moment.new_b
    return (
        name,
        format_number(float(old[layer][at]), digits),
        format_number(float(grad[layer][at]), digits) if backward_done(active, layer) else "",
        format_number(float(new[layer][at]), digits) if updated and new is not None else "",
    )


def _with_value(params: Params, place: Place, value: float) -> dict[str, object]:
    """The parameters that change when the number at a place becomes ``value``."""
    if place.kind in ("x", "y"):
        vector = list(getattr(params, place.kind))
        vector[place.j] = value
        return {place.kind: vector}
    if place.kind == "W":
        weights = [[list(row) for row in W] for W in params.weights]
        weights[place.layer][place.j][place.k] = value
        return {"weights": weights}
    biases = [list(b) for b in params.biases]
    biases[place.layer][place.j] = value
    return {"biases": biases}

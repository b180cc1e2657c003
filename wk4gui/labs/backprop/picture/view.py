"""The picture of the backprop lab: the network with every number, the loss along the gradient and over steps."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from msgspec import Meta
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wk4gui.lab.declarations import ViewState
from wk4gui.lab.exercise import Exercise
from wk4gui.lab.exercise_kind import NoExerciseError
from wk4gui.lab.lab import Lab
from wk4gui.lab.summary import Summary
from wk4gui.labs.backprop.model.compute import exercise_params, frames, summarize
from wk4gui.labs.backprop.model.exercise import asked_groups, blank_keys, exercise_of
from wk4gui.labs.backprop.model.exercise_draw import Recipe, draw_exercise
from wk4gui.labs.backprop.model.moments import sample_at, step_from, step_state, taken_sample
from wk4gui.labs.backprop.model.params import MAX_LAYERS, MAX_UNITS, Params
from wk4gui.labs.backprop.model.result import Result
from wk4gui.labs.backprop.model.samples import MAX_SAMPLES, rows_of
from wk4gui.labs.backprop.model.step_state import StepState
from wk4gui.labs.backprop.model.working import problem_of
from wk4gui.labs.backprop.picture.blanks import BlankGroups, PictureBlanks
from wk4gui.labs.backprop.picture.chain_rule_card import ChainRuleCard
from wk4gui.labs.backprop.picture.loss_plots import GradientSlice, LossOverSteps, log_is_better
from wk4gui.labs.backprop.picture.network_diagram import NetworkDiagram
from wk4gui.labs.backprop.picture.network_legend import NetworkLegend, shown_in
from wk4gui.labs.backprop.picture.network_numbers import ActivePhase, Place, places
from wk4gui.labs.backprop.picture.network_structure import StructureBar
from wk4gui.labs.backprop.picture.phases import active_phase_of
from wk4gui.labs.backprop.picture.reasons import (
    GRADIENT_COLUMN,
    cell_reason,
    place_reason,
    rate_reason,
    sample_reason,
    step_reason,
)
from wk4gui.labs.backprop.picture.samples import SamplesTable, SampleStepper
from wk4gui.labs.backprop.picture.step_contents import (
    chain_rule_texts,
    new_quantity,
    numbers_of,
    strip_formulas,
    update_row,
    with_value,
    without_forward,
    without_later,
)
from wk4gui.render.answers import Answers
from wk4gui.render.formula_lines import FormulaStrip
from wk4gui.render.lab_view import LabView, Pane, split
from wk4gui.render.number_table import NumberTable
from wk4gui.render.slide_layout import SlidePanes
from wk4gui.render.table_model import Column
from wk4gui.render.theme import Theme

_UNANSWERED = {"typed": (), "shown": (), "checked": False}
_MARGINS, _UNBOUNDED = 30, 16_777_215
"""Of a pane, left and right, in pixels; and Qt's largest width."""
_FIRST_BLANKS = ("forward", "loss")
_FEW = 3
"""Layers, and units in a layer, up to which a network leaves room for the table on a slide."""
_NARROW = 56
"""Width of a slide, in sizes of its type, from which there is room for network and table."""
_LEAST_DIGITS = 2
"""Decimals in the table where there is no room for more."""
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
    sample: Annotated[
        int,
        Meta(ge=0, le=MAX_SAMPLES, title="Sample", description="The sample shown; 0: the one that the step takes."),
    ] = 0
    blank: Annotated[
        tuple[Literal["forward", "loss", "grad_z", "grad_W", "update"], ...],
        Meta(max_length=5, title="Blank", description="Groups of numbers to work out."),
    ] = ()


class BackpropView(LabView):
    """Network, loss along the gradient, loss over steps, and the update in a table."""

    State: ClassVar[type[ViewState]] = State
    Concealable = frozenset({"forward"})
    how_to_answer = "Type into the diagram, the table or the desk; Tab goes on."
    SLIDES: ClassVar[Mapping[str, SlidePanes]] = {"": SlidePanes(("network",), "update", share=0.7)}

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.diagram = NetworkDiagram(theme)
        self.diagram.setAccessibleName("Network diagram")
        self.legend = NetworkLegend(theme)
        self.structure = StructureBar(theme, MAX_UNITS, MAX_LAYERS)
        self.stepper, self.samples = SampleStepper(theme), SamplesTable(theme)
        self.formulas = FormulaStrip(theme, "Formula of this phase")
        self.slice = GradientSlice(theme)
        self.losses = LossOverSteps(theme)
        columns = (Column(""), Column("old"), Column("∂L/∂w", "backward"), Column("new", "update", 700))
        self.table = NumberTable(columns, theme, "Old and new weights")
        self.chain_rule_card, self.groups = ChainRuleCard(theme), BlankGroups()
        self.inspectors, self.exercise_options = [self.chain_rule_card], self.groups
        self.blanks = PictureBlanks(self.diagram, self.table)
        self.places: list[Place] = []
        self._working, self._several, self._mean, self._last_blank = False, False, False, _FIRST_BLANKS
        self._arrange()
        self._explain()
        self.diagram.value_edited.connect(self._value_edited)
        self.diagram.selected.connect(lambda place: self.select("" if place is None else str(place)))
        self.structure.edited.connect(lambda changes: self.edited.emit(changes, 0))
        for chooser in (self.stepper, self.samples):
            chooser.chosen.connect(lambda number: self.set_state(self.state.with_(sample=number)))
        self.groups.blanked.connect(self._blank)
        self.blanks.entered.connect(self._enter)
        self.blanks.walked.connect(self.field_wanted)
        self.blanks.came.connect(self.field_came)
        self.table.picked.connect(lambda row: self.select(str(self.places[row])))

    def _explain(self) -> None:
        """Registers all reasons; in the diagram the left button edits inputs, targets, weights and biases."""
        self.explain(self.diagram, self._place_at, place_reason, has_left_click_action=self.diagram.is_editable)
        self.explain(self.table, self._cell_at, cell_reason)
        self.explain(self.samples.table, self._sample_cell_at, sample_reason)
        self.explain(self.losses, lambda x, _: (round(x), self.state.digits), step_reason)
        self.explain(self.slice, lambda x, _: x if x > 0.0 else None, rate_reason)

    def _place_at(self, x: float, y: float) -> tuple[Place | None, int, int] | None:
        """The place in the diagram (None for the loss), the digits and the number of the sample shown."""
        place = self.diagram.place_at(x, y)
        found = place is not None or self.diagram.on_loss(x, y)
        return (place, self.state.digits, self.state.sample) if found else None

    def _sample_cell_at(self, x: float, y: float) -> tuple[int, int, int] | None:
        """Sample and column in the table of samples, and the digits shown."""
        row, column = self.samples.table.cell_at(x, y)
        return (row, column, self.state.digits) if row >= 0 and self.samples.table.texts(row)[column] else None

    def _cell_at(self, x: float, y: float) -> tuple[Place, int, int, int] | None:
        row, column = self.table.cell_at(x, y)
        if column < GRADIENT_COLUMN or not self.table.texts(row)[column]:
            return None
        return self.places[row], column, self.state.digits, self.state.sample

    def slide_panes(self) -> SlidePanes:
        """The network alone where it is large, or the slide is narrow."""
        params = self._shown[0] if self._shown is not None else None
        large = params is not None and (len(params.biases) > _FEW or max(map(len, params.biases)) > _FEW)
        narrow = self.width() < _NARROW * self.theme.least_px
        return SlidePanes(("network",)) if large or narrow else self.SLIDES[""]

    def draw(self, params: Params, result: Result, frame: int) -> None:
        all_frames = frames(params, result)
        step, phase = all_frames.split(frame)
        working = self.hides_numbers
        active = ActivePhase("update") if working else active_phase_of(all_frames.phases[phase])
        whole = step_state(params, result, step, sample_at(params, step, self.state.sample))
        moment = whole.alone() if working else whole
        place = Place.parse(self.state.selected)
        place = place if place is not None and place.fits(moment.sizes) else None
        self.places = [p for p in places(moment.sizes, biases=moment.bias != "none") if p.kind in ("W", "b")]
        rows = [new_quantity(p) for p in self.places]
        answers = self.blanks.show(problem_of(moment, params.decimals), rows, self.state, self.theme)
        self.groups.show_groups(self.state.blank)
        if (working, whole.batch is not None) != (self._working, self._several):
            self._working, self._several = working, whole.batch is not None
            self.fill(self.filled)
        self.formulas.setVisible(not working and "forward" not in self.concealed)
        if self.chain_rule_card.parentWidget() is not None:  # without a page around it would be a window of its own
            self.chain_rule_card.setVisible(not working)
        numbers = replace(numbers_of(moment, active), answers=answers)
        if "forward" in self.concealed:
            numbers = without_forward(numbers, moment)
        if working:
            numbers = without_later(numbers, self.state.blank)
        if "forward" in self.state.blank:  # dashes would give away which units are off
            numbers = replace(numbers, off=(None,) * moment.n_layers)
        self.diagram.set_numbers(numbers, self.state.digits, place)
        self.structure.show_params(params)
        self._show_samples(params, whole, active, step)
        self.formulas.show_formulas(*strip_formulas(moment, active, place, self.state.digits))
        self._show_chain_rule(moment, place, result)
        self._draw_plots(params, result, step)
        self._fill_table(moment, active, place, answers)

    @property
    def hides_numbers(self) -> bool:
        return bool(self.state.blank or self.state.exercise)

    def own_exercise(self) -> tuple[Exercise, tuple[str, ...]] | None:
        problem = self.blanks.problem
        if problem is None or not self.hides_numbers:
            return None
        drawn, state = bool(self.state.exercise), self.state
        groups = asked_groups(state.difficulty, state.blank) if drawn else state.blank
        exercise = exercise_of(problem, groups)
        if drawn:
            seed, difficulty = state.exercise_seed, state.difficulty
            exercise = replace(exercise, kind=state.exercise, seed=seed, difficulty=difficulty)
        return exercise, blank_keys(exercise, state.blank)

    @property
    def exercise_note(self) -> str:
        params = self._shown[0] if self._shown is not None and self._several else None
        return "" if params is None else f"Sample {sample_at(params, 0, self.state.sample) + 1} alone. "

    def begin_exercise(self) -> None:
        if not self.hides_numbers:
            self.set_state(self.state.with_(blank=self._last_blank))

    def end_exercise(self) -> None:
        self._last_blank = self.state.blank or self._last_blank
        self.set_state(self.state.with_(blank=(), exercise=""))

    def open_blank(self, key: str) -> bool:
        return self.blanks.open_blank(key)

    def summary(self, lab: Lab, params: Params, result: Result, frame: int) -> Summary:
        """The progress of an exercise, if there is one; else the lab's summary."""
        marked = self.blanks.marked
        if self.hides_numbers and not self.state.blank:
            return super().summary(lab, params, result, frame)
        if marked is None or not self.state.blank:
            return summarize(params, result, frame, self.state.sample)
        done = f"{self.exercise_note}{marked.filled} of {len(marked.items)} numbers are filled in."
        if not self.state.checked:
            return Summary("Your turn.", f"{done} {self.how_to_answer}")
        return Summary(f"{marked.earned} of {len(marked.items)} marks.", done)

    def select(self, text: str) -> None:
        """Selects a place, such as "W[0][1][0]"; "" selects nothing."""
        self.set_state(self.state.with_(selected=text))

    def apply_theme(self, theme: Theme) -> None:
        for item in (
            self.diagram,
            self.legend,
            self.structure,
            self.stepper,
            self.samples,
            self.formulas,
            self.slice,
            self.losses,
            self.table,
            self.chain_rule_card,
        ):
            item.set_theme(theme)

    def set_interactive(self, *, interactive: bool) -> None:
        self.structure.setVisible(interactive)
        self.stepper.set_interactive(interactive=interactive)

    def _arrange(self) -> None:
        network = QWidget()
        column = QVBoxLayout(network)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.stepper)
        column.addWidget(self.diagram, 1)
        column.addWidget(self.structure)
        column.addWidget(self.formulas)
        self.diagram.relaid.connect(self.structure.place)
        self.diagram.relaid.connect(lambda _: self._name_numbers())
        self._samples_pane = Pane("samples", "All samples", self.samples)
        self._samples_pane.hide()  # until there are several
        self._top = QWidget()
        beside = QHBoxLayout(self._top)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(10)
        beside.addWidget(self.add_pane(Pane("network", "The network", network, beside=self.legend)), 1)
        beside.addWidget(self._samples_pane)
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
        self.add_pane(self._samples_pane)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split(Qt.Orientation.Vertical, self._top, bottom, sizes=(11, 5)))

    def _show_chain_rule(self, moment: StepState, place: Place | None, result: Result) -> None:
        if place is None or place.kind in ("x", "y"):
            self.chain_rule_card.show_rule((), _HINT)
            return
        self.chain_rule_card.show_rule(*chain_rule_texts(moment, place, result, self.state.digits))

    def _show_samples(self, params: Params, moment: StepState, active: ActivePhase, step: int) -> None:
        """Shows what there is of several samples: the stepper, the table of all, and the legend's words."""
        hidden = self._working or "forward" in self.concealed
        self._mean = moment.averages and not self._working
        self._name_numbers()
        self.stepper.show_sample(moment, active, step, self.state.digits, hidden=hidden)
        self.samples.show_samples(params, moment, active, self.state.digits)
        self._fit_samples()

    def _name_numbers(self) -> None:
        """Says in the legend which number is which, of those that the diagram has room for."""
        numbers = self.diagram.numbers
        if numbers is not None:
            self.legend.show_numbers(shown_in(self.diagram.layout_now, biases=numbers.has_biases, mean=self._mean))

    def _fit_samples(self) -> None:
        """Gives the table of samples the width that it needs, or all where its pane is enlarged."""
        width = self.samples.needed_width + _MARGINS
        self._samples_pane.setMinimumWidth(width)
        self._samples_pane.setMaximumWidth(_UNBOUNDED if self.filled is self._samples_pane else width)
        beside = self._top.layout()
        if self._several and beside is not None:
            beside.activate()

    def _draw_plots(self, params: Params, result: Result, step: int) -> None:
        choice, start = self.state.loss_axis, step_from(params, result, step)
        sizes, loss = start.curve(params.learning_rate)
        log = choice == "log" or (choice == "auto" and log_is_better(loss))
        limit = start.step_sizes.one_step_limit
        self.slice.show_slice(sizes, loss, params.learning_rate, limit, step, log=log)
        log = choice == "log" or (choice == "auto" and log_is_better(result.loss))
        self.losses.show_loss(result.loss, step, taken_sample(params, step), log=log)

    def _fill_table(self, moment: StepState, active: ActivePhase, place: Place | None, answers: Answers) -> None:
        here, digits, desk = self.places, self.state.digits, self.blanks
        self.table.set_colors(lambda row, column: desk.color(answers, row, column))
        rows = [
            lambda i, most=most: desk.blanked(answers, i, update_row(moment, active, here[i], most))
            for most in range(digits, min(digits, _LEAST_DIGITS) - 1, -1)
        ]
        self.table.set_rows(len(here), *rows)
        shown = Place("b", place.layer, place.j) if place is not None and place.kind == "unit" else place
        self.table.show_selected(self.places.index(shown) if shown in self.places else None)

    def shown_panes(self) -> list[Pane]:
        """While something is worked out, without those that would give it away; all samples if there are several."""
        away = {pane.name for pane in self._revealing_panes} if self._working else set()
        away |= {"samples"} if self._working or not self._several else set()
        return [pane for pane in super().shown_panes() if pane.name not in away]

    def fill(self, pane: Pane | None) -> None:
        super().fill(pane)
        self._fit_samples()
        self._top.setVisible(any(not each.isHidden() for each in self.panes if self._top.isAncestorOf(each)))

    def _blank(self, groups: tuple[str, ...]) -> None:
        """Leaves other groups blank; without any the exercise ends."""
        self.set_state(self.state.with_(blank=groups, exercise=self.state.exercise if groups else ""))

    def _enter(self, key: str, text: str) -> None:
        typed = {**dict(self.state.typed), key: text}
        self.set_state(self.state.with_(typed=tuple((k, v) for k, v in typed.items() if v.strip())))

    def draw_exercise(self) -> bool:
        """Draws another exercise with the same sizes, activation and loss."""
        params = self._shown[0] if self._shown else None
        if params is None or not self.state.blank or self.state.exercise:
            return False
        sizes = (len(rows_of(params.x)[0]), *map(len, params.biases))
        seed = (self.state.exercise_seed + 1) % 10_000
        try:
            problem = draw_exercise(seed, Recipe(sizes, params.activations[0], params.loss))
        except NoExerciseError:
            problem = draw_exercise(seed)
        self.restarted.emit(exercise_params(problem), {**_UNANSWERED, "exercise_seed": seed, "selected": ""})
        return True

    def _value_edited(self, place: Place, value: float, drag: int) -> None:
        if self._shown is not None:
            params, result, frame = self._shown
            sample = sample_at(params, frames(params, result).split(frame)[0], self.state.sample)
            self.edited.emit(with_value(params, sample, place, value), drag)

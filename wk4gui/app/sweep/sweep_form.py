"""What is swept: one parameter or two, from where to where, by which measure and over how many seeds."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from wk4gui.app.controls.controls import ComboBox
from wk4gui.export.sweep_axis import is_number
from wk4gui.lab.declarations import Field, LabParams, fields_of
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part
from wk4gui.render.number_edit import NumberEdit
from wk4gui.sweeps.survey import Survey, make_survey, surveyable
from wk4gui.sweeps.variation import SEED

_N_SEEDS = (1, 5, 11, 21)
_UNBOUNDED = 10.0


@dataclass(frozen=True)
class _Axis:
    """The widgets of one axis."""

    name: QComboBox
    low: NumberEdit
    high: NumberEdit

    def show_range(self, field: Field | None) -> None:
        """The whole range of a parameter."""
        number = field is not None and is_number(field)
        for edit, bound, open_ in ((self.low, "low", -_UNBOUNDED), (self.high, "high", _UNBOUNDED)):
            edit.setEnabled(number)
            value = getattr(field, bound) if field is not None else None
            edit.set_value(open_ if value is None else float(value)) if number else edit.clear()


class SweepForm(QWidget):
    """The choices of a sweep.

    Signals:
        changed(): something was chosen.
    """

    changed = Signal()

    def __init__(self, lab: Lab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lab, self._fields = lab, fields_of(lab.params)
        self._params: LabParams = lab.params()
        self.across = _Axis(*self._axis("Across"))
        self.up = _Axis(*self._axis("Up"))
        self.measure, self.seeds = ComboBox("Measure"), ComboBox("Seeds")
        for part in lab.parts:
            for each in part.measures:
                self.measure.addItem(each.title, (part.name, each.name))
        for n in _N_SEEDS:
            self.seeds.addItem(f"{n} seeds" if n > 1 else "this seed", n)
        self._arrange()
        for axis in (self.across, self.up):
            axis.name.activated.connect(lambda _, axis=axis: self._choose_axis(axis))
            axis.low.entered.connect(lambda _: self.changed.emit())
            axis.high.entered.connect(lambda _: self.changed.emit())
        self.measure.activated.connect(lambda _: self._choose_measure())
        self.seeds.activated.connect(lambda _: self.changed.emit())

    @property
    def part(self) -> Part:
        """The part of the measure."""
        return self._lab.part(self.measure.currentData()[0])

    def show_survey(self, survey: Survey) -> None:
        """Shows what a survey of two parameters sweeps."""
        self.begin([axis.name for axis in survey.axes], survey.measure, survey.plan.base)
        for widgets, axis in zip((self.across, self.up), survey.axes, strict=True):
            for edit, value in ((widgets.low, axis.values[0]), (widgets.high, axis.values[-1])):
                edit.set_value(float(value))  # type: ignore[arg-type]  # both are numbers
        n_seeds = len(survey.points((0, 0)))
        self.seeds.setCurrentIndex(self.seeds.findData(n_seeds))

    def begin(self, names: Sequence[str], measure: str, params: LabParams) -> None:
        """Sweeps one parameter or two, by a measure of that name or else the first that depends on them."""
        for i in range(self.measure.count()):
            part_name, each = self.measure.itemData(i)
            if set(names) <= set(self._lab.part(part_name).uses) and measure in ("", each):
                self.measure.setCurrentIndex(i)
                break
        self._fill(params)
        for axis, name in ((self.across, names[0]), (self.up, names[1] if len(names) > 1 else None)):
            axis.name.setCurrentIndex(max(axis.name.findData(name), 0))
            axis.show_range(self._fields.get(axis.name.currentData()))

    def survey(self, params: LabParams) -> Survey:
        """The survey that is chosen.

        Raises:
            ParamError: a bound is not allowed.
        """
        axes = [(each.name.currentData(), each.low.value, each.high.value) for each in self._axes()]
        n_seeds = self.seeds.currentData() if SEED in self.part.uses else 1
        return make_survey(self._lab, self.part, self.measure.currentData()[1], params, axes, n_seeds)

    def _axes(self) -> list[_Axis]:
        two = self.up.name.currentData() not in (None, self.across.name.currentData())
        return [self.across, self.up] if two else [self.across]

    def _choose_axis(self, axis: _Axis) -> None:
        axis.show_range(self._fields.get(axis.name.currentData()))
        self.changed.emit()

    def _choose_measure(self) -> None:
        """Another part depends on other parameters."""
        self._fill(None)
        self.changed.emit()

    def _fill(self, params: LabParams | None) -> None:
        self._params = params if params is not None else self._params
        choices = surveyable(self._lab, self._params, self.part)
        for axis, first in ((self.across, None), (self.up, "nothing: a curve")):
            chosen = axis.name.currentData()
            with QSignalBlocker(axis.name):
                axis.name.clear()
                if first is not None:
                    axis.name.addItem(first, None)
                for field in choices:
                    axis.name.addItem(field.title, field.name)
                axis.name.setCurrentIndex(max(axis.name.findData(chosen), 0))
            if axis.name.currentData() != chosen:
                axis.show_range(self._fields.get(axis.name.currentData()))
        self.seeds.setEnabled(SEED in self.part.uses)

    @staticmethod
    def _axis(title: str) -> tuple[QComboBox, NumberEdit, NumberEdit]:
        low, high = NumberEdit(f"{title}, from"), NumberEdit(f"{title}, to")
        for edit in (low, high):
            edit.setFixedWidth(86)
        return ComboBox(title), low, high

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        for row, (title, axis) in enumerate((("Across", self.across), ("Up", self.up))):
            widgets = (QLabel(title), axis.name, QLabel("from"), axis.low, QLabel("to"), axis.high)
            for column, widget in enumerate(widgets):
                grid.addWidget(widget, row, column)
        grid.addWidget(QLabel("Show"), 0, 7)
        grid.addWidget(self.measure, 0, 8)
        grid.addWidget(QLabel("Over"), 1, 7)
        grid.addWidget(self.seeds, 1, 8)
        grid.setColumnMinimumWidth(6, 16)
        grid.setColumnStretch(9, 1)

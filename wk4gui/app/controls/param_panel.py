"""The panel of a lab's parameters, made from their declarations."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from wk4gui.app.controls.array_controls import ChoicesControl, NumbersControl
from wk4gui.app.controls.controls import (
    ChoiceControl,
    Control,
    FlagControl,
    NumberControl,
    OptionalControl,
    TextControl,
)
from wk4gui.app.controls.optional_flags import OptionalFlags
from wk4gui.app.controls.optional_vector import OptionalVector
from wk4gui.app.controls.subset_control import SubsetControl
from wk4gui.app.controls.vector_sliders import VectorSliders
from wk4gui.lab.declarations import Declared, Field, fields_of
from wk4gui.lab.lab import Lab
from wk4gui.lab.zone import Zone
from wk4gui.render.named import named
from wk4gui.render.theme import Theme


def make_control(field: Field, parent: QWidget) -> Control:
    """The control that edits a declared field."""
    if field.extra.get("subset"):
        return SubsetControl(field, parent)
    if "slider" in field.extra:
        return VectorSliders(field, parent)
    if field.depth:
        if field.optional:
            return OptionalFlags(field, parent) if field.kind == "flag" else OptionalVector(field, parent)
        return ChoicesControl(field, parent) if field.kind == "choice" else NumbersControl(field, parent)
    if field.kind in ("real", "integer"):
        return OptionalControl(field, parent) if field.optional else NumberControl(field, parent)
    return {"choice": ChoiceControl, "flag": FlagControl, "text": TextControl}[field.kind](field, parent)


def _groups(lab: Lab) -> list[str]:
    """The groups of a lab's parameters, in the order of their declaration; none if it has no groups."""
    return list(dict.fromkeys(str(f.extra["group"]) for f in fields_of(lab.params).values() if "group" in f.extra))


def _in_order(lab: Lab) -> list[Field]:
    """The fields with a control: group by group as declared, or single values first, then vectors and matrices."""
    fields = [field for field in fields_of(lab.params).values() if field.extra.get("panel", True)]
    groups = _groups(lab)
    if groups:
        return sorted(fields, key=lambda field: groups.index(str(field.extra["group"])))
    return sorted(fields, key=_place)


def _place(field: Field) -> int:
    """Single values and choices come first, then vectors and matrices."""
    if field.extra.get("first"):
        return -1
    return 0 if field.extra.get("subset") else field.depth


class ParamPanel(QFrame):
    """The active parameters of one lab: single values first, then vectors and matrices.

    Signals:
        edited(str, object, int): name, new value and the drag's id (0: no drag).
        settled(): a drag ended.
        sweep_requested(str): a sweep over the parameter of that name was asked for.
    """

    edited = Signal(str, object, int)
    settled = Signal()
    sweep_requested = Signal(str)

    def __init__(self, lab: Lab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(12)
        if not _groups(lab):
            layout.addWidget(named(QLabel("PARAMETERS", self), "heading"))
        self._lab, self._last = lab, ""
        self._shown: Declared | None = None
        self._active: frozenset[str] | None = None
        self._zones: tuple[Zone, ...] = ()
        self.controls: dict[str, Control] = {}
        self._headings: dict[str, QLabel] = {}
        for field in _in_order(lab):
            self._begin_group(str(field.extra.get("group", "")), layout)
            control = make_control(field, self)
            control.edited.connect(lambda value, drag, name=field.name: self._report(name, value, drag))
            control.settled.connect(self.settled)
            control.sweep_requested.connect(lambda name=field.name: self.sweep_requested.emit(name))
            self.controls[field.name] = control
            layout.addWidget(control)

    def show_params(self, params: Declared, *, dragged: bool = False) -> None:
        """Shows the parameters, while a slider is dragged those that change."""
        self._show_active(frozenset(self.controls).difference(self._lab.inactive_fields(params)))
        before, self._shown = self._shown, params
        for name, control in self.controls.items():
            value = getattr(params, name)
            if not dragged or before is None or name == self._last or value != getattr(before, name):
                control.show_value(value)
            if value is None:
                control.show_effective_value(self._lab.effective_value(params, name))

    def _show_active(self, active: frozenset[str]) -> None:
        if active == self._active:
            return
        self._active, fields = active, fields_of(self._lab.params)
        for group, heading in self._headings.items():
            heading.setVisible(any(fields[name].extra.get("group") == group for name in active))
        for name, control in self.controls.items():
            control.setVisible(name in active)

    def show_zones(self, zones: Sequence[Zone]) -> None:
        if tuple(zones) == self._zones:
            return
        self._zones = tuple(zones)
        for name, control in self.controls.items():
            control.set_zones([zone for zone in zones if zone.param == name])

    def _begin_group(self, group: str, layout: QVBoxLayout) -> None:
        """Adds the heading of a group before its first control."""
        if group and group not in self._headings:
            self._headings[group] = named(QLabel(group.upper(), self), "heading")
            layout.addWidget(self._headings[group])

    def refuse(self) -> None:
        """Marks the last entry as not allowed; the next parameters are shown in all controls."""
        self._shown = None
        if self._last:
            self.controls[self._last].refuse()

    def set_theme(self, theme: Theme) -> None:
        for control in self.controls.values():
            control.set_theme(theme)

    def _report(self, name: str, value: Any, drag: int) -> None:
        self._last = name
        self.edited.emit(name, value, drag)

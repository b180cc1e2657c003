"""A control for a short vector that is the subject of a lab: a slider and the exact number for each component."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from wk4gui.app.controls.controls import Control
from wk4gui.app.controls.scale import Scale
from wk4gui.app.controls.value_slider import ValueSlider
from wk4gui.core.names import subscript
from wk4gui.lab.declarations import Field
from wk4gui.render.number_edit import NumberEdit
from wk4gui.render.theme import Theme


class VectorSliders(Control):
    """The sliders cover the range that the declaration names for them; a typed number may lie beyond it."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._value: tuple[float, ...] = ()
        self._scale = Scale(*field.extra["slider"])
        self.sliders: list[ValueSlider] = []
        self.entries: list[NumberEdit] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addLayout(self._grid)
        for i in range(len(field.default)):
            self._add_component(i)

    def show_value(self, value: tuple[float, ...]) -> None:
        self._value = tuple(value)
        for slider, entry, x in zip(self.sliders, self.entries, self._value, strict=True):
            slider.set_value(x)
            entry.set_value(x)

    def refuse(self) -> None:
        for entry in self.entries:
            if entry.hasFocus():
                entry.refuse()

    def set_theme(self, theme: Theme) -> None:
        for slider in self.sliders:
            slider.set_theme(theme)

    def _add_component(self, i: int) -> None:
        symbol = f"{self.field.title.split()[-1]}{subscript(i + 1)}"
        slider, entry = ValueSlider(symbol, self._scale, self), NumberEdit(f"{symbol}, exact value", parent=self)
        entry.setFixedWidth(76)
        slider.moved.connect(lambda value, drag: self._edit(i, value, drag))
        slider.released.connect(self.settled)
        slider.default_requested.connect(lambda: self._edit(i, self.field.default[i], 0))
        entry.entered.connect(lambda value: self._edit(i, value, 0))
        entry.misread.connect(lambda text: self._edit(i, text, 0))
        entry.stepped.connect(lambda steps: self._edit(i, self._scale.stepped(entry.value, steps), 0))
        self._grid.addWidget(QLabel(symbol, self), i, 0)
        self._grid.addWidget(slider, i, 1)
        self._grid.addWidget(entry, i, 2, Qt.AlignmentFlag.AlignRight)
        self.sliders.append(slider)
        self.entries.append(entry)

    def _edit(self, i: int, value: float | str, drag: int) -> None:
        changed: list[Any] = [*self._value[:i], value, *self._value[i + 1 :]]
        self.edited.emit(changed, drag)

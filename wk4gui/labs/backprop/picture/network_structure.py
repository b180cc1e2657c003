"""The row of buttons below a network diagram that adds and removes units and layers."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from wk4gui.lab.declarations import Declared, to_json
from wk4gui.labs.backprop.model.layer_edits import (
    add_input,
    add_layer,
    add_unit,
    remove_input,
    remove_layer,
    remove_unit,
)
from wk4gui.labs.backprop.model.samples import rows_of
from wk4gui.render.theme import Theme

_BUTTON = 20


class StructureBar(QWidget):
    """Buttons − and + below each column, × at a hidden layer, and "+ layer" before the output.

    Signals:
        edited(dict): weights, biases and other fields that change together.
    """

    edited = Signal(dict)

    def __init__(self, theme: Theme, max_units: int, max_layers: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._max_units, self._max_layers = max_units, max_layers
        self._params: Declared | None = None
        self._xs: tuple[float, ...] = ()
        self._buttons: dict[tuple[str, int], QToolButton] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._side = theme.px(_BUTTON)
        self.updateGeometry()
        self._arrange()

    def show_params(self, params: Any) -> None:
        """Takes the network's fields; buttons beyond the limits are disabled."""
        self._params = params
        sizes = (len(rows_of(params.x)[0]), *(len(b) for b in params.biases))
        for (kind, column), button in self._buttons.items():
            if column < len(sizes):
                button.setEnabled(self._allowed(kind, sizes[column], len(sizes) - 1))

    def _allowed(self, kind: str, units: int, layers: int) -> bool:
        return {
            "−": units > 1,
            "+": units < self._max_units,
            "×": layers > 1,
            "+ layer": layers < self._max_layers,
        }[kind]

    def place(self, xs: tuple[float, ...]) -> None:
        """Puts the buttons below the columns, whose centres are at these x."""
        if xs != self._xs:
            self._xs = xs
            self._arrange()

    def buttons(self) -> tuple[QToolButton, ...]:
        """The buttons for this network."""
        return tuple(button for button in self._buttons.values() if not button.isHidden())

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, self._side + 2)

    def _arrange(self) -> None:
        wanted: dict[tuple[str, int], float] = {}
        n = len(self._xs) - 1
        for column, x in enumerate(self._xs):
            wanted["−", column] = x - self._side * 0.55
            wanted["+", column] = x + self._side * 0.55
            if 0 < column < n:
                wanted["×", column] = x + self._side * 1.75
        if n > 0:
            wanted["+ layer", 0] = (self._xs[-2] + self._xs[-1]) / 2 + (self._side * 0.6 if n > 1 else 0)
        for key, button in self._buttons.items():
            button.setVisible(key in wanted)
        for key, x in wanted.items():
            button = self._buttons.get(key) or self._make(*key)
            roomy = self._xs[-1] - self._xs[-2] > 6 * self._side
            button.setText(key[0] if roomy else key[0][0])
            width = button.sizeHint().width() if roomy and key[0] == "+ layer" else self._side
            button.setGeometry(round(x - width / 2), 1, width, self._side)
            button.show()
        if self._params is not None:
            self.show_params(self._params)

    def _make(self, kind: str, column: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("quiet")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        where = "the inputs" if column == 0 else f"layer {column}"
        tip = {
            "−": f"Remove the last unit of {where}",
            "+": f"Add a unit to {where}",
            "×": f"Remove {where}",
            "+ layer": "Add a hidden layer before the output",
        }[kind]
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: self._clicked(kind, column))
        self._buttons[kind, column] = button
        return button

    def _clicked(self, kind: str, column: int) -> None:
        assert self._params is not None
        before = to_json(self._params)
        after = _EDITS[kind](before, column)
        self.edited.emit({name: after[name] for name in after if after[name] != before[name]})


def _add(fields: dict[str, Any], column: int) -> dict[str, Any]:
    return add_unit(fields, column - 1) if column else add_input(fields)


def _remove(fields: dict[str, Any], column: int) -> dict[str, Any]:
    """The fields without the last unit of a column."""
    if column:
        return remove_unit(fields, column - 1, len(fields["biases"][column - 1]) - 1)
    return remove_input(fields, len(rows_of(fields["x"])[0]) - 1)


_EDITS: dict[str, Callable[[dict[str, Any], int], dict[str, Any]]] = {
    "+": _add,
    "−": _remove,
    "×": lambda fields, column: remove_layer(fields, column - 1),
    "+ layer": lambda fields, _: add_layer(fields),
}

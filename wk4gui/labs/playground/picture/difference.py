"""The difference of the output over the plane from that of a pinned network, and the scale of its colours."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_significant
from wk4gui.labs.playground.model.maps import Window, unit_maps
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import problem_of
from wk4gui.labs.playground.picture.boundary_plot import OutputKind
from wk4gui.labs.playground.picture.color_scale import ColorScale
from wk4gui.render.theme import Theme

_REACH = {"probability": 1.0, "signed": 2.0}
"""The largest difference there can be of two outputs."""


class PinnedRun(NamedTuple):
    """A network that was pinned."""

    params: Params
    theta: Array
    running: tuple[Array, Array]


@dataclass(frozen=True, eq=False)
class Difference:
    """A difference over the plane.

    Attributes:
        shares: of ``high`` (1, n, n), from −1 or 0 to 1.
        low, high: the ends of its scale.
        words: what it is.
    """

    shares: Array
    low: float
    high: float
    words: str


def pinned_output(pin: PinnedRun | None, params: Params, window: Window, n: int) -> Array | None:
    """What the pinned network says over a window, in the units of the one shown.

    None without one, or if it is about something else.
    """
    if pin is None:
        return None
    pinned, shown = problem_of(pin.params), problem_of(params)
    if (pinned.output, len(pinned.classes)) != (shown.output, len(shown.classes)):
        return None
    output = np.nan_to_num(unit_maps(pin.params, pin.theta, pin.running, window, n).output).copy()
    in_units = (pinned.middle, pinned.spread) == (shown.middle, shown.spread)
    return output if in_units else np.asarray(shown.learned(pinned.meant(output)))


def difference(output: Array, pinned: Array, kind: OutputKind) -> Difference:
    """The output less the pinned one; of three or more classes half the sum of the sizes, 0 to 1: total variation."""
    change = output.astype(float) - pinned
    if kind == "classes":
        return Difference(0.5 * np.abs(change).sum(axis=0)[None], 0.0, 1.0, "½ Σ |ŷ − pinned ŷ| over the classes")
    reach = _REACH.get(kind) or float(np.abs(change).max()) or 1.0
    return Difference(change / reach, -reach, reach, "ŷ − pinned ŷ, 0 on the line")


class DifferenceScale(ColorScale):
    """What is drawn, and the colours of its values; hidden while there is no difference."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.hide()

    def show_scale(self, shown: Difference | None) -> None:
        """Shows the scale of a difference; None for none."""
        self.setVisible(shown is not None)
        if shown is not None:
            ends = format_significant(shown.low, 2), format_significant(shown.high, 2)
            self.show_words((shown.words,), ends, is_signed=shown.low < 0.0)

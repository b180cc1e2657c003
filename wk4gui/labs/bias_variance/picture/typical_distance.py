"""The distance of curves from the target if means do not exist: the median, and the range of eight in ten."""

import math
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from wk4gui.core.number_format import format_number
from wk4gui.lab.sentence import MakeReason, Numeral, phrase
from wk4gui.render.device_curve import Marker
from wk4gui.render.error_bars import ErrorBars
from wk4gui.render.plot import Plot, curve_pen
from wk4gui.render.theme import Theme

_WIDTH = (-0.5, 1.5)
_ROOM = 0.12
"""Space above and below the band, as a share of it."""


class TypicalDistance(Plot):
    """A median with the band from the 10 % to the 90 % quantile, on a log axis."""

    left_px = 64

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", "squared distance from the target", theme, "Squared distances of the curves", parent)
        self._band = self.add(ErrorBars(curve_pen(theme, theme.ink)))
        self._median = self.add(Marker(theme.forward, theme.pane, 6.0))
        self.labels = [self.add_label("ink") for _ in range(3)]
        self._values = (math.nan, math.nan, math.nan)
        self.set_log_y(True)
        self.getAxis("bottom").set_named([(0.0, "all curves")])

    def show_distance(self, median: float, band: tuple[float, float], why: Sequence[MakeReason]) -> None:
        """Shows the median and the 10 % and 90 % quantiles, all above 0, with makers of their reasons in this order."""
        self._values = (band[0], median, band[1])
        low, middle, high = (math.log10(max(value, 1e-300)) for value in self._values)
        room = _ROOM * max(high - low, 1.0)
        self.set_ranges(_WIDTH, (low - room, high + room))
        self._band.set_bars([(0.0, low, high)], curve_pen(self.theme, self.theme.backward, 2.2))
        self._median.set_colors(self.theme.forward, self.theme.pane)
        self._median.set_point(0.0, middle)
        words = ("a tenth below {value}", "median {value}", "a tenth above {value}")
        for label, text, value, at, reason in zip(
            self.labels, words, self._values, (low, middle, high), why, strict=True
        ):
            label.set_text(phrase(text, value=Numeral(value, 3, reason, "significant")), 0.12, at, (0.0, 0.5))

    def read(self, x: float) -> str:
        low, median, high = (format_number(value, 4) for value in self._values)
        return f"median {median}; eight of ten curves between {low} and {high}"

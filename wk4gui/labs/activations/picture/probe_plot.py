"""A curve over z with the zones where it is flat, and a probe that is dragged along it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.lab.reason import Reason
from wk4gui.lab.sentence import Numeral, Sentence, phrase
from wk4gui.render.device_curve import Curve, Marker
from wk4gui.render.drag_plot import DragPlot
from wk4gui.render.hatch import SERIES_PATTERNS
from wk4gui.render.last_shown import LastShown
from wk4gui.render.plot import curve_pen
from wk4gui.render.plot_marks import Band, ConstantLine
from wk4gui.render.theme import SERIES_LOOKS, Theme, faded

MAX_CURVES, MAX_ZONES = len(SERIES_LOOKS), 3
_ZONE_OPACITY = 0.13
_ROOM, _ABOVE = 0.08, 0.25
"""Space below and above the curves, as shares of their height."""
_TANGENT = 2.2
"""Half the tangent's length, in units of z."""
_STEP = 0.05
_TICKS, _SIDE = 2, 0.25


@dataclass(frozen=True)
class CurveData:
    """One function over z.

    Attributes:
        values: on the axis (n_z,).
        at_probe: at the probe.
        zones: intervals in which it counts as flat.
        slope: its derivative at the probe, if a tangent is drawn.
        named: whether the zones are named with their ends.
        name: what stands before the words on its zones, where there are several curves.
        why: makes the Reason of the value at the probe.
        why_edge: makes the Reason of the end of a zone.
    """

    values: Array
    at_probe: float
    zones: Sequence[tuple[float, float]] = ()
    slope: float | None = None
    named: bool = False
    name: str = ""
    why: Callable[[], Reason] | None = None
    why_edge: Callable[[float], Reason] | None = None


class ProbePlot(DragPlot):
    """Up to three curves over z, their flat zones shaded, a probe that can be dragged, and the tangent of the first."""

    reach = None

    def __init__(
        self, x_title: str, y_title: str, symbol: str, theme: Theme, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(x_title, y_title, theme, name, parent)
        pen, self._symbol = curve_pen(theme, theme.ink), symbol
        self._zones = [[self.add(Band(faded(theme.tint))) for _ in range(MAX_ZONES)] for _ in range(MAX_CURVES)]
        self._probe = self.add(ConstantLine(pen, vertical=True))
        self._curves = [self.add(Curve(pen)) for _ in range(MAX_CURVES)]
        self._tangent = self.add(Curve(pen))
        self._markers = [self.add(Marker(theme.ink, theme.pane)) for _ in range(MAX_CURVES)]
        self.readout = self.add_label("ink")
        self.zone_names = [self.add_label(k) for k in range(MAX_CURVES)]
        self.getAxis("left").setTickDensity(0.45)
        self.getAxis("bottom").set_steps(_TICKS)
        self._shown: tuple[Array, Sequence[CurveData | None]] = (np.zeros(0), ())
        self._z = 0.0
        self._last = LastShown()
        self.viewport().setCursor(Qt.CursorShape.SizeHorCursor)

    def show_curves(self, z_axis: Array, z: float, curves: Sequence[CurveData | None]) -> None:
        """Shows curves over the axis (n_z,), each with its value at the probe, or None."""
        self._shown, self._z = (z_axis, curves), z
        there = [curve for curve in curves if curve is not None]
        words = tuple(None if c is None else (c.at_probe, tuple(c.zones), c.slope, c.named) for c in curves)
        if self._last.same((self.theme, self.looks, z, words), [curve.values for curve in there], 1.0):
            return
        low = min(float(curve.values.min()) for curve in there)
        high = max(float(curve.values.max()) for curve in there)
        span = high - low or 1.0
        bottom, top = low - _ROOM * span, high + _ABOVE * span
        self.set_ranges((float(z_axis[0]) - _SIDE, float(z_axis[-1]) + _SIDE), (bottom, top))
        self._probe.set_pen(curve_pen(self.theme, self.theme.ink3, 1.0, (4, 3)))
        self._probe.set_value(z)
        for k in range(MAX_CURVES):
            self._show_curve(k, z_axis, z, curves[k] if k < len(curves) else None)
            self._name_zone(k, z_axis, curves[k] if k < len(curves) else None, top)
        self._show_tangent(z, curves[0], (bottom, top))

    def read(self, x: float) -> str:
        axis, curves = self._shown
        values = [format_number(float(np.interp(x, axis, c.values)), 6) for c in curves if c is not None]
        if not values or self.dragging:
            return ""
        return f"z = {format_number(x, 3)}: {self._symbol} = {', '.join(values)}"

    def _show_curve(self, k: int, axis: Array, z: float, curve: CurveData | None) -> None:
        color, dash = self.looks[k].on(self.theme)
        zones = () if curve is None else curve.zones
        for i, band in enumerate(self._zones[k]):
            band.set_color(faded(color, _ZONE_OPACITY))
            band.set_pattern(SERIES_PATTERNS[k])
            band.set_interval(*(zones[i] if i < len(zones) else (None, None)))
        self._curves[k].set_pen(curve_pen(self.theme, color, 2.4 if k == 0 else 1.8, dash))
        self._curves[k].set_data(*((axis, curve.values) if curve is not None else (np.zeros(0), np.zeros(0))))
        self._markers[k].set_colors(color, self.theme.pane)
        self._markers[k].set_point(z, np.nan if curve is None else curve.at_probe)

    def _name_zone(self, k: int, axis: Array, curve: CurveData | None, height: float) -> None:
        """Writes where the right zone of a curve begins or, without one, where the left one ends."""
        line = -1.0 - k  # below the reading, a line a curve
        name, zones = self.zone_names[k], () if curve is None or not curve.named else curve.zones
        if zones and zones[-1][1] == axis[-1]:
            name.set_text(_edge("flat from {edge}", curve, zones[-1][0]), zones[-1][0], height, (0.0, line))
        elif zones and zones[0][0] == axis[0]:
            name.set_text(_edge("flat up to {edge}", curve, zones[0][1]), zones[0][1], height, (1.0, line))
        else:
            name.set_text("", 0.0, 0.0, (0.0, 0.0))

    def _show_tangent(self, z: float, curve: CurveData | None, window: tuple[float, float]) -> None:
        assert curve is not None
        at, high = curve.at_probe, window[1]
        along = np.array([-_TANGENT, _TANGENT])
        self._tangent.set_pen(curve_pen(self.theme, self.theme.ink, 1.6))
        if curve.slope is not None:
            self._tangent.set_data(z + along, at + curve.slope * along)
        self.readout.set_plate(faded(self.theme.pane, 0.85))
        symbol = self._symbol.replace("z", format_number(z, 3))
        text = phrase("{symbol} = {value}", symbol=symbol, value=Numeral(at, 5, curve.why))
        self.readout.set_text(text, z, high, (1.0 if z > 0 else 0.0, 0.0))

    def handle(self) -> tuple[float, float] | None:
        return (self._z, 0.0) if len(self._shown[0]) else None

    def allowed(self, x: float, y: float) -> tuple[float, float]:
        """Inside the axis of z, in steps of a twentieth."""
        axis = self._shown[0]
        return float(round(round(max(float(axis[0]), min(x, float(axis[-1]))) / _STEP) * _STEP, 2)), y


def _edge(words: str, curve: CurveData | None, edge: float) -> Sentence:
    why = None if curve is None or curve.why_edge is None else partial(curve.why_edge, edge)
    name = "" if curve is None else curve.name
    return phrase(f"{name}{words}", edge=Numeral(edge, 3, why))

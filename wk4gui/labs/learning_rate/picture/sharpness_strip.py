"""The strip below the cost: λₘₐₓ along every run, as a share of its limit."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from wk4gui.core.number_format import format_number
from wk4gui.labs.learning_rate.model.sharpness import Sharpness
from wk4gui.render.device_curve import Curve
from wk4gui.render.fonts import CAPTION
from wk4gui.render.ladder_plot import MAX_RATES
from wk4gui.render.plot import WIDE_LEFT_PX, Plot, curve_pen
from wk4gui.render.plot_marks import ConstantLine
from wk4gui.render.theme import Theme, series_look

_LOW, _HIGH = 0.04, 4.0
"""The range of the logarithmic axis stays between these shares."""
_ROOM = 1.25


class SharpnessStrip(Plot):
    """λₘₐₓ over its limit 2(1 + μ)/α against the steps; at 1, the edge, a quadratic would just be stable."""

    left_px = WIDE_LEFT_PX

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", "λₘₐₓ / limit", theme, "Sharpness against steps", parent)
        self._edge = self.add(ConstantLine(self._edge_pen(), vertical=False))
        self.curves = [self.add(Curve(curve_pen(theme, theme.ink))) for _ in range(MAX_RATES)]
        self._name = self.add_label("ink2")
        self._shown: Sharpness | None = None
        self._heights, self._limit = (-1.0, 0.5), ""
        self.set_log_y(True)
        self.getAxis("left").setTickDensity(0.4)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "_name"):
            self._edge.set_pen(self._edge_pen())

    def show_runs(self, result: Sharpness | None, limit: str) -> None:
        """Shows the runs of a result, or none, and the name of the limit."""
        self._shown = result
        n = 0 if result is None else len(result.sharpness_rates)
        for k, curve in enumerate(self.curves):
            color, dash = series_look(self.theme, k)
            curve.set_pen(curve_pen(self.theme, color, 2.6 if k == n // 2 else 1.8, dash))
            curve.set_points(self._points(k) if k < n else np.zeros((0, 2)))
        if result is None:
            return
        shares = self._shares()
        known = shares[np.isfinite(shares) & (shares > 0.0)]
        low = max(min(float(known.min(initial=1.0)), 1.0) / _ROOM, _LOW)
        high = min(max(float(known.max(initial=1.0)), 1.0) * _ROOM**2, _HIGH)
        self._heights = (float(np.log10(low)), float(np.log10(high)))
        self._edge.set_value(0.0)
        self._limit = limit
        self.getAxis("bottom").set_end(float(result.sharpness_steps[-1]))
        self.follow(self.getViewBox().viewRange()[0])

    def follow(self, steps: Sequence[float]) -> None:
        """Shows the same steps as the plot above."""
        self.set_ranges((steps[0], steps[1]), self._heights)
        low, high = self._heights
        above = self.getViewBox().height() * high / (high - low)
        under = above < 1.5 * self.theme.px(CAPTION)  # there is no room above the line
        text = f"limit = {self._limit}" if self._limit else ""
        self._name.set_text(text, steps[1], 0.0, (1.0, 0.0 if under else 1.0))

    def point_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Run and record of the point of a curve nearest to a place; None if none is near."""
        if self._shown is None:
            return None
        record = int(np.argmin(np.abs(self._shown.sharpness_steps - x)))
        places = np.array([self._points(k)[record] for k in range(len(self._shown.sharpness_rates))])
        k = self.nearest(x, y, places)
        return None if k is None else (k, record)

    def read(self, x: float) -> str:
        if self._shown is None:
            return ""
        record = int(np.argmin(np.abs(self._shown.sharpness_steps - x)))
        write = partial(format_number, digits=4)
        lines = [f"λₘₐₓ {write(v)}, limit {write(m)}" for v, m in self._pairs(record)]
        return "\n".join([f"step {self._shown.sharpness_steps[record]}", *lines])

    def _pairs(self, record: int) -> list[tuple[float, float]]:
        assert self._shown is not None
        return [
            (float(v), float(m))
            for v, m in zip(self._shown.sharpness[:, record], self._shown.sharpness_limit, strict=True)
        ]

    def _shares(self) -> np.ndarray:
        assert self._shown is not None
        return np.asarray(self._shown.sharpness / self._shown.sharpness_limit[:, None])

    def _points(self, k: int) -> np.ndarray:
        assert self._shown is not None
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.column_stack([self._shown.sharpness_steps, np.log10(self._shares()[k])]).astype(float)

    def _edge_pen(self) -> QPen:
        return curve_pen(self.theme, self.theme.ink2, 1.2, (4, 3))

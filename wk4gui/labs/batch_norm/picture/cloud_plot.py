"""A batch of two features as a cloud of points, with its mean, its one-σ ellipse; the mean can be dragged."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QTransform
from PySide6.QtWidgets import QWidget

from wk4gui.core.arrays import Array
from wk4gui.render.device_curve import Curve
from wk4gui.render.device_item import OverView
from wk4gui.render.dots_item import Dots
from wk4gui.render.drag_plot import DragPlot
from wk4gui.render.last_shown import LastShown
from wk4gui.render.plot import curve_pen, round_above
from wk4gui.render.plot_marks import ConstantLine
from wk4gui.render.theme import Theme, faded

_ROOM = 1.12
_ARM = 8.0
_ELLIPSE = np.linspace(0.0, 2.0 * np.pi, 97)


@dataclass(frozen=True)
class Spread:
    """A mean (x, y) and the covariance (2, 2) about it."""

    mean: Array
    covariance: Array

    @property
    def ellipse(self) -> Array:
        """The points one standard deviation away from the mean in any direction, (n, 2)."""
        values, vectors = np.linalg.eigh(self.covariance)
        circle = np.stack([np.cos(_ELLIPSE), np.sin(_ELLIPSE)])
        points: Array = self.mean + (vectors @ (np.sqrt(np.maximum(values, 0.0))[:, None] * circle)).T
        return points


def spread_of(points: Array) -> Spread:
    """Mean and population covariance of points (n, 2)."""
    mean = points.mean(axis=0)
    centred = points - mean
    return Spread(mean, centred.T @ centred / len(points))


class MeanCross(OverView):
    """An upright cross with a halo."""

    pinnable = True

    def __init__(self, pen: QPen, halo: QPen) -> None:
        super().__init__()
        self._pens = (halo, pen)
        self._at: QPointF | None = None

    def set_pens(self, pen: QPen, halo: QPen) -> None:
        self._pens = (halo, pen)
        self.update()

    def set_point(self, x: float, y: float) -> None:
        self._at = QPointF(x, y) if math.isfinite(x) and math.isfinite(y) else None
        self.setVisible(self._at is not None)
        self.update()

    def is_empty(self) -> bool:
        return self._at is None

    def set_ghost_style(self, theme: Theme) -> None:
        self.set_pens(theme.pen(theme.ink3, 2.2), theme.pen(theme.pane, 5.0))

    @property
    def tint(self) -> QColor:
        return self._pens[1].color()

    def values_at(self, x: float, y: float) -> tuple[float, ...]:
        return () if self._at is None else (self._at.x(), self._at.y())

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        if self._at is None:
            return
        at, arm = to_device.map(self._at), _ARM * scale
        for pen in self._pens:
            scaled = QPen(pen)
            scaled.setWidthF(pen.widthF() * scale)
            painter.setPen(scaled)
            painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0))
            painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm))


class CloudPlot(DragPlot):
    """Points of two features around the origin, in equal units along both axes; the handle is their mean."""

    reach = 18.0

    def __init__(self, symbol: str, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(f"{symbol}₁", f"{symbol}₂", theme, name, parent)
        pen = curve_pen(theme, theme.ink)
        self._zeros = [self.add(ConstantLine(pen, vertical=vertical)) for vertical in (True, False)]
        self._dots = self.add(Dots(theme.forward, 2.8))
        self._frozen = self.add(Curve(pen))
        self._frozen_mean = self.add(MeanCross(pen, pen))
        self._ellipse = self.add(Curve(pen))
        self._mean = self.add(MeanCross(pen, pen))
        self._last = LastShown()
        self._half, self._at = 1.0, (math.nan, math.nan)
        self._can_drag = False
        self.getAxis("left").setTickDensity(0.5)
        self.getViewBox().sigResized.connect(self._fit)

    def show_cloud(self, points: Array, *, reach: float, frozen: Spread | None = None, can_drag: bool = False) -> None:
        """Shows points (n, 2) on axes up to ±``reach``, and the frozen statistics if they are used."""
        own, theme = spread_of(points), self.theme
        half = round_above(_ROOM * reach)
        ellipse = np.zeros((0, 2)) if frozen is None else frozen.ellipse
        if self._last.same((self.theme, half, can_drag, self.dragging), (points, ellipse), half):
            return
        self._can_drag, self._at = can_drag, (float(own.mean[0]), float(own.mean[1]))
        if not self.dragging:
            self._half = half
            self._fit()
        for zero in self._zeros:
            zero.set_pen(curve_pen(theme, theme.line, 1.0))
            zero.set_value(0.0)
        self._dots.set_color(faded(theme.forward, 0.75 if len(points) <= 64 else 0.4))
        self._dots.set_points(points)
        halo = curve_pen(theme, theme.pane, 5.0)
        self._ellipse.set_pen(curve_pen(theme, theme.ink, 1.6))
        self._ellipse.set_points(own.ellipse)
        self._mean.set_pens(curve_pen(theme, theme.ink, 2.2), halo)
        self._mean.set_point(*self._at)
        self._show_frozen(frozen, halo)

    def handle(self) -> tuple[float, float] | None:
        return self._at if self._can_drag else None

    def dot_at(self, x: float, y: float) -> int | None:
        """Index of the sample nearest to a place; the number of samples for the mean."""
        return self.nearest(x, y, np.vstack([self._dots.points, self.mean]))

    @property
    def mean(self) -> tuple[float, float]:
        """The mean of the cloud."""
        return self._at

    def _show_frozen(self, frozen: Spread | None, halo: QPen) -> None:
        pen = curve_pen(self.theme, self.theme.backward, 1.8, (4, 2))
        self._frozen.set_pen(pen)
        self._frozen.set_points(np.zeros((0, 2)) if frozen is None else frozen.ellipse)
        self._frozen_mean.set_pens(curve_pen(self.theme, self.theme.backward, 2.2), halo)
        self._frozen_mean.set_point(*((math.nan, math.nan) if frozen is None else map(float, frozen.mean)))

    def _fit(self) -> None:
        """Keeps equal units along both axes."""
        width, height = (max(side, 1.0) for side in (self.getViewBox().width(), self.getViewBox().height()))
        side = min(width, height)
        x, y = self._half * width / side, self._half * height / side
        self.set_ranges((-x, x), (-y, y))

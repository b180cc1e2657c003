"""How optimizers are drawn: one colour and dash each, wherever they appear, and few runs of many."""

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen, QTransform

from wk4gui.core.arrays import Array
from wk4gui.core.optimizers import OPTIMIZERS
from wk4gui.render.device_curve import Curve, mapped
from wk4gui.render.plot import curve_pen
from wk4gui.render.polyline_clip import clipped
from wk4gui.render.theme import LIGHT, Theme, series_look

RACERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
LABELS: dict[str, str] = {name: optimizer.label for name, optimizer in OPTIMIZERS.items()}
SHOWN_RUNS = 20
_DASH = (4, 2.5)
_MOST_POINTS = 10_000
_CHUNK = 24
_ORDER = (1, 0, 2, 3, 4, 5)
"""SGD in vermilion: it stands out from the blue of low ground."""


def racer_look(theme: Theme, name: str) -> tuple[str, tuple[float, ...]]:
    """Colour and dash of an optimizer; SGD's line is solid."""
    index = RACERS.index(name)
    color, _ = series_look(theme, _ORDER[index])
    return color, series_look(theme, index)[1]


def racer_pen(theme: Theme, name: str, width: float, opacity: float = 1.0) -> QPen:
    """A pen for an optimizer's lines."""
    color, dash = racer_look(theme, name)
    pen = curve_pen(theme, color, width, dash)
    shade = pen.color()
    shade.setAlphaF(opacity)
    pen.setColor(shade)
    return pen


def plain_pens(theme: Theme, name: str, *, alone: bool) -> tuple[QPen, QPen]:
    """Edge and line of a descent without noise: white dashes, or among several the optimizer's own line."""
    if alone:
        return theme.pen(LIGHT.ink, 3.6, opacity=0.55), curve_pen(theme, LIGHT.pane, 2.0, _DASH)
    return theme.pen(LIGHT.pane, 4.2, opacity=0.9), racer_pen(theme, name, 2.0)


def joined(runs: Array, step: int, n_columns: int) -> Array:
    """The first runs (n_runs, n_steps + 1, n_columns) up to a step, one after the other, NaN between them.

    Long runs are thinned out, their last point is kept.
    """
    shown = runs[:SHOWN_RUNS]
    every = max(1, len(shown) * (step + 1) // _MOST_POINTS)
    steps = np.unique(np.append(np.arange(0, step + 1, every), step))
    gap = np.full((len(shown), 1, n_columns), np.nan)
    pieces: Array = np.concatenate([shown[:, steps], gap], axis=1).reshape(-1, n_columns)
    return pieces


def with_steps(values: Array) -> Array:
    """Values (n_runs, n_steps + 1) as points (n_runs, n_steps + 1, 2) over their steps."""
    steps = np.broadcast_to(np.arange(values.shape[1], dtype=float), values.shape)
    points: Array = np.stack([steps, values], axis=-1)
    return points


class Tangle(Curve):
    """A curve that crosses itself often, painted in short pieces: one long stroke of it would take a second."""

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        pen = QPen(self._pen)
        pen.setWidthF(self._pen.widthF() * scale)
        dashed = pen.style() == Qt.PenStyle.CustomDashLine
        rect = self._seen(to_device)
        for piece in self._pieces:
            for device in clipped(mapped(piece, to_device), rect):
                along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(device, axis=0).T))])
                for k in range(0, max(len(device) - 1, 1), _CHUNK):
                    if dashed:
                        pen.setDashOffset(float(along[k]) / pen.widthF())
                    painter.setPen(pen)
                    part = device[k : k + _CHUNK + 1]
                    painter.drawPolyline(arrayToQPolygonF(part[:, 0], part[:, 1]))

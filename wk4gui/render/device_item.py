"""The base of plot items: painted in device space, with the same widths on screen, at HiDPI, in print and in SVG."""

import math
from collections.abc import Sequence
from copy import copy
from typing import Any, Self

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QTransform

from wk4gui.lab.sentence import Numeral
from wk4gui.render.theme import Theme

GHOST_WIDTH = 2.2
"""Width of a line in the style of a snapshot."""


class DeviceItem(pg.GraphicsObject):
    """An item of a plot that paints in device pixels; subclasses implement `paint_device`.

    Items that show the result are ``pinnable``: a pin keeps a `snapshot` in grey and compares both by `values_at`.
    Contour lines and what the user sets are not part of the result.
    """

    pinnable = False
    sign_scale = 1.0
    """Factor on the size of its dots, as the theme says."""
    snapshot_z = -6.0
    """Stacking order of its snapshot; current items have 0."""

    def __init__(self) -> None:
        super().__init__()
        self._bounds = QRectF()

    def snapshot(self) -> Self:
        """A copy of the item that keeps showing the current data; subclasses' attributes are copied too."""
        kept = type(self).__new__(type(self))
        DeviceItem.__init__(kept)
        own = {name: copy(value) for name, value in self.__dict__.items() if name not in kept.__dict__}
        kept.__dict__.update(own, _bounds=QRectF(self._bounds), pinnable=False)
        return kept

    def set_ghost_style(self, theme: Theme) -> None:
        """Takes the look of a snapshot: grey, and unfilled if it is an area."""
        raise NotImplementedError

    @property
    def tint(self) -> QColor:
        """The colour that identifies it in comparisons."""
        return QColor()

    def differs_from(self, snapshot: "DeviceItem") -> bool:
        """Whether a comparison with its snapshot is useful."""
        return True

    def values_at(self, x: float, y: float) -> tuple[float, ...]:
        """Its values at a place in the plot's coordinates; empty if it has none there."""
        return ()

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        """Paints with the identity transform; ``scale`` is device pixels per logical pixel."""
        raise NotImplementedError

    def boundingRect(self) -> QRectF:  # noqa: N802
        return self._bounds

    def is_empty(self) -> bool:
        """Whether there is nothing to paint."""
        return False

    def paint(self, painter: QPainter, *_: Any) -> None:
        if self.is_empty():
            return
        to_device = painter.worldTransform()
        scene = self.sceneTransform()
        own = math.hypot(scene.m11(), scene.m12())
        scale = math.hypot(to_device.m11(), to_device.m12()) / own if own > 0 else 1.0
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_device(painter, to_device, scale)
        painter.restore()


class OverView(DeviceItem):
    """An item that may paint anywhere in the plot and does not affect its ranges."""

    def boundingRect(self) -> QRectF:  # noqa: N802
        view = self.getViewBox()
        return QRectF() if view is None else view.viewRect()

    def dataBounds(self, axis: int, *_: Any) -> None:  # noqa: N802
        return None

    def viewRangeChanged(self) -> None:  # noqa: N802
        self.prepareGeometryChange()
        self.update()

    def text_at(self, point: QPointF) -> str:
        """The text at a point of the widget that it was painted in; "" if there is none."""
        return ""

    def numerals(self) -> Sequence[Numeral]:
        """The numbers in its text."""
        return ()

    def numeral_at(self, point: QPointF) -> Numeral | None:
        """The number at a point of the widget, or the only one of the label there."""
        return None

    def seen(self, to_device: QTransform) -> QRectF:
        """The part of the device that the plot shows of itself."""
        return to_device.mapRect(self.boundingRect())

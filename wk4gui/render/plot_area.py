"""What a plot consists of: a view of its items between two axes."""

import pyqtgraph as pg
from PySide6.QtWidgets import QGraphicsGridLayout, QGraphicsItem

from wk4gui.render.axis import Axis

_OVER_IMAGES = 0.5
"""Axes lie over images, which have the depth 0, and below what has at least 1."""


class PlotArea(pg.GraphicsWidget):
    """A view box with an axis at its left and below it.

    pyqtgraph's PlotItem has a menu with a form of its own, four axes, a title and a button, which take twice the time.

    Attributes:
        view: the view box.
        axes: "left" and "bottom".
        grid: the layout of these.
        items: what was added, in that order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.view = pg.ViewBox(parent=self, enableMenu=False)
        self.axes = {side: Axis(orientation=side) for side in ("left", "bottom")}
        self.items: list[pg.GraphicsObject] = []
        self.grid = QGraphicsGridLayout()
        self.grid.setSpacing(0)
        self.grid.setRowStretchFactor(0, 1)
        self.grid.setColumnStretchFactor(1, 1)
        self.setLayout(self.grid)
        self.grid.addItem(self.view, 0, 1)
        for side, row, column in (("left", 0, 0), ("bottom", 1, 1)):
            axis = self.axes[side]
            axis.linkToView(self.view)
            self.grid.addItem(axis, row, column)
            axis.setZValue(_OVER_IMAGES)
            axis.setFlag(QGraphicsItem.GraphicsItemFlag.ItemNegativeZStacksBehindParent)

    def add(self, item: pg.GraphicsObject) -> None:
        """Adds an item that does not change the ranges."""
        self.items.append(item)
        self.view.addItem(item, ignoreBounds=True)

    def remove(self, item: pg.GraphicsObject) -> None:
        """Removes an item."""
        self.items.remove(item)
        self.view.removeItem(item)

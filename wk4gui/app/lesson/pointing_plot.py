"""An empty plot for choosing a point."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from wk4gui.render.device_curve import Marker
from wk4gui.render.plot import Plot
from wk4gui.render.theme import LIGHT, Theme

_HEIGHT = 300


class PointingPlot(Plot):
    """Axes, the given points, and the chosen one.

    Signals:
        pointed(float, float): the user chose this point.
    """

    pointed = Signal(float, float)

    def __init__(
        self,
        axes: tuple[str, str],
        window: tuple[float, float, float, float],
        given: Sequence[tuple[float, float, str]],
        theme: Theme = LIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(axes[0], axes[1], theme, "Where?", parent)
        self.setFixedHeight(_HEIGHT)
        self.set_ranges(window[:2], window[2:])
        self.marker = self.add(Marker(theme.selected, theme.pane, 6.0))
        for x, y, name in given:
            self.add(Marker(theme.ink, theme.pane, 4.5)).set_point(x, y)
            self.add_label("ink").set_text(name, x, y, (0.0, 1.0))

    def mark(self, x: float, y: float) -> None:
        """Marks the chosen point."""
        self.marker.set_point(x, y)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = self.getViewBox().mapSceneToView(self.mapToScene(event.position().toPoint()))
        (x0, x1), (y0, y1) = self.getViewBox().viewRange()
        if x0 <= at.x() <= x1 and y0 <= at.y() <= y1:
            self.mark(at.x(), at.y())
            self.pointed.emit(at.x(), at.y())

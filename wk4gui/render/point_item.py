"""The base of signs at one point of a plot, such as a dot or a cross."""

import math

from PySide6.QtCore import QRectF

from wk4gui.render.device_item import DeviceItem


class PointItem(DeviceItem):
    """A sign with a halo at one point, of the same size at every zoom; hidden without a point."""

    def __init__(self, color: str, halo: str, radius: float) -> None:
        super().__init__()
        self.color, self.halo, self.radius = color, halo, radius
        self.point: tuple[float, float] | None = None

    def set_colors(self, color: str, halo: str) -> None:
        self.color, self.halo = color, halo
        self.update()

    def set_point(self, x: float, y: float) -> None:
        """Sets the point in the plot's coordinates; numbers that are not finite mean none."""
        self.prepareGeometryChange()
        self.point = (x, y) if math.isfinite(x) and math.isfinite(y) else None
        self.setVisible(self.point is not None)  # hidden items cost no time
        self.update()

    def is_empty(self) -> bool:
        return self.point is None

    def boundingRect(self) -> QRectF:  # noqa: N802
        if self.point is None:
            return QRectF()
        px, py = (abs(v) if v else 1.0 for v in self.pixelSize() or (1.0, 1.0))
        margin = 3 * self.radius * self.sign_scale
        return QRectF(*self.point, 0, 0).adjusted(-margin * px, -margin * py, margin * px, margin * py)

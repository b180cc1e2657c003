"""The height of a map at each place, for pins to compare; the colours are painted by another item."""

from collections.abc import Callable, Hashable
from math import isfinite

from PySide6.QtGui import QColor, QPainter, QTransform

from wk4gui.render.device_item import DeviceItem
from wk4gui.render.theme import Theme

HeightAt = Callable[[float, float], float]


class Height(DeviceItem):
    """The height as a function of the place; invisible, and not compared while the map is the same."""

    pinnable = True

    def __init__(self, color: str) -> None:
        super().__init__()
        self._color = color
        self._height: HeightAt | None = None
        self._key: Hashable = None

    def set_height(self, height: HeightAt, key: Hashable) -> None:
        """The height at (x, y); the same ``key`` means the same map."""
        self._height, self._key = height, key

    def is_empty(self) -> bool:
        return self._height is None

    def differs_from(self, snapshot: DeviceItem) -> bool:
        return not isinstance(snapshot, Height) or snapshot._key != self._key

    def set_ghost_style(self, theme: Theme) -> None:
        """It is not seen."""

    @property
    def tint(self) -> QColor:
        return QColor(self._color)

    def values_at(self, x: float, y: float) -> tuple[float, ...]:
        value = None if self._height is None else float(self._height(x, y))
        return (value,) if value is not None and isfinite(value) else ()

    def paint_device(self, painter: QPainter, to_device: QTransform, scale: float) -> None:
        """It is not seen."""

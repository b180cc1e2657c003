"""A camera that shows a cube from any side in parallel projection."""

from dataclasses import dataclass

import numpy as np

from wk4gui.core.arrays import Array

HALF_HEIGHT = 0.55
"""The cube extends from −1 to 1 in x and y, and by this height up and down."""


@dataclass(frozen=True)
class Camera:
    """The direction of view, in degrees, and the scale of the picture.

    Attributes:
        azimuth: about the vertical; 0 looks along y, x to the right.
        elevation: above the horizon.
        scale: pixels per unit.
        centre: place of the cube's middle in the picture.
    """

    azimuth: float
    elevation: float
    scale: float = 1.0
    centre: tuple[float, float] = (0.0, 0.0)

    def fitted(self, width: float, height: float) -> "Camera":
        """The camera that shows the whole cube in a picture of this size, equally large in every direction."""
        up = np.radians(self.elevation)
        reach = np.sqrt(2.0) * np.sin(up) + HALF_HEIGHT * np.cos(up)
        scale = 0.5 * min(width / np.sqrt(2.0), height / reach)
        return Camera(self.azimuth, self.elevation, float(scale), (width / 2, height / 2))

    def seen(self, points: Array) -> Array:
        """Places on the picture (…, 2) and, last, how near the camera: of points (…, 3)."""
        turn, up = np.radians(self.azimuth), np.radians(self.elevation)
        x, y, z = np.moveaxis(points, -1, 0)
        right = x * np.cos(turn) + y * np.sin(turn)
        away = y * np.cos(turn) - x * np.sin(turn)
        high = z * np.cos(up) + away * np.sin(up)
        near = z * np.sin(up) - away * np.cos(up)
        place = (self.centre[0] + self.scale * right, self.centre[1] - self.scale * high, near)
        result: Array = np.stack(place, axis=-1)
        return result

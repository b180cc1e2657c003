"""The colours of a surface that has no value in places."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from wk4gui.core.arrays import Array
from wk4gui.render.contour_plot import HeatMap


class MaskedHeat(HeatMap):
    """A heat map that is transparent where the share is NaN."""

    def set_shares(self, shares: Array, rect: QRectF) -> None:
        super().set_shares(np.nan_to_num(shares), rect)
        mask = np.ascontiguousarray(np.isfinite(shares)[::-1] * 255, dtype=np.uint8)
        rows, columns = shares.shape
        alpha = QImage(mask.tobytes(), columns, rows, columns, QImage.Format.Format_Alpha8).copy()
        self._image.setAlphaChannel(alpha)

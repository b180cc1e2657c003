"""The colours of classes and of values over the plane, made from those of the theme."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from wk4gui.core.arrays import Array
from wk4gui.render.theme import Theme

Colors = npt.NDArray[np.float64]
_STRENGTH = 0.5
"""How much of a class's colour an area has; the rest is the pane's."""


def class_colors(theme: Theme) -> tuple[str, str, str, str]:
    """The colours of the classes, in order; shapes tell them apart, too."""
    return theme.forward, theme.caution, theme.update, theme.selected


@lru_cache(maxsize=16)
def _mixed(color: str, pane: str, strength: float) -> tuple[float, ...]:
    return tuple(strength * _channels(color) + (1.0 - strength) * _channels(pane))


def _channels(color: str) -> Colors:
    """Red, green and blue, 0 to 255."""
    c = QColor(color)
    return np.array([c.red(), c.green(), c.blue()], np.float64)


def sign_pixels(values: Array, theme: Theme) -> Colors:
    """Colours (…, 3) of values from −1, blue, by 0, the pane, to 1, orange."""
    ends = (_mixed(color, theme.pane, _STRENGTH) for color in (theme.forward, theme.pane, theme.caution))
    share = np.clip(values, -1.0, 1.0)
    is_low, size = share < 0.0, np.abs(share)
    pixels = np.empty((*share.shape, 3))
    for k, (low, middle, high) in enumerate(zip(*ends, strict=True)):  # three long loops, not many of length 3
        pixels[..., k] = middle + size * np.where(is_low, low - middle, high - middle)
    return pixels


def value_color(value: float, theme: Theme) -> QColor:
    """The colour of a point with a value from −1 to 1: blue below 0, orange above, stronger the larger it is."""
    color = theme.forward if value < 0.0 else theme.caution
    return QColor(*map(int, _mixed(color, theme.pane, round(0.3 + 0.7 * min(abs(value), 1.0), 2))))


def class_pixels(probabilities: Array, theme: Theme) -> Colors:
    """Colours (n, m, 3) of probabilities (n_classes, n, m): that of the likeliest class, paler where it is unsure."""
    tints = np.array([_mixed(color, theme.pane, _STRENGTH) for color in class_colors(theme)])
    n_classes = len(probabilities)
    likeliest, best = probabilities.argmax(axis=0), probabilities.max(axis=0)
    share = np.clip((best - 1.0 / n_classes) / (1.0 - 1.0 / n_classes), 0.0, 1.0)[..., None]
    pane = _channels(theme.pane)
    return np.asarray(pane + (0.25 + 0.75 * share) * (tints[likeliest] - pane))


def image_of(pixels: Colors) -> QImage:
    """An image of pixels (n, m, 3) whose first row is at the bottom."""
    return images_of(pixels[None])[0]


def images_of(pixels: Colors) -> tuple[QImage, ...]:
    """``image_of`` each of many (…, n, m, 3) of one size."""
    _, rows, columns, _ = pixels.shape
    data = np.ascontiguousarray(np.clip(pixels[:, ::-1], 0.0, 255.0).astype(np.uint8))
    form = (columns, rows, 3 * columns, QImage.Format.Format_RGB888)
    return tuple(QImage(one.tobytes(), *form).copy() for one in data)

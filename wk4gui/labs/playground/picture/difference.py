"""The difference of the output over the plane from that of a pinned network, and the scale of its colours."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_significant
from wk4gui.labs.playground.model.maps import Window, unit_maps
from wk4gui.labs.playground.model.params import Params
from wk4gui.labs.playground.model.problem import problem_of
from wk4gui.labs.playground.picture.boundary_plot import OutputKind
from wk4gui.labs.playground.picture.colors import sign_pixels
from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.theme import Theme

_REACH = {"probability": 1.0, "signed": 2.0}
"""The largest difference there can be of two outputs."""


class PinnedRun(NamedTuple):
    """A network that was pinned."""

    params: Params
    theta: Array
    running: tuple[Array, Array]


@dataclass(frozen=True, eq=False)
class Difference:
    """A difference over the plane.

    Attributes:
        shares: of ``high`` (1, n, n), from −1 or 0 to 1.
        low, high: the ends of its scale.
        words: what it is.
    """

    shares: Array
    low: float
    high: float
    words: str


def pinned_output(pin: PinnedRun | None, params: Params, window: Window, n: int) -> Array | None:
    """What the pinned network says over a window; None without one, or if it is about something else."""
    if pin is None:
        return None
    pinned, shown = problem_of(pin.params), problem_of(params)
    if (pinned.output, len(pinned.classes)) != (shown.output, len(shown.classes)):
        return None
    return np.nan_to_num(unit_maps(pin.params, pin.theta, pin.running, window, n).output).copy()


def difference(output: Array, pinned: Array, kind: OutputKind) -> Difference:
    """The output less the pinned one; of three or more classes half the sum of the sizes, 0 to 1: total variation."""
    change = output.astype(float) - pinned
    if kind == "classes":
        return Difference(0.5 * np.abs(change).sum(axis=0)[None], 0.0, 1.0, "½ Σ |ŷ − pinned ŷ| over the classes")
    reach = _REACH.get(kind) or float(np.abs(change).max()) or 1.0
    return Difference(change / reach, -reach, reach, "ŷ − pinned ŷ, 0 on the line")


class DifferenceScale(QWidget):
    """What is drawn, and the colours of its values; hidden while there is no difference."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._shown = theme, ("", "", "")
        self._is_signed = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_scale(self, shown: Difference | None) -> None:
        """Shows the scale of a difference; None for none."""
        self.setVisible(shown is not None)
        if shown is not None:
            self._shown = (shown.words, format_significant(shown.low, 2), format_significant(shown.high, 2))
            self._is_signed = shown.low < 0.0
            self.setAccessibleName("{}: from {} to {}".format(*self._shown))
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(120, round(1.5 * self._theme.px(CAPTION)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme, px = self._theme, self._theme.px(CAPTION)
        words, low, high = self._shown
        widths = (text_width(words, px) + px, text_width(low, px) + 0.5 * px, 6.0 * px, text_width(high, px) + 2.0)
        x = max(0.0, self.width() - sum(widths))
        with QPainter(self) as p:
            p.setFont(text_font(px))
            p.setPen(theme.pen(theme.ink2))
            for text, width in zip((words, low, "", high), widths, strict=True):
                box = QRectF(x, 0.0, width, self.height())
                if text:
                    p.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)
                else:
                    self._paint_colors(p, box.adjusted(0.0, 0.3 * px, -0.5 * px, -0.3 * px))
                x += width

    def _paint_colors(self, p: QPainter, box: QRectF) -> None:
        colors = QLinearGradient(QPointF(box.left(), 0.0), QPointF(box.right(), 0.0))
        for place, value in ((0.0, -1.0), (0.5, 0.0), (1.0, 1.0)) if self._is_signed else ((0.0, 0.0), (1.0, 1.0)):
            colors.setColorAt(place, QColor(*sign_pixels(np.array(value), self._theme).astype(int).tolist()))
        p.fillRect(box, colors)
        p.drawRect(box)

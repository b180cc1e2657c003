"""A legend in one line: a piece of each line or a swatch of each area, and its name."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.plot import curve_pen
from wk4gui.render.theme import Theme

_LINE, _GAP, _SPACE = 20.0, 6.0, 18.0


@dataclass(frozen=True)
class Series:
    """A line's name, colour and dash pattern."""

    name: str
    color: str
    dash: tuple[float, ...] = ()
    width: float = 2.0


class SeriesLegend(QWidget):
    """Names lines from the right end of its space; what does not fit is left out from the end."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._series = theme, tuple[Series, ...]()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Legend")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(series.name for series in self._series)

    def show_series(self, series: Sequence[Series]) -> None:
        if tuple(series) != self._series:
            self._series = tuple(series)
            self.setAccessibleName("Legend: " + ", ".join(self.names))
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(120, round(self._theme.px(CAPTION) * 1.5))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        px = self._theme.px(CAPTION)
        widths = [_LINE + _GAP + text_width(series.name, px) + _SPACE for series in self._series]
        shown = max((n for n in range(len(widths) + 1) if sum(widths[:n]) - _SPACE <= self.width()), default=0)
        x, middle = self.width() - sum(widths[:shown]) + _SPACE, self.height() / 2.0
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setFont(text_font(px))
            for series, width in zip(self._series[:shown], widths, strict=False):
                p.setPen(curve_pen(self._theme, series.color, series.width, series.dash))
                p.drawLine(QPointF(x, middle), QPointF(x + _LINE, middle))
                p.setPen(self._theme.pen(self._theme.ink2))
                where = QRectF(x + _LINE + _GAP, 0, width, self.height())
                p.drawText(where, int(Qt.AlignmentFlag.AlignVCenter), series.name)
                x += width

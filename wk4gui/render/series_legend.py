"""A legend in one line: a piece of each line or a swatch of each area, and its name."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from wk4gui.render.fonts import CAPTION, text_font, text_width
from wk4gui.render.plot import curve_pen
from wk4gui.render.theme import Theme

_LINE, _GAP, _SPACE = 18.0, 5.0, 14.0


@dataclass(frozen=True)
class Series:
    """A line's name, colour, dash pattern and width; or those of a dot."""

    name: str
    color: str
    dash: tuple[float, ...] = ()
    width: float = 2.0
    dot: bool = False


class SeriesLegend(QWidget):
    """Names lines, aligned to the right; the last ones are left out if there is no room."""

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

    def series_at(self, x: float) -> int | None:
        """Index of the series whose name is at an x of the widget; None if there is none."""
        places = enumerate(self._places())
        return next((k for k, (left, width) in places if left <= x < left + width - _SPACE), None)

    def _places(self) -> list[tuple[float, float]]:
        """Left end and width of each series shown, with the space after it."""
        px = self._theme.px(CAPTION)
        widths = [_LINE + _GAP + text_width(series.name, px) + _SPACE for series in self._series]
        shown = max((n for n in range(len(widths) + 1) if sum(widths[:n]) - _SPACE <= self.width()), default=0)
        left = self.width() - sum(widths[:shown]) + _SPACE
        return [(left + sum(widths[:k]), widths[k]) for k in range(shown)]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        middle = self.height() / 2.0
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setFont(text_font(self._theme.px(CAPTION)))
            for series, (x, width) in zip(self._series, self._places(), strict=False):
                p.setPen(_pen(self._theme, series))
                end = QPointF(x + _LINE - (3.0 if series.dot else 0.0), middle)
                if series.dot:
                    p.drawPoint(end)
                else:
                    p.drawLine(QPointF(x, middle), end)
                p.setPen(self._theme.pen(self._theme.ink2))
                where = QRectF(x + _LINE + _GAP, 0, width, self.height())
                p.drawText(where, int(Qt.AlignmentFlag.AlignVCenter), series.name)


def _pen(theme: Theme, series: Series) -> QPen:
    pen = curve_pen(theme, series.color, 5.0 if series.dot else series.width, series.dash)
    if series.dot:
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen

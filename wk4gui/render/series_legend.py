"""A legend in one line: a piece of each line or a swatch of each area, and its name."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
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
    """Names lines from the right end of its space, in as many rows as they need.

    Signals:
        renamed(): other names are shown, which may need another width.
    """

    renamed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._series = theme, tuple[Series, ...]()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("Legend")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(series.name for series in self._series)

    def show_series(self, series: Sequence[Series]) -> None:
        if tuple(series) != self._series:
            self._series = tuple(series)
            self.setAccessibleName("Legend: " + ", ".join(self.names))
            self.renamed.emit()
            if self.heightForWidth(self.width()) != self.height():
                self.updateGeometry()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(120, self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(self._row_height * max(len(self._rows(width)), 1))

    @property
    def whole_width(self) -> float:
        """Width of all names in one row."""
        return sum(self._widths())

    def series_at(self, x: float, y: float = 0.0) -> int | None:
        """Number of the series whose name stands at a point of the widget; None where none does."""
        row = int(y / self._row_height)
        places = enumerate(self._places())
        return next((k for k, (left, i, width) in places if i == row and left <= x < left + width - _SPACE), None)

    @property
    def _row_height(self) -> float:
        return self._theme.px(CAPTION) * 1.5

    @property
    def _line(self) -> float:
        """Length of the piece of a line."""
        return max(_LINE, 1.3 * self._theme.px(CAPTION)) if self._theme.slide else _LINE

    @property
    def _gap(self) -> float:
        """Between the piece of a line and its name."""
        return max(_GAP, 0.4 * self._theme.px(CAPTION)) if self._theme.slide else _GAP

    def _widths(self) -> list[float]:
        """Of every series, with the space behind it."""
        px = self._theme.px(CAPTION)
        return [self._line + self._gap + text_width(series.name, px) + _SPACE for series in self._series]

    def _rows(self, width: float) -> list[list[int]]:
        """The numbers of the series in each row."""
        widths, rows, used = self._widths(), list[list[int]](), math.inf
        for k, own in enumerate(widths):
            if used + own - _SPACE > width:
                rows.append([])
                used = 0.0
            rows[-1].append(k)
            used += own
        return rows

    def _places(self) -> list[tuple[float, int, float]]:
        """Left end, row and width of what is shown of each series, the space behind it included."""
        widths, places = self._widths(), []
        for i, row in enumerate(self._rows(self.width())):
            left = max(self.width() - sum(widths[k] for k in row) + _SPACE, 0.0)
            for k in row:
                places.append((left, i, widths[k]))
                left += widths[k]
        return places

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()  # its hint is that of another width

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setFont(text_font(self._theme.px(CAPTION)))
            height = self._row_height
            for series, (x, row, width) in zip(self._series, self._places(), strict=False):
                top, line = row * height, self._line
                p.setPen(_pen(self._theme, series))
                end = QPointF(x + line - (3.0 if series.dot else 0.0), top + height / 2.0)
                if series.dot:
                    p.drawPoint(end)
                else:
                    p.drawLine(QPointF(x, end.y()), end)
                p.setPen(self._theme.pen(self._theme.ink2))
                where = QRectF(x + line + self._gap, top, width, height)
                p.drawText(where, int(Qt.AlignmentFlag.AlignVCenter), series.name)


def _pen(theme: Theme, series: Series) -> QPen:
    pen = curve_pen(theme, series.color, 5.0 if series.dot else series.width, series.dash)
    if series.dot:
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen

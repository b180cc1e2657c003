"""A themed plot: named axes, fixed ranges, and a y axis that may be logarithmic."""

import math
from collections.abc import Hashable, Sequence
from html import escape

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from wk4gui.core.arrays import Array
from wk4gui.lab.sentence import Numeral
from wk4gui.render.axis import Axis
from wk4gui.render.device_item import DeviceItem, OverView
from wk4gui.render.fonts import CAPTION, text_font
from wk4gui.render.pins import Pinned, differences, pinned
from wk4gui.render.plain_text import plain_tip
from wk4gui.render.plot_area import PlotArea
from wk4gui.render.plot_marks import Label
from wk4gui.render.theme import SERIES_LOOKS, SeriesLook, Theme, faded

pg.setConfigOptions(imageAxisOrder="row-major", antialias=True, background=None, mouseRateLimit=60)

Interval = tuple[float, float]
WIDE_LEFT_PX = 54
"""Width of a left axis with powers of ten or several decimals."""
_EXTRA = 0.3
"""Share of its length by which an axis grows beyond what leaves it during a drag."""
_NEAR_PX = 24.0
"""Reach of a click on a point of a curve, in pixels."""


class Plot(pg.GraphicsView):
    """One plot. Axis titles have symbol and word; the view sets the ranges and undoes the user's panning."""

    pin_corner = (0.0, 0)
    """Place of a pin's name: from 0 (left) to 1 (right), and its line from the top; −1 is the last one."""
    can_hold = True
    """Whether the axes may stay while something is dragged; not where the window itself is dragged."""
    left_px = 46
    """Width of the left axis with its numbers and its title, in pixels of a text that is not enlarged."""
    least_named = 0.0
    """Plots lower than this, in lines of text, omit the name, which would cover other text."""

    def __init__(self, x_title: str, y_title: str, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.area = PlotArea()
        self.setCentralItem(self.area)
        self.enableMouse(b=False)
        self._titles = {"bottom": x_title, "left": y_title}
        self._labels: list[tuple[Label, str | int]] = []
        self.looks: tuple[SeriesLook, ...] = SERIES_LOOKS
        self.setAccessibleName(name)
        self.getViewBox().setMouseEnabled(x=False, y=False)
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(120, 90)
        self.area.grid.setContentsMargins(0, 6, 10, 0)
        self.getViewBox().disableAutoRange()
        # Less than all would leave old lines where a part is painted between an item's move and its picture.
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self._pinned: Sequence[Pinned] = ()
        self._pinned_meaning: Hashable = None
        self._wanted: tuple[Interval, Interval] | None = None
        self._held: Hashable = None
        self.theme = theme
        self._pin_name = self.add_label("ink2")
        self._pin_name.setZValue(40)
        self.getViewBox().sigRangeChanged.connect(lambda *_: self.follow_pin())
        self.set_theme(theme)

    def getAxis(self, side: str) -> Axis:  # noqa: N802 - as pyqtgraph's plots call it
        """The axis at one side, "left" or "bottom"."""
        return self.area.axes[side]

    def getViewBox(self) -> pg.ViewBox:  # noqa: N802
        """What shows the items, between the axes."""
        return self.area.view

    @property
    def log_y(self) -> bool:
        return bool(self.getAxis("left").logMode)

    def set_log_y(self, log_y: bool) -> None:  # noqa: FBT001 - a state, shown by the axis
        """Sets whether the y axis is logarithmic; data must then be given as log10."""
        if log_y != self.log_y:  # else the axis would be painted anew for nothing
            self.getAxis("left").setLogMode(log_y)
            self.follow_pin()

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.setBackground(None if theme.transparent else theme.pane)
        font = text_font(theme.px(CAPTION))
        for side, title in self._titles.items():
            axis = self.getAxis(side)
            axis.setTickFont(font)
            axis.setTextPen(theme.ink2)
            axis.setPen(theme.pen(theme.line))
            axis.set_type_size(theme.px(CAPTION))
            axis.setStyle(tickLength=-4, tickTextOffset=4, hideOverlappingLabels=True)
            self._label_axis(side, title)
        self.getAxis("left").setWidth(theme.px(self.left_px))
        self.getAxis("bottom").setHeight(theme.px(38 if self._titles["bottom"] else 22))
        for item in self.area.items:
            if isinstance(item, DeviceItem):
                item.sign_scale = theme.sign_scale
        for item, color in self._labels:
            item.set_look(self._text_color(color), font)
        self._pin_name.set_plate(faded(theme.pane, 0.85))
        for snapshot in self.snapshots:
            snapshot.set_ghost_style(theme)

    def entitle(self, side: str, title: str) -> None:
        """Changes the title of the axis at one side; does nothing if it is the same."""
        if title != self._titles[side]:
            self._titles[side] = title
            self._label_axis(side, title)
            self.getAxis(side).resizeEvent()  # it would keep the beginning of the title before in its place
            self.follow_pin()

    def _label_axis(self, side: str, title: str) -> None:
        axis, px = self.getAxis(side), self.theme.px(CAPTION)
        axis.setLabel(escape(title, quote=False), color=self.theme.ink2, **{"font-size": f"{px}px"})
        axis.label.setFont(text_font(px))

    def add(self, item: DeviceItem) -> DeviceItem:
        """Adds an item that does not change the ranges."""
        item.sign_scale = self.theme.sign_scale
        self.area.add(item)
        return item

    def set_looks(self, looks: Sequence[SeriesLook]) -> None:
        """Sets the looks of the series, also of their texts; what shows the series draws them."""
        if tuple(looks) == self.looks:
            return
        self.looks = tuple(looks)
        for item, color in self._labels:
            item.set_look(self._text_color(color), text_font(self.theme.px(CAPTION)))

    def _text_color(self, color: str | int) -> str:
        name = self.looks[color].color if isinstance(color, int) else color
        return str(getattr(self.theme, name))

    def add_label(self, color: str | int) -> Label:
        """Adds a text in the theme's colour ``color``, or in that of the series with this number."""
        item = Label(self._text_color(color), text_font(self.theme.px(CAPTION)))
        self._labels.append((item, color))
        self.area.add(item)
        return item

    def hold_ranges(self, *, held: bool) -> None:
        """Keeps the axes while something is dragged, unless values leave them; fits them to the values afterwards."""
        self._held = self.meaning() if held and self.can_hold else None
        if not held and self._wanted is not None:
            self.set_ranges(*self._wanted)

    @property
    def is_held(self) -> bool:
        """Whether the axes are kept now."""
        return self._held is not None and self._held == self.meaning()

    def set_ranges(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Shows exactly this window, or at least it while the ranges are held; does nothing if it is shown already."""
        self._wanted = x, y
        (x0, x1), (y0, y1) = self.getViewBox().viewRange()
        if self.is_held:
            x, y = at_least((x0, x1), _proper(*x)), at_least((y0, y1), _proper(*y))
        wanted = (*_proper(*x), *_proper(*y))
        same = zip((x0, x1, y0, y1), wanted, strict=True)
        if not all(math.isclose(now, then, rel_tol=1e-12) for now, then in same):
            self.getViewBox().setRange(xRange=wanted[:2], yRange=wanted[2:], padding=0)
            self.getViewBox().prepareForPaint()  # at the first paint it would cause a second one

    def pin(self, name: str) -> None:
        """Keeps what is shown now, in grey and with a name, until another pin or `unpin`."""
        self.unpin()
        self._pinned, self._pinned_meaning = pinned(self.area.items, self.theme), self.meaning()
        for snapshot in self.snapshots:
            self.add(snapshot)
        self.name_pin(name)

    def name_pin(self, name: str) -> None:
        """Gives the pin another name; without a pin there is none."""
        self._name_pin(f"pinned: {name}" if self._pinned else "")

    def unpin(self) -> None:
        """Removes the pin."""
        for snapshot in self.snapshots:
            self.area.remove(snapshot)
        self._pinned = ()
        self._name_pin("")

    @property
    def snapshots(self) -> list[DeviceItem]:
        """The pinned items."""
        return [snapshot for _, snapshot in self._pinned]

    def meaning(self) -> Hashable:
        """The quantities on the axes; a snapshot is shown and compared only while they are the same."""
        return self.log_y, *self._titles.values()

    def follow_pin(self) -> None:
        """Keeps the pin's name in its corner, and hides the snapshot while the axes show other quantities."""
        if not self._pinned:
            return
        means_the_same = self._pinned_meaning == self.meaning()
        for snapshot in self.snapshots:
            snapshot.setVisible(means_the_same)
        self._name_pin(self._pin_name.text)

    def _name_pin(self, text: str) -> None:
        (x0, x1), (y0, y1) = self.getViewBox().viewRange()
        side, line = self.pin_place(text)
        self._pin_name.set_text(text, x0 + side * (x1 - x0), y1 if line >= 0 else y0, (side, -float(line)))
        self._pin_name.setVisible(self.getViewBox().height() >= self.least_named * self.theme.px(CAPTION))

    def pin_place(self, text: str) -> tuple[float, int]:
        """The place of a pin's name, as ``pin_corner``."""
        return self.pin_corner

    def compared(self, x: float, y: float) -> list[str]:
        """A line for each value at a place with a pinned value: both, and the difference."""
        if not self._pinned or self._pinned_meaning != self.meaning():
            return []
        return differences(self._pinned, x, y, log=self.log_y)

    def read(self, x: float) -> str:
        """The exact values at an x of the plot, in words; "" if there are none."""
        return ""

    def reading(self, x: float, y: float) -> str:
        """The same at a place, for plots whose values depend on x and y."""
        return self.read(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseMoveEvent(event)
        at = self.place_at(event.position())
        (low, high), _ = self.getViewBox().viewRange()
        text = self.reading(at.x(), at.y()) if low <= at.x() <= high else ""
        compared = self.compared(at.x(), at.y()) if low <= at.x() <= high else []
        text = "<br>".join([*escape(text).splitlines(), *compared]) if compared else plain_tip(text)
        QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def text_at(self, point: QPointF) -> str:
        """The label at a point of the widget; "" if there is none."""
        items = (item for item in self.area.items if isinstance(item, OverView))
        return next((text for item in items if (text := item.text_at(point))), "")

    def numerals(self) -> list[Numeral]:
        """The numbers of all visible labels."""
        items = (item for item in self.area.items if isinstance(item, OverView) and item.isVisible())
        return [numeral for item in items for numeral in item.numerals()]

    def numeral_at(self, point: QPointF) -> Numeral | None:
        """The number of a label at a point of the widget."""
        items = (item for item in self.area.items if isinstance(item, OverView) and item.isVisible())
        return next((numeral for item in items if (numeral := item.numeral_at(point)) is not None), None)

    def place_at(self, point: QPointF) -> QPointF:
        """A point of the widget in the plot's coordinates."""
        return QPointF(self.getViewBox().mapSceneToView(self.mapToScene(point.toPoint())))

    def nearest(self, x: float, y: float, places: Array) -> int | None:
        """Index of the place (n, 2) nearest to (x, y) on screen; None if none is near. NaN is ignored."""
        view = self.getViewBox().viewRect()
        scale = np.array([self.getViewBox().width() / view.width(), self.getViewBox().height() / view.height()])
        gaps = np.hypot(*((np.asarray(places, float).reshape(-1, 2) - (x, y)) * scale).T)
        if not np.isfinite(gaps).any() or float(np.nanmin(gaps)) > _NEAR_PX:
            return None
        return int(np.nanargmin(gaps))

    def to_widget(self, x: float, y: float) -> QPointF:
        """A point of the plot in the widget's coordinates, for tests and pointers."""
        return QPointF(self.mapFromScene(self.getViewBox().mapViewToScene(QPointF(x, y))))


def round_above(value: float) -> float:
    """The next round number not below ``value``, so that an axis that ends there rarely moves."""
    if value <= 0 or not math.isfinite(value):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return float(next(step * power for step in _ROUND if step * power >= value * (1 - 1e-12)))


_ROUND = (1, 1.15, 1.3, 1.5, 1.75, 2, 2.3, 2.6, 3, 3.5, 4, 4.5, 5.2, 6, 7, 8, 9, 10)


def curve_pen(theme: Theme, color: str, width: float = 2.0, dash: Sequence[float] = ()) -> QPen:
    """A pen for a curve; the dash pattern, in multiples of the width, distinguishes series without colour."""
    pen = theme.pen(color, width)
    if dash:
        pen.setDashPattern(list(dash))
    return pen


def _proper(low: float, high: float) -> tuple[float, float]:
    """The interval, widened if its length is 0."""
    if high > low:
        return low, high
    margin = 0.5 * abs(low) or 0.5
    return low - margin, high + margin


def at_least(shown: Interval, wanted: Interval) -> Interval:
    """What is shown, extended by more than is wanted where that is not enough, so that the axis rarely moves."""
    room = _EXTRA * (wanted[1] - wanted[0])
    low = shown[0] if shown[0] <= wanted[0] else wanted[0] - room
    return low, shown[1] if shown[1] >= wanted[1] else wanted[1] + room

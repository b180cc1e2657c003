"""Scroll bars: a handle without a groove or arrows."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionSlider

from wk4gui.render.style.painting import State, color_of, is_hovered, is_on, paint_box
from wk4gui.render.theme import INK3, LINE

Part = QStyle.SubControl
LEAST_SIZE = QSize(10, 10)
_LEAST, _RADIUS = 26, 4
"""Least length of a handle, and the radius of its corners."""


def scroll_bar_rect(option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
    """The place of a part; there are no arrows."""
    whole = option.rect
    length = whole.width() if _lies(option) else whole.height()
    steps = option.maximum - option.minimum
    handle = length if steps <= 0 else max(length * option.pageStep // (steps + option.pageStep), _LEAST)
    handle = min(handle, length)
    room = length - handle
    start = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, room, option.upsideDown
    )
    spans = {
        Part.SC_ScrollBarGroove: (0, length),
        Part.SC_ScrollBarSlider: (start, handle),
        Part.SC_ScrollBarSubPage: (0, start),
        Part.SC_ScrollBarAddPage: (start + handle, room - start),
    }
    at, span = spans.get(part, (0, 0))
    if _lies(option):
        return QRect(whole.x() + at, whole.y(), span, whole.height())
    return QRect(whole.x(), whole.y() + at, whole.width(), span)


def draw_scroll_bar(option: QStyleOptionSlider, painter: QPainter) -> None:
    """Draws the handle, where there is something to scroll."""
    if option.maximum > option.minimum:
        over = is_hovered(option) and bool(option.activeSubControls & Part.SC_ScrollBarSlider)
        rect = scroll_bar_rect(option, Part.SC_ScrollBarSlider).adjusted(1, 1, -1, -1)
        paint_box(painter, rect, color_of(option, INK3 if over else LINE), radius=_RADIUS)


def _lies(option: QStyleOptionSlider) -> bool:
    return is_on(option, State.State_Horizontal)

"""Boxes of choices, fields for a line of text, check boxes and progress bars."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionProgressBar,
    QWidget,
)

from wk4gui.render.style.painting import (
    State,
    color_of,
    is_hovered,
    is_on,
    name_of,
    paint_box,
    paint_chevron,
    paint_tick,
)
from wk4gui.render.style.rooms import COMBO
from wk4gui.render.theme import ACCENT, BAD, INK2, INK3, LINE, ON_ACCENT, PANE, SHADE

Role = QPalette.ColorRole
REFUSED = "refused"
"""The property of a field whose text is not allowed."""
SPARE = QSize(2, 0)
"""How much wider a box of choices is than its longest text needs."""
_SPACING = 8
_CHUNK = 4


def draw_combo(option: QStyleOptionComboBox, painter: QPainter, widget: QWidget | None) -> None:
    """Draws the box of a choice, without its text."""
    marked = is_on(option, State.State_HasFocus) or name_of(widget) == "presets"
    fill = color_of(option, SHADE if is_hovered(option) else PANE)
    paint_box(painter, option.rect, fill, color_of(option, ACCENT if marked else LINE))
    paint_chevron(painter, QPointF(option.rect.right() - 14, option.rect.center().y() + 0.5), color_of(option, INK2))


def draw_combo_text(base: QStyle, option: QStyleOptionComboBox, painter: QPainter, widget: QWidget | None) -> None:
    """Draws the chosen text."""
    role = ACCENT if name_of(widget) == "presets" else Role.Text
    flags, room = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, combo_edit_rect(option)
    painter.save()
    painter.setClipRect(room)
    base.drawItemText(painter, room, flags, option.palette, True, option.currentText, role)  # noqa: FBT003 - Qt's
    painter.restore()


def combo_edit_rect(option: QStyleOption) -> QRect:
    """The place of a box's text."""
    return COMBO.inside(option.rect)


def draw_edit(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    """Draws the box of a field."""
    role = ACCENT if is_on(option, State.State_HasFocus) else LINE
    refused = widget is not None and widget.property(REFUSED)
    paint_box(painter, option.rect, color_of(option, PANE), color_of(option, BAD if refused else role))


def check_size(widget: QWidget | None, option: QStyleOption) -> int:
    """Width and height of a check box's sign: that of the type, and a line around it."""
    return (option.fontMetrics.height() if widget is None else widget.font().pixelSize()) + 2


def sized_check_box(option: QStyleOptionButton, content: QSize, widget: QWidget | None) -> QSize:
    """The size of a check box with its text."""
    sign = check_size(widget, option)
    return QSize(sign + _SPACING + content.width(), max(sign, content.height()))


def check_rect(option: QStyleOptionButton, widget: QWidget | None) -> QRect:
    """The place of a check box's sign."""
    sign = check_size(widget, option)
    return QRect(option.rect.x(), option.rect.y() + (option.rect.height() - sign + 1) // 2, sign, sign)


def check_text_rect(option: QStyleOptionButton, widget: QWidget | None) -> QRect:
    """The place of a check box's text."""
    return option.rect.adjusted(check_size(widget, option) + _SPACING, 0, 0, 0)


def draw_check(option: QStyleOption, painter: QPainter, _: QWidget | None) -> None:
    """Draws the sign of a check box."""
    on = is_on(option, State.State_On)
    marked = on or is_on(option, State.State_HasFocus) or is_on(option, State.State_MouseOver)
    rect = option.rect
    paint_box(painter, rect, color_of(option, ACCENT if on else PANE), color_of(option, ACCENT if marked else INK3), 4)
    if on:
        paint_tick(painter, rect.adjusted(1, 1, -1, -1), color_of(option, ON_ACCENT))


def draw_check_box(base: QStyle, option: QStyleOptionButton, painter: QPainter, widget: QWidget | None) -> None:
    """Draws a check box with its text, which is marked while it has the focus."""
    sign, text = QStyleOptionButton(option), QStyleOptionButton(option)
    sign.rect, text.rect = check_rect(option, widget), check_text_rect(option, widget)
    draw_check(sign, painter, widget)
    if is_on(option, State.State_HasFocus):
        text.palette.setColor(Role.WindowText, color_of(option, ACCENT))
    base.drawControl(QStyle.ControlElement.CE_CheckBoxLabel, text, painter, widget)


def draw_progress(option: QStyleOptionProgressBar, painter: QPainter, _: QWidget | None) -> None:
    """Draws how much is done, without a text."""
    rect = option.rect
    paint_box(painter, rect, color_of(option, SHADE), radius=_CHUNK)
    total = option.maximum - option.minimum
    done = round(rect.width() * (option.progress - option.minimum) / total) if total > 0 else 0
    if done > 0:
        paint_box(painter, QRect(rect.topLeft(), QSize(done, rect.height())), color_of(option, ACCENT), radius=_CHUNK)

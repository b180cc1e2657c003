"""Push buttons and tool buttons."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStyleOptionToolButton, QWidget

from wk4gui.render.style.painting import State, color_of, is_hovered, is_on, name_of, paint_box
from wk4gui.render.style.rooms import button_room
from wk4gui.render.theme import ACCENT, INK, INK2, INK3, LINE, ON_ACCENT, PANE, SHADE, TINT, WINDOW

Role = QPalette.ColorRole
TOOL = QSize(3, 3)
"""What a tool button has around its picture besides its space."""


class _Look(NamedTuple):
    """The roles of what a button is painted with; None for nothing."""

    fill: Role | None
    line: Role | None
    text: Role


def draw_push_button(base: QStyle, option: QStyleOptionButton, painter: QPainter, widget: QWidget | None) -> None:
    """Draws a push button with its label."""
    name = name_of(widget)
    look = _primary(option) if name == "primary" else _plain(option)
    _paint(painter, option.rect, option, look._replace(line=None) if name == "mode" else look)
    label = QStyleOptionButton(option)
    label.rect = button_room(widget).inside(option.rect)
    label.palette.setColor(Role.ButtonText, color_of(option, look.text))
    painter.save()
    if name == "mode" and is_on(option, State.State_On):
        font = painter.font()
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
    if name == "choice":
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        base.drawItemText(painter, label.rect, flags, label.palette, True, label.text, Role.ButtonText)  # noqa: FBT003
    else:
        base.drawControl(QStyle.ControlElement.CE_PushButtonLabel, label, painter, widget)
    painter.restore()


def draw_tool_button(base: QStyle, option: QStyleOptionToolButton, painter: QPainter, widget: QWidget | None) -> None:
    """Draws a tool button with its label."""
    name = name_of(widget)
    look = _LOOKS.get(name, _plain)(option)
    _paint(painter, option.rect, option, look)
    label = QStyleOptionToolButton(option)
    label.rect = button_room(widget).inside(option.rect)
    for role in (Role.ButtonText, Role.WindowText):
        label.palette.setColor(role, color_of(option, look.text))
    base.drawControl(QStyle.ControlElement.CE_ToolButtonLabel, label, painter, widget)


def _paint(painter: QPainter, rect: QRect, option: QStyleOptionButton | QStyleOptionToolButton, look: _Look) -> None:
    fill, line = (_color(option, role) for role in (look.fill, look.line))
    if fill is not None:
        paint_box(painter, rect, fill, line)


def _color(option: QStyleOptionButton | QStyleOptionToolButton, role: Role | None) -> QColor | None:
    return None if role is None else color_of(option, role)


def _plain(option: QStyleOptionButton | QStyleOptionToolButton) -> _Look:
    checked = isinstance(option, QStyleOptionButton) and is_on(option, State.State_On)
    line = ACCENT if checked or is_on(option, State.State_HasFocus) else LINE
    if not is_on(option, State.State_Enabled):
        return _Look(WINDOW, line, INK3)
    if checked:
        return _Look(TINT, line, ACCENT)
    if is_on(option, State.State_Sunken):
        return _Look(TINT, line, INK)
    return _Look(SHADE if is_hovered(option) else PANE, line, INK)


def _primary(option: QStyleOptionButton) -> _Look:
    if not is_on(option, State.State_Enabled):
        return _Look(SHADE, LINE, INK3)
    marked = is_hovered(option) or is_on(option, State.State_HasFocus)
    return _Look(ACCENT, INK if marked else ACCENT, ON_ACCENT)


def _quiet(option: QStyleOptionToolButton) -> _Look:
    if not is_on(option, State.State_Enabled):
        return _Look(None, None, LINE)
    return _Look(SHADE, None, ACCENT) if is_hovered(option) else _Look(None, None, INK2)


def _fold(option: QStyleOptionToolButton) -> _Look:
    return _Look(None, None, INK)


_LOOKS = {"quiet": _quiet, "fold": _fold}

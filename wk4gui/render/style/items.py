"""Menus, the items of lists, the heads of tables, and frames."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyleOption,
    QStyleOptionFrame,
    QStyleOptionHeader,
    QStyleOptionMenuItem,
    QStyleOptionViewItem,
    QWidget,
)

from wk4gui.render.style.painting import State, color_of, is_hovered, is_on, name_of, paint_box, paint_tick
from wk4gui.render.theme import ACCENT, INK, INK2, INK3, LINE, PANE, SHADE, TINT

Role = QPalette.ColorRole
Control = QStyle.ControlElement
Kind = QStyleOptionMenuItem.MenuItemType
LISTS = {"labs": (10, 8), "slides": (8, 6)}
"""Lists with the program's look, and the space at the left and right of a text, and above and below."""
_TEXTS = (Role.Text, Role.WindowText, Role.ButtonText)
_SEPARATOR, _TICK = 9, 13
_HEADER = 2
"""How much wider the room of a column's title is than Qt's, on each side."""
HEADER = QSize(0, 4)
"""What the head of a table has besides Qt's size."""
_ITEM = 10
"""Height of a menu's item besides that of its text."""


def draw_menu_bar_item(base: QStyle, option: QStyleOptionMenuItem, painter: QPainter, _: QWidget | None) -> None:
    """Draws a title of the menu bar."""
    chosen = is_on(option, State.State_Selected)
    painter.fillRect(option.rect, color_of(option, SHADE if chosen else PANE))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic | Qt.TextFlag.TextSingleLine
    base.drawItemText(painter, option.rect, flags, option.palette, True, option.text, INK)  # noqa: FBT003 - Qt's


def fill_pane(option: QStyleOption, painter: QPainter) -> None:
    """Fills a part with the colour of a card."""
    painter.fillRect(option.rect, color_of(option, PANE))


def draw_menu_frame(option: QStyleOption, painter: QPainter) -> None:
    """Draws the line around a menu or a tip, over its ground."""
    painter.fillRect(option.rect, color_of(option, LINE))
    painter.fillRect(option.rect.adjusted(1, 1, -1, -1), color_of(option, PANE))


def draw_menu_item(base: QStyle, option: QStyleOptionMenuItem, painter: QPainter, widget: QWidget | None) -> None:
    """Draws an item of a menu, or of a list of choices."""
    rect = option.rect
    if option.menuItemType == Kind.Separator:
        painter.fillRect(QRect(rect.x() + 8, rect.y() + 4, rect.width() - 16, 1), color_of(option, LINE))
        return
    item = QStyleOptionMenuItem(option)
    item.state &= ~State.State_Selected
    item.checkType = QStyleOptionMenuItem.CheckType.NotCheckable
    chosen = is_on(option, State.State_Selected) and is_on(option, State.State_Enabled)
    if chosen:
        paint_box(painter, rect, color_of(option, TINT), radius=4)
    text = color_of(option, ACCENT if chosen else INK if is_on(option, State.State_Enabled) else INK3)
    for role in _TEXTS:
        item.palette.setColor(role, text)
    checkable = option.checkType != QStyleOptionMenuItem.CheckType.NotCheckable
    if option.checked and checkable and not isinstance(widget, QComboBox):  # whose list has no room for a tick
        paint_tick(painter, QRect(rect.x() + 4, rect.y() + (rect.height() - _TICK) // 2, _TICK, _TICK), text)
    base.drawControl(Control.CE_MenuItem, item, painter, widget)


def sized_menu_item(option: QStyleOptionMenuItem, size: QSize) -> QSize:
    """The size of a menu's item, from the one that it has without a style of its own."""
    if option.menuItemType == Kind.Separator:
        return QSize(size.width(), _SEPARATOR)
    return QSize(size.width(), option.fontMetrics.height() + _ITEM)


def draw_item(base: QStyle, option: QStyleOptionViewItem, painter: QPainter, widget: QWidget | None) -> None:
    """Draws an item of one of the program's own lists."""
    item = QStyleOptionViewItem(option)
    item.palette.setColor(Role.HighlightedText, color_of(option, ACCENT))
    base.drawControl(Control.CE_ItemViewItem, item, painter, widget)


def draw_item_ground(option: QStyleOptionViewItem, painter: QPainter) -> None:
    """Draws what lies behind the text of an item."""
    if is_on(option, State.State_Selected):
        paint_box(painter, option.rect, color_of(option, TINT))
    elif is_hovered(option):
        paint_box(painter, option.rect, color_of(option, SHADE))


def draw_header_text(base: QStyle, option: QStyleOptionHeader, painter: QPainter, widget: QWidget | None) -> None:
    """Draws the title of a column."""
    title = QStyleOptionHeader(option)
    title.rect = option.rect.adjusted(-_HEADER, 0, _HEADER, 0)
    title.palette.setColor(Role.ButtonText, color_of(option, INK2))
    base.drawControl(Control.CE_HeaderLabel, title, painter, widget)


def draw_edge(option: QStyleOption, painter: QPainter) -> None:
    """Draws the line around a text of several lines, or around a tree."""
    role = ACCENT if is_on(option, State.State_HasFocus) else LINE
    paint_box(painter, option.rect, None, color_of(option, role), 2)


def draw_frame(option: QStyleOptionFrame, painter: QPainter, widget: QWidget | None) -> bool:
    """Draws the frame of a card, of a note or of the list of slides; whether it is one of them."""
    name = name_of(widget)
    if name == "card" and option.lineWidth == 0:
        fill_pane(option, painter)
    elif name == "card":
        paint_box(painter, option.rect, color_of(option, PANE), color_of(option, LINE), 10)
    elif name == "slides":
        paint_box(painter, option.rect, color_of(option, PANE), color_of(option, LINE), 8)
    elif name == "note" and widget is not None:
        paint_box(painter, widget.rect(), color_of(option, INK))
    else:
        return name == "labs"
    return True

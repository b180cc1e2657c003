"""The style of the program, over Qt's own: each part that looks different is painted by a function of this package."""

from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleFactory, QWidget

from wk4gui.render.style import buttons, fields, items, scroll_bars
from wk4gui.render.style.fit import fit
from wk4gui.render.style.painting import name_of
from wk4gui.render.style.rooms import COMBO, EDIT, MENU_BAR, button_room
from wk4gui.render.theme import LIGHT, Theme

Primitive: TypeAlias = QStyle.PrimitiveElement
Control: TypeAlias = QStyle.ControlElement
Complex: TypeAlias = QStyle.ComplexControl
Contents: TypeAlias = QStyle.ContentsType
Element: TypeAlias = QStyle.SubElement
Part: TypeAlias = QStyle.SubControl

DRESSED_IN = "theme"
"""The property with the theme that a widget was dressed in."""


class ProgramStyle(QProxyStyle):
    """Paints the controls in the colours of their palette.

    Only methods that are rarely called are overridden, for each call of them goes through Python.
    """

    def __init__(self) -> None:
        super().__init__(QStyleFactory.create("Fusion"))
        self.theme: Theme = LIGHT

    def polish(self, what: Any) -> Any:
        """Fits a widget before it is first shown."""
        result = super().polish(what)
        if isinstance(what, QWidget):
            fit(what, what.window().property(DRESSED_IN) or self.theme)
        return result

    def drawPrimitive(  # noqa: N802
        self, element: Primitive, option: Any, painter: QPainter, widget: Any = None
    ) -> None:
        draw = _PRIMITIVES.get(element)
        if draw is not None:
            draw(option, painter, widget)
        elif element != Primitive.PE_PanelItemViewItem or name_of(widget) not in items.LISTS:
            super().drawPrimitive(element, option, painter, widget)
        else:
            items.draw_item_ground(option, painter)

    def drawControl(  # noqa: N802
        self, element: Control, option: Any, painter: QPainter, widget: Any = None
    ) -> None:
        if element == Control.CE_ShapedFrame:
            if not items.draw_frame(option, painter, widget):
                super().drawControl(element, option, painter, widget)
        elif element in _CONTROLS:
            _CONTROLS[element](self.baseStyle(), option, painter, widget)
        elif element == Control.CE_ItemViewItem and name_of(widget) in items.LISTS:
            items.draw_item(self.baseStyle(), option, painter, widget)
        else:
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(  # noqa: N802
        self, control: Complex, option: Any, painter: QPainter, widget: Any = None
    ) -> None:
        if control == Complex.CC_ScrollBar:
            scroll_bars.draw_scroll_bar(option, painter)
        elif control == Complex.CC_ComboBox:
            fields.draw_combo(option, painter, widget)
        elif control == Complex.CC_ToolButton:
            buttons.draw_tool_button(self.baseStyle(), option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def sizeFromContents(  # noqa: N802
        self, kind: Contents, option: Any, size: QSize, widget: Any = None
    ) -> QSize:
        own = _SIZES.get(kind)
        if own is not None:
            return own(option, size, widget)
        natural = super().sizeFromContents(kind, option, size, widget)
        if kind == Contents.CT_MenuItem:
            return items.sized_menu_item(option, natural)
        if kind == Contents.CT_HeaderSection:
            return natural + items.HEADER
        if kind == Contents.CT_ItemViewItem and name_of(widget) in items.LISTS:
            across, along = items.LISTS[name_of(widget)]
            return natural + QSize(2 * across, 2 * along)
        return natural

    def subElementRect(  # noqa: N802
        self, element: Element, option: Any, widget: Any = None
    ) -> QRect:
        own = _RECTS.get(element)
        if own is not None:
            return own(option, widget)
        natural = super().subElementRect(element, option, widget)
        if element == Element.SE_ItemViewItemText and name_of(widget) in items.LISTS:
            across, _ = items.LISTS[name_of(widget)]
            return natural.adjusted(across, 0, -across, 0)
        return natural

    def subControlRect(  # noqa: N802
        self, control: Complex, option: Any, part: Part, widget: Any = None
    ) -> QRect:
        if control == Complex.CC_ScrollBar:
            return scroll_bars.scroll_bar_rect(option, part)
        if control == Complex.CC_ComboBox and part == Part.SC_ComboBoxEditField:
            return fields.combo_edit_rect(option)
        return super().subControlRect(control, option, part, widget)


def _nothing(*_: Any) -> None:
    """Draws nothing."""


_PRIMITIVES: dict[Primitive, Any] = {
    Primitive.PE_FrameFocusRect: _nothing,
    Primitive.PE_PanelLineEdit: fields.draw_edit,
    Primitive.PE_IndicatorCheckBox: fields.draw_check,
    Primitive.PE_Frame: lambda option, painter, _: items.draw_edge(option, painter),
    Primitive.PE_PanelMenu: lambda option, painter, _: items.draw_menu_frame(option, painter),
    Primitive.PE_FrameMenu: _nothing,
    Primitive.PE_PanelTipLabel: lambda option, painter, _: items.draw_menu_frame(option, painter),
}
_CONTROLS: dict[Control, Any] = {
    Control.CE_PushButton: buttons.draw_push_button,
    Control.CE_ComboBoxLabel: fields.draw_combo_text,
    Control.CE_CheckBox: fields.draw_check_box,
    Control.CE_ProgressBar: lambda _, option, painter, widget: fields.draw_progress(option, painter, widget),
    Control.CE_MenuBarItem: items.draw_menu_bar_item,
    Control.CE_MenuBarEmptyArea: lambda _, option, painter, __: items.fill_pane(option, painter),
    Control.CE_MenuItem: items.draw_menu_item,
    Control.CE_HeaderSection: lambda _, option, painter, __: items.fill_pane(option, painter),
    Control.CE_HeaderEmptyArea: lambda _, option, painter, __: items.fill_pane(option, painter),
    Control.CE_HeaderLabel: items.draw_header_text,
    Control.CE_Splitter: _nothing,
}
_SIZES: dict[Contents, Callable[[Any, QSize, Any], QSize]] = {
    Contents.CT_PushButton: lambda _, size, widget: button_room(widget).around(size),
    Contents.CT_ToolButton: lambda _, size, widget: button_room(widget).around(size + buttons.TOOL),
    Contents.CT_ComboBox: lambda _, size, __: COMBO.around(size) + fields.SPARE,
    Contents.CT_LineEdit: lambda _, size, __: EDIT.around(size),
    Contents.CT_CheckBox: fields.sized_check_box,
    Contents.CT_ScrollBar: lambda *_: scroll_bars.LEAST_SIZE,
    Contents.CT_MenuBarItem: lambda _, size, __: MENU_BAR.around(size),
}
_RECTS: dict[Element, Callable[[Any, Any], QRect]] = {
    Element.SE_LineEditContents: lambda option, _: EDIT.inside(option.rect),
    Element.SE_CheckBoxIndicator: fields.check_rect,
    Element.SE_CheckBoxContents: fields.check_text_rect,
}

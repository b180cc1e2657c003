"""The QApplication with its fonts and style, and the styling of widgets by theme."""

from typing import TypeGuard

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from wk4gui.render.fonts import TEXT, load_fonts, text_font
from wk4gui.render.style_sheet import style_sheet
from wk4gui.render.theme import LIGHT, Theme, palette
from wk4gui.resources import resource


def qt_application() -> QApplication:
    """The running application, created and styled if there is none yet."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        if not running.property("wk4gui"):
            _dress(running)
        return running
    application = QApplication(["wk4gui"])
    _dress(application)
    return application


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Sets the palette, and the font that layouts use before they are styled."""
    font = text_font(theme.px(TEXT))
    application.setPalette(palette(theme))
    if application.font() != font:
        application.setFont(font)


def dress(widget: QWidget, theme: Theme) -> None:
    """Styles a widget and its children in a theme; widgets with their own painting get the theme from their owner.

    The application has no style sheet: Qt would restyle every widget of every lab at each change, visible or not.
    """
    sheet = style_sheet(theme)
    if widget.styleSheet() != sheet:  # else Qt would restyle all of it
        widget.setStyleSheet(sheet)


def is_window(child: QObject) -> TypeGuard[QWidget]:
    """Whether a child is a window of its own, such as a dialog."""
    return isinstance(child, QWidget) and child.isWindow()


def _dress(application: QApplication) -> None:
    application.setProperty("wk4gui", True)  # noqa: FBT003 - Qt's property
    application.setApplicationName("wk4gui")
    application.setDesktopFileName("wk4gui")
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setWindowIcon(QIcon(str(resource("icons/wk4gui.svg"))))
    load_fonts()
    apply_theme(application, LIGHT)

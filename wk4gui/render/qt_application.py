"""The QApplication with its fonts and style, and the styling of widgets by theme."""

from typing import TypeGuard

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from wk4gui.render.fonts import TEXT, load_fonts, text_font
from wk4gui.render.style.fit import fit_all
from wk4gui.render.style.program_style import OWN_THEME, ProgramStyle
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
    """Gives all windows a theme but those that have their own; what paints itself gets it from its owner."""
    style = application.style()
    assert isinstance(style, ProgramStyle)
    style.theme = theme
    font, colors = text_font(theme.px(TEXT)), palette(theme)
    application.setPalette(colors)
    QToolTip.setPalette(colors)
    if application.font() != font:
        application.setFont(font)
    for window in application.topLevelWidgets():
        if window.property(OWN_THEME) is None:
            fit_all(window, theme)


def dress(window: QWidget, theme: Theme) -> None:
    """Gives a window, such as a figure, a theme of its own."""
    window.setProperty(OWN_THEME, theme)
    window.setPalette(palette(theme))
    window.setFont(text_font(theme.px(TEXT)))
    fit_all(window, theme)


def is_window(child: QObject) -> TypeGuard[QWidget]:
    """Whether a child is a window of its own, such as a dialog."""
    return isinstance(child, QWidget) and child.isWindow()


def _dress(application: QApplication) -> None:
    application.setProperty("wk4gui", True)  # noqa: FBT003 - Qt's property
    application.setApplicationName("wk4gui")
    application.setDesktopFileName("wk4gui")
    application.setStyle(ProgramStyle())
    application.setWindowIcon(QIcon(str(resource("icons/wk4gui.svg"))))
    load_fonts()
    apply_theme(application, LIGHT)

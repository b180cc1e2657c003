"""The QApplication with its fonts and style, and the styling of widgets by theme."""

from typing import TypeGuard

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QFrame, QToolTip, QWidget

from wk4gui.render.fonts import TEXT, load_fonts, text_font
from wk4gui.render.style.fit import fit_all, types_of
from wk4gui.render.style.program_style import OWN_THEME, ProgramStyle
from wk4gui.render.theme import LIGHT, PANE, WINDOW, Theme, palette
from wk4gui.resources import resource

_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
"""Windows that are fitted whenever they open."""


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
    before, style.theme = style.theme, theme
    font, colors = text_font(theme.px(TEXT)), palette(theme)
    application.setPalette(colors)
    QToolTip.setPalette(colors)
    if application.font() != font:
        application.setFont(font)
    for window in application.topLevelWidgets() if types_of(theme) != types_of(before) else ():
        if window.windowType() not in _PASSING and window.property(OWN_THEME) is None:
            fit_all(window, theme)


def dress(window: QWidget, theme: Theme, *, bare: bool = False) -> None:
    """Gives a window, such as a figure, a theme of its own; a bare one is as plain as the inside of a card."""
    colors = palette(theme)
    if bare:
        colors.setColor(WINDOW, colors.color(PANE))
    window.setProperty(OWN_THEME, theme)
    window.setPalette(colors)
    window.setFont(text_font(theme.px(TEXT)))
    fit_all(window, theme)
    for card in window.findChildren(QFrame, "card") if bare else ():
        card.setFrameStyle(QFrame.Shape.NoFrame)


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

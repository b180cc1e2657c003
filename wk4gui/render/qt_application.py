"""The QApplication with its fonts and style, and the styling of widgets by theme."""

from typing import TypeGuard

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QToolTip, QWidget

from wk4gui.render.fonts import TEXT, load_fonts, text_font
from wk4gui.render.style.fit import fit_all, types_of
from wk4gui.render.style.program_style import DRESSED_IN, ProgramStyle
from wk4gui.render.theme import LIGHT, PANE, WINDOW, Theme, palette
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


def apply_theme(application: QApplication, theme: Theme, *, again: bool = False) -> None:
    """Gives all windows the colours of a theme, and its type to widgets that are made from now on.

    Args:
        application: the running one.
        theme: to be applied.
        again: the colours, too, where they are the same already.
    """
    style = application.style()
    assert isinstance(style, ProgramStyle)
    style.theme = theme
    font, colors = text_font(theme.px(TEXT)), palette(theme)
    changed = application.palette() != colors
    if again and not changed:  # else Qt would keep what the desktop has set for single classes
        _set_palette(application, QPalette(colors.color(PANE)))
    if again or changed:
        _set_palette(application, colors)
    QToolTip.setPalette(colors)
    if application.font() != font:
        application.setFont(font)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.ApplicationFontChange.value)


def _set_palette(application: QApplication, colors: QPalette) -> None:
    """Gives all widgets a palette now, not in the next turn of the event loop."""
    application.setPalette(colors)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.ApplicationPaletteChange.value)


def dress(widget: QWidget, theme: Theme) -> None:
    """Gives a widget and all in it the type of a theme; what paints itself gets the theme from its owner.

    Parts of the program that are not seen are dressed when they are: all of them at once would take long.
    """
    before: Theme | None = widget.property(DRESSED_IN)
    widget.setProperty(DRESSED_IN, theme)
    if before is None or types_of(before) != types_of(theme):
        widget.setFont(text_font(theme.px(TEXT)))
        fit_all(widget, theme)


def dress_alone(window: QWidget, theme: Theme, *, bare: bool = False) -> None:
    """Gives a window, such as a figure, colours and type of its own; a bare one is as plain as the inside of a card."""
    colors = palette(theme)
    if bare:
        colors.setColor(WINDOW, colors.color(PANE))
    window.setPalette(colors)
    window.setProperty(DRESSED_IN, None)
    dress(window, theme)
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

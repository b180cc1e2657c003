"""What Qt sees of this machine: its platform, screens and fonts. The only module of this package that imports it."""

from typing import Any

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication, QScreen

from wk4gui.render.fonts import MATH_FAMILY, TEXT_FAMILY
from wk4gui.render.qt_application import qt_application


def qt_facts() -> dict[str, Any]:
    """The facts as plain data, from the running application or one made for it."""
    qt_application()
    families = QFontDatabase.families()
    return {
        "qt": qVersion(),
        "platform": QGuiApplication.platformName(),
        "style_hint": QGuiApplication.styleHints().colorScheme().name.lower(),
        "screens": [_screen(screen) for screen in QGuiApplication.screens()],
        "fonts": {family: family in families for family in (TEXT_FAMILY, MATH_FAMILY)},
        "system_fonts": len(families),
    }


def _screen(screen: QScreen) -> dict[str, Any]:
    size = screen.geometry().size()
    return {
        "name": screen.name(),
        "size": [size.width(), size.height()],
        "scale": screen.devicePixelRatio(),
        "dpi": round(screen.logicalDotsPerInch(), 1),
        "hertz": round(screen.refreshRate(), 1),
    }

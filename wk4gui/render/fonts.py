"""The bundled fonts: Inter for text and numbers, STIX Two Math for formulas."""

from functools import cache, lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from wk4gui.resources import resource

TEXT_FAMILY = "Inter"
MATH_FAMILY = "STIX Two Math"
_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf", "Inter-Bold.otf", "STIXTwoMath-Regular.ttf")

CAPTION, TEXT, TITLE, VALUE = 11, 13, 15, 22
"""Sizes in pixels at text scale 1."""


def load_fonts() -> None:
    """Registers the bundled fonts with the running application."""
    for file in _FILES:
        if QFontDatabase.addApplicationFont(str(resource(f"fonts/{file}"))) < 0:
            raise RuntimeError(f"the bundled font {file} cannot be read")


@cache
def text_font(px: int, weight: int = 400) -> QFont:
    """Inter with tabular figures, so that digits align in columns."""
    font = QFont(TEXT_FAMILY)
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@cache
def math_font(px: int) -> QFont:
    """STIX Two Math, with Inter for the few missing signs, such as ₒ."""
    font = QFont()
    font.setFamilies([MATH_FAMILY, TEXT_FAMILY])
    font.setPixelSize(px)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@cache
def metrics(font_key: tuple[int, int]) -> QFontMetricsF:
    """Metrics of `text_font(px, weight)`."""
    return QFontMetricsF(text_font(*font_key))


@lru_cache(maxsize=8192)
def text_width(text: str, px: int, weight: int = 400) -> float:
    """Width of a short text in Inter."""
    return metrics((px, weight)).horizontalAdvance(text)

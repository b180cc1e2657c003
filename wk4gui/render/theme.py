"""The colours, sizes and line styles of the program; no other module defines colours."""

import math
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette, QPen


@dataclass(frozen=True)
class Theme:
    """One look of the program; every colour is named after its meaning.

    Attributes:
        window: behind everything.
        pane: of a card.
        shade: of an inactive element on a card.
        line: between areas.
        ink: text.
        ink2: secondary text.
        ink3: lines and marks, never text.
        forward: forward numbers, and the accent of controls.
        tint: behind a chosen element.
        backward: gradients.
        update: new values, and good verdicts.
        caution: areas and lines only, never text.
        selected: what the user has picked.
        bad: diverges, dead, refused.
        text_scale: factor on every size of type.
        line_scale: factor on every width of a line.
        least_px: no type is smaller, in pixels.
        transparent: whether what lies behind the picture is left out, as some figures want it.
        sentence: size of the sentence under a picture, at text scale 1.
        slide: whether pictures are laid out as slides, with one large pane and at most one small one.
    """

    name: str
    window: str
    pane: str
    shade: str
    line: str
    ink: str
    ink2: str
    ink3: str
    forward: str
    tint: str
    backward: str
    update: str
    caution: str
    selected: str
    bad: str
    on_accent: str
    dark: bool = False
    text_scale: float = 1.0
    line_scale: float = 1.0
    least_px: int = 8
    transparent: bool = False
    sentence: float = 13.0
    slide: bool = False

    def px(self, size: float) -> int:
        """A font size in pixels at this theme's scale."""
        return max(self.least_px, round(size * self.text_scale))

    @property
    def sign_scale(self) -> float:
        """Factor on the size of dots and other signs of a plot."""
        return self.least_px / PROJECTOR.least_px if self.slide else 1.0

    def mixed(self, color: str, share: float) -> str:
        """A colour mixed with that of panes: as one of this opacity over a pane, but where it lies over itself.

        Qt takes ten times as long for a long line that is wide and transparent.
        """
        over, under = QColor(color), QColor(self.pane)
        parts = zip(over.getRgb()[:3], under.getRgb()[:3], strict=True)  # type: ignore[index]
        return QColor(*(round(share * a + (1.0 - share) * b) for a, b in parts)).name()

    def pen(
        self, color: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine, opacity: float = 1.0
    ) -> QPen:
        """A non-cosmetic pen, so that exports look like the screen."""
        pen = QPen(faded(color, opacity), width * self.line_scale, style)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen


LIGHT = Theme(
    name="light",
    window="#F5F6F8",
    pane="#FFFFFF",
    shade="#EEF1F4",
    line="#DFE3E8",
    ink="#1A1F27",
    ink2="#5B6470",
    ink3="#8A93A0",
    forward="#0072B2",
    tint="#E3F0F8",
    backward="#D55E00",
    update="#117A65",
    caution="#E69F00",
    selected="#A0457E",
    bad="#B42318",
    on_accent="#FFFFFF",
)

DARK = Theme(
    name="dark",
    window="#16191E",
    pane="#1E2228",
    shade="#262B32",
    line="#343A43",
    ink="#ECEFF3",
    ink2="#A9B2BE",
    ink3="#78828F",
    forward="#56B4E9",
    tint="#223442",
    backward="#F2935C",
    update="#4CC9A8",
    caution="#E69F00",
    selected="#E39BC8",
    bad="#FF8A7A",
    on_accent="#16191E",
    dark=True,
)

TEXT_LINES, SENTENCE_LINES = 36, 27
"""How many times the height of a slide is that of its text, and of its sentence."""
_TEXT = 13
_SLIDE_LINE = 0.08
"""A line of width 1 on a slide, as a share of the size of its text."""


def projected(theme: Theme, size: tuple[int, int]) -> Theme:
    """A theme for a slide of that width and height: its type is a fraction of the height.

    Where the slide is narrower than 4 : 3, it is a fraction of the height that 4 : 3 would have.
    """
    px = max(8, math.ceil(min(size[1], size[0] * 3 / 4) / TEXT_LINES))
    return replace(
        theme,
        text_scale=px / _TEXT,
        line_scale=px * _SLIDE_LINE,
        least_px=px,
        sentence=_TEXT * TEXT_LINES / SENTENCE_LINES,
        slide=True,
    )


PROJECTOR = projected(replace(LIGHT, name="projector", window="#FFFFFF"), (1280, 720))

THEMES = {theme.name: theme for theme in (LIGHT, DARK, PROJECTOR)}


def slide_size(size: tuple[int, int]) -> tuple[float, float]:
    """The width and height that a slide of another size has where its type is that of PROJECTOR."""
    factor = min(size[1] / 720, size[0] / 960)
    return size[0] / factor, size[1] / factor


ZONE_OPACITY = 0.55
"""Opacity of a slider's zones over its groove."""


def faded(color: str, opacity: float = 1.0) -> QColor:
    """A colour at an opacity from 0 to 1."""
    result = QColor(color)
    result.setAlphaF(opacity)
    return result


def zone_color(theme: Theme, meaning: str) -> str:
    """The colour of a slider zone by its meaning."""
    return {
        "too low": theme.ink3,
        "good": theme.update,
        "zig-zags": theme.caution,
        "overshoots": theme.caution,
        "too high": theme.caution,
        "undecided": theme.ink3,
        "diverges": theme.bad,
        "best": theme.update,
    }[meaning]


class SeriesLook(NamedTuple):
    """The theme's name of a series' colour, which its texts have, too, and its dash pattern."""

    color: str
    dash: tuple[float, ...]

    def on(self, theme: Theme) -> tuple[str, tuple[float, ...]]:
        """Colour and dash pattern in a theme."""
        return getattr(theme, self.color), self.dash


def series_look(theme: Theme, index: int) -> tuple[str, tuple[float, ...]]:
    """Colour and dash pattern of a series; nine differ from each other, seven of them by colour too."""
    colors = (theme.forward, theme.backward, theme.update, theme.selected, theme.caution, _sky(theme), theme.ink)
    return colors[index % len(colors)], DASHES[index % len(DASHES)]


def named_colors(theme: Theme) -> tuple[str, ...]:
    """Every colour with a meaning: those of the theme, and those of series."""
    own = (getattr(theme, field.name) for field in fields(theme))
    colors = [value for value in own if isinstance(value, str) and value.startswith("#")]
    return tuple(dict.fromkeys([*colors, *(series_look(theme, k)[0] for k in range(len(DASHES)))]))


def _sky(theme: Theme) -> str:
    """The sixth of the series, apart from the first in either theme."""
    return "#B4E0FF" if theme.dark else "#56B4E9"


DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (6, 2),
    (2, 1.5),
    (7, 2, 1.5, 2),
    (10, 3),
    (1, 1),
    (4, 1.5, 1.5, 1.5, 1.5, 1.5),
    (3, 3),
    (8, 1.5, 3, 1.5),
)
SERIES_LOOKS = tuple(SeriesLook(color, DASHES[k]) for k, color in enumerate(("forward", "backward", "update")))
"""Of the first series, whose colours may be those of text."""


def tone_color(theme: Theme, tone: str) -> str:
    """The colour of a verdict."""
    return {"good": theme.update, "bad": theme.bad, "neutral": theme.ink}[tone]


Role = QPalette.ColorRole
WINDOW, PANE, SHADE, LINE = Role.Window, Role.Base, Role.AlternateBase, Role.Mid
INK, INK2, INK3, BAD = Role.WindowText, Role.PlaceholderText, Role.Dark, Role.BrightText
ACCENT, ON_ACCENT, TINT = Role.Highlight, Role.HighlightedText, Role.Midlight
"""The roles that colours of a theme have in its palette, from which all controls are painted."""


def palette(theme: Theme) -> QPalette:
    """Qt's palette in this theme's colours; widgets take it from the widget around them."""
    result = QPalette()
    roles = {
        WINDOW: theme.window,
        PANE: theme.pane,
        SHADE: theme.shade,
        LINE: theme.line,
        INK: theme.ink,
        INK2: theme.ink2,
        INK3: theme.ink3,
        BAD: theme.bad,
        ACCENT: theme.forward,
        ON_ACCENT: theme.on_accent,
        TINT: theme.tint,
        Role.Button: theme.pane,
        Role.Text: theme.ink,
        Role.ButtonText: theme.ink,
        Role.ToolTipBase: theme.pane,
        Role.ToolTipText: theme.ink,
        Role.Accent: theme.forward,
        Role.Link: theme.forward,
        Role.LinkVisited: theme.forward,
    }
    for role, color in roles.items():
        result.setColor(role, QColor(color))
    result.setColor(QPalette.ColorGroup.Disabled, Role.ButtonText, QColor(theme.ink3))
    for role in (WINDOW, PANE, Role.Button) if theme.transparent else ():
        result.setColor(role, QColor(Qt.GlobalColor.transparent))
    return result

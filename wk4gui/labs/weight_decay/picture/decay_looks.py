"""The looks and names of the paths, the same in every plot."""

from PySide6.QtGui import QPen

from wk4gui.render.plot import curve_pen
from wk4gui.render.theme import Theme

PATHS = ("plain", "l2", "decay", "decay_velocity")
LABELS = {
    "plain": "no penalty",
    "l2": "gradient of the penalty",
    "decay": "shrink, then step",
    "decay_velocity": "decay through the velocity",
}
_UNDERNEATH = 0.6
"""Opacity of the wide line, so that others are visible on it."""
_LOOKS: dict[str, tuple[str, tuple[float, ...], float]] = {
    "plain": ("ink2", (1.5, 1.5), 1.6),
    "l2": ("forward", (), 5.0),
    "decay": ("update", (3, 3), 2.2),
    "decay_velocity": ("caution", (1, 2.4), 2.4),
}
AHEAD = 0.45
"""Opacity of the path after the current step."""
SHRINK, STEP = "selected", "backward"
"""Colours of the penalty with its shrinking, and of the loss with its gradient."""


def path_look(theme: Theme, name: str) -> tuple[str, tuple[float, ...], float]:
    """Colour, dash pattern and width of a path; equal paths appear as a narrow dashed line on a wide one."""
    color, dash, width = _LOOKS[name]
    return getattr(theme, color), dash, width


def path_pen(theme: Theme, name: str, opacity: float = 1.0) -> QPen:
    """The pen of a path."""
    color, dash, width = path_look(theme, name)
    pen = curve_pen(theme, color, width, dash)
    shown = pen.color()
    shown.setAlphaF(opacity * (_UNDERNEATH if name == "l2" else 1.0))
    pen.setColor(shown)
    return pen

"""How colours look to people who see fewer of them, and how far two colours are apart.

Simulation: Machado, Oliveira and Fernandes 2009, A Physiologically-based Model for Simulation of Color Vision
Deficiency, severity 1.0, on linear sRGB. Distance: CIEDE2000 as in Sharma, Wu and Dalal 2005, The CIEDE2000
Color-Difference Formula, with all weights 1. Grey: the luminance of linear sRGB.
"""

import math

import numpy as np

Colour = tuple[float, float, float]
"""sRGB from 0 to 1."""
Lab = tuple[float, float, float]

_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = _XYZ.sum(axis=1)
_GREY = np.array([_XYZ[1]] * 3)
VISIONS: dict[str, np.ndarray] = {
    "all colours": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "grey": _GREY,
}


def rgb(hex_: str) -> Colour:
    """The colour of "#rrggbb"."""
    red, green, blue = (int(hex_[i : i + 2], 16) / 255.0 for i in (1, 3, 5))
    return red, green, blue


def over(color: Colour, opacity: float, ground: Colour) -> Colour:
    """A colour that lies at an opacity over another."""
    red, green, blue = (opacity * c + (1.0 - opacity) * g for c, g in zip(color, ground, strict=True))
    return red, green, blue


def seen(color: Colour, vision: str) -> Lab:
    """CIE L*a*b* (D65) of a colour as it is seen."""
    linear = np.array([c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color])
    xyz = _XYZ @ np.clip(VISIONS[vision] @ linear, 0.0, 1.0) / _WHITE
    x, y, z = (math.cbrt(t) if t > (6 / 29) ** 3 else t * (29 / 6) ** 2 / 3 + 4 / 29 for t in xyz.tolist())
    return 116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)


def ciede2000(first: Lab, second: Lab) -> float:
    """The distance of two colours."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2.0
    stretch = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + 25.0**7))
    c1, c2 = math.hypot(stretch * a1, b1), math.hypot(stretch * a2, b2)
    h1, h2 = _hue(stretch * a1, b1), _hue(stretch * a2, b2)
    turn = 0.0 if not c1 * c2 else (h2 - h1 + 180.0) % 360.0 - 180.0
    if c1 * c2 and turn == -180.0 and h2 > h1:
        turn = 180.0
    d_hue = 2.0 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2.0))
    hue, chroma, light = _mean_hue(h1, h2, c1 * c2), (c1 + c2) / 2.0, (l1 + l2) / 2.0
    t = 1.0 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.20 * _cos(4 * hue - 63)
    s_light = 1.0 + 0.015 * (light - 50.0) ** 2 / math.sqrt(20.0 + (light - 50.0) ** 2)
    s_chroma, s_hue = 1.0 + 0.045 * chroma, 1.0 + 0.015 * chroma * t
    bend = 60.0 * math.exp(-(((hue - 275.0) / 25.0) ** 2))
    r = -2.0 * math.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * math.sin(math.radians(bend))
    light_, chroma_, hue_ = (l2 - l1) / s_light, (c2 - c1) / s_chroma, d_hue / s_hue
    return math.sqrt(light_**2 + chroma_**2 + hue_**2 + r * chroma_ * hue_)


def apart(first: Colour, second: Colour, vision: str) -> float:
    """How far two colours are apart as they are seen."""
    return ciede2000(seen(first, vision), seen(second, vision))


def _hue(a: float, b: float) -> float:
    return math.degrees(math.atan2(b, a)) % 360.0 if a or b else 0.0


def _mean_hue(h1: float, h2: float, chroma: float) -> float:
    if not chroma:
        return h1 + h2
    if abs(h1 - h2) <= 180.0:
        return (h1 + h2) / 2.0
    return (h1 + h2 + 360.0) / 2.0 if h1 + h2 < 360.0 else (h1 + h2 - 360.0) / 2.0


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))

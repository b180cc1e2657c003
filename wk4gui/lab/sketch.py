"""A small drawing of an exercise's given numbers, described by data; `render/sketch_painter.py` paints it."""

from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]
Tone = Literal["ink", "ink2", "line", "forward", "backward", "update", "selected"]
Sign = Literal["dot", "ring", "cross", "none"]
Side = Literal["right", "left", "above", "below", "middle"]


@dataclass(frozen=True)
class Line:
    """A polyline.

    Attributes:
        points: its corners.
        tone: its colour, by meaning.
        dashed: whether it is dashed.
        width: in pixels.
    """

    points: tuple[Point, ...]
    tone: Tone = "ink2"
    dashed: bool = False
    width: float = 1.5


@dataclass(frozen=True)
class Dot:
    """A sign with a label.

    Attributes:
        at: its place.
        label: its text; "" for none.
        tone: its colour, by meaning.
        sign: its shape; "none" for a label alone.
        side: where the label stands.
        radius: of the sign, in pixels.
    """

    at: Point
    label: str = ""
    tone: Tone = "ink"
    sign: Sign = "dot"
    side: Side = "right"
    radius: float = 4.0


@dataclass(frozen=True)
class Sketch:
    """Lines and dots in a window of coordinates.

    Attributes:
        x_range, y_range: the window.
        lines, dots: what is drawn, in this order.
        x_label, y_label: names of the axes; both "" for no axes.
        equal: whether both axes have the same scale.
        described: what is to be seen, in a sentence for those who do not see it.
    """

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    x_label: str = ""
    y_label: str = ""
    equal: bool = False
    described: str = ""

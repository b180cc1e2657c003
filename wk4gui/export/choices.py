"""The choices for a figure in the export dialog, on the command line and in Python, without Qt."""

from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta

from wk4gui.lab.declarations import Declared

PICTURES = (".png", ".svg", ".pdf")
ANIMATIONS = (".gif", ".webp")
ALL_FRAMES = (".pdf", *ANIMATIONS)
"""Files that hold more than one frame."""
POINT = 96 / 72
"""A typographic point in units of 1/96 inch."""

Side = Annotated[int, Meta(ge=100, le=10_000)]
Dpi = Annotated[float, Meta(ge=24, le=1200)]
Theme = Literal["light", "dark", "projector"]
Fps = Annotated[float, Meta(ge=0.1, le=50)]
MaxFrames = Annotated[int, Meta(ge=2, le=1000)]
TextScale = Annotated[float, Meta(ge=0.5, le=4)]
Background = Literal["theme", "none"]
Digits = Annotated[int, Meta(ge=0, le=8)]
Fit = Literal["shrink", "grow", "refuse"]
Purpose = Literal["slide", "column", "page"]


class ExportChoices(Declared, frozen=True):
    """The look of a figure, independent of its state.

    Attributes:
        size: width and height of the layout in units of 1/96 inch.
        theme: a name of THEMES.
        caption: whether the summary and the parameters are written below the picture.
        pane: name of the only pane to draw; "" for the whole picture.
        dpi: a PNG, a GIF and a WebP have size × dpi / 96 pixels; SVG and PDF do not depend on it.
        fps: frames a second of an animation; None for what suits the lab.
        max_frames: of a longer history an animation shows only as many, evenly spaced.
        text_scale: factor on every size of type, on top of the theme's.
        background: "none" leaves out what lies behind the picture, so that the slide or page is seen there.
        bare: whether the pane is drawn without its title and frame.
        tight: whether the empty margin is cut off, but for a tenth of an inch.
        digits: of numbers in the picture, where the lab lets them be chosen; None for what the state says.
        frame_label: whether the step and phase stand in the picture; None for: where all frames are drawn.
        all_frames: whether every frame is drawn: a page each in a PDF, a file each as PNG.
        fit: what happens where the size has no room for the text: everything becomes smaller, the picture becomes
            higher, or it is refused. A width that has no room is refused unless everything may become smaller.
    """

    size: tuple[Side, Side] = (1600, 1000)
    theme: Theme = "light"
    caption: bool = False
    pane: str = ""
    dpi: Dpi = 96.0
    fps: Fps | None = None
    max_frames: MaxFrames = 120
    text_scale: TextScale = 1.0
    background: Background = "theme"
    bare: bool = False
    tight: bool = False
    digits: Digits | None = None
    frame_label: bool | None = None
    all_frames: bool = False
    fit: Fit = "shrink"


@dataclass(frozen=True)
class Setting:
    """A place that figures are made for.

    Attributes:
        size: of the layout, in units of 1/96 inch.
        text_scale: which makes text there as large as it has to be.
        fit: as in ExportChoices.
        title: what it is, with its size.
        type_: how large text is there.
    """

    size: tuple[int, int]
    text_scale: float
    fit: Fit
    title: str
    type_: str


PURPOSES: dict[Purpose, Setting] = {
    "slide": Setting((1280, 720), 1.85, "refuse", "slide, 13.33 × 7.5 in", "18 pt"),
    "column": Setting((336, 252), 1.0, "grow", "column, 3.5 in wide", "8 to 10 pt"),
    "page": Setting((672, 420), 1.0, "grow", "page, 7 in wide", "8 to 10 pt"),
}
"""What `--for` chooses; text has 13 units at scale 1, captions and ticks 11."""


def for_purpose(purpose: Purpose) -> dict[str, object]:
    """The choices that a purpose makes."""
    setting = PURPOSES[purpose]
    return {"size": list(setting.size), "text_scale": setting.text_scale, "fit": setting.fit}

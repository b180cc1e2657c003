"""The choices for a figure in the export dialog, on the command line and in Python, without Qt."""

from typing import Annotated, Literal

from msgspec import Meta

from wk4gui.lab.declarations import Declared

PICTURES = (".png", ".svg", ".pdf")
ANIMATIONS = (".gif", ".webp")

Side = Annotated[int, Meta(ge=100, le=10_000)]
Dpi = Annotated[float, Meta(ge=24, le=1200)]
Theme = Literal["light", "dark", "projector"]
Fps = Annotated[float, Meta(ge=0.1, le=50)]
MaxFrames = Annotated[int, Meta(ge=2, le=1000)]


class ExportChoices(Declared, frozen=True):
    """The look of a figure, independent of its state.

    Attributes:
        size: width and height of the layout in units of 1/96 inch.
        theme: a name of THEMES.
        caption: whether the summary and the parameters are written below the picture.
        pane: name of the only pane to draw; "" for the whole picture.
        dpi: a PNG, a GIF and a WebP have size × dpi / 96 pixels; SVG and PDF do not depend on it.
        fps: frames per second of an animation; None for the lab's default.
        max_frames: largest number of frames of an animation, evenly spaced.
    """

    size: tuple[Side, Side] = (1600, 1000)
    theme: Theme = "light"
    caption: bool = False
    pane: str = ""
    dpi: Dpi = 96.0
    fps: Fps | None = None
    max_frames: MaxFrames = 120

"""Animations of all frames of a lab as GIF or WebP, with the recipe in the file.

One figure is drawn repeatedly; each picture is reduced at once to a palette shared by all frames, so that hundreds of
them fit into memory and do not flicker. Text and lines keep their exact colours.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage

from wk4gui.core.arrays import Array
from wk4gui.documents.metadata import xmp_with_text
from wk4gui.export.choices import ExportChoices
from wk4gui.export.figure import Figure
from wk4gui.export.frame_choice import evenly
from wk4gui.export.image import figure_image
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import ParamError
from wk4gui.lab.frames import Frames
from wk4gui.render.theme import THEMES, named_colors

_N_SAMPLES = 5
"""Number of frames from which the palette is made."""
_N_PIXELS = 60_000
"""Pixels used of a sample frame, so that no other thread waits for long."""
_N_COLORS = 256
_SOLID = 0.0005
"""A colour that covers this share of a picture is kept exactly, as those of the theme are."""
_N_SOLID = 128
_APART = 3
"""Least distance of a kept colour from the others."""
_KINDS = 1 << 24
_DRAWING = 0.85
"""Share of the time for drawing the frames; the rest is encoding."""


@dataclass(frozen=True)
class Plan:
    """The frames of an animation.

    Attributes:
        frames: every frame, or as many as are allowed, evenly spaced from the first to the last.
        samples: a few of them, which are drawn first to find the palette.
        fps: frames per second.
        colors: "#rrggbb" of what has a meaning, which the palette keeps.
    """

    frames: tuple[int, ...]
    samples: tuple[int, ...]
    fps: float
    colors: tuple[str, ...] = ()

    @property
    def drawn(self) -> tuple[int, ...]:
        """All frames to draw, in this order."""
        return self.samples + self.frames


def make_plan(frames: Frames, choices: ExportChoices) -> Plan:
    """The plan of an animation over the frames of a result; the default speed is slow for phases, fast for steps.

    Raises:
        ParamError: there is only one frame.
    """
    if choices.background == "none":
        raise ParamError("an animation has a background; pictures without one are PNG, SVG and PDF")
    if frames.count < 2:
        raise ParamError("there is one frame only, and nothing to animate; choose a picture instead")
    shown = evenly(tuple(range(frames.count)), choices.max_frames)
    colors = named_colors(THEMES[choices.theme])
    return Plan(shown, evenly(shown, _N_SAMPLES), choices.fps or default_fps(frames), colors)


def default_fps(frames: Frames) -> float:
    """Frames per second that suit phases or steps."""
    return 1.5 if len(frames.phases) > 1 else 12.0


def animation_bytes(figure: Figure, ending: str, checkpoint: Checkpoint = no_checkpoint) -> bytes:
    """The frames of a figure as GIF or WebP.

    Args:
        figure: at the frame that the recipe opens at.
        ending: of FORMATS.
        checkpoint: called with the fraction done.

    Raises:
        ParamError: there is one frame only, or the picture is too large.
    """
    plan, recipe = make_plan(figure.frames, figure.look), figure.recipe
    images = (figure_at(figure, number) for number in plan.drawn)
    content = FORMATS[ending](reduced(images, plan, checkpoint), plan.fps, recipe)
    checkpoint(1.0)
    return content


def figure_at(figure: Figure, frame: int) -> QImage:
    """The figure's picture at a frame."""
    figure.show_frame(frame)
    return figure_image(figure)


def reduced(images: Iterable[QImage], plan: Plan, checkpoint: Checkpoint) -> list[Image.Image]:
    """The pictures of a plan, drawn in its order, in a shared palette; needs no widget."""
    source = _counted(images, len(plan.drawn), checkpoint)
    palette = shared_palette([to_pillow(next(source)) for _ in plan.samples], plan.colors)
    nearest = NearestColors(palette)
    return [nearest.reduced(to_pillow(image)) for image in source]


def _counted(images: Iterable[QImage], count: int, checkpoint: Checkpoint) -> Iterator[QImage]:
    for i, image in enumerate(images):
        checkpoint(_DRAWING * i / count)
        yield image
    checkpoint(_DRAWING)


def to_pillow(image: QImage) -> Image.Image:
    """The same picture for Pillow, in memory of its own."""
    image = image.convertToFormat(QImage.Format.Format_RGBX8888)
    size = (image.width(), image.height())
    return Image.frombytes("RGB", size, bytes(image.constBits()), "raw", "RGBX", image.bytesPerLine(), 1)


class NearestColors:
    """Puts pictures into a palette: every pixel gets the nearest colour, which is looked up once for each shade."""

    def __init__(self, palette: Image.Image) -> None:
        self._palette = palette.getpalette() or []
        self._colors = np.array(self._palette, dtype=np.int64).reshape(-1, 3)
        self._index = np.zeros(_KINDS, np.uint8)
        self._known = np.zeros(_KINDS, bool)

    def reduced(self, image: Image.Image) -> Image.Image:
        """The picture in the palette."""
        pixels = np.asarray(image).astype(np.uint32)
        packed = (pixels[..., 0] << 16) | (pixels[..., 1] << 8) | pixels[..., 2]
        new = packed[~self._known[packed]]
        if len(new):
            self._learn(np.unique(new))
        result = Image.fromarray(self._index[packed], "P")
        result.putpalette(self._palette)
        return result

    def _learn(self, packed: "np.ndarray[Any, np.dtype[np.uint32]]") -> None:
        for part in np.array_split(packed, len(packed) // _AT_ONCE + 1):
            shades = np.stack([part >> 16, part >> 8 & 255, part & 255], axis=1).astype(np.int64)
            away = ((shades[:, None] - self._colors[None]) ** 2).sum(axis=2)
            self._index[part] = away.argmin(axis=1)
        self._known[packed] = True


_AT_ONCE = 2000
"""Shades compared with the palette in one step, so that no other thread waits for long."""


def shared_palette(images: Sequence[Image.Image], named: Sequence[str] = ()) -> Image.Image:
    """A palette for all pictures: named colours and those of areas exactly, the rest for the most frequent shades."""
    together = np.concatenate([_some_pixels(image) for image in images])
    packed = together.astype(np.uint32) @ np.array([65536, 256, 1], dtype=np.uint32)
    colors, counts = np.unique(packed, return_counts=True)
    order = np.lexsort((colors, -counts.astype(np.int64)))
    common = order[counts[order] > _SOLID * len(packed)]
    mixed = Image.fromarray(together[None]).quantize(_N_COLORS)
    meant = (_rgb(int(color[1:], 16)) for color in named)
    candidates = [*meant, *map(_rgb, colors[common]), *np.array(mixed.getpalette()).reshape(-1, 3)]
    kept: list[Array] = []
    for color in candidates:
        if all(np.abs(color - other).max() >= _APART for other in kept[:_N_SOLID]):
            kept.append(color)
    flat = np.concatenate(kept[:_N_COLORS]).tolist()
    palette = Image.new("P", (1, 1))
    palette.putpalette(flat)
    return palette


def _some_pixels(image: Image.Image) -> Array:
    """Pixels (n, 3) from the whole picture; the stride is odd so that all columns are used."""
    pixels = np.asarray(image).reshape(-1, 3)
    return pixels[:: len(pixels) // _N_PIXELS | 1]


def _rgb(packed: int) -> Array:
    return np.array([packed >> 16, packed >> 8 & 255, packed & 255], dtype=np.int64)


def gif_bytes(images: Sequence[Image.Image], fps: float, recipe: str) -> bytes:
    """The bytes of an endless GIF; times are rounded to 1/100 s, the format's unit."""
    milliseconds = 10 * max(2, round(100 / fps))
    palette = bytes(images[0].getpalette() or [])
    return _saved(images, "GIF", milliseconds, comment=recipe.encode(), palette=palette, optimize=False, disposal=1)


def webp_bytes(images: Sequence[Image.Image], fps: float, recipe: str) -> bytes:
    """The bytes of an endless, lossless WebP."""
    xmp = xmp_with_text(recipe)
    return _saved(images, "WEBP", max(1, round(1000 / fps)), xmp=xmp, lossless=True, quality=20, method=0)


def _saved(images: Sequence[Image.Image], kind: str, milliseconds: int, **options: Any) -> bytes:
    buffer = BytesIO()
    images[0].save(buffer, kind, save_all=True, append_images=images[1:], duration=milliseconds, loop=0, **options)
    return buffer.getvalue()


FORMATS: dict[str, Callable[[Sequence[Image.Image], float, str], bytes]] = {".gif": gif_bytes, ".webp": webp_bytes}
"""The encoder of an animation, by the ending of its file."""

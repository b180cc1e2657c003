"""The choices of the export dialog, declared so that they can be stored."""

import os
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta
from PySide6.QtCore import QStandardPaths

from wk4gui.documents.file_writing import check_name, typed_path
from wk4gui.export.animation import Plan
from wk4gui.export.choices import (
    PURPOSES,
    Background,
    Digits,
    Dpi,
    ExportChoices,
    Fit,
    Fps,
    MaxFrames,
    Purpose,
    TextScale,
    Theme,
)
from wk4gui.lab.declarations import Declared

What = Literal["picture", "animation", "data"]
Unit = Literal["px", "cm"]

FORMATS: dict[str, dict[str, str]] = {
    "picture": {"png": "PNG picture", "svg": "SVG drawing", "pdf": "PDF document"},
    "animation": {"gif": "GIF animation", "webp": "WebP animation"},
    "data": {"json": "JSON", "npz": "NumPy archive (NPZ)", "csv": "CSV table"},
}
"""Formats by content; a format is the ending of its file."""

NUMBERED = ("png", "svg")
"""Formats of which there may be a file for every frame."""
CM = 96 / 2.54
"""Units of 1/96 inch in a centimetre."""

Length = Annotated[float, Meta(ge=100, le=10_000)]
"""A side of the layout, not rounded, so that centimetres stay as typed."""


class DialogChoices(Declared, frozen=True):
    """All choices of the dialog except the file name.

    Width and height are those of the layout in units of 1/96 inch; a centimetre has 37.8 of them, and a picture of
    pixels has dpi / 96 pixels for each.
    """

    what: What = "picture"
    picture_format: Literal["png", "svg", "pdf"] = "png"
    animation_format: Literal["gif", "webp"] = "gif"
    data_format: Literal["json", "npz", "csv"] = "csv"
    width: Length = 1280.0
    height: Length = 800.0
    unit: Unit = "px"
    keep_ratio: bool = True
    picture_dpi: Dpi = 192.0
    animation_dpi: Dpi = 96.0
    theme: Theme = "light"
    caption: bool = False
    pane: str = ""
    fps: Fps | None = None
    max_frames: MaxFrames = 120
    text_scale: TextScale = 1.0
    background: Background = "theme"
    bare: bool = False
    tight: bool = False
    digits: Digits | None = None
    frame_label: bool = True
    all_frames: bool = False
    fit: Fit = "shrink"
    folder: str = ""

    @property
    def format(self) -> str:
        """Ending of the file, without the dot."""
        return str(getattr(self, f"{self.what}_format"))

    @property
    def dpi(self) -> float:
        """Pixels per inch; 96 for formats without it."""
        if self.what == "animation":
            return self.animation_dpi
        return self.picture_dpi if self.format == "png" else 96.0

    @property
    def numbered(self) -> bool:
        """Whether every frame becomes a file of its own."""
        return self.all_frames and self.what == "picture" and self.format in NUMBERED

    @property
    def look(self) -> ExportChoices:
        """What is chosen of the figure itself."""
        still = self.what == "picture"
        return ExportChoices(
            (round(self.width), round(self.height)),
            self.theme,
            self.caption,
            self.pane,
            self.dpi,
            self.fps,
            self.max_frames,
            text_scale=self.text_scale,
            background=self.background if still else "theme",
            bare=self.bare and bool(self.pane),
            tight=self.tight and still and not self.numbered,
            digits=self.digits,
            frame_label=self.frame_label and (self.numbered or not still),
            fit=self.fit,
        )

    @property
    def purpose(self) -> Purpose | None:
        """The purpose that size and type are those of, if there is one."""
        for name, setting in PURPOSES.items():
            if (self.look.size, self.text_scale, self.fit) == (setting.size, setting.text_scale, setting.fit):
                return name
        return None

    def for_purpose(self, purpose: Purpose | None) -> "DialogChoices":
        """The choices with the size and type of a purpose; without one in the present size, with plain type."""
        if purpose is None:
            return self.with_(text_scale=1.0, fit="shrink")
        setting = PURPOSES[purpose]
        width, height = setting.size
        return self.with_(width=width, height=height, text_scale=setting.text_scale, fit=setting.fit)

    @property
    def pixels(self) -> tuple[int, int]:
        width, height = self.look.size
        return round(width * self.dpi / 96), round(height * self.dpi / 96)

    def with_format(self, ending: str) -> "DialogChoices":
        """The choices with the format of an ending; unchanged for an unknown ending."""
        for what, formats in FORMATS.items():
            if ending in formats:
                return self.with_(**{"what": what, f"{what}_format": ending})
        return self

    def with_side(self, side: Literal["width", "height"], value: float) -> "DialogChoices":
        """The choices with one side in the chosen unit; the other side follows if the ratio is kept.

        Raises:
            ParamError: a side is too short or too long.
        """
        length = value * self.unit_length
        other = "height" if side == "width" else "width"
        sides: dict[str, float] = {side: length}
        if self.keep_ratio:
            sides[other] = getattr(self, other) * length / getattr(self, side)
        return self.with_(**sides)

    @property
    def unit_length(self) -> float:
        """A centimetre, or a pixel, in units of 1/96 inch."""
        return CM if self.unit == "cm" else 96 / self.dpi

    def named(self, path: Path) -> Path:
        """The path with the ending of the chosen format in place of another export format's."""
        known = any(path.suffix.lower() == f".{ending}" for formats in FORMATS.values() for ending in formats)
        return path.with_suffix(f".{self.format}") if known else path.with_name(f"{path.name}.{self.format}")


def checked_path(text: str, choices: DialogChoices) -> Path:
    """The typed path, with the ending of the chosen format.

    Raises:
        ParamError: the name is impossible or that of a folder.
    """
    path = choices.named(typed_path(text))
    check_name(path.name)
    return path


def numbered_pattern(path: Path) -> Path:
    """The name of numbered files beside this one, such as step-%03d.png for step.png."""
    return path.with_name(f"{path.stem.replace('%', '')}-%03d{path.suffix}")


def first_path(name: str, choices: DialogChoices) -> Path:
    """The proposed path: in the last folder, else in that for pictures."""
    places = (choices.folder, QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))
    folder = next((place for place in places if os.path.isdir(place)), Path.home())  # noqa: PTH112 - never raises
    return Path(folder) / f"{name}.{choices.format}"


def described(choices: DialogChoices, plan: Plan | None, n_frames: int = 1) -> str:
    """The size of the exported file in words, for an animation with its plan, for numbered files with their number."""
    if choices.what == "data":
        return "All numbers of the current result, with every parameter in JSON."
    if choices.numbered:
        return f"{n_frames} files, each {described(choices.with_(all_frames=False), None)}"
    pixels = "{} × {} pixels".format(*choices.pixels)
    if plan is not None:
        return f"{len(plan.frames)} frames in {len(plan.frames) / plan.fps:.0f} s, {pixels}"
    centimetres = " × ".join(f"{side / CM:.1f}" for side in choices.look.size) + " cm"
    return f"{pixels}, {centimetres}" if choices.format == "png" else f"{centimetres}, sharp at every size"

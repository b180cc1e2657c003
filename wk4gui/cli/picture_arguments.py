"""The options of a picture; ranges and names are those of its declaration."""

import argparse
from collections.abc import Callable, Collection
from typing import get_args

from wk4gui.core.near_names import no_such
from wk4gui.export.choices import PURPOSES, Background, Digits, Dpi, ExportChoices, Fps, MaxFrames, TextScale, Theme
from wk4gui.lab.assignments import typed_value
from wk4gui.lab.declarations import ParamError, check_field


def add_picture(parser: argparse.ArgumentParser) -> None:
    """Adds them to the parser of a command."""
    purposes = "; ".join(f"{setting.title}, {setting.type_}" for setting in PURPOSES.values())
    parser.add_argument(
        "--for", dest="purpose", type=one_of("purpose", PURPOSES), metavar="NAME", help=f"size and type of a {purposes}"
    )
    parser.add_argument("--size", type=_choice("size"), metavar="WxH", help="in 1/96 inch (1600x1000)")
    parser.add_argument(
        "--dpi",
        type=_choice("dpi"),
        metavar="N",
        help=f"PNG, GIF and WebP have size × dpi / 96 pixels (96); {_range(Dpi)}",
    )
    parser.add_argument("--theme", type=one_of("theme", get_args(Theme)), metavar="NAME", help=_names(get_args(Theme)))
    parser.add_argument(
        "--text-scale", type=_choice("text_scale"), metavar="N", help=f"of all type; {_range(TextScale)}"
    )
    parser.add_argument(
        "--background",
        type=one_of("background", get_args(Background)),
        metavar="NAME",
        help="theme, or none for a transparent one",
    )
    parser.add_argument("--view", action="append", default=[], metavar="K=V", help="set what is seen; repeatable")
    parser.add_argument("--digits", type=_choice("digits"), metavar="N", help=f"of the numbers; {_range(Digits)}")
    parser.add_argument("--pane", metavar="NAME", help="draw this pane alone")
    parser.add_argument("--bare", action="store_true", default=None, help="the pane without its title and frame")
    parser.add_argument("--tight", action="store_true", default=None, help="cut the empty margin off")
    parser.add_argument(
        "--caption", action="store_true", default=None, help="write the summary and the parameters below"
    )
    parser.add_argument(
        "--frame-label",
        action=argparse.BooleanOptionalAction,
        help="write the step and phase below (where all frames are drawn)",
    )
    parser.add_argument(
        "--all-frames", action="store_true", default=None, help="every frame: a page each of a PDF, a file each as PNG"
    )
    parser.add_argument(
        "--fps", type=_choice("fps"), metavar="N", help=f"frames a second of an animation; {_range(Fps)}"
    )
    parser.add_argument(
        "--max-frames",
        type=_choice("max_frames"),
        metavar="N",
        help=f"draw at most so many, evenly spaced (120); {_range(MaxFrames)}",
    )


def one_of(what: str, names: Collection[str]) -> Callable[[str], str]:
    """What reads one of some names, and refuses others."""

    def read(text: str) -> str:
        if text not in names:
            raise argparse.ArgumentTypeError(no_such(what, text, names))
        return text

    read.names = tuple(names)  # type: ignore[attr-defined]  # what a shell completes
    return read


def _choice(name: str) -> Callable[[str], object]:
    """What reads one of the choices of a figure, and refuses what its declaration does not allow."""

    def read(text: str) -> object:
        value = (
            [typed_value(side) for side in text.replace("×", "x").split("x")] if name == "size" else typed_value(text)
        )
        try:
            check_field(ExportChoices, name, value)
        except ParamError as error:
            raise argparse.ArgumentTypeError(str(error)) from None
        return value

    return read


def _range(declared: object) -> str:
    """From where to where, of a declared type; read off it directly, since most command lines never show it."""
    bounds = get_args(declared)[1]
    return f"{bounds.ge:g} to {bounds.le:g}"


def _names(names: Collection[str]) -> str:
    return ", ".join(names)

"""The arguments of the command line."""

import argparse
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn, get_args

from wk4gui import __version__
from wk4gui.export.choices import ExportChoices, Theme
from wk4gui.lab.assignments import json_or_text
from wk4gui.lab.declarations import ParamError, check_field

COMMANDS = ("gui", "labs", "run", "export", "gallery", "sheet")
EXAMPLES = """examples:
  wk4gui                                                 the window
  wk4gui backprop --set learning_rate=0.01               the window, at that lab in that state
  wk4gui mine.wk4.json                                   the window, a saved session
  wk4gui talk.wk4lecture.json                            the window, presenting a lecture
  wk4gui labs [LAB]                                      every lab, its parameters, presets and measures
  wk4gui run backprop --set learning_rate=0.01           its numbers, as JSON
  wk4gui run backprop --set 'x=[1, 3]' -o numbers.csv    its numbers in a file: .json, .npz or .csv
  wk4gui export backprop --frame 3 -o step.svg           its picture: .png, .svg or .pdf
  wk4gui export backprop -o steps.gif --fps 2            all its frames: .gif or .webp
  wk4gui step.svg                                        the window, in the state of that picture
  wk4gui sheet --seed 1..30 -o sheets                    exercise sheets to print, and their key
  wk4gui gallery pictures                                every lab and preset as a picture
"""


def with_command(argv: list[str]) -> list[str]:
    """The arguments, with `gui` inserted if no command is given."""
    if argv and argv[0] in (*COMMANDS, "-h", "--help", "--version"):
        return argv
    if argv and (hint := nearest(argv[0], COMMANDS)):
        raise ParamError(f"there is no command {argv[0]!r}{hint}")
    return ["gui", *argv]


def nearest(word: str, names: Iterable[str]) -> str:
    """A hint at the name probably meant, or ""."""
    near = get_close_matches(word, names, n=1, cutoff=0.75)
    return f" (did you mean {near[0]!r}?)" if near else ""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        raise ParamError(f"{message} (`{self.prog} --help` has more)")


def parser() -> argparse.ArgumentParser:
    """The parser of the command line; it stores the command's name in `command`."""
    top = _Parser(
        prog="wk4gui",
        description="Live labs that show how neural networks are optimised and regularised.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"wk4gui {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, help_: str) -> _Parser:
        sub = commands.add_parser(name, help=help_, description=help_, allow_abbrev=False)
        sub.set_defaults(command=name)
        return sub

    gui = command("gui", "open the window (the default: `gui` may be left out)")
    gui.add_argument("what", nargs="?", metavar="LAB | FILE", help="a lab, a saved session or an exported picture")
    _add_state(gui)
    labs = command("labs", "list labs: parameters, ranges, defaults, presets, parts and their measures")
    labs.add_argument("lab", nargs="*", metavar="LAB", help="only these labs (all)")
    labs.add_argument("--json", action="store_true", help="as JSON, parameters as JSON Schema")
    run = command("run", "compute a lab's numbers")
    run.add_argument("lab", metavar="LAB")
    _add_state(run)
    run.add_argument("--part", metavar="NAME", help="compute this part only")
    run.add_argument("-o", "--output", type=Path, metavar="FILE", help="out.json, out.npz or out.csv")
    export = command("export", "draw a lab's picture, without a screen")
    export.add_argument("lab", metavar="LAB")
    _add_state(export)
    _add_picture(export)
    gallery = command("gallery", "draw every lab and preset as PNG into a folder")
    gallery.add_argument("directory", type=Path, metavar="DIR")
    gallery.add_argument("--theme", choices=get_args(Theme), default="light")
    sheet = command("sheet", "write exercise sheets of a gradient step as PDF, with a key, into a folder")
    sheet.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    sheet.add_argument("--seed", type=_seeds, default=range(1, 2), metavar="N | A..B", help="seeds of the numbers (1)")
    sheet.add_argument(
        "--names",
        type=Path,
        metavar="FILE",
        help="a file with one name per line: a sheet for each, from the first seed on, at most to 9999",
    )
    sheet.add_argument(
        "--sizes", type=_sizes, default=(2, 3, 1), metavar="N,N,...", help="inputs, then units of each layer"
    )
    sheet.add_argument("--activation", metavar="NAME", default="relu", help="activation of the hidden layers (relu)")
    sheet.add_argument(
        "--loss", metavar="NAME", default="mse", help="mse, half_mse, half_sse, bce or cross_entropy (mse)"
    )
    return top


def _seeds(text: str) -> range:
    low, dots, high = text.partition("..")
    parts = (low, high) if dots else (low,)
    if not all(part.isdecimal() and len(part) <= 4 for part in parts) or int(parts[-1]) < int(low):
        raise argparse.ArgumentTypeError(f"{text!r} is neither a seed from 0 to 9999 nor a range such as 1..200")
    return range(int(low), int(parts[-1]) + 1)


def _sizes(text: str) -> tuple[int, ...]:
    parts = text.split(",")
    if not 2 <= len(parts) <= 5 or not all(part.isdecimal() and 1 <= int(part) <= 4 for part in parts):
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of 2 to 5 sizes from 1 to 4, such as 2,3,1")
    return tuple(map(int, parts))


def _add_state(parser: _Parser) -> None:
    parser.add_argument("--preset", metavar="NAME", help="start from this preset")
    parser.add_argument(
        "--params",
        type=Path,
        metavar="FILE",
        help="a JSON object of parameters, a saved session or an exported picture",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="K=V",
        help="set one parameter, in JSON or a bare word; repeatable",
    )
    parser.add_argument("--frame", type=_frame, metavar="N", help="the frame that summary and picture show")


def _add_picture(parser: _Parser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FILE",
        help="fig.png, fig.svg, fig.pdf, fig.gif or fig.webp",
    )
    parser.add_argument("--size", type=_choice("size"), metavar="WxH", help="in 1/96 inch (1600x1000)")
    parser.add_argument(
        "--dpi", type=_choice("dpi"), metavar="N", help="PNG, GIF and WebP have size × dpi / 96 pixels (96)"
    )
    parser.add_argument("--theme", choices=get_args(Theme))
    parser.add_argument(
        "--view", action="append", default=[], metavar="K=V", help="set a field of the view; repeatable"
    )
    parser.add_argument("--pane", metavar="NAME", help="draw this pane only")
    parser.add_argument("--caption", action="store_true", help="write the summary and the parameters below")
    parser.add_argument("--fps", type=_choice("fps"), metavar="N", help="frames per second of an animation")
    parser.add_argument(
        "--max-frames", type=_choice("max_frames"), metavar="N", help="draw at most this many, evenly spaced (120)"
    )


def _frame(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 0")
    return int(text)


def _choice(name: str) -> Callable[[str], object]:
    """A function that parses one of the choices of a figure by its declaration."""

    def read(text: str) -> object:
        value = [json_or_text(side) for side in text.split("x")] if name == "size" else json_or_text(text)
        try:
            check_field(ExportChoices, name, value)
        except ParamError as error:
            raise argparse.ArgumentTypeError(str(error)) from None
        return value

    return read

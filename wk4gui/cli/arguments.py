"""The arguments of the command line."""

import argparse
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn, get_args

from wk4gui import __version__
from wk4gui.cli.picture_arguments import add_picture, one_of
from wk4gui.core.near_names import did_you_mean
from wk4gui.export.choices import Theme
from wk4gui.lab.declarations import ParamError

COMMANDS = (
    "gui",
    "labs",
    "run",
    "export",
    "gallery",
    "sheet",
    "grade",
    "handout",
    "sweep",
    "completion",
    "doctor",
    "desktop",
)
DIFFICULTIES = ("easy", "medium", "hard")
SHEET_FORMATS = ("pdf", "moodle")
EVERY = "all"
"""What names every lab with exercises, and every part of a lab."""
SHELLS = ("bash", "zsh", "fish")
EXAMPLES = """examples:
  wk4gui                                                 the window
  wk4gui backprop --set learning_rate=0.01               the window, at that lab in that state
  wk4gui playground --data points.csv --target kind      the window, on a table of your own
  wk4gui mine.wk4.json                                   the window, a saved session
  wk4gui talk.wk4lecture.json                            the window, presenting a lecture
  wk4gui labs [LAB]                                      every lab; of one also its panes, frames and view fields
  wk4gui run backprop --set learning_rate=1/100          its numbers, as JSON
  wk4gui run backprop --set x=1,3 -o numbers.csv         its numbers in a file: .json, .npz or .csv
  wk4gui run backprop -o numbers --format csv            a CSV file a series, into a folder
  wk4gui export backprop --frame 'step 0, update' -o step.svg   its picture: .png, .svg or .pdf
  wk4gui export backprop --for column --pane network -o fig.pdf    at the size of a column, of a page or of a slide
  wk4gui export backprop -o steps.gif --fps 2            all its frames: .gif or .webp
  wk4gui export backprop --all-frames -o steps.pdf       a page a frame; -o 'step-%03d.png' a file a frame
  wk4gui step.svg                                        the window, in the state of that picture
  wk4gui sheet saddle dropout --seed 1..30 -o sheets     exercise sheets to print, and their key; all for every lab
  wk4gui sheet all --seed 1..30 --format moodle -o quiz  the same as questions for Moodle
  wk4gui grade handed_in -o marks.csv                    marks and mistakes of exercises that were handed in
  wk4gui handout talk.wk4lecture.json -o talk.pdf        a lecture's slides, notes and commands on paper
  wk4gui sweep learning_rate --vary momentum=0..0.9:10 -o DIR   many settings, a row each; the same command resumes
  wk4gui gallery pictures                                every lab and preset as a picture
  wk4gui completion bash                                 what makes the shell complete all of this
  wk4gui doctor                                          what this machine offers, and what to do
"""
_UNKNOWN = re.compile(r"unrecognized arguments: (--?[\w-]+)")


def parsed(argv: list[str]) -> argparse.Namespace:
    """The options of a whole command line.

    Raises:
        ParamError: it cannot be read.
    """
    words = with_command(argv)
    top = parser()
    try:
        return top.parse_args(words)
    except ParamError as error:
        found = _UNKNOWN.search(str(error))
        options = command_options(top).get(words[0], {})
        raise ParamError(f"{error}{did_you_mean(found[1], options)}" if found else str(error)) from None


def with_command(argv: list[str]) -> list[str]:
    """The arguments, with `gui` inserted if no command is given."""
    if argv and argv[0] in (*COMMANDS, "-h", "--help", "--version"):
        return argv
    if argv and (hint := did_you_mean(argv[0], COMMANDS)):
        raise ParamError(f"there is no command {argv[0]!r}{hint}")
    return ["gui", *argv]


def commands_of(top: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers of the commands, by name."""
    found = next(action for action in top._actions if isinstance(action, argparse._SubParsersAction))
    return dict(found.choices)


def command_options(top: argparse.ArgumentParser) -> dict[str, dict[str, argparse.Action]]:
    """The options of every command, by name."""
    return {
        name: {option: action for action in sub._actions for option in action.option_strings}
        for name, sub in commands_of(top).items()
    }


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
    labs = command("labs", "list labs: parameters, ranges, defaults, presets, parts and what they are measured by")
    labs.add_argument("lab", nargs="*", metavar="LAB", help="only these, with panes, frames and view fields (all)")
    labs.add_argument("--json", action="store_true", help="as JSON, parameters as JSON Schema")
    run = command("run", "compute a lab's numbers")
    run.add_argument("lab", metavar="LAB")
    _add_state(run)
    run.add_argument("--part", metavar="NAME", help=f"compute this part (the main one); {EVERY}: every part")
    _add_output(
        run,
        "out.json, out.npz or out.csv; a folder with --format csv for a file a series; - for standard output",
        ("json", "npz", "csv"),
    )
    export = command("export", "draw a lab's picture, without a screen")
    export.add_argument("lab", metavar="LAB")
    _add_state(export)
    _add_output(
        export,
        "fig.png, fig.svg, fig.pdf, fig.gif or fig.webp; step-%%03d.png for all frames; - for standard output",
        ("png", "svg", "pdf", "gif", "webp"),
        required=True,
    )
    add_picture(export)
    gallery = command("gallery", "draw every lab and preset as PNG into a folder")
    gallery.add_argument("directory", type=Path, metavar="DIR")
    gallery.add_argument("--theme", type=one_of("theme", get_args(Theme)), metavar="NAME", default="light")
    _add_sheet(command("sheet", "write exercise sheets as PDF with a key, or as questions for Moodle, into a folder"))
    _add_grade(command("grade", "mark exercises that were handed in: a CSV row for each, and counts of the mistakes"))
    handout = command("handout", "write a lecture's slides as pictures, with notes and commands, as a PDF")
    handout.add_argument("lecture", type=Path, metavar="FILE", help="a lecture, talk.wk4lecture.json")
    handout.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="a PDF")
    handout.add_argument("--per-page", type=int, choices=(1, 2, 3, 4), default=3, help="slides a page (3)")
    _add_sweep(command("sweep", "compute many settings of a lab into a folder that can be continued"))
    completion = command("completion", "print what makes a shell complete commands, labs, presets and options")
    completion.add_argument("shell", type=one_of("shell", SHELLS), metavar=" | ".join(SHELLS))
    doctor = command("doctor", "say what this machine offers the program, and what to do where something is wrong")
    doctor.add_argument("--json", action="store_true", help="as JSON, for a script or a report")
    doctor.add_argument("--screens", action="store_true", help="only what Qt sees: platform, screens, fonts, as JSON")
    desktop = command("desktop", "add the program to the menu of this desktop, and its files to double clicks (Linux)")
    desktop.add_argument("--remove", action="store_true", help="take it away again")
    return top


def _add_sheet(sheet: argparse.ArgumentParser) -> None:
    sheet.add_argument(
        "lab", nargs="*", metavar="LAB", help="labs whose exercises are on every sheet, or all (backprop)"
    )
    sheet.add_argument(
        "--difficulty", type=one_of("difficulty", DIFFICULTIES), metavar="NAME", help="easy, medium or hard (easy)"
    )
    sheet.add_argument(
        "--format", type=one_of("format", SHEET_FORMATS), metavar="NAME", default="pdf", help="pdf or moodle (pdf)"
    )
    sheet.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    sheet.add_argument("--seed", type=_seeds, default=range(1, 2), metavar="N | A..B", help="seeds of the numbers (1)")
    sheet.add_argument(
        "--names",
        type=Path,
        metavar="FILE",
        help="a file with one name per line: a sheet for each, from the first seed on, at most to 9999",
    )
    sheet.add_argument(
        "--sizes", type=_sizes, metavar="N,N,...", help="backprop: inputs, then units of each layer (2,3,1)"
    )
    sheet.add_argument("--activation", metavar="NAME", help="backprop: activation of the hidden layers (relu)")
    sheet.add_argument("--loss", metavar="NAME", help="backprop: mse, half_mse, half_sse, bce or cross_entropy (mse)")


def _add_grade(grade: argparse.ArgumentParser) -> None:
    grade.add_argument("files", nargs="+", type=Path, metavar="FILE | FOLDER", help="exercises handed in, .wk4.json")
    grade.add_argument(
        "-o", "--output", type=Path, metavar="marks.csv", help="a row for each; - or none: standard output"
    )


def _add_sweep(sweep: argparse.ArgumentParser) -> None:
    sweep.add_argument("lab", metavar="LAB[:PART]")
    _add_state(sweep, frame=False)
    sweep.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="K=A..B:N[:log] | K=A,B,C",
        help="give one parameter several values; repeatable, all combinations are computed",
    )
    sweep.add_argument("--seeds", metavar="A..B", help="compute every point with these seeds")
    sweep.add_argument(
        "--measure", action="append", default=[], metavar="NAME,...", help="the columns of index.csv (all measures)"
    )
    sweep.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="the folder of the results")
    where = sweep.add_mutually_exclusive_group()
    where.add_argument("--workers", type=_workers, metavar="N", help="processes (this one below 20 seconds of work)")
    where.add_argument("--cluster", metavar="tcp://HOST:PORT", help="the scheduler of a Dask cluster")
    sweep.add_argument("--dry-run", action="store_true", help="say how many points there are and what they will take")


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:6]) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to 256")
    return int(text)


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


def _add_state(parser: argparse.ArgumentParser, *, frame: bool = True) -> None:
    parser.add_argument("--preset", metavar="NAME", help="start from this preset")
    parser.add_argument(
        "--params",
        type=Path,
        metavar="FILE",
        help="a JSON object of parameters, a saved session or an exported picture; - for standard input",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="K=V",
        help="set one parameter: a number (1/100, 1e-3), a list (1,2), JSON or a bare word; repeatable",
    )
    parser.add_argument("--data", type=Path, metavar="FILE", help="own points: a table in a CSV file (playground)")
    parser.add_argument("--inputs", metavar="A,B", help="the two columns of --data that are seen (the first two)")
    parser.add_argument("--target", metavar="NAME", help="the column of --data that is learned (the last)")
    if not frame:
        parser.set_defaults(frame=None)
        return
    parser.add_argument(
        "--frame", type=_frame, metavar="N | NAME", help="the frame that summary and picture show, such as 'step 3'"
    )


def _add_output(parser: argparse.ArgumentParser, help_: str, formats: Iterable[str], *, required: bool = False) -> None:
    parser.add_argument("-o", "--output", type=Path, required=required, metavar="FILE", help=help_)
    parser.add_argument(
        "--format",
        type=one_of("format", tuple(formats)),
        metavar="NAME",
        help=f"of standard output: {', '.join(formats)}",
    )


def _frame(text: str) -> int | str:
    """A number, or a name that is looked up once there is a result."""
    if text.isdecimal() and len(text) <= 9:
        return int(text)
    if not re.search(r"[^\W\d]", text):
        raise argparse.ArgumentTypeError(f"{text!r} is neither a whole number of at least 0 nor the name of a frame")
    return text

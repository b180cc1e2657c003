"""The commands of the command line.

Values are combined in a fixed order: the preset, then the file of `--params`, then every `--set`. The result is checked
as a whole and never resized: sizes that contradict one another are an error.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wk4gui.cli.arguments import COMMANDS, nearest, parser, with_command
from wk4gui.lab.declarations import ParamError, decode, fields_of

if TYPE_CHECKING:
    from wk4gui.cli.requests import Changes

# NumPy and Qt read these when they are imported: arrays are small here, and plots repaint faster without a thread pool.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")

_GALLERY_SIZE = (1280, 800)
BROKEN_PIPE = 141
INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Runs one command; returns 0, or 2 after an error message of one line."""
    try:
        options = parser().parse_args(with_command(sys.argv[1:] if argv is None else argv))
        status = RUNNERS[options.command](options)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        status = BROKEN_PIPE
    except (ParamError, OSError) as error:
        status = _refuse(error)
    _drop_unwritable_output()
    return status


def _refuse(error: Exception) -> int:
    text = str(error)
    if isinstance(error, OSError) and error.strerror:
        text = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    _write_line(text)
    return 2


def _write_line(text: str) -> None:
    """Writes a message in one line to standard error."""
    line = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
    if sys.stderr is not None:
        print(f"wk4gui: {line}", file=sys.stderr)


def _drop_unwritable_output() -> None:
    """Redirects output that can no longer be written, which Python would report at exit."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# The commands. Heavy modules are imported inside them, so that `labs` and `run` never import Qt.


def _gui(options: argparse.Namespace) -> int:
    from wk4gui.cli.requests import lab_state, session_state
    from wk4gui.cli.system_libraries import choose_platform
    from wk4gui.documents.lecture import LECTURE_ENDING
    from wk4gui.documents.opening import read_lecture
    from wk4gui.registry import LABS

    what, changes, lecture = options.what, _changes(options), None
    if what is None:
        if changes.any:
            raise ParamError("which lab? `wk4gui LAB --set name=value`")
        state = None
    elif what in LABS or not _looks_like_a_file(what):
        state = lab_state(_known(what, LABS), changes)
    elif what.endswith(LECTURE_ENDING):
        if changes.any:
            raise ParamError(f"{what} is a lecture; its slides have their own parameters")
        state, lecture = None, read_lecture(Path(what))
    else:
        state = session_state(Path(what), changes)
    if platform := choose_platform(os.environ):
        os.environ["QT_QPA_PLATFORM"] = platform
    with _qt_explained():
        from wk4gui.app.window.application import run_window
    return run_window(state, lecture)


def _labs(options: argparse.Namespace) -> int:
    from wk4gui.cli.catalogue import catalogue_json, catalogue_text
    from wk4gui.registry import LABS, find_lab

    labs = [find_lab(name) for name in dict.fromkeys(options.lab)] or list(LABS.values())
    _print(catalogue_json(labs) if options.json else catalogue_text(labs))
    return 0


def _run(options: argparse.Namespace) -> int:
    from wk4gui.cli.requests import lab_state
    from wk4gui.export.data import FORMATS, check_format, expected_size, write_json, write_report
    from wk4gui.export.report import compute_report
    from wk4gui.registry import find_lab

    if options.output is not None:
        check_format(options.output, tuple(FORMATS))
    state = lab_state(options.lab, _changes(options))
    lab, omit_long = find_lab(state.lab), options.output is None
    if options.part in (None, lab.main.name):
        _announce("this computation takes about {} of memory", lab.main.memory(state.params))
    report = compute_report(lab, state.params, part=options.part, frame=state.frame, omit_long=omit_long)
    if options.output is None:
        if sys.stdout is not None:
            write_json(report, sys.stdout.buffer)
    else:
        _announce(f"{options.output} will have about {{}}", expected_size(report, options.output.suffix))
        with _writing(options.output):
            write_report(report, options.output)
    return 0


def _announce(sentence: str, n_bytes: int) -> None:
    """Announces large memory or files on standard error."""
    from wk4gui.export.report import MUCH, size_in_words

    if n_bytes > MUCH and sys.stderr is not None:
        print(f"wk4gui: {sentence.format(size_in_words(n_bytes))}", file=sys.stderr, flush=True)


def _export(options: argparse.Namespace) -> int:
    from wk4gui.cli.requests import lab_state, view_assignments
    from wk4gui.export.choices import ANIMATIONS, PICTURES, ExportChoices
    from wk4gui.export.data import check_format

    check_format(options.output, PICTURES + ANIMATIONS)
    asked = {name: getattr(options, name) for name in fields_of(ExportChoices) if getattr(options, name) is not None}
    if asked.keys() & {"fps", "max_frames"} and options.output.suffix.lower() not in ANIMATIONS:
        raise ParamError(f"--fps and --max-frames belong to animations, which end in {', '.join(ANIMATIONS)}")
    state = lab_state(options.lab, _changes(options), view_assignments(options.view))
    with _qt_explained():
        from wk4gui.export.drawing import export_figure
    with _writing(options.output):
        export_figure(state, decode(ExportChoices, asked), options.output)
    return 0


def _sheet(options: argparse.Namespace) -> int:
    from wk4gui.registry import LABS

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_HASH_SEED"] = "0"  # fonts come into a PDF in the order of a hash, the same at every start
    with _qt_explained():
        from wk4gui.export.sheet_files import SheetOrder, orders_for, write_sheets
    lab = next(lab for lab in LABS.values() if lab.sheets)
    orders = [SheetOrder(seed) for seed in options.seed]
    if options.names is not None:
        orders = orders_for(_names(options.names), options.seed[0])
    wishes = {"sizes": options.sizes, "activation": options.activation, "loss": options.loss}
    written = write_sheets(lab, options.output, orders, wishes)
    print(f"{len(orders)} sheets and their key: {written[-1].parent}")
    return 0


def _names(path: Path) -> list[str]:
    """The names in a file, one in each line; reports a guessed encoding."""
    from wk4gui.documents.file_reading import read_text

    try:
        text, guess = read_text(path)
    except ParamError as error:
        raise ParamError(f"{path}: {error}") from None
    if guess:
        _write_line(f"{path} is not UTF-8; it was read as {guess}")
    names = [line.strip() for line in text.splitlines() if line.strip()]
    if not names:
        raise ParamError(f"{path} has no names; one per line is expected")
    return names


def _gallery(options: argparse.Namespace) -> int:
    from wk4gui.export.choices import ExportChoices

    with _qt_explained():
        from wk4gui.export.drawing import export_gallery
    with _writing(options.directory):
        written = export_gallery(options.directory, ExportChoices(_GALLERY_SIZE, options.theme))
    _print("".join(f"{path}\n" for path in written))
    return 0


def _changes(options: argparse.Namespace) -> "Changes":
    from wk4gui.cli.requests import Changes

    return Changes(options.preset, options.params, tuple(options.set), options.frame)


def _looks_like_a_file(what: str) -> bool:
    from wk4gui.export.choices import ANIMATIONS, PICTURES

    return (
        what.endswith((".json", *PICTURES, *ANIMATIONS)) or "/" in what or os.sep in what or os.path.exists(what)  # noqa: PTH110 - returns False for impossible names
    )


def _known(what: str, labs: Iterable[str]) -> str:
    if what in labs:
        return what
    names = f"commands: {', '.join(COMMANDS)}; labs: {', '.join(labs)}"
    raise ParamError(f"there is no command, lab or file {what!r}{nearest(what, labs)}; {names}")


@contextmanager
def _qt_explained() -> Iterator[None]:
    """Explains in one line that a library needed by Qt is missing."""
    try:
        yield
    except ImportError as error:
        from wk4gui.cli.system_libraries import explained

        if (sentence := explained(error)) is not None:
            raise sentence from None
        raise


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Turns OSErrors into errors that name the file or folder."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ParamError(f"cannot write {path}: {error.strerror or error}") from None


def _print(text: str) -> None:
    """Prints in UTF-8 to any output, since it may be data."""
    if sys.stdout is None:
        return
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    with _writing(Path("standard output")):
        sys.stdout.write(text)
        sys.stdout.flush()


RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {
    "gui": _gui,
    "sheet": _sheet,
    "labs": _labs,
    "run": _run,
    "export": _export,
    "gallery": _gallery,
}

"""The commands of the command line.

Values are combined in a fixed order: the preset, then the file of `--params`, then every `--set`. The result is checked
as a whole and never resized: sizes that contradict one another are an error.
"""

import argparse
import dataclasses
import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wk4gui.cli.arguments import COMMANDS, EVERY, parsed
from wk4gui.cli.class_folder import first_file, offer_class_presets
from wk4gui.cli.progress_line import progress_line
from wk4gui.core.near_names import did_you_mean
from wk4gui.lab.declarations import ParamError

if TYPE_CHECKING:
    from wk4gui.cli.requests import Changes
    from wk4gui.export.report import Report
    from wk4gui.export.seen import Seen
    from wk4gui.lab.lab import Lab

# NumPy and Qt read these when they are imported: arrays are small here, and plots repaint faster without a thread pool.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")

_GALLERY_SIZE, _SLIDE_SIZE = (1280, 800), (1280, 720)
_MOSTLY_IMPORTS, _MANY_OBJECTS = ("labs", "run", "completion"), 50_000
"""Commands that end soon, and new objects between their collections: imports make many objects and little garbage."""
BROKEN_PIPE = 141
INTERRUPTED = 130
STANDARD_OUTPUT = Path("standard output")


def main(argv: list[str] | None = None) -> int:
    """Runs one command; returns 0, or 2 after an error message of one line."""
    try:
        options = parsed(sys.argv[1:] if argv is None else argv)
        if options.command in _MOSTLY_IMPORTS:
            gc.set_threshold(_MANY_OBJECTS)
        offer_class_presets(options.command, _write_line)
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
    from wk4gui.cli.requests import lab_state, session_state, with_named_frame
    from wk4gui.documents.data_table import DATA_ENDINGS
    from wk4gui.documents.lecture import LECTURE_ENDING
    from wk4gui.documents.opening import read_lecture
    from wk4gui.export.system_libraries import choose_platform
    from wk4gui.registry import LABS, takes_data

    what, changes, lecture = options.what, _changes(options), None
    if what is None and not changes.any:
        what = first_file()
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
    elif what.lower().endswith(DATA_ENDINGS):
        lab = next(lab for lab in LABS.values() if takes_data(lab))
        state = lab_state(lab.id, dataclasses.replace(changes, data_file=Path(what)))
    else:
        state = session_state(Path(what), changes)
    if state is not None:
        state = with_named_frame(state, options.frame)
    if platform := choose_platform(os.environ):
        os.environ["QT_QPA_PLATFORM"] = platform
    with _qt_explained():
        from wk4gui.app.window.application import run_window
    return run_window(state, lecture)


def _labs(options: argparse.Namespace) -> int:
    from wk4gui.cli.catalogue import catalogue_json, catalogue_text
    from wk4gui.registry import LABS, find_lab

    labs = [find_lab(name) for name in dict.fromkeys(options.lab)] or list(LABS.values())
    if options.lab:
        seen = [_seen(lab) for lab in labs]
        _print(catalogue_json(labs, seen) if options.json else catalogue_text(labs, seen))
    else:
        _print(catalogue_json(labs) if options.json else catalogue_text(labs))
    return 0


def _seen(lab: "Lab") -> "Seen | None":
    """What there is to see of a lab; None where Qt cannot be loaded."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from wk4gui.export.seen import seen_of
    except ImportError:
        _write_line("panes, frames and view fields are left out: Qt cannot be loaded here")
        return None
    return seen_of(lab)


def _run(options: argparse.Namespace) -> int:
    from wk4gui.cli.requests import lab_state
    from wk4gui.export.data import FORMATS, check_format
    from wk4gui.export.report import compute_report
    from wk4gui.registry import find_lab

    as_series = _is_folder_of_series(options)
    printed = not as_series and _is_printed(options)
    if not (printed or as_series):
        check_format(options.output, tuple(FORMATS))
    state = lab_state(options.lab, _changes(options))
    lab, brief = find_lab(state.lab), options.output is None and options.format is None
    part = None if options.part == EVERY else options.part or lab.main.name
    parts = lab.parts if part is None else (lab.part(part),)
    _announce("this computation takes about {} of memory", max(each.memory(state.params) for each in parts))
    frame = state.frame if options.frame is None else options.frame
    with progress_line(f"computing {lab.title}") as checkpoint:
        report = compute_report(lab, state.params, part=part, frame=frame, omit_long=brief, checkpoint=checkpoint)
    if as_series:
        _write_series(report, options.output)
    elif printed:
        _print_report(report, f".{options.format or 'json'}")
    else:
        _write_report(report, options.output)
    return 0


def _print_report(report: "Report", ending: str) -> None:
    from wk4gui.export.data import FORMATS

    if sys.stdout is not None:
        with _writing(STANDARD_OUTPUT):
            FORMATS[ending](report, sys.stdout.buffer)


def _write_report(report: "Report", path: Path) -> None:
    from wk4gui.export.data import expected_size, write_report

    _announce(f"{path} will have about {{}}", expected_size(report, path.suffix))
    with _writing(path), progress_line(f"writing {path.name}") as checkpoint:
        write_report(report, path, checkpoint)


def _is_folder_of_series(options: argparse.Namespace) -> bool:
    """Whether the output is a folder, into which every series goes as a CSV file of its own."""
    output: Path | None = options.output
    if output is None or output.suffix or str(output) == "-":
        return False
    return options.format == "csv" or (options.format is None and output.is_dir())


def _write_series(report: "Report", folder: Path) -> None:
    from wk4gui.export.tables import write_series

    with _writing(folder):
        _print("".join(f"{path}\n" for path in write_series(report, folder)))


def _is_printed(options: argparse.Namespace) -> bool:
    """Whether the output goes to standard output, for which a format can be chosen."""
    printed = options.output is None or str(options.output) == "-"
    if options.format is not None and not printed:
        raise ParamError(f"--format belongs to standard output, -o -; {options.output} says its format by its ending")
    return printed


def _announce(sentence: str, n_bytes: int) -> None:
    """Announces large memory or files on standard error."""
    from wk4gui.export.report import MUCH, size_in_words

    if n_bytes > MUCH and sys.stderr is not None:
        print(f"wk4gui: {sentence.format(size_in_words(n_bytes))}", file=sys.stderr, flush=True)


def _export(options: argparse.Namespace) -> int:
    from wk4gui.cli.exports import export

    with _qt_explained(), _writing(options.output):
        if _is_printed(options):
            _print_bytes(export(options))
        else:
            export(options)
    return 0


def _sheet(options: argparse.Namespace) -> int:
    from wk4gui.cli.exercises import write

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_HASH_SEED"] = "0"  # fonts come into a PDF in the order of a hash, the same at every start
    with _qt_explained():
        print(write(options, _write_line))
    return 0


def _grade(options: argparse.Namespace) -> int:
    from wk4gui.cli.exercises import grade

    printed = options.output is None or str(options.output) == "-"
    table, counts = grade(options.files)
    if printed:
        _print(table)
    else:
        with _writing(options.output):
            options.output.write_text(table, encoding="utf-8", newline="")
    for line in counts:
        print(line, file=sys.stderr if printed else sys.stdout)
    return 0


def _handout(options: argparse.Namespace) -> int:
    from wk4gui.documents.opening import read_lecture
    from wk4gui.export.data import check_format

    check_format(options.output, (".pdf",))
    lecture = read_lecture(options.lecture)
    with _qt_explained():
        from wk4gui.export.handout import write_handout
    with _writing(options.output):
        write_handout(lecture, options.output, options.per_page)
    return 0


def _gallery(options: argparse.Namespace) -> int:
    from wk4gui.export.choices import ExportChoices

    with _qt_explained():
        from wk4gui.export.drawing import export_gallery
    size = _SLIDE_SIZE if options.theme == "projector" else _GALLERY_SIZE
    choices = ExportChoices(size, options.theme)
    with _writing(options.directory), progress_line("drawing every preset") as checkpoint:
        written = export_gallery(options.directory, choices, checkpoint=checkpoint)
    _print("".join(f"{path}\n" for path in written))
    return 0


def _sweep(options: argparse.Namespace) -> int:
    from wk4gui.cli.sweeps import sweep

    with _writing(options.output):
        sweep(options)
    return 0


def _completion(options: argparse.Namespace) -> int:
    from wk4gui.cli.completion import script

    _print(script(options.shell))
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from wk4gui.cli.doctor import doctor

    with _qt_explained():
        text, status = doctor(options)
    _print(text)
    return status


def _desktop(options: argparse.Namespace) -> int:
    from wk4gui.cli.desktop import add_to_desktop, remove_from_desktop

    _print((remove_from_desktop if options.remove else add_to_desktop)())
    return 0


def _changes(options: argparse.Namespace) -> "Changes":
    from wk4gui.cli.requests import changes_of

    return changes_of(options)


def _looks_like_a_file(what: str) -> bool:
    from wk4gui.export.choices import ANIMATIONS, PICTURES

    return (
        what.endswith((".json", *PICTURES, *ANIMATIONS)) or "/" in what or os.sep in what or os.path.exists(what)  # noqa: PTH110 - returns False for impossible names
    )


def _known(what: str, labs: Iterable[str]) -> str:
    if what in labs:
        return what
    names = f"commands: {', '.join(COMMANDS)}; labs: {', '.join(labs)}"
    raise ParamError(f"there is no command, lab or file {what!r}{did_you_mean(what, [*labs, *COMMANDS])}; {names}")


@contextmanager
def _qt_explained() -> Iterator[None]:
    """Explains in one line that a library needed by Qt is missing."""
    try:
        yield
    except ImportError as error:
        from wk4gui.export.system_libraries import explained

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
    with _writing(STANDARD_OUTPUT):
        sys.stdout.write(text)
        sys.stdout.flush()


def _print_bytes(content: bytes) -> None:
    if sys.stdout is not None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {
    "gui": _gui,
    "sheet": _sheet,
    "grade": _grade,
    "labs": _labs,
    "run": _run,
    "export": _export,
    "gallery": _gallery,
    "sweep": _sweep,
    "completion": _completion,
    "handout": _handout,
    "doctor": _doctor,
    "desktop": _desktop,
}

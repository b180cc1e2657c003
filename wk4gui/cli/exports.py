"""The command `export`: options as choices, and what draws into one file, many, or standard output."""

import argparse
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from wk4gui.cli.progress_line import progress_line
from wk4gui.cli.requests import changes_of, lab_state
from wk4gui.documents.saved_state import SavedState
from wk4gui.export.choices import ALL_FRAMES, ANIMATIONS, PICTURES, ExportChoices, for_purpose
from wk4gui.export.data import check_format
from wk4gui.export.frame_choice import frame_number
from wk4gui.lab.declarations import ParamError, decode, fields_of
from wk4gui.registry import find_lab

_COMPUTING = 0.2
"""Share of computing in the progress."""


def export(options: argparse.Namespace) -> bytes:
    """Draws what is asked for; returns the bytes where they go to standard output, else nothing.

    Raises:
        ParamError: something asked for does not exist or does not fit.
        OSError: a file cannot be written.
    """
    path = _path(options)
    choices = _choices(options, path)
    from wk4gui.render.views import view_class

    lab = find_lab(options.lab)
    state = lab_state(options.lab, changes_of(options), options.view, view_class(lab).State)
    with progress_line(f"drawing {lab.title}") as checkpoint:
        result = lab.main.compute(state.params, lambda fraction: checkpoint(_COMPUTING * fraction))
        state = _at_frame(state, options.frame, result)

        def drawn(fraction: float) -> None:
            checkpoint(_COMPUTING + (1.0 - _COMPUTING) * fraction)

        return _draw(state, choices, path, result, drawn, printed=str(options.output) == "-")


def _draw(
    state: SavedState, choices: ExportChoices, path: Path, result: Any, checkpoint: Any, *, printed: bool
) -> bytes:
    if printed:
        from wk4gui.export.drawing import figure_bytes

        return figure_bytes(state, choices, path.suffix, result=result, checkpoint=checkpoint)
    if _many_files(path, choices):
        from wk4gui.export.drawing import export_frames

        export_frames(state, choices, path, result=result, checkpoint=checkpoint)
    else:
        from wk4gui.export.drawing import export_figure

        export_figure(state, choices, path, result=result, checkpoint=checkpoint)
    return b""


def _path(options: argparse.Namespace) -> Path:
    """The file, or a name with the format of standard output; a folder gets numbered files."""
    output: Path = options.output
    if str(output) == "-":
        if options.format is None:
            raise ParamError("standard output has no ending: say the format, --format png")
        return Path(f"figure.{options.format}")
    if not output.suffix and options.all_frames and output.is_dir():
        return output / f"{options.lab}-%03d.png"
    check_format(output, PICTURES + ANIMATIONS)
    return output


def _choices(options: argparse.Namespace, path: Path) -> ExportChoices:
    """The choices of the purpose, and over them those that are named one by one."""
    asked = for_purpose(options.purpose) if options.purpose else {}
    asked |= {n: v for n in fields_of(ExportChoices) if (v := getattr(options, n, None)) is not None}
    moving, many = path.suffix.lower() in ANIMATIONS, "%" in path.name
    if "fps" in asked and not moving:
        raise ParamError(f"--fps belongs to animations, which end in {', '.join(ANIMATIONS)}")
    if "max_frames" in asked and not (moving or many or options.all_frames):
        raise ParamError(
            f"--max-frames belongs to animations, which end in {', '.join(ANIMATIONS)}, to --all-frames and to "
            "numbered files such as step-%03d.png"
        )
    return decode(ExportChoices, asked)


def _many_files(path: Path, choices: ExportChoices) -> bool:
    ending = path.suffix.lower()
    if choices.all_frames and ending not in ALL_FRAMES and "%" not in path.name:
        numbered = f"{path.stem}-%03d{ending}"
        raise ParamError(f"all frames need numbered files, such as {numbered}, or one of {', '.join(ALL_FRAMES)}")
    return "%" in path.name and ending in PICTURES


def _at_frame(state: SavedState, frame: int | str | None, result: Any) -> SavedState:
    if not isinstance(frame, str):
        return state
    frames = find_lab(state.lab).frames(state.params, result)
    return replace(state, frame=frame_number(frames, frame))

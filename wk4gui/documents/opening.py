"""Opens saved sessions, figures with a recipe, and lectures."""

from pathlib import Path

from wk4gui.documents.file_reading import read_file
from wk4gui.documents.lecture import Lecture, decode_lecture
from wk4gui.documents.recipe import figure_state, is_figure
from wk4gui.documents.saved_state import SavedState, decode_state
from wk4gui.lab.checkpoint import Checkpoint, no_checkpoint
from wk4gui.lab.declarations import ParamError


def read_state(path: Path, checkpoint: Checkpoint = no_checkpoint) -> SavedState:
    """The state in a session or in the recipe of a picture.

    Raises:
        ParamError: it has none or an invalid one; the sentence names the file.
        OSError: the file cannot be read.
    """
    try:
        content = read_file(path, checkpoint)
        return figure_state(content) if is_figure(content) else decode_state(content)
    except ParamError as error:
        raise ParamError(f"{path}: {error}") from None


def read_lecture(path: Path, checkpoint: Checkpoint = no_checkpoint) -> Lecture:
    """The lecture in a file, with at least one slide.

    Raises:
        ParamError: there is none; the sentence names the file.
        OSError: the file cannot be read.
    """
    try:
        lecture = decode_lecture(read_file(path, checkpoint))
    except ParamError as error:
        raise ParamError(f"{path}: {error}") from None
    if not lecture.slides:
        raise ParamError(f"{path}: the lecture has no slides")
    return lecture

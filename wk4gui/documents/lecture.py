"""Lectures: a sequence of saved states with titles and questions, stored as .wk4lecture.json files."""

from typing import Any

import msgspec

from wk4gui.documents.saved_state import SavedState, parse_file, plain_state, state_from
from wk4gui.lab.declarations import ParamError, clipped

LECTURE_ENDING = ".wk4lecture.json"
VERSION = 1
"""The format version, raised when older programs could not read new files."""


class Slide(msgspec.Struct, frozen=True, kw_only=True):
    """A slide: one state to show.

    Attributes:
        state: lab, parameters, view and frame.
        title: shown above the picture.
        question: asked before the picture is shown; "" for none.
    """

    state: SavedState
    title: str = ""
    question: str = ""


class Lecture(msgspec.Struct, frozen=True, kw_only=True):
    """A lecture: slides in order.

    Attributes:
        title: of the lecture.
        slides: in the order of presentation.
    """

    title: str = ""
    slides: tuple[Slide, ...] = ()


class _SlideFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A slide as stored."""

    state: dict[str, Any]
    title: str = ""
    question: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lecture as stored, its states as plain data."""

    version: int
    slides: list[_SlideFile]
    title: str = ""


def encode_lecture(lecture: Lecture) -> bytes:
    """The bytes of a .wk4lecture.json file."""
    slides = [_SlideFile(plain_state(slide.state), slide.title, slide.question) for slide in lecture.slides]
    return msgspec.json.format(msgspec.json.encode(_File(VERSION, slides, lecture.title)), indent=1) + b"\n"


def decode_lecture(content: bytes) -> Lecture:
    """The lecture in the bytes of a file, with everything but the view states checked.

    Raises:
        ParamError: the file is no lecture or of a newer version, or the named slide is invalid.
    """
    data = parse_file(content)
    version = data.get("version")
    if type(version) is int and version > VERSION:
        raise ParamError(f"the lecture is of version {version}, this program reads version {VERSION}: update wk4gui")
    try:
        file = msgspec.convert(data, _File)
    except msgspec.ValidationError as error:
        raise ParamError(f"this is not a lecture: {clipped(str(error))}") from None
    if file.version != VERSION:
        raise ParamError(f"there is no lecture version {file.version}; this program reads version {VERSION}")
    slides = tuple(_slide(number, slide) for number, slide in enumerate(file.slides, start=1))
    return Lecture(title=file.title, slides=slides)


def _slide(number: int, slide: _SlideFile) -> Slide:
    try:
        return Slide(state=state_from(slide.state), title=slide.title, question=slide.question)
    except ParamError as error:
        raise ParamError(f"slide {number}: {error}") from None

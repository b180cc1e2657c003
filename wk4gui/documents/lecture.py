"""A lecture: slides in an order, of saved states or of text, as the bytes of a .wk4lecture.json file."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from wk4gui.documents.saved_state import SavedState, parse_file, plain_state, slide_name, state_from
from wk4gui.documents.setting_words import short_setting
from wk4gui.lab.declarations import ParamError, clipped, fields_of, to_json
from wk4gui.lab.lab import Lab
from wk4gui.lab.question import Question
from wk4gui.registry import find_lab

LECTURE_ENDING = ".wk4lecture.json"
VERSION = 2
"""Raised when a file of today could not be read by the program of yesterday."""
MOST_ANSWERS = 9
"""One for every digit key."""
_MOST_NAMED = 2
"""Parameters in the title of a slide."""

Count = Annotated[int, Meta(ge=0, le=100_000)]


class Slide(msgspec.Struct, frozen=True, kw_only=True):
    """One state to show, or a title with a few lines.

    Attributes:
        state: lab, parameters, view and frame; None for a slide of text alone.
        asked: what is seen while the question is asked; None for the same state.
        hides: what of the picture is hidden while the question is asked, by name.
        title: what it is called, in the list and at its foot; over a slide of text alone.
        question: asked before the picture is seen; "" for none.
        answers: what the audience may choose from.
        counts: how often each answer was chosen; as many as were counted, whether they have a name or not.
        picture_seen: whether the picture is seen while the question is asked, and only the sentence is hidden.
        panes: names of the panes that are shown, the large one first; () for the lab's own choice.
        notes: for the lecturer and for the hand-out.
        text: the lines of a slide of text alone.
    """

    state: SavedState | None = None
    asked: SavedState | None = None
    hides: tuple[str, ...] = ()
    title: str = ""
    question: str = ""
    answers: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    picture_seen: bool = False
    panes: tuple[str, ...] = ()
    notes: str = ""
    text: str = ""

    @property
    def n_answers(self) -> int:
        """How many answers can be counted; 0 where nothing is asked."""
        if not self.question:
            return 0
        return max(len(self.answers), len(self.counts)) or MOST_ANSWERS

    @property
    def foot(self) -> str:
        """What stands at its foot: the lab's number and its title."""
        if self.state is None:
            return ""
        lab, _, preset = slide_name(self.state).partition(": ")
        own = self.title.removeprefix(f"{find_lab(self.state.lab).title}: ")
        name = own or ("" if self.asked is not None else preset)  # a preset's name may answer what is asked
        return f"{lab}: {name}" if name else lab

    def with_counts(self, counts: Sequence[int]) -> "Slide":
        """The slide with these counts."""
        return replace(self, counts=tuple(counts))

    def counted(self, answer: int, by: int = 1) -> "Slide":
        """One answer more, from 0 on, or one less."""
        counts = [*self.counts, *[0] * (answer + 1 - len(self.counts))]
        counts[answer] = max(counts[answer] + by, 0)
        return replace(self, counts=tuple(counts))


class Lecture(msgspec.Struct, frozen=True, kw_only=True):
    """A lecture: slides in order.

    Attributes:
        title: of the lecture.
        slides: in the order of presentation.
    """

    title: str = ""
    slides: tuple[Slide, ...] = ()

    def with_slide(self, index: int, slide: Slide) -> "Lecture":
        """The lecture with another slide at a place."""
        return replace(self, slides=(*self.slides[:index], slide, *self.slides[index + 1 :]))

    def with_slides(self, slides: Sequence[Slide]) -> "Lecture":
        """The lecture with these slides."""
        return replace(self, slides=tuple(slides))


class _SlideFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A slide as stored."""

    state: dict[str, Any] | None = None
    asked: dict[str, Any] | None = None
    hides: tuple[str, ...] = ()
    title: str = ""
    question: str = ""
    answers: Annotated[tuple[str, ...], Meta(max_length=MOST_ANSWERS)] = ()
    counts: Annotated[tuple[Count, ...], Meta(max_length=MOST_ANSWERS)] = ()
    picture_seen: bool = False
    panes: Annotated[tuple[str, ...], Meta(max_length=2)] = ()
    notes: str = ""
    text: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lecture as stored, its states as plain data."""

    version: int
    slides: list[_SlideFile]
    title: str = ""


def default_title(state: SavedState) -> str:
    """What a slide of a state is called: its lab, its preset and the first active parameters that differ from it."""
    lab = find_lab(state.lab)
    if not state.preset:
        return lab.title
    before, now = to_json(lab.preset_params(state.preset)), to_json(state.params)
    inactive = lab.inactive_fields(state.params)
    fields = fields_of(lab.params)
    changed = [
        short_setting(fields[name], now[name]) for name in now if now[name] != before[name] and name not in inactive
    ]
    return ", ".join([f"{lab.title}: {lab.preset(state.preset).title}", *changed[:_MOST_NAMED]])


def question_title(lab: Lab, question: Question) -> str:
    """What a slide that asks is called: by number, for the names of presets and parameters may be the answer."""
    names = [each.name for each in lab.questions]
    return f"{lab.title}: prediction {names.index(question.name) + 1}"


def encode_lecture(lecture: Lecture) -> bytes:
    """The bytes of a .wk4lecture.json file."""
    return msgspec.json.format(msgspec.json.encode(plain_lecture(lecture)), indent=1) + b"\n"


def plain_lecture(lecture: Lecture) -> dict[str, Any]:
    """The lecture as plain data; `lecture_from` reads it back."""
    slides = [
        _SlideFile(**{**msgspec.structs.asdict(slide), **{name: each and plain_state(each) for name, each in states}})
        for slide in lecture.slides
        for states in [(("state", slide.state), ("asked", slide.asked))]
    ]
    plain: dict[str, Any] = msgspec.to_builtins(_File(VERSION, slides, lecture.title))
    return plain


def decode_lecture(content: bytes) -> Lecture:
    """The lecture in the bytes of a file, with everything but the view states checked.

    Raises:
        ParamError: the file is no lecture or of a newer version, or the named slide is invalid.
    """
    return lecture_from(parse_file(content))


def lecture_from(data: dict[str, Any]) -> Lecture:
    """The lecture that plain data describe.

    Raises:
        ParamError: as `decode_lecture`.
    """
    version = data.get("version")
    if type(version) is int and version > VERSION:
        raise ParamError(f"the lecture is of version {version}, this program reads version {VERSION}: update wk4gui")
    try:
        file = msgspec.convert(data, _File)
    except msgspec.ValidationError as error:
        raise ParamError(f"this is not a lecture: {clipped(str(error))}") from None
    if file.version < 1:
        raise ParamError(f"there is no lecture version {file.version}; this program reads version {VERSION}")
    slides = tuple(_slide(number, slide) for number, slide in enumerate(file.slides, start=1))
    return Lecture(title=file.title, slides=slides)


def _slide(number: int, slide: _SlideFile) -> Slide:
    try:
        state, asked = (None if plain is None else state_from(plain) for plain in (slide.state, slide.asked))
    except ParamError as error:
        raise ParamError(f"slide {number}: {error}") from None
    return Slide(**{**msgspec.structs.asdict(slide), "state": state, "asked": asked})

"""Lessons: the text beside a lab, read from its folder into sections.

CONTRIBUTING.md describes the form of these files.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from wk4gui.lab.assignments import split_assignment, typed_value
from wk4gui.lab.declarations import ParamError

BEYOND = "Beyond the sheet"
SECTIONS = ("Question", "Try", "Formula", "Notice", "Answer", BEYOND, "Source")
OPTIONAL = ("Formula", BEYOND)
IDEA_WORDS = 80
"""Largest number of words in an idea beyond the sheet."""
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_FORMULA = re.compile(r"!\[([^\]]+)\]\(formula:(\w+)\)")
_NUMBER = re.compile(r"\{(\w+)\}")


class LessonError(ValueError):
    """An error in a lesson, with its line number."""


@dataclass(frozen=True)
class LessonAction:
    """The action of a link: sets a preset, then parameters, the view and a frame, each if given; then sweeps.

    Attributes:
        sweep: the parameters of a sweep that is opened in this state, one for a curve, two for a map.
        measure: what the sweep shows.
    """

    preset: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    view: Mapping[str, object] = field(default_factory=dict)
    frame: int | None = None
    sweep: tuple[str, ...] = ()
    measure: str = ""


@dataclass(frozen=True)
class LessonLink:
    """An entry of Try: a link that sets a state, and the text around it."""

    before: str
    text: str
    after: str
    action: LessonAction


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or list entry; names of live numbers are in braces, stressed words between **."""

    text: str
    kind: Literal["text", "item"] = "text"

    @property
    def numbers(self) -> tuple[str, ...]:
        """Names of the live numbers in the text."""
        return tuple(_NUMBER.findall(self.text))

    def filled(self, texts: Mapping[str, str]) -> str:
        """The text with its numbers filled in."""
        return _NUMBER.sub(lambda match: texts[match[1]], self.text)


@dataclass(frozen=True)
class Derivation:
    """A sentence and formulas, of which the first whose numbers exist is shown with the sentence."""

    text: str
    formulas: tuple[str, ...]


@dataclass(frozen=True)
class Lesson:
    """The text beside a lab, section by section."""

    title: str
    question: tuple[Paragraph, ...]
    links: tuple[LessonLink, ...]
    derivations: tuple[Derivation, ...]
    notice: tuple[Paragraph, ...]
    answer: tuple[Paragraph, ...]
    beyond: tuple[Paragraph, ...]
    source: tuple[Paragraph, ...]


LABS = Path(__file__).resolve().parent.parent / "labs"
"""The folder of the labs, which hold their lessons."""


@cache
def read_lesson(lab_id: str) -> Lesson:
    """The lesson of a lab.

    Raises:
        FileNotFoundError: there is none.
        LessonError: it is not in the form of a lesson.
    """
    return parse_lesson((LABS / lab_id / "lesson.md").read_text(encoding="utf-8"), f"{lab_id}/lesson.md")


def parse_lesson(text: str, name: str = "lesson") -> Lesson:
    """The lesson that a text describes.

    Args:
        text: the text of the file.
        name: its name in error messages.

    Raises:
        LessonError: with the line number.
    """
    try:
        title, sections = _sections(text.splitlines())
        return Lesson(
            title,
            question=_prose(sections["Question"]),
            links=tuple(_link(block) for block in sections["Try"]),
            derivations=tuple(_derivations(sections["Formula"])) if "Formula" in sections else (),
            notice=_prose(sections["Notice"]),
            answer=_prose(sections["Answer"]),
            beyond=_ideas(sections.get(BEYOND, [])),
            source=_prose(sections["Source"]),
        )
    except _Wrong as wrong:
        raise LessonError(f"{name}, line {wrong.line}: {wrong.reason}") from None


def number_of_words(text: str) -> int:
    """Number of words and numbers in a text, without isolated signs such as "=" or "·"."""
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


class _Wrong(Exception):  # noqa: N818 - becomes a LessonError where the file's name is known
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


@dataclass(frozen=True)
class _Block:
    """A block of lines, the number of its first line, and whether it is a list entry."""

    line: int
    text: str
    item: bool


def _sections(lines: list[str]) -> tuple[str, dict[str, list[_Block]]]:
    """Title and blocks of every section, in the order of SECTIONS, without absent optional ones."""
    if not lines or not lines[0].startswith("# "):
        raise _Wrong(1, 'a lesson begins with its title, "# …"')
    starts = [(i, line[3:].strip()) for i, line in enumerate(lines) if line.startswith("## ")]
    names = [name for _, name in starts]
    expected = [name for name in SECTIONS if name in names or name not in OPTIONAL]
    for (i, found), wanted in zip(starts, expected, strict=False):
        if found != wanted:
            raise _Wrong(i + 1, f"section {found!r} stands where {wanted!r} should; the order is {', '.join(SECTIONS)}")
    if len(starts) != len(expected):
        raise _Wrong(len(lines), f"there are {len(starts)} sections; there should be {', '.join(expected)}")
    stray = next((i for i in range(1, starts[0][0]) if lines[i].strip()), None)
    if stray is not None:
        raise _Wrong(stray + 1, "text stands before the first section")
    ends = [i for i, _ in starts[1:]] + [len(lines)]
    sections = {}
    for (start, name), end in zip(starts, ends, strict=True):
        sections[name] = list(_blocks(lines[start + 1 : end], start + 2))
        if not sections[name]:
            raise _Wrong(start + 1, f"section {name!r} is empty")
    return lines[0][2:].strip(), sections


def _blocks(lines: list[str], first: int) -> Iterator[_Block]:
    """Paragraphs, list entries and formulas; a formula has a line of its own."""
    block: list[str] = []
    start = first
    for number, line in enumerate([*lines, ""], first):
        new = line.startswith(("- ", "!["))
        if block and (new or not line.strip() or block[0].startswith("![")):
            yield _Block(start, " ".join(block).removeprefix("- "), block[0].startswith("- "))
            block = []
        if line.strip():
            start = start if block else number
            block.append(line.strip())


def _prose(blocks: list[_Block]) -> tuple[Paragraph, ...]:
    for block in blocks:
        if _LINK.search(block.text):
            raise _Wrong(block.line, "links belong in the section Try, formulas in Formula")
        if block.text.count("**") % 2:
            raise _Wrong(block.line, "a ** has no partner")
    return tuple(Paragraph(block.text, "item" if block.item else "text") for block in blocks)


def _ideas(blocks: list[_Block]) -> tuple[Paragraph, ...]:
    for block in blocks:
        if block.item:
            raise _Wrong(block.line, "an idea beyond the sheet is a paragraph, not the entry of a list")
        words = number_of_words(block.text)
        if words > IDEA_WORDS:
            raise _Wrong(block.line, f"an idea beyond the sheet has at most {IDEA_WORDS} words; this one has {words}")
    return _prose(blocks)


def _link(block: _Block) -> LessonLink:
    links = list(_LINK.finditer(block.text))
    if not block.item or len(links) != 1:
        raise _Wrong(block.line, 'each thing to try is "- " with exactly one link, "[text](action)"')
    link = links[0]
    action = _action(link[2], block.line)
    return LessonLink(block.text[: link.start()], link[1], block.text[link.end() :], action)


_FORMS = "set:name=value, view:name=value, preset:name, frame:number, sweep:name,name=measure"


def _action(target: str, line: int) -> LessonAction:
    preset: str | None = None
    frame: int | None = None
    swept: tuple[str, ...] = ()
    measure = ""
    assigned: dict[str, dict[str, object]] = {"set": {}, "view": {}}
    for part in target.split("&"):
        verb, colon, what = part.partition(":")
        if verb in assigned and colon:
            try:
                name, raw = split_assignment(what)
            except ParamError as error:
                raise _Wrong(line, str(error)) from None
            assigned[verb][name] = typed_value(raw)
        elif verb == "preset" and what:
            preset = what
        elif verb == "frame" and what.isdecimal():
            frame = int(what)
        elif verb == "sweep" and "=" in what:
            names, _, measure = what.partition("=")
            swept = tuple(names.split(","))
        else:
            raise _Wrong(line, f"{part!r} is none of {_FORMS}")
    return LessonAction(preset, assigned["set"], assigned["view"], frame, swept, measure)


def _derivations(blocks: list[_Block]) -> Iterator[Derivation]:
    text, formulas, line = "", list[str](), 0
    for block in blocks:
        match = _FORMULA.fullmatch(block.text)
        if match:
            if not text:
                raise _Wrong(block.line, "a formula must follow a sentence that introduces it")
            formulas.append(match[2])
            continue
        if text:
            yield _derivation(text, formulas, line)
        text, formulas, line = block.text, [], block.line
    yield _derivation(text, formulas, line)


def _derivation(text: str, formulas: list[str], line: int) -> Derivation:
    if not formulas:
        raise _Wrong(line, 'no formula follows, "![name](formula:name)"')
    return Derivation(text, tuple(formulas))

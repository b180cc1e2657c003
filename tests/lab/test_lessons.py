"""Every lesson: it has its form, its links lead somewhere, its formulas exist and its numbers are the lab's."""

import dataclasses
import re
from collections.abc import Iterator

import numpy as np
import pytest
from lesson_numbers import NUMBERS

from wk4gui.core.history import LayerHistory
from wk4gui.lab.declarations import LabParams, to_json
from wk4gui.lab.formulas import read_formula
from wk4gui.lab.lab import Lab
from wk4gui.lab.lesson import (
    IDEA_WORDS,
    LessonAction,
    LessonError,
    Paragraph,
    number_of_words,
    parse_lesson,
    read_lesson,
)
from wk4gui.registry import LABS
from wk4gui.render.theme import LIGHT
from wk4gui.render.views import make_view

LAB_LIST = list(LABS.values())
LINKS = [(lab, link) for lab in LAB_LIST for link in read_lesson(lab.id).links]
DECIMAL = re.compile(r"(?<![\w.])−?[0-9]+\.[0-9]+(?!\.?[0-9])")
MOST_WORDS = 750

every_lab = pytest.mark.parametrize("lab", LAB_LIST, ids=lambda lab: lab.id)
every_link = pytest.mark.parametrize(("lab", "link"), LINKS, ids=lambda x: x.id if isinstance(x, Lab) else x.text)

SMALL = """# Title

## Question
Why **this**?
Because.

- one
- two,
  in two lines

## Try
- Do [it](preset:works&set:rate=0.5&view:tab=a&frame:3) now.

## Formula
It is so:
![First](formula:one)
![Second](formula:two)

## Notice
The loss is {loss}.

## Answer
Yes.

## Source
A sheet.
"""


def reached(lab: Lab, action: LessonAction) -> LabParams:
    """The parameters that a link leads to from the lab's first preset."""
    params = lab.preset_params(action.preset or lab.presets[0].name)
    if len(action.params) == 1:
        return lab.edited(params, *next(iter(action.params.items())))
    return lab.decode({**to_json(params), **action.params})


def every_number(value: object) -> Iterator[float]:
    if isinstance(value, np.ndarray | float | int):
        yield from np.asarray(value, dtype=float).ravel()
    elif isinstance(value, LayerHistory):
        yield from every_number(value.layers)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from every_number(entry)
    elif isinstance(value, dict):
        yield from every_number(list(value.values()))
    elif dataclasses.is_dataclass(value):
        yield from every_number([getattr(value, f.name) for f in dataclasses.fields(value)])


def prose(lab: Lab) -> tuple[Paragraph, ...]:
    lesson = read_lesson(lab.id)
    return (*lesson.question, *lesson.notice, *lesson.answer, *lesson.beyond)


def read_texts(lab: Lab) -> Iterator[str]:
    """All that is read of a lesson but its source."""
    lesson = read_lesson(lab.id)
    yield lesson.title
    yield from (f"{link.before}{link.text}{link.after}" for link in lesson.links)
    yield from (derivation.text for derivation in lesson.derivations)
    yield from (paragraph.text for paragraph in prose(lab))


def written_numbers(lab: Lab) -> set[str]:
    """The decimal numbers of a lesson and of the notes of its lab's presets."""
    texts = (*read_texts(lab), *(preset.note for preset in lab.presets))
    return {number for text in texts for number in DECIMAL.findall(text)}


@every_link
def test_a_link_leads_to_a_state_that_exists(lab, link):
    params = reached(lab, link.action)
    result = lab.main.compute(params)
    frames = lab.frames(params, result)
    for name in link.action.sweep:
        parts = [part for part in lab.parts if link.action.measure in {measure.name for measure in part.measures}]
        assert name in parts[0].uses
        assert name not in lab.inactive_fields(params)
    assert frames.clip(link.action.frame) == (frames.opening if link.action.frame is None else link.action.frame)


@every_lab
def test_links_lead_to_views_that_exist(lab, qtbot):
    view = make_view(lab, LIGHT)
    qtbot.addWidget(view)
    for link in read_lesson(lab.id).links:
        state = view.state.with_(**link.action.view)
        assert to_json(state) == to_json(view.state) | link.action.view


@every_lab
def test_a_link_changes_something(lab):
    actions = [link.action for link in read_lesson(lab.id).links]
    assert all(action != LessonAction() for action in actions)
    assert len({repr(action) for action in actions}) == len(actions)


@every_lab
def test_each_formula_is_shown_in_some_state_with_numbers_of_the_lab(lab):
    named = {name for derivation in read_lesson(lab.id).derivations for name in derivation.formulas}
    for preset in lab.presets:
        params = lab.preset_params(preset.name)
        result = lab.main.compute(params)
        numbers = lab.live_numbers(params, result, lab.frames(params, result).opening)
        named -= {name for name in named if read_formula(name).exists_for(numbers)}
    assert not named - {"chain_rule_output_z"}


@every_lab
def test_the_numbers_that_a_text_is_filled_with_exist_at_the_question(lab):
    params = lab.preset_params(lab.presets[0].name)
    result = lab.main.compute(params)
    numbers = lab.live_numbers(params, result, lab.frames(params, result).opening)
    assert {name for paragraph in prose(lab) for name in paragraph.numbers} <= numbers.keys()


@pytest.mark.parametrize("lab_id", NUMBERS)
def test_each_decimal_number_is_computed(lab_id):
    assert written_numbers(LABS[lab_id]) == NUMBERS[lab_id].keys()
    for number, compute in NUMBERS[lab_id].items():
        digits = len(number.partition(".")[2])
        assert compute() == pytest.approx(float(number.replace("−", "-")), abs=0.5001 * 10.0**-digits, rel=0), number


@pytest.mark.parametrize("lab", [lab for lab in LAB_LIST if lab.id not in NUMBERS], ids=lambda lab: lab.id)
def test_other_decimal_numbers_come_out_of_the_lab(lab):
    states = [lab.preset_params(preset.name) for preset in lab.presets]
    states += [reached(lab, link.action) for link in read_lesson(lab.id).links]
    known = np.array([x for params in states for x in every_number((to_json(params), lab.main.compute(params)))])
    known = np.unique(np.abs(known[np.isfinite(known)]))
    written = {n.lstrip("−") for paragraph in prose(lab) for n in DECIMAL.findall(paragraph.text)}
    wrong = [n for n in written if not np.any(np.abs(known - float(n)) <= 0.5001 * 10.0 ** -len(n.partition(".")[2]))]
    assert not wrong


@every_lab
def test_a_lesson_is_short(lab):
    texts = (*read_texts(lab), *(paragraph.text for paragraph in read_lesson(lab.id).source))
    assert sum(map(number_of_words, texts)) <= MOST_WORDS


def test_ideas_beyond_the_sheet_are_read():
    assert parse_lesson(SMALL).beyond == ()
    lesson = parse_lesson(SMALL.replace("## Source", "## Beyond the sheet\n**One.** Is\nso.\n\nTwo.\n\n## Source"))
    assert lesson.beyond == (Paragraph("**One.** Is so."), Paragraph("Two."))


@pytest.mark.parametrize(
    ("idea", "said"),
    [
        ("word " * (IDEA_WORDS + 1), "line 26: an idea beyond the sheet has at most 80 words; this one has 81"),
        ("- an entry", "line 26: an idea beyond the sheet is a paragraph"),
        ("A ** alone", "line 26: a ** has no partner"),
        ("", "line 25: section 'Beyond the sheet' is empty"),
    ],
)
def test_what_is_wrong_beyond_the_sheet_is_said_with_its_line(idea, said):
    with pytest.raises(LessonError, match=re.escape(said)):
        parse_lesson(SMALL.replace("## Source", f"## Beyond the sheet\n{idea}\n\n## Source"))


def test_eighty_words_are_not_too_many():
    idea = "= · " + "word " * IDEA_WORDS
    assert number_of_words(idea) == IDEA_WORDS
    assert parse_lesson(SMALL.replace("## Source", f"## Beyond the sheet\n{idea}\n\n## Source")).beyond


def test_a_sum_of_what_does_not_exist_is_not_spoken_of():
    lab = LABS["bias_variance"]
    for preset in lab.presets:
        params = lab.preset_params(preset.name)
        result = lab.main.compute(params)
        assert bool(lab.live_numbers(params, result, 0)) is result.moments_exist.variance
    assert not result.moments_exist.variance, "the last preset has no variance"


def test_a_lesson_is_read_part_by_part():
    lesson = parse_lesson(SMALL)
    assert lesson.title == "Title"
    assert lesson.question == (
        Paragraph("Why **this**? Because."),
        Paragraph("one", "item"),
        Paragraph("two, in two lines", "item"),
    )
    (link,) = lesson.links
    assert (link.before, link.text, link.after) == ("Do ", "it", " now.")
    assert link.action == LessonAction("works", {"rate": 0.5}, {"tab": "a"}, 3)
    assert [(d.text, d.formulas) for d in lesson.derivations] == [("It is so:", ("one", "two"))]
    assert lesson.notice[0].numbers == ("loss",)
    assert lesson.notice[0].filled({"loss": "9"}) == "The loss is 9."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# Title\n", "Title\n", "line 1: a lesson begins with its title"),
        ("## Try", "## Tries", "line 11: section 'Tries' stands where 'Try' should"),
        ("## Source\nA sheet.\n", "", "there are 5 sections"),
        ("Yes.", "", "line 22: section 'Answer' is empty"),
        ("# Title\n", "# Title\nstray\n", "line 2: text stands before the first section"),
        ("frame:3", "frames:3", "line 12: 'frames:3' is none of"),
        ("set:rate=0.5", "set:rate", "line 12: 'rate' is not of the form name=value"),
        ("- Do [it]", "Do [it]", "line 12: each thing to try"),
        ("It is so:\n", "", "line 15: a formula must follow a sentence"),
        ("![First](formula:one)\n![Second](formula:two)", "", "line 15: no formula follows"),
        ("Yes.", "[Yes](preset:a)", "line 23: links belong in the section Try"),
        ("Why **this**", "Why **this", "line 4: a ** has no partner"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old, new, said):
    assert old in SMALL
    with pytest.raises(LessonError, match=re.escape(said)):
        parse_lesson(SMALL.replace(old, new))

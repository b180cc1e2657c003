"""Every number of every sentence knows what it is: its reason computes that quantity, as it is shown."""

import math
import re

import pytest
from tiers import sample

from wk4gui.app.page.why import derivation_of
from wk4gui.lab.declarations import to_json
from wk4gui.lab.lesson import read_lesson
from wk4gui.lab.sentence import sentence_of
from wk4gui.registry import LABS

PRESETS = [(lab_id, preset.name) for lab_id in LABS for preset in LABS[lab_id].presets]
STATES = sample(PRESETS, 4, 7, of=lambda state: state[0])
LOOSE_NUMBER = re.compile(r"\d+\.\d|\de[−-]?\d")
"""Numbers that stand in plain words, where nobody can ask them; whole ones may count and name things."""


def settings(value):
    """Every number in plain parameters."""
    if isinstance(value, dict | list | tuple):
        return [number for each in (value.values() if isinstance(value, dict) else value) for number in settings(each)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


def check_numeral(numeral, set_, where):
    """A number has a reason that comes to it, or is a setting or a count."""
    if numeral.reason is None:
        whole = float(numeral.value).is_integer()
        assert whole or not math.isfinite(numeral.value) or any(math.isclose(numeral.value, each) for each in set_), (
            f"{where}: {numeral} has no reason"
        )
        return
    reason = numeral.why()
    if reason is None:
        assert not math.isfinite(numeral.value)
        return
    assert reason.value == pytest.approx(numeral.value, rel=1e-9, abs=1e-300), (where, reason.subject)
    if reason.equations:
        check_equation_comes_to(reason)


def check_equation_comes_to(reason):
    """The last equation of a reason computes its number, to rounding."""
    last = reason.equations[-1]
    scale = max([abs(reason.value), *(abs(value) for value in leaves(last.formula) if math.isfinite(value))])
    assert last.value == pytest.approx(reason.value, rel=1e-8, abs=1e-12 * scale), (reason.subject, str(last))
    for equation in reason.equations:
        assert not math.isnan(equation.value), (reason.subject, str(equation))


def leaves(formula):
    """The numbers a formula is made of."""
    return [value for part in formula.parts for value in leaves(part)] if formula.parts else [formula.value]


def frames_of(lab, params, result):
    """The opening frame, the first, the last and one between."""
    frames = lab.frames(params, result)
    return sorted({frames.opening, 0, frames.count // 2, frames.count - 1})


@pytest.mark.parametrize(("lab_id", "preset"), STATES)
def test_every_number_of_every_summary_knows_what_it_is(lab_id, preset):
    lab = LABS[lab_id]
    params = lab.preset_params(preset)
    set_ = settings(to_json(params))
    for part in lab.parts:
        result = part.compute(params)
        for frame in frames_of(lab, params, result) if part is lab.main else (0,):
            summary = part.summarize(params, result, frame)
            where = f"{lab_id} {preset} {part.name} {frame}"
            for numeral in summary.numerals:
                check_numeral(numeral, set_, where)
            for piece in summary.sentence.pieces:
                assert not isinstance(piece, str) or not LOOSE_NUMBER.search(piece), f"{where}: {piece!r}"


@pytest.mark.parametrize(("lab_id", "preset"), STATES)
def test_every_live_number_of_the_lesson_is_explained(lab_id, preset):
    lab, lesson = LABS[lab_id], read_lesson(lab_id)
    params = lab.preset_params(preset)
    result = lab.main.compute(params)
    shown = params, result, lab.frames(params, result).opening
    numbers = lab.live_numbers(*shown)
    spoken = {name for paragraph in (*lesson.question, *lesson.notice, *lesson.answer) for name in paragraph.numbers}
    for name in sorted(spoken & numbers.keys()):
        if not math.isfinite(numbers[name]) or derivation_of({name}, lesson, numbers) is not None:
            continue
        reason = lab.main.reasons(*shown, name)
        if reason is None:
            assert any(math.isclose(numbers[name], each) for each in settings(to_json(params))), name
        else:
            assert reason.value == pytest.approx(numbers[name], rel=1e-9), name
            if reason.equations:
                check_equation_comes_to(reason)


def test_a_sentence_keeps_its_numbers():
    from wk4gui.lab.sentence import Numeral, phrase

    sentence = phrase("From {a} to {b}.", a=Numeral(1.25), b=Numeral(2.0))
    assert str(sentence) == "From 1.25 to 2."
    assert [numeral.value for numeral in sentence.numerals] == [1.25, 2.0]
    assert str(sentence_of("words")) == "words"

"""Predictions of every lab: the truth is computed, is one of the answers, and is told from what is not true."""

import math

import pytest

from wk4gui.lab.lab import Lab
from wk4gui.lab.question import Choice, Number, Point, Question
from wk4gui.registry import LABS

LAB_LIST = list(LABS.values())
ASKED = [pytest.param(lab, question, id=f"{lab.id}-{question.name}") for lab in LAB_LIST for question in lab.questions]


def state(lab: Lab, question: Question):
    params = lab.question_params(question)
    part = next(p for p in lab.all_parts if p.name == (question.part or lab.main_part))
    return params, part.compute(params)


@pytest.mark.parametrize("lab", LAB_LIST, ids=lambda lab: lab.id)
def test_every_lab_asks_at_least_four_questions_under_different_names(lab):
    assert len({question.name for question in lab.questions}) == len(lab.questions)
    assert len(lab.questions) >= 4 or lab.question is None


@pytest.mark.parametrize(("lab", "question"), ASKED)
def test_the_truth_is_right_and_everything_else_wrong(lab, question):
    truth = question.truth(*state(lab, question))
    answer = question.answer
    assert answer.accepts(truth, truth)
    if isinstance(answer, Choice):
        assert truth in answer.options
        assert not [option for option in answer.options if option != truth and answer.accepts(option, truth)]
    elif isinstance(answer, Number):
        assert math.isfinite(truth)
        off = 1.01 * max(answer.slack, answer.tolerance * abs(truth))
        assert not answer.accepts(truth + off, truth)
        assert not answer.accepts(truth - off, truth)
    else:
        assert isinstance(answer, Point)
        assert not answer.accepts((truth[0] + 1.01 * answer.reach, truth[1]), truth)
        assert answer.accepts((truth[0], truth[1] - 0.99 * answer.reach), truth)


@pytest.mark.parametrize(("lab", "question"), ASKED)
def test_the_reason_is_one_sentence_or_two_with_numbers(lab, question):
    params, result = state(lab, question)
    reason = question.because(params, result)
    assert any(letter.isdigit() for letter in reason)
    assert reason.endswith((".", "!"))
    assert "nan" not in reason.lower().split()
    assert "\n" not in reason


@pytest.mark.parametrize(("lab", "question"), ASKED)
def test_the_answer_is_not_in_the_question(lab, question):
    truth = question.truth(*state(lab, question))
    if isinstance(question.answer, Number):
        assert f"{truth:.3g}" not in question.prompt
    if question.seen:
        assert question.reveals


@pytest.mark.parametrize(("lab", "question"), ASKED)
def test_what_a_question_sets_exists(lab, question):
    lab.question_params(question).with_(**question.reveals)

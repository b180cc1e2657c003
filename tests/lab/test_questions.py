"""Predictions of every lab: the truth is computed, is one of the answers, and is told from what is not true."""

import math

import pytest
from asked_maps import answering

from wk4gui.lab.question import Choice, Number
from wk4gui.registry import LABS

LAB_LIST = list(LABS.values())
ASKED = [
    pytest.param((lab, question), id=f"{lab.id}-{question.name}") for lab in LAB_LIST for question in lab.questions
]


@pytest.fixture(scope="module", params=ASKED)
def asked(request):
    """A question, and the parameters and the result that answer it."""
    lab, question = request.param
    return question, *answering(lab, question)


@pytest.mark.parametrize("lab", LAB_LIST, ids=lambda lab: lab.id)
def test_every_lab_asks_at_least_four_questions_under_different_names(lab):
    assert len({question.name for question in lab.questions}) == len(lab.questions)
    assert len(lab.questions) >= 4 or lab.question is None


def test_the_truth_is_right_and_everything_else_wrong(asked):
    question, params, result = asked
    truth = question.truth(params, result)
    answer = question.answer
    assert answer.accepts(truth, truth)
    if isinstance(answer, Choice):
        assert truth in answer.options
        assert not [option for option in answer.options if option != truth and answer.accepts(option, truth)]
    else:
        assert isinstance(answer, Number)
        assert math.isfinite(truth)
        off = 1.01 * max(answer.slack, answer.tolerance * abs(truth))
        assert not answer.accepts(truth + off, truth)
        assert not answer.accepts(truth - off, truth)


def test_the_reason_is_one_sentence_or_two_with_numbers(asked):
    question, params, result = asked
    reason = question.because(params, result)
    assert any(letter.isdigit() for letter in reason)
    assert reason.endswith((".", "!"))
    assert "nan" not in reason.lower().split()
    assert "\n" not in reason


def test_every_wrong_choice_has_a_sentence_of_its_own_computed_where_there_are_numbers(asked):
    question, params, result = asked
    if not isinstance(question.answer, Choice):
        assert question.why_not(1.0, params, result) == ""
        return
    wrong = [option for option in question.answer.options if option != question.truth(params, result)]
    sentences = [question.why_not(option, params, result) for option in wrong]
    assert len(set(sentences)) == len(wrong)
    for sentence in sentences:
        assert sentence.startswith("That would ")
        assert sentence.endswith(".")
        assert "nan" not in sentence.lower().split()
        assert len(sentence) <= 130, sentence
    assert any(letter.isdigit() for sentence in sentences for letter in sentence)


def test_the_answer_is_not_in_the_question(asked):
    question, params, result = asked
    truth = question.truth(params, result)
    if isinstance(question.answer, Number):
        assert f"{truth:.3g}" not in question.prompt


def test_what_a_question_sets_exists(asked):
    question, params, _ = asked
    params.with_(**question.reveals)

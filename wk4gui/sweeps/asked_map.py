"""The survey that answers a question, and what the question reads off it."""

import numpy as np

from wk4gui.core.arrays import Array
from wk4gui.documents.saved_state import preset_state
from wk4gui.lab.lab import Lab
from wk4gui.lab.question import Question
from wk4gui.lab.swept_map import SweptMap
from wk4gui.sweeps.survey import Survey, Surveyed, make_survey
from wk4gui.sweeps.variation import Variation


def asked_survey(lab: Lab, question: Question) -> Survey:
    """The survey of a question with a map, in the state in which its answer is seen."""
    asked = question.map
    assert asked is not None
    base = preset_state(lab, question.preset, {**question.changes, **question.reveals}).params
    part = lab.part(question.part) if question.part else lab.main
    return make_survey(lab, part, asked.measure, base, [asked.across, asked.up], asked.n_seeds, asked.n_values)


def swept_map(survey: Survey, found: Surveyed) -> SweptMap:
    """The map that a question is answered by, for a survey that is complete."""
    x, y = survey.axes
    return SweptMap(_numbers(x), _numbers(y), found.median)


def _numbers(axis: Variation) -> Array:
    return np.array(axis.values, dtype=float)

"""The results that answer questions, each map computed once in a test run."""

from functools import cache

from wk4gui.documents.saved_state import preset_state
from wk4gui.registry import LABS
from wk4gui.sweeps.asked_map import asked_survey, swept_map
from wk4gui.sweeps.engines import Here
from wk4gui.sweeps.store import MemoryStore
from wk4gui.sweeps.survey import run_survey

STORE = MemoryStore()
"""The points of all maps, so that a window of a test need not compute them again."""


@cache
def asked_map(lab_id: str, name: str):
    """The survey of a question and what it found."""
    lab = LABS[lab_id]
    survey = asked_survey(lab, next(question for question in lab.questions if question.name == name))
    return survey, run_survey(survey, STORE, Here(), lambda *_: None)


def answering(lab, question):
    """The parameters and the result that answer a question."""
    if question.map is not None:
        survey, found = asked_map(lab.id, question.name)
        return survey.plan.base, swept_map(survey, found)
    params = preset_state(lab, question.preset, question.changes).params
    part = lab.part(question.part) if question.part else lab.main
    return params, part.compute(params)

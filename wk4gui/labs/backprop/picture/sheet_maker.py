"""The exercise sheets of a gradient step, for `wk4gui sheet` and for handing in."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.core.losses import LOSSES
from wk4gui.core.near_names import no_such
from wk4gui.lab.declarations import ParamError, decode
from wk4gui.lab.sheet import Sheet
from wk4gui.labs.backprop.model.compute import exercise_params
from wk4gui.labs.backprop.model.exercise import Exercise, grade_exercise
from wk4gui.labs.backprop.model.exercise_draw import NoExerciseError, Recipe, draw_exercise
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.quantities import GROUPS, quantities
from wk4gui.labs.backprop.picture.sheet import Page, empty, marked, pages_pdf, solved

TITLE = "One gradient step by hand"
_KNOWN: dict[str, Collection[str]] = {"activation": ACTIVATIONS, "loss": LOSSES}


class GradientSheets:
    """Exercises of a gradient step with every number blank."""

    def draw(self, seed: int, name: str, wishes: Mapping[str, Any]) -> Sheet:
        """A new exercise; wishes are those of `Recipe`: sizes, activation and loss.

        Raises:
            ParamError: no exercise meets the wishes.
        """
        for wish, known in _KNOWN.items():
            if wishes[wish] not in known:
                raise ParamError(no_such(wish, str(wishes[wish]), list(known)))
        try:
            problem = draw_exercise(seed, Recipe(**wishes))
        except NoExerciseError as error:
            raise ParamError(str(error)) from None
        exercise = grade_exercise(problem, tuple(GROUPS), {}, (), checked=False)
        view = {"blank": list(GROUPS), "exercise_seed": seed}
        return Sheet(seed, name, exercise, decode(Params, exercise_params(problem)), view)

    def sheet_pdf(self, sheet: Sheet) -> bytes:
        title = f"{TITLE} · {sheet.seed}"
        return pages_pdf([Page(title, f"Name: {sheet.name or '_' * 36}", sheet.exercise, empty)], title)

    def key_pdf(self, sheets: Sequence[Sheet]) -> bytes:
        pages = [Page(f"Key · {sheet.seed}", sheet.name, _solution(sheet.exercise), solved) for sheet in sheets]
        return pages_pdf(pages, "Key")


SHEETS = GradientSheets()


def hand_in_pdf(exercise: Exercise) -> bytes:
    """A worked exercise as one page: question, picture, the student's numbers with their marks."""
    note = f"{exercise.earned} of {len(exercise.items)} marks · Name: {'_' * 36}"
    return pages_pdf([Page(TITLE, note, exercise, marked, comments=True)], TITLE)


def _solution(exercise: Exercise) -> Exercise:
    """The exercise with every right number shown."""
    problem = exercise.problem
    shown = [str(quantity) for quantity in quantities(problem.sizes, probable=problem.probable, bias=problem.bias)]
    return grade_exercise(problem, tuple(GROUPS), {}, shown, checked=False)

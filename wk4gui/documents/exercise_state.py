"""Saved states with an exercise in them: how one is made, and how the exercise is found in it again."""

from collections.abc import Mapping
from typing import Any

import msgspec

from wk4gui.documents.saved_state import SavedState, preset_state
from wk4gui.lab.declarations import ParamError, ViewState
from wk4gui.lab.exercise import Exercise
from wk4gui.lab.exercise_kind import ExerciseKind
from wk4gui.lab.lab import Lab
from wk4gui.lab.marking import Marked, marked_exercise
from wk4gui.registry import find_lab


def exercise_state(
    lab: Lab, kind: ExerciseKind, exercise: Exercise, n_blank: int | None = None, **view: object
) -> SavedState:
    """The state of a lab in which a drawn exercise is worked out.

    Args:
        lab: the lab.
        kind: of the exercise.
        exercise: the exercise.
        n_blank: how many of its last steps are blank; None for all.
        view: more fields of the view state, such as ``typed``.
    """
    fields = {
        **kind.view_of(exercise, n_blank),
        "exercise": kind.name,
        "exercise_seed": exercise.seed,
        "difficulty": exercise.difficulty,
        "n_blank": n_blank,
        **view,
    }
    return preset_state(lab, kind.preset, exercise.changes, msgspec.to_builtins(fields), 0)


def exercise_in(state: SavedState) -> tuple[Exercise, tuple[str, ...]] | None:
    """The exercise of a state and its blank keys; None if it has none.

    Raises:
        ParamError: it names an exercise that does not exist, or an impossible seed.
    """
    lab, view = find_lab(state.lab), state.view
    work = _work(view)
    drawn = lab.exercise(work.exercise) if work.exercise else None
    for kind in lab.exercises:
        if kind.restore is not None and (found := kind.restore(state.params, view)) is not None:
            return found
    if drawn is None:
        return None
    exercise = drawn.draw(work.exercise_seed, work.difficulty)
    return exercise, exercise.blanks(work.n_blank)


def marked_state(state: SavedState) -> Marked | None:
    """The exercise of a state with the marks of what was typed; None if it has none.

    Raises:
        ParamError: as `exercise_in`.
    """
    found = exercise_in(state)
    if found is None:
        return None
    work = _work(state.view)
    return marked_exercise(found[0], dict(work.typed), blank=found[1], revealed=work.shown)


def _work(view: Mapping[str, Any]) -> ViewState:
    """The fields of a view state that every lab has."""
    own = {name: view[name] for name in ViewState.__struct_fields__ if name in view}
    try:
        return msgspec.convert(own, ViewState)
    except msgspec.ValidationError as error:
        raise ParamError(f"the exercise in it cannot be read: {error}") from None

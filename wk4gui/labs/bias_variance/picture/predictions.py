"""The predictions of what each operation does: the view state that holds them, and the table's rows."""

from typing import Annotated, Literal

from msgspec import Meta

from wk4gui.lab.declarations import ViewState
from wk4gui.labs.bias_variance.model.bars import table_rows
from wk4gui.labs.bias_variance.model.operations import OPERATIONS
from wk4gui.labs.bias_variance.model.params import Params
from wk4gui.labs.bias_variance.model.result import Effects
from wk4gui.labs.bias_variance.model.verdict import effects_verdict
from wk4gui.labs.bias_variance.picture.operations_board import Arrow, BoardRow

OPERATION_NAMES = tuple(operation.name for operation in OPERATIONS)
Guess = Literal["open", "up", "same", "down"]
Guesses = tuple[Guess, Guess, Guess, Guess]
_OPEN: Guesses = ("open", "open", "open", "open")


class State(ViewState, frozen=True):
    """The view state: the chosen operation, the predictions for each, and the revealed rows."""

    operation: Annotated[
        Literal["none", "regularise", "widen", "dropout", "more data"],
        Meta(title="Operation", description="The operation whose curves are shown; none: the current learner."),
    ] = "none"
    bias_guesses: Annotated[
        Guesses, Meta(title="Predicted bias", description="Arrow predicted for each operation.")
    ] = _OPEN
    variance_guesses: Annotated[
        Guesses, Meta(title="Predicted variance", description="Arrow predicted for each operation.")
    ] = _OPEN
    revealed: Annotated[
        tuple[bool, bool, bool, bool],
        Meta(title="Revealed", description="Rows of the table whose measured arrows are shown."),
    ] = (False, False, False, False)
    error_axis: Annotated[
        Literal["linear", "log"],
        Meta(title="Error axis", description="Axis of the sweep's errors.", extra={"toolbar": True}),
    ] = "linear"


def pressed(state: State, k: int) -> State:
    """The state after operation k was pressed: chosen, or given up if it was."""
    return state.with_(operation="none" if state.operation == OPERATION_NAMES[k] else OPERATION_NAMES[k])


def guessed(state: State, k: int, which: int, arrow: Guess) -> State:
    """The state with a predicted arrow of bias (0) or variance (1); both arrows of an operation reveal its row."""
    field = ("bias_guesses", "variance_guesses")[which]
    guesses = list(getattr(state, field))
    guesses[k] = arrow
    new = state.with_(**{field: guesses})
    return new if "open" in (new.bias_guesses[k], new.variance_guesses[k]) else revealed(new, k)


def revealed(state: State, k: int) -> State:
    """The state with the measured arrows of an operation."""
    return state.with_(revealed=[shown or i == k for i, shown in enumerate(state.revealed)])


def board_rows(state: State, effects: Effects | None) -> list[BoardRow]:
    """The table's rows, with what is measured once the effects are computed."""
    rows = []
    for k, row in enumerate(table_rows(effects)):
        guesses = [guess[k] for guess in (state.bias_guesses, state.variance_guesses)]
        changes, measured = (row.bias, row.variance), row.measured or ("", "")
        arrows = [
            Arrow("" if guess == "open" else guess, seen, *(change or (0.0, 0.0)), table)
            for guess, seen, change, table in zip(guesses, measured, changes, row.table, strict=True)
        ]
        active = state.operation == OPERATION_NAMES[k]
        rows.append(BoardRow(row.title, row.change, active, state.revealed[k], (arrows[0], arrows[1])))
    return rows


def hint(rows: list[BoardRow], measured: tuple[Params, Effects] | None) -> str:
    """The next step, or the number of correct predictions."""
    known = [row for row in rows if row.revealed and row.arrows[0].measured]
    if len(known) == len(rows) and measured is not None:
        return f"{effects_verdict(*measured, 0)} {_score(known)}".strip()
    if any(row.active and not row.revealed for row in rows):
        return "Which way will each of them go? Choose both arrows to see the measured ones."
    if any(row.active for row in rows):
        return f"{_score(known)} Press the operation again to return to the current learner.".strip()
    return "Press an operation, predict both arrows, and see what newly trained networks show."


def _score(rows: list[BoardRow]) -> str:
    guessed = [arrow for row in rows for arrow in row.arrows if arrow.guess]
    right = sum(arrow.guess == arrow.measured for arrow in guessed)
    return f"{right} of {len(guessed)} predictions were right." if guessed else ""

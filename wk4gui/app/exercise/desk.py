"""Controls the desk: draws exercises, takes entries into the view state, marks them, and records the result."""

import random
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from wk4gui.app.exercise.card import OWN, ExerciseCard
from wk4gui.app.exercise.given_pane import GivenPane
from wk4gui.app.page.lab_session import LabSession
from wk4gui.documents.exercise_state import exercise_state
from wk4gui.documents.record import Attempt, LabRecord, rung
from wk4gui.documents.saved_state import SavedState
from wk4gui.lab.declarations import to_json
from wk4gui.lab.exercise import Difficulty, Exercise, Working
from wk4gui.lab.exercise_kind import ExerciseKind
from wk4gui.lab.marking import Marked, marked_exercise
from wk4gui.lab.summary import Summary
from wk4gui.render.lab_view import LabView
from wk4gui.render.theme import Theme

_SEEDS = 10_000
_UNANSWERED: Mapping[str, object] = {"typed": (), "shown": (), "checked": False}
Show = Callable[[SavedState, str], None]


class ExerciseDesk(QObject):
    """One lab's exercises: drawn ones, and blanks in the picture itself where a view has them.

    Signals:
        recorded(object): an Attempt, once everything asked was checked.
        document_offered(str, object): a document is to be saved: its file name, and a function that makes its bytes.
    """

    recorded = Signal(object)
    document_offered = Signal(str, object)

    def __init__(self, session: LabSession, view: LabView, show: Show, card: ExerciseCard) -> None:
        """Works beside the picture.

        Args:
            session: of the lab.
            view: the picture, whose state has the entries.
            show: shows a whole state, under a name that undo calls it by.
            card: the desk.
        """
        super().__init__(card)
        self._session, self._view, self._show, self.card = session, view, show, card
        self.given = GivenPane()
        self.record: LabRecord = {}
        self.marked: Marked | None = None
        self._theme: Theme | None = None
        self._recorded: tuple[object, ...] = ()
        card.entered.connect(self._enter)
        card.walked.connect(self._walk)
        card.pressed.connect(self._press)
        card.difficulty_chosen.connect(self._choose_difficulty)
        card.blanks_chosen.connect(lambda n: self._start(self._state.exercise_seed, n_blank=n))
        view.field_wanted.connect(self.focus)
        view.field_came.connect(card.set_current)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.card.set_theme(theme)
        self.given.set_theme(theme)
        self.refresh()

    @property
    def _state(self) -> Any:
        return self._view.state

    @property
    def kind(self) -> ExerciseKind | None:
        """The kind of the exercise that is drawn, or else the lab's first."""
        kinds = self._session.lab.exercises
        return next((kind for kind in kinds if kind.name == self._state.exercise), kinds[0] if kinds else None)

    def begin(self) -> None:
        """Begins where the last exercise was left, or with a new one."""
        self._view.begin_exercise()
        kind = self.kind
        if self._view.hides_numbers or kind is None:
            return
        state = self._state
        if state.typed or state.shown:
            kept = {name: getattr(state, name) for name in _UNANSWERED}
            self._go(state.exercise_seed, state.difficulty, state.n_blank, **kept)
        else:
            self._next()

    def end(self) -> None:
        """Shows all numbers again; what was typed is kept."""
        self._view.end_exercise()

    def refresh(self) -> None:
        """Marks the entries and shows them."""
        found = self._exercise() if self._view.hides_numbers else None
        if found is None:
            self.marked = None
            self.card.show_nothing()
            self._show_given(None, alone=False)
            return
        exercise, blank = found
        state = self._state
        self.marked = marked_exercise(
            exercise, dict(state.typed), blank=blank, revealed=state.shown, checked=state.checked
        )
        alone = not set(self._view.page_panes()) & set(self._view.shown_panes())
        drawn = exercise if exercise.sketch is not None else None
        self._show_given(drawn, alone=alone)
        truth = Working(exercise)
        lines = [str(truth.step(each.key)) for each in exercise.quantities] if len(blank) < len(exercise.keys) else []
        self.card.show_exercise(self.marked, lines or [""] * len(exercise.keys), state.n_blank, checked=state.checked)

    def _show_given(self, exercise: Exercise | None, *, alone: bool) -> None:
        """Shows what is given, in place of a picture that is hidden altogether; never both for a moment."""
        if exercise is not None and alone:
            self._view.hide()
            self.given.show_exercise(exercise, alone=True)
        else:
            self.given.show_exercise(exercise, alone=False)
            self._view.show()

    def summary(self) -> Summary:
        """How far the exercise is."""
        marked = self.marked
        if marked is None:
            return Summary("Your turn.", "")
        n = len(marked.asked)
        done = f"{self._view.exercise_note}{marked.filled} of {n} values are filled in."
        if not n:
            return Summary("A worked example.", "Next exercise leaves the last step blank.")
        if not self._state.checked:
            return Summary("Your turn.", f"{done} {self._view.how_to_answer}")
        return Summary(f"{marked.earned} of {n} marks.", done, "good" if marked.right else "neutral")

    def focus(self, key: str) -> None:
        """Moves the focus to the field of a value, in the picture if it has one, or to Check."""
        if not self._view.open_blank(key):
            self.card.focus(key)

    def go_to_first(self) -> None:
        """Moves the focus to the first value that is asked for and not filled in; else to Check or Next exercise."""
        asked = self.marked.asked if self.marked is not None else ()
        empty = [item.quantity.key for item in asked if not item.text]
        if not asked:
            self.card.buttons["Next exercise"].setFocus()
        else:
            self.card.focus(empty[0] if empty else "")

    def _exercise(self) -> tuple[Exercise, tuple[str, ...]] | None:
        """The exercise that is worked out, and the keys that are blank."""
        own = self._view.own_exercise()
        if own is not None or self.kind is None or not self._state.exercise:
            return own
        exercise = self.kind.draw(self._state.exercise_seed, self._state.difficulty)
        return exercise, exercise.blanks(self._state.n_blank)

    def _go(self, seed: int, difficulty: Difficulty, n_blank: int | None, **view: object) -> None:
        kind = self.kind
        assert kind is not None
        exercise = kind.draw(seed, difficulty)
        self._show(exercise_state(self._session.lab, kind, exercise, n_blank, **view), "Work it yourself")

    def _start(self, seed: int, **changes: Any) -> None:
        """Starts an exercise without entries, with the current choices but for changes."""
        state = self._state
        chosen = {"difficulty": state.difficulty, "n_blank": state.n_blank, **changes}
        self._go(seed, chosen["difficulty"], chosen["n_blank"], **_UNANSWERED)

    def _next(self, difficulty: Any = None, *, drawn: bool = False) -> None:
        """Goes on with other numbers, on the rung that the record says.

        Args:
            difficulty: another one; None for the same.
            drawn: whether an exercise is drawn where one's own network is worked on.
        """
        kind = self.kind
        if kind is None or (not drawn and self._view.draw_exercise()):
            return
        seed, wanted = random.randrange(_SEEDS), difficulty or self._state.difficulty
        n_steps = len(kind.draw(seed, wanted).steps)
        n_blank = rung(self.record, kind.name, wanted, n_steps)
        self._start(seed, difficulty=wanted, n_blank=n_blank)

    def _choose_difficulty(self, difficulty: str) -> None:
        self._note()
        if difficulty == OWN:
            self._view.set_state(self._state.with_(exercise="", **_UNANSWERED))
            self._view.begin_exercise()
        else:
            self._next(difficulty, drawn=True)

    def _change(self, **changes: object) -> None:
        self._view.set_state(self._state.with_(**changes))

    def _enter(self, key: str, text: str) -> None:
        typed = {**dict(self._state.typed), key: text}
        self._change(typed=tuple((k, v) for k, v in typed.items() if v.strip()))

    def _walk(self, key: str, step: int) -> None:
        """Goes to the next field, after the last one to Check."""
        keys = [item.quantity.key for item in self.marked.asked] if self.marked is not None else []
        place = keys.index(key) + step if key in keys else 0
        self.focus(keys[place] if 0 <= place < len(keys) else "")

    def _press(self, button: str) -> None:
        state, current = self._state, self.card.current
        keys = [item.quantity.key for item in self.marked.asked] if self.marked is not None else []
        if button == "Check":
            self._change(checked=not state.checked)
            if self.marked is not None and self.marked.filled == len(keys) and self._state.checked:
                self._note()
        elif button == "Show this one" and current in keys:
            self._change(shown=tuple(sorted({*state.shown, current})))
        elif button == "Show all":
            self._change(shown=tuple(keys))
        elif button == "Start again":
            self._show(self._unanswered(), "Start again")
        elif button == "Next exercise":
            self._note()
            self._next()
            self.go_to_first()
        elif button == "Hand in…":
            self._hand_in()

    def _unanswered(self) -> SavedState:
        """The state as it is, without entries."""
        session, state = self._session, self._state.with_(**_UNANSWERED)
        return SavedState(
            lab=session.lab.id,
            params=session.params,
            view=to_json(state),
            frame=session.coming_frame,
            preset=session.preset,
        )

    def _whole(self) -> Marked | None:
        """The exercise with its marks, also if they are not shown."""
        found, state = self._exercise(), self._state
        if found is None:
            return None
        return marked_exercise(found[0], dict(state.typed), blank=found[1], revealed=state.shown)

    def _note(self) -> None:
        """Records the exercise as it stands, once; nothing if nothing was done."""
        marked, state = self._whole(), self._state
        identity = (state.exercise, state.exercise_seed, state.difficulty, state.n_blank)
        if marked is None or identity == self._recorded or (marked.asked and not (state.typed or state.shown)):
            return
        kind = self.kind
        self._recorded = identity
        self.recorded.emit(
            Attempt(
                what="exercise",
                name=kind.name if kind is not None else "",
                seed=state.exercise_seed,
                right=marked.right if marked.asked else None,
                answer=dict(state.typed),
                misconceptions=list(dict.fromkeys(each.name for each in marked.misconceptions)),
                difficulty=state.difficulty,
                n_blank=state.n_blank,
                earned=marked.earned,
                asked=len(marked.asked),
            )
        )

    def _hand_in(self) -> None:
        marked = self._whole()
        if marked is not None:
            from wk4gui.export.exercise_pages import hand_in_pdf

            make = partial(hand_in_pdf, self._session.lab, marked)
            self.document_offered.emit(f"{self._session.lab.id}-exercise.pdf", make)

"""Whether a lab begins with a question: at its first opening, always, or never."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from wk4gui.app.window.settings import Settings

if TYPE_CHECKING:
    from wk4gui.app.page.lab_page import LabPage

Choice = Literal["first time", "always", "never"]
CHOICES: tuple[Choice, ...] = ("first time", "always", "never")
_ENOUGH = 2
"""Labs in which everything was asked to be seen: then no other begins with a question."""


class FirstQuestions:
    """Asks when a lab is opened from the list; a file, a preset, a link or a slide always shows everything."""

    def __init__(self, settings: Settings, changed: Callable[[], object], notify: Callable[[str], object]) -> None:
        self._settings, self._changed, self._notify = settings, changed, notify

    @property
    def choice(self) -> str:
        return self._settings.questions

    def choose(self, choice: Choice) -> None:
        """Takes the user's choice."""
        self._settings.questions = choice
        self._changed()

    def begin(self, page: "LabPage") -> None:
        """Asks a lab's next question, if that is wanted; to be called when its page is new."""
        lab_id, choice = page.session.lab.id, self._settings.questions
        met = lab_id in self._settings.splitters
        if page.session.lab.questions and (choice == "always" or (choice == "first time" and not met)):
            page.predictor.ask_next(as_edit=False)
        page.predictor.ended.connect(lambda: self._everything_shown(lab_id))

    def _everything_shown(self, lab_id: str) -> None:
        """Two labs in which nothing was predicted say that questions are not wanted."""
        shown = self._settings.shown_everything
        if lab_id not in shown:
            shown.append(lab_id)
        if len(shown) >= _ENOUGH and self._settings.questions == "first time":
            self.choose("never")
            self._notify("Labs open without a question from now on. View, Start with a question, changes that.")

"""The base of every lab's view: panes that draw a result, and signals for changes that the user requests."""

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSplitter, QWidget

from wk4gui.lab.declarations import ViewState
from wk4gui.lab.exercise import Exercise
from wk4gui.lab.lab import Lab
from wk4gui.lab.reason import Reason
from wk4gui.lab.summary import Summary
from wk4gui.render.pane import Pane as Pane
from wk4gui.render.pane import split as split
from wk4gui.render.slide_layout import SlideLayout, SlidePanes
from wk4gui.render.theme import Theme


class SeenPart(NamedTuple):
    """Another part of a lab as a view shows it."""

    name: str
    params: Any
    result: Any


Pick = Callable[[float, float], Any]
ReasonOfPick = Callable[..., Reason | None]
HasLeftClick = Callable[[float, float], bool]


class Explained(NamedTuple):
    """A widget whose numbers can be clicked, with the arguments of `LabView.explain`."""

    widget: QWidget
    reason_at: Callable[[float, float], Reason | None]
    has_left_click_action: HasLeftClick


def no_reason(x: float, y: float) -> None:
    """The ``reason`` of a widget that has only labels."""


def nowhere(x: float, y: float) -> bool:
    """The ``has_left_click_action`` of a widget that is only displayed."""
    return False


def everywhere(x: float, y: float) -> bool:
    """The ``has_left_click_action`` of a widget that can be edited or dragged anywhere."""
    return True


class LabView(QWidget):
    """Draws a lab's result. It is created once and refilled at every change.

    Subclasses set `State`, fill `panes` and implement `draw`.

    Signals:
        edited(dict, int): the user changed parameters in the picture; the int is the drag's id (0: no drag).
        settled(): a drag in the picture ended.
        restarted(dict, dict): the user changed parameters and fields of the view state together; undo restores both.
        state_changed(): selection, digits or another part of the view state changed.
        frame_requested(int): the user chose a frame.
        pin_requested(): what is shown is to be pinned, before a change in the picture.
        other_lab_requested(str, object): another lab is to be opened, with these plain parameters.
        field_wanted(str): the field of a quantity is to be focused, on the desk of an exercise or in the picture.
        field_came(str): the blank of a quantity in the picture got the focus.
    """

    edited = Signal(dict, int)
    settled = Signal()
    restarted = Signal(dict, dict)
    state_changed = Signal()
    frame_requested = Signal(int)
    pin_requested = Signal()
    other_lab_requested = Signal(str, object)
    field_wanted = Signal(str)
    field_came = Signal(str)
    State: ClassVar[type[ViewState]] = ViewState
    Concealable: ClassVar[frozenset[str]] = frozenset()
    """What a question can hide beside whole panes, by name."""
    how_to_answer: ClassVar[str] = "Type them on the desk; Tab goes on."
    SLIDES: ClassVar[Mapping[str, SlidePanes]] = {}
    """Which panes a slide shows, by the page they belong to; "" where there are no pages."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.state: Any = self.State()
        self.panes: list[Pane] = []
        self.inspectors: list[QWidget] = []
        self.exercise_options: QWidget | None = None
        self.asked_about: frozenset[str] = frozenset()
        self.exercise_hides: Mapping[str, frozenset[str]] = {}
        self.filled: Pane | None = None
        self._shown: tuple[Any, Any, int] | None = None
        self.explained: list[Explained] = []
        self.part_results: dict[str, tuple[Any, Any]] = {}
        self.captioned = self._held = False
        self.slide: SlideLayout | None = None
        self.slide_legend: QWidget | None = None

    def complete(self) -> None:
        """Makes what the constructor leaves out where making all at once takes long; called once, right after it."""

    @property
    def shown(self) -> tuple[Any, Any, int] | None:
        """The parameters, result and frame shown."""
        return self._shown

    def explain(
        self,
        widget: QWidget,
        pick: Pick,
        reason: ReasonOfPick,
        *,
        part: str = "",
        has_left_click_action: HasLeftClick = nowhere,
    ) -> None:
        """Registers the reasons of a widget's numbers, to be shown at a click with either button.

        Args:
            widget: a plot or another widget.
            pick: (x, y) -> the item there, or None; in the plot's coordinates, or in pixels of another widget.
            reason: (params, result, frame, item) -> its Reason, or None.
            part: name of the part whose result explains it; "" for the main one.
            has_left_click_action: whether a left click has another effect at a place, so that only the right button
                shows the reason.
        """

        def reason_at(x: float, y: float) -> Reason | None:
            shown = self.shown_of(part)
            if shown is None or not all(map(math.isfinite, (x, y))):
                return None
            picked = pick(x, y)
            return None if picked is None else reason(*shown, picked)

        self.explained.append(Explained(widget, reason_at, has_left_click_action))

    def shown_of(self, part: str) -> tuple[Any, Any, int] | None:
        """The parameters, result and frame shown of a part ("" for the main one); None if it is not shown."""
        if not part:
            return self._shown
        return None if part not in self.part_results else (*self.part_results[part], 0)

    def show_result(self, params: Any, result: Any, frame: int) -> None:
        """Draws a result at one frame."""
        self._shown = (params, result, frame)
        self.redraw()

    @property
    def concealed(self) -> frozenset[str]:
        """What is hidden, by name: what a question asks about, and what an exercise would give away."""
        return self.asked_about | self.exercise_hides.get(self.state.exercise, frozenset())

    def set_state(self, state: ViewState) -> None:
        """Shows the same result in another view state."""
        if state != self.state:
            hidden, self.state = self.concealed, state
            if self.concealed != hidden:
                self.fill(None)
            self.redraw()
            self.state_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Shows the same result in another theme."""
        self.theme = theme
        self.apply_theme(theme)
        self.lay_out()
        self.redraw()

    def lay_out(self) -> None:
        """Lays the panes out as the theme asks: all of them, or as a slide."""
        if self.theme.slide and self.slide is None:
            self.slide = SlideLayout(self)
        elif self.slide is not None and not self.theme.slide:
            slide, self.slide = self.slide, None
            slide.give_back()
            self.fill(self.filled)
        if self.slide is not None:
            self.slide.set_theme(self.theme)

    def redraw(self) -> None:
        if self._shown is not None:
            self.draw(*self._shown)
        if self.slide is not None:
            self.slide.show_panes()

    def slide_panes(self) -> SlidePanes:
        """The panes that a slide of what is seen shows."""
        return self.SLIDES[""]

    def page_panes(self) -> list[Pane]:
        """The panes that belong together on a screen."""
        return self.panes

    def draw(self, params: Any, result: Any, frame: int) -> None:
        """Updates every item; creates none."""
        raise NotImplementedError

    def apply_theme(self, theme: Theme) -> None:
        """Passes the theme on to every item."""
        raise NotImplementedError

    def wanted_parts(self) -> tuple[str, ...]:
        """Names of the parts besides the main one that the view state shows."""
        return ()

    def show_part(self, name: str, params: Any, result: Any) -> None:
        """Draws and keeps the result of a part besides the main one."""
        self.part_results[name] = (params, result)
        if name in self.wanted_parts():
            self.draw_part(name, params, result)

    def draw_part(self, name: str, params: Any, result: Any) -> None:
        """Updates the items that show a part besides the main one."""

    def pin(self, name: str) -> None:
        """Keeps what every plot shows, in grey behind later results."""
        for plot in self.plots():
            plot.pin(name)

    def name_pin(self, name: str) -> None:
        """Names the snapshots that are kept."""
        for plot in self.plots():
            plot.name_pin(name)

    def hold_axes(self, *, held: bool) -> None:
        """Keeps the axes of all plots while something is dragged, and fits them again afterwards."""
        if held != self._held:
            self._held = held
            for plot in self.plots():
                plot.hold_ranges(held=held)

    def unpin(self) -> None:
        for plot in self.plots():
            plot.unpin()

    def plots(self) -> list[Any]:
        """All plots of the picture."""
        from wk4gui.render.plot import Plot  # pyqtgraph is imported after the first paint

        return self.findChildren(Plot)

    @property
    def hides_numbers(self) -> bool:
        """Whether the user is working out numbers, so that nothing may show them."""
        return bool(self.state.exercise)

    @property
    def follows_frames(self) -> bool:
        """Whether the picture depends on the frame."""
        return True

    def seen_part(self) -> SeenPart | None:
        """The part shown instead of the main one, once its result exists; otherwise None."""
        return None

    def summary(self, lab: Lab, params: Any, result: Any, frame: int) -> Summary:
        """The summary of what is shown; none while numbers are worked out."""
        if self.hides_numbers:
            return Summary("Your turn.", "The numbers are worked out by hand.")
        part = self.seen_part()
        if part is None:
            return lab.main.summarize(params, result, frame)
        return lab.part(part.name).summarize(*part[1:], 0)

    def conceal(self, names: Collection[str]) -> None:
        """Hides panes, and what else a question asks about, by name; what was hidden before is seen again."""
        if self.asked_about != (asked_about := frozenset(names)):
            self.asked_about = asked_about
            self.fill(None if self.filled is not None and self.filled.name in self.concealed else self.filled)
            self.redraw()

    def own_exercise(self) -> tuple[Exercise, tuple[str, ...]] | None:
        """The exercise that leaves numbers of the picture itself blank, and its blank keys; None for a drawn one."""
        return None

    @property
    def exercise_note(self) -> str:
        """What is to be said about an exercise with blanks in the picture, with a space after it; "" for nothing."""
        return ""

    def begin_exercise(self) -> None:
        """Leaves numbers of the picture blank, if it has blanks of its own."""

    def end_exercise(self) -> None:
        """Shows all numbers again; what was typed is kept."""
        self.set_state(self.state.with_(exercise=""))

    def draw_exercise(self) -> bool:
        """Draws another exercise with blanks in the picture; whether it has such."""
        return False

    def open_blank(self, key: str) -> bool:
        """Opens the blank of a quantity in the picture, to be typed into; whether it has one."""
        return False

    def set_captioned(self, *, captioned: bool) -> None:
        """Sets whether the summary is shown beside the view, which then does not repeat it."""
        self.captioned = captioned
        self.fill(self.filled)

    def shown_panes(self) -> list[Pane]:
        """The panes that may be seen now: not those that would give away what is to be found out."""
        return [pane for pane in self.panes if pane.name not in self.concealed]

    def set_interactive(self, *, interactive: bool) -> None:
        """Shows or hides what is useful only on screen, such as buttons in the picture."""

    def fill_next(self) -> None:
        """Fills the picture with the next pane, after the last with all of them again; on a slide makes it large."""
        if self.slide is not None:
            self.slide.next_large()
            return
        order: list[Pane | None] = [None, *self.shown_panes()]
        self.fill(order[(order.index(self.filled) + 1) % len(order)])

    def add_pane(self, pane: Pane) -> Pane:
        self.panes.append(pane)
        pane.fill_requested.connect(lambda: self.fill(None if self.filled is pane else pane))
        return pane

    def fill(self, pane: Pane | None) -> None:
        """Enlarges one pane, or shows all again."""
        self.filled = pane
        if self.slide is not None:
            self.slide.choose(None if pane is None else SlidePanes((pane.name,)))
            return
        allowed = self.shown_panes()
        for other in self.panes:
            other.setVisible((pane is None or other is pane) and other in allowed)
        for splitter in self.findChildren(QSplitter):
            inside = [p for p in self.panes if splitter.isAncestorOf(p)]
            splitter.setVisible(any(not p.isHidden() for p in inside))

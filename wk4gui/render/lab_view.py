"""The base of every lab's view: panes that draw a result, and signals for changes that the user requests."""

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from wk4gui.lab.declarations import ViewState
from wk4gui.lab.lab import Lab
from wk4gui.lab.reason import Reason
from wk4gui.lab.summary import Summary
from wk4gui.render.named import named
from wk4gui.render.slide_layout import SlideLayout, SlidePanes
from wk4gui.render.theme import Theme


class Pane(QFrame):
    """A card of the picture: a title of at most six words over one widget.

    Signals:
        fill_requested(): its title was double-clicked, to enlarge it or to show all panes again.
    """

    fill_requested = Signal()

    def __init__(self, name: str, title: str, content: QWidget, beside: QWidget | None = None) -> None:
        super().__init__()
        self.name = name
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.title = named(QLabel(title, self), "paneTitle")
        self.title.setToolTip("Double-click to enlarge this pane, again to show all panes")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(4)
        self._head = row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.title)
        self._beside, self._wants_narrow = beside, False
        if beside is not None and hasattr(beside, "renamed"):
            beside.renamed.connect(self._fit_head)
        if beside is not None:
            row.addWidget(beside, 1)
        layout.addLayout(row)
        layout.addWidget(content, 1)

    def set_head_narrow(self, *, narrow: bool) -> None:
        """Whether what stands beside the title stands below it, also where there is room for both."""
        self._wants_narrow = narrow
        self._fit_head()

    def _fit_head(self) -> None:
        """Puts what is beside the title below it where both do not fit side by side."""
        beside = self._beside
        flows = beside is None or beside.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored
        whole = 0.0 if beside is None or flows else getattr(beside, "whole_width", beside.sizeHint().width())
        needed = self.title.sizeHint().width() + whole + 16
        narrow = self._wants_narrow or needed > self.contentsRect().width() - 28
        way = QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
        self._head.setDirection(way)
        self._head.setSpacing(4 if narrow else 16)

    def entitle(self, title: str) -> None:
        """Changes the title, also for assistive technology."""
        self.title.setText(title)
        self.setAccessibleName(title)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_head()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.title.geometry().adjusted(0, -8, 10_000, 4).contains(event.position().toPoint()):
            self.fill_requested.emit()


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
        document_offered(str, object): a document is to be saved: its file name, and a function that makes its bytes.
    """

    edited = Signal(dict, int)
    settled = Signal()
    restarted = Signal(dict, dict)
    state_changed = Signal()
    frame_requested = Signal(int)
    pin_requested = Signal()
    other_lab_requested = Signal(str, object)
    document_offered = Signal(str, object)
    State: ClassVar[type[ViewState]] = ViewState
    Concealable: ClassVar[frozenset[str]] = frozenset()
    """What a question can hide beside whole panes, by name."""
    SLIDES: ClassVar[Mapping[str, SlidePanes]] = {}
    """Which panes a slide shows, by the page they belong to; "" where there are no pages."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.state: Any = self.State()
        self.panes: list[Pane] = []
        self.inspectors: list[QWidget] = []
        self.exercise: QWidget | None = None
        self.concealed: frozenset[str] = frozenset()
        self.filled: Pane | None = None
        self._shown: tuple[Any, Any, int] | None = None
        self.explained: list[Explained] = []
        self.part_results: dict[str, tuple[Any, Any]] = {}
        self.captioned = self._held = False
        self.slide: SlideLayout | None = None
        self.slide_legend: QWidget | None = None

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

    def set_state(self, state: ViewState) -> None:
        """Shows the same result in another view state."""
        if state != self.state:
            self.state = state
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
        return False

    @property
    def follows_frames(self) -> bool:
        """Whether the picture depends on the frame."""
        return True

    def seen_part(self) -> SeenPart | None:
        """The part shown instead of the main one, once its result exists; otherwise None."""
        return None

    def summary(self, lab: Lab, params: Any, result: Any, frame: int) -> Summary:
        """The summary of what is shown."""
        part = self.seen_part()
        if part is None:
            return lab.main.summarize(params, result, frame)
        return lab.part(part.name).summarize(*part[1:], 0)

    def conceal(self, names: Collection[str]) -> None:
        """Hides panes, and what else a question asks about, by name; what was hidden before is seen again."""
        if self.concealed != (concealed := frozenset(names)):
            self.concealed = concealed
            self.fill(None if self.filled is not None and self.filled.name in concealed else self.filled)
            self.redraw()

    def begin_exercise(self) -> None:
        """Leaves numbers blank, to be worked out."""

    def end_exercise(self) -> None:
        """Shows all numbers again; what was typed is kept."""

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


def split(orientation: Qt.Orientation, *children: QWidget, sizes: tuple[int, ...]) -> QSplitter:
    """A splitter of panes with the program's spacing; sizes are proportions."""
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(10)
    splitter.setChildrenCollapsible(False)
    for child in children:
        splitter.addWidget(child)
    for i, size in enumerate(sizes):
        splitter.setStretchFactor(i, size)
    splitter.setSizes([size * 100 for size in sizes])
    return splitter

"""What every lab's view is: panes that draw a result, and signals that say what the user wants changed."""

import math
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from wk4gui.lab.declarations import ViewState
from wk4gui.lab.lab import Lab
from wk4gui.lab.reason import Reason
from wk4gui.lab.summary import Summary
from wk4gui.render.named import named
from wk4gui.render.theme import Theme


class Pane(QFrame):
    """A card of the picture: a title of at most six words over one widget.

    Signals:
        fill_requested(): its title was double-clicked; it wants the whole picture, or to give it back.
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
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.title)
        if beside is not None:
            row.addWidget(beside, 1)
        layout.addLayout(row)
        layout.addWidget(content, 1)

    def entitle(self, title: str) -> None:
        """Another title, also for assistive technology."""
        self.title.setText(title)
        self.setAccessibleName(title)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.title.geometry().adjusted(0, -8, 10_000, 4).contains(event.position().toPoint()):
            self.fill_requested.emit()


class SeenPart(NamedTuple):
    """A further part of a lab as a view shows it."""

    name: str
    params: Any
    result: Any


Pick = Callable[[float, float], Any]
ReasonOfPick = Callable[..., Reason | None]
HasLeftClick = Callable[[float, float], bool]


class Explained(NamedTuple):
    """A widget whose numbers answer a click, as `LabView.explain` was given it."""

    widget: QWidget
    reason_at: Callable[[float, float], Reason | None]
    has_left_click_action: HasLeftClick


def no_reason(x: float, y: float) -> None:
    """The reason of a widget that has labels alone."""


def nowhere(x: float, y: float) -> bool:
    """Where a left click does something else on a widget that is only looked at."""
    return False


def everywhere(x: float, y: float) -> bool:
    """The same of a widget that is edited or dragged wherever it is pressed."""
    return True


class LabView(QWidget):
    """Draws a lab's result and decides nothing. Made once, refilled at every change.

    Subclasses set `State`, fill `panes` and implement `draw`.

    Signals:
        edited(dict, int): parameters that the user changed in the picture, and the drag's id (0: no drag).
        settled(): a drag in the picture ended.
        restarted(dict, dict): parameters and fields of the view state that the user changed together, and that undo
            brings back together.
        state_changed(): selection, digits or another part of the view state changed.
        frame_requested(int): the user pointed at a frame.
        document_offered(str, object): a document is to be written; the name of its file, and what makes its bytes.
    """

    edited = Signal(dict, int)
    settled = Signal()
    restarted = Signal(dict, dict)
    state_changed = Signal()
    frame_requested = Signal(int)
    document_offered = Signal(str, object)
    State: ClassVar[type[ViewState]] = ViewState

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.state: Any = self.State()
        self.panes: list[Pane] = []
        self.inspectors: list[QWidget] = []
        self.filled: Pane | None = None
        self._shown: tuple[Any, Any, int] | None = None
        self.explained: list[Explained] = []
        self.part_results: dict[str, tuple[Any, Any]] = {}
        self.captioned = False

    @property
    def shown(self) -> tuple[Any, Any, int] | None:
        """Parameters, result and frame that are shown."""
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
        """Says where the numbers of a widget come from; a click asks, with the left button or with the right one.

        Args:
            widget: a plot or any other.
            pick: what stands at a place (in the plot's coordinates, elsewhere in pixels), or None.
            reason: (params, result, frame, what was picked) -> its Reason, or None.
            part: name of the further part whose result is asked; "" for the main one.
            has_left_click_action: whether a left click does something else at a place, so that only the right button
                asks there.
        """

        def reason_at(x: float, y: float) -> Reason | None:
            shown = self.shown_of(part)
            if shown is None or not all(map(math.isfinite, (x, y))):
                return None
            picked = pick(x, y)
            return None if picked is None else reason(*shown, picked)

        self.explained.append(Explained(widget, reason_at, has_left_click_action))

    def shown_of(self, part: str) -> tuple[Any, Any, int] | None:
        """Parameters, result and frame of a part as it is shown; "" stands for the main one; None if it is not."""
        if not part:
            return self._shown
        return None if part not in self.part_results else (*self.part_results[part], 0)

    def show_result(self, params: Any, result: Any, frame: int) -> None:
        """Draws a result at one frame."""
        self._shown = (params, result, frame)
        self.draw(params, result, frame)

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
        self.redraw()

    def redraw(self) -> None:
        if self._shown is not None:
            self.draw(*self._shown)

    def draw(self, params: Any, result: Any, frame: int) -> None:
        """Refills every item; makes none."""
        raise NotImplementedError

    def apply_theme(self, theme: Theme) -> None:
        """Hands the theme on to every item."""
        raise NotImplementedError

    def wanted_parts(self) -> tuple[str, ...]:
        """The further parts of the lab that the present view state shows."""
        return ()

    def show_part(self, name: str, params: Any, result: Any) -> None:
        """Draws the result of a further part and keeps it for those who ask."""
        self.part_results[name] = (params, result)
        if name in self.wanted_parts():
            self.draw_part(name, params, result)

    def draw_part(self, name: str, params: Any, result: Any) -> None:
        """Refills what shows a further part, which is seen."""

    def pin(self, name: str) -> None:
        """Keeps what every plot shows, in grey behind what comes."""
        for plot in self.plots():
            plot.pin(name)

    def unpin(self) -> None:
        for plot in self.plots():
            plot.unpin()

    def plots(self) -> list[Any]:
        """All plots of the picture."""
        from wk4gui.render.plot import Plot  # plots come with pyqtgraph, after the first paint

        return self.findChildren(Plot)

    @property
    def hides_numbers(self) -> bool:
        """Whether numbers are to be found out by the user now, so that nothing else may show them."""
        return False

    @property
    def follows_frames(self) -> bool:
        """Whether what is seen is different at every frame of the result."""
        return True

    def seen_part(self) -> SeenPart | None:
        """The further part that is seen instead of the main one, once its result is there; None elsewhere."""
        return None

    def summary(self, lab: Lab, params: Any, result: Any, frame: int) -> Summary:
        """What is said of what is seen."""
        part = self.seen_part()
        if part is None:
            return lab.main.summarize(params, result, frame)
        return lab.part(part.name).summarize(*part[1:], 0)

    def set_captioned(self, *, captioned: bool) -> None:
        """Whether the summary stands beside the view, which then does not say it once more."""
        self.captioned = captioned
        self.fill(self.filled)

    def shown_panes(self) -> list[Pane]:
        """The panes that may be seen now; a view may hide those that would give away what is to be found out."""
        return self.panes

    def set_interactive(self, *, interactive: bool) -> None:
        """Shows or hides what only makes sense on a screen, such as buttons in the picture."""

    def fill_next(self) -> None:
        """Fills the picture with the next pane, after the last with all of them again."""
        order: list[Pane | None] = [None, *self.panes]
        self.fill(order[(order.index(self.filled) + 1) % len(order)])

    def add_pane(self, pane: Pane) -> Pane:
        self.panes.append(pane)
        pane.fill_requested.connect(lambda: self.fill(None if self.filled is pane else pane))
        return pane

    def fill(self, pane: Pane | None) -> None:
        """Gives the whole picture to one pane, or shows all again."""
        self.filled = pane
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

"""A view with several pages, one shown at a time."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from wk4gui.render.lab_view import LabView, Pane, SeenPart
from wk4gui.render.slide_layout import SlidePanes
from wk4gui.render.theme import Theme


class PagedView(LabView):
    """A view whose state has a field ``show`` that names one of its pages.

    Subclasses list in `Parts` the parts that a page shows besides the main one, add their pages, and implement
    `draw_page` and `draw_part`, which draws the latest result of a part.
    """

    Parts: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.stack = QStackedWidget()
        self._pages: dict[str, Sequence[Pane]] = {}
        self._beside: list[QWidget] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def add_page(self, name: str, picture: QWidget, panes: Sequence[Pane], *below: QWidget) -> None:
        """Adds a page of panes, and a widget below them that is shown with all of them."""
        page = QWidget()  # a splitter itself would be shown again with the panes
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(picture, 1)
        for widget in below:
            layout.addWidget(widget)
        self._beside += below
        self._pages[name] = panes
        self.stack.addWidget(page)

    @property
    def page(self) -> str:
        """The current page: that of the enlarged pane, or the state's."""
        own = [name for name, panes in self._pages.items() if self.filled in panes]
        return own[0] if own else str(self.state.show)

    @property
    def follows_frames(self) -> bool:
        return not self.wanted_parts()

    def wanted_parts(self) -> tuple[str, ...]:
        return self.Parts.get(self.page, ())

    def draw(self, params: Any, result: Any, frame: int) -> None:
        self.stack.setCurrentIndex(list(self._pages).index(self.page))
        self.draw_page(self.page, params, result, frame)
        for name in self.wanted_parts():
            if name in self.part_results:
                self.draw_part(name, *self.part_results[name])

    def seen_part(self) -> SeenPart | None:
        there = (name for name in self.wanted_parts() if name in self.part_results)
        return next((SeenPart(name, *self.part_results[name]) for name in there), None)

    def slide_panes(self) -> SlidePanes:
        return self.SLIDES[self.page]

    def page_panes(self) -> list[Pane]:
        return list(self._pages[self.page])

    def draw_page(self, page: str, params: Any, result: Any, frame: int) -> None:
        """Updates the items of a page from the main result."""

    def fill(self, pane: Pane | None) -> None:
        """Also shows the page that the pane belongs to."""
        wanted = self.wanted_parts()
        super().fill(pane)
        for widget in self._beside:
            widget.setVisible(pane is None and not self.captioned)
        self.redraw()
        if self.wanted_parts() != wanted:
            self.state_changed.emit()

"""A slide: one large pane and at most one small one beside it, taken out of a view's own layout and given back."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from wk4gui.render.theme import Theme

if TYPE_CHECKING:
    from wk4gui.render.lab_view import LabView, Pane


class SlidePanes(NamedTuple):
    """What a slide shows.

    Attributes:
        large: names of the panes in the large place, mostly one.
        small: name of the pane in the small place; "" for none.
        share: of the width that the large place takes.
    """

    large: tuple[str, ...]
    small: str = ""
    share: float = 0.64


class Home(NamedTuple):
    """The place of a pane in its view's own layout.

    Attributes:
        box: the splitter or the layout that holds it.
        place: its place there.
        stretch: its share of a layout.
    """

    box: QSplitter | QBoxLayout
    place: int
    stretch: int = 0

    def holds(self, pane: QWidget) -> bool:
        """Whether the pane is there now."""
        return self.box.indexOf(pane) >= 0

    def take(self, pane: QWidget) -> None:
        """Puts the pane back."""
        if isinstance(self.box, QSplitter):
            self.box.insertWidget(self.place, pane)
        else:
            self.box.insertWidget(self.place, pane, self.stretch)


class SlideLayout(QWidget):
    """Covers a view with the panes that it borrows from the view's splitters."""

    def __init__(self, view: "LabView") -> None:
        super().__init__(view)
        self._view = view
        self._chosen: SlidePanes | None = None
        self._shown: SlidePanes | None = None
        splitters = view.findChildren(QSplitter)
        self._sizes = [(splitter, splitter.sizes()) for splitter in splitters]
        self._homes = {pane.name: _home(pane, splitters) for pane in view.panes}
        self._large, self._small = QHBoxLayout(), QVBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(self._large)
        row.addLayout(self._small)
        self._row = row
        if view.slide_legend is not None:
            self._small.addWidget(view.slide_legend)
            view.slide_legend.show()
        items = (_layout(view).itemAt(i) for i in range(_layout(view).count()))
        self._own = [widget for item in items if item is not None and (widget := item.widget()) is not None]
        for widget in self._own:
            widget.hide()
        _layout(view).addWidget(self)

    @property
    def panes(self) -> SlidePanes:
        """What is shown: what was chosen, as far as it may be seen on this page, else what the lab says."""
        chosen = self._chosen
        allowed = [pane.name for pane in self._allowed()]
        if chosen is None or not set(allowed).issuperset((*chosen.large, *filter(None, [chosen.small]))):
            chosen = self._view.slide_panes()
        large = tuple(name for name in chosen.large if name in allowed) or tuple(allowed[:1])
        small = chosen.small if chosen.small in allowed and chosen.small not in large else ""
        return chosen._replace(large=large, small=small)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names of the panes that were chosen, the large one first; () where the lab chooses."""
        if self._chosen is None:
            return ()
        return tuple(filter(None, (self._chosen.large[0], self._chosen.small)))

    def choose_names(self, names: tuple[str, ...]) -> None:
        """Shows the panes of these names, the first one large; () leaves it to the lab."""
        self.choose(SlidePanes(names[:1], names[1] if len(names) > 1 else "") if names else None)

    def choose(self, panes: SlidePanes | None) -> None:
        """Shows these panes; None: those that the lab says."""
        self._chosen = panes
        self.show_panes()

    def next_large(self) -> None:
        """Makes the next pane large, and the one that was large small, if there is a small one."""
        names, now = [pane.name for pane in self._allowed()], self.panes
        large = names[(names.index(now.large[-1]) + 1) % len(names)]
        self.choose(SlidePanes((large,), now.large[0] if now.small and now.large[0] != large else ""))

    def swap(self) -> None:
        """Makes the small pane large and the large one small."""
        now = self.panes
        if now.small:
            self.choose(SlidePanes((now.small,), now.large[0]))

    def toggle_small(self) -> None:
        """Shows one pane alone, or a second one again."""
        now, own = self.panes, self._view.slide_panes()
        if now.small:
            self.choose(now._replace(small=""))
            return
        others = [own.small, *own.large, *(pane.name for pane in self._allowed())]
        self.choose(now._replace(small=next((name for name in others if name and name not in now.large), "")))

    def show_panes(self) -> None:
        """Borrows the panes that are to be shown and gives the others back; nothing happens if they are there."""
        wanted = self.panes
        if wanted == self._shown:
            return
        self._shown = wanted
        by_name = {pane.name: pane for pane in self._view.panes}
        self._return({*wanted.large, wanted.small})
        for name, pane in by_name.items():
            pane.set_head_narrow(narrow=name == wanted.small or len(wanted.large) > 1)
        for k, name in enumerate(wanted.large):
            self._large.insertWidget(k, by_name[name], 1)
            by_name[name].show()
        if wanted.small:
            self._small.insertWidget(0, by_name[wanted.small], 1)
            by_name[wanted.small].show()
        beside = bool(wanted.small) or self._view.slide_legend is not None
        self._row.setStretch(0, round(100 * wanted.share))
        self._row.setStretch(1, round(100 * (1 - wanted.share)) if beside else 0)

    def set_theme(self, theme: Theme) -> None:
        gap = theme.px(13)
        self._row.setSpacing(gap)
        self._large.setSpacing(gap)
        self._small.setSpacing(gap)

    def give_back(self) -> None:
        """Puts every pane back to where it was, with its size, and goes."""
        self._return(set())
        for pane in self._view.panes:
            pane.set_head_narrow(narrow=False)
        for splitter, sizes in self._sizes:
            splitter.setSizes(sizes)
        if self._view.slide_legend is not None:
            self._view.slide_legend.setParent(self._view)
            self._view.slide_legend.hide()
        _layout(self._view).removeWidget(self)
        for widget in self._own:
            widget.show()
        self.hide()
        self.deleteLater()

    def _return(self, stay: set[str]) -> None:
        """Gives back the borrowed panes that do not stay, in the order of their places."""
        for name, home in sorted(self._homes.items(), key=lambda entry: entry[1].place):
            pane = next(pane for pane in self._view.panes if pane.name == name)
            if name not in stay and not home.holds(pane):
                home.take(pane)

    def _allowed(self) -> "list[Pane]":
        allowed = self._view.shown_panes()
        return [pane for pane in self._view.page_panes() if pane in allowed]


def _home(pane: "Pane", splitters: list[QSplitter]) -> Home:
    own = [Home(each, each.indexOf(pane)) for each in splitters if each.indexOf(pane) >= 0]
    if own:
        return own[0]
    around = pane.parentWidget()
    layout = around.layout() if isinstance(around, QWidget) else None
    assert isinstance(layout, QBoxLayout)
    place = layout.indexOf(pane)
    return Home(layout, place, layout.stretch(place))


def _layout(view: "LabView") -> QBoxLayout:
    layout = view.layout()
    assert isinstance(layout, QBoxLayout)
    return layout

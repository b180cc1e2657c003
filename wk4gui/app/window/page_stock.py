"""Pages of labs: made at once when one is opened, or in passes, and the next one before that, in idle time."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QStackedWidget

from wk4gui.app.page.turns import Turns
from wk4gui.registry import LABS
from wk4gui.render.theme import Theme
from wk4gui.sweeps.store import WindowStore

if TYPE_CHECKING:
    from wk4gui.app.page.lab_page import LabPage

_PAUSE_MS = 150
"""Between two steps in idle time."""
_IN_THIS_ORDER = ("numpy", "numpy.random", "pyqtgraph")
"""What views import, after the first paint."""


class PageStock(QObject):
    """Makes pages step by step; one that is opened before it is complete gets what it lacks at once."""

    def __init__(self, stack: QStackedWidget, records: WindowStore, theme: Callable[[], Theme]) -> None:
        """Makes pages for a stack.

        Args:
            stack: where the pages will be.
            records: keeps the results of sweeps.
            theme: the present theme.
        """
        super().__init__(stack)
        self._stack, self._records, self._theme = stack, records, theme
        self._begun: dict[str, tuple[Iterator[None], list[LabPage]]] = {}
        self._taken: set[str] = set()
        self._seen: object = None
        self._imports = _imported(LABS)
        self._turns = Turns(self, pause_ms=_PAUSE_MS, may=self._idle)

    def take(self, lab_id: str) -> "LabPage":
        """The page of a lab, which belongs to the caller from now on and has not begun to compute."""
        steps, made = self._making(lab_id)
        del self._begun[lab_id]
        for _ in steps:
            pass
        self._taken.add(lab_id)
        return made[0]

    def has_given(self, lab_id: str) -> bool:
        """Whether the page of a lab was taken."""
        return lab_id in self._taken

    def passes(self, lab_id: str) -> Iterator[None]:
        """Makes what the page of a lab lacks; nothing is made in idle time meanwhile."""
        self._turns.stop()
        yield from _imported([lab_id])
        for _ in self._making(lab_id)[0]:  # not "yield from", which would end the making with a visit
            yield

    def prepare_after(self, lab_id: str) -> None:
        """Makes in idle time the page of the next lab in the list that was not taken; then imports all the others."""
        following = list(LABS)[list(LABS).index(lab_id) + 1 :]
        wanted = next((each for each in following if each not in self._taken), None)
        steps = () if wanted is None else chain(_imported([wanted]), self._making(wanted)[0])
        self._turns.begin(chain(steps, self._imports))

    @property
    def busy(self) -> bool:
        """Whether a page is being prepared, or waits for that."""
        return self._turns.busy

    def stop(self) -> None:
        """Prepares nothing more, and ends what prepared pages could run."""
        self._turns.stop()
        for _, made in self._begun.values():
            for page in made:
                page.stop()

    def _idle(self) -> bool:
        """Whether a lab is shown in which nothing has happened since the last pause."""
        from wk4gui.app.page.lab_page import LabPage  # it has been imported when a lab is shown

        page, before = self._stack.currentWidget(), self._seen
        self._seen = (page, page.session.params, page.session.frame) if isinstance(page, LabPage) else None
        quiet = QApplication.mouseButtons() == Qt.MouseButton.NoButton
        return quiet and isinstance(page, LabPage) and self._seen == before and not page.session.coming

    def _making(self, lab_id: str) -> tuple[Iterator[None], "list[LabPage]"]:
        if lab_id not in self._begun:
            made: list[LabPage] = []
            self._begun[lab_id] = self._steps(lab_id, made), made
        return self._begun[lab_id]

    def _steps(self, lab_id: str, made: "list[LabPage]") -> Iterator[None]:
        """The steps to a page, each of which takes some hundredths of a second."""
        from wk4gui.app.page.lab_page import LabPage  # imports NumPy, and views pyqtgraph, after the first paint
        from wk4gui.app.page.lab_session import LabSession
        from wk4gui.render.views import begin_view, complete_view

        try:
            lab = LABS[lab_id]
            view = begin_view(lab, self._theme())
            yield
            complete_view(view, lab, lab.presets[0].view)
            yield
            page = LabPage(LabSession(lab), view, self._records, self._stack)
            page.hide()
            made.append(page)
            yield
            page.set_theme(self._theme())
            yield
            page.resize(self._stack.size())
            layout = page.layout()
            if layout is not None:
                layout.activate()
        except Exception:
            self._begun.pop(lab_id, None)  # else it could not be tried again
            raise


def _imported(lab_ids: Iterable[str]) -> Iterator[None]:
    """Imports labs with their views and what they need, in passes: in a thread of its own it may crash Qt."""
    for module in _IN_THIS_ORDER:
        if module not in sys.modules:
            if module == "pyqtgraph":
                _make_classes_of_qt()
                yield
            import_module(module)
            yield
    from wk4gui.render.views import view_class

    for lab_id in lab_ids:
        with suppress(Exception):  # whoever makes the page meets it again
            view_class(LABS[lab_id])
        yield


def _make_classes_of_qt() -> None:
    """Makes all of Qt's classes, which PySide does when they are asked for; pyqtgraph's import asks for every one."""
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)

"""Visits to labs whose pages are made meanwhile, in passes; whatever else the user does finds the lab opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from wk4gui.app.page.turns import Turns
from wk4gui.app.window.lab_list import LabList
from wk4gui.app.window.page_stock import PageStock
from wk4gui.render.qt_application import qt_application

_BREATH_MS = 2
"""Between two passes."""
_DONE_BY_USER = (
    QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel, QEvent.Type.Drop,
)  # fmt: skip
_THROUGH_LIST = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip


class Visits(QObject):
    """At most one visit at a time; until it ends the lab before is seen."""

    def __init__(self, stock: PageStock, labs: LabList, open_lab: Callable[[str], object]) -> None:
        """Makes pages of a stock, marks labs in a list, and calls ``open_lab`` when a page is made."""
        super().__init__(stock)
        self._stock, self._labs, self._open_lab = stock, labs, open_lab
        self._wanted = self._seen = ""
        self._after: Callable[[], object] = _nothing
        self._turns = Turns(self, pause_ms=_BREATH_MS)

    @property
    def busy(self) -> bool:
        """Whether a visit is under way."""
        return bool(self._wanted)

    def begin(self, lab_id: str, seen: str, after: Callable[[], object]) -> None:
        """Begins a visit, in place of one under way.

        Args:
            lab_id: where to.
            seen: the lab that is seen until then; "" if none is.
            after: called when the visit ends, in this lab or in another.
        """
        self.drop()
        self._wanted, self._seen, self._after = lab_id, seen, after
        self._labs.show_lab(lab_id)
        if self._stock.has_given(lab_id):
            self.finish()
            return
        qt_application().installEventFilter(self)
        self._turns.begin(self._passes(lab_id))

    def finish(self) -> None:
        """Ends a visit now, with all that its page lacks."""
        if self._wanted:
            with self._marked_as_seen():
                self._open_lab(self._wanted)  # which drops the visit

    def drop(self) -> None:
        """Forgets a visit under way, since another lab is opened or the window closed."""
        if self._wanted:
            self._turns.stop()
            qt_application().removeEventFilter(self)
            after, self._wanted, self._after = self._after, "", _nothing
            after()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Opens the lab before what the user does next, which is meant for it."""
        if event.type() in _DONE_BY_USER and not self._chooses_lab(event):
            try:
                self.finish()
            except Exception as error:  # it cannot leave a filter of Qt's events
                self._turns.begin(map(_raise, [error]))
        return False

    def _passes(self, lab_id: str) -> Iterator[None]:
        with self._marked_as_seen():
            yield from self._stock.passes(lab_id)
        self.finish()

    @contextmanager
    def _marked_as_seen(self) -> Iterator[None]:
        """Where a page cannot be made, the visit ends, and the list marks the lab that is seen."""
        try:
            yield
        except Exception:
            self.drop()
            self._labs.show_lab(self._seen)
            raise

    def _chooses_lab(self, event: QEvent) -> bool:
        """Whether a key or a click is meant for the list, in which the next choice takes the place of this one."""
        labs = self._labs
        if isinstance(event, QKeyEvent):
            focused = QApplication.focusWidget()
            return event.key() in _THROUGH_LIST and focused is not None and labs.isAncestorOf(focused)
        if isinstance(event, QMouseEvent):
            return labs.isVisible() and labs.rect().contains(labs.mapFromGlobal(event.globalPosition()).toPoint())
        return False


def _raise(error: Exception) -> NoReturn:
    """Raises an exception, as a pass does."""
    raise error


def _nothing() -> None:
    """Nothing is done afterwards."""

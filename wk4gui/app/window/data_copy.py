"""Copies the numbers of a page in a thread, as a table for spreadsheets and as JSON."""

import io

from PySide6.QtCore import QByteArray, QMimeData, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from wk4gui.app.page.job import Job
from wk4gui.app.page.lab_page import LabPage
from wk4gui.app.window.clipboard import put_on_clipboard
from wk4gui.export.data import WatchedFile, expected_size, write_json
from wk4gui.export.report import MUCH, compute_report, size_in_words
from wk4gui.export.tables import write_tab_separated
from wk4gui.lab.checkpoint import Checkpoint

_SHOWN_FROM = 5_000_000
"""Bytes from which copying takes long enough to show progress."""


class DataCopy(Job):
    """Copies the numbers shown, without fields that are too long to print, which files include.

    Signals:
        copied(str): the numbers are on the clipboard, in one sentence.
    """

    copied = Signal(str)

    def __init__(self, page: LabPage) -> None:
        super().__init__("Nothing was copied", page)
        session = page.session
        lab, params, known = session.lab, session.shown_params, {session.lab.main.name: session.result}
        self._report = compute_report(
            lab,
            params,
            part=lab.main.name,
            frame=session.frame,
            known=known,
            omit_long=True,
            checkpoint=self.checkpoint,
        )
        self._left_out = [
            name for name in lab.main.omitted_from_print(params, session.result) if hasattr(session.result, name)
        ]
        self._sizes = expected_size(self._report, ".csv"), expected_size(self._report, ".json")
        self.finished.connect(self._put)

    @property
    def size(self) -> int:
        """Approximate size in bytes."""
        return sum(self._sizes)

    @property
    def worth_watching(self) -> bool:
        """Whether it takes long enough to show progress."""
        return self.size > _SHOWN_FROM

    def begin(self) -> None:
        """Starts copying, which ends with exactly one of copied, failed and cancelled."""
        self.start(self._make)

    def _make(self, checkpoint: Checkpoint) -> tuple[bytes, bytes]:
        table, json = io.BytesIO(), io.BytesIO()
        share = self._sizes[0] / max(self.size, 1)
        write_tab_separated(
            self._report, WatchedFile(table, self._sizes[0], lambda fraction: checkpoint(share * fraction))
        )
        write_json(
            self._report,
            WatchedFile(json, self._sizes[1], lambda fraction: checkpoint(share + (1.0 - share) * fraction)),
        )
        return table.getvalue(), json.getvalue()

    def _put(self, made: tuple[bytes, bytes]) -> None:
        data = QMimeData()
        data.setData("text/plain", QByteArray(made[0]))
        data.setData("application/json", QByteArray(made[1]))
        put_on_clipboard(data)
        without = f" without {' and '.join(self._left_out)}, which files have" if self._left_out else ""
        self.copied.emit(f"The numbers are on the clipboard{without}")


def may_take(parent: QWidget, size: int, what: str) -> bool:
    """Whether something may take this many bytes; asks the user if they are many."""
    if size <= MUCH:
        return True
    question = f"{what} about {size_in_words(size)}. Continue?"
    return QMessageBox.question(parent, "Large amount of data", question) == QMessageBox.StandardButton.Yes

"""The export dialog: content, look and file, with a preview; it stays responsive while writing."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wk4gui.app.export_dialog.export_choices import (
    FORMATS,
    DialogChoices,
    checked_path,
    described,
    first_path,
    numbered_pattern,
)
from wk4gui.app.export_dialog.export_form import ExportForm
from wk4gui.app.export_dialog.export_job import ExportJob
from wk4gui.app.export_dialog.export_parts import Message, quiet_button, row_of
from wk4gui.app.export_dialog.export_preview import ExportPreview
from wk4gui.app.page.job import Job
from wk4gui.app.page.lab_page import LabPage
from wk4gui.app.window.clipboard import copy_figure, page_figure, page_report, report_of
from wk4gui.app.window.data_copy import DataCopy, may_take
from wk4gui.app.window.file_questions import may_replace
from wk4gui.export.animation import Plan, default_fps, make_plan
from wk4gui.export.data import expected_size, shapes
from wk4gui.export.drawing import shown_frames
from wk4gui.lab.declarations import ParamError, fields_of
from wk4gui.render.named import named
from wk4gui.render.number_table import NumberTable
from wk4gui.render.table_model import Column
from wk4gui.render.theme import Theme

_COLUMN_WIDTH = 344
_DRAWING_DPI = 192.0
"""Pixels per inch of a drawing that is copied as a picture."""


@dataclass(frozen=True)
class Exported:
    """The result of the dialog: the last file written, if any, and the last choices."""

    path: Path | None
    choices: DialogChoices


def ask_for_export(parent: QWidget, page: LabPage, theme: Theme, choices: DialogChoices) -> Exported:
    """Lets the user export what a page shows, repeatedly until the dialog is closed."""
    dialog = ExportDialog(page, theme, choices, parent)
    dialog.exec()
    answer = Exported(dialog.written, dialog.choices)
    dialog.deleteLater()
    return answer


class ExportDialog(QDialog):
    """Exports what a page shows.

    Signals:
        exported(object): the path of a file that has been written.
        refused(str): why nothing was written.
    """

    exported = Signal(object)
    refused = Signal(str)

    def __init__(self, page: LabPage, theme: Theme, choices: DialogChoices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Export {page.session.lab.title}")
        self.page, self.theme, self.choices = page, theme, choices
        self.written: Path | None = None
        self.job: Job | None = None
        self.running = False
        frames = page.session.frames
        panes = {pane.name: pane.title.text() for pane in page.view.panes}
        if choices.pane not in panes:
            self.choices = choices.with_(pane="")
        if frames.count < 2 and choices.what == "animation":
            self.choices = self.choices.with_(what="picture")
        if "digits" not in fields_of(page.view.State):
            self.choices = self.choices.with_(digits=None)
        self.figure = page_figure(page, self.choices.with_(fit="shrink").look)
        self.figure.setParent(self, Qt.WindowType.Window)
        digits = "digits" in fields_of(page.view.State)
        self.form = ExportForm(panes, default_fps(frames), moves=frames.count > 1, digits=digits, parent=self)
        self.preview = ExportPreview(self)
        self.table = NumberTable((Column("field"), Column("size")), theme, "Fields of the data", self)
        self._make_controls()
        self._arrange()
        self._connect()
        self.form.set_theme(theme)
        self.preview.set_theme(theme)
        self._fill_table()
        self.path_edit.setText(str(first_path(page.session.lab.id, self.choices)))
        self.show_choices(self.choices)
        self.resize(self.sizeHint())
        self.form.first().setFocus()

    @property
    def path(self) -> Path:
        """The path of the file; raises ParamError if it is impossible."""
        return checked_path(self.path_edit.text(), self.choices)

    def show_choices(self, choices: DialogChoices) -> None:
        """Adopts choices, from the form or another source."""
        self.choices = choices
        self.form.show_choices(choices)
        with suppress(ParamError):  # an impossible path is reported at the export
            self.path_edit.setText(str(self.path))
        self.pages.setCurrentWidget(self.card if choices.what == "data" else self.preview)
        self.copy.setText("Copy data" if choices.what == "data" else "Copy picture")
        if choices.what != "data":
            self.preview.show_look(self.figure, choices.look)
        plan = self._plan() if choices.what == "animation" else None
        self.size_note.setText(described(choices, plan, len(self._frames())))
        self._show_path()

    def export(self) -> None:
        """Starts the export; an impossible path is reported at once."""
        if self.running:
            return
        if not self._take_path() or not self._may_write():
            return
        self.job = job = ExportJob(self.path)
        job.finished.connect(self._finish)
        self._start(job, "written")
        self.choices = self.choices.with_(folder=str(self.path.parent))
        if self.choices.what == "data":
            job.write_data(report_of(self.page))
            return
        try:
            self.figure.set_look(self.choices.look)
        except ParamError as error:
            self._refuse(f"Nothing was written: {error}.")
            return
        if self.choices.what == "animation":
            job.write_animation(self.figure, self._plan())
        elif self.choices.numbered:
            job.write_frames(self.figure, self._frames(), numbered_pattern(self.path))
        else:
            job.write_picture(self.figure)

    def _may_write(self) -> bool:
        """Asks for confirmation of much data and of replacing a file."""
        if self.choices.what == "data":
            report = page_report(self.page, self.page.session.lab.main.name)
            if not may_take(self, expected_size(report, self.path.suffix), f"{self.path.name} will have"):
                return False
        return self._target() == self.written or may_replace(self, self._target())

    def _target(self) -> Path:
        """The file, or the first of numbered ones."""
        pattern = numbered_pattern(self.path)
        return pattern.with_name(pattern.name % 0) if self.choices.numbered else self.path

    def _frames(self) -> tuple[int, ...]:
        """The frames of numbered files."""
        return shown_frames(self.figure.frames, self.choices.look)

    def _start(self, job: Job, done: str) -> None:
        """Shows a running job until it ends."""
        self.running = True
        job.progressed.connect(lambda fraction: self.progress.setValue(round(1000 * fraction)))
        job.failed.connect(self._refuse)
        job.cancelled.connect(lambda: self._end(f"Cancelled; nothing was {done}."))
        self._show_running(running=True)
        self.preview.stop()

    def cancel(self) -> None:
        """Cancels writing or copying."""
        if self.job is not None and self.running:
            self.job.cancel()

    def copy_to_clipboard(self) -> None:
        """Copies the picture in the chosen look, or the data."""
        if self.choices.what == "data":
            self._copy_data()
            return
        look = self.choices.look
        try:
            self.figure.set_look(look if self.choices.format != "svg" else look.with_(dpi=_DRAWING_DPI))
            copy_figure(self.figure)
        except ParamError as error:
            self.message.show_text(f"Nothing was copied: {error}.", bad=True)
            return
        self.message.show_text("The picture is on the clipboard.")

    def _copy_data(self) -> None:
        self.job = job = DataCopy(self.page)
        if not may_take(self, job.size, "On the clipboard these numbers will take"):
            return
        job.copied.connect(lambda sentence: self._end(f"{sentence}."))
        self._start(job, "copied")
        job.begin()

    def browse(self) -> None:
        """Lets the user choose the file."""
        titles = FORMATS[self.choices.what]
        filters = ";;".join(f"{title} (*.{ending})" for ending, title in titles.items())
        chosen = f"{titles[self.choices.format]} (*.{self.choices.format})"
        options = QFileDialog.Option.DontConfirmOverwrite
        text, _ = QFileDialog.getSaveFileName(self, "Export to", self.path_edit.text(), filters, chosen, options)
        if text:
            self.path_edit.setText(text)
            self._take_path()

    def done(self, result: int) -> None:
        self.preview.stop()
        if self.job is not None:
            self.job.cancel()
            self.job.blockSignals(True)  # noqa: FBT003 - its later signals have no receiver
        super().done(result)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(1000, 640)

    def _plan(self) -> Plan:
        return make_plan(self.figure.frames, self.choices.look)

    def _take_path(self) -> bool:
        """Completes the typed path, whose ending may choose another format; reports an impossible one."""
        suffix = Path(self.path_edit.text().strip()).suffix
        choices = self.choices.with_format(suffix.lower().removeprefix("."))
        if choices.what == "animation" and self.figure.frames.count < 2:
            choices = self.choices
        self.show_choices(choices)
        try:
            checked_path(self.path_edit.text(), choices)
        except ParamError as error:
            self._refuse(f"Nothing was written: {error}.")
            return False
        return True

    def _show_path(self) -> None:
        there = False
        with suppress(ParamError):
            target = self._target()
            there = os.path.isfile(target)  # noqa: PTH113 - never raises
        self.export_button.setText("Replace" if there else "Export")
        self.message.show_text(f"{target.name} exists and will be replaced." if there else "")

    def _fill_table(self) -> None:
        rows = shapes(page_report(self.page, self.page.session.lab.main.name))
        self.table.set_rows(len(rows), rows.__getitem__)

    def _finish(self, path: Path) -> None:
        self.written = path
        more = len(self._frames()) - 1 if self.choices.numbered else 0
        self._end(f"Written: {path}" + (f" and {more} more" if more else ""))
        self.export_button.setText("Replace")
        self.exported.emit(path)

    def _refuse(self, why: str) -> None:
        self._end(why, bad=True)
        self.refused.emit(why)

    def _end(self, text: str, *, bad: bool = False) -> None:
        self.running = False
        self._show_running(running=False)
        self.message.show_text(text, bad=bad)
        self.figure.show_frame(self.page.session.frame)

    def _show_running(self, *, running: bool) -> None:
        for widget in (self.form, self.path_edit, self.browse_button, self.copy, self.export_button):
            widget.setEnabled(not running)
        self.progress.setValue(0)
        self.progress.setVisible(running)
        self.cancel_button.setVisible(running)
        self.message.setVisible(not running)
        (self.cancel_button if running else self.export_button).setFocus()

    def _make_controls(self) -> None:
        self.size_note = named(QLabel(self), "caption")
        self.path_edit = QLineEdit(self)
        self.path_edit.setAccessibleName("File")
        self.browse_button = quiet_button("Browse…", "Choose the file", self)
        self.message = Message(self)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(8)
        self.progress.setAccessibleName("Progress of the export")
        self.cancel_button = quiet_button("Cancel", "Cancel the export", self)
        self.copy = quiet_button("Copy picture", "Copy to the clipboard instead of writing a file", self)
        self.close_button = quiet_button("Close", "Close (Esc)", self)
        self.export_button = named(quiet_button("Export", "Write the file (Enter)", self), "primary")
        self.export_button.setDefault(True)

    def _connect(self) -> None:
        self.form.edited.connect(self.show_choices)
        self.preview.refused.connect(lambda why: self.message.show_text(f"This cannot be drawn: {why}.", bad=True))
        self.path_edit.editingFinished.connect(self._take_path)
        self.path_edit.textEdited.connect(lambda _: self._show_path())
        self.browse_button.clicked.connect(self.browse)
        self.cancel_button.clicked.connect(self.cancel)
        self.copy.clicked.connect(self.copy_to_clipboard)
        self.close_button.clicked.connect(self.reject)
        self.export_button.clicked.connect(self.export)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.reject)

    def _arrange(self) -> None:
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.preview)
        self.card = named(QFrame(self), "card")
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(14, 10, 4, 10)
        inside.addWidget(self.table)
        self.pages.addWidget(self.card)
        controls = QVBoxLayout()
        controls.setSpacing(16)
        controls.addWidget(self.form)
        controls.addWidget(self.size_note)
        controls.addStretch(1)
        column = QWidget(self)
        column.setLayout(controls)
        controls.setContentsMargins(0, 0, 0, 0)
        column.setFixedWidth(round(_COLUMN_WIDTH * (0.5 + 0.5 * self.theme.text_scale)))
        top = row_of(24, self.pages, column)
        top.setStretch(0, 1)
        file = row_of(8, QLabel("File", self), self.path_edit, self.browse_button)
        file.setStretch(1, 1)
        end = row_of(
            8, self.message, self.progress, self.cancel_button, self.copy, self.close_button, self.export_button
        )
        end.setStretch(0, 1)
        end.setStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(top, 1)
        layout.addLayout(file)
        layout.addLayout(end)
        self.progress.hide()
        self.cancel_button.hide()

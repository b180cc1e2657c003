"""The window of a sweep: its choices, its picture, its progress; a click takes the settings of a place."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from wk4gui.app.page.lab_session import LabSession
from wk4gui.app.page.precedence import precedence
from wk4gui.app.page.summary_line import SummaryLine
from wk4gui.app.page.turns import Turns
from wk4gui.app.sweep.sweep_form import SweepForm
from wk4gui.app.sweep.sweep_job import SweepJob
from wk4gui.app.window.file_questions import ask_where_to_save
from wk4gui.documents.file_writing import write_file
from wk4gui.export.choices import ExportChoices
from wk4gui.export.sweep_figure import save_sweep_picture
from wk4gui.export.sweep_picture import SweepPicture, described
from wk4gui.lab.declarations import LabParams, ParamError, to_json
from wk4gui.lab.summary import Summary
from wk4gui.render.named import named
from wk4gui.render.plain_text import plain_label
from wk4gui.render.theme import Theme
from wk4gui.sweeps.store import WindowStore
from wk4gui.sweeps.survey import Survey, Surveyed
from wk4gui.sweeps.table import index_csv, measures_npz, records_of

_SIZE = (940, 680)
_EXPORTED = (1200, 800)
_FILTERS = "Picture (*.png *.svg *.pdf);;Table (*.csv);;NumPy arrays (*.npz)"
_HINT = "Click a place to take its settings."
_AWAITED = Summary("A map is computed.", "Your answer is compared with it when it is complete.")


class SweepWindow(QDialog):
    """Sweeps of one lab; records are kept, so that a sweep that was stopped goes on where it was.

    Signals:
        completed(object, object): a Survey is complete, and its Surveyed.
    """

    completed = Signal(object, object)

    def __init__(self, session: LabSession, store: WindowStore, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(f"Sweep: {session.lab.title}")
        self._session, self._store = session, store
        self.job: SweepJob | None = None
        self._turns = Turns(self)
        self._survey: Survey | None = None
        self._found: Surveyed | None = None
        self._given: Survey | None = None
        self._asked = False
        self._theme: Theme | None = None
        self.form = SweepForm(session.lab)
        self.picture: SweepPicture | None = None
        self.verdict = SummaryLine(self)
        self.said, self.progress = named(plain_label(parent=self), "caption"), QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Progress of the sweep")
        self.stop, self.again = QPushButton("Stop"), QPushButton("Sweep again")
        self.forget, self.export = QPushButton("Forget results"), QPushButton("Export…")
        self._arrange()
        self.forget.setToolTip("Removes the results of all sweeps, which are kept between starts")
        self.form.changed.connect(self._sweep_chosen)
        self.stop.clicked.connect(self._stop_or_resume)
        self.again.clicked.connect(self._sweep_chosen)
        self.forget.clicked.connect(self._forget)
        self.export.clicked.connect(self._ask_and_save)
        session.params_changed.connect(self._follow)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self.end)

    def set_theme(self, theme: Theme) -> None:
        """Takes a theme; the picture is made with the first one."""
        if theme == self._theme:
            return
        self._theme = theme
        self.verdict.set_theme(theme)
        if self.picture is None:
            grown = QSize(*(round(side * theme.text_scale) for side in _SIZE))
            self.resize(grown.boundedTo(self.screen().availableSize()))
            self.picture = SweepPicture(theme, self)
            self.picture.chosen.connect(self._take)
            self._body.insertWidget(2, self.picture, 1)
        else:
            self.picture.set_theme(theme)

    def begin(self, *names: str, measure: str = "") -> None:
        """Sweeps one parameter or two from end to end, by a measure or the first that depends on them."""
        self.form.begin(names, measure, self._session.params)
        self._open(None)

    def begin_survey(self, survey: Survey, *, asked: bool) -> None:
        """Sweeps what a question is answered by.

        Args:
            survey: the survey.
            asked: whether its answer was predicted and is awaited; until `release` no place can be taken then.
        """
        self.form.show_survey(survey)
        self._open(survey, asked=asked)

    def show_verdict(self, verdict: Summary) -> None:
        """Says how the prediction compares with the map."""
        self.verdict.show_summary(verdict)

    def release(self) -> None:
        """No answer is awaited: a place can be taken."""
        self._asked = False
        self._describe()

    def _open(self, given: Survey | None, *, asked: bool = False) -> None:
        self._given, self._asked = given, asked
        self.verdict.show_summary(_AWAITED)
        self.verdict.setVisible(asked)
        self.progress.setValue(0)
        self.show()
        self.raise_()
        self._turns.begin(self._begin())

    def _begin(self) -> Iterator[None]:
        """Sweeps after the turns in which the window and its plot came up, unless it is closed again."""
        yield
        survey = self._wanted()
        if survey is not None and self.picture is not None:
            self.picture.prepare(survey)
        yield
        if self.isVisible():
            self.sweep()

    def _wanted(self) -> Survey | None:
        """What is asked for or chosen, with the present settings of the lab; says what is wrong with it otherwise."""
        try:
            return self._given or self.form.survey(self._session.params)
        except ParamError as error:
            self.said.setText(f"{error.in_window}.")
            return None

    def _sweep_chosen(self) -> None:
        """Sweeps what was chosen here, and no more what a question asks for."""
        self._given = None
        self.verdict.hide()
        self.sweep()

    def sweep(self) -> None:
        """Computes what is asked for or chosen."""
        self.end()
        survey = self._wanted()
        if survey is None:
            return
        self._survey, self._found = survey, None
        self.progress.setValue(0)
        job = SweepJob(survey, self._store, self)
        self.job = job
        job.progressed.connect(lambda fraction: self.progress.setValue(round(1000 * fraction)))
        job.advanced.connect(partial(self._show_so_far, job))
        job.finished.connect(partial(self._finish, job))
        job.failed.connect(partial(self._say, job))
        job.cancelled.connect(partial(self._say, job, "Stopped; what is computed is kept."))
        self.stop.setText("Stop")
        self.stop.setEnabled(True)
        self.again.hide()
        job.begin()

    def end(self) -> None:
        """Stops what is under way."""
        if self.job is not None:
            self.job.cancel()
            self.job = None

    def save(self, path: Path) -> None:
        """Writes the picture or the numbers, as the ending says.

        Raises:
            ParamError: nothing is computed yet, or the ending is another one.
            OSError: the file cannot be written.
        """
        if self._survey is None or self._found is None or self._theme is None:
            raise ParamError("nothing is computed yet")
        records = records_of(self._survey.plan, self._store)
        if path.suffix == ".csv":
            write_file(path, index_csv(self._survey.plan, records).encode())
        elif path.suffix == ".npz":
            write_file(path, measures_npz(self._survey.plan, records))
        else:
            look = ExportChoices(_EXPORTED).with_(theme=self._theme.name)
            save_sweep_picture(self._survey, self._found, look, path)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:  # paints all that has changed
            with precedence():
                return super().event(event)
        return super().event(event)

    def done(self, result: int) -> None:
        """Closes it, by Escape too, and stops what is under way."""
        self.end()
        super().done(result)

    def _show_so_far(self, job: SweepJob) -> None:
        found = job.take()
        if found is not None:
            self._show(job, found)

    def _show(self, job: SweepJob, found: Surveyed) -> None:
        if job is not self.job or self._survey is None or self.picture is None:
            return
        self._found = found
        with precedence():
            self.picture.show_survey(self._survey, found, self._session.params)
            self._describe()

    def _describe(self) -> None:
        if self._survey is not None and self._found is not None:
            hint = "" if self._asked else f" {_HINT}"
            self.said.setText(f"{described(self._survey, self._found)}.{hint}")

    def _finish(self, job: SweepJob, found: Surveyed) -> None:
        if job is self.job:
            self._show(job, found)
            self.progress.setValue(1000)
            self.stop.setEnabled(False)
            self._turns.begin(self._announce(job, found))

    def _announce(self, job: SweepJob, found: Surveyed) -> Iterator[None]:
        """Says that the survey is complete, once its picture is painted."""
        yield
        if job is self.job:
            self.completed.emit(self._survey, found)

    def _take(self, place: Mapping[str, object]) -> None:
        """Takes the settings of a place, which would end a question whose answer is awaited."""
        if not self._asked:
            self._session.set_params(place)

    def _say(self, job: SweepJob, text: str) -> None:
        if job is self.job or self.job is None:
            self.said.setText(text)

    def _stop_or_resume(self) -> None:
        if self.job is None:
            self.sweep()
        else:
            self.end()
            self.stop.setText("Resume")

    def _forget(self) -> None:
        """Removes the results of all sweeps, which are computed anew when they are asked for."""
        self.end()
        try:
            self._store.forget()
        except OSError as error:
            self.said.setText(f"{error.filename} cannot be removed: {error.strerror or error}.")
            return
        self.stop.setText("Resume")
        self.stop.setEnabled(True)
        self.said.setText("The results of all sweeps are forgotten.")

    def _follow(self) -> None:
        """Marks the present settings, and offers a new sweep where those that are not swept have changed."""
        if self._survey is None or self.picture is None:
            return
        self.picture.mark(self._session.params)
        self.again.setVisible(
            _others(self._survey, self._session.params) != _others(self._survey, self._survey.plan.base)
        )

    def _ask_and_save(self) -> None:
        name = f"{self._session.lab.id}-sweep.png"
        path = ask_where_to_save(self, "Export the sweep", name, _FILTERS, _completed)
        if path is None:
            return
        try:
            self.save(path)
        except ParamError as error:
            self.said.setText(f"Nothing was written: {error}.")
        except OSError as error:
            self.said.setText(f"{path} cannot be written: {error.strerror or error}.")
        else:
            self.said.setText(f"{path} is written.")

    def _arrange(self) -> None:
        self.verdict.hide()
        self.said.setWordWrap(True)
        self.again.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self.progress, 1)
        for button in (self.again, self.stop, self.forget, self.export):
            buttons.addWidget(button)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(16, 14, 16, 14)
        self._body.setSpacing(10)
        self._body.addWidget(self.form)
        self._body.addWidget(self.verdict)
        self._body.addWidget(self.said)
        self._body.addLayout(buttons)


def _others(survey: Survey, params: LabParams) -> dict[str, object]:
    """The parameters that a survey does not vary."""
    varied = {axis.name for axis in survey.plan.varied}
    return {name: value for name, value in to_json(params).items() if name not in varied}


def _completed(path: Path) -> Path:
    return path if path.suffix else path.with_suffix(".png")

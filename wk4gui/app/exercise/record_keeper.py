"""Keeps the record of one lab: adds what its predictions and exercises report, with the date."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from wk4gui.app.exercise.desk import ExerciseDesk
from wk4gui.app.lesson.predictor import Predictor
from wk4gui.documents.record import Attempt, LabRecord, add, last_predictions


class RecordKeeper(QObject):
    """The record of a lab, shared by its predictions and its desk.

    Signals:
        changed(): something was answered, or forgotten.
    """

    changed = Signal()

    def __init__(self, predictor: Predictor, desk: ExerciseDesk) -> None:
        super().__init__(desk)
        self._predictor, self._desk = predictor, desk
        self.record: LabRecord = desk.record
        predictor.recorded.connect(self._add)
        predictor.cleared.connect(self._forget_predictions)
        desk.recorded.connect(self._add)

    def show(self, record: LabRecord) -> None:
        """Takes what was answered in this lab."""
        self.record = self._desk.record = record
        self._predictor.show_record(last_predictions(record))

    def _add(self, attempt: Attempt) -> None:
        attempt.date = datetime.now().isoformat(timespec="seconds")
        add(self.record, attempt)
        self.changed.emit()

    def _forget_predictions(self) -> None:
        for key in [key for key, attempt in self.record.items() if attempt.what == "prediction"]:
            del self.record[key]
        self.changed.emit()

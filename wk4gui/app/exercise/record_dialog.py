"""The record of what was answered, by topic, and its removal."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wk4gui.documents.record import Attempt, LabRecord, in_order
from wk4gui.lab.lab import Lab
from wk4gui.registry import LABS
from wk4gui.render.named import named
from wk4gui.render.theme import Theme

_COLUMNS = ("Topic", "When", "Answers", "Right", "Mistakes and answers")
_WHERE = "Kept on this machine alone, in the settings file."
_UNKNOWN = "earlier"
_TOPIC = 380
"""Width of the first column, in pixels."""
_MOST = 90
"""Letters of a prompt or an answer that are shown."""


class RecordDialog(QDialog):
    """Shows every answer under its lab and question, and removes what is chosen."""

    def __init__(
        self,
        records: Mapping[str, LabRecord],
        remove: Callable[[str, str], Mapping[str, LabRecord]],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """Lists the record.

        Args:
            records: by lab.
            remove: (lab, name of the question or exercise; "" for all) -> the records that are left.
            theme: of the window.
            parent: the window.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("What you have answered")
        self._remove = remove
        self.tree = QTreeWidget()
        self.tree.setColumnCount(len(_COLUMNS))
        self.tree.setHeaderLabels(list(_COLUMNS))
        self.tree.setAccessibleName("Answers by topic")
        for column in range(1, len(_COLUMNS) - 1):
            self.tree.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setColumnWidth(0, _TOPIC)
        self.tree.currentItemChanged.connect(lambda *_: self._show_choice())
        self.removal, self.removal_of_all = QPushButton("Remove this"), QPushButton("Remove everything")
        self.close_button = named(QPushButton("Close"), "primary")
        self.removal.clicked.connect(self._remove_chosen)
        self.removal_of_all.clicked.connect(lambda: self.show_records(self._remove("", "")))
        self.close_button.clicked.connect(self.close)
        self._arrange()
        self.show_records(records)
        self.resize(900, 560)

    def show_records(self, records: Mapping[str, LabRecord]) -> None:
        """Lists the record anew."""
        self.tree.clear()
        for lab in LABS.values():
            attempts = in_order(records.get(lab.id, {}))
            if attempts:
                self.tree.addTopLevelItem(_topic(lab, attempts))
        self.tree.expandToDepth(0)
        self._show_choice()

    def _show_choice(self) -> None:
        self.removal.setEnabled(self.tree.currentItem() is not None)
        self.removal_of_all.setEnabled(self.tree.topLevelItemCount() > 0)

    def _remove_chosen(self) -> None:
        item = self.tree.currentItem()
        if item is not None:
            lab_id, name = item.data(0, Qt.ItemDataRole.UserRole)
            self.show_records(self._remove(lab_id, name))

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        for button in (self.removal, self.removal_of_all):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tree, 1)
        layout.addWidget(named(QLabel(_WHERE), "caption"))
        layout.addLayout(foot)


def _topic(lab: Lab, attempts: Sequence[Attempt]) -> QTreeWidgetItem:
    top = _row(lab.title, attempts, (lab.id, ""))
    for name in dict.fromkeys(attempt.name for attempt in attempts):
        own = [attempt for attempt in attempts if attempt.name == name]
        item = _row(_title(lab, own[0]), own, (lab.id, name))
        for attempt in reversed(own):
            item.addChild(_single(attempt, (lab.id, name)))
        top.addChild(item)
    return top


def _title(lab: Lab, attempt: Attempt) -> str:
    """What was asked: a prompt, or the title of an exercise."""
    prompts = {question.name: question.prompt for question in lab.questions}
    titles = {kind.name: f"Exercise: {kind.title}" for kind in lab.exercises}
    return _shortened((prompts if attempt.what == "prediction" else titles).get(attempt.name, attempt.name))


def _row(title: str, attempts: Sequence[Attempt], about: tuple[str, str]) -> QTreeWidgetItem:
    judged = [attempt for attempt in attempts if attempt.right is not None]
    right = f"{sum(bool(attempt.right) for attempt in judged)} of {len(judged)}" if judged else "–"
    mistakes = Counter(name for attempt in attempts for name in attempt.misconceptions)
    words = ", ".join(f"{_words(name)} ×{n}" if n > 1 else _words(name) for name, n in mistakes.most_common(3))
    item = QTreeWidgetItem([title, _date(attempts[-1]), str(len(attempts)), right, _shortened(words)])
    item.setData(0, Qt.ItemDataRole.UserRole, about)
    return item


def _single(attempt: Attempt, about: tuple[str, str]) -> QTreeWidgetItem:
    how = {True: "right", False: "wrong", None: "skipped" if attempt.what == "prediction" else "read"}[attempt.right]
    if attempt.asked:
        how = f"{attempt.earned} of {attempt.asked} marks"
    answer = attempt.answer.get("", ", ".join(f"{key} = {text}" for key, text in attempt.answer.items()))
    missed = ", ".join(map(_words, attempt.misconceptions))
    level = f", {attempt.difficulty}" if attempt.difficulty else ""
    which = "" if attempt.seed is None else f"numbers {attempt.seed}{level}"
    words = "; ".join(part for part in (missed, answer) if part)
    item = QTreeWidgetItem([which or "the question itself", _date(attempt), "", how, _shortened(words)])
    item.setToolTip(4, words)
    item.setData(0, Qt.ItemDataRole.UserRole, about)
    return item


def _words(name: str) -> str:
    return name.replace("_", " ")


def _date(attempt: Attempt) -> str:
    return attempt.date.replace("T", " ")[:16] or _UNKNOWN


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"

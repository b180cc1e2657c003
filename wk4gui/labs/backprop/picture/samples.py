"""Several samples in the picture: a stepper above the network, and a table of all."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from wk4gui.core.arrays import Array
from wk4gui.core.number_format import format_number
from wk4gui.lab.sentence import Numeral, phrase
from wk4gui.labs.backprop.model.params import Params
from wk4gui.labs.backprop.model.probability import probabilities_of
from wk4gui.labs.backprop.model.samples import array_of
from wk4gui.labs.backprop.model.sentence_numbers import SentenceNumbers
from wk4gui.labs.backprop.model.step_state import StepState
from wk4gui.labs.backprop.picture.network_numbers import ActivePhase
from wk4gui.labs.backprop.picture.phases import forward_done
from wk4gui.render.icons import icon
from wk4gui.render.number_table import NumberTable
from wk4gui.render.sentence_label import SentenceLabel
from wk4gui.render.table_model import Column
from wk4gui.render.theme import Theme

_ICON = 14
_MOST_ENTRIES, _MOST_DIGITS = 2, 4
"""Entries of a vector, and decimals, in the table of samples; the diagram has all of them."""


class SampleStepper(QWidget):
    """Which of several samples is shown, with buttons to the one before and the next.

    Signals:
        chosen(int): the number of a sample, from 1.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown, self._count, self._interactive = 0, 1, True
        self.buttons = [self._button("Sample before", -1), self._button("Next sample", 1)]
        self.label = SentenceLabel(theme)
        self.label.setContentsMargins(0, 0, 0, 0)
        self.label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in self.buttons:
            row.addWidget(button)
        row.addWidget(self.label, 1)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        for button, name in zip(self.buttons, ("back", "forward"), strict=True):
            button.setIcon(icon(name, theme.ink, theme.px(_ICON)))
            button.setIconSize(QSize(theme.px(_ICON), theme.px(_ICON)))
        self.label.set_theme(theme)

    def set_interactive(self, *, interactive: bool) -> None:
        """Shows or hides the buttons."""
        for button in self.buttons:
            button.setVisible(interactive)

    def show_sample(self, moment: StepState, active: ActivePhase, step: int, digits: int, *, hidden: bool) -> None:
        """Names the sample shown, what the step takes, and the mean loss once it is known unless it is hidden."""
        batch = moment.batch
        self.setVisible(batch is not None)
        if batch is None:
            return
        self._shown, self._count = batch.shown, len(batch)
        count, k = Numeral(len(batch), 0), Numeral(batch.shown + 1, 0)
        takes = phrase("this step takes the mean of all")
        if batch.taken is not None:
            takes = phrase("this step takes sample {taken}", taken=Numeral(batch.taken + 1, 0))
        words = phrase("Sample {k} of {count}; {takes}", k=k, count=count, takes=takes)
        if active.phase != "forward" and not hidden:
            mean = SentenceNumbers(digits).whole_loss(moment, step)
            words = phrase("{words}. Mean loss {mean}.", words=words, mean=mean)
        self.label.show_sentence(words)

    def _button(self, name: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("quiet")
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(lambda: self.chosen.emit((self._shown + step) % self._count + 1))
        return button


class SamplesTable(QWidget):
    """Every sample with its target, prediction and loss; a row can be picked.

    Signals:
        chosen(int): the number of a sample, from 1.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        columns = (Column(""), Column("x"), Column("y"), Column("ŷ", "forward"), Column("L", "ink", 700))
        self.table = NumberTable(columns, theme, "All samples with their predictions and losses", own_widths=True)
        self.table.picked.connect(lambda row: self.chosen.emit(row + 1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def set_theme(self, theme: Theme) -> None:
        self.table.set_theme(theme)

    @property
    def needed_width(self) -> int:
        """The width at which no number is cut off."""
        return self.table.needed_width

    def show_samples(self, params: Params, moment: StepState, active: ActivePhase, digits: int) -> None:
        """Fills the table, as far as its numbers have been computed."""
        batch, digits = moment.batch, min(digits, _MOST_DIGITS)
        if batch is None:
            self.table.set_rows(0, lambda i: ("",) * 5)
            return
        X, y, outputs = array_of(params.x), array_of(params.y), batch.a[-1]
        p = probabilities_of(params.loss, params.activations[-1], outputs)
        answers = outputs if p is None else p
        answered, judged = forward_done(active, moment.n_layers - 1), active.phase != "forward"

        def row(i: int) -> tuple[str, ...]:
            taken = " ←" if batch.taken == i else ""
            answer = _vector(answers[i], digits) if answered else ""
            loss = format_number(float(batch.loss[i]), digits) if judged else ""
            return f"{i + 1}{taken}", _vector(X[i], digits), _vector(y[i], digits), answer, loss

        self.table.set_rows(len(batch), row)
        self.table.show_selected(batch.shown)


def _vector(values: Array, digits: int) -> str:
    if len(values) == 1:
        return format_number(float(values[0]), digits)
    if len(values) > _MOST_ENTRIES:
        return f"({format_number(float(values[0]), 1)}, …)"
    return f"({', '.join(format_number(float(value), min(digits, 2)) for value in values)})"

"""The numbers of a step, for sentences."""

from dataclasses import dataclass
from functools import partial

from wk4gui.core.arrays import Array
from wk4gui.lab.sentence import Numeral, Sentence, vector
from wk4gui.labs.backprop.model.probability import probabilities
from wk4gui.labs.backprop.model.reasons import (
    activation_reason,
    loss_reason,
    probability_reason,
    target_reason,
    whole_loss_reason,
)
from wk4gui.labs.backprop.model.step_state import StepState


def answers_of(moment: StepState) -> Array:
    """The predictions (n_out,): probabilities if the loss uses them, else ŷ."""
    p = probabilities(moment)
    return moment.y_hat if p is None else p


@dataclass(frozen=True)
class SentenceNumbers:
    """Makes numbers of sentences with a number of places."""

    digits: int

    def loss(self, moment: StepState, step: int) -> Numeral:
        """The loss of the sample."""
        return Numeral(float(moment.loss), self.digits, partial(loss_reason, moment, step, self.digits))

    def whole_loss(self, moment: StepState, step: int) -> Numeral:
        """The loss of all samples."""
        return Numeral(moment.whole_loss, self.digits, partial(whole_loss_reason, moment, step, self.digits))

    def step_loss(self, moment: StepState, step: int) -> Numeral:
        """The loss that a step lowers."""
        return self.whole_loss(moment, step) if moment.averages else self.loss(moment, step)

    def answer(self, moment: StepState, j: int) -> Numeral:
        """Prediction or probability j."""
        if probabilities(moment) is None:
            return self.output(moment, j)
        return Numeral(float(answers_of(moment)[j]), self.digits, partial(probability_reason, moment, j, self.digits))

    def output(self, moment: StepState, j: int) -> Numeral:
        """ŷ of output j."""
        reason = partial(activation_reason, moment, moment.n_layers - 1, j, self.digits)
        return Numeral(float(moment.y_hat[j]), self.digits, reason)

    def answers(self, moment: StepState) -> Sentence:
        return vector([self.answer(moment, j) for j in range(len(moment.y))])

    def outputs(self, moment: StepState) -> Sentence:
        return vector([self.output(moment, j) for j in range(len(moment.y))])

    def targets(self, moment: StepState) -> Sentence:
        return vector(
            [Numeral(float(y), self.digits, partial(target_reason, moment, j)) for j, y in enumerate(moment.y)]
        )

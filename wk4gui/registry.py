"""The labs of the program, in the order of the tutorial's questions: the one list to extend."""

from dataclasses import dataclass

from wk4gui.declarations import ParamError, shown
from wk4gui.lab import Lab
from wk4gui.labs import activations, backprop, batch_norm, bias_variance, dropout, learning_rate, saddle, weight_decay


@dataclass(frozen=True)
class Entry:
    """A lab and where its view is found, as "module:class", imported only when something is drawn."""

    lab: Lab
    view: str


_ENTRIES = (
    Entry(backprop.LAB, "wk4gui.views.backprop:BackpropView"),
    Entry(learning_rate.LAB, "wk4gui.views.learning_rate:LearningRateView"),
    Entry(saddle.LAB, "wk4gui.views.saddle:SaddleView"),
    Entry(activations.LAB, "wk4gui.views.activations:ActivationsView"),
    Entry(batch_norm.LAB, "wk4gui.views.batch_norm:BatchNormView"),
    Entry(dropout.LAB, "wk4gui.views.dropout:DropoutView"),
    Entry(weight_decay.LAB, "wk4gui.views.weight_decay:WeightDecayView"),
    Entry(bias_variance.LAB, "wk4gui.views.bias_variance:BiasVarianceView"),
)

LABS: dict[str, Entry] = {entry.lab.id: entry for entry in _ENTRIES}


def find_lab(lab_id: str) -> Lab:
    """The lab of that id.

    Raises:
        ParamError: there is none.
    """
    if lab_id not in LABS:
        raise ParamError(f"there is no lab {shown(lab_id)}; there are {', '.join(LABS)}")
    return LABS[lab_id].lab

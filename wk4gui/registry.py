"""The labs of the program, in the order of the tutorial's questions: the one list to extend."""

from dataclasses import dataclass

from wk4gui.lab.declarations import ParamError, shown
from wk4gui.lab.lab import Lab
from wk4gui.labs.activations.model import compute as activations
from wk4gui.labs.backprop.model import compute as backprop
from wk4gui.labs.batch_norm.model import compute as batch_norm
from wk4gui.labs.bias_variance.model import compute as bias_variance
from wk4gui.labs.dropout.model import compute as dropout
from wk4gui.labs.learning_rate.model import compute as learning_rate
from wk4gui.labs.saddle.model import compute as saddle
from wk4gui.labs.weight_decay.model import compute as weight_decay


@dataclass(frozen=True)
class Entry:
    """A lab and where its view is found, as "module:class", imported only when something is drawn."""

    lab: Lab
    view: str


_ENTRIES = (
    Entry(backprop.LAB, "wk4gui.labs.backprop.picture.view:BackpropView"),
    Entry(learning_rate.LAB, "wk4gui.labs.learning_rate.picture.view:LearningRateView"),
    Entry(saddle.LAB, "wk4gui.labs.saddle.picture.view:SaddleView"),
    Entry(activations.LAB, "wk4gui.labs.activations.picture.view:ActivationsView"),
    Entry(batch_norm.LAB, "wk4gui.labs.batch_norm.picture.view:BatchNormView"),
    Entry(dropout.LAB, "wk4gui.labs.dropout.picture.view:DropoutView"),
    Entry(weight_decay.LAB, "wk4gui.labs.weight_decay.picture.view:WeightDecayView"),
    Entry(bias_variance.LAB, "wk4gui.labs.bias_variance.picture.view:BiasVarianceView"),
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

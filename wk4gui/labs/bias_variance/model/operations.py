"""The four operations of question 8's table, with their arrows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wk4gui.core.bias_variance import Direction
    from wk4gui.labs.bias_variance.model.trial_rules import TrialRules


@dataclass(frozen=True)
class Operation:
    """A row of the table: an operation that changes one parameter.

    Attributes:
        name: as in ``Effect.operation``.
        title: on its button.
        param: the changed parameter.
        low, high: its values before and after.
        bias, variance: the table's arrows.
    """

    name: str
    title: str
    param: str
    low: float
    high: float
    bias: Direction
    variance: Direction

    @property
    def change(self) -> str:
        """The change in words, such as "width 2 → 16"."""
        return f"{_WORDS[self.param]} {self.low:g} → {self.high:g}"

    def rules(self, base: TrialRules) -> tuple[TrialRules, TrialRules]:
        """The learner before and after."""
        whole = self.param in ("width", "n_train")
        changes: list[dict[str, Any]] = [
            {self.param: int(value) if whole else float(value)} for value in (self.low, self.high)
        ]
        return replace(base, **changes[0]), replace(base, **changes[1])


_WORDS = {"l2": "L2 λ", "width": "width", "drop_prob": "dropout p", "n_train": "training points"}
OPERATIONS = (
    Operation("regularise", "Regularise the weights", "l2", 0.0, 0.01, "up", "down"),
    Operation("widen", "Widen the layer", "width", 2, 16, "down", "up"),
    Operation("dropout", "Dropout", "drop_prob", 0.0, 0.3, "up", "down"),
    Operation("more data", "More training data", "n_train", 30, 120, "same", "down"),
)
TABLE = {operation.name: (operation.bias, operation.variance) for operation in OPERATIONS}

"""A student's working of one gradient step: every number follows from earlier ones, the student's own if given.

z = Σ w a + b,  a = f(z),  p = σ(ŷ) or softmax(ŷ),  L = loss(ŷ, y) or loss(p, y),
∂L/∂z = ∂L/∂a f′(z) with ∂L/∂a = Σ w ∂L/∂z of the layer above,
∂L/∂w = ∂L/∂z a of the layer below,  ∂L/∂b = ∂L/∂z,  w ← w − α ∂L/∂w.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from wk4gui.core.activations import ACTIVATIONS, Activation
from wk4gui.core.arrays import Array
from wk4gui.core.losses import LOSSES, Loss
from wk4gui.core.rounding import round_half_away
from wk4gui.labs.backprop.model.probability import probabilities_of
from wk4gui.labs.backprop.model.quantities import Quantity, QuantityKind
from wk4gui.labs.backprop.model.step_state import StepState


@dataclass(frozen=True)
class Problem:
    """The given numbers: one sample, a network, a loss, and the update rule.

    Attributes:
        x: input (n_in,).
        y: target (n_out,).
        W: per layer (n_out, n_in).
        b: per layer (n_out,).
        activations: names, per layer.
        loss: its name.
        learning_rate: α.
        climbs: whether the gradient is added, as printed on the sheet.
        decimals: places that every number is rounded to, as on paper; None for none.
        bias: whether biases are "learned" or "frozen", or there are "none".
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    W: tuple[tuple[tuple[float, ...], ...], ...]
    b: tuple[tuple[float, ...], ...]
    activations: tuple[str, ...]
    loss: str
    learning_rate: float
    climbs: bool = False
    decimals: int | None = None
    bias: str = "learned"

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of inputs, then of each layer's units."""
        return (len(self.x), *(len(b) for b in self.b))

    @property
    def last(self) -> int:
        """Index of the output layer."""
        return len(self.b) - 1

    @property
    def loss_function(self) -> Loss:
        return LOSSES[self.loss]

    @property
    def probable(self) -> bool:
        """Whether the loss computes probabilities from linear outputs, which are then separate numbers."""
        return self.loss_function.on_z and self.activations[-1] == "linear"

    def activation(self, layer: int) -> Activation:
        return ACTIVATIONS[self.activations[layer]]

    def slope(self, layer: int, z: float) -> float:
        """f′(z) of a layer."""
        return float(self.activation(layer).df(np.array(z)))


def problem_of(moment: StepState, decimals: int | None = None) -> Problem:
    """The step from a state as a problem."""
    return Problem(
        x=tuple(moment.x.tolist()),
        y=tuple(moment.y.tolist()),
        W=tuple(tuple(map(tuple, W.tolist())) for W in moment.W),
        b=tuple(tuple(b.tolist()) for b in moment.b),
        activations=moment.activation_names,
        loss=moment.loss_name,
        learning_rate=moment.learning_rate,
        climbs=moment.climbs,
        decimals=decimals,
        bias=moment.bias,
    )


@dataclass
class Working:
    """A problem and a student's entries; all other numbers follow by the rules.

    Attributes:
        problem: the given numbers.
        entries: the student's numbers, by quantity; empty for the truth.
    """

    problem: Problem
    entries: Mapping[Quantity, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known: dict[Quantity, float] = {}

    def value(self, quantity: Quantity) -> float:
        """The student's number, or else what follows."""
        entered = self.entries.get(quantity)
        return self.expected_value(quantity) if entered is None else entered

    def expected_value(self, quantity: Quantity) -> float:
        """The number that follows from the earlier ones by the rules."""
        if quantity not in self._known:
            value = np.array(self._rule(quantity))
            decimals = self.problem.decimals
            self._known[quantity] = float(value if decimals is None else round_half_away(value, decimals))
        return self._known[quantity]

    def input(self, layer: int, k: int) -> float:
        """Input k of a layer: x, or an activation."""
        return self.value(Quantity("a", layer - 1, k)) if layer else self.problem.x[k]

    def grad_a(self, layer: int, j: int) -> float:
        """∂L/∂a of a unit: from the loss, or Σ w ∂L/∂z over the layer above."""
        if layer == self.problem.last:
            return self.output_gradient(j)
        return sum(self.path(layer, j, i) for i in range(self.problem.sizes[layer + 2]))

    def path(self, layer: int, j: int, i: int) -> float:
        """The part of ∂L/∂a that comes back from unit i of the layer above."""
        return self.problem.W[layer + 1][i][j] * self.value(Quantity("grad_z", layer + 1, i))

    def output_gradient(self, j: int) -> float:
        """The derivative of the loss with respect to its argument: ŷ, or z for losses on z."""
        entered = self._entered_probabilities()
        if entered is not None:
            own = entered[j] - self.problem.y[j]
            return own / len(entered) if self.problem.loss == "bce" else own
        gradient = self.problem.loss_function.grad(self._outputs(), np.array([self.problem.y]))
        return float(gradient[0, j])

    def _entered_probabilities(self) -> list[float] | None:
        """All probabilities that the loss is made of, if the student has entered one of them; else None."""
        kind: QuantityKind = "p" if self.problem.probable else "a"
        own = [Quantity(kind, self.problem.last, j) for j in range(self.problem.sizes[-1])]
        if not self.problem.loss_function.on_z or self.entries.keys().isdisjoint(own):
            return None
        return [self.value(each) for each in own]

    def _loss(self) -> float:
        """The loss of the student's own probabilities, or of the outputs where those have no logarithm."""
        p, y = self._entered_probabilities(), self.problem.y
        if p is None or not all(_has_logarithms(each, t, self.problem.loss) for each, t in zip(p, y, strict=True)):
            return float(self.problem.loss_function.value(self._outputs(), np.array([y])))
        if self.problem.loss == "cross_entropy":
            return -sum(_times_log(t, each) for each, t in zip(p, y, strict=True))
        terms = (_times_log(t, each) + _times_log(1.0 - t, 1.0 - each) for each, t in zip(p, y, strict=True))
        return -sum(terms) / len(y)

    def z(self, layer: int, j: int) -> float:
        return self.value(Quantity("z", layer, j))

    def _outputs(self) -> Array:
        """The argument of the loss (1, n_out)."""
        kind = "z" if self.problem.loss_function.on_z else "a"
        n = self.problem.sizes[-1]
        return np.array([[self.value(Quantity(kind, self.problem.last, j)) for j in range(n)]])  # type: ignore[arg-type]

    def _rule(self, q: Quantity) -> float:
        problem, layer, j, k = self.problem, q.layer, q.j, q.k
        if q.kind == "z":
            row = problem.W[layer][j]
            return sum(w * self.input(layer, i) for i, w in enumerate(row)) + problem.b[layer][j]
        if q.kind == "a":
            return float(problem.activation(layer).f(np.array(self.z(layer, j))))
        if q.kind == "p":
            p = probabilities_of(problem.loss, problem.activations[-1], self._outputs())
            return math.nan if p is None else float(p[0, j])
        if q.kind == "loss":
            return self._loss()
        if q.kind == "grad_z":
            if layer == problem.last and problem.loss_function.on_z:
                return self.output_gradient(j)
            return self.grad_a(layer, j) * problem.slope(layer, self.z(layer, j))
        if q.kind == "grad_W":
            return self.value(Quantity("grad_z", layer, j)) * self.input(layer, k)
        if q.kind == "grad_b":
            return self.value(Quantity("grad_z", layer, j))
        return self.old(q) - self.step(q)

    def old(self, new: Quantity) -> float:
        """The weight or bias before the update."""
        if new.kind == "new_W":
            return self.problem.W[new.layer][new.j][new.k]
        return self.problem.b[new.layer][new.j]

    def gradient(self, new: Quantity) -> float:
        """The gradient in an update."""
        kind: str = "grad_W" if new.kind == "new_W" else "grad_b"
        return self.value(Quantity(kind, new.layer, new.j, new.k))  # type: ignore[arg-type]

    def step(self, new: Quantity) -> float:
        """The number that an update subtracts: ±α times the gradient."""
        sign = -1.0 if self.problem.climbs else 1.0
        return sign * self.problem.learning_rate * self.gradient(new)


def _has_logarithms(p: float, y: float, loss: str) -> bool:
    """Whether the logarithms that a target leaves in a loss exist."""
    return (p > 0.0 or y == 0.0) and (p < 1.0 or y == 1.0 or loss == "cross_entropy")


def _times_log(factor: float, x: float) -> float:
    """factor · ln x; 0 for the factor 0, whatever x."""
    return factor * math.log(x) if factor else 0.0

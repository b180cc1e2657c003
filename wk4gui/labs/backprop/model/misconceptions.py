"""Common mistakes in a gradient step, each a small function that computes a number wrongly.

A function takes the student's working (with the earlier numbers as entered) and the quantity, and returns the wrong
number, or None if the mistake is impossible there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from wk4gui.labs.backprop.model.quantities import Quantity, QuantityKind
from wk4gui.labs.backprop.model.working import Working

Wrong = Callable[[Working, Quantity], float | None]


@dataclass(frozen=True)
class Misconception:
    """A common mistake.

    Attributes:
        name: unique.
        kinds: quantities in which it can be made.
        sentence: the comment for the student.
        wrong: (working, quantity) -> the wrong number, or None.
    """

    name: str
    kinds: tuple[QuantityKind, ...]
    sentence: str
    wrong: Wrong


def _bias_forgotten(w: Working, q: Quantity) -> float | None:
    return w.expected_value(q) - w.problem.b[q.layer][q.j]


def _transposed_forward(w: Working, q: Quantity) -> float | None:
    weights, inputs = w.problem.W[q.layer], len(w.problem.W[q.layer][0])
    if len(weights) != inputs:
        return None
    return sum(weights[k][q.j] * w.input(q.layer, k) for k in range(inputs)) + w.problem.b[q.layer][q.j]


def _inputs_forgotten(w: Working, q: Quantity) -> float | None:
    return sum(w.problem.W[q.layer][q.j]) + w.problem.b[q.layer][q.j]


def _activation_forgotten(w: Working, q: Quantity) -> float | None:
    return w.z(q.layer, q.j)


def _sign_of_relu(w: Working, q: Quantity) -> float | None:
    return abs(w.z(q.layer, q.j)) if w.problem.activations[q.layer] == "relu" else None


def _errors(w: Working) -> list[float]:
    outputs = [w.value(Quantity("a", w.problem.last, j)) for j in range(len(w.problem.y))]
    return [output - target for output, target in zip(outputs, w.problem.y, strict=True)]


def _squared(w: Working) -> bool:
    return w.problem.loss in ("mse", "half_mse", "half_sse")


def _not_squared(w: Working, q: Quantity) -> float | None:
    return sum(_errors(w)) if _squared(w) else None


def _half_forgotten(w: Working, q: Quantity) -> float | None:
    return 2.0 * w.expected_value(q) if w.problem.loss.startswith("half") else None


def _half_added(w: Working, q: Quantity) -> float | None:
    return 0.5 * w.expected_value(q) if w.problem.loss == "mse" else None


def _not_averaged(w: Working, q: Quantity) -> float | None:
    if w.problem.loss == "half_sse":
        return None
    return len(w.problem.y) * w.expected_value(q) if _squared(w) and len(w.problem.y) > 1 else None


def _at_output(w: Working, q: Quantity) -> bool:
    return q.layer == w.problem.last


def _two_forgotten(w: Working, q: Quantity) -> float | None:
    return 0.5 * w.expected_value(q) if _at_output(w, q) and w.problem.loss == "mse" else None


def _two_kept(w: Working, q: Quantity) -> float | None:
    return 2.0 * w.expected_value(q) if _at_output(w, q) and w.problem.loss.startswith("half") else None


def _error_turned_round(w: Working, q: Quantity) -> float | None:
    return -w.expected_value(q) if _at_output(w, q) else None


def _gradient_not_averaged(w: Working, q: Quantity) -> float | None:
    return _not_averaged(w, q) if _at_output(w, q) else None


def _slope_forgotten(w: Working, q: Quantity) -> float | None:
    if _at_output(w, q) and w.problem.loss_function.on_z:
        return None
    return w.grad_a(q.layer, q.j)


def _slope_of_a(w: Working, q: Quantity) -> float | None:
    if _at_output(w, q) and w.problem.loss_function.on_z:
        return None
    return w.grad_a(q.layer, q.j) * w.problem.slope(q.layer, w.value(Quantity("a", q.layer, q.j)))


def _activation_for_slope(w: Working, q: Quantity) -> float | None:
    if _at_output(w, q) and w.problem.loss_function.on_z:
        return None
    return w.grad_a(q.layer, q.j) * w.value(Quantity("a", q.layer, q.j))


def _slope(w: Working, q: Quantity) -> float:
    return w.problem.slope(q.layer, w.z(q.layer, q.j))


def _one_path(w: Working, q: Quantity) -> float | None:
    if _at_output(w, q) or w.problem.sizes[q.layer + 2] < 2:
        return None
    return w.path(q.layer, q.j, 0) * _slope(w, q)


def _last_path(w: Working, q: Quantity) -> float | None:
    if _at_output(w, q) or w.problem.sizes[q.layer + 2] < 2:
        return None
    return w.path(q.layer, q.j, w.problem.sizes[q.layer + 2] - 1) * _slope(w, q)


def _above(w: Working, q: Quantity) -> range:
    return range(w.problem.sizes[q.layer + 2])


def _new_weight_used(w: Working, q: Quantity) -> float | None:
    if _at_output(w, q):
        return None
    parts = (
        w.value(Quantity("new_W", q.layer + 1, i, q.j)) * w.value(Quantity("grad_z", q.layer + 1, i))
        for i in _above(w, q)
    )
    return sum(parts) * _slope(w, q)


def _transposed_backward(w: Working, q: Quantity) -> float | None:
    if _at_output(w, q) or len(_above(w, q)) != w.problem.sizes[q.layer + 1]:
        return None
    weights = w.problem.W[q.layer + 1]
    return sum(weights[q.j][i] * w.value(Quantity("grad_z", q.layer + 1, i)) for i in _above(w, q)) * _slope(w, q)


def _weight_forgotten(w: Working, q: Quantity) -> float | None:
    if _at_output(w, q):
        return None
    return sum(w.value(Quantity("grad_z", q.layer + 1, i)) for i in _above(w, q)) * _slope(w, q)


def _delta(w: Working, q: Quantity) -> float:
    return w.value(Quantity("grad_z", q.layer, q.j))


def _input_forgotten(w: Working, q: Quantity) -> float | None:
    return _delta(w, q)


def _own_activation(w: Working, q: Quantity) -> float | None:
    return _delta(w, q) * w.value(Quantity("a", q.layer, q.j))


def _weight_for_input(w: Working, q: Quantity) -> float | None:
    return _delta(w, q) * w.problem.W[q.layer][q.j][q.k]


def _gradient_sign(w: Working, q: Quantity) -> float | None:
    return -w.expected_value(q)


def _gradient_of_bias_zero(w: Working, q: Quantity) -> float | None:
    return 0.0


def _bias_times_itself(w: Working, q: Quantity) -> float | None:
    bias = w.problem.b[q.layer][q.j]
    return _delta(w, q) * bias if bias else None


def _update_sign(w: Working, q: Quantity) -> float | None:
    return w.old(q) + w.step(q)


def _rate_forgotten(w: Working, q: Quantity) -> float | None:
    return w.old(q) - (-1.0 if w.problem.climbs else 1.0) * w.gradient(q)


def _only_the_step(w: Working, q: Quantity) -> float | None:
    return -w.step(q)


def _not_updated(w: Working, q: Quantity) -> float | None:
    return w.old(q)


MISCONCEPTIONS: tuple[Misconception, ...] = (
    Misconception("bias_forgotten", ("z",), "The bias is missing: z = Σ w·a + b.", _bias_forgotten),
    Misconception(
        "transposed_forward",
        ("z",),
        "Rows and columns of W are exchanged: w_jk leads from k to j.",
        _transposed_forward,
    ),
    Misconception("inputs_forgotten", ("z",), "The weights are added up without their inputs.", _inputs_forgotten),
    Misconception(
        "activation_forgotten", ("a",), "This is z: the activation function is missing.", _activation_forgotten
    ),
    Misconception("sign_of_relu", ("a",), "ReLU makes negative numbers 0, not positive.", _sign_of_relu),
    Misconception("not_squared", ("loss",), "The error is not squared.", _not_squared),
    Misconception("half_forgotten", ("loss",), "The factor ½ of this loss is missing.", _half_forgotten),
    Misconception("half_added", ("loss",), "This loss has no factor ½.", _half_added),
    Misconception(
        "not_averaged", ("loss",), "The squares are added, but not averaged over the outputs.", _not_averaged
    ),
    Misconception("two_forgotten", ("grad_z",), "The factor 2 of the square is missing: (e²)′ = 2e.", _two_forgotten),
    Misconception("two_kept", ("grad_z",), "The factor ½ cancels the 2 of the square.", _two_kept),
    Misconception("error_turned_round", ("grad_z",), "The error is ŷ − y, not y − ŷ.", _error_turned_round),
    Misconception(
        "gradient_not_averaged",
        ("grad_z",),
        "The average over the outputs divides the gradient, too.",
        _gradient_not_averaged,
    ),
    Misconception("slope_forgotten", ("grad_z",), "f′(z) is missing: this is ∂L/∂a.", _slope_forgotten),
    Misconception("slope_of_a", ("grad_z",), "f′ is taken at a; it belongs at z.", _slope_of_a),
    Misconception("activation_for_slope", ("grad_z",), "This takes f(z) where f′(z) belongs.", _activation_for_slope),
    Misconception(
        "one_path", ("grad_z",), "Only the first path back is counted; the sum over all paths is needed.", _one_path
    ),
    Misconception(
        "last_path", ("grad_z",), "Only the last path back is counted; the sum over all paths is needed.", _last_path
    ),
    Misconception("new_weight_used", ("grad_z",), "The gradient goes back through the old weight.", _new_weight_used),
    Misconception(
        "transposed_backward",
        ("grad_z",),
        "Going back, W is transposed: w_ij for what comes from i to j.",
        _transposed_backward,
    ),
    Misconception("weight_forgotten", ("grad_z",), "The weight on the way back is missing.", _weight_forgotten),
    Misconception("input_forgotten", ("grad_W",), "The input is missing: ∂L/∂w = ∂L/∂z · input.", _input_forgotten),
    Misconception(
        "own_activation", ("grad_W",), "This takes the unit's own activation; its input belongs here.", _own_activation
    ),
    Misconception(
        "weight_for_input", ("grad_W",), "This takes the weight itself; its input belongs here.", _weight_for_input
    ),
    Misconception("gradient_sign", ("grad_W", "grad_b"), "The sign is wrong: it does not change here.", _gradient_sign),
    Misconception("gradient_of_bias_zero", ("grad_b",), "∂z/∂b is 1, so ∂L/∂b = ∂L/∂z.", _gradient_of_bias_zero),
    Misconception(
        "bias_times_itself", ("grad_b",), "The bias itself is not a factor: ∂L/∂b = ∂L/∂z.", _bias_times_itself
    ),
    Misconception(
        "update_sign", ("new_W", "new_b"), "The step goes the other way: mind the sign of the update.", _update_sign
    ),
    Misconception("rate_forgotten", ("new_W", "new_b"), "The learning rate is missing.", _rate_forgotten),
    Misconception(
        "only_the_step", ("new_W", "new_b"), "This is the step alone; it is added to the old value.", _only_the_step
    ),
    Misconception("not_updated", ("new_W", "new_b"), "This is the old value.", _not_updated),
)

"""The formulas of each phase of a gradient step, as equations with numbers."""

from functools import partial

import numpy as np

from wk4gui.core.activation_formulas import activation_formula
from wk4gui.core.arrays import Array
from wk4gui.core.equation import HALF, Equation, exp, ln, mean, quantity, total
from wk4gui.core.expression import Call, Expression
from wk4gui.core.names import a_name, bias_name, gradient_name, p_name, target_name, weight_name, z_name
from wk4gui.core.number_format import format_number
from wk4gui.labs.backprop.model.probability import probabilities
from wk4gui.labs.backprop.model.step_state import StepState

Equations = tuple[Equation, ...]
_MOST_TERMS = 8
"""Samples up to which a sum has a term for each."""
_STEEP = 15.0
"""From this size on, the largest exponent is subtracted from all."""


def forward_formulas(moment: StepState, layer: int, j: int, digits: int = 4) -> Equations:
    """The sum and the activation of unit j, z = Σ w a + b and a = f(z); one equation for a linear unit.

    Such as "z₁ = 2 · 1 + 1 · 2 + 0 = 4" and "a₁ = ReLU(4) = 4"; then the probability of an output, if it has one.
    """
    sizes, activation = moment.sizes, moment.activation(layer)
    z, a = z_name(layer, j, sizes), a_name(layer, j, sizes)
    terms: list[Expression | float] = [
        quantity("", w) * float(value) for w, value in zip(moment.W[layer][j], moment.inputs(layer), strict=True)
    ]
    affine = total([*terms, float(moment.b[layer][j])] if moment.bias != "none" else terms)
    own = float(moment.z[layer][j])
    found: Equations
    if activation.name == "linear":
        found = (_line(f"{a} = {z}", affine, own, digits),)
    else:
        name = f"{a} = {activation.symbol}({format_number(own, digits)})"
        called = Call("", lambda _: float(moment.a[layer][j]), quantity("", moment.a[layer][j]), "")
        found = (_line(z, affine, own, digits), _line(name, called, moment.a[layer][j], digits))
    if layer == moment.n_layers - 1 and activation.name == "linear":
        return (*found, *probability_formulas(moment, j, digits))
    return found


def probability_formulas(moment: StepState, j: int, digits: int = 4) -> Equations:
    """The probability that the loss computes from a logit: σ(ŷ) or softmax; empty for other losses."""
    p = probabilities(moment)
    if p is None or moment.activation_names[-1] != "linear":
        return ()
    name, z = p_name(j, moment.sizes), moment.y_hat
    formula: Expression
    if moment.loss_name == "bce":
        formula = activation_formula("sigmoid", float(z[j])).formula
    else:
        largest = quantity("", z.max()) if float(np.abs(z).max()) > _STEEP else None
        powers = [exp(float(each) if largest is None else float(each) - largest) for each in z]
        formula = powers[j] / total(powers)
    return (_line(name, formula, float(p[j]), digits),)


def loss_formulas(moment: StepState, digits: int = 4) -> Equations:
    """The loss in numbers, such as "L = (6 − 3)² = 9"."""
    return (_line("L", _loss(moment), moment.loss, digits),)


def backward_formulas(moment: StepState, layer: int, j: int, digits: int = 4) -> Equations:
    """∂L/∂a (of an output), ∂L/∂z, and ∂L/∂w and ∂L/∂b of unit j's own weights, an equation for each."""
    return (*grad_z_formulas(moment, layer, j, digits), *grad_w_formulas(moment, layer, j, digits))


def updated(moment: StepState, layer: int) -> list[int | None]:
    """Where a unit's updates are: at its inputs, and None for its bias; nowhere without an update."""
    if moment.new_W is None:
        return []
    return [*range(moment.sizes[layer]), *([None] if moment.bias == "learned" else [])]


def update_formula(moment: StepState, layer: int, j: int, k: int | None, digits: int = 4) -> Equation | None:
    """The update of one weight, or of the bias for k = None, w₁₁ ← 2 − 0.1 · (−6) = 2.6; None without an update."""
    if moment.new_W is None or moment.new_b is None:
        return None
    if k is None:
        name = bias_name(layer, j, moment.sizes)
        old, gradient, new = moment.b[layer][j], moment.grad_b[layer][j], moment.new_b[layer][j]
    else:
        name = weight_name(layer, j, k, moment.sizes)
        old, gradient, new = moment.W[layer][j, k], moment.grad_W[layer][j, k], moment.new_W[layer][j, k]
    step = quantity("", moment.learning_rate) * float(gradient)
    formula = quantity("", old) + step if moment.climbs else quantity("", old) - step
    rounded = None if _agree(formula.value, float(new)) else float(new)
    return Equation(name, formula, "←", partial(format_number, digits=digits), rounded=rounded)


def grad_z_formulas(moment: StepState, layer: int, j: int, digits: int) -> Equations:
    """∂L/∂a of an output, and ∂L/∂z of any unit."""
    sizes = moment.sizes
    if layer == moment.n_layers - 1:
        return _output_formulas(moment, j, digits)
    terms = [
        quantity(_source(moment, layer + 1, i), upper)
        * quantity(weight_name(layer + 1, i, j, sizes), moment.W[layer + 1][i, j])
        for i, upper in enumerate(moment.grad_z[layer + 1])
    ]
    pull: Expression = terms[0] if len(terms) == 1 else total(terms)
    name = gradient_name(z_name(layer, j, sizes))
    return (_line(name, _times_slope(moment, layer, j, pull), moment.grad_z[layer][j], digits),)


def grad_w_formulas(moment: StepState, layer: int, j: int, digits: int) -> Equations:
    """∂L/∂w of every weight of a unit, then ∂L/∂b if it has a bias; of the sample alone."""
    sizes = moment.sizes
    pull = quantity(_source(moment, layer, j), moment.grad_z[layer][j])
    lines = [
        _line(
            gradient_name(weight_name(layer, j, k, sizes)),
            pull * quantity(a_name(layer - 1, k, sizes), value),
            moment.own_grad_W[layer][j, k],
            digits,
        )
        for k, value in enumerate(moment.inputs(layer))
    ]
    if moment.bias == "none":
        return tuple(lines)
    bias = gradient_name(bias_name(layer, j, sizes))
    return (*lines, _line(bias, pull, moment.own_grad_b[layer][j], digits))


def mean_gradient_formula(moment: StepState, layer: int, j: int, k: int | None, digits: int = 4) -> Equation:
    """The gradient of a step that takes several samples: the mean of their own gradients."""
    assert moment.batch is not None
    name = bias_name(layer, j, moment.sizes) if k is None else weight_name(layer, j, k, moment.sizes)
    own = moment.batch.grad_b[layer][:, j] if k is None else moment.batch.grad_W[layer][:, j, k]
    value = moment.grad_b[layer][j] if k is None else moment.grad_W[layer][j, k]
    return _line(f"mean {gradient_name(name)}", _mean_of(own), value, digits)


def mean_loss_formula(moment: StepState, digits: int = 4) -> Equation:
    """The loss of several samples: the mean of their own losses."""
    assert moment.batch is not None
    return _line("mean L", _mean_of(moment.batch.loss), moment.batch.mean_loss, digits)


def _mean_of(values: Array) -> Expression:
    """The mean, as a sum of all values over their number, or of many as their sum over it."""
    if len(values) <= _MOST_TERMS:
        return mean([quantity("", value) for value in values])
    return quantity(f"Σ of {len(values)}", values.sum()) / float(len(values))


def _loss(moment: StepState) -> Expression:
    p, n = probabilities(moment), len(moment.y)
    if p is None:
        squares = [(quantity("", a) - float(t)) ** 2 for a, t in zip(moment.y_hat, moment.y, strict=True)]
        if moment.loss_name == "half_sse":
            return HALF * (squares[0] if n == 1 else total(squares))
        average = squares[0] if n == 1 else mean(squares)
        return HALF * average if moment.loss_name == "half_mse" else average
    if moment.loss_name == "bce":
        terms = [_bce_term(float(each), float(t)) for each, t in zip(p, moment.y, strict=True)]
        return -(terms[0] if n == 1 else mean(terms))
    terms = [quantity("", t) * ln(float(each)) for each, t in zip(p, moment.y, strict=True) if t != 0.0]
    return -(terms[0] if len(terms) == 1 else total(terms))


def _bce_term(p: float, y: float) -> Expression:
    parts: list[Expression] = [quantity("", y) * ln(p)] if y else []
    parts += [quantity("", 1.0 - y) * ln(1.0 - quantity("", p))] if y < 1.0 else []
    return parts[0] if len(parts) == 1 else total(parts)


def _output_formulas(moment: StepState, j: int, digits: int) -> Equations:
    layer, sizes = moment.n_layers - 1, moment.sizes
    y_hat, y = quantity(a_name(layer, j, sizes), moment.y_hat[j]), quantity(target_name(j, sizes), moment.y[j])
    p, n = probabilities(moment), sizes[-1]
    linear = moment.activation(layer).name == "linear"
    if p is not None:
        name = y_hat.symbol if not linear else p_name(j, sizes)
        error: Expression = quantity(name, p[j]) - y
        if moment.loss_name == "bce" and n > 1:
            error = error / float(n)
        return (
            _line(
                gradient_name(y_hat.symbol if linear else z_name(layer, j, sizes)),
                error,
                moment.grad_z[layer][j],
                digits,
            ),
        )
    error = y_hat - y
    if moment.loss_name == "mse":
        error = 2.0 * error
    if moment.loss_name != "half_sse" and n > 1:
        error = error / float(n)
    first = _line(gradient_name(y_hat.symbol), error, moment.grad_a[layer][j], digits)
    if linear:
        return (first,)
    pull = quantity(gradient_name(y_hat.symbol), moment.grad_a[layer][j])
    name = gradient_name(z_name(layer, j, sizes))
    return first, _line(name, _times_slope(moment, layer, j, pull), moment.grad_z[layer][j], digits)


def _source(moment: StepState, layer: int, j: int) -> str:
    """∂L/∂z, called ∂L/∂ŷ at a linear output, where they are the same."""
    output = layer == moment.n_layers - 1 and moment.activation(layer).name == "linear"
    name = a_name(layer, j, moment.sizes) if output else z_name(layer, j, moment.sizes)
    return gradient_name(name)


def _times_slope(moment: StepState, layer: int, j: int, pull: Expression) -> Expression:
    """``pull`` times f′(z), without f′ for a linear unit."""
    activation = moment.activation(layer)
    if activation.name == "linear":
        return pull
    symbol = f"{activation.symbol}′({z_name(layer, j, moment.sizes)})"
    return pull * quantity(symbol, moment.slope[layer][j])


def _line(name: str, formula: Expression, value: float, digits: int) -> Equation:
    """An equation that ends with the number for the next steps, which may be rounded."""
    rounded = None if _agree(formula.value, float(value)) else float(value)
    return Equation(name, formula, write=partial(format_number, digits=digits), rounded=rounded)


def _agree(exact: float, value: float) -> bool:
    return abs(exact - value) <= 1e-9 * max(abs(exact), abs(value), 1e-300) or abs(exact - value) < 1e-14

"""The formula of each phase of a gradient step as equations with their numbers in place."""

from functools import partial

import numpy as np

from wk4gui.core.activation_formulas import activation_formula
from wk4gui.core.equation import HALF, Equation, exp, ln, mean, quantity, total
from wk4gui.core.expression import Call, Expression
from wk4gui.core.names import a_name, bias_name, gradient_name, p_name, target_name, weight_name, z_name
from wk4gui.core.number_format import format_number
from wk4gui.labs.backprop.model.instant import Instant
from wk4gui.labs.backprop.model.probability import probabilities

Steps = tuple[Equation, ...]
_STEEP = 15.0
"""From this size on, the largest exponent is taken from all of them before e is raised to them."""


def forward_formulas(instant: Instant, layer: int, j: int, digits: int = 4) -> Steps:
    """The sum and the activation of unit j, z = Σ w a + b and a = f(z); one equation for a linear unit.

    Such as "z₁ = 2 · 1 + 1 · 2 + 0 = 4" and "a₁ = ReLU(4) = 4"; then the probability of an output, where it is one.
    """
    sizes, activation = instant.sizes, instant.activation(layer)
    z, a = z_name(layer, j, sizes), a_name(layer, j, sizes)
    terms: list[Expression | float] = [
        quantity("", w) * float(value) for w, value in zip(instant.W[layer][j], instant.inputs(layer), strict=True)
    ]
    affine = total([*terms, float(instant.b[layer][j])])
    own = float(instant.z[layer][j])
    found: Steps
    if activation.name == "linear":
        found = (_line(instant, f"{a} = {z}", affine, own, digits),)
    else:
        name = f"{a} = {activation.symbol}({format_number(own, digits)})"
        called = Call("", lambda _: float(instant.a[layer][j]), quantity("", instant.a[layer][j]), "")
        found = (_line(instant, z, affine, own, digits), _line(instant, name, called, instant.a[layer][j], digits))
    if layer == instant.n_layers - 1 and activation.name == "linear":
        return (*found, *probability_formulas(instant, j, digits))
    return found


def probability_formulas(instant: Instant, j: int, digits: int = 4) -> Steps:
    """What the loss makes of a logit: p = σ(ŷ), or the softmax of all; nothing for other losses."""
    p = probabilities(instant)
    if p is None or instant.activation_names[-1] != "linear":
        return ()
    name, z = p_name(j, instant.sizes), instant.y_hat
    formula: Expression
    if instant.loss_name == "bce":
        formula = activation_formula("sigmoid", float(z[j])).formula
    else:
        largest = quantity("", z.max()) if float(np.abs(z).max()) > _STEEP else None
        powers = [exp(float(each) if largest is None else float(each) - largest) for each in z]
        formula = powers[j] / total(powers)
    return (_line(instant, name, formula, float(p[j]), digits),)


def loss_formulas(instant: Instant, digits: int = 4) -> Steps:
    """The loss in numbers, such as "L = (6 − 3)² = 9"."""
    return (_line(instant, "L", _loss(instant), instant.loss, digits),)


def backward_formulas(instant: Instant, layer: int, j: int, digits: int = 4) -> Steps:
    """∂L/∂a (of an output), ∂L/∂z, and ∂L/∂w and ∂L/∂b of unit j's own weights, an equation each."""
    return (*grad_z_formulas(instant, layer, j, digits), *grad_w_formulas(instant, layer, j, digits))


def update_formulas(instant: Instant, layer: int, j: int, digits: int = 4) -> Steps:
    """Every weight of unit j and its bias: w₁₁ ← 2 − 0.1 · (−6) = 2.6; nothing where there is no update."""
    n_inputs = instant.sizes[layer]
    return tuple(
        line for k in (*range(n_inputs), None) if (line := update_formula(instant, layer, j, k, digits)) is not None
    )


def update_formula(instant: Instant, layer: int, j: int, k: int | None, digits: int = 4) -> Equation | None:
    """The update of one weight, or of the bias for k = None; None where there is no update."""
    if instant.new_W is None or instant.new_b is None:
        return None
    if k is None:
        name = bias_name(layer, j, instant.sizes)
        old, gradient, new = instant.b[layer][j], instant.grad_b[layer][j], instant.new_b[layer][j]
    else:
        name = weight_name(layer, j, k, instant.sizes)
        old, gradient, new = instant.W[layer][j, k], instant.grad_W[layer][j, k], instant.new_W[layer][j, k]
    step = quantity("", instant.learning_rate) * float(gradient)
    formula = quantity("", old) + step if instant.climbs else quantity("", old) - step
    rounded = None if _agree(formula.value, float(new)) else float(new)
    return Equation(name, formula, "←", partial(format_number, digits=digits), rounded=rounded)


def grad_z_formulas(instant: Instant, layer: int, j: int, digits: int) -> Steps:
    """∂L/∂a of an output, and ∂L/∂z of any unit."""
    sizes = instant.sizes
    if layer == instant.n_layers - 1:
        return _output_formulas(instant, j, digits)
    terms = [
        quantity(_source(instant, layer + 1, i), upper)
        * quantity(weight_name(layer + 1, i, j, sizes), instant.W[layer + 1][i, j])
        for i, upper in enumerate(instant.grad_z[layer + 1])
    ]
    pull: Expression = terms[0] if len(terms) == 1 else total(terms)
    name = gradient_name(z_name(layer, j, sizes))
    return (_line(instant, name, _times_slope(instant, layer, j, pull), instant.grad_z[layer][j], digits),)


def grad_w_formulas(instant: Instant, layer: int, j: int, digits: int) -> Steps:
    """∂L/∂w of every weight of a unit, then ∂L/∂b."""
    sizes = instant.sizes
    pull = quantity(_source(instant, layer, j), instant.grad_z[layer][j])
    lines = [
        _line(
            instant,
            gradient_name(weight_name(layer, j, k, sizes)),
            pull * quantity(a_name(layer - 1, k, sizes), value),
            instant.grad_W[layer][j, k],
            digits,
        )
        for k, value in enumerate(instant.inputs(layer))
    ]
    bias = gradient_name(bias_name(layer, j, sizes))
    return (*lines, _line(instant, bias, pull, instant.grad_b[layer][j], digits))


def _loss(instant: Instant) -> Expression:
    p, n = probabilities(instant), len(instant.y)
    if p is None:
        squares = [(quantity("", a) - float(t)) ** 2 for a, t in zip(instant.y_hat, instant.y, strict=True)]
        if instant.loss_name == "half_sse":
            return HALF * (squares[0] if n == 1 else total(squares))
        average = squares[0] if n == 1 else mean(squares)
        return HALF * average if instant.loss_name == "half_mse" else average
    if instant.loss_name == "bce":
        terms = [_bce_term(float(each), float(t)) for each, t in zip(p, instant.y, strict=True)]
        return -(terms[0] if n == 1 else mean(terms))
    terms = [quantity("", t) * ln(float(each)) for each, t in zip(p, instant.y, strict=True) if t != 0.0]
    return -(terms[0] if len(terms) == 1 else total(terms))


def _bce_term(p: float, y: float) -> Expression:
    parts: list[Expression] = [quantity("", y) * ln(p)] if y else []
    parts += [quantity("", 1.0 - y) * ln(1.0 - quantity("", p))] if y < 1.0 else []
    return parts[0] if len(parts) == 1 else total(parts)


def _output_formulas(instant: Instant, j: int, digits: int) -> Steps:
    layer, sizes = instant.n_layers - 1, instant.sizes
    y_hat, y = quantity(a_name(layer, j, sizes), instant.y_hat[j]), quantity(target_name(j, sizes), instant.y[j])
    p, n = probabilities(instant), sizes[-1]
    linear = instant.activation(layer).name == "linear"
    if p is not None:
        name = y_hat.symbol if not linear else p_name(j, sizes)
        error: Expression = quantity(name, p[j]) - y
        if instant.loss_name == "bce" and n > 1:
            error = error / float(n)
        return (
            _line(
                instant,
                gradient_name(y_hat.symbol if linear else z_name(layer, j, sizes)),
                error,
                instant.grad_z[layer][j],
                digits,
            ),
        )
    error = y_hat - y
    if instant.loss_name == "mse":
        error = 2.0 * error
    if instant.loss_name != "half_sse" and n > 1:
        error = error / float(n)
    first = _line(instant, gradient_name(y_hat.symbol), error, instant.grad_a[layer][j], digits)
    if linear:
        return (first,)
    pull = quantity(gradient_name(y_hat.symbol), instant.grad_a[layer][j])
    name = gradient_name(z_name(layer, j, sizes))
    return first, _line(instant, name, _times_slope(instant, layer, j, pull), instant.grad_z[layer][j], digits)


def _source(instant: Instant, layer: int, j: int) -> str:
    """∂L/∂z, called ∂L/∂ŷ at a linear output, where they are the same."""
    output = layer == instant.n_layers - 1 and instant.activation(layer).name == "linear"
    name = a_name(layer, j, instant.sizes) if output else z_name(layer, j, instant.sizes)
    return gradient_name(name)


def _times_slope(instant: Instant, layer: int, j: int, pull: Expression) -> Expression:
    """Times f′(z); nothing for a linear unit."""
    activation = instant.activation(layer)
    if activation.name == "linear":
        return pull
    symbol = f"{activation.symbol}′({z_name(layer, j, instant.sizes)})"
    return pull * quantity(symbol, instant.slope[layer][j])


def _line(instant: Instant, name: str, formula: Expression, value: float, digits: int) -> Equation:
    """An equation that ends with the number one goes on with, which may have been rounded."""
    rounded = None if _agree(formula.value, float(value)) else float(value)
    return Equation(name, formula, write=partial(format_number, digits=digits), rounded=rounded)


def _agree(exact: float, value: float) -> bool:
    return abs(exact - value) <= 1e-9 * max(abs(exact), abs(value), 1e-300) or abs(exact - value) < 1e-14

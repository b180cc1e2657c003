"""The formula of each phase of a gradient step with its numbers in place, as lines of text."""

from wk4gui.core.names import a_name, bias_name, gradient_name, target_name, weight_name, z_name
from wk4gui.core.number_format import format_factor, format_number
from wk4gui.labs.backprop.model.instant import Instant


def forward_formulas(instant: Instant, layer: int, j: int, digits: int = 4) -> tuple[str, ...]:
    """The sum and the activation of unit j, z = Σ w a + b and a = f(z); one line for a linear unit.

    Such as "z₁ = 2·1 + 1·2 + 0 = 4" and "a₁ = ReLU(4) = 4".
    """
    sizes = instant.sizes
    activation = instant.activation(layer)
    z, a = z_name(layer, j, sizes), a_name(layer, j, sizes)
    terms = [
        f"{_factor(w, digits, first=i == 0)}·{format_factor(value, digits)}"
        for i, (w, value) in enumerate(zip(instant.W[layer][j], instant.inputs(layer), strict=True))
    ]
    terms.append(format_factor(instant.b[layer][j], digits))
    total = format_number(instant.z[layer][j], digits)
    affine = f"{' + '.join(terms)} = {total}"
    if activation.name == "linear":
        return (f"{a} = {z} = {affine}",)
    return f"{z} = {affine}", f"{a} = {activation.symbol}({total}) = {format_number(instant.a[layer][j], digits)}"


def loss_formulas(instant: Instant, digits: int = 4) -> tuple[str, ...]:
    """The loss in numbers: L = (6 − 3)² = 9."""
    total = format_number(instant.loss, digits)
    if instant.loss_name in ("mse", "half_mse"):
        squares = [
            f"({format_number(p, digits)} − {format_factor(t, digits)})²"
            for p, t in zip(instant.y_hat, instant.y, strict=True)
        ]
        half = "½ · " if instant.loss_name == "half_mse" else ""
        return (f"L = {half}{_mean(squares)} = {total}",)
    if instant.loss_name == "bce":
        return _bce_formula(instant, digits, total)
    terms = [
        f"{format_number(t, digits)} · ln softmax(ŷ){target_name(j, instant.sizes)[1:]}"
        for j, t in enumerate(instant.y)
        if t != 0.0
    ]
    return (f"L = −{_sum(terms)} = {total}",)


def backward_formulas(instant: Instant, layer: int, j: int, digits: int = 4) -> tuple[str, ...]:
    """∂L/∂a (of an output), ∂L/∂z, and ∂L/∂w and ∂L/∂b of unit j's own weights, a line each."""
    return (*_grad_z_formulas(instant, layer, j, digits), *_grad_w_formulas(instant, layer, j, digits))


def update_formulas(instant: Instant, layer: int, j: int, digits: int = 4) -> tuple[str, ...]:
    """Every weight of unit j and its bias: w₁₁ ← 2 − 0.1 · (−6) = 2.6; nothing where there is no update."""
    n_inputs = instant.sizes[layer]
    return tuple(
        line for k in (*range(n_inputs), None) if (line := update_formula(instant, layer, j, k, digits)) is not None
    )


def update_formula(instant: Instant, layer: int, j: int, k: int | None, digits: int = 4) -> str | None:
    """The update of one weight, or of the bias for k = None; None where there is no update."""
    if instant.new_W is None or instant.new_b is None:
        return None
    if k is None:
        name = bias_name(layer, j, instant.sizes)
        old, gradient, new = instant.b[layer][j], instant.grad_b[layer][j], instant.new_b[layer][j]
    else:
        name = weight_name(layer, j, k, instant.sizes)
        old, gradient, new = instant.W[layer][j, k], instant.grad_W[layer][j, k], instant.new_W[layer][j, k]
    sign = "+" if instant.climbs else "−"
    rate = format_number(instant.learning_rate, max(digits, 4))
    step = f"{format_number(old, digits)} {sign} {rate} · {format_factor(gradient, digits)}"
    return f"{name} ← {step} = {format_number(new, digits)}"


def _grad_z_formulas(instant: Instant, layer: int, j: int, digits: int) -> tuple[str, ...]:
    sizes = instant.sizes
    grad_z = gradient_name(z_name(layer, j, sizes))
    result = format_number(instant.grad_z[layer][j], digits)
    if layer == instant.n_layers - 1:
        return _output_formulas(instant, j, digits)
    symbols, numbers = [], []
    for i, upper in enumerate(instant.grad_z[layer + 1]):
        linear = instant.activation(layer + 1).name == "linear"
        source = (
            a_name(layer + 1, i, sizes) if linear and layer + 1 == instant.n_layers - 1 else z_name(layer + 1, i, sizes)
        )
        symbols.append(f"{gradient_name(source)} · {weight_name(layer + 1, i, j, sizes)}")
        numbers.append(f"{_factor(upper, digits, first=i == 0)} · {format_factor(instant.W[layer + 1][i, j], digits)}")
    slope = _slope_factor(instant, layer, j, digits)
    left, right = _sum(symbols), _sum(numbers)
    return (f"{grad_z} = {left}{slope[0]} = {right}{slope[1]} = {result}",)


def _output_formulas(instant: Instant, j: int, digits: int) -> tuple[str, ...]:
    layer, sizes = instant.n_layers - 1, instant.sizes
    y_hat, y = a_name(layer, j, sizes), target_name(j, sizes)
    predicted, target = format_number(instant.y_hat[j], digits), format_factor(instant.y[j], digits)
    grad_a, grad_z = gradient_name(y_hat), gradient_name(z_name(layer, j, sizes))
    value_a = format_number(instant.grad_a[layer][j], digits)
    value_z = format_number(instant.grad_z[layer][j], digits)
    linear = instant.activation(layer).name == "linear"
    if instant.loss_name in ("bce", "cross_entropy"):
        return _probability_formulas(instant, j, digits)
    front, divisor = ("2", sizes[-1]) if instant.loss_name == "mse" else ("", sizes[-1])
    over = f" / {divisor}" if divisor > 1 else ""
    symbols = f"{front}({y_hat} − {y}){over}"
    numbers = f"{front + ' · ' if front else ''}({predicted} − {target}){over}"
    first = f"{grad_a} = {symbols} = {numbers} = {value_a}"
    if linear:
        return (first,)
    slope = _slope_factor(instant, layer, j, digits)
    return first, f"{grad_z} = {grad_a}{slope[0]} = {value_a}{slope[1]} = {value_z}"


def _probability_formulas(instant: Instant, j: int, digits: int) -> tuple[str, ...]:
    """∂L/∂z of an output whose loss is taken on z: p − y, with p what the loss makes of z."""
    layer, sizes = instant.n_layers - 1, instant.sizes
    y_hat, y = a_name(layer, j, sizes), target_name(j, sizes)
    value = float(instant.grad_z[layer][j])
    over = f" / {sizes[-1]}" if instant.loss_name == "bce" and sizes[-1] > 1 else ""
    probability = value * (sizes[-1] if over else 1) + float(instant.y[j])
    numbers = f"({format_number(probability, digits)} − {format_factor(instant.y[j], digits)}){over}"
    if instant.activation(layer).name == "linear":
        p = f"σ({y_hat})" if instant.loss_name == "bce" else f"softmax(ŷ){target_name(j, sizes)[1:]}"
        name = gradient_name(y_hat)
    else:
        p, name = y_hat, gradient_name(z_name(layer, j, sizes))
    return (f"{name} = ({p} − {y}){over} = {numbers} = {format_number(value, digits)}",)


def _grad_w_formulas(instant: Instant, layer: int, j: int, digits: int) -> tuple[str, ...]:
    sizes = instant.sizes
    grad_z_symbol, grad_z = _unit_gradient(instant, layer, j), float(instant.grad_z[layer][j])
    lines = [
        f"{gradient_name(weight_name(layer, j, k, sizes))} = {grad_z_symbol} · {a_name(layer - 1, k, sizes)} = "
        f"{format_number(grad_z, digits)} · {format_factor(value, digits)} = "
        f"{format_number(instant.grad_W[layer][j, k], digits)}"
        for k, value in enumerate(instant.inputs(layer))
    ]
    bias = gradient_name(bias_name(layer, j, sizes))
    return (*lines, f"{bias} = {grad_z_symbol} = {format_number(instant.grad_b[layer][j], digits)}")


def _unit_gradient(instant: Instant, layer: int, j: int) -> str:
    """∂L/∂z, called ∂L/∂ŷ at a linear output, where they are the same."""
    output = layer == instant.n_layers - 1 and instant.activation(layer).name == "linear"
    name = a_name(layer, j, instant.sizes) if output else z_name(layer, j, instant.sizes)
    return gradient_name(name)


def _bce_formula(instant: Instant, digits: int, total: str) -> tuple[str, ...]:
    symbol = "ŷ" if instant.activation_names[-1] == "sigmoid" else "σ(ŷ)"
    terms = []
    for predicted, target in zip(instant.y_hat, instant.y, strict=True):
        p = format_number(predicted, digits)
        p = p if symbol == "ŷ" else f"σ({p})"
        parts = [f"{format_number(target, digits)} · ln {p}"] if target else []
        parts += [f"{format_number(1.0 - target, digits)} · ln(1 − {p})"] if target < 1.0 else []
        terms.append(_sum(parts))
    return (f"L = −{_mean(terms)} = {total}",)


def _slope_factor(instant: Instant, layer: int, j: int, digits: int) -> tuple[str, str]:
    """ " · f′(z)" in symbols and in numbers; empty for a linear unit."""
    activation = instant.activation(layer)
    if activation.name == "linear":
        return "", ""
    symbol = f" · {activation.symbol}′({z_name(layer, j, instant.sizes)})"
    return symbol, f" · {format_factor(instant.slope[layer][j], digits)}"


def _factor(value: float, digits: int, *, first: bool) -> str:
    return format_number(value, digits) if first else format_factor(value, digits)


def _sum(terms: list[str]) -> str:
    return terms[0] if len(terms) == 1 else f"({' + '.join(terms)})"


def _mean(terms: list[str]) -> str:
    return terms[0] if len(terms) == 1 else f"({' + '.join(terms)}) / {len(terms)}"

"""Where the numbers of the dropout lab's thinned networks come from.

h is a hidden activation, m its flag of the mask, h̃ what goes on, and P(m) the probability of a mask.
"""

from collections.abc import Sequence

import numpy as np

from wk4gui.core.activation_formulas import activation_formula
from wk4gui.core.arrays import Array
from wk4gui.core.names import subscript
from wk4gui.core.number_format import format_factor, format_number
from wk4gui.core.number_text import factor, number, sum_in_numbers
from wk4gui.lab.reason import Reason
from wk4gui.labs.dropout.model.dropout import DroppedNetwork, training_factor, use_factor
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.result import Result
from wk4gui.labs.dropout.model.verdict import EXACT

_MOST, _SHOWN = 5, 2
"""Products that are all written, and how many at either end of a longer sum."""
_STEEP = 15.0
"""From this size on, the largest exponent is taken from all of them before e is raised to them."""


def input_reason(params: Params, k: int) -> Reason:
    """A coordinate of the input, which is set."""
    return Reason("Input, as it is set", (f"x{subscript(k + 1)} = {_n(params.x[k])}",), params.x[k])


def factor_reason(params: Params) -> Reason:
    """By what the survivors are multiplied."""
    factor = training_factor(params.scaling, params.drop_prob)
    line = f"1 / (1 − p) = 1 / (1 − {_n(params.drop_prob)}) = {_n(factor)}"
    if params.scaling != "inverted":
        line = "nothing is made up for in training: factor = 1"
    return Reason("What the hidden units that are kept are multiplied by", (line,), factor)


def hidden_reason(params: Params, result: Result, unit: int) -> Reason:
    """What a hidden unit passes on under the mask."""
    j, z, h = subscript(unit + 1), float(result.hidden_z[unit]), float(result.hidden[unit])
    flag, kept = int(result.mask[unit]), float(result.kept[unit])
    goes_on = f"h̃{j} = m{j} h{j} = {flag} · {_f(h)}"
    if params.scaling == "inverted":
        goes_on = f"h̃{j} = m{j} h{j} / (1 − p) = {flag} · {_f(h)} / (1 − {_n(params.drop_prob)})"
    lines = (
        f"z{j} = Σ w x + b = {_products(result.W1[unit], params.x)} + {_f(result.b1[unit])} = {_n(z)}",
        f"h{j} = f(z{j}), {activation_formula(params.activation, z)}",
        f"{goes_on} = {_n(kept)}",
    )
    return Reason(f"What hidden unit {unit + 1} passes on: {'kept' if flag else 'dropped'}, m = {flag}", lines, kept)


def between_reason(params: Params, result: Result, unit: int) -> Reason:
    """An activation of the layer after the dropped one."""
    assert result.W_between is not None
    assert result.b_between is not None
    j, kept = subscript(unit + 1), np.flatnonzero(result.mask)
    z = float(result.W_between[unit] @ result.kept + result.b_between[unit])
    terms = _sum(_terms(result.W_between[unit, kept], result.kept[kept]), result.b_between[unit])
    lines = (f"z{j} = Σ w h̃ + b = {terms} = {_n(z)}", f"a{j} = max(0, z{j}) = max(0, {_n(z)}) = {_n(max(z, 0.0))}")
    return Reason(f"Unit {unit + 1} of layer 2, ReLU", lines, max(z, 0.0))


def mask_output_reason(params: Params, result: Result, output: int) -> Reason:
    """The output under the mask of the diagram."""
    lines = _output_lines(params, result, result.kept, np.flatnonzero(result.mask), output)
    return Reason(f"Output {_y(result, output)} under the mask", lines, float(result.mask_output[output]))


def thinned_reason(params: Params, result: Result, row: int, output: int) -> Reason:
    """How likely a thinned network is, and what it answers; ``row`` as in ``subnet_mask``."""
    units = np.flatnonzero(result.subnet_mask[row])
    probability, n_dropped = float(result.subnet_probability[row]), params.n_hidden - len(units)
    powers = f"{_n(1.0 - params.drop_prob)}^{len(units)} · {_n(params.drop_prob)}^{n_dropped}"
    kept = result.subnet_mask[row] * result.hidden * training_factor(params.scaling, params.drop_prob)
    lines = (
        f"P(m) = (1 − p)^kept · p^dropped = {powers} = {number(probability)}",
        *_output_lines(params, result, kept, units, output),
    )
    subject = f"Thinned network {_units(units, params.n_hidden)}: its probability and its output {_y(result, output)}"
    return Reason(subject, lines, float(result.subnet_output[row, output]))


def mean_reason(params: Params, result: Result, output: int) -> Reason:
    """The exact mean of all thinned networks."""
    rows = _likely(result)
    value = float(result.ensemble_mean[output])
    products = _products(result.subnet_probability[rows], result.subnet_output[rows, output])
    lines = ("P(m) = (1 − p)^kept · p^dropped", f"mean = Σ P(m) ŷₘ = {products} = {_n(value)}")
    return Reason(f"Mean of {_all(rows)}{_which(result, output)}", lines, value)


def scaled_reason(params: Params, result: Result, output: int) -> Reason:
    """The output of the whole network as it is used afterwards."""
    factor = use_factor(params.scaling, params.drop_prob)
    first = f"h̃ = (1 − p) h, 1 − p = {_n(factor)}" if params.scaling == "classic" else "h̃ = h, of all units"
    lines = _output_lines(params, result, result.hidden * factor, np.arange(params.n_hidden), output)
    subject = f"Scaled network, nothing dropped{_which(result, output)}"
    return Reason(subject, (first, *lines), float(result.weight_scaled_output[output]))


def geometric_reason(params: Params, result: Result, output: int) -> Reason:
    """The normalised geometric mean of probabilities: e to the mean logarithm, divided by the sum over the classes."""
    assert result.geometric_mean is not None
    rows = _likely(result)
    kept = result.subnet_mask * result.hidden * training_factor(params.scaling, params.drop_prob)
    logs, probability = _network(params, result).log_probabilities(kept), result.subnet_probability
    means = probability @ logs
    names = ["ŷₘ", "(1 − ŷₘ)"] if params.output == "sigmoid" else [f"ŷ{subscript(c + 1)}" for c in range(len(means))]
    first = f"l{subscript(output + 1)} = Σ P(m) ln {names[output]}"
    others = [f"l{subscript(c + 1)} = Σ P(m) ln {name} = {_n(means[c])}" for c, name in enumerate(names) if c != output]
    lines = (
        f"{first} = {_products(probability[rows], logs[rows, output])} = {_n(means[output])}",
        *others,
        *_softmax_lines("", "l", means, output),
    )
    subject = f"Normalised geometric mean of {_all(rows)}{_which(result, output)}"
    return Reason(subject, lines, float(result.geometric_mean[output]))


def drawn_reason(result: Result, at: int, output: int) -> Reason:
    """The mean of the first drawn masks; ``at`` as in ``monte_carlo_n``."""
    n, mean = int(result.monte_carlo_n[at]), float(result.monte_carlo_mean[at, output])
    error = float(result.monte_carlo_error[at, output])
    square = error**2 * n
    lines = (
        f"s = √(Σ (ŷₘ − mean)² / (n − 1)) = √({number(square * (n - 1))} / {n - 1}) = {number(square**0.5)}",
        f"standard error = s / √n = {number(square**0.5)} / √{n} = {number(error)}",
        f"mean = Σ ŷₘ / n = {_n(mean * n)} / {n} = {_n(mean)}",
    )
    return Reason(f"Mean of {n} drawn masks{_which(result, output)}, with its standard error", lines, mean)


def bin_reason(result: Result, output: int, low: float, high: float, *, closed: bool) -> Reason:
    """The probability of an output between two edges of the histogram, the upper one among them if ``closed``."""
    values, rows = result.subnet_output[:, output], _likely(result)
    inside = [i for i in rows if low <= values[i] and (values[i] <= high if closed else values[i] < high)]
    probability = result.subnet_probability[inside]
    total = float(probability.sum())
    lines = [f"masks with {number(low)} ≤ ŷₘ {'≤' if closed else '<'} {number(high)}: {len(inside)} of {len(values)}"]
    terms = [sum_in_numbers(probability.tolist(), 7)] if inside else []
    lines.append(" = ".join(["Σ P(m)", *terms, number(total)]))
    return Reason(f"Probability of such an output{_which(result, output)}", tuple(lines), total)


def count_reason(params: Params) -> Reason:
    """The number of thinned networks."""
    n = 2**params.n_hidden
    line = f"each of H units is there or not: 2^H = 2^{params.n_hidden} = {n}"
    return Reason("Number of thinned networks", (line,), float(n))


def spread_reason(params: Params, result: Result, output: int) -> Reason:
    """The standard deviation of the thinned networks' outputs."""
    rows, variance = _likely(result), float(result.output_variance[output])
    squares = (result.subnet_output[rows, output] - result.ensemble_mean[output]) ** 2
    lines = (
        f"variance = Σ P(m) (ŷₘ − mean)² = {_products(result.subnet_probability[rows], squares)} = {number(variance)}",
        f"√variance = √{number(variance)} = {number(variance**0.5)}",
    )
    return Reason(f"Standard deviation of {_all(rows)}{_which(result, output)}", lines, variance**0.5)


def gap_reason(result: Result, mean: Array, name: str) -> Reason:
    """By how much the scaled network misses a mean, at most."""
    gaps = np.abs(result.weight_scaled_output - mean)
    k = int(gaps.argmax())
    numbers = f"|{_n(result.weight_scaled_output[k])} − {_f(mean[k])}|"
    line = f"|scaled − {name}| = {numbers} = {_n(gaps[k])}"
    return Reason(f"By how much the scaled network misses the {name}{_which(result, k)}", (line,), float(gaps[k]))


def reasons(params: Params, result: Result, frame: int) -> Sequence[Reason]:
    """Of what the summary and the lesson speak of."""
    widest = int(result.output_variance.argmax())
    found = [scaled_reason(params, result, 0), mean_reason(params, result, 0), count_reason(params)]
    found += [spread_reason(params, result, widest), factor_reason(params), mask_output_reason(params, result, 0)]
    if result.agreement.mean_gap > EXACT:
        found.append(gap_reason(result, result.ensemble_mean, "mean"))
    if result.geometric_mean is not None:
        found.append(geometric_reason(params, result, 0))
        if (result.agreement.geometric_gap or 0.0) > EXACT:
            found.append(gap_reason(result, result.geometric_mean, "geometric mean"))
    return found


def _output_lines(params: Params, result: Result, kept: Array, units: np.ndarray, output: int) -> tuple[str, ...]:
    """From what the hidden units pass on (H,) to one output; ``units`` are those that pass anything on."""
    network = _network(params, result)
    z, between = network.logits(kept), network.between(kept)
    symbol, values, weights = "h̃", kept[units], result.W2[output, units] if between is None else result.W2[output]
    lines = []
    if between is not None:
        symbol, values = "a", between
        lines.append(f"a = max(0, Σ w h̃ + b) = ({', '.join(_n(a, 4) for a in between)})")
    name = "ŷ" if params.output == "linear" else "z" + (subscript(output + 1) if len(z) > 1 else "")
    terms = _sum(_terms(weights, values), result.b2[output])
    lines.append(f"{name} = Σ w {symbol} + b = {terms} = {_n(z[output])}")
    if params.output == "sigmoid":
        lines.append(f"ŷ = {activation_formula('sigmoid', float(z[0]))}")
    if params.output == "softmax":
        lines += [f"z{subscript(c + 1)} = {_n(z[c])}" for c in range(len(z)) if c != output]
        lines += _softmax_lines(f"ŷ{subscript(output + 1)} = ", "z", z, output)
    return tuple(lines)


def _softmax_lines(name: str, letter: str, z: Array, k: int) -> list[str]:
    """e^z / Σ e^z in numbers, with the largest z taken from all where e^z would be beyond measure."""
    largest = float(z.max()) if float(np.abs(z).max()) > _STEEP else 0.0
    powers, own = np.exp(z - largest), letter + subscript(k + 1)
    lines = [f"c = max {letter} = {_n(largest)}"] if largest else []
    formula = f"e^({own} − c) / Σ e^({letter} − c)" if largest else f"e^{own} / Σ e^{letter}"
    numbers = f"{number(powers[k])} / ({' + '.join(map(number, powers))})"
    return [*lines, f"{name}{formula} = {numbers} = {number(powers[k] / powers.sum())}"]


def _network(params: Params, result: Result) -> DroppedNetwork:
    r = result
    return DroppedNetwork(r.W1, r.b1, r.W_between, r.b_between, r.W2, r.b2, params.activation, params.output)


def _likely(result: Result) -> np.ndarray:
    """Masks that occur, in the order in which they are drawn."""
    order = np.array(result.wall_order)
    return np.asarray(order[result.subnet_probability[order] > 0.0])


def _units(units: np.ndarray, n_hidden: int) -> str:
    """Such as "with units 1, 3"."""
    names = ", ".join(str(j + 1) for j in units)
    if len(units) in (0, n_hidden):
        return "with all units" if len(units) else "without any unit"
    return f"with {'unit' if len(units) == 1 else 'units'} {names}"


def _all(rows: np.ndarray) -> str:
    return "the only thinned network" if len(rows) == 1 else f"all {len(rows)} thinned networks"


def _which(result: Result, output: int) -> str:
    return f", output {output + 1}" if result.subnet_output.shape[1] > 1 else ""


def _y(result: Result, output: int) -> str:
    return "ŷ" + (subscript(output + 1) if result.subnet_output.shape[1] > 1 else "")


def _products(weights: Array, values: Sequence[float] | Array) -> str:
    return " + ".join(_terms(weights, values))


def _sum(terms: Sequence[str], bias: float) -> str:
    return " + ".join([*terms, _f(bias)])


def _terms(weights: Array, values: Sequence[float] | Array) -> list[str]:
    """Products "w · x"; of many, the first and the last."""
    pairs = list(zip(weights, values, strict=True))
    if len(pairs) <= _MOST:
        return [_product(*pair) for pair in pairs]
    return [*(_product(*pair) for pair in pairs[:_SHOWN]), "…", *(_product(*pair) for pair in pairs[-_SHOWN:])]


def _product(weight: float, value: float) -> str:
    return f"{factor(weight)} · {factor(value)}"


def _n(value: float, digits: int = 6) -> str:
    return format_number(float(value), digits)


def _f(value: float) -> str:
    return format_factor(float(value), 6)
